"""A tolerance nearer to the line than the administration's own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from domain.tolerances import Side, ToleranceKind


class ToleranceException(models.Model):
    """How far an invoice may differ for one vendor, group of vendors, item, item group, item of one vendor, or order
    line.

    At least one of the scope fields is filled; which ones says at which level it stands (matching rules, precedence).
    Empty ``percent`` and ``amount`` with ``checked`` false: not compared at all.
    """

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="tolerances")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ToleranceKind])
    side = models.CharField(max_length=5, choices=[(side.value, side.value) for side in Side])
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    vendor_group = models.ForeignKey(
        "exact.VendorGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    item = models.CharField(max_length=60, blank=True)
    item_group = models.CharField(max_length=60, blank=True)
    order_line = models.ForeignKey(
        "exact.PurchaseOrderLine", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    checked = models.BooleanField(default=True)
    set_by = models.CharField(max_length=150, help_text="User name.")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "side", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(vendor=None, vendor_group=None, item="", item_group="", order_line=None),
                name="toleranceexception_has_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.side}"
