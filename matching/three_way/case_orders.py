"""Reading orders, receipts and what is known from a written-out case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.orders import (
    ONE,
    GoodsReceiptLine,
    LearnedItems,
    OrderCharge,
    OrderStatus,
    PurchaseOrderLine,
    UnitFactor,
)
from matching.three_way.case_before import history
from matching.three_way.case_values import (
    CaseError,
    above_nothing,
    currency,
    day,
    figure,
    known_keys,
    number,
    price_unit,
    texts_of,
)
from matching.three_way.engine import Known
from matching.three_way.score import fold

SHARED_TEXTS = ("description", "unit", "gtin", "item", "supplier_item")
_TEXTS = (
    *SHARED_TEXTS,
    "vendor",
    "administration",
    "base_unit",
    "item_group",
    "supplier_reference",
    "your_reference",
    "gl_account",
    "cost_centre",
    "cost_unit",
)
# Nothing when they are left out; the others are then unknown.
_FIGURES = (
    "cancelled",
    "discount_percent",
    "discount_amount",
    "line_charge",
    "invoiced",
    "pending",
    "rejected",
    "returned",
)
_FIGURES_OR_UNKNOWN = ("invoiced_amount", "pending_amount", "received", "blanket_limit")
_DAYS = ("order_date", "valid_from", "valid_until")
_ORDER_KEYS = (
    *(*_TEXTS, *_FIGURES, *_FIGURES_OR_UNKNOWN, *_DAYS),
    *("key", "order", "line", "currency", "quantity", "price", "per", "net", "unit_factor", "status"),
    *("delivery_complete", "needs_receipt", "self_billed"),
)
_RECEIPT_KEYS = (
    *("key", "receipt", "order_line", "order", "line", "quantity", "date", "delivery_note"),
    *("rejected", "returned", "consumed", "unit", "self_billed"),
)


def orders_of(rows: Sequence[Mapping[str, Any]]) -> tuple[PurchaseOrderLine, ...]:
    """Order lines; ``order`` defaults to PO-1, ``line`` to its place, ``key`` to order/line."""
    return tuple(_order_line(row, at) for at, row in enumerate(rows, 1))


def _order_line(row: Mapping[str, Any], at: int) -> PurchaseOrderLine:
    where = f"orders[{at}]"
    known_keys(row, _ORDER_KEYS, where)
    name, line = str(row.get("order", "PO-1")), str(row.get("line", at))
    status = _status(row, where)
    texts: dict[str, Any] = {key: str(row.get(key, "")) for key in _TEXTS}
    figures = {key: figure(row, key, where, Decimal(0)) for key in _FIGURES}
    optional = {key: figure(row, key, where) for key in _FIGURES_OR_UNKNOWN}
    days: dict[str, Any] = {key: day(row, key, where) for key in _DAYS}
    return PurchaseOrderLine(
        key=str(row.get("key", f"{name}/{line}")),
        order=name,
        line=line,
        currency=currency(row),
        ordered=figure(row, "quantity", where, Decimal(0)),
        unit_price=figure(row, "price", where),
        price_per=price_unit(row, where),
        net_amount=figure(row, "net", where),
        status=status,
        **days,
        delivery_complete=bool(row.get("delivery_complete", False)),
        needs_receipt=bool(row.get("needs_receipt", True)),
        self_billed=bool(row.get("self_billed", False)),
        **texts,
        **figures,
        **optional,
        unit_factor=above_nothing(row, "unit_factor", where),
    )


def _status(row: Mapping[str, Any], where: str) -> OrderStatus:
    try:
        return OrderStatus(row.get("status", "open"))
    except ValueError as error:
        raise CaseError(f"{where}.status: one of {', '.join(OrderStatus)} expected") from error


def receipt(
    row: Mapping[str, Any], at: int, orders: Sequence[PurchaseOrderLine], default: PurchaseOrderLine | None
) -> GoodsReceiptLine:
    """A receipt line; its order line named by ``order_line`` (key), or ``order`` and ``line``, or is the only one."""
    where = f"receipts[{at}]"
    known_keys(row, _RECEIPT_KEYS, where)
    key = _received_on(row, where, orders, default)
    name = str(row.get("receipt", f"GR-{at}"))
    return GoodsReceiptLine(
        key=str(row.get("key", f"{name}/{key}")),
        order_line=key,
        quantity=figure(row, "quantity", where, Decimal(0)),
        receipt=name,
        date=day(row, "date", where),
        delivery_note=str(row.get("delivery_note", "")),
        rejected=figure(row, "rejected", where, Decimal(0)),
        returned=figure(row, "returned", where, Decimal(0)),
        consumed=figure(row, "consumed", where, Decimal(0)),
        unit=str(row.get("unit", "")),
        self_billed=bool(row.get("self_billed", False)),
    )


def _received_on(
    row: Mapping[str, Any], where: str, orders: Sequence[PurchaseOrderLine], default: PurchaseOrderLine | None
) -> str:
    """Key of the order line that was received."""
    key = str(row.get("order_line", ""))
    if key:
        return key
    if "order" in row or "line" in row:
        hits = [
            o for o in orders if o.order == str(row.get("order", o.order)) and o.line == str(row.get("line", o.line))
        ]
        if len(hits) != 1:
            raise CaseError(f"{where}: names {len(hits)} order lines, exactly one expected")
        return hits[0].key
    if default is None:
        raise CaseError(f"{where}: say which order line (order and line) was received")
    return default.key


def known(data: Mapping[str, Any]) -> Known:
    """Order charges, what was billed before, unit factors, learned codes, people's choices, prepayments."""
    charges = tuple(
        OrderCharge(
            str(c.get("order", "PO-1")),
            str(c["kind"]),
            figure(c, "net", "order_charges", Decimal(0)),
            figure(c, "billed", "order_charges", Decimal(0)),
        )
        for c in data.get("order_charges", ())
    )
    factors = tuple(
        UnitFactor(
            str(f["from"]),
            str(f["to"]),
            above_nothing(f, "factor", "unit_factors") or ONE,
            str(f.get("item", "")),
            str(f.get("vendor", "")),
            str(f.get("supplier_item", "")),
        )
        for f in data.get("unit_factors", ())
    )
    learned = LearnedItems(
        {
            (str(r.get("vendor", "")), fold(str(r["supplier_item"]))): str(r["item"])
            for r in data.get("supplier_items", ())
        }
    )
    return Known(
        charges=charges,
        history=history(data),
        factors=factors,
        learned=learned,
        chosen={str(line): texts_of(keys) for line, keys in data.get("chosen", {}).items()},
        prepaid={
            str(order): number(amount, "prepaid") or Decimal(0) for order, amount in data.get("prepaid", {}).items()
        },
    )
