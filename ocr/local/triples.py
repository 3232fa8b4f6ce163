"""How well a net, a VAT and a gross amount fit each other and what else the paper says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ocr.local.between import cut_between, freight_between
from ocr.local.marks import CENT, RATES, Marked, RateRow, near_equal

_ROUNDING = Decimal("0.05")  # the most a printed rounding of a total can be (five-cent coins, swedish rounding apart)
_CENTS = Decimal("0.02")  # what roundings of parts make of a sum
_IMPOSSIBLE = -5.0


@dataclass(frozen=True, slots=True)
class Triple:
    """Three amounts that may belong together; None for one that is left out."""

    net: Marked | None = None
    vat: Marked | None = None
    gross: Marked | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows of rates make of net and VAT, and what the billed lines make; None where there are none."""

    base: Decimal | None
    vat: Decimal | None
    lines: Decimal | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that a paper says of its amounts."""

    marked: Sequence[Marked]
    rows: Sequence[RateRow]
    sums: Sums

    def untaxed(self) -> set[Decimal]:
        """Amounts behind the VAT that are part of the total: a rounding of some cents, deposits and levies."""
        cents = {m.value for m in self.marked if m.kind == "rounding" and abs(m.value) <= _ROUNDING}
        levies = {m.value for m in self.marked if m.kind == "other_tax" and m.value}
        return cents | freight_between(self.marked) | levies


def fit(triple: Triple, said: Said) -> float:
    """How well the amounts fit; the higher the better, a negative figure for what contradicts itself."""
    if _contradicts_itself(triple):
        return _IMPOSSIBLE
    score = 0.0
    for part in _reasons(triple, said):
        score += part
    return score


def _contradicts_itself(triple: Triple) -> bool:
    """The same amount twice, or more VAT than any rate makes."""
    net, vat, gross = triple.net, triple.vat, triple.gross
    if vat is None:
        return False
    tax = abs(vat.value)
    if net and (net.amount is vat.amount or tax > abs(net.value) * Decimal("0.28") + Decimal("0.05")):
        return True
    if gross and tax > abs(gross.value) * Decimal("0.23") + Decimal("0.05"):
        return True
    return gross is not None and vat.amount is gross.amount and vat.value != 0


def _reasons(triple: Triple, said: Said) -> Iterator[float]:
    """What speaks for (or, negative, against) the three: their labels, their own sum, the sums of rows and lines."""
    net, vat, gross = triple.net, triple.vat, triple.gross
    for chosen in (net, vat, gross):
        if chosen is not None:
            yield chosen.strength
    if net and vat and gross:
        yield from _own_sum(net, vat, gross, said)
    elif net and gross:
        yield _without_vat(net, gross, said.sums)
    elif vat and gross:
        yield _without_net(vat, gross)
    yield from _other_sums(triple, said.sums)
    if gross is not None:
        yield from _as_total(triple, gross, said)


def _own_sum(net: Marked, vat: Marked, gross: Marked, said: Said) -> Iterator[float]:
    """Whether net and VAT make gross."""
    total = net.value + vat.value
    near = near_equal(total, gross.value, _CENTS)
    if near and vat.value and _mere_sum(net, vat, said.sums.vat):
        yield -0.5
    elif vat.value and any(total + extra == gross.value for extra in said.untaxed()):
        yield 1.9
    elif vat.strength > 0.7 and any(total + extra == gross.value for extra in freight_between(said.marked)):
        yield 1.75
    elif not vat.value and net.amount is gross.amount:
        return  # one amount under two names is no sum
    elif near:
        yield 2.0 if vat.value else 1.7 if min(net.strength, vat.strength, gross.strength) > 0.7 else 0.9
        if vat.value and net.value and _plausible_rate(net.value, vat.value, said.rows):
            yield 0.4
        if vat.value == 0 and vat.strength < 0.5:
            yield -0.8
    else:
        yield -0.5


def _without_vat(net: Marked, gross: Marked, sums: Sums) -> float:
    if net.value == gross.value:
        return 0.35 if net.amount is not gross.amount else -0.35
    if abs(net.value) > abs(gross.value):
        return -0.7
    return 1.8 if sums.vat is not None and near_equal(net.value + sums.vat, gross.value, _CENTS) else 0.0


def _without_net(vat: Marked, gross: Marked) -> float:
    if abs(vat.value) >= abs(gross.value):
        return -1.0
    some_rate = any(near_equal(vat.value * 100, (gross.value - vat.value) * r, Decimal("2")) for r in RATES)
    return 0.3 if some_rate else -0.2


def _other_sums(triple: Triple, sums: Sums) -> Iterator[float]:
    """Whether the rows of rates and the billed lines make the same."""
    if triple.net is not None:
        if sums.base is not None and near_equal(triple.net.value, sums.base):
            yield 0.6
        if sums.lines is not None and near_equal(triple.net.value, sums.lines):
            yield 0.5
    if triple.vat is not None and sums.vat is not None and near_equal(triple.vat.value, sums.vat):
        yield 0.6


def _as_total(triple: Triple, gross: Marked, said: Said) -> Iterator[float]:
    """Whether the gross amount is the total of the paper."""
    largest = max((abs(m.value) for m in said.marked if m.kind == "gross"), default=Decimal(0))
    if abs(gross.value) >= largest:
        yield 0.15
    elif cut_between(gross, said.marked, triple.vat.value if triple.vat else Decimal(0)):
        yield 0.6
    if said.sums.lines is not None and triple.net is None and near_equal(gross.value, said.sums.lines):
        yield 0.4
    if gross.value == 0 and largest > 0:
        yield -0.8


def _mere_sum(net: Marked, vat: Marked, vat_sum: Decimal | None) -> bool:
    """An amount that nothing calls VAT, that is no VAT by any rate: goods and freight add up to something too."""
    if vat.label is not None or (vat_sum is not None and near_equal(vat.value, vat_sum)):
        return False
    return not _plausible_rate(net.value, vat.value, ())


def _plausible_rate(net: Decimal, vat: Decimal, rows: Sequence[RateRow]) -> bool:
    if rows:
        return True
    return any(near_equal((net * r / 100).quantize(CENT, ROUND_HALF_UP), vat, Decimal("0.05")) for r in RATES)
