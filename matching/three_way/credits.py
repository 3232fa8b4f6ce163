"""Credits and later corrections of value: never more than was matched, accepted only against a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.money import CENT, ZERO
from domain.orders import BilledLine, PurchaseOrderLine
from domain.tolerances import ToleranceKind
from matching.receipts import QUANTITY_NOISE
from matching.three_way.allocate import Share
from matching.three_way.checks import Facts
from matching.three_way.compare import compare
from matching.three_way.policy import MatchLevel
from matching.three_way.results import Variance


@dataclass(slots=True)
class CreditVerdict:
    """Findings on the credits of one order line; ``holds`` are (code, params)."""

    level: MatchLevel
    per_line: dict[str, list[Variance]] = field(default_factory=dict)
    holds: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def original_lines(history: Sequence[BilledLine], number: str) -> tuple[BilledLine, ...]:
    """What the invoice with this number (or document key) billed."""
    folded = number.strip().casefold()
    if not folded:
        return ()
    return tuple(
        b for b in history if b.quantity >= 0 and folded in (b.number.strip().casefold(), b.document.casefold())
    )


def check_credit(
    order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts, original: Sequence[BilledLine] = ()
) -> CreditVerdict:
    """Quantity and money of a credit against what was matched, and against returned, rejected or over-billed goods."""
    verdict = CreditVerdict(facts.level(order))
    credited = -sum((share.quantity for share in shares), ZERO)
    money = -sum((share.amount for share in shares), ZERO)
    if credited > order.billed + QUANTITY_NOISE:
        verdict.holds.append(_exceeds("matched", credited, order.billed))
    elif money > order.billed_amount + CENT / 2:
        verdict.holds.append(_exceeds("matched_amount", money, order.billed_amount))
    elif original and credited > _originally(order, original) + QUANTITY_NOISE:
        verdict.holds.append(_exceeds("original", credited, _originally(order, original)))
    elif verdict.level >= MatchLevel.THREE_WAY and not _reverses(order, credited, original):
        entitled = _entitled(order, facts, verdict.level)
        if credited > entitled + QUANTITY_NOISE:
            verdict.holds.append(_exceeds("returned", credited, entitled))
    if order.billed > 0:
        _price(order, shares, facts, verdict)
    return verdict


def _exceeds(against: str, credited: Decimal, most: Decimal) -> tuple[str, dict[str, str]]:
    return (
        "CREDIT_EXCEEDS",
        {"against": against, "credited": f"{credited:f}", "most": f"{most:f}", "over": f"{credited - most:f}"},
    )


def _reverses(order: PurchaseOrderLine, credited: Decimal, original: Sequence[BilledLine]) -> bool:
    # Undoing a whole invoice needs no return: the goods stay and will be billed again.
    billed = _originally(order, original)
    return bool(original) and billed > 0 and abs(billed - credited) <= QUANTITY_NOISE


def _originally(order: PurchaseOrderLine, original: Sequence[BilledLine]) -> Decimal:
    return sum((row.quantity for row in original if row.order_line == order.key), ZERO)


def _entitled(order: PurchaseOrderLine, facts: Facts, level: MatchLevel) -> Decimal:
    """What was billed beyond the goods we keep: returned, rejected, never received, or too much."""
    shelf = facts.shelf
    keep = shelf.total(order.key, accepted_only=True) if level >= MatchLevel.FOUR_WAY else shelf.total(order.key)
    if level is MatchLevel.THREE_WAY:
        keep -= shelf.rejected(order.key)
    return max(ZERO, order.billed - keep)


def _price(order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts, verdict: CreditVerdict) -> None:
    """A credit at another price than was billed: less money back than we paid is as much a variance."""
    billed_price = order.billed_amount / order.billed
    for share in shares:
        found = compare(
            ToleranceKind.PRICE_UNIT,
            facts.table,
            facts.scope(order),
            expected=-share.quantity * billed_price,
            actual=-share.amount,
            rate=facts.invoice.exchange_rate,
            same_below=CENT / 2,
            order_line=order.key,
            about="credit",
        )
        if found is not None:
            verdict.per_line.setdefault(share.line.key, []).append(found)


def check_adjustment(order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts) -> CreditVerdict:
    """A later debit or credit in value on goods billed before: (value so far + this) ÷ quantity so far × quantity
    concerned, against the order's price for that quantity."""
    verdict = CreditVerdict(facts.level(order))
    price = order.net_unit_price
    if verdict.level is MatchLevel.NONE:
        return verdict
    total = sum((share.amount for share in shares), ZERO)
    if order.billed <= 0 or -total > order.billed_amount + CENT / 2:
        verdict.holds.append(_exceeds("matched_amount", abs(total), max(ZERO, order.billed_amount)))
        return verdict
    if price is None:
        return verdict
    so_far = order.billed_amount
    for share in shares:
        concerned = min(abs(share.quantity), order.billed) if share.line.quantity else order.billed
        so_far += share.amount
        found = compare(
            ToleranceKind.PRICE_UNIT,
            facts.table,
            facts.scope(order),
            expected=price * concerned,
            actual=so_far * concerned / order.billed,
            rate=facts.invoice.exchange_rate,
            same_below=CENT / 2,
            order_line=order.key,
            about="adjustment",
        )
        if found is not None:
            verdict.per_line.setdefault(share.line.key, []).append(found)
    return verdict
