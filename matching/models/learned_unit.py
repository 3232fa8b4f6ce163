"""How many of a supplier's unit go into one of ours, confirmed by a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LearnedUnit(models.Model):
    """One ``unit_from`` (the order's) is ``factor`` × ``unit_to`` (the invoice's), for one vendor and, where given,
    one item or supplier code. Ended rows stay as history."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="learned_units")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, related_name="learned_units")
    item = models.CharField(max_length=60, blank=True)
    supplier_item = models.CharField(max_length=60, blank=True)
    unit_from = models.CharField(max_length=16)
    unit_to = models.CharField(max_length=16)
    factor = models.DecimalField(max_digits=18, decimal_places=6)
    confirmed_by = models.CharField(max_length=150, help_text="User name.")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "vendor", "item", "supplier_item", "unit_from", "unit_to"],
                condition=Q(ended_at=None),
                name="learnedunit_one_active",
            ),
            models.CheckConstraint(condition=Q(factor__gt=0), name="learnedunit_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.unit_from} = {self.factor.normalize():f} {self.unit_to}"
