"""The tables of durable work. A row is the job: everything else (threads, Celery messages) only points at it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class JobState(models.TextChoices):
    """Where a job stands. ``ready`` and ``leased`` are live; ``done`` and ``dead`` are the ends."""

    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """One piece of work, written in the transaction that causes it.

    Only :mod:`jobs.rows` changes these rows, each time with one conditional statement.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, help_text="What the work is about, e.g. document:12.")
    dedupe_key = models.CharField(max_length=200, help_text="At most one live job of a kind has this key.")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.READY)
    priority = models.SmallIntegerField(default=100, help_text="Lower goes first.")
    run_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0, help_text="Counted before the work, so a killed worker counts.")
    max_attempts = models.PositiveIntegerField(default=10)
    again = models.BooleanField(default=False, help_text="Asked for once more while it was being worked on.")
    lease_token = models.CharField(max_length=32, null=True)
    lease_owner = models.CharField(max_length=120, null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    created = models.DateTimeField(db_default=Now())
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key"],
                condition=models.Q(state__in=["ready", "leased"]),
                name="jobs_one_live_per_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state="leased", lease_token__isnull=False, lease_until__isnull=False)
                | (~models.Q(state="leased") & models.Q(lease_token__isnull=True)),
                name="jobs_lease_complete",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "priority", "run_at", "id"], condition=models.Q(state="ready"), name="jobs_ready"
            ),
            models.Index(fields=["lease_until"], condition=models.Q(state="leased"), name="jobs_leased"),
            models.Index(fields=["subject"], name="jobs_subject"),
            models.Index(fields=["finished"], condition=models.Q(state__in=["done", "dead"]), name="jobs_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class Tick(models.Model):
    """One due moment of a recurring task. The unique pair makes the first process that sees it the only one."""

    task = models.CharField(max_length=60)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "due_at"], name="jobs_tick_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.due_at:%Y-%m-%d %H:%M:%S}"


class Heartbeat(models.Model):
    """The last sign of life of one long-running process."""

    role = models.CharField(max_length=30, help_text="work, sweep, celery …")
    owner = models.CharField(max_length=120, unique=True)
    queues = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.role} {self.owner} {self.at}"
