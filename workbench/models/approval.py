"""A person's yes to one version of a draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Approval(models.Model):
    """Bound to the version and the hash of what would be booked; any later change voids it. Not ``final``: one step of
    a route, others still have to approve. ``on_behalf_of``: in whose name, when ``by`` stood in."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="approvals")
    version = models.PositiveIntegerField()
    payload_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    final = models.BooleanField(default=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"])]
