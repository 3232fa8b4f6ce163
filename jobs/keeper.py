"""Renewing the leases of running jobs: one thread per process for all of them.

A thread of its own per job would be started and awaited for work that is mostly over in milliseconds, long before its
first renewal.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import structlog
from django.db import Error as DatabaseTrouble
from django.db import connection

from jobs.lease import Lease, LeaseLost

log = structlog.get_logger(__name__)


class Keeper:
    """Renews each lease it holds every ``period`` seconds, as long as its handler makes progress."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._held: dict[Lease, _Turn] = {}
        self._thread: threading.Thread | None = None
        self._next_look = 0.0

    @contextmanager
    def keeping(self, lease: Lease, *, period: float, stall: float) -> Iterator[None]:
        """Renew ``lease`` every ``period`` seconds inside the block, unless its handler showed no progress for
        ``stall`` seconds. A renewal may still be under way after the block; the fence makes it harmless."""
        turn = _Turn(period, stall)
        with self._wake:
            self._held[lease] = turn
            if self._thread is None or not self._thread.is_alive():
                self._next_look = turn.due
                self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
                self._thread.start()
            elif turn.due < self._next_look:
                self._wake.notify()
        try:
            yield
        finally:
            with self._wake:
                self._held.pop(lease, None)

    def _run(self) -> None:
        while True:
            with self._wake:
                # With nothing held it waits all the same: the next lease's turn is never nearer than it can be told.
                self._next_look = min((turn.due for turn in self._held.values()), default=time.monotonic() + 3600)
                self._wake.wait(max(0.0, self._next_look - time.monotonic()))
                now = time.monotonic()
                due = [lease for lease, turn in self._held.items() if turn.due <= now]
            for lease in due:
                self._renew(lease)
            if due:
                connection.close()

    def _renew(self, lease: Lease) -> None:
        """Renew one lease; let go of one that is lost or stands still."""
        with self._wake:
            turn = self._held.get(lease)
            if turn is None:
                return
            turn.due = time.monotonic() + turn.period
        if lease.seconds_since_progress > turn.stall:
            log.warning("job_stalled", job_id=lease.job_id, kind=lease.kind)
            self._let_go(lease)
            return
        try:
            lease.renew()
        except LeaseLost:
            self._let_go(lease)
        except DatabaseTrouble as error:
            connection.close()
            log.warning("lease_not_renewed", job_id=lease.job_id, error=type(error).__name__)

    def _let_go(self, lease: Lease) -> None:
        with self._wake:
            self._held.pop(lease, None)


class _Turn:
    """When a lease is renewed next (monotonic clock), how often, and how long its handler may stand still."""

    __slots__ = ("due", "period", "stall")

    def __init__(self, period: float, stall: float) -> None:
        self.period = period
        self.stall = stall
        self.due = time.monotonic() + period


_keeper = Keeper()


def keeping(lease: Lease, *, period: float, stall: float) -> AbstractContextManager[None]:
    """Renew ``lease`` inside the block by this process's keeper: see :meth:`Keeper.keeping`."""
    return _keeper.keeping(lease, period=period, stall=stall)


def _new_after_fork() -> None:
    """A forked process has none of its parent's threads, and perhaps a lock that nobody will release."""
    global _keeper
    _keeper = Keeper()


os.register_at_fork(after_in_child=_new_after_fork)
