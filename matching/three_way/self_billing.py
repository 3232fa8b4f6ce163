"""Evaluated receipt settlement: we make the bill from what came in, at the order's price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import ZERO, round_money
from domain.orders import BilledLine, GoodsReceiptLine, PurchaseOrderLine
from matching.receipts import usable


@dataclass(frozen=True, slots=True)
class SelfBill:
    """Lines of the bill, and the receipts now marked as settled. Negative lines credit a return after settlement."""

    lines: tuple[BilledLine, ...]
    receipts: tuple[GoodsReceiptLine, ...]


def self_bill(
    orders: Iterable[PurchaseOrderLine], receipts: Sequence[GoodsReceiptLine], document: str = "self-bill"
) -> SelfBill:
    """Received − returned − already consumed, × net order price, per receipt. Order lines without a price are left out:
    settlement needs a price that is agreed."""
    by_key = {order.key: order for order in orders}
    lines, settled = [], []
    for receipt in receipts:
        order = by_key.get(receipt.order_line)
        price = order.net_unit_price if order else None
        quantity = usable(receipt) - receipt.consumed
        if order is None or price is None or quantity == ZERO:
            continue
        amount = round_money(quantity * price, order.currency)
        lines.append(BilledLine(document, receipt.key, order.key, quantity, amount, item=order.item, order=order.order))
        settled.append(replace(receipt, consumed=Decimal(receipt.consumed + quantity), self_billed=True))
    return SelfBill(tuple(lines), tuple(settled))
