"""A sandbox Exact in a thread, and an instance of ours beside it with the demonstration loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exact.sandbox.server import SandboxServer
from tests.servers import prepared
from tests.servers.fixtures import free_port
from tests.servers.instance import Instance

# Work on everything that is due in one thread, in the order of arrival, until nothing is left.
DRAIN = """
import django
django.setup()
from django.conf import settings
settings.EXACT_CALLS_PER_MINUTE = 50000
from jobs import runner
print(runner.drain(("unpack", "read", "derive")))
"""


class DemoInstance(Instance):
    """``server`` is its Exact; ``manage`` runs commands in it; ``python`` runs a script that prints JSON."""

    def __init__(self, home: Path, server: SandboxServer) -> None:
        super().__init__(
            home,
            DJANGO_SETTINGS_MODULE="workbench.settings",
            EXACT_BASE_URL=server.url,
            EXACT_CLIENT_ID=server.settings.client_id,
            EXACT_CLIENT_SECRET=server.settings.client_secret,
            INBOEK_PORT=str(free_port()),
            INBOEK_LOG_LEVEL="WARNING",
        )
        self.server = server
        self.loaded = ""
        (home / "output.log").touch()

    def python(self, code: str) -> Any:
        """Run ``code`` in this instance and return the JSON it printed last."""
        return json.loads(self.run("-c", code).strip().splitlines()[-1])


@contextmanager
def sandbox(folder: Path) -> Iterator[SandboxServer]:
    """The demonstration's Exact on a free port, with limits that do not slow a test down."""
    if not folder.exists():
        prepared.seeded(folder)
    with SandboxServer(folder, minutely_limit=100_000, daily_limit=1_000_000, fsync_log=False) as server:
        yield server


@contextmanager
def demo_instance(folder: Path) -> Iterator[DemoInstance]:
    """An instance with the demonstration loaded by its own command; nothing has been read yet."""
    with sandbox(folder / "exact") as server:
        instance = DemoInstance(folder / "home", server)
        try:
            prepared.migrated(instance.home)
            instance.loaded = instance.manage("demo_load")
            yield instance
        finally:
            instance.close()
