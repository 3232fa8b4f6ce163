"""A price a person took over from an invoice, because the order said another one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AgreedPrice(models.Model):
    """Net price per ``unit`` of one item of one vendor, in place of the price ``instead_of`` that orders say.

    Valid on invoices dated ``valid_from`` up to and including ``valid_until`` (empty: until it is ended). Counts only
    when no second person is needed, or when one agreed. Ended rows stay as history.
    """

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="agreed_prices")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, related_name="agreed_prices")
    item = models.CharField(
        max_length=60, help_text="Our item code, or the supplier's when the order has none of ours."
    )
    description = models.CharField(max_length=300, blank=True)
    currency = models.CharField(max_length=3)
    unit = models.CharField(max_length=16, blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=6)
    instead_of = models.DecimalField(max_digits=18, decimal_places=6)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=100, blank=True, help_text="Number of the invoice it was taken from.")
    agreed_by = models.CharField(max_length=150, help_text="User name.")
    agreed_at = models.DateTimeField(auto_now_add=True)
    needs_second = models.BooleanField(default=False)
    second_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    second_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        indexes = [models.Index(fields=["administration", "vendor"])]
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="agreedprice_not_negative")]

    def __str__(self) -> str:
        return f"{self.item} {self.price}"
