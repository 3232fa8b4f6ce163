"""Whatever a document does to its reading child, the worker gets a verdict and the next document is read at once."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ocr.children import PARSE, Limits, client, run
from ocr.children.server import SPARES
from tests.ocr.at_once import follows_at_once

QUICK = replace(PARSE, cpu=2, wall=3.0)


@pytest.fixture(scope="module", autouse=True)
def misbehaving() -> Iterator[None]:
    client.shut_down()
    usual, client.SERVER_MODULE = client.SERVER_MODULE, "tests.ocr.misbehaving_server"
    client.warm_up()
    yield
    client.shut_down()
    client.SERVER_MODULE = usual


def soon(came: Callable[[], bool]) -> bool:
    """Whether it comes true within some seconds: a child is taken down after its answer was heard."""
    until = time.monotonic() + 10
    while not came():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def good_document() -> None:
    outcome = run("echo", {}, b"good", QUICK)
    assert outcome.answer == {"length": 4}
    assert outcome.blobs == (b"good",)


@pytest.mark.parametrize(
    ("task", "failures"),
    [
        ("segfault", {"crash"}),
        ("abort", {"crash"}),
        ("leave", {"crash"}),
        ("loop", {"cpu", "timeout"}),
        ("sleep", {"timeout"}),
        ("swallow_memory", {"memory"}),
        ("fill_disk", {"error", "crash"}),
        ("long_answer", {"answer"}),
        ("wrong_answer", {"answer"}),
        ("babble", {"answer"}),
        ("foreign_error", {"error"}),
        ("deep", {"depth"}),
    ],
)
def test_misbehaviour_is_a_verdict_within_its_limit(task: str, failures: set[str]) -> None:
    def misbehave() -> None:
        began = time.monotonic()
        outcome = run(task, {}, b"bad", QUICK)
        assert outcome.failure in failures
        assert not outcome.ok
        assert time.monotonic() - began < QUICK.wall + 2

    assert follows_at_once(misbehave, good_document)


def test_what_a_child_prints_goes_nowhere() -> None:
    assert run("chatter", {}, b"", QUICK).answer == {"said": True}


def test_unknown_task_is_refused() -> None:
    assert run("no.such.task", {}, b"", QUICK).failure == "error"


def test_a_fork_bomb_is_bounded_and_leaves_nothing() -> None:
    def bomb() -> None:
        outcome = run("fork_bomb", {}, b"", QUICK)
        if os.geteuid() == 0:  # own identity, so the process limit binds
            assert outcome.answer is not None
            assert outcome.answer["made"] <= QUICK.processes

    assert follows_at_once(bomb, good_document)
    # Only what waits for work.
    assert soon(lambda: len(_processes_with("misbehaving_server", parent=_server_pid())) <= SPARES)


def test_an_orphan_in_its_own_session_does_not_survive() -> None:
    outcome = run("orphan", {}, b"", QUICK)
    assert outcome.ok
    assert soon(lambda: not _processes_with("sleep\x00301"))


def test_a_child_sees_no_environment_and_an_empty_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXACT_CLIENT_SECRET", "hush")
    client.shut_down()
    told = run("environment", {}, b"", QUICK).answer
    assert told is not None
    assert "hush" not in str(told)
    assert "DJANGO_SETTINGS_MODULE" not in told["environment"]
    assert told["files"] == []
    if os.geteuid() == 0:
        assert told["uid"] != 0


def test_a_child_has_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        outcome = run("connect", {"port": listener.getsockname()[1]}, b"", QUICK)
    assert outcome.failure == "error"


@pytest.mark.skipif(os.geteuid() != 0, reason="without root the child keeps our identity")
def test_a_child_cannot_read_our_settings(tmp_path: Path) -> None:
    secret = tmp_path / "settings.env"
    secret.write_text("TOKEN=1")
    secret.chmod(0o600)
    assert run("read_file", {"path": str(secret)}, b"", QUICK).failure == "error"


def test_no_directory_is_left_behind() -> None:
    run("fill_disk", {}, b"", QUICK)
    run("segfault", {}, b"", QUICK)
    told = run("environment", {}, b"", QUICK).answer
    assert told is not None
    directory = Path(told["directory"])
    assert soon(lambda: not directory.exists())
    assert soon(lambda: len(list(directory.parent.iterdir())) <= SPARES)  # of those that wait for work


def test_a_spare_child_that_was_ended_costs_no_document() -> None:
    assert run("echo", {}, b"x", PARSE).ok
    time.sleep(0.2)
    spares = _processes_with("misbehaving_server", parent=_server_pid())
    assert spares
    for pid in spares:
        os.kill(pid, signal.SIGKILL)
    assert run("echo", {}, b"x", PARSE).answer == {"length": 1}
    assert run("echo", {}, b"xy", PARSE).answer == {"length": 2}


def test_every_document_gets_a_child_of_its_own() -> None:
    told = [run("environment", {}, b"", QUICK).answer for _ in range(4)]
    assert len({answer["directory"] for answer in told if answer is not None}) == 4


def test_many_threads_share_one_server() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: run("echo", {}, bytes(number), PARSE).answer, range(40)))
    assert answers == [{"length": number} for number in range(40)]


def test_poison_does_not_touch_its_neighbours() -> None:
    """One bad document in five, several at a time: exactly those get a verdict."""
    tasks = ["segfault" if number % 5 == 0 else "echo" for number in range(60)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda task: run(task, {}, b"x", PARSE), tasks))
    assert [outcome.ok for outcome in outcomes] == [task == "echo" for task in tasks]


def test_a_killed_server_is_replaced() -> None:
    server = client._current()
    server.process.kill()
    server.process.wait()
    began = time.monotonic()
    good_document()
    assert time.monotonic() - began < 3.0


def test_a_server_killed_while_reading_is_replaced_and_the_document_tried_again() -> None:
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(run("sleep", {}, b"", replace(QUICK, wall=1.5))))
    thread.start()
    time.sleep(0.4)
    client._current().process.kill()
    thread.join(12)
    assert [outcome.failure for outcome in outcomes] == ["timeout"]
    time.sleep(0.2)
    assert not _processes_with("misbehaving_server", parent=1)  # its child went with it


def test_peak_memory_is_told() -> None:
    outcome = run("echo", {}, bytes(30_000_000), PARSE)
    assert 30_000_000 < outcome.peak_memory < Limits().memory


def _server_pid() -> int:
    return client._current().process.pid


def _processes_with(text: str, parent: int | None = None) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line = (path / "cmdline").read_bytes().decode("utf-8", "replace")
            above = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if text in line and (parent is None or above == parent):
            found.append(int(path.name))
    return found
