"""Dividing a line: by percentage over codes, and by month over periods. Parts always add up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from domain.money import places
from matching.coding.types import Coding, SplitPart, Spread


class SplitError(ValueError):
    """The shares are not positive or do not make 100 per cent."""


def split_amount(net: Decimal, parts: Sequence[SplitPart], currency: str = "EUR") -> tuple[tuple[Decimal, Coding], ...]:
    """The line's net over the parts, in whole cents, adding up exactly (left-over cents to the largest
    remainders). Raises SplitError unless shares are positive and make exactly 100 per cent."""
    if not parts or any(part.share <= 0 for part in parts) or sum(p.share for p in parts) != 100:
        raise SplitError("shares must be positive and make 100 per cent together")
    amounts = share_out(net, [part.share for part in parts], currency)
    return tuple((amount, part.coding) for amount, part in zip(amounts, parts, strict=True))


def share_out(total: Decimal, weights: Sequence[Decimal], currency: str = "EUR") -> list[Decimal]:
    """``total`` by weights in the currency's smallest units, adding up exactly."""
    unit = Decimal(1).scaleb(-places(currency))
    whole = sum(weights, Decimal(0))
    exact = [total * weight / whole for weight in weights]
    shares = [amount.quantize(unit, rounding=ROUND_DOWN) for amount in exact]
    rest = total - sum(shares, Decimal(0))
    order = sorted(range(len(shares)), key=lambda i: (-abs(exact[i] - shares[i]), i))
    step = unit if rest > 0 else -unit
    for i in range(int(abs(rest) / unit)):
        shares[order[i % len(order)]] += step
    shares[order[0]] += total - sum(shares, Decimal(0))
    return shares


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """What belongs to one month: year, month (1–12) and amount."""

    year: int
    month: int
    amount: Decimal


def spread_periods(net: Decimal, spread: Spread, invoice_date: date, currency: str = "EUR") -> tuple[PeriodPart, ...]:
    """Equal monthly parts from the start month (the invoice's when none is given), adding up exactly.

    Raises SplitError for fewer than one or more than 120 months.
    """
    if not 1 <= spread.months <= 120:
        raise SplitError("between 1 and 120 months")
    start = spread.start or invoice_date
    amounts = share_out(net, [Decimal(1)] * spread.months, currency)
    first = start.year * 12 + start.month - 1
    return tuple(PeriodPart((first + i) // 12, (first + i) % 12 + 1, amount) for i, amount in enumerate(amounts))


def months_between(start: date, end: date) -> int:
    """Calendar months a service period touches, both ends included; at least 1."""
    return max(1, (end.year - start.year) * 12 + end.month - start.month + 1)
