"""Claim one row and do its work. The embedded loop and the Celery task both come here."""

from __future__ import annotations

import random
import traceback
from collections.abc import Collection

import structlog
from django.conf import settings
from django.db import close_old_connections

from jobs import keeper, nudge, registry, rows
from jobs.clock import database_now
from jobs.lease import GiveUp, Lease, LeaseLost, RetryLater
from jobs.models import Job, JobState

log = structlog.get_logger(__name__)

ERROR_LENGTH = 4000
LOST = "lost"


def scaled(seconds: float) -> float:
    """A wait of the machinery, shortened in fault tests."""
    return seconds / settings.JOBS_TIME_DIVISOR


def full_jitter(attempts: int, *, base: float, cap: float) -> float:
    """Seconds to wait after ``attempts`` failures: uniform between 0 and min(cap, base·2ⁿ).

    Spread over the whole range, so that jobs that failed together do not come back together.
    """
    return random.uniform(0, min(cap, base * 2 ** min(attempts, 30)))


def _settle(lease: Lease, known: registry.Handler, error: Exception | None) -> str:
    """Write the end of this attempt under the fence; returns the row's new state, or ``lost``."""
    claimed = lease.claimed
    if lease.closed:
        return lease.ended_as
    if error is None:
        return rows.finish(claimed) or LOST
    if isinstance(error, GiveUp):
        return rows.bury(claimed, error.reason[:ERROR_LENGTH]) or LOST
    if isinstance(error, RetryLater):
        text, wait = error.reason[:ERROR_LENGTH], error.seconds
        if error.free:
            return rows.retry_later(claimed, wait, text, free=True) or LOST
    else:
        text = "".join(traceback.format_exception(error))[-ERROR_LENGTH:]
        wait = full_jitter(claimed.attempts, base=scaled(known.backoff_base), cap=scaled(known.backoff_cap))
    if claimed.attempts >= claimed.max_attempts:
        return rows.bury(claimed, text) or LOST
    return rows.retry_later(claimed, wait, text) or LOST


def _run(claimed: rows.Claimed, known: registry.Handler) -> str:
    """Do the work of a claimed row and settle it; returns the outcome."""
    lease = Lease(claimed, seconds=scaled(known.lease_seconds))
    names = {"job_id": claimed.id, "job_kind": claimed.kind, "subject": claimed.subject, "attempt": claimed.attempts}
    with structlog.contextvars.bound_contextvars(**names):
        log.info("job_started")
        failure: Exception | None = None
        try:
            period, stall = scaled(known.lease_seconds) / 3, scaled(known.stall_seconds)
            with keeper.keeping(lease, period=period, stall=stall):
                known.run(lease)
        except LeaseLost:
            log.warning("job_lease_lost")
            return LOST
        except Exception as error:
            failure = error
        outcome = _settle(lease, known, failure)
        if failure is None and outcome == JobState.READY:
            nudge.send(claimed.id, known.queue)  # asked for again meanwhile; that nudge found the row still leased
        unexpected = failure is not None and not isinstance(failure, RetryLater | GiveUp)
        if unexpected:
            log.error("job_failed", outcome=outcome, exc_info=failure)
        else:
            log.info("job_ended", outcome=outcome, reason=str(failure) if failure else "")
        return outcome


def _leases(kinds: tuple[str, ...]) -> dict[str, float]:
    return {kind: scaled(registry.HANDLERS[kind].lease_seconds) for kind in kinds if kind in registry.HANDLERS}


def run_next(kinds: tuple[str, ...]) -> str | None:
    """Claim the next due job of ``kinds`` and run it; None when none is due, else its outcome."""
    close_old_connections()
    claimed = rows.claim(_leases(kinds))
    return _run(claimed, registry.HANDLERS[claimed.kind]) if claimed else None


def run_by_id(job_id: int) -> str | None:
    """Claim exactly ``job_id`` and run it; None when it is not due, taken or gone."""
    close_old_connections()
    claimed = rows.claim(_leases(tuple(registry.HANDLERS)), job_id=job_id)
    return _run(claimed, registry.HANDLERS[claimed.kind]) if claimed else None


def run_for(subjects: Collection[str], *, limit: int | None = None) -> int:
    """Run what is due for these subjects in this thread, at most ``limit`` jobs; returns how many ran.

    Workers that run meanwhile are not disturbed: each job is claimed, and whoever comes first does it.
    """
    ran = 0
    wanted = sorted(subjects)
    for start in range(0, len(wanted), 500):
        due = Job.objects.filter(
            subject__in=wanted[start : start + 500], state=JobState.READY, run_at__lte=database_now()
        )
        for job_id in list(due.order_by("priority", "run_at", "id").values_list("pk", flat=True)):
            if limit is not None and ran >= limit:
                return ran
            if run_by_id(job_id) is not None:
                ran += 1
    return ran


def drain(kinds: tuple[str, ...] | None = None, *, limit: int = 10_000) -> int:
    """Run everything that is due in this thread until nothing is left; for tests and commands. Returns how many ran."""
    ran = 0
    while ran < limit:
        claimed = rows.claim(_leases(kinds if kinds is not None else tuple(registry.HANDLERS)))
        if claimed is None:
            return ran
        _run(claimed, registry.HANDLERS[claimed.kind])
        ran += 1
    raise RuntimeError(f"{limit} jobs ran and there is still more: a job that enqueues itself?")
