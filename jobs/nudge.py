"""Telling a worker that a row waits. Losing a nudge costs seconds: the loop polls and the sweeper sends again."""

from __future__ import annotations

import threading
import time

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

# Set when work may be waiting for the embedded loop of this very process.
work_waits = threading.Event()

# After a failure the broker is left alone for a while, so that a request pays for its absence at most once.
PAUSE_SECONDS = 5.0
_paused_until = 0.0


def send(job_id: int, queue: str) -> None:
    """Wake the workers of ``queue`` for one job. Never raises: the row is safe whatever happens to the message."""
    global _paused_until
    work_waits.set()
    if not settings.REDIS_URL or time.monotonic() < _paused_until:
        return
    from jobs.tasks import run_job

    try:
        run_job.apply_async(args=[job_id], queue=queue, retry=False)
    except Exception as error:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        log.warning("nudge_failed", job_id=job_id, queue=queue, error=type(error).__name__)
