"""What is set for one vendor, item or order line instead of for the whole administration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from domain.tolerances import Scope

# The fields of the domain's scope, and where a row keeps them.
SCOPE_COLUMNS: Mapping[str, str] = {
    "order_line": "order_line__exact_id",
    "vendor": "vendor__exact_id",
    "vendor_group": "vendor_group__exact_id",
    "item": "item",
    "item_group": "item_group",
}
# What a row's scope is named by.
NAMED = ("vendor", "vendor_group", "order_line__order")


class Scoped(models.Model):
    """A row for one vendor, group of vendors, item, item group, item of one vendor, or order line, and who set it.

    At least one of the scope fields is filled; which ones says at which level it stands (matching rules, precedence).
    """

    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    vendor_group = models.ForeignKey(
        "exact.VendorGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    item = models.CharField(max_length=60, blank=True)
    item_group = models.CharField(max_length=60, blank=True)
    order_line = models.ForeignKey(
        "exact.PurchaseOrderLine", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    set_by = models.CharField(max_length=150, help_text="User name.")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(vendor=None, vendor_group=None, item="", item_group="", order_line=None),
                name="%(class)s_has_scope",
            ),
        ]

    @property
    def scope(self) -> Scope:
        """What it is for, as the matcher knows it."""
        return Scope(
            order_line=self.order_line.exact_id if self.order_line else "",
            vendor=self.vendor.exact_id if self.vendor else "",
            vendor_group=self.vendor_group.exact_id if self.vendor_group else "",
            item=self.item,
            item_group=self.item_group,
        )

    @property
    def scope_text(self) -> str:
        """What it is for, as names and codes (select ``NAMED`` with the rows)."""
        vendor = f"{self.vendor.code} {self.vendor.name}" if self.vendor else ""
        named = (str(self.order_line or ""), vendor, str(self.vendor_group or ""), self.item, self.item_group)
        return " · ".join(filter(None, named))


def scope_fields(row: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the domain's scope, of a row fetched as the columns of ``SCOPE_COLUMNS``."""
    return {name: row[column] or "" for name, column in SCOPE_COLUMNS.items()}
