"""The product's own system checks (ids ``inboek.E…`` and ``inboek.W…``)."""
