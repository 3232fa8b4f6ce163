"""The one Celery task. Its message points at a row and is worth nothing by itself."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from jobs import runner


@shared_task(name="jobs.run_job", ignore_result=True, acks_late=False)
def run_job(job_id: int, **_later: Any) -> None:
    """Claim and run the job ``job_id``; a claim that is lost (done, taken, not due) returns quietly.

    Unknown keyword arguments are accepted, so that messages of a newer version can be read.
    """
    runner.run_by_id(job_id)
