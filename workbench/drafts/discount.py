"""Payment discount: what may be taken off when an invoice is paid in time, by the payment condition in Exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from domain.money import ZERO, round_money


class Terms(Protocol):
    """A payment condition as far as a discount goes."""

    @property
    def discount(self) -> Decimal: ...

    @property
    def discount_days(self) -> int: ...

    @property
    def discount_on_net(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Discount:
    """``amount`` may be taken off when it is paid by ``until``, that day included; ``share`` of the total, 0.02 is 2 %.
    In the invoice's currency."""

    share: Decimal
    until: date
    amount: Decimal

    @property
    def percent(self) -> Decimal:
        """The share in per cent, without zeros at its end."""
        return Decimal(f"{(self.share * 100).normalize():f}")


def discount_of(
    condition: Terms | None, issued: date | None, net: Decimal | None, gross: Decimal | None, currency: str
) -> Discount | None:
    """The discount of an invoice; None when its condition gives none, or the date or the total is not known."""
    if condition is None or issued is None or not condition.discount:
        return None
    base = net if condition.discount_on_net else gross
    if base is None or base <= ZERO:
        return None
    amount = round_money(base * condition.discount, currency)
    return Discount(condition.discount, issued + timedelta(days=condition.discount_days), amount)
