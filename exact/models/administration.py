"""An administration: the books of one legal entity, one Exact division."""

from __future__ import annotations

from django.db import models


class Administration(models.Model):
    """One Exact division that was connected. Its own identifiers keep us from reading ourselves as vendor."""

    connection = models.ForeignKey("exact.Connection", on_delete=models.PROTECT, related_name="administrations")
    division = models.PositiveIntegerField(unique=True)
    code = models.SlugField(
        max_length=32, unique=True, help_text="Short name used in addresses and on the command line."
    )
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, default="NL")
    currency = models.CharField(max_length=3, default="EUR")
    vat_number = models.CharField(max_length=32, blank=True)
    registration = models.CharField(max_length=32, blank=True, help_text="KvK or KBO number.")
    ibans = models.JSONField(default=list, blank=True)
    aliases = models.JSONField(
        default=list, blank=True, help_text="Other names under which invoices are addressed to us."
    )
    purchase_journal = models.CharField(
        max_length=16, blank=True, help_text="Code of the purchase journal entries go to."
    )
    active = models.BooleanField(default=True, help_text="Chosen by a person; only then documents may be routed here.")
    first_posting_confirmed = models.BooleanField(default=False)
    posting_hold = models.TextField(blank=True, help_text="Why nothing is posted here; empty when posting is free.")
    synced_at = models.DateTimeField(null=True, blank=True)
    sync_error = models.TextField(blank=True)
    sync_progress = models.JSONField(default=dict, blank=True)
    raw = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} · {self.code}"
