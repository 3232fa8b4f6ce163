"""Orders and receipts of a vendor as the matcher wants them, in two queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q
from django.db.models.expressions import Combinable

from domain.money import ZERO
from domain.orders import GoodsReceiptLine, OrderStatus, PurchaseOrderLine
from exact import models as mirror

CANCELLED, COMPLETE, PARTIAL = 40, 30, 20


def order_rows(
    administration: mirror.Administration, vendor: mirror.Vendor, references: tuple[str, ...] = ()
) -> dict[str, mirror.PurchaseOrderLine]:
    """All order lines of the vendor by GUID, and those of other vendors' orders that the document names (so that the
    matcher can say whose they are)."""
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
    return {row.exact_id: row for row in found}


def order_line(
    row: mirror.PurchaseOrderLine,
    administration: mirror.Administration,
    pending: tuple[Decimal, Decimal] = (ZERO, ZERO),
) -> PurchaseOrderLine:
    """A row as the matcher sees it; ``pending``: quantity and amount on other drafts."""
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


def receipts_for(rows: Iterable[mirror.PurchaseOrderLine], consumed: Combinable) -> list[tuple[int, GoodsReceiptLine]]:
    """Everything received on these order lines, with our ids. ``consumed``: what sums up, per receipt line, the
    quantity that other drafts used."""
    found = (
        mirror.GoodsReceiptLine.objects.filter(order_line__in=[row.pk for row in rows], gone_at=None)
        .order_by("pk")
        .values_list(
            "pk",
            "exact_id",
            "order_line__exact_id",
            "quantity",
            "receipt__number",
            "receipt__date",
            "receipt__your_ref",
        )
        .annotate(consumed=consumed)
    )
    return [
        (pk, GoodsReceiptLine(key, line, quantity, number, day, delivery_note, consumed=used or ZERO))
        for pk, key, line, quantity, number, day, delivery_note, used in found
    ]
