"""What many instances begin with, made once per test run and copied: a migrated home, a seeded sandbox."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from exact.sandbox.server import SandboxServer
from tests.servers.instance import Instance

# The run's folder, for its test processes; set by the one that begins it, which also takes the folder away.
RUN = "PYTEST_INBOEK_RUN"


def folder() -> Path:
    """Where this run keeps what it prepared."""
    return Path(os.environ[RUN]) / "prepared"


def migrated(home: Path) -> None:
    """Make ``home`` one with an empty, migrated SQLite database and its cache table."""
    shutil.copytree(once("home", _migrate), home, dirs_exist_ok=True)


def seeded(sandbox: Path) -> None:
    """Put the demonstration's books into the folder of a sandbox."""
    shutil.copytree(once("sandbox", _seed), sandbox, dirs_exist_ok=True)


def _migrate(home: Path) -> None:
    instance = Instance(home)
    instance.manage("migrate", "--no-input", "-v", "0", "--skip-checks")
    instance.manage("createcachetable")


def _seed(sandbox: Path) -> None:
    SandboxServer(sandbox, fsync_log=False).close()


def moved(home: Path, sandbox: SandboxServer) -> None:
    """Let a copied home that is linked to a sandbox find the copy of that sandbox."""
    with contextlib.closing(sqlite3.connect(home / "inboek.sqlite3")) as plain, plain:
        plain.execute("UPDATE exact_connection SET base_url = ?", [sandbox.url])


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The prepared folder ``name``; the first process that asks makes it, the others wait."""
    folder().mkdir(exist_ok=True)
    target = folder() / name
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            unfinished = folder() / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(target)
    return target
