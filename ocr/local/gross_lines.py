"""Lines printed with VAT, as on till receipts: their net amounts from the VAT table below them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

_CENT = Decimal("0.01")
_MOST = 20_000  # ways to give lines their rates that are tried

Parts = Sequence[tuple[Decimal, Decimal, Decimal]]


def net_lines(amounts: Sequence[Decimal], rates: Parts) -> list[tuple[Decimal, Decimal]] | None:
    """(net amount, VAT rate) of each line whose printed ``amounts`` include VAT.

    ``rates`` are (rate in per cent, base, VAT). A line has the rate that makes the lines of each rate add up to base
    plus VAT; None when no choice does so or more than one. Net amounts are rounded to cents, the largest line of a rate
    takes what rounding leaves, so that they add up to the base.
    """
    if not amounts or not rates or len(rates) ** len(amounts) > _MOST:
        return None
    wanted = [base + vat for _, base, vat in rates]
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
