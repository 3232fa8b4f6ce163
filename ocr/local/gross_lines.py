"""Lines printed with VAT, as on till receipts: their net amounts from the VAT table below them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

_CENT = Decimal("0.01")
_MOST = 20_000  # ways to give lines their rates that are tried

Parts = Sequence[tuple[Decimal, Decimal, Decimal]]


def net_lines(
    amounts: Sequence[Decimal], rates: Parts, told: Sequence[Decimal | None] = ()
) -> list[tuple[Decimal, Decimal]] | None:
    """(net amount, VAT rate) of each line whose printed ``amounts`` include VAT. ``told``: rates printed on the lines.

    ``rates`` are (rate in per cent, base, VAT). A line has the rate that makes the lines of each rate add up to base
    plus VAT; None when no choice does so or more than one. Net amounts are rounded to cents, the largest line of a rate
    takes what rounding leaves, so that they add up to the base.
    """
    if not amounts or not rates:
        return None
    wanted = [base + vat for _, base, vat in rates]
    own = [next((at for at, part in enumerate(rates) if part[0] == rate), None) for rate in told]
    known = [at for at in own if at is not None]
    if len(known) == len(amounts) and _fits(known, amounts, wanted):
        return _without_vat(known, amounts, rates)
    if len(rates) ** len(amounts) > _MOST:
        return None
    fitting = [chosen for chosen in product(range(len(rates)), repeat=len(amounts)) if _fits(chosen, amounts, wanted)]
    if len(fitting) != 1:
        return None
    return _without_vat(fitting[0], amounts, rates)


def _fits(chosen: Sequence[int], amounts: Sequence[Decimal], wanted: Sequence[Decimal]) -> bool:
    sums = [Decimal(0)] * len(wanted)
    for at, amount in zip(chosen, amounts, strict=True):
        sums[at] += amount
    return all(abs(found - want) <= _CENT for found, want in zip(sums, wanted, strict=True))


def _without_vat(chosen: Sequence[int], amounts: Sequence[Decimal], rates: Parts) -> list[tuple[Decimal, Decimal]]:
    nets = [
        (amount * 100 / (100 + rates[at][0])).quantize(_CENT, ROUND_HALF_UP)
        for at, amount in zip(chosen, amounts, strict=True)
    ]
    for at, (_, base, _) in enumerate(rates):
        own = [line for line, rate in enumerate(chosen) if rate == at]
        if own:
            nets[max(own, key=lambda line: abs(amounts[line]))] += base - sum((nets[line] for line in own), Decimal(0))
    return [(net, rates[at][0]) for net, at in zip(nets, chosen, strict=True)]


def net_price(quantity: Decimal, net: Decimal, printed: Sequence[Decimal]) -> Decimal | None:
    """Price per unit without VAT of a line that makes ``net``: the printed one that multiplies to it, else the
    quotient when it comes to whole cents; None when neither does. ``quantity`` is not zero."""
    slack = abs(quantity) * _CENT / 2 + _CENT
    for price in printed:
        if abs(quantity * price - net) <= slack:
            return price
    quotient = (net / quantity).quantize(_CENT, ROUND_HALF_UP)
    return quotient if quotient * quantity == net else None
