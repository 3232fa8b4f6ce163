"""Contracts: an amount and a period instead of quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.money import ZERO
from domain.orders import PurchaseOrderLine
from domain.tolerances import ToleranceKind
from matching.three_way.allocate import Share
from matching.three_way.checks import Facts
from matching.three_way.compare import compare
from matching.three_way.results import Variance


@dataclass(slots=True)
class BlanketVerdict:
    """Findings on one contract line."""

    shared: list[Variance] = field(default_factory=list)
    per_line: dict[str, list[Variance]] = field(default_factory=dict)


def check_blanket(order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts) -> BlanketVerdict:
    """Cumulative net against the contract's limit, the service (or invoice) date against its validity."""
    verdict = BlanketVerdict()
    limit = order.blanket_limit or ZERO
    actual = order.billed_amount + sum((share.amount for share in shares), ZERO)
    if actual > limit:
        over = compare(
            ToleranceKind.BLANKET_AMOUNT,
            facts.table,
            facts.scope(order),
            expected=limit,
            actual=actual,
            rate=facts.invoice.exchange_rate,
            order_line=order.key,
        )
        if over is not None:
            verdict.shared.append(over)
    for share in shares:
        when = share.line.source.service_date or facts.invoice.service_date or facts.invoice.invoice_date
        days = days_outside(when, order.valid_from, order.valid_until)
        if days:
            # One is added on both sides so that the limit counts days without a percentage base of zero.
            late = compare(
                ToleranceKind.BLANKET_DATE,
                facts.table,
                facts.scope(order),
                expected=Decimal(1),
                actual=Decimal(1 + days),
                order_line=order.key,
                about=when.isoformat() if when else "",
                unit_value=ZERO,
            )
            if late is not None:
                verdict.per_line.setdefault(share.line.key, []).append(late)
        price = order.net_unit_price
        if price is not None and share.line.quantity and price > 0:
            unit = compare(
                ToleranceKind.PRICE_UNIT,
                facts.table,
                facts.scope(order),
                expected=share.quantity * price,
                actual=share.amount,
                rate=facts.invoice.exchange_rate,
                same_below=Decimal("0.005"),
                order_line=order.key,
            )
            if unit is not None:
                verdict.per_line.setdefault(share.line.key, []).append(unit)
    return verdict


def days_outside(when: date | None, valid_from: date | None, valid_until: date | None) -> int:
    """Days before the first or after the last valid day; 0 inside, or when a date is unknown."""
    if when is None:
        return 0
    if valid_until is not None and when > valid_until:
        return (when - valid_until).days
    if valid_from is not None and when < valid_from:
        return (valid_from - when).days
    return 0
