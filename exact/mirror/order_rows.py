"""From Exact's rows to ours: purchase orders with lines, goods receipts with lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exact import wire
from exact.mirror.upsert import ids, upsert
from exact.models import (
    Administration,
    GoodsReceipt,
    GoodsReceiptLine,
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    Vendor,
)

Rows = list[dict[str, Any]]


def purchase_orders(administration: Administration, rows: Rows) -> None:
    """Rows of ``sync/PurchaseOrder/PurchaseOrders``: one per line, each repeating its header."""
    vendors = ids(Vendor, administration.pk, (wire.text(row, "Supplier") for row in rows))
    upsert(
        PurchaseOrder,
        [
            PurchaseOrder(
                administration=administration,
                exact_id=wire.text(row, "PurchaseOrderID", 64),
                vendor_id=vendors.get(wire.text(row, "Supplier")),
                number=wire.text(row, "OrderNumber", 32),
                your_ref=wire.text(row, "YourRef", 100),
                date=wire.day(row, "OrderDate"),
                currency=wire.text(row, "Currency", 3) or administration.currency,
                description=wire.text(row, "Description", 200),
                receipt_status=wire.integer(row, "ReceiptStatus", 10),
                invoice_status=wire.integer(row, "InvoiceStatus", 10),
                order_status=wire.integer(row, "OrderStatus", 10),
            )
            for row in rows
        ],
        ["administration", "exact_id"],
    )
    orders = ids(PurchaseOrder, administration.pk, (wire.text(row, "PurchaseOrderID") for row in rows))
    items = ids(Item, administration.pk, (wire.text(row, "Item") for row in rows))
    upsert(
        PurchaseOrderLine,
        [_order_line(row, orders[wire.text(row, "PurchaseOrderID", 64)], items) for row in rows if row.get("ID")],
        ["order", "exact_id"],
    )


def _order_line(row: dict[str, Any], order_id: int, items: dict[str, int]) -> PurchaseOrderLine:
    quantity = wire.decimal(row, "QuantityInPurchaseUnits", 4)
    price, discount = wire.decimal(row, "NetPrice", 6), wire.decimal(row, "Discount", 6)
    if not price:
        price = (wire.decimal(row, "UnitPrice", 6) * (1 - discount)).quantize(Decimal("0.000001"))
    return PurchaseOrderLine(
        order_id=order_id,
        exact_id=wire.text(row, "ID", 64),
        line_number=wire.integer(row, "LineNumber"),
        item_id=items.get(wire.text(row, "Item")),
        item_code=wire.text(row, "ItemCode", 60),
        supplier_item_code=wire.text(row, "SupplierItemCode", 60),
        ean=wire.text(row, "ItemBarcode", 20),
        description=wire.text(row, "Description") or wire.text(row, "ItemDescription"),
        unit=wire.text(row, "Unit", 16),
        quantity=quantity,
        received=wire.decimal(row, "ReceivedQuantity", 4),
        invoiced=wire.decimal(row, "InvoicedQuantity", 4),
        net_price=price,
        discount=discount,
        net_amount=(quantity * price).quantize(Decimal("0.01")),
        vat_code=wire.text(row, "VATCode", 8),
        cost_centre=wire.text(row, "CostCenterCode", 20),
        cost_unit=wire.text(row, "CostUnitCode", 20),
    )


def receipts(administration: Administration, rows: Rows) -> None:
    """Headers of goods receipts."""
    upsert(
        GoodsReceipt,
        [
            GoodsReceipt(
                administration=administration,
                exact_id=wire.text(row, "ID", 64),
                number=wire.text(row, "ReceiptNumber", 32),
                your_ref=wire.text(row, "YourRef", 100),
                date=wire.day(row, "ReceiptDate"),
                raw=wire.plain(row),
            )
            for row in rows
        ],
        ["administration", "exact_id"],
    )


def receipt_lines(administration: Administration, rows: Rows) -> None:
    """Lines of goods receipts whose header and order line are known; others come with the next run."""
    headers = ids(GoodsReceipt, administration.pk, (wire.text(row, "GoodsReceiptID") for row in rows))
    wanted = {wire.text(row, "PurchaseOrderLineID") for row in rows}
    lines: dict[str, int] = dict(
        PurchaseOrderLine.objects.filter(order__administration=administration, exact_id__in=wanted).values_list(
            "exact_id", "pk"
        )
    )
    made = []
    for row in rows:
        header, line = headers.get(wire.text(row, "GoodsReceiptID")), lines.get(wire.text(row, "PurchaseOrderLineID"))
        if header is not None and line is not None:
            made.append(
                GoodsReceiptLine(
                    receipt_id=header,
                    order_line_id=line,
                    exact_id=wire.text(row, "ID", 64),
                    line_number=wire.integer(row, "LineNumber"),
                    quantity=wire.decimal(row, "QuantityReceived", 4),
                )
            )
    upsert(GoodsReceiptLine, made, ["receipt", "exact_id"])
