"""What reconciliation found to differ between us and Exact."""

from __future__ import annotations

from django.db import models


class FindingClass(models.TextChoices):
    """A to G: the ways in which two ledgers can disagree."""

    REMOTE_MISSING = "A", "posted by us, missing in Exact"
    ADOPTED = "B", "in Exact with our marker, not known as posted"
    DOUBLE = "C", "marker twice in Exact"
    DIFFERS = "D", "amount, supplier, date or division differs"
    CHANGED = "E", "edited or deleted in Exact after confirmation"
    FOREIGN = "F", "someone else's entry with our supplier and reference"
    GIVEN_UP = "G", "entry of a posting that was given up"


class ReconciliationFinding(models.Model):
    """One difference. ``details`` holds the two sides as text; it stays until a person or the facts resolve it."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="findings")
    posting = models.ForeignKey("exact.Posting", on_delete=models.CASCADE, null=True, related_name="findings")
    kind = models.CharField(max_length=1, choices=FindingClass.choices)
    entry_guid = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "kind", "posting", "entry_guid"],
                condition=models.Q(resolved_at__isnull=True),
                name="finding_once_while_open",
            )
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_guid}"
