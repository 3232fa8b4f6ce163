"""The public door of durable work.

    from jobs import api as jobs_api

    @jobs_api.handler("read_document", queue="read", max_attempts=3, lease_seconds=120)
    def read_document(lease: jobs_api.Lease) -> None:
        document_id = lease.payload["document_id"]
        ...
        with lease.finishing():       # these writes and the end of the job are one commit
            ...

    jobs_api.enqueue("read_document", subject="document:7", dedupe_key="7", payload={"document_id": 7})

Handlers live in a module ``job_handlers`` of an installed app; it is loaded at start. A handler may run more than
once for the same job (a killed worker, a lost lease), so its effects must bear that. It raises :class:`RetryLater` or
:class:`GiveUp` to steer; any other exception is retried with growing, jittered waits until ``max_attempts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from jobs import nudge, registry, rows
from jobs.clock import database_now
from jobs.lease import GiveUp, Lease, LeaseLost, RetryLater
from jobs.models import Job, JobState
from jobs.registry import every, handler, warm_up
from jobs.runner import run_for

__all__ = [
    "GiveUp",
    "Job",
    "JobState",
    "Lease",
    "LeaseLost",
    "RetryLater",
    "database_now",
    "discard",
    "enqueue",
    "every",
    "handler",
    "retry_now",
    "run_for",
    "warm_up",
]

URGENT = 10
NORMAL = 100
BULK = 200


def enqueue(
    kind: str,
    *,
    subject: str,
    dedupe_key: str,
    payload: Mapping[str, Any] | None = None,
    run_at: datetime | None = None,
    priority: int = NORMAL,
) -> int:
    """Write a job in the caller's transaction and nudge the workers once that commits; returns the row's id.

    While a job of this ``kind`` with this ``dedupe_key`` is live, it is joined instead of doubled: a waiting one
    takes the newer payload and the earlier ``run_at``; one being worked on runs once more afterwards. ``payload``
    must be JSON, and hold ids rather than content. ``run_at`` None means now; a lower ``priority`` goes first. Raises
    LookupError when no handler of that kind is registered.
    """
    known = registry.HANDLERS.get(kind)
    if known is None:
        raise LookupError(f"no handler for {kind!r}; is it in a job_handlers module of an installed app?")
    job_id = rows.upsert(
        kind=kind,
        subject=subject,
        dedupe_key=dedupe_key,
        payload=payload or {},
        run_at=run_at,
        priority=priority,
        max_attempts=known.max_attempts,
    )
    if run_at is None:
        transaction.on_commit(lambda: nudge.send(job_id, known.queue))
    return job_id


def retry_now(job_id: int) -> bool:
    """Operator: run a dead or waiting job now. False when it is neither, or a live job has taken its place."""
    if not (rows.revive(job_id) or rows.hasten(job_id)):
        return False
    kind = Job.objects.values_list("kind", flat=True).get(pk=job_id)
    known = registry.HANDLERS.get(kind)
    if known is not None:
        transaction.on_commit(lambda: nudge.send(job_id, known.queue))
    return True


def discard(job_id: int, *, reason: str) -> bool:
    """Operator: end a dead job without doing it; the reason is kept. False when it is not dead."""
    return rows.discard(job_id, reason)
