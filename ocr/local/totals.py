"""Net, VAT, gross and what belongs to them, chosen together so that the sums hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from domain.reading import Charge
from ocr.local.between import cut_between, freight_between, nets_across, summed
from ocr.local.layout import Layout
from ocr.local.marks import CENT, RATES, Marked, RateRow, near_equal
from ocr.local.numbers import Amount

_MAX = 9
_ROUNDING = Decimal("0.05")  # the most a printed rounding of a total can be (five-cent coins, swedish rounding apart)


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
    rivals: dict[str, Decimal] = field(default_factory=dict)
    charges: tuple[Charge, ...] = ()  # of the document as a whole; with the lines they make net


def solve(
    marked: Sequence[Marked],
    rows: Sequence[RateRow],
    amounts: Sequence[Amount],
    lines_sum: Decimal | None,
    skip: set[int],
    layout: Layout,
) -> Totals:
    """Choose net, VAT and gross together: labels propose, sums decide."""
    rows = _row_sets(rows, marked)
    if not rows:
        rows = _labelled_rates(marked, amounts)
    base_sum = sum((r.base.value for r in rows if r.base), Decimal(0)) if any(r.base for r in rows) else None
    vat_sum = sum((r.vat.value for r in rows if r.vat), Decimal(0)) if rows else None
    rest = _rates_besides(rows, marked, amounts)
    if rest:  # VAT of further rates is printed without its base: the bases that are there are not net
        base_sum = None
        vat_sum = (vat_sum or Decimal(0)) + sum((r.vat.value for r in rest if r.vat), Decimal(0))
    nets = _top([m for m in marked if m.kind in ("net", "subtotal")], {"subtotal": 0.78})
    vats = _top([m for m in marked if m.kind == "vat"], {})
    grosses = _top([m for m in marked if m.kind in ("gross", "payable")], {"payable": 0.72})
    _add_unlabelled(marked, nets, vats, grosses, amounts, skip, layout, lines_sum, base_sum, vat_sum)
    if not grosses:
        grosses = _top([m for m in marked if m.kind in ("prepaid", "cash")], {"prepaid": 0.5, "cash": 0.4})
    _add_without_balance(grosses, marked, amounts)
    if _rates_make(grosses, rows):
        # VAT of one of several rates is not the VAT of the document, nor is a base its net.
        vats = [m for m in vats if near_equal(m.value, vat_sum or Decimal(0))]
        nets = [m for m in nets if near_equal(m.value, base_sum or Decimal(0))]
    nets += nets_across(nets, vats, grosses, marked, amounts, {r.rate for r in rows})
    best: tuple[float, Marked | None, Marked | None, Marked | None] = (-9.0, None, None, None)
    ranked: list[tuple[float, Marked | None, Marked | None, Marked | None]] = []
    for gross in [*grosses, None]:
        for net in [*nets, None]:
            for vat in [*vats, None]:
                score = _score(net, vat, gross, base_sum, vat_sum, lines_sum, rows, marked)
                ranked.append((score, net, vat, gross))
                if score > best[0]:
                    best = (score, net, vat, gross)
    _, net, vat, gross = best
    totals = Totals(net, vat, gross, rows=list(rows))
    if net is None and vat is None and gross is not None and _rates_make([gross], rows):
        totals.net = summed("net", [r.base for r in rows if r.base])
        totals.vat = summed("vat", [r.vat for r in rows if r.vat])
    totals.margin = _margin(best, ranked)
    _with_payments(totals, marked)
    _prove(totals, base_sum, vat_sum, lines_sum, marked)
    return totals


def _untaxed(marked: Sequence[Marked]) -> set[Decimal]:
    """Amounts behind the VAT that are part of the total: a rounding of some cents, deposits and levies."""
    cents = {m.value for m in marked if m.kind == "rounding" and abs(m.value) <= _ROUNDING}
    return cents | freight_between(marked) | {m.value for m in marked if m.kind == "other_tax" and m.value}


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


def _add_unlabelled(
    marked: Sequence[Marked],
    nets: list[Marked],
    vats: list[Marked],
    grosses: list[Marked],
    amounts: Sequence[Amount],
    skip: set[int],
    layout: Layout,
    lines_sum: Decimal | None,
    base_sum: Decimal | None,
    vat_sum: Decimal | None,
) -> None:
    """Amounts that no label names but that complete a sum."""
    whole = any(m.amount.decimals == 0 and m.value > 20 for m in nets[:2])
    taken = {id(m.amount) for m in marked if m.kind in ("other_tax", "prepaid", "previous", "count")}
    free = [
        a
        for a in amounts
        if a.line.number not in skip
        and id(a) not in taken
        and not a.percent
        and (a.decimals == 2 or (whole and abs(a.value) > 20))
    ]
    known_net = {m.value for m in nets}
    known_vat = {m.value for m in vats}
    known_gross = {m.value for m in grosses}
    for amount in free:
        value = amount.value
        if (
            value not in known_net
            and (value == lines_sum or (base_sum is not None and value == base_sum))
            and len(nets) < _MAX + 3
        ):
            nets.append(Marked("net", amount, 0.3))
            known_net.add(value)
        if vat_sum is not None and value == vat_sum and value not in known_vat and value != 0:
            vats.append(Marked("vat", amount, 0.3))
            known_vat.add(value)
    sums = {n.value + v.value for n in nets for v in vats}
    if vat_sum is not None:
        sums |= {n.value + vat_sum for n in nets}
    sums |= {total + extra for total in sums for extra in _untaxed(marked)}
    for amount in free:
        if amount.value in sums and amount.value not in known_gross and len(grosses) < _MAX + 3:
            grosses.append(Marked("gross", amount, 0.3))
            known_gross.add(amount.value)
    differences = {g.value - n.value for g in grosses for n in nets if g.value > n.value > 0 or g.value < n.value < 0}
    for amount in free:
        if amount.value in differences and amount.value not in known_vat and len(vats) < _MAX + 3:
            vats.append(Marked("vat", amount, 0.15))
            known_vat.add(amount.value)
    remaining = {g.value - v.value for g in grosses for v in vats if g.value != v.value}
    for amount in free:
        if amount.value in remaining and amount.value not in known_net and len(nets) < _MAX + 3:
            nets.append(Marked("net", amount, 0.15))
            known_net.add(amount.value)


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


def _score(
    net: Marked | None,
    vat: Marked | None,
    gross: Marked | None,
    base_sum: Decimal | None,
    vat_sum: Decimal | None,
    lines_sum: Decimal | None,
    rows: Sequence[RateRow],
    marked: Sequence[Marked],
) -> float:
    score = 0.0
    for chosen in (net, vat, gross):
        if chosen is not None:
            score += chosen.strength
    if (
        net
        and vat
        and (net.amount is vat.amount or abs(vat.value) > abs(net.value) * Decimal("0.28") + Decimal("0.05"))
    ):
        return -5.0
    if vat and gross and abs(vat.value) > abs(gross.value) * Decimal("0.23") + Decimal("0.05"):
        return -5.0
    if vat and gross and vat.amount is gross.amount and vat.value != 0:
        return -5.0
    if net and vat and gross:
        total = net.value + vat.value
        if (
            near_equal(net.value + vat.value, gross.value, Decimal("0.02"))
            and vat.value
            and _mere_sum(net, vat, vat_sum)
        ):
            score -= 0.5
        elif vat.value and any(total + extra == gross.value for extra in _untaxed(marked)):
            score += 1.9
        elif vat.strength > 0.7 and any(total + extra == gross.value for extra in freight_between(marked)):
            score += 1.75
        elif not vat.value and net.amount is gross.amount:
            pass  # one amount under two names is no sum
        elif near_equal(total, gross.value, Decimal("0.02")):
            score += 2.0 if vat.value else 1.7 if min(net.strength, vat.strength, gross.strength) > 0.7 else 0.9
            if vat.value and net.value and _plausible_rate(net.value, vat.value, rows):
                score += 0.4
            if vat.value == 0 and vat.strength < 0.5:
                score -= 0.8
        else:
            score -= 0.5
    elif net and gross and not vat:
        if net.value == gross.value:
            score += 0.35 if net.amount is not gross.amount else -0.35
        elif abs(net.value) > abs(gross.value):
            score -= 0.7
        elif vat_sum is not None and near_equal(net.value + vat_sum, gross.value, Decimal("0.02")):
            score += 1.8
    elif vat and gross and not net:
        if abs(vat.value) >= abs(gross.value):
            score -= 1.0
        elif not any(near_equal(vat.value * 100, (gross.value - vat.value) * r, Decimal("2")) for r in RATES):
            score -= 0.2
        else:
            score += 0.3
    if net is not None:
        if base_sum is not None and near_equal(net.value, base_sum):
            score += 0.6
        if lines_sum is not None and near_equal(net.value, lines_sum):
            score += 0.5
    if vat is not None and vat_sum is not None and near_equal(vat.value, vat_sum):
        score += 0.6
    if gross is not None:
        largest = max((abs(m.value) for m in marked if m.kind in ("gross",)), default=Decimal(0))
        if abs(gross.value) >= largest:
            score += 0.15
        elif cut_between(gross, marked, vat.value if vat else Decimal(0)):
            score += 0.6
        if lines_sum is not None and net is None and near_equal(gross.value, lines_sum):
            score += 0.4
        if gross.value == 0 and largest > 0:
            score -= 0.8
    return score


def _mere_sum(net: Marked, vat: Marked, vat_sum: Decimal | None) -> bool:
    """An amount that nothing calls VAT, that is no VAT by any rate: goods and freight add up to something too."""
    if vat.label is not None or (vat_sum is not None and near_equal(vat.value, vat_sum)):
        return False
    return not _plausible_rate(net.value, vat.value, ())


def _plausible_rate(net: Decimal, vat: Decimal, rows: Sequence[RateRow]) -> bool:
    if rows:
        return True
    return any(near_equal((net * r / 100).quantize(CENT, ROUND_HALF_UP), vat, Decimal("0.05")) for r in RATES)


def _margin(
    best: tuple[float, Marked | None, Marked | None, Marked | None],
    ranked: Sequence[tuple[float, Marked | None, Marked | None, Marked | None]],
) -> float:
    gross = best[3].value if best[3] else None
    other = max((s for s, _, _, g in ranked if (g.value if g else None) != gross), default=-9.0)
    return best[0] - other


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


def _prove(
    totals: Totals,
    base_sum: Decimal | None,
    vat_sum: Decimal | None,
    lines_sum: Decimal | None,
    marked: Sequence[Marked],
) -> None:
    net, vat, gross = totals.net, totals.vat, totals.gross
    if net and gross and (vat or vat_sum is not None):
        amount = vat.value if vat else (vat_sum or Decimal(0))
        total = net.value + amount
        if not amount and net.amount is gross.amount:
            pass
        elif total == gross.value or any(total + extra == gross.value for extra in _untaxed(marked)):
            totals.proof.add("sum")
        elif not near_equal(net.value + amount, gross.value, Decimal("0.02")):
            totals.broken.append("net+vat")
    if net and lines_sum is not None and near_equal(net.value, lines_sum):
        totals.proof.add("lines")
    if net and base_sum is not None and near_equal(net.value, base_sum):
        totals.proof.add("bases")
    if vat and vat_sum is not None and near_equal(vat.value, vat_sum, Decimal("0.02")):
        totals.proof.add("rates")
    if totals.gross is not None:
        seen = {
            id(m.amount) for m in marked if m.value == totals.gross.value and m.kind in ("gross", "payable", "cash")
        }
        if len(seen) > 1:
            totals.proof.add("repeated")
