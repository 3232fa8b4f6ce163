"""Net, VAT, gross and what belongs to them, chosen together so that the sums hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.reading import Charge
from ocr.local.between import nets_across, summed
from ocr.local.marks import Marked, RateRow, near_equal
from ocr.local.numbers import Amount
from ocr.local.triples import Said, Sums, Triple, fit

_MAX = 9


@dataclass(slots=True)
class Totals:
    """The chosen amounts; None where the page does not say. ``proof`` names the sums that hold; ``broken`` those
    that were printed in full and do not."""

    net: Marked | None = None
    vat: Marked | None = None
    gross: Marked | None = None
    payable: Marked | None = None
    prepaid: Marked | None = None
    rows: list[RateRow] = field(default_factory=list)
    proof: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    margin: float = 0.0
    at_till: bool = False  # what was given there, less what was given back, is the total
    rivals: dict[str, Decimal] = field(default_factory=dict)
    charges: tuple[Charge, ...] = ()  # of the document as a whole; with the lines they make net


def solve(
    marked: Sequence[Marked],
    rows: Sequence[RateRow],
    amounts: Sequence[Amount],
    lines_sum: Decimal | None,
    skip: set[int],
) -> Totals:
    """Choose net, VAT and gross together: labels propose, sums decide. ``skip``: numbers of lines that are items."""
    rows = _row_sets(rows, marked)
    if not rows:
        rows = _labelled_rates(marked, amounts)
    sums = _sums(rows, _rates_besides(rows, marked, amounts), lines_sum)
    nets = _top([m for m in marked if m.kind in ("net", "subtotal")], {"subtotal": 0.78})
    vats = _top([m for m in marked if m.kind == "vat"], {})
    grosses = _top([m for m in marked if m.kind in ("gross", "payable")], {"payable": 0.72})
    said = Said(marked, rows, sums)
    _Unlabelled(nets, vats, grosses, _free(amounts, marked, nets, skip)).add(said)
    if not grosses:
        grosses = _top([m for m in marked if m.kind in ("prepaid", "cash")], {"prepaid": 0.5, "cash": 0.4})
    _add_without_balance(grosses, marked, amounts)
    if _rates_make(grosses, rows):
        # VAT of one of several rates is not the VAT of the document, nor is a base its net.
        vats = [m for m in vats if near_equal(m.value, sums.vat or Decimal(0))]
        nets = [m for m in nets if near_equal(m.value, sums.base or Decimal(0))]
    nets += nets_across(nets, vats, grosses, marked, amounts, {r.rate for r in rows})
    ways = [Triple(net, vat, gross) for gross in (*grosses, None) for net in (*nets, None) for vat in (*vats, None)]
    ranked = [(fit(way, said), way) for way in ways]
    best = max(ranked, key=lambda ranking: ranking[0])[1]
    net, vat, gross = best.net, best.vat, best.gross
    totals = Totals(net, vat, gross, rows=list(rows))
    if net is None and vat is None and gross is not None and _rates_make([gross], rows):
        totals.net = summed("net", [r.base for r in rows if r.base])
        totals.vat = summed("vat", [r.vat for r in rows if r.vat])
    totals.margin = _margin(best, ranked)
    _with_payments(totals, marked)
    _prove(totals, said)
    return totals


def _sums(rows: Sequence[RateRow], besides: Sequence[RateRow], lines: Decimal | None) -> Sums:
    """What the rows make. ``besides``: VAT of further rates, printed without its base: then the bases that are there
    are not net."""
    bases = [row.base.value for row in rows if row.base]
    taxes = [row.vat.value for row in (*rows, *besides) if row.vat]
    base = sum(bases, Decimal(0)) if bases and not besides else None
    return Sums(base, sum(taxes, Decimal(0)) if rows or besides else None, lines)


def _rates_make(grosses: Sequence[Marked], rows: Sequence[RateRow]) -> bool:
    """True when several rates, each with base and VAT, add up to a printed total."""
    parts = [(row.base.value, row.vat.value) for row in rows if row.base and row.vat]
    if len(parts) < 2 or len(parts) != len(rows) or not any(vat for _, vat in parts):
        return False
    total = sum((base + vat for base, vat in parts), Decimal(0))
    return any(near_equal(m.value, total) for m in grosses)


def _labelled_rates(marked: Sequence[Marked], amounts: Sequence[Amount]) -> list[RateRow]:
    """ "BTW (19,00%): 39,90" on several lines: the VAT per rate without its base."""
    out: list[RateRow] = []
    for m in marked:
        if m.kind != "vat" or m.label is None or m.strength < 0.7:
            continue
        line = m.amount.line
        rates = [a for a in amounts if a.line is line and a.percent]
        # "Rabatt 5 %   MwSt. 19 %: 39,90": of several per cents the one that follows the name of the tax.
        start = line.starts[m.label.tokens[0].index] if m.label.line is line else 0
        rate = rates[0].value if len(rates) == 1 else _rate_in(line.text[start:]) or _rate_in(line.text)
        if rate is not None and not any(r.vat is m.amount for r in out):
            out.append(RateRow(abs(rate), None, m.amount, list(m.amount.tokens)))
    return out


def _rates_besides(rows: Sequence[RateRow], marked: Sequence[Marked], amounts: Sequence[Amount]) -> list[RateRow]:
    """VAT of rates that no row with a base has: "VAT 20%: 138.91" above "VAT 5% of 146.68: 7.33"."""
    known = {row.rate for row in rows}
    taken = {id(row.vat) for row in rows if row.vat}
    out: dict[Decimal, RateRow] = {}
    for row in _labelled_rates(marked, amounts) if rows else []:
        if row.rate not in known and row.rate and id(row.vat) not in taken:
            out.setdefault(row.rate, row)
    return list(out.values())


def _rate_in(text: str) -> Decimal | None:
    match = re.search(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%", text)
    return Decimal(match[1].replace(",", ".")) if match else None


def _row_sets(rows: Sequence[RateRow], marked: Sequence[Marked]) -> list[RateRow]:
    """Keep one row per rate and base; drop a sum row that repeats the others."""
    out: list[RateRow] = []
    for row in rows:
        others = [r for r in rows if r is not row and r.base and r.vat]
        if row.base and row.vat and len(others) >= 2:
            if (
                sum(r.base.value for r in others if r.base) == row.base.value
                and sum(r.vat.value for r in others if r.vat) == row.vat.value
            ):
                continue
        out.append(row)
    return out


def _top(marked: Sequence[Marked], factor: dict[str, float]) -> list[Marked]:
    out: dict[Decimal, Marked] = {}
    for m in marked:
        scaled = Marked(m.kind, m.amount, m.strength * factor.get(m.kind, 1.0), m.label)
        known = out.get(m.value)
        if known is None or scaled.strength > known.strength:
            out[m.value] = scaled
    return sorted(out.values(), key=lambda m: -m.strength)[:_MAX]


def _free(amounts: Sequence[Amount], marked: Sequence[Marked], nets: Sequence[Marked], skip: set[int]) -> list[Amount]:
    """Amounts of money that no label names as something else; ``skip``: lines that are no place for totals."""
    whole = any(m.amount.decimals == 0 and m.value > 20 for m in nets[:2])
    taken = {id(m.amount) for m in marked if m.kind in ("other_tax", "prepaid", "previous", "count")}
    return [
        a
        for a in amounts
        if a.line.number not in skip
        and id(a) not in taken
        and not a.percent
        and (a.decimals == 2 or (whole and abs(a.value) > 20))
    ]


@dataclass(slots=True)
class _Unlabelled:
    """Adds to what labels name those free amounts that complete a sum."""

    nets: list[Marked]
    vats: list[Marked]
    grosses: list[Marked]
    free: Sequence[Amount]

    def add(self, said: Said) -> None:
        """What rows and lines make, then totals, then what is left between the amounts there are."""
        sums = said.sums
        self._add_sums(sums)
        made = {n.value + v.value for n in self.nets for v in self.vats}
        if sums.vat is not None:
            made |= {n.value + sums.vat for n in self.nets}
        untaxed = said.untaxed()
        self._add(self.grosses, "gross", made | {total + extra for total in made for extra in untaxed}, 0.3)
        pairs = [(g.value, n.value) for g in self.grosses for n in self.nets]
        self._add(self.vats, "vat", {g - n for g, n in pairs if g > n > 0 or g < n < 0}, 0.15)
        rest = {g.value - v.value for g in self.grosses for v in self.vats}
        self._add(self.nets, "net", rest - {Decimal(0)}, 0.15)

    def _add_sums(self, sums: Sums) -> None:
        """Net and VAT as the rows of rates and the lines make them."""
        self._add(self.nets, "net", {value for value in (sums.lines, sums.base) if value is not None}, 0.3)
        if sums.vat:
            known = {m.value for m in self.vats}
            found = next((a for a in self.free if a.value == sums.vat), None)
            if found is not None and sums.vat not in known:
                self.vats.append(Marked("vat", found, 0.3))

    def _add(self, named: list[Marked], kind: str, wanted: set[Decimal], strength: float) -> None:
        known = {m.value for m in named}
        for amount in self.free:
            if amount.value in wanted and amount.value not in known and len(named) < _MAX + 3:
                named.append(Marked(kind, amount, strength))
                known.add(amount.value)


def _add_without_balance(grosses: list[Marked], marked: Sequence[Marked], amounts: Sequence[Amount]) -> None:
    """An amount to pay that includes an older balance: the document's own total is the difference, when printed."""
    for old in [m for m in marked if m.kind == "previous" and m.value]:
        for due in [m for m in marked if m.kind in ("payable", "gross") and m.amount is not old.amount]:
            rest = due.value - old.value
            own = next((a for a in amounts if a.value == rest and a is not old.amount and a.is_money), None)
            if own is not None and rest > 0:
                known = next((g for g in grosses if g.value == rest), None)
                if known is None:
                    grosses.append(Marked("gross", own, 1.05))
                else:
                    known.strength = max(known.strength, 1.05)


