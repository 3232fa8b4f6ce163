"""A local Exact Online: a loopback HTTP server that speaks the REST dialect and keeps its own ledger on disk.

The package is plain Python (standard library only), independent of Django; ``manage.py exact_sandbox`` only starts it.
Tests and tools start it in a thread with :class:`exact.sandbox.server.SandboxServer`.
It is written from the published behaviour of the service, not from what our own connector sends.
"""
