"""What every mirrored row has in common."""

from __future__ import annotations

from django.db import models


class MirrorRow(models.Model):
    """A row of Exact as last seen: the keys we join and filter on are columns, the rest stays in ``raw``.

    A row that disappeared in Exact is marked ``gone_at``, never deleted: drafts point to it.
    """

    exact_id = models.CharField(max_length=64, help_text="Exact's own id (a GUID, or the code for keyed lists).")
    raw = models.JSONField(default=dict, blank=True)
    seen_at = models.DateTimeField(auto_now=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
