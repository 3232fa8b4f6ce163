"""Evidence packs of many documents: asked for, made by a job, kept for some days."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class PackState(models.TextChoices):
    """WAITING: being made. READY: to be had. ENDED: its file is gone."""

    WAITING = "waiting"
    READY = "ready"
    ENDED = "ended"


class EvidencePack(models.Model):
    """``drafts``: keys of the documents, in their order; ``books``: keys of their administrations. ``about``: what was
    asked for ({since, until} as ISO days, or nothing for a selection). ``asked``: digest of who asked for what, so that
    the same asked twice is one pack while it is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evidence_packs")
    books = models.JSONField(default=list)
    drafts = models.JSONField(default=list)
    about = models.JSONField(default=dict, blank=True)
    asked = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.WAITING)
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["asked"], condition=models.Q(state="waiting"), name="evidencepack_once")
        ]

    def __str__(self) -> str:
        return f"{len(self.drafts)} {self.state}"
