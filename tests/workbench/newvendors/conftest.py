"""The small sandbox of the exact tests, for vendors that are really made."""

from __future__ import annotations

from tests.exact.conftest import administration, connection, exact_server, mirror

__all__ = ["administration", "connection", "exact_server", "mirror"]
