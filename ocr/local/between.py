"""Discount and freight between the sum of the lines and the total: what they make of net and gross.

Shops and many invoicing programs print a subtotal, then discount and freight, then VAT and the total; the net amount
after discount and freight stands nowhere. It follows when the sum holds to the cent and the VAT is some rate of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from ocr.local.marks import CENT, RATES, Marked, near_equal
from ocr.local.numbers import Amount

_MANY = 5  # discounts and charges that are tried in every combination


def freight_between(marked: Sequence[Marked]) -> set[Decimal]:
    """Freight between two totals: the lower one is the goods with their VAT."""
    totals = {m.value for m in marked if m.kind == "gross"}
    return {m.value for m in marked if m.kind == "shipping" and m.value and any(t + m.value in totals for t in totals)}


def cut_between(gross: Marked, marked: Sequence[Marked], vat: Decimal) -> bool:
    """A larger total above, a discount and this total make a sum."""
    totals = [m for m in marked if m.kind in ("gross", "subtotal", "net") and m.amount is not gross.amount]
    cuts = [abs(m.value) for m in marked if m.kind == "discount" and m.value]
    return any(near_equal(m.value - cut + vat, gross.value) for m in totals for cut in cuts)


def nets_across(
    nets: Sequence[Marked],
    vats: Sequence[Marked],
    grosses: Sequence[Marked],
    marked: Sequence[Marked],
    amounts: Sequence[Amount],
    rates: Collection[Decimal],
) -> list[Marked]:
    """Net amounts that are printed nowhere: a subtotal which with discount and freight and VAT makes a total to the
    cent. Each points at the amounts it is made of. ``rates``: those the paper names, in per cent."""
    out: dict[Decimal, Marked] = {}
    printed = {m.value for m in nets}
    for net in nets:
        for gross in grosses:
            if net.amount is gross.amount or not net.label:
                continue
            for chosen in _extras(net, gross, marked, amounts):
                for vat in vats:
                    whole = gross.value - vat.value
                    made = net.value + sum((_signed(m, whole) for m in chosen), Decimal(0))
                    if made == whole and whole and whole not in printed and _some_rate(whole, vat.value, rates):
                        parts = [net.amount, *(m.amount for m in chosen)]
                        out.setdefault(whole, summed("net", parts, whole, 0.9 * net.strength, net))
    return list(out.values())[:2]


def _extras(
    net: Marked, gross: Marked, marked: Sequence[Marked], amounts: Sequence[Amount]
) -> Iterator[tuple[Marked, ...]]:
    """Discounts and freight in every combination; below the subtotal what is taken off needs no known name."""
    named = [m for m in marked if m.kind in ("discount", "shipping") and m.value and m.amount is not net.amount]
    known = {id(m.amount) for m in marked}
    first, last = net.amount.line.number, gross.amount.line.number
    cuts = [
        Marked("discount", a, 0.3)
        for a in amounts
        if a.value < 0 and a.is_money and first < a.line.number < last and id(a) not in known
    ]
    parts = list({m.value: m for m in [*cuts, *named]}.values())[:_MANY]
    for many in range(1, len(parts) + 1):
        yield from combinations(parts, many)


def _signed(extra: Marked, whole: Decimal) -> Decimal:
    value = -abs(extra.value) if extra.kind == "discount" else abs(extra.value)
    return -value if whole < 0 else value


def _some_rate(net: Decimal, vat: Decimal, rates: Collection[Decimal]) -> bool:
    every = RATES | set(rates)
    return any(near_equal((net * rate / 100).quantize(CENT, ROUND_HALF_UP), vat, Decimal("0.02")) for rate in every)


def summed(
    kind: str, parts: Sequence[Amount], total: Decimal | None = None, strength: float = 0.5, named: Marked | None = None
) -> Marked:
    """The sum of amounts printed apart only, pointing at all of them; ``named``: whose label it bears."""
    value = sum((part.value for part in parts), Decimal(0)) if total is None else total
    tokens = [token for part in parts for token in part.tokens]
    raw = " + ".join(part.raw for part in parts)
    return Marked(
        kind, Amount(value, 2, parts[0].currency, False, tokens, raw), strength, named.label if named else None
    )
