"""The figures of an invented paper: lines, discount, rates, deposits, rounding, payments; and how they are printed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
_RATES = {
    "NL": ("21", "9"),
    "BE": ("21", "6"),
    "DE": ("19", "7"),
    "AT": ("20", "10"),
    "FR": ("20", "5.5"),
    "LU": ("17", "8"),
    "GB": ("20", "5"),
    "US": ("8.25",),
    "IE": ("23", "13.5"),
    "ES": ("21", "10"),
}


@dataclass(slots=True)
class Bill:
    """All figures; ``vat`` is (rate, base, amount) per rate, ``extras`` are (kind, amount) between lines and net or
    behind the VAT, as printed."""

    lines: list[tuple[int, Decimal, Decimal]]
    vat: list[tuple[Decimal, Decimal, Decimal]]
    before: list[tuple[str, Decimal]] = field(default_factory=list)  # between the lines and net
    after: list[tuple[str, Decimal]] = field(default_factory=list)  # between VAT and gross, untaxed
    prepaid: Decimal = Decimal(0)
    shifted: bool = False

    @property
    def net(self) -> Decimal:
        """Sum of the bases."""
        return sum((base for _, base, _ in self.vat), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Sum of the VAT."""
        return sum((amount for _, _, amount in self.vat), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """Net, VAT and what is untaxed."""
        return self.net + self.tax + sum((amount for _, amount in self.after), Decimal(0))


def make_bill(dice: random.Random, country: str) -> Bill:
    """A consistent set of figures in the manner of a country."""
    rates = [Decimal(r) for r in _RATES[country]]
    if len(rates) > 1 and dice.random() < 0.75:
        rates = rates[:1]
    shifted = country not in ("US",) and dice.random() < 0.07
    if shifted or dice.random() < 0.05:
        rates = [Decimal(0)]
    lines = []
    for _ in range(dice.choice([1, 1, 2, 2, 3, 3, 4, 6])):
        quantity = dice.choice([1, 1, 1, 2, 3, 5, 8, 10, 12, 40])
        price = Decimal(dice.randint(150, 90000)) / 100
        lines.append((quantity, price, quantity * price))
    before: list[tuple[str, Decimal]] = []
    total = sum((amount for _, _, amount in lines), Decimal(0))
    if dice.random() < 0.12:
        before.append(("discount", -(total * Decimal("0.05")).quantize(CENT, ROUND_HALF_UP)))
    if dice.random() < 0.12:
        before.append(("shipping", Decimal(dice.randint(395, 4500)) / 100))
    bases = [Decimal(0)] * len(rates)
    for number, (_, _, amount) in enumerate(lines):
        bases[number % len(rates)] += amount
    bases[0] += sum((amount for _, amount in before), Decimal(0))
    vat = [
        (rate, base, (base * rate / 100).quantize(CENT, ROUND_HALF_UP))
        for rate, base in zip(rates, bases, strict=True)
        if base
    ]
    bill = Bill(lines, vat, before, shifted=shifted)
    if dice.random() < 0.05:
        bill.after.append(("deposit", Decimal(dice.randint(100, 2500)) / 100))
    if country in ("BE", "NL", "US") and dice.random() < 0.05:
        bill.after.append(("rounding", Decimal(dice.choice(["0.01", "-0.01", "0.02"]))))
    if dice.random() < 0.13:
        bill.prepaid = (bill.gross * Decimal(dice.choice(["0.25", "0.3", "0.5", "1"]))).quantize(CENT, ROUND_HALF_UP)
    return bill


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers and dates are printed on one paper."""

    decimal: str
    group: str
    currency: str
    sign: str  # printed with totals: "€ ", "EUR ", "" …
    behind: bool
    months: str  # names, or empty for digits
    date: str

    def amount(self, value: Decimal, *, sign: bool = False) -> str:
        """An amount as this paper prints it."""
        text = f"{abs(value):,.2f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.group)
        minus = "-" if value < 0 else ""
        if sign and self.sign:
            return (
                f"{minus}{text} {self.sign}"
                if self.behind
                else f"{self.sign}{'' if self.sign in '$£' else ' '}{minus}{text}"
            )
        return minus + text

    def rate(self, value: Decimal) -> str:
        """A percentage without its sign."""
        return f"{value.normalize():f}".replace(".", self.decimal)
