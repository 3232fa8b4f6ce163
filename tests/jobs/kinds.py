"""Kinds of work for the tests of the job machinery. Each leaves traces in files that outlive a killed process."""

from __future__ import annotations

import os
import time
from pathlib import Path

from jobs import api as jobs_api


def trace(name: str, line: str) -> None:
    """Append one line to a file in the instance's home; O_APPEND keeps lines of several processes whole."""
    descriptor = os.open(Path(os.environ["INBOEK_HOME"]) / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(descriptor, (line + "\n").encode())
    os.close(descriptor)


@jobs_api.handler("test.count", queue="match", lease_seconds=60)
def count(lease: jobs_api.Lease) -> None:
    trace("count", f"{lease.subject} {lease.attempt} {os.getpid()}")


@jobs_api.handler("test.fail", queue="match", max_attempts=3, backoff_base=0.001, backoff_cap=0.01)
def fail(lease: jobs_api.Lease) -> None:
    trace("fail", f"{lease.subject} {lease.attempt}")
    raise RuntimeError("this always fails")


@jobs_api.handler("test.give_up", queue="match")
def give_up(lease: jobs_api.Lease) -> None:
    raise jobs_api.GiveUp("no such document")


@jobs_api.handler("test.wait", queue="match", max_attempts=1)
def wait(lease: jobs_api.Lease) -> None:
    raise jobs_api.RetryLater(3600, "the budget is closed", free=True)


@jobs_api.handler("test.slow", queue="read", max_attempts=3, lease_seconds=10)
def slow(lease: jobs_api.Lease) -> None:
    """Sleeps on its first attempt only, long enough to be killed or frozen meanwhile."""
    trace("slow", f"begin {lease.attempt} {os.getpid()}")
    if lease.attempt == 1:
        time.sleep(float(lease.payload.get("seconds", 20)))
    with lease.finishing():
        trace("slow", f"end {lease.attempt} {os.getpid()}")


@jobs_api.handler("test.deadly", queue="read", max_attempts=2, lease_seconds=5)
def deadly(lease: jobs_api.Lease) -> None:
    """Kills its process, as a parser with a broken file might."""
    trace("deadly", str(lease.attempt))
    os.kill(os.getpid(), 9)


@jobs_api.every(60, kind="test.tick", queue="notify")
def on_tick(lease: jobs_api.Lease) -> None:
    trace("tick", lease.kind)
