"""Reconciliation: do both ledgers say the same? Every quarter of an hour over two hours, nightly over 35 days."""
