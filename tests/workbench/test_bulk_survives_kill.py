"""A bulk post of twenty whose worker is killed in the middle: twenty entries, none twice, nobody needed."""

from __future__ import annotations

import os
import signal
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbench.support.linked import DIVISION, ENTRIES, booked, bulk, linked_instance, start_batch, states

pytestmark = pytest.mark.processes


def test_twenty_entries_after_the_worker_was_killed_twice(tmp_path: Path) -> None:
    with linked_instance(tmp_path, INBOEK_JOBS_TIME_DIVISOR="100") as instance:
        totals = bulk(instance, tmp_path / "bulk", 20)
        instance.manage("process", str(tmp_path / "bulk"), "--administration", "3205401")
        assert states(instance) == {"review": 20}
        assert start_batch(instance, "once") == [20, 0]
        # The same form sent again finds the same run: nothing is queued a second time.
        assert start_batch(instance, "once") == [0, 0]

        kept = instance.server.ledger.count(DIVISION, ENTRIES)
        for already in (3, 9):
            worker = instance.start("manage.py", "work")
            instance.wait(lambda enough=kept + already: instance.server.ledger.count(DIVISION, ENTRIES) >= enough)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            assert len(booked(instance, set(totals))) < 20, "the kill came too late to prove anything"

        instance.start("manage.py", "work")
        instance.wait(lambda: states(instance) == {"posted": 20}, 120)
        entries = booked(instance, set(totals))
        assert sorted(entry["YourRef"] for entry in entries) == sorted(totals)
        assert {entry["YourRef"]: Decimal(str(entry["AmountDC"])) for entry in entries} == totals
