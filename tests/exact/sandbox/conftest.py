"""A sandbox in a thread per test, with the small world and wide limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ENGLISH_USER, ONE, world


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    """A running sandbox with the small world."""
    with SandboxServer(
        tmp_path, seed=world(), minutely_limit=100_000, daily_limit=1_000_000, fsync_log=False
    ) as server:
        yield server


@pytest.fixture
def client(sandbox: SandboxServer) -> Client:
    """An English-speaking user with access to both administrations."""
    return Client(sandbox, ONE, ENGLISH_USER)
