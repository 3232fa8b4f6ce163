"""The VAT breakdown held against the totals: rows that do not belong go, what one sum leaves open is filled in.

The rows of a breakdown make net and VAT of the document. Of rows found by chance on the page only those are kept that
do so together; a base that is not printed, a row that recognition lost and the single row of a document with one rate
follow from the totals and are taken only when the rate confirms them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from domain.reading import ReadLine
from ocr.local.marks import CENT, RATES, RateRow, near_equal
from ocr.local.numbers import Amount
from ocr.local.rate_rows import vat_on
from ocr.local.totals import Totals

_MANY = 10  # rows of which every choice is tried
_SLACK = Decimal("0.02")


def settle_rows(
    totals: Totals, lines: Sequence[ReadLine], printed: Iterable[Decimal], others: Sequence[RateRow] = ()
) -> list[RateRow]:
    """The rows of ``totals`` that make its net and VAT, completed where the totals prove it.

    ``lines`` may tell the base per rate; ``printed`` are the percentages on the page, among which an unnamed rate is
    looked for first; ``others`` are all ways to read the lines of rates. Without a net total and a VAT total nothing
    is changed.
    """
    rows = list(totals.rows)
    known = _net_and_vat(totals)
    if known is None:
        return rows
    net, vat = known
    rows = _with_bases(rows, lines)
    whole = [row for row in rows if row.base is not None and row.vat is not None]
    if len(whole) == len(rows):
        rows = (
            _that_add_up(whole, net.value, vat.value)
            or (_that_add_up(others, net.value, vat.value) if whole and len(others) <= _MANY else [])
            or _by_the_only_rate(whole, net, vat)
            or whole
        )
        rest = _rest(rows, net, vat) if rows else _single(net, vat, set(printed))
        return [*rows, rest] if rest is not None else rows
    if len(rows) == 1 and rows[0].vat is not None and near_equal(rows[0].vat.value, vat.value, _SLACK):
        row = rows[0]
        if near_equal(vat_on(net.value, row.rate), row.vat.value if row.vat else vat.value, _SLACK):
            return [RateRow(row.rate, net, row.vat, row.tokens, row.category)]
    return rows


def _net_and_vat(totals: Totals) -> tuple[Amount, Amount] | None:
    """Net and VAT of the document; the one that is not printed follows from the gross total."""
    net, vat, gross = (m.amount if m is not None else None for m in (totals.net, totals.vat, totals.gross))
    if net is not None and vat is None and gross is not None:
        bare = [row for row in totals.rows if row.vat is not None]
        if not bare and net.value == gross.value:
            return None  # nothing says that there is VAT at all
        vat = _derived(gross.value - net.value, gross)
    elif net is None and vat is not None and gross is not None:
        net = _derived(gross.value - vat.value, gross)
    if net is None or vat is None or not net.value or abs(vat.value) > abs(net.value) * Decimal("0.28") + CENT:
        return None
    if gross is not None and not near_equal(net.value + vat.value, gross.value, _SLACK):
        return None
    return net, vat


def _derived(value: Decimal, model: Amount) -> Amount:
    return Amount(value, 2, model.currency, False, list(model.tokens), f"{value:f}", model.confidence)


def _with_bases(rows: Sequence[RateRow], lines: Sequence[ReadLine]) -> list[RateRow]:
    """Rows that print their VAT only, with the sum of the lines of their rate for a base when the rate confirms it."""
    sums: dict[Decimal, Decimal] = {}
    for line in lines:
        if line.vat_rate and line.net_amount:
            rate = Decimal(line.vat_rate)
            sums[rate] = sums.get(rate, Decimal(0)) + Decimal(line.net_amount)
    out = []
    for row in rows:
        base = sums.get(row.rate)
        if row.base is None and row.vat is not None and base is not None:
            if near_equal(vat_on(base, row.rate), row.vat.value, _SLACK):
                row = RateRow(row.rate, _derived(base, row.vat), row.vat, row.tokens, row.category)
        out.append(row)
    return out


def _sums(rows: Sequence[RateRow]) -> tuple[Decimal, Decimal]:
    bases = sum((row.base.value for row in rows if row.base), Decimal(0))
    return bases, sum((row.vat.value for row in rows if row.vat), Decimal(0))


def _that_add_up(rows: Sequence[RateRow], net: Decimal, vat: Decimal) -> list[RateRow]:
    """Most of the rows that make net and VAT together; empty when none do."""
    if len(rows) > _MANY:
        return list(rows)
    for count in range(len(rows), 0, -1):
        for chosen in combinations(rows, count):
            bases, amounts = _sums(chosen)
            if len({id(row.vat) for row in chosen}) < count:
                continue  # two ways to read one line
            if near_equal(bases, net) and near_equal(amounts, vat, _SLACK):
                return list(chosen)
    return []


def _by_the_only_rate(rows: Sequence[RateRow], net: Amount, vat: Amount) -> list[RateRow]:
    """One row with the document's VAT whose base was taken from the total with VAT: the net total is its base."""
    if len(rows) != 1 or rows[0].vat is None or rows[0].vat.value != vat.value:
        return []
    row = rows[0]
    if not near_equal(vat_on(net.value, row.rate), vat.value, _SLACK):
        return []
    return [RateRow(row.rate, net, row.vat, row.tokens, row.category)]


def _rest(rows: Sequence[RateRow], net: Amount, vat: Amount) -> RateRow | None:
    """The row that is lacking, when what the others leave of net and VAT is a rate of its own."""
    bases, amounts = _sums(rows)
    base, amount = net.value - bases, vat.value - amounts
    if base * net.value <= 0 or amount * net.value <= 0 or abs(base) < 1:
        return None
    rates = [rate for rate in RATES if rate > 2 and vat_on(base, rate) == amount]
    if len(rates) != 1 or any(row.rate == rates[0] for row in rows):
        return None
    return RateRow(rates[0], _derived(base, net), _derived(amount, vat), [*net.tokens, *vat.tokens])


def _single(net: Amount, vat: Amount, printed: set[Decimal]) -> RateRow | None:
    """The one row of a document that prints its totals only: the rate on the page, or the only one that fits."""
    tokens = [*net.tokens, *vat.tokens]
    if not vat.value:
        return RateRow(Decimal(0), net, vat, tokens)
    for rates in (printed, RATES):
        fitting = [rate for rate in rates if rate > 0 and near_equal(vat_on(net.value, rate), vat.value)]
        if len(fitting) == 1:
            return RateRow(fitting[0], net, vat, tokens)
        if fitting:
            return None
    return None
