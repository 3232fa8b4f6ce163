"""What keeps durable work moving: expired leases, recurring moments, lost messages, old rows."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import structlog
from django.conf import settings
from django.db import transaction

from jobs import api, nudge, registry, rows
from jobs.clock import database_now
from jobs.runner import scaled

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 30.0
PRUNE_SECONDS = 3600.0


class Sweeper:
    """The housekeeping of one process. Every step may run in any number of processes at once."""

    def __init__(self) -> None:
        self._next_sweep = 0.0
        self._next_prune = time.monotonic() + PRUNE_SECONDS
        self._seen: dict[str, int] = {}
        self._nudged: dict[int, float] = {}

    def step(self) -> None:
        """Do what is due; call it about once a second."""
        self.tick()
        now = time.monotonic()
        if now >= self._next_sweep:
            self._next_sweep = now + scaled(SWEEP_SECONDS)
            self.sweep()
        if settings.REDIS_URL:
            self.send_nudges()
        if now >= self._next_prune:
            self._next_prune = now + PRUNE_SECONDS
            rows.prune()

    def sweep(self) -> None:
        """Return expired leases."""
        for expired in rows.expire():
            log.warning("lease_expired", job_id=expired.id, kind=expired.kind, dead=expired.dead)

    def tick(self) -> None:
        """Make one job for each recurring task whose moment has come. The unique row decides who makes it."""
        if not registry.RECURRING:
            return
        now = int(database_now().timestamp())
        for task in registry.RECURRING.values():
            period = max(1, round(scaled(task.seconds)))
            due = now - now % period
            if self._seen.get(task.kind) == due:
                continue
            with transaction.atomic():
                if rows.tick(task.kind, datetime.fromtimestamp(due, UTC)):
                    api.enqueue(task.kind, subject="recurring", dedupe_key="recurring")
            self._seen[task.kind] = due

    def send_nudges(self) -> None:
        """Send a message for each row that is due: delayed ones now, and once more per sweep while nobody takes it."""
        now = time.monotonic()
        again = scaled(SWEEP_SECONDS)
        waiting = rows.due_ids(older_than_seconds=scaled(1.0))
        for job_id, kind in waiting:
            known = registry.HANDLERS.get(kind)
            if known is not None and now - self._nudged.get(job_id, -again) >= again:
                nudge.send(job_id, known.queue)
                self._nudged[job_id] = now
        still = {job_id for job_id, _ in waiting}
        self._nudged = {job_id: at for job_id, at in self._nudged.items() if job_id in still}
