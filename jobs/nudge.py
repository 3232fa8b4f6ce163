"""Telling a worker that a row waits. Losing a nudge costs seconds: the loop polls and the sweeper sends again."""

from __future__ import annotations

import threading

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

# Set when work may be waiting for the embedded loop of this very process.
work_waits = threading.Event()


def send(job_id: int, queue: str) -> None:
    """Wake the workers of ``queue`` for one job. Never raises: the row is safe whatever happens to the message."""
    work_waits.set()
    if not settings.REDIS_URL:
        return
    from jobs.tasks import run_job

    try:
        run_job.apply_async(args=[job_id], queue=queue, retry=False)
    except Exception as error:
        log.warning("nudge_failed", job_id=job_id, queue=queue, error=type(error).__name__)
