"""Matching on totals when the lines cannot be read: everything left, or the one subset that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.evidence import Reason
from domain.money import ZERO
from domain.orders import PurchaseOrderLine, Totals
from domain.tolerances import Scope, ToleranceKind, ToleranceTable
from matching.three_way.compare import compare
from matching.three_way.orderbook import OrderBook
from matching.three_way.results import Variance

CLOSE = Decimal("0.02")  # inclusive
SEARCH_STEPS = 200_000  # counted, not timed: the answer does not depend on the machine


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is still to bill on one order line: quantity and its money at the order's price."""

    order: PurchaseOrderLine
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TotalMatch:
    """The order lines a total stands for; none when it fits nothing or more than one thing."""

    lines: tuple[Remaining, ...] = ()
    reason: Reason | None = None


def remaining(orders: Sequence[PurchaseOrderLine], book: OrderBook, *, received: bool = False) -> tuple[Remaining, ...]:
    """Open quantities with their money, by what was ordered or (``received``) by what came in."""
    rows = []
    for order in orders:
        price = order.net_unit_price
        quantity = min(book.open_ordered(order), book.open_received(order)) if received else book.open_ordered(order)
        if price is not None and quantity > 0:
            rows.append(Remaining(order, quantity, quantity * price))
    return tuple(rows)


def match_total(total: Decimal, orders: Sequence[PurchaseOrderLine], book: OrderBook) -> TotalMatch:
    """All remaining lines, else the *only* subset of remaining lines, whose money is the total within € 0.02.

    Two subsets that fit mean no match at all. Tried on what was ordered first, then on what was received.
    """
    for received in (False, True):
        rows = remaining(orders, book, received=received)
        if not rows:
            continue
        if abs(sum((row.amount for row in rows), ZERO) - total) <= CLOSE:
            return TotalMatch(
                rows, Reason("match.total_equals_remaining", {"total": f"{total:f}", "lines": str(len(rows))})
            )
        subset, several = unique_subset(total, rows)
        if several:
            return TotalMatch((), Reason("match.total_several_subsets", {"total": f"{total:f}"}))
        if subset:
            return TotalMatch(
                subset, Reason("match.total_unique_subset", {"total": f"{total:f}", "lines": str(len(subset))})
            )
    return TotalMatch((), Reason("match.total_fits_nothing", {"total": f"{total:f}"}))


def unique_subset(total: Decimal, rows: Sequence[Remaining]) -> tuple[tuple[Remaining, ...], bool]:
    """The one subset within € 0.02 of the total and whether there are several. Gives up, with neither, after a
    fixed number of steps: an unproven uniqueness is no uniqueness."""
    ordered = sorted((row for row in rows if row.amount > 0), key=lambda row: -row.amount)
    tails = [ZERO] * (len(ordered) + 1)
    for place in range(len(ordered) - 1, -1, -1):
        tails[place] = tails[place + 1] + ordered[place].amount
    found: list[tuple[int, ...]] = []
    stack: list[tuple[int, Decimal, tuple[int, ...]]] = [(0, total, ())]
    steps = 0
    while stack and len(found) < 2:
        steps += 1
        if steps > SEARCH_STEPS:
            return (), bool(found)
        place, left, picked = stack.pop()
        if abs(left) <= CLOSE and picked:
            found.append(picked)
            continue
        if place == len(ordered) or left < -CLOSE or tails[place] < left - CLOSE:
            continue
        stack.append((place + 1, left, picked))
        stack.append((place + 1, left - ordered[place].amount, (*picked, place)))
    if len(found) == 1:
        return tuple(ordered[at] for at in found[0]), False
    return (), len(found) > 1


def only_order_with_total(total: Decimal, book: OrderBook, days: int) -> str:
    """The number of the vendor's only open order whose remaining money is the total; empty for none or several."""
    sums: dict[str, Decimal] = {}
    for row in remaining(book.open_lines(days, credit=False), book):
        sums[row.order.order] = sums.get(row.order.order, ZERO) + row.amount
    hits = [number for number, money in sums.items() if abs(money - total) <= CLOSE]
    return hits[0] if len(hits) == 1 else ""


def compare_totals(
    actual: Totals, expected: Totals, table: ToleranceTable, scope: Scope, rate: Decimal = Decimal(1)
) -> tuple[Variance, ...]:
    """Each of balance, discount, charges, tax and total by itself; figures unknown on either side are skipped."""
    found = []
    for name in ("balance", "discount", "charges", "tax", "total"):
        mine, theirs = getattr(actual, name), getattr(expected, name)
        if mine is None or theirs is None:
            continue
        variance = compare(
            ToleranceKind.INVOICE_TOTAL, table, scope, expected=theirs, actual=mine, rate=rate, about=name
        )
        if variance is not None:
            found.append(variance)
    return tuple(found)
