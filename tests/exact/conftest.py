"""A sandbox Exact over HTTP, a consent given to it, and an administration whose small mirror is filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from exact import http
from exact.models import Administration, Connection
from exact.posting import blobs
from exact.sandbox.server import SandboxServer
from tests.exact.connecting import administration_for, connect, sha256
from tests.exact.mirrored import Mirror
from tests.exact.sandbox.mini_world import ONE, TWO, world

ORIGINAL = b"%PDF-1.4 the original as it came in"


@pytest.fixture
def exact_server(tmp_path: Path, settings: Settings) -> Iterator[SandboxServer]:
    """The sandbox with its small world, on a free port; our settings point to it and waits are short."""
    with SandboxServer(
        tmp_path / "exact", seed=world(), minutely_limit=100_000, daily_limit=1_000_000, fsync_log=False
    ) as server:
        point_at(server, settings, tmp_path)
        yield server
        http.close()


def point_at(server: SandboxServer, settings: Settings, folder: Path) -> None:
    """Let our settings use this sandbox; every waiting period is a hundredth, limits are wide."""
    settings.EXACT_BASE_URL = server.url
    settings.EXACT_CLIENT_ID = server.settings.client_id
    settings.EXACT_CLIENT_SECRET = server.settings.client_secret
    settings.EXACT_WEBHOOK_SECRET = server.settings.webhook_secret
    settings.EXACT_TOKEN_JOURNAL_DIR = folder / "tokens"
    settings.EXACT_PERIOD_SCALE = 0.002
    settings.EXACT_LOOK_VALID = 60 / settings.EXACT_PERIOD_SCALE
    settings.EXACT_CALLS_PER_MINUTE = 50_000
    settings.EXACT_READ_TIMEOUT = 3


@pytest.fixture
def connection(exact_server: SandboxServer, db: None) -> Connection:
    """A consent to both administrations of the small world."""
    return connect([ONE, TWO])


@pytest.fixture(scope="session")
def mirror() -> Mirror:
    """What synchronising the first administration of the small world brings."""
    return Mirror()


@pytest.fixture
def administration(connection: Connection, mirror: Mirror) -> Iterator[Administration]:
    """The first administration, mirrored, with a reader for one attachment."""
    made = administration_for(connection, ONE)
    mirror.fill(made)
    before = blobs.register({sha256(ORIGINAL): ORIGINAL}.__getitem__)
    yield made
    if before is not None:
        blobs.register(before)