def _margin(best: Triple, ranked: Sequence[tuple[float, Triple]]) -> float:
    """How far the best fit is ahead of the best one with another total."""
    gross = best.gross.value if best.gross else None
    other = max((fits for fits, way in ranked if (way.gross.value if way.gross else None) != gross), default=-9.0)
    return max(fits for fits, _ in ranked) - other


def _with_payments(totals: Totals, marked: Sequence[Marked]) -> None:
    """Prepaid and amount to pay, and a gross total that only they reveal."""
    prepaid = sorted((m for m in marked if m.kind == "prepaid" and m.value != 0), key=lambda m: -m.strength)
    payable = sorted((m for m in marked if m.kind == "payable"), key=lambda m: -m.strength)
    if totals.gross is None:
        return
    gross = totals.gross.value
    for paid in prepaid:
        for due in payable:
            if near_equal(gross - abs(paid.value), due.value):
                totals.prepaid, totals.payable = paid, due
                totals.proof.add("paid")
                return
    previous = [m for m in marked if m.kind == "previous"]
    for old in previous:
        for due in payable:
            if near_equal(gross + old.value, due.value):
                totals.payable = due
                totals.proof.add("balance")
                return
    same = [m for m in payable if near_equal(m.value, gross)]
    if same:
        totals.payable = same[0]
        if same[0].amount is not totals.gross.amount:
            totals.proof.add("repeated")
    elif payable:
        totals.payable = payable[0]


def _prove(totals: Totals, said: Said) -> None:
    """Name the sums that hold and those that are printed in full and do not."""
    sums = said.sums
    net, vat, gross = totals.net, totals.vat, totals.gross
    if net and gross and (vat or sums.vat is not None):
        amount = vat.value if vat else (sums.vat or Decimal(0))
        total = net.value + amount
        if not amount and net.amount is gross.amount:
            pass
        elif total == gross.value or any(total + extra == gross.value for extra in said.untaxed()):
            totals.proof.add("sum")
        elif not near_equal(net.value + amount, gross.value, Decimal("0.02")):
            totals.broken.append("net+vat")
    if net and sums.lines is not None and near_equal(net.value, sums.lines):
        totals.proof.add("lines")
    if net and sums.base is not None and near_equal(net.value, sums.base):
        totals.proof.add("bases")
    if vat and sums.vat is not None and near_equal(vat.value, sums.vat, Decimal("0.02")):
        totals.proof.add("rates")
    if totals.gross is not None:
        same = [m for m in said.marked if m.value == totals.gross.value and m.kind in ("gross", "payable", "cash")]
        if len({id(m.amount) for m in same}) > 1:
            totals.proof.add("repeated")
