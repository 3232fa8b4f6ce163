"""The table from VAT treatment to the ledger's VAT code."""

from __future__ import annotations

from django.db import models


class VatCodeMapping(models.Model):
    """One row of one administration. Only rows with ``confirmed_by`` are used; the others are proposals with the
    ``reasons`` they were made for. ``share`` is the deductible part the code is for (1 = whole)."""

    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.CASCADE, related_name="vat_code_mappings"
    )
    treatment = models.CharField(max_length=24)
    rate = models.DecimalField(max_digits=5, decimal_places=2, help_text="Per cent.")
    kind = models.CharField(max_length=12, blank=True, help_text="goods, services, investment, or empty for all.")
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    code = models.CharField(max_length=8)
    reasons = models.JSONField(default=list, blank=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["treatment", "rate", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "treatment", "rate", "kind", "share"], name="vatcodemapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.treatment} {self.rate} -> {self.code}"
