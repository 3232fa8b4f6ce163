"""What a customer calls one of our items, as a person said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CustomerItem(models.Model):
    """``theirs`` is the customer's item code, or the line's text when it prints none; ``ours`` our item code."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="customer_items")
    customer = models.ForeignKey("exact.Customer", on_delete=models.CASCADE, related_name="customer_items")
    theirs = models.CharField(max_length=300, help_text="Folded.")
    ours = models.CharField(max_length=60)
    confirmed_by = models.CharField(max_length=150, help_text="User name.")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "theirs"], condition=Q(ended_at=None), name="customeritem_one_active"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theirs} = {self.ours}"
