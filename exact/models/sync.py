"""Where each resource's synchronisation stands, and the booked history we learn from."""

from __future__ import annotations

from django.db import models

from exact.models.base import MirrorRow


class SyncCursor(models.Model):
    """The highest row version seen of one resource; the next run asks for what is newer."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="cursors")
    resource = models.CharField(max_length=100)
    timestamp = models.BigIntegerField(default=1)
    modified = models.CharField(
        max_length=30,
        blank=True,
        help_text="Newest Modified seen, in Exact's own local time, for lists without row versions.",
    )
    rows = models.PositiveIntegerField(default=0)
    synced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "resource"], name="synccursor_once")]

    def __str__(self) -> str:
        return f"{self.resource} {self.timestamp}"


class BookedEntry(MirrorRow):
    """A purchase entry that stands in Exact, whoever booked it: for duplicates and reconciliation."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="booked_entries")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, related_name="booked_entries")
    entry_number = models.CharField(max_length=32, blank=True)
    your_ref = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True, help_text="Normalised invoice number.")
    date = models.DateField(null=True)
    amount = models.DecimalField(
        max_digits=18,
        decimal_places=2,
        default=0,
        help_text="Gross, in the entry's currency; negative for a credit note.",
    )
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="bookedentry_once")]
        indexes = [
            models.Index(fields=["administration", "vendor", "number_key"]),
            models.Index(fields=["administration", "amount", "date"]),
        ]

    def __str__(self) -> str:
        return self.entry_number


class BookedLine(MirrorRow):
    """A booked purchase line: the history coding learns from."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="booked_lines")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, related_name="booked_lines")
    entry_exact_id = models.CharField(max_length=64, blank=True)
    date = models.DateField(null=True)
    description = models.CharField(max_length=300, blank=True)
    gl_account_code = models.CharField(max_length=20, blank=True)
    vat_code = models.CharField(max_length=8, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    cost_unit = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="bookedline_once")]
        indexes = [models.Index(fields=["vendor", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.gl_account_code} {self.amount}"
