"""A named reason that stops a draft, with an owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Hold(models.Model):
    """Open while ``released_at`` is empty. ``key`` keeps derivation idempotent: the same cause on the same
    place is the same hold. A hold that a person released stays released until its cause changes (other key)."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="holds")
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=200, help_text="code|field|figures: identity of the cause.")
    severity = models.CharField(max_length=10)
    params = models.JSONField(default=dict, blank=True)
    field = models.CharField(max_length=60, blank=True)
    owner_role = models.CharField(max_length=20, default="clerk")
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    until = models.DateField(null=True, blank=True, help_text="On this day a person's own hold ends by itself.")
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="hold_once")]
        # Few are open, and only those are counted and listed.
        indexes = [models.Index(fields=["code", "draft"], condition=models.Q(released_at=None), name="hold_open")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code} {self.draft_id}"
