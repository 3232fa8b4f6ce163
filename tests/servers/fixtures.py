"""Real PostgreSQL and Redis on loopback from the system's packages, with data in temporary folders."""

from __future__ import annotations

import random
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.supervisor import servers
from workbench.supervisor.process import start, stop


def free_port() -> int:
    """A port nobody listens on, below those that outgoing connections take for themselves: it stays free until used."""
    while True:
        port = random.randint(10_000, 20_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@pytest.fixture(scope="session")
def server_home() -> Iterator[Path]:
    """A folder that an unprivileged server can reach; pytest's own temporary folders are closed to others."""
    home = Path(tempfile.mkdtemp(prefix="inboek-servers-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(server_home: Path) -> Iterator[servers.Postgres]:
    """One PostgreSQL for the session; make a database of your own with ``create_database``."""
    server = servers.prepare_postgres(server_home, free_port())
    with (server_home / "postgres.log").open("wb") as output:
        process = start(server.program, output)
    try:
        servers.wait_for(server.accepts, "PostgreSQL")
        yield server
    finally:
        stop(process, signal.SIGINT)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[servers.Redis]:
    """A Redis for one test."""
    server = servers.prepare_redis(tmp_path, free_port())
    with (tmp_path / "redis.log").open("wb") as output:
        process = start(server.program, output)
    try:
        servers.wait_for(lambda: servers.port_answers(server.port), "Redis")
        yield server
    finally:
        stop(process)
