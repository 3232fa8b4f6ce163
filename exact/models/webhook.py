"""What Exact tells us of by itself."""

from __future__ import annotations

from django.db import models


class WebhookState(models.Model):
    """The subscriptions of one administration as we left them, and when a notice last came.

    ``refused``: topics that Exact did not take (not in the licence); they are asked for again with the next consent.
    ``error``: code of the error that stopped the last attempt, with Exact's own words behind a colon."""

    administration = models.OneToOneField(
        "exact.Administration", on_delete=models.CASCADE, related_name="webhooks", primary_key=True
    )
    url = models.URLField(max_length=300, blank=True)
    topics = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.administration_id}: {len(self.topics)} topics"
