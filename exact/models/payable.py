"""Mirror of what is open to vendors: Exact's payment terms of purchases that are not paid."""

from __future__ import annotations

from django.db import models

from exact.models.base import MirrorRow


class Payable(MirrorRow):
    """An open payment term; what is paid or matched is ``gone_at``. Amounts as they lower our money: a credit note's
    are negative. ``amount`` and ``discount`` are in ``currency``, ``own_amount`` in the books' own.

    ``discount`` may be taken off when it is paid by ``discount_until``. ``selected``: it is in a payment run already.
    """

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="payables")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, related_name="payables")
    entry_exact_id = models.CharField(max_length=64, blank=True)
    entry_number = models.CharField(max_length=32, blank=True)
    your_ref = models.CharField(max_length=100, blank=True)
    invoice_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    own_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    discount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    discount_until = models.DateField(null=True)
    method = models.CharField(max_length=1, blank=True, help_text="As of a payment condition: B, I, K, Q, V.")
    selected = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="payable_once")]
        indexes = [
            models.Index(fields=["administration", "due_date"], condition=models.Q(gone_at=None), name="payable_open")
        ]

    def __str__(self) -> str:
        return f"{self.entry_number} {self.your_ref}"
