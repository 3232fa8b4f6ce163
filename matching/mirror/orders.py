"""Orders and receipts of a vendor as the matcher wants them, in three queries whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.db.models import Q

from domain.money import ZERO
from domain.orders import GoodsReceiptLine, OrderStatus, PurchaseOrderLine
from exact import models as mirror

CANCELLED, COMPLETE, PARTIAL = 40, 30, 20


def orders_for(
    administration: mirror.Administration,
    vendor: mirror.Vendor,
    references: tuple[str, ...] = (),
    *,
    pending: Callable[[], Mapping[str, tuple[Decimal, Decimal]]],
) -> list[PurchaseOrderLine]:
    """All order lines of the vendor, and of other vendors' orders that the document names (so that the matcher
    can say whose they are). ``pending`` tells order line GUID -> (quantity, amount) on other drafts; it is asked only
    when there is an order."""
    wanted = Q(order__vendor=vendor)
    if references:
        wanted |= Q(order__number__in=references)
    found = (
        mirror.PurchaseOrderLine.objects.filter(
            wanted, order__administration=administration, gone_at=None, order__gone_at=None
        )
        .select_related("order__vendor", "item")
        .defer("raw", "order__raw", "order__vendor__raw", "item__raw")
    )
    rows = list(found)
    billed = pending() if rows else {}
    return [_order_line(row, administration, billed.get(row.exact_id, (ZERO, ZERO))) for row in rows]


def _order_line(
    row: mirror.PurchaseOrderLine, administration: mirror.Administration, pending: tuple[Decimal, Decimal]
) -> PurchaseOrderLine:
    order, item = row.order, row.item
    return PurchaseOrderLine(
        key=row.exact_id,
        order=order.number,
        line=str(row.line_number),
        vendor=order.vendor.exact_id if order.vendor else "",
        administration=str(administration.division),
        currency=order.currency,
        ordered=row.quantity,
        unit_price=row.net_price,
        unit=row.unit,
        item=row.item_code,
        item_group=item.group if item else "",
        supplier_item=row.supplier_item_code,
        gtin=row.ean or (item.ean if item else ""),
        description=row.description,
        status=_status(row),
        order_date=order.date,
        your_reference=order.your_ref,
        invoiced=row.invoiced,
        pending=pending[0],
        pending_amount=pending[1],
        received=row.received,
        gl_account=item.gl_account_code if item else "",
        cost_centre=row.cost_centre,
        cost_unit=row.cost_unit,
    )


def _status(row: mirror.PurchaseOrderLine) -> OrderStatus:
    if row.order.order_status == CANCELLED:
        return OrderStatus.CANCELLED
    if row.quantity and row.invoiced >= row.quantity and row.received >= row.quantity:
        return OrderStatus.CLOSED
    if row.received >= row.quantity:
        return OrderStatus.RECEIVED
    return OrderStatus.PARTLY_RECEIVED if row.received else OrderStatus.OPEN


def receipts_for(lines: list[PurchaseOrderLine], consumed: Mapping[str, Decimal]) -> list[GoodsReceiptLine]:
    """Everything received on these order lines. ``consumed``: receipt line GUID -> quantity other drafts used."""
    keys = [line.key for line in lines]
    rows = mirror.GoodsReceiptLine.objects.filter(order_line__exact_id__in=keys, gone_at=None).select_related(
        "receipt", "order_line"
    )
    return [
        GoodsReceiptLine(
            key=row.exact_id,
            order_line=row.order_line.exact_id,
            quantity=row.quantity,
            receipt=row.receipt.number,
            date=row.receipt.date,
            delivery_note=row.receipt.your_ref,
            consumed=consumed.get(row.exact_id, ZERO),
        )
        for row in rows
    ]
