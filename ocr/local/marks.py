"""Amounts and what their labels call them; lines on which base x rate = VAT holds."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ocr.local.labels import Label
from ocr.local.layout import Layout, Token
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours

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
    "other_tax",
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


def near_equal(a: Decimal, b: Decimal, slack: Decimal = CENT) -> bool:
    """Whether two amounts differ by no more than ``slack``."""
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
