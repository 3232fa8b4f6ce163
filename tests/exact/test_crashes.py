"""Real processes, killed with SIGKILL at named places, started again: one entry each, and nobody is needed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.connecting import stored
from tests.exact.instance import CONNECT, QUEUE, WORK, Instance
from tests.exact.sandbox.mini_world import ONE, world
from tests.servers.fixtures import free_port

pytestmark = pytest.mark.processes


OPTIONS: dict[str, Any] = {
    "minutely_limit": 100_000,
    "daily_limit": 1_000_000,
    "fsync_log": False,
    "refuse_duplicates": False,
}
"""The sandbox accepts duplicates: only we prevent them."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A migrated home that is connected to a sandbox, with that sandbox's ledger, and the port they agree on."""
    folder = tmp_path_factory.mktemp("template")
    with SandboxServer(folder / "exact", port=free_port(), seed=world(), **OPTIONS) as server:
        made = Instance(folder / "home", server)
        made.manage("migrate", "-v0", "--skip-checks")
        made.run(CONNECT)
        port = urlsplit(server.url).port
    assert port
    return folder, port


@pytest.fixture
def instance(tmp_path: Path, template: tuple[Path, int]) -> Iterator[Instance]:
    """A copy of the connected home and of its sandbox."""
    folder, port = template
    shutil.copytree(folder / "exact", tmp_path / "exact")
    with SandboxServer(tmp_path / "exact", port=port, **OPTIONS) as server:
        made = Instance(tmp_path / "home", server)
        made.copy_from(folder / "home")
        yield made
        made.close()


def references(server: SandboxServer) -> list[str]:
    """References of all entries in the sandbox."""
    return sorted(str(row["YourRef"]) for row in stored(server, ONE, "purchaseentry/PurchaseEntries"))


def expected(count: int) -> list[str]:
    return sorted(f"K-{number}" for number in range(count))


def whole(server: SandboxServer) -> bool:
    """Every entry hangs on a Document with exactly one attachment."""
    attached = [row["Document"] for row in stored(server, ONE, "documents/DocumentAttachments")]
    return all(attached.count(row["Document"]) == 1 for row in stored(server, ONE, "purchaseentry/PurchaseEntries"))


