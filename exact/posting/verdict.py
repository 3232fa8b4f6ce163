"""P8: what an error of a sent request means for the posting. A table, no cases elsewhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from exact import conf
from exact.errors import (
    AlreadyExists,
    BusinessRefusal,
    ConnectionHeld,
    ExactError,
    Forbidden,
    NeedsConsent,
    NotFound,
    NotSent,
    RateLimited,
    Sent,
    TokenBudget,
    TokenBusy,
    Unauthorised,
    WrongDivision,
)
from exact.models import PostingState


@dataclass(frozen=True, slots=True)
class Verdict:
    """``executed`` None means unknown; ``wait`` seconds until the next try (None: a person decides).

    ``hold`` names what else stops: ``administration`` or ``connection``.
    """

    state: PostingState
    executed: bool | None
    wait: float | None = None
    hold: str = ""
    look: bool = False


# Bytes of a file from which on a refusal may be about its size. Exact's documents say 10 MB for a request's body, or
# 38 in some countries; nothing is refused before Exact has been asked.
LARGE = 7_000_000


def refused_for_size(error: ExactError, size: int) -> bool:
    """Whether a file of ``size`` bytes was refused because it is too large.

    A server in front of Exact may say so with 404 or 413 and no word; taken for a missing part of Exact, one large scan
    would hold every posting of its administration.
    """
    return size > LARGE and error.sent is Sent.REFUSED and error.status in (400, 404, 413, 500)


def backoff(attempts: int) -> float:
    """Full jitter: uniform between nothing and the doubling cap, in seconds."""
    cap = min(conf.period("BACKOFF_CAP"), conf.period("BACKOFF_BASE") * 2 ** min(attempts, 12))
    return random.uniform(0, cap)


def judge(error: ExactError, attempts: int, now: datetime) -> Verdict:
    """The verdict on ``error`` after ``attempts`` tries of this step."""
    later = max(0.5, (error.retry_at - now).total_seconds()) if error.retry_at else backoff(attempts) + 0.5
    if isinstance(error, WrongDivision):
        return Verdict(PostingState.HELD, None, hold="connection")
    if isinstance(error, NeedsConsent | ConnectionHeld):
        return Verdict(PostingState.HELD, False)
    if isinstance(error, RateLimited | TokenBusy | TokenBudget | NotSent):
        return Verdict(PostingState.QUEUED, False, wait=later)
    if isinstance(error, Unauthorised):
        if attempts >= 3:
            return Verdict(PostingState.HELD, False, hold="administration")
        return Verdict(PostingState.QUEUED, False, wait=later)
    if isinstance(error, Forbidden | NotFound):
        return Verdict(PostingState.HELD, False, hold="administration")
    if isinstance(error, AlreadyExists):
        return Verdict(PostingState.UNKNOWN, False, wait=0, look=True)
    if isinstance(error, BusinessRefusal):
        # A 400 was certainly not executed; a 500 with Exact's own sentence counts as sent, so a retry looks first.
        return Verdict(PostingState.REFUSED, False if error.status != 500 else None)
    if error.sent is Sent.UNKNOWN:
        return Verdict(PostingState.UNKNOWN, None, wait=0)
    return Verdict(PostingState.HELD, False)
