"""The intake ledger: every mail and file that came in, and what became of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Outcome(models.TextChoices):
    """Exactly one per file. WAITING is the only one that is not final."""

    WAITING = "waiting"
    DOCUMENT = "document"
    ANNEX = "annex"
    JOINED = "joined"  # second source of the same invoice: one case
    DUPLICATE = "duplicate"  # same bytes as a document we have
    UNPACKED = "unpacked"  # a ZIP or mail whose parts have rows of their own
    IGNORED = "ignored"  # signature image, tracking pixel
    REFUSED = "refused"  # type or size not accepted; the reason says what to do


class IntakeEntry(models.Model):
    """One file as it came in. Parts of a ZIP or mail point to their ``parent``; ``batch`` groups one upload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, null=True, related_name="intake_entries", db_index=False
    )
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    message = models.ForeignKey(
        "workbench.Message", on_delete=models.CASCADE, null=True, blank=True, related_name="entries"
    )
    blob = models.ForeignKey("workbench.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    source = models.CharField(max_length=20, default="upload")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.CharField(max_length=60, blank=True, help_text="Message code that says why and what to do.")
    params = models.JSONField(default=dict, blank=True)
    document = models.ForeignKey(
        "workbench.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["received_at"]
        indexes = [
            models.Index(fields=["administration", "received_at"]),
            models.Index(fields=["outcome", "received_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.outcome}"
