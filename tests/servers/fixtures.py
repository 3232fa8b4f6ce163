"""Real PostgreSQL and Redis on loopback from the system's packages, with data in temporary folders."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import scratch
from workbench.supervisor import servers
from workbench.supervisor.process import start, stop

# Below the ports that outgoing connections take for themselves; an instance uses up to this many neighbours.
FIRST_PORT, LAST_PORT, NEIGHBOURS = 10_000, 32_000, 20


def free_port() -> int:
    """A port nobody listens on, ours with its neighbours until this process ends.

    Test processes run side by side and stop and start servers on the same port: between the two the port must not
    go to another. So each claims its block of ports by a locked file, which the end of the process gives back.
    """
    folder = scratch.root() / f"inboek-test-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    blocks = list(range(FIRST_PORT, LAST_PORT, NEIGHBOURS))
    # Not ``random`` itself: tests that generate data seed it, and then every process would draw the same ports.
    random.SystemRandom().shuffle(blocks)
    for port in blocks:
        claim = os.open(folder / str(port), os.O_WRONLY | os.O_CREAT, 0o600)  # never closed: that would give it back
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            os.close(claim)
            continue
        return port
    raise RuntimeError("no port is free for a test server")


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
