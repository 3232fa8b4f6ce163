"""The VAT that a supplier charges, spread over the lines that bear it. Pure.

What is booked is the supplier's figure per rate, whichever legal way of rounding produced it (Dutch practice: the VAT
as stated, when rounding explains it). A larger difference stays visible, so that it can be held; only what a person
let pass is booked as stated, and only as long as it is the very difference that this person saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import ZERO, round_money


@dataclass(frozen=True, slots=True)
class Bearer:
    """A line as VAT is spread over it: its ``net``, the ``rate`` in per cent at which the supplier charges (0: none),
    and whether we owe the VAT ourselves (``due``), so that the supplier charges nothing."""

    net: Decimal
    rate: Decimal = ZERO
    due: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """The VAT on the paper: per rate in per cent, and in total (None: not stated). ``passed``: differences between
    stated and computed that a person let pass, by rate; None as a rate stands for the total."""

    per_rate: Mapping[Decimal, Decimal]
    total: Decimal | None = None
    passed: Mapping[Decimal | None, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class RateSum:
    """One rate: the ``base`` of its lines, the VAT ``computed`` from them, and the VAT ``stated`` (None: not)."""

    rate: Decimal
    base: Decimal
    computed: Decimal
    stated: Decimal | None
    lines: int

    @property
    def difference(self) -> Decimal:
        """Stated minus computed; zero when nothing is stated."""
        return ZERO if self.stated is None else self.stated - self.computed

    @property
    def explained(self) -> bool:
        """Whether rounding explains the difference."""
        return abs(self.difference) <= slack(self.lines)


def slack(lines: int) -> Decimal:
    """How far rounding per line may take the VAT of one rate from what is computed."""
    return max(Decimal("0.05"), Decimal("0.01") * lines)


def rate_sums(bearers: Sequence[Bearer], stated: Stated, currency: str) -> list[RateSum]:
    """The rates that the supplier charges, highest first. A single rate without a figure of its own gets what the
    total leaves for it."""
    groups: dict[Decimal, list[Bearer]] = {}
    for bearer in bearers:
        if not bearer.due:
            groups.setdefault(bearer.rate, []).append(bearer)
    known = {rate: amount for rate, amount in stated.per_rate.items() if rate in groups}
    missing = [rate for rate in groups if rate and rate not in known]
    if stated.total is not None and len(missing) == 1:
        known[missing[0]] = stated.total - sum(known.values(), ZERO)
    return [
        RateSum(
            rate,
            sum((bearer.net for bearer in groups[rate]), ZERO),
            sum((_vat(bearer, currency) for bearer in groups[rate]), ZERO),
            known.get(rate),
            len(groups[rate]),
        )
        for rate in sorted(groups, reverse=True)
    ]


def spread(bearers: Sequence[Bearer], stated: Stated, currency: str) -> list[Decimal]:
    """Each line's part of the VAT the supplier charges, in the order of the lines; the largest line of a rate takes
    the rounding cent. Lines under which we owe the VAT ourselves bear none."""
    parts = [ZERO if bearer.due else _vat(bearer, currency) for bearer in bearers]
    passed = stated.passed or {}
    sums = rate_sums(bearers, stated, currency)
    for each in sums:
        if each.difference and (each.explained or passed.get(each.rate) == each.difference):
            parts[_largest(bearers, each.rate)] += each.difference
    rest = ZERO if stated.total is None else stated.total - sum(parts, ZERO)
    if rest and passed.get(None) == rest:
        open_ = [each for each in sums if not each.explained and passed.get(each.rate) != each.difference]
        if rest == sum((each.difference for each in open_), ZERO):
            for each in open_:
                parts[_largest(bearers, each.rate)] += each.difference
        elif any(not bearer.due for bearer in bearers):
            parts[_largest(bearers, None)] += rest
    return parts


def _vat(bearer: Bearer, currency: str) -> Decimal:
    return round_money(bearer.net * bearer.rate / 100, currency)


def _largest(bearers: Sequence[Bearer], rate: Decimal | None) -> int:
    """The line that takes a difference: the largest of the rate; without one, the largest that bears VAT."""
    fitting = [i for i, b in enumerate(bearers) if not b.due and (rate is None or b.rate == rate)]
    return max(fitting, key=lambda i: (bool(bearers[i].rate), abs(bearers[i].net)))
