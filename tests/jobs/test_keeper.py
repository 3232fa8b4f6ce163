"""Leases of running jobs are renewed by one thread, as long as their work moves."""

from __future__ import annotations

import threading
from typing import cast

from jobs.keeper import Keeper
from jobs.lease import Lease, LeaseLost

PATIENCE = 20.0  # seconds; only a broken keeper makes a test wait for them


class Watched:
    """Stands where a lease stands: notes its renewals, and may be lost."""

    job_id, kind = 1, "test"

    def __init__(self, *, lost: bool = False, still_for: float = 0.0) -> None:
        self.lost = lost
        self.seconds_since_progress = still_for
        self.renewals = threading.Semaphore(0)

    def renew(self) -> None:
        self.renewals.release()
        if self.lost:
            raise LeaseLost("gone")


def held(keeper: Keeper) -> int:
    return len(keeper._held)


def test_each_lease_is_renewed_again_and_again_while_its_work_runs() -> None:
    keeper, quick, slow = Keeper(), Watched(), Watched()
    with (
        keeper.keeping(cast(Lease, slow), period=0.02, stall=60),
        keeper.keeping(cast(Lease, quick), period=0.01, stall=60),
    ):
        for lease in (quick, slow, quick, slow):
            assert lease.renewals.acquire(timeout=PATIENCE)
    assert held(keeper) == 0


def test_a_lease_that_comes_later_but_is_due_sooner_is_not_forgotten() -> None:
    keeper, late, soon = Keeper(), Watched(), Watched()
    with (
        keeper.keeping(cast(Lease, late), period=3600, stall=60),
        keeper.keeping(cast(Lease, soon), period=0.01, stall=60),
    ):
        assert soon.renewals.acquire(timeout=PATIENCE)
    assert not late.renewals.acquire(blocking=False)


def test_a_lost_lease_and_one_that_stands_still_are_let_go() -> None:
    keeper, lost, still, good = Keeper(), Watched(lost=True), Watched(still_for=9), Watched()
    with (
        keeper.keeping(cast(Lease, lost), period=0.01, stall=5),
        keeper.keeping(cast(Lease, still), period=0.01, stall=5),
        keeper.keeping(cast(Lease, good), period=0.01, stall=5),
    ):
        assert lost.renewals.acquire(timeout=PATIENCE)
        for _ in range(3):
            assert good.renewals.acquire(timeout=PATIENCE)
        assert held(keeper) == 1
    assert not lost.renewals.acquire(blocking=False)
    assert not still.renewals.acquire(blocking=False)
