"""What a handler holds while it works, and how it can say that it cannot go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from jobs import rows


class RetryLater(Exception):
    """Not now: run this job again after ``seconds``.

    ``free`` keeps the attempt from counting: for waits that say nothing against the job (a closed budget, a held
    connection).
    """

    def __init__(self, seconds: float, reason: str, *, free: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason
        self.free = free


class GiveUp(Exception):
    """Never: the job is dead at once and waits for a person, who reads ``reason``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeaseLost(Exception):
    """The row belongs to somebody else by now: roll back and stop; nothing may be written any more."""


class Lease:
    """The right to work on one job. A handler gets it as its only argument."""

    def __init__(self, claimed: rows.Claimed, *, seconds: float) -> None:
        self._claimed = claimed
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._progressed = time.monotonic()
        self._lock = threading.Lock()
        self.closed = False
        self.ended_as = ""

    @property
    def job_id(self) -> int:
        """Identity of the job row."""
        return self._claimed.id

    @property
    def kind(self) -> str:
        """Kind of work."""
        return self._claimed.kind

    @property
    def subject(self) -> str:
        """What the work is about, as given to ``enqueue``."""
        return self._claimed.subject

    @property
    def payload(self) -> Mapping[str, Any]:
        """The payload given to ``enqueue``. Accept unknown keys: another version may have written it."""
        return self._claimed.payload

    @property
    def attempt(self) -> int:
        """Which attempt this is, from 1."""
        return self._claimed.attempts

    @property
    def claimed(self) -> rows.Claimed:
        """The claimed row."""
        return self._claimed

    @property
    def seconds_left(self) -> float:
        """Seconds until the lease ends if it is not renewed, by this process's monotonic clock."""
        return self._deadline - time.monotonic()

    @property
    def seconds_since_progress(self) -> float:
        """Seconds since the handler last showed that it moves."""
        return time.monotonic() - self._progressed

    def progress(self) -> None:
        """Say that the work moves on; without it the lease is not renewed for ever."""
        self._progressed = time.monotonic()

    def renew(self) -> None:
        """Extend the lease to its full length from now. Raises LeaseLost."""
        with self._lock:
            begun = time.monotonic()
            if self.closed:
                return
            if not rows.renew(self._claimed, self._seconds):
                raise LeaseLost(f"job {self.job_id}")
            self._deadline = begun + self._seconds

    def fence(self) -> None:
        """Inside a transaction: hold the row and make sure it is still ours. Raises LeaseLost."""
        if not rows.touch(self._claimed):
            raise LeaseLost(f"job {self.job_id}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction whose writes happen only while the lease is ours. Raises LeaseLost before the first write."""
        with transaction.atomic():
            self.fence()
            yield

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """The last transaction of the work: its writes and the end of the job are one commit. Raises LeaseLost before
        the first write.

        The end is written first: that is the fence too, and holds the row until the commit. Work that fails takes it
        back; whoever asks for the same work meanwhile, the work itself included, gets a job of its own.
        """
        with transaction.atomic():
            state = rows.finish(self._claimed)
            if state is None:
                raise LeaseLost(f"job {self.job_id}")
            yield
        self.closed = True
        self.ended_as = state
