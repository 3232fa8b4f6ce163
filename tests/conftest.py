"""Fixtures for every test."""

from __future__ import annotations

import os

# One page per core: tesseract's own threads cost more than they bring, most of all on two cores.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

pytest_plugins = ["tests.servers.fixtures"]
