"""Reading what other documents billed and consumed before, from a written-out case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.money import ZERO
from domain.orders import BilledLine, Consumption, GoodsReceiptLine, PurchaseOrderLine
from matching.three_way.case_values import CaseError, figure, known_keys

_HISTORY = ("document", "number", "line", "order_line", "quantity", "net", "posted", "item")
_CONSUMPTION = ("document", "line", "receipt", "receipt_line", "order_line", "quantity")


def history(data: Mapping[str, Any]) -> tuple[BilledLine, ...]:
    """The case's ``history``. Raises CaseError naming the place of what cannot be understood."""
    return tuple(_billed(row, f"history[{at}]") for at, row in enumerate(data.get("history", ()), 1))


def _billed(row: Mapping[str, Any], where: str) -> BilledLine:
    known_keys(row, _HISTORY, where)
    if not row.get("order_line"):
        raise CaseError(f"{where}: order_line is needed")
    return BilledLine(
        str(row.get("document", row.get("number", ""))),
        str(row.get("line", "1")),
        str(row["order_line"]),
        figure(row, "quantity", where, ZERO),
        figure(row, "net", where, ZERO),
        bool(row.get("posted", True)),
        str(row.get("number", row.get("document", ""))),
        str(row.get("item", "")),
    )


def consumption(data: Mapping[str, Any], receipts: Sequence[GoodsReceiptLine]) -> tuple[Consumption, ...]:
    """The case's ``consumption``; a receipt is named by its key or its number."""
    rows = []
    for at, row in enumerate(data.get("consumption", ()), 1):
        where = f"consumption[{at}]"
        known_keys(row, _CONSUMPTION, where)
        name = str(row.get("receipt_line", row.get("receipt", "")))
        hits = [
            r for r in receipts if name in (r.key, r.receipt) and row.get("order_line", r.order_line) == r.order_line
        ]
        if len(hits) != 1:
            raise CaseError(f"{where}: {name!r} names {len(hits)} receipts, exactly one expected")
        used = figure(row, "quantity", where, ZERO)
        rows.append(
            Consumption(str(row.get("document", "")), str(row.get("line", "1")), hits[0].key, hits[0].order_line, used)
        )
    return tuple(rows)


def told_once(orders: Sequence[PurchaseOrderLine], billed: Sequence[BilledLine]) -> tuple[PurchaseOrderLine, ...]:
    """Order lines without what ``history`` says again: what was billed is the larger of ``invoiced`` (``pending``) and
    the documents listed, never both together."""
    return tuple(_rest(order, [row for row in billed if row.order_line == order.key]) for order in orders)


def _rest(order: PurchaseOrderLine, rows: Sequence[BilledLine]) -> PurchaseOrderLine:
    if not rows:
        return order

    def left(quantity: Decimal, amount: Decimal | None, posted: bool) -> tuple[Decimal, Decimal | None]:
        own = [row for row in rows if row.posted is posted]
        listed = sum((row.quantity for row in own), ZERO)
        money = None if amount is None else max(ZERO, amount - sum((row.amount for row in own), ZERO))
        return max(ZERO, quantity - listed), money

    invoiced, invoiced_amount = left(order.invoiced, order.invoiced_amount, True)
    pending, pending_amount = left(order.pending, order.pending_amount, False)
    return replace(
        order,
        invoiced=invoiced,
        invoiced_amount=invoiced_amount,
        pending=pending,
        pending_amount=pending_amount,
    )


def used_once(receipts: Sequence[GoodsReceiptLine], used: Sequence[Consumption]) -> tuple[GoodsReceiptLine, ...]:
    """Receipts without the ``consumed`` that ``consumption`` lists again."""
    return tuple(
        replace(
            r, consumed=max(ZERO, r.consumed - sum((row.quantity for row in used if row.receipt_line == r.key), ZERO))
        )
        for r in receipts
    )
