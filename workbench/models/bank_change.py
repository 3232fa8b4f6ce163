"""A vendor's new bank account on its way to being trusted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from matching.fraud.iban_change import ChangeState, Route


class BankChange(models.Model):
    """The record of one change, step by step; ``state`` moves by ``matching.fraud.iban_change`` alone.

    ``old`` are the accounts known when it began. One change per vendor and account runs or stands accepted;
    refused ones stay as history.
    """

    administration = models.ForeignKey("exact.Administration", on_delete=models.PROTECT, related_name="bank_changes")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.PROTECT, related_name="bank_changes")
    draft = models.ForeignKey("workbench.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    iban = models.CharField(max_length=34)
    old = models.JSONField(default=list, blank=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ChangeState], default=ChangeState.REQUESTED.value
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    spoke_to = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=50, blank=True, help_text="The number called, one of our own records.")
    route = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Route], default=Route.PHONE.value)
    source = models.CharField(max_length=200, blank=True, help_text="Where the contact was found, if not in Exact.")
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    cools_until = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    # The account in Exact: asked for, sent (its outcome may be unknown), there.
    write_sent_at = models.DateTimeField(null=True, blank=True)
    write_error = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["vendor", "iban", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "iban"], condition=~Q(state=ChangeState.REFUSED.value), name="bankchange_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id} {self.iban} {self.state}"
