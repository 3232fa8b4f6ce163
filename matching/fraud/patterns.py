"""Amounts and dates that do not fit a vendor's own habit. Robust statistics: median and median deviation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import pairwise

from domain.money import ZERO
from matching.fraud.signals import Signal

# A normal distribution's standard deviation is this many median deviations.
_SPREAD = Decimal("1.4826")
_LOG = Context(prec=12)
LEAST_BILLS = 8
FAR = Decimal(5)  # robust standard deviations
LEAST_SPREAD = Decimal("0.08")  # of the logarithm: amounts within some 8 % of each other count as equal
WINDOW = timedelta(days=7)
LEAST_GAPS = 6
REGULAR = Decimal("0.25")
ROUND_STEP, ROUND_FROM = Decimal(100), Decimal(500)


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice of a vendor: date and gross amount in administration currency, and its approval key. ``orders``
    are the purchase orders its lines were matched to."""

    key: str
    issued: date
    amount: Decimal
    orders: frozenset[str] = frozenset()


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or the mean of the middle two. ValueError for none."""
    if not values:
        raise ValueError("no median of nothing")
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def deviation(values: Sequence[Decimal]) -> Decimal:
    """Median absolute deviation from the median, scaled to a standard deviation."""
    centre = median(values)
    return median([abs(value - centre) for value in values]) * _SPREAD


def unusual_amount(bill: Bill, history: Sequence[Bill]) -> Signal | None:
    """AMOUNT_UNUSUAL: far from what this vendor bills, on a ratio scale (ten times is as far as a tenth).

    Only larger amounts count: a small bill is no loss. Needs eight earlier bills.
    """
    amounts = sorted(old.amount for old in history if old.amount > 0 and old.key != bill.key)
    if len(amounts) < LEAST_BILLS or bill.amount <= 0:
        return None
    # The logarithms have their median where the amounts have theirs; nearly every bill is usual by the least spread.
    middle = amounts[(len(amounts) - 1) // 2 : len(amounts) // 2 + 1]
    above = _LOG.ln(bill.amount) - median([_LOG.ln(amount) for amount in middle])
    if above <= FAR * LEAST_SPREAD:
        return None
    if above <= FAR * deviation([_LOG.ln(amount) for amount in amounts]):
        return None
    usual = median(amounts)
    return Signal(
        "AMOUNT_UNUSUAL",
        {
            "amount": f"{bill.amount:.2f}",
            "usual": f"{usual:.2f}",
            "times": f"{bill.amount / usual:.1f}",
            "bills": str(len(amounts)),
        },
    )


def unusual_rhythm(bill: Bill, history: Sequence[Bill]) -> Signal | None:
    """RHYTHM_UNUSUAL: a vendor who bills regularly bills much sooner than usual. Needs six earlier gaps."""
    days = sorted({old.issued for old in history if old.issued <= bill.issued and old.key != bill.key})
    gaps = [Decimal((b - a).days) for a, b in pairwise(days)]
    if len(gaps) < LEAST_GAPS:
        return None
    usual, spread = median(gaps), deviation(gaps)
    if usual < 5 or spread > usual * REGULAR:
        return None
    gap = Decimal((bill.issued - days[-1]).days)
    # Between two and three fifths of the usual gap, wider for vendors who take it less exactly.
    if gap >= usual - min(max(spread * FAR, usual * Decimal("0.4")), usual * Decimal("0.6")):
        return None
    return Signal("RHYTHM_UNUSUAL", {"days": f"{gap:f}", "usual": f"{usual.normalize():f}", "bills": str(len(days))})


def round_amount(bill: Bill, history: Sequence[Bill]) -> Signal | None:
    """ROUND_AMOUNT (information): whole hundreds from a vendor whose bills never are."""
    others = [old.amount for old in history if old.key != bill.key]
    if bill.amount < ROUND_FROM or bill.amount % ROUND_STEP != ZERO or len(others) < LEAST_BILLS:
        return None
    rounds = sum(1 for amount in others if amount % ROUND_STEP == ZERO)
    return Signal("ROUND_AMOUNT", {"amount": f"{bill.amount:.2f}"}) if rounds * 20 < len(others) else None


def split_under_limit(bill: Bill, history: Sequence[Bill], limit: Decimal) -> Signal | None:
    """SPLIT_UNDER_LIMIT: within seven days this vendor's bills, each within the approval limit, together pass it.

    Bills matched to different orders were agreed as different purchases and do not count together.
    Left alone when that is how this vendor always bills: more than a tenth of its earlier weeks passed the limit so.
    """
    if bill.amount > limit or bill.amount <= 0:
        return None
    small = sorted(
        (old for old in history if 0 < old.amount <= limit and old.key != bill.key and not _other_purchase(bill, old)),
        key=lambda old: (old.issued, old.key),
    )
    near = [old for old in small if abs(old.issued - bill.issued) <= WINDOW]
    together = _worst_window(bill, near)
    total = sum((part.amount for part in together), ZERO)
    if len(together) < 2 or total <= limit:
        return None
    earlier = [old for old in small if old.issued < min(part.issued for part in together)]
    if earlier and _habit(earlier, limit):
        return None
    return Signal(
        "SPLIT_UNDER_LIMIT",
        {
            "limit": f"{limit:.2f}",
            "total": f"{total:.2f}",
            "bills": str(len(together)),
            "others": ", ".join(p.key for p in together if p.key != bill.key),
        },
    )


def _other_purchase(one: Bill, two: Bill) -> bool:
    return bool(one.orders and two.orders) and not one.orders & two.orders


def _worst_window(bill: Bill, near: Sequence[Bill]) -> list[Bill]:
    best: list[Bill] = []
    bills = sorted([*near, bill], key=lambda part: part.issued)
    for first in bills:
        inside = [part for part in bills if first.issued <= part.issued <= first.issued + WINDOW]
        if bill in inside and sum((p.amount for p in inside), ZERO) > sum((p.amount for p in best), ZERO):
            best = inside
    return best


def _habit(earlier: Sequence[Bill], limit: Decimal) -> bool:
    passing = sum(
        1
        for first in earlier
        if sum((p.amount for p in earlier if first.issued <= p.issued <= first.issued + WINDOW), ZERO) > limit
    )
    return passing * 10 > len(earlier)
