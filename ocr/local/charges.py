"""Charges and discounts of the document as a whole: freight, deposit, premium tax, a customer's discount.

They stand outside the table, mostly between its last line and the totals. Words propose, sums decide: a charge is taken
only when lines and charges together make the net total.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from domain.reading import Charge, ReadLine
from ocr.local.charge_words import charge_name
from ocr.local.layout import Layout, Line
from ocr.local.lines import Items
from ocr.local.marks import near_equal
from ocr.local.numbers import Amount
from ocr.local.totals import Totals

_MANY = 8  # candidates that are tried in every combination


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a page calls a charge (``amount`` positive) or a discount (``amount`` negative), not yet proven."""

    description: str
    amount: Decimal


def find_charges(
    layout: Layout, amounts: Sequence[Amount], items: Items, totals: Totals, rates: Mapping[Decimal, Decimal]
) -> tuple[Charge, ...]:
    """The charges that make the lines add up to net; nothing when they already do, or when no choice does.

    ``rates`` holds the printed base per VAT rate, which tells the rate of a charge.
    """
    net, lines = _net(totals), items.total()
    if net is None or lines is None or near_equal(lines, net):
        return ()
    chosen = reconcile(_proposed(layout, amounts, items), net - lines)
    return tuple(with_rates(chosen, items.lines, rates))


def _net(totals: Totals) -> Decimal | None:
    if totals.net is not None:
        return totals.net.value
    if totals.gross is not None and totals.vat is not None:
        return totals.gross.value - totals.vat.value
    return None


def _proposed(layout: Layout, amounts: Sequence[Amount], items: Items) -> list[Proposed]:
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        if not amount.percent and amount.decimals == 2:
            by_line.setdefault(amount.line.number, []).append(amount)
    out: list[Proposed] = []
    for line in layout.lines:
        if line.number in by_line and line.number not in items.used_lines | items.head_lines:
            out.extend(_on_line(line, by_line[line.number]))
    return out


def _on_line(line: Line, amounts: Sequence[Amount]) -> list[Proposed]:
    """Every amount on the line with the words that lead to it; the words start at a cell."""
    out = []
    start = 0
    for amount in sorted(amounts, key=lambda a: a.x0):
        words = [t for t in line.tokens[start : amount.tokens[0].index] if any(c.isalnum() for c in t.text)]
        start = amount.tokens[-1].index + 1
        while words and words[0].cell is not None and not any(c.isalpha() for c in words[0].text):
            words = words[1:]
        text = " ".join(t.text for t in words)
        text = re.sub(r"[\s:]*(?:EUR|USD|GBP|CHF)?[\s:]*$", "", text)
        name = charge_name(text)
        if not name or len(words) > _MANY or not amount.value:
            continue
        value = -abs(amount.value) if name == "discount" else amount.value
        out.append(Proposed(text.strip(" -:|·."), value))
    return out


def reconcile(proposed: Sequence[Proposed], missing: Decimal) -> list[Proposed]:
    """The proposals that add up to ``missing``, in page order; fewest first, none when two choices would do.

    The same charge may be printed twice (in a summary, too); repeats of name and amount count once.
    """
    unique = list(dict.fromkeys(proposed))[:_MANY]
    for count in range(1, len(unique) + 1):
        fitting = [
            c for c in combinations(unique, count) if near_equal(sum((p.amount for p in c), Decimal(0)), missing)
        ]
        if fitting:
            same = {tuple(sorted(p.amount for p in c)) for c in fitting}
            return list(fitting[0]) if len(same) == 1 else []
    return []


def with_rates(chosen: Sequence[Proposed], lines: Sequence[ReadLine], rates: Mapping[Decimal, Decimal]) -> list[Charge]:
    """Charges with their VAT rate: the only rate of the document, or the one whose base lacks just this amount."""
    lacking = dict(rates)
    for line in lines:
        if line.vat_rate and line.net_amount and Decimal(line.vat_rate) in lacking:
            lacking[Decimal(line.vat_rate)] -= Decimal(line.net_amount)
    out = []
    for charge in chosen:
        rate = _rate(charge.amount, lacking)
        out.append(Charge(charge.description, f"{charge.amount:f}", "" if rate is None else f"{rate.normalize():f}"))
    return out


def _rate(amount: Decimal, lacking: Mapping[Decimal, Decimal]) -> Decimal | None:
    if len(lacking) == 1:
        return next(iter(lacking))
    fitting = [rate for rate, left in lacking.items() if near_equal(left, amount)]
    return fitting[0] if len(fitting) == 1 else None


__all__ = ["Charge", "Proposed", "charge_name", "find_charges", "reconcile", "with_rates"]
