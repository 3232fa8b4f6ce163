"""Which column a number stands in, told by where the numbers of a table really stand.

Heads are often set apart from their values (heads to the left, values to the right). Numbers of one column share a
strip of the page; the strips, left to right, are matched to the heads, left to right, so that distances stay small and
the kinds of numbers fit (per cents under a rate or discount, money not under a count).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.local.numbers import Amount
from ocr.local.tables import Column, Head

_TEXT = frozenset({"description", "code", "ean", "date", "unit"})
_NUMBERED = frozenset({"code", "ean"})  # columns of words that may hold numbers alone
_PER_CENT = frozenset({"vat_rate", "discount"})
_MONEY = frozenset({"price", "amount", "gross_amount", "vat_amount", "discount"})
_UNHEADED = 3.0  # a strip of money without a head is this much less likely than another without one
_FAR = 9.0  # line heights from a head at which a strip is none of its


@dataclass(slots=True, eq=False)
class Strip:
    """Numbers of several lines that stand below each other."""

    amounts: list[Amount]
    x0: float = field(init=False)
    x1: float = field(init=False)
    per_cent: float = field(init=False)  # share of the numbers that are one
    money: float = field(init=False)  # share of the numbers that are amounts of money

    def __post_init__(self) -> None:
        self.x0 = min([a.x0 for a in self.amounts])
        self.x1 = max([a.x1 for a in self.amounts])
        self.per_cent = sum([a.percent for a in self.amounts]) / len(self.amounts)
        self.money = sum([a.is_money for a in self.amounts]) / len(self.amounts)


def strips_of(amounts: Sequence[Amount]) -> list[Strip]:
    """The strips that the numbers of a table fill, left to right; numbers that overlap share a strip."""
    groups: list[list[Amount]] = []
    edge = 0.0  # right end of the last group
    for amount in sorted(amounts, key=lambda a: a.x0):
        if groups and amount.x0 < edge:
            groups[-1].append(amount)
            edge = max(edge, amount.x1)
        else:
            groups.append([amount])
            edge = amount.x1
    return [Strip(group) for group in groups]


def match_columns(strips: Sequence[Strip], head: Head, em: float) -> list[tuple[Strip, Column]]:
    """Column of each strip by the cheapest match of strips and heads that keeps their order.

    Two strips never share a head; a strip far from every head, or one too many, has none (money hardly ever).
    """
    columns = sorted(head.columns, key=lambda c: c.x0)
    states: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}  # last column used -> cost, column per strip
    for strip in strips:
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (cost, chosen) in states.items():
            alone = _FAR * (_UNHEADED if strip.money > 0.5 else 1.0)
            options = [(last, cost + alone * len(strip.amounts), (*chosen, -1))]
            for at in range(last + 1, len(columns)):
                price = _price(strip, columns[at], em) * len(strip.amounts)
                options.append((at, cost + price, (*chosen, at)))
            for key, total, way in options:
                if key not in after or total < after[key][0]:
                    after[key] = (total, way)
        states = after
    _, chosen = min(states.values(), key=lambda state: state[0])
    return [(strip, columns[at]) for strip, at in zip(strips, chosen, strict=True) if at >= 0]


def column_of(amount: Amount, matched: Sequence[tuple[Strip, Column]]) -> Column | None:
    """The column of the strip a number stands in; None where it stands in none."""
    best, most = None, 0.0
    for strip, column in matched:
        overlap = min(amount.x1, strip.x1) - max(amount.x0, strip.x0)
        if overlap > most:
            best, most = column, overlap
    return best


def _price(strip: Strip, column: Column, em: float) -> float:
    """What it costs to put a strip under a head: distance in line heights, and numbers of the wrong kind."""
    kind = column.kind
    overlap = min(strip.x1, column.x1) - max(strip.x0, column.x0)
    nearest = min(abs(strip.x1 - column.x1), abs(strip.x0 - column.x0)) / em
    cost = 0.25 * min(nearest, 4.0) if overlap > 0 else 0.6 + max(-overlap / em, 0.0)
    if strip.per_cent > 0.5 and kind not in _PER_CENT:
        cost += 4.0
    if kind in _TEXT:
        cost += (2.0 if kind in _NUMBERED else 5.0) + 3.0 * strip.money
    if strip.money > 0.5 and kind == "pos":
        cost += 6.0
    if strip.money < 0.5 and strip.per_cent < 0.5 and kind in ("amount", "gross_amount", "price"):
        cost += 1.0
    if strip.money > 0.5 and kind in ("quantity", "vat_rate", "per"):
        cost += 0.7
    return cost
