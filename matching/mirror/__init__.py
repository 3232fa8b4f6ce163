"""From rows of the mirror to the plain data the rules work with; the only place that queries for them."""
