"""What waits for one person by name: the rows behind the bell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    MENTION = "mention"
    QUESTION = "question"
    ANSWER = "answer"
    GIVEN = "given"
    SECOND = "second"
    RUN_FAILED = "run_failed"
    HOLD_RELEASED = "hold_released"
    HOLD_ENDED = "hold_ended"
    MAIL_FAILED = "mail_failed"
    MAIL_ANSWER = "mail_answer"
    APPROVE = "approve"
    APPROVE_LATE = "approve_late"


class Notice(models.Model):
    """One thing told to one person, made in the transaction of its cause. ``subject`` is what it is about, as
    ``draft:<id>``, ``batch:<id>``, ``bank:<id>`` or ``vendor:<id>``; ``params`` fill its sentence. Shown while the
    person may see ``administration``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    subject = models.CharField(max_length=60)
    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    params = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
