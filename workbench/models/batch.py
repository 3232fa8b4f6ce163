"""One bulk run: the same done to many drafts, by default approving and posting them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Batch(models.Model):
    """``token`` comes from the form before it; the same form sent twice finds the same batch. ``action`` is empty for
    approving and posting; ``value`` is what the action was told ({code, only_empty}, {reason}, {to})."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    action = models.CharField(max_length=20, blank=True)
    value = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at"]


class BatchItem(models.Model):
    """One draft in the run. ``state``: waiting, posting, posted, failed, left_out, cancelled; of other actions than
    posting done, left_out, undone. ``before``: what undoing needs."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    draft = models.ForeignKey("workbench.Draft", on_delete=models.PROTECT, related_name="batch_items")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default="waiting")
    code = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "draft"], name="batchitem_once")]
        ordering = ["position"]
