"""Which tables that judging looks up are watched; what is built from them is in :mod:`workbench.pipeline.reference`."""

from __future__ import annotations

from exact.models import CostCentre, CostUnit, GLAccount, Period, PurchaseOrder, VatCode
from matching.mirror.stamping import watch
from matching.models import (
    CodingRule,
    RoutingRule,
    SplitTemplate,
    VatCodeMapping,
    VatPosition,
    VendorKeyPolicy,
    VendorMapping,
)
from workbench.models import ApprovalRule, BankChange, Policy, VendorLayout

for mirrored in (GLAccount, VatCode, CostCentre, CostUnit, Period):
    watch(mirrored, ignoring=("seen_at",))
for set_by_people in (SplitTemplate, CodingRule, VatCodeMapping, VatPosition, VendorKeyPolicy, Policy, BankChange):
    watch(set_by_people)
watch(ApprovalRule)
watch(
    PurchaseOrder,
    ignoring=("seen_at", "raw", "your_ref", "date", "description", "receipt_status", "invoice_status", "order_status"),
)
watch(RoutingRule, everywhere=True)
# Counted and renewed with each document.
watch(VendorMapping, ignoring=("hits", "last_used", "corrections"))
watch(VendorLayout, ignoring=("learnt", "documents", "taught_at"))
