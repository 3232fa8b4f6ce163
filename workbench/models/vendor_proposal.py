"""A vendor to be made in Exact, or a record to be completed there, waiting for a second person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ProposalKind(models.TextChoices):
    """CREATE: a vendor that does not exist yet. COMPLETE: missing details of one that does."""

    CREATE = "create"
    COMPLETE = "complete"


class ProposalState(models.TextChoices):
    """CONFIRMED: agreed, but Exact has not answered yet; confirming again looks first and makes no second one."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DONE = "done"
    REFUSED = "refused"


class VendorProposal(models.Model):
    """``data`` holds the details by the names of ``exact.relations.VendorData``. ``error`` is why Exact did not
    take it at the last attempt."""

    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, related_name="vendor_proposals"
    )
    kind = models.CharField(max_length=10, choices=ProposalKind.choices, default=ProposalKind.CREATE)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey("workbench.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [models.Index(fields=["administration", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.data.get('name', '')}"
