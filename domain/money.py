"""Money is a Decimal with its currency; one function rounds it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)
CENT = Decimal("0.01")

# ISO 4217 minor units that differ from two.
_PLACES = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3, "JOD": 3}


def places(currency: str) -> int:
    """Number of decimals of a currency's smallest unit (ISO 4217), e.g. 2 for EUR, 0 for JPY."""
    return _PLACES.get(currency.upper(), 2)


def round_money(amount: Decimal, currency: str = "EUR") -> Decimal:
    """Round half away from zero to the currency's smallest unit.

    Dutch rule: arithmetic rounding, third decimal five goes up (20.125 -> 20.13).
    """
    return amount.quantize(Decimal(1).scaleb(-places(currency)), rounding=ROUND_HALF_UP)


def decimal_or_none(value: object) -> Decimal | None:
    """A finite Decimal from a string, int or Decimal; None for anything else. Floats are refused.

    Raises TypeError for a float: binary fractions have no place in amounts.
    """
    if isinstance(value, float):
        raise TypeError("amounts are Decimal or text, never float")
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Adding different currencies raises ValueError."""

    amount: Decimal
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def round(self) -> Money:
        """The same money in whole smallest units."""
        return Money(round_money(self.amount, self.currency), self.currency)


@dataclass(frozen=True, slots=True)
class Taxed:
    """Net, VAT and gross of one thing; cannot be built when net + vat is not gross."""

    net: Decimal
    vat: Decimal
    gross: Decimal
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if round_money(self.net + self.vat, self.currency) != round_money(self.gross, self.currency):
            raise ValueError(f"{self.net} + {self.vat} is not {self.gross}")