@pytest.mark.parametrize("point", ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"])
def test_a_kill_at_every_place_of_the_protocol(instance: Instance, point: str) -> None:
    assert instance.run(QUEUE.format(count=3) + WORK.format(seconds=30), faults=f"{point}:2") == "killed"
    assert instance.run(WORK.format(seconds=40)) == str(["posted"] * 3)
    assert references(instance.server) == expected(3)
    assert whole(instance.server)


def test_a_worker_killed_again_and_again(instance: Instance) -> None:
    instance.run(QUEUE.format(count=20))
    for already in (1, 3, 5, 8, 11, 14):
        worker = instance.start(WORK.format(seconds=60))
        while len(references(instance.server)) < already:
            assert worker.poll() is None, worker.communicate()
            time.sleep(0.002)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.communicate()
        assert len(references(instance.server)) < 20, "the kill came too late to prove anything"
    assert instance.run(WORK.format(seconds=60), timeout=90) == str(["posted"] * 20)
    assert references(instance.server) == expected(20)


PAUSE = """
import time
from exact.posting import protocol
mark = pathlib.Path(settings.INBOEK_HOME) / "paused"
def wait_there(name):
    if name == "P3" and protocol.Posting.objects.filter(step="entry").exists():
        mark.touch()
        while mark.exists():
            time.sleep(0.005)
protocol.faultpoint = wait_there
"""


def test_a_paused_sender_cannot_wake_up_and_send_after_we_looked(instance: Instance) -> None:
    instance.run(QUEUE.format(count=1))
    paused, mark = instance.start(PAUSE + WORK.format(seconds=30)), instance.home / "paused"
    until = time.monotonic() + 60
    while not mark.exists():
        assert time.monotonic() < until and paused.poll() is None, "it never came to send the entry"
        time.sleep(0.01)
    # Who holds the place to write keeps it while it is stopped, so it is stopped while we hold it.
    with contextlib.closing(
        sqlite3.connect(instance.home / "inboek.sqlite3", timeout=60, isolation_level=None)
    ) as plain:
        plain.execute("BEGIN IMMEDIATE")
        os.kill(paused.pid, signal.SIGSTOP)
        while Path(f"/proc/{paused.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.01)
        plain.execute("ROLLBACK")
    assert instance.run(WORK.format(seconds=40)) == "['posted']"
    mark.unlink()
    with contextlib.suppress(ProcessLookupError):
        os.kill(paused.pid, signal.SIGCONT)
    assert paused.wait(60) == -signal.SIGKILL
    assert references(instance.server) == ["K-0"]


def test_two_workers_share_the_work(instance: Instance) -> None:
    instance.run(QUEUE.format(count=12))
    workers = [instance.start(WORK.format(seconds=60)) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=90)
    assert references(instance.server) == expected(12)


TOKEN = """
from exact.models import Connection
from exact.tokens import access_token
print(access_token(Connection.objects.get().pk))
"""


def token_calls(server: SandboxServer) -> int:
    """Refreshes that reached the sandbox."""
    return sum(1 for call in server.log.entries() if "oauth2/token" in call["path"])


def expire(instance: Instance, seconds: float = 575) -> None:
    """Make the token this old for us, whatever time the tests before took; at least as old for the sandbox."""
    instance.server.clock.advance(seconds)
    instance.run(
        "from datetime import timedelta\nfrom django.utils import timezone\nfrom exact.models import Connection\n"
        f"then = timezone.now() - timedelta(seconds={seconds})\n"
        "Connection.objects.update(issued_at=then, received_at=then)"
    )


def test_sixteen_callers_make_one_refresh(instance: Instance) -> None:
    expire(instance)
    before = token_calls(instance.server)
    callers = [instance.start(TOKEN_THREADS) for _ in range(2)]
    outputs = [caller.communicate(timeout=60) for caller in callers]
    tokens = {line for out, _ in outputs for line in out.split()}
    assert len(tokens) == 1, outputs
    assert sum(len(out.split()) for out, _ in outputs) == 16
    assert token_calls(instance.server) - before == 1


TOKEN_THREADS = """
import threading
from django.db import connection
from exact.models import Connection
from exact.tokens import access_token
pk = Connection.objects.get().pk
found = []
def one():
    found.append(access_token(pk))
    connection.close()
threads = [threading.Thread(target=one) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
print("\\n".join(found))
"""


@pytest.mark.parametrize("point", ["T1", "T4", "T5"])
def test_a_kill_during_renewal_costs_no_consent(instance: Instance, point: str) -> None:
    expire(instance)
    assert instance.run(TOKEN, faults=point) == "killed"
    assert instance.run(TOKEN)
    assert "Old refresh token" not in str(instance.server.log.entries())


@pytest.mark.parametrize("point", ["T2", "T3"])
def test_a_lost_token_answer_costs_a_consent_and_no_document(instance: Instance, point: str) -> None:
    expire(instance)
    instance.run(QUEUE.format(count=2))
    assert instance.run(TOKEN, faults=point) == "killed"
    time.sleep(0.3)
    states = instance.run(WORK.format(seconds=20))
    if states == str(["held"] * 2):
        instance.run("from tests.exact.connecting import connect\nconnect([100001])")
        states = instance.run(WORK.format(seconds=40))
    assert states == str(["posted"] * 2)
    assert references(instance.server) == expected(2)


def test_a_refresh_before_its_time_is_never_sent(instance: Instance) -> None:
    expire(instance, 500)
    before = token_calls(instance.server)
    assert instance.run(TOKEN)
    assert token_calls(instance.server) == before
