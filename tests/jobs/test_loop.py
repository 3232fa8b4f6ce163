"""A queue keeps its thread, whatever happens between two jobs."""

from __future__ import annotations

import threading

import pytest

from jobs import loop, runner


def test_a_failure_outside_of_a_job_does_not_leave_the_queue_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    running, calls = loop.WorkLoop({"exact": 1}, sweep=False), []
    monkeypatch.setattr(running._stop, "wait", lambda seconds: None)

    def claim(kinds: tuple[str, ...]) -> str | None:
        calls.append(kinds)
        if len(calls) == 1:
            raise ValueError("a row that cannot be read")
        running._stop.set()
        return None

    monkeypatch.setattr(runner, "run_next", claim)
    (wake,) = running._wake["exact"]
    thread = threading.Thread(target=running._work, args=("exact", wake))
    thread.start()
    while thread.is_alive():  # woken once more, as by the next look for work
        wake.set()
        thread.join(0.01)
    assert len(calls) == 2
