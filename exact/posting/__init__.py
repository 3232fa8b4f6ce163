"""Posting: one approved draft becomes one entry in Exact, at most once, and it is always known whether it did.

Exact knows no idempotency key. What protects us: an intent that is committed before the request leaves, a marker in
the document that hangs on the entry, looking before sending again, and believing "absent" only after a settle window.
"""
