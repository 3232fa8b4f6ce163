"""Net, VAT, gross and what belongs to them, chosen together so that the sums hold."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ocr.local.labels import Label
from ocr.local.layout import Layout, Token
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.text import plain

CENT = Decimal("0.01")
# Rates in use in the EU, CH, NO, UK, and common sales taxes, in per cent. (EC rate tables, 2015-2026.)
RATES = frozenset(
    Decimal(r)
    for r in "0 2.1 2.5 2.6 3 3.7 3.8 4 4.8 5 5.5 6 7 7.7 8 8.1 8.5 9 9.5 10 12 13 13.5 14 15 16 17 18 19 "
    "19.6 20 21 22 23 24 25 25.5 27".split()
)
_KINDS = (
    "net",
    "subtotal",
    "vat",
    "gross",
    "payable",
    "prepaid",
    "previous",
    "discount",
    "shipping",
    "rounding",
    "cash",
    "count",
)
_FULL = (
    "incl",
    "ttc",
    "tvac",
    "brutto",
    "gross",
    "grand",
    "inclusi",
    "factuur",
    "invoice",
    "rechnungs",
    "eind",
    "end",
    "facture",
    "general",
    "comprise",
)
_MAX = 9


@dataclass(slots=True, eq=False)
class Marked:
    """An amount that a label calls ``kind``."""

    kind: str
    amount: Amount
    strength: float
    label: Label | None = None

    @property
    def value(self) -> Decimal:
        return self.amount.value


@dataclass(slots=True, eq=False)
class RateRow:
    """VAT of one rate as printed: base and amount may be missing."""

    rate: Decimal
    base: Amount | None
    vat: Amount | None
    tokens: list[Token] = field(default_factory=list)
    category: str = ""


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


def near_equal(a: Decimal, b: Decimal, slack: Decimal = CENT) -> bool:
    return abs(a - b) <= slack


def mark_amounts(
    labels: Sequence[Label], amounts: Sequence[Amount], near: Neighbours, heads: set[int], layout: Layout
) -> list[Marked]:
    """Give each labelled amount its meanings. ``heads`` are numbers of lines that are heads of item tables."""
    by_token = {id(t): a for a in amounts for t in a.tokens}
    out: list[Marked] = []
    for label in labels:
        kinds = [k for k in _KINDS if k in label.kinds]
        if not kinds or label.line.number in heads:
            continue
        right = _right_amount(label, near, by_token)
        found = [right] if right else _below_amounts(label, near, by_token)
        for amount, strength in found:
            for kind in kinds:
                out.append(Marked(kind, amount, strength * _weight(kind, label, layout), label))
    return out


def _right_amount(label: Label, near: Neighbours, by_token: dict[int, Amount]) -> tuple[Amount, float] | None:
    reach = near.right(label)
    if reach is None:
        return None
    seen: list[Amount] = []
    words = 0
    for token in reach.tokens:
        amount = by_token.get(id(token))
        if amount is None:
            if token.text.isalpha() and len(token.text) > 3:
                words += 1
            continue
        if amount not in seen:
            seen.append(amount)
    money = [a for a in seen if not a.percent and (a.is_money or a.decimals in (0, 1, 2, 3, 4))]
    strong = [a for a in money if a.is_money]
    if not money or (not strong and label.kinds & {"payable", "prepaid", "previous", "cash"}):
        return None
    pick = strong[-1] if strong else money[-1]
    if words > 5:
        return None
    strength = reach.strength * (1.0 if pick.is_money else 0.6)
    if words:
        strength *= 0.95**words
    return pick, strength


def _below_amounts(label: Label, near: Neighbours, by_token: dict[int, Amount]) -> list[tuple[Amount, float]]:
    """Amounts under a head; of a short column the last one (the sum) is the likeliest total."""
    if near.right(label) is not None and len(near.on_line.get(label.line.number, ())) < 2:
        return []
    out: list[tuple[Amount, float]] = []
    for reach in near.below(label, depth=6):
        hits = [by_token[id(t)] for t in reach.tokens if id(t) in by_token]
        hits = [a for a in hits if a.is_money]
        if not hits:
            if out:
                break
            continue
        middle = (label.x0 + label.x1) / 2
        pick = min(hits, key=lambda a: min(abs(a.x1 - label.x1), abs((a.x0 + a.x1) / 2 - middle), abs(a.x0 - label.x0)))
        strength = out[-1][1] if out else reach.strength * 0.85
        out.append((pick, strength + (0.04 if out else 0.0)))
    return out


def _weight(kind: str, label: Label, layout: Layout) -> float:
    weight = 1.0
    if kind == "gross":
        weight = 1.0 if any(word in label.phrase for word in _FULL) else 0.8
    elif kind == "net" and label.phrase in ("net", "netto", "entgelt", "nettvalue"):
        weight = 0.85
    elif kind == "vat" and label.phrase in ("steuer", "tax", "taxe"):
        weight = 0.9
    cell = label.tokens[0].cell
    if cell is not None and cell.tokens[0] is not label.tokens[0]:
        weight *= 0.9
    return weight


def find_rate_rows(
    layout: Layout, amounts: Sequence[Amount], skip: set[int], mark_text: set[str] | None = None
) -> list[RateRow]:
    """Lines outside the items on which base x rate = VAT holds."""
    out: list[RateRow] = []
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    for number, on_line in by_line.items():
        if number in skip:
            continue
        row = _rate_row(on_line)
        if row is not None and not any(_same_row(row, other) for other in out):
            out.append(row)
    return out


def _same_row(a: RateRow, b: RateRow) -> bool:
    def value(x: Amount | None) -> Decimal | None:
        return x.value if x else None

    return a.rate == b.rate and value(a.base) == value(b.base) and value(a.vat) == value(b.vat)


def _rate_row(on_line: Sequence[Amount]) -> RateRow | None:
    money = [a for a in on_line if not a.percent and a.decimals == 2]
    if len(money) < 2 or len(on_line) > 9:
        return None
    rates = [a for a in on_line if a.percent] or [
        a for a in on_line if a.value in RATES and a.value > 0 and a.decimals <= 2
    ]
    text = plain(on_line[0].line.text)
    best: tuple[tuple[Decimal, int], RateRow] | None = None
    for rate in rates:
        for i, base in enumerate(money):
            for j, vat in enumerate(money):
                if i == j or rate in (base, vat):
                    continue
                if rate.value == 0:
                    if (
                        vat.value != 0
                        or base.value == 0
                        or not (rate.percent or "tva" in text or "btw" in text or "vat" in text or "ust" in text)
                    ):
                        continue
                elif vat.value == 0 or not near_equal(
                    (base.value * rate.value / 100).quantize(CENT, ROUND_HALF_UP), vat.value, Decimal("0.02")
                ):
                    continue
                rank = (abs(base.value), -abs(i - j))
                if best is None or rank > best[0]:
                    best = (rank, RateRow(abs(rate.value), base, vat, [*base.tokens, *vat.tokens]))
    return best[1] if best else None


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
    nets = _top([m for m in marked if m.kind in ("net", "subtotal")], {"subtotal": 0.78})
    vats = _top([m for m in marked if m.kind == "vat"], {})
    grosses = _top([m for m in marked if m.kind in ("gross", "payable")], {"payable": 0.72})
    _add_unlabelled(marked, nets, vats, grosses, amounts, skip, layout, lines_sum, base_sum, vat_sum)
    if not grosses:
        grosses = _top([m for m in marked if m.kind in ("prepaid", "cash")], {"prepaid": 0.5, "cash": 0.4})
    _add_without_balance(grosses, marked, amounts)
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
    totals.margin = _margin(best, ranked)
    _with_payments(totals, marked)
    _prove(totals, base_sum, vat_sum, lines_sum, marked)
    return totals


def _labelled_rates(marked: Sequence[Marked], amounts: Sequence[Amount]) -> list[RateRow]:
    """ "BTW (19,00%): 39,90" on several lines: the VAT per rate without its base."""
    out: list[RateRow] = []
    for m in marked:
        if m.kind != "vat" or m.label is None or m.strength < 0.7:
            continue
        line = m.amount.line
        rates = [a for a in amounts if a.line is line and a.percent]
        rate = rates[0].value if len(rates) == 1 else _rate_in(line.text)
        if rate is not None and not any(r.vat is m.amount for r in out):
            out.append(RateRow(abs(rate), None, m.amount, list(m.amount.tokens)))
    return out


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
        if near_equal(net.value + vat.value, gross.value, Decimal("0.02")):
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
        if lines_sum is not None and net is None and near_equal(gross.value, lines_sum):
            score += 0.4
        if gross.value == 0 and largest > 0:
            score -= 0.8
    return score


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
        if near_equal(net.value + amount, gross.value, Decimal("0.005")):
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
