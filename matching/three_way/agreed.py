"""Prices a person took over from an invoice: what an order line costs when its own price is known to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.money import ZERO
from domain.orders import ONE, PurchaseOrderLine
from matching.three_way.score import fold
from matching.three_way.units import unit_code


@dataclass(frozen=True, slots=True)
class AgreedPrice:
    """``price`` is net per ``unit``, in place of the price ``instead_of`` that orders say for this vendor's item.
    Valid on ``valid_from`` up to and including ``valid_until`` (None: no end). ``by`` and ``second`` name people."""

    vendor: str
    item: str
    price: Decimal
    instead_of: Decimal
    currency: str
    valid_from: date
    valid_until: date | None = None
    unit: str = ""
    by: str = ""
    second: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def item_key(order: PurchaseOrderLine) -> str:
    """What names the item of an order line: our code, else the supplier's; empty when it has neither."""
    return order.item or order.supplier_item


def with_agreed_prices(
    orders: Sequence[PurchaseOrderLine], prices: Sequence[AgreedPrice], day: date | None
) -> tuple[list[PurchaseOrderLine], Mapping[str, AgreedPrice]]:
    """The order lines at the prices agreed for ``day`` (the invoice's date), and which agreement counted per line.

    An agreement corrects only the price it was made for: an order that says yet another price was made knowing
    better, and keeps it. Agreements follow on each other (12 → 13 → 14); of two for the same price the later counts.
    Without a date nothing is corrected.
    """
    if day is None or not prices:
        return list(orders), {}
    valid = sorted((p for p in prices if p.holds_on(day)), key=lambda p: p.valid_from, reverse=True)
    counted: dict[str, AgreedPrice] = {}
    corrected = []
    for order in orders:
        found = _agreement(order, valid)
        if found is not None:
            counted[order.key] = found
            order = _at(order, found.price)
        corrected.append(order)
    return corrected, counted


def _agreement(order: PurchaseOrderLine, valid: Sequence[AgreedPrice]) -> AgreedPrice | None:
    ours = order.net_unit_price
    if ours is None or not item_key(order):
        return None
    fitting = [price for price in valid if _about(price, order)]
    said, last = _exact(ours), None
    for _step in range(len(fitting)):
        following = next((p for p in fitting if _exact(p.instead_of) == said and _exact(p.price) != said), None)
        if following is None:
            break
        last, said = following, _exact(following.price)
        fitting = [price for price in fitting if price is not following]
    return last


def _about(price: AgreedPrice, order: PurchaseOrderLine) -> bool:
    return (
        (price.vendor, price.currency) == (order.vendor, order.currency)
        and fold(price.item) == fold(item_key(order))
        and unit_code(price.unit) == unit_code(order.unit)
    )


def _exact(price: Decimal) -> Decimal:
    return price.quantize(Decimal("1e-6"))


def _at(order: PurchaseOrderLine, price: Decimal) -> PurchaseOrderLine:
    bare = replace(order, discount_percent=ZERO, discount_amount=ZERO, line_charge=ZERO)
    return replace(bare, unit_price=price, price_per=ONE, net_amount=None)
