"""One command runs an instance: it comes up, mends itself, ends together and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import prepared, starting
from tests.servers.fixtures import free_port
from tests.servers.instance import Instance

pytestmark = [pytest.mark.processes, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]


def processes_of(home: Path) -> list[int]:
    """Every living process whose environment names this home."""
    mark = f"INBOEK_HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "home", INBOEK_PORT=str(free_port()))
    prepared.migrated(made.home)
    prepared.seeded(made.home / "sandbox")
    yield made
    for pid in processes_of(made.home):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    made.close()


def readiness(instance: Instance) -> dict[str, object]:
    try:
        address = f"http://127.0.0.1:{instance.environment['INBOEK_PORT']}/readyz"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, OSError):
        return {"ready": False}


def serve(instance: Instance) -> starting.Process:
    process = instance.start("manage.py", "serve", fresh=True)  # found by its environment, as the kernel keeps it
    instance.wait(lambda: readiness(instance)["ready"], 120)
    return process


def test_an_instance_from_start_to_end(instance: Instance) -> None:
    """One life in one test, for every start costs what a test costs: each step stands on the one before."""
    process = serve(instance)
    second = starting.run("manage.py", "serve", environment=instance.environment)
    assert second.returncode == 1
    assert f"process {process.pid}" in second.stderr

    said = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes_of(instance.home)}
    workers = {pid: command for pid, command in said.items() if b"\0work\0" in command}
    (reading,) = (pid for pid, command in workers.items() if b"\0--queues\0read\0" in command)
    assert len(workers) == 2
    os.kill(reading, signal.SIGKILL)
    instance.wait(lambda: instance.output.count("work_loop_started") == 3, 60)
    assert "work-read ended with -9" in instance.output, "a child that dies is started again"

    assert len(processes_of(instance.home)) > 3
    process.kill()
    process.wait()
    instance.wait(lambda: processes_of(instance.home) == [])  # nobody outlives a killed supervisor

    process = serve(instance)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert processes_of(instance.home) == []
