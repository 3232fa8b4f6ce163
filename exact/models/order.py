"""Mirror of purchase orders and goods receipts."""

from __future__ import annotations

from django.db import models

from exact.models.base import MirrorRow


class PurchaseOrder(MirrorRow):
    """An order we placed. Statuses are Exact's: 10 open, 20 partial, 30 complete, 40 cancelled."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="purchase_orders")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, related_name="purchase_orders")
    number = models.CharField(max_length=32)
    your_ref = models.CharField(max_length=100, blank=True)
    date = models.DateField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    description = models.CharField(max_length=200, blank=True)
    receipt_status = models.PositiveSmallIntegerField(default=10)
    invoice_status = models.PositiveSmallIntegerField(default=10)
    order_status = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="purchaseorder_once")]
        indexes = [models.Index(fields=["administration", "number"]), models.Index(fields=["vendor", "order_status"])]

    def __str__(self) -> str:
        return self.number


class PurchaseOrderLine(MirrorRow):
    """A line of an order. Prices are net per purchase unit, without VAT; quantities in purchase units."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    line_number = models.PositiveIntegerField(default=0)
    item = models.ForeignKey("exact.Item", on_delete=models.SET_NULL, null=True, related_name="+")
    item_code = models.CharField(max_length=60, blank=True)
    supplier_item_code = models.CharField(max_length=60, blank=True)
    ean = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    received = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    invoiced = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    net_price = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    discount = models.DecimalField(max_digits=9, decimal_places=6, default=0, help_text="Fraction.")
    net_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    vat_code = models.CharField(max_length=8, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    cost_unit = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "exact_id"], name="purchaseorderline_once")]
        ordering = ["line_number"]

    def __str__(self) -> str:
        return f"{self.order.number}/{self.line_number}"


class GoodsReceipt(MirrorRow):
    """Goods that came in; ``your_ref`` is the supplier's delivery note number."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="goods_receipts")
    number = models.CharField(max_length=32)
    your_ref = models.CharField(max_length=100, blank=True)
    date = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="goodsreceipt_once")]
        indexes = [models.Index(fields=["administration", "your_ref"])]

    def __str__(self) -> str:
        return self.number


class GoodsReceiptLine(MirrorRow):
    """A received quantity of one order line."""

    receipt = models.ForeignKey(GoodsReceipt, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(PurchaseOrderLine, on_delete=models.CASCADE, related_name="receipt_lines")
    line_number = models.PositiveIntegerField(default=0)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receipt", "exact_id"], name="goodsreceiptline_once")]

    def __str__(self) -> str:
        return f"{self.receipt.number}/{self.line_number}"
