"""Sharing quantities: a large invoice line spills to equal order lines, several lines share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import ZERO
from domain.orders import BilledLine, PurchaseOrderLine
from matching.receipts import QUANTITY_NOISE
from matching.three_way.linking import Link, canonical
from matching.three_way.orderbook import OrderBook
from matching.three_way.prepare import BilledGoods


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an invoice line on one order line: signed quantity in the order line's unit, signed net."""

    line: BilledGoods
    order: PurchaseOrderLine
    quantity: Decimal
    amount: Decimal
    adjustment: bool = False


def order_quantity(link: Link, book: OrderBook) -> Decimal:
    """The invoice line's quantity in the order line's unit; from its amount when it prints none.

    A service ordered as one sum is billed by amount, however it counts its hours or visits. An amount above what is
    open counts as all that is open: the difference is money, not pieces.
    """
    line, order = link.line, link.order
    assert order is not None
    price = order.net_unit_price
    if line.quantity is not None and not (_one_sum(order) and price and line.net > 0):
        factor = link.fit.conversion if link.fit else None
        return factor.quantity(line.quantity) if factor else line.quantity
    if price:
        quantity, left = line.net / price, book.open_ordered(order)
        return left if 0 < left < quantity else quantity
    return Decimal(1) if line.net >= 0 else Decimal(-1)


def _one_sum(order: PurchaseOrderLine) -> bool:
    return order.wanted == 1 and not order.needs_receipt


def allocate(links: Sequence[Link], book: OrderBook, original: Sequence[BilledLine] = ()) -> list[Share]:
    """Give every linked line its order quantity, spilling to equal lines with room; the rest stays on the first.

    Room is first what is received and unbilled, then what is ordered and unbilled; for a credit what its original
    billed, else what was billed at all.
    """
    credits = _credits(links, original)
    ready = sorted((link for link in links if link.order is not None), key=lambda link: canonical(link.line))
    room = _Room(book)
    first: dict[str, list[tuple[PurchaseOrderLine, Decimal]]] = {}
    rest: dict[str, Decimal] = {}
    for link in ready:
        assert link.order is not None
        quantity = order_quantity(link, book)
        first[link.line.key] = []
        if link.line.adjustment or link.order.blanket_limit is not None:
            first[link.line.key].append((link.order, quantity))
            continue
        if quantity <= 0:
            first[link.line.key] = _credit_parts(link, -quantity, credits)
            continue
        own = min(quantity, room.of(link.order))
        if own > 0:
            room.use(link.order, own)
            first[link.line.key].append((link.order, own))
        rest[link.line.key] = quantity - max(ZERO, own)
    for link in ready:
        left = rest.get(link.line.key, ZERO)
        parts = first[link.line.key]
        if left > QUANTITY_NOISE:
            left = _spill(link, left, parts, room)
        if left > ZERO or not parts:
            _stay(link, left, parts)
    return [share for link in ready for share in _shares(link, first[link.line.key])]


def _credits(links: Sequence[Link], original: Sequence[BilledLine]) -> dict[str, Decimal]:
    """Quantity that can be credited per order line."""
    if original:
        room: dict[str, Decimal] = {}
        for row in original:
            room[row.order_line] = room.get(row.order_line, ZERO) + row.quantity
        return room
    return {order.key: order.billed for link in links for order in link.pool}


def _credit_parts(link: Link, quantity: Decimal, room: dict[str, Decimal]) -> list[tuple[PurchaseOrderLine, Decimal]]:
    assert link.order is not None
    parts: dict[str, tuple[PurchaseOrderLine, Decimal]] = {}
    others = [order for order in link.pool if order.key != link.order.key]
    for order in (link.order, *others):
        portion = min(quantity, max(ZERO, room.get(order.key, ZERO)))
        if portion > QUANTITY_NOISE:
            room[order.key] -= portion
            parts[order.key] = (order, -portion)
            quantity -= portion
    if quantity > QUANTITY_NOISE or not parts:
        # More than can be credited anywhere stays on the line's own order line, where it shows as too much.
        _, before = parts.get(link.order.key, (link.order, ZERO))
        parts[link.order.key] = (link.order, before - quantity)
    return list(parts.values())


class _Room:
    def __init__(self, book: OrderBook) -> None:
        self.book = book
        self.used: dict[str, Decimal] = {}

    def of(self, order: PurchaseOrderLine) -> Decimal:
        return max(ZERO, self.book.open_ordered(order) - self.used.get(order.key, ZERO))

    def received(self, order: PurchaseOrderLine) -> Decimal:
        return max(ZERO, min(self.of(order), self.book.open_received(order) - self.used.get(order.key, ZERO)))

    def use(self, order: PurchaseOrderLine, quantity: Decimal) -> None:
        self.used[order.key] = self.used.get(order.key, ZERO) + quantity


def _spill(link: Link, left: Decimal, parts: list[tuple[PurchaseOrderLine, Decimal]], room: _Room) -> Decimal:
    for measure in (room.received, room.of):
        for order in link.pool:
            portion = min(left, measure(order))
            if portion > QUANTITY_NOISE:
                room.use(order, portion)
                parts.append((order, portion))
                left -= portion
            if left <= QUANTITY_NOISE:
                return ZERO
    return left


def _stay(link: Link, left: Decimal, parts: list[tuple[PurchaseOrderLine, Decimal]]) -> None:
    # More than there is room for anywhere: it stays on the line's own order line, where it shows as too much.
    assert link.order is not None
    for place, (order, quantity) in enumerate(parts):
        if order.key == link.order.key:
            parts[place] = (order, quantity + left)
            return
    parts.append((link.order, left))


def _shares(link: Link, parts: list[tuple[PurchaseOrderLine, Decimal]]) -> list[Share]:
    merged: dict[str, tuple[PurchaseOrderLine, Decimal]] = {}
    for order, quantity in parts:
        _, before = merged.get(order.key, (order, ZERO))
        merged[order.key] = (order, before + quantity)
    total = sum((quantity for _, quantity in merged.values()), ZERO)
    line = link.line
    if len(merged) == 1 or not total:
        order, quantity = next(iter(merged.values()))
        return [Share(line, order, quantity, line.net, line.adjustment)]
    return [
        Share(line, order, quantity, line.net * quantity / total, line.adjustment)
        for order, quantity in merged.values()
    ]
