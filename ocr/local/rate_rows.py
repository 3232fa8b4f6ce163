"""The VAT breakdown: rate, base and VAT of each rate, wherever the page prints them.

Four ways to print it are known: all on one line; under heads that name the rate, side by side ("Net 21 % | VAT 21 %")
or below each other; base and VAT each on its own line with the rate; and further lines of a table whose columns a
proven line has shown (how a zero rate without a percent sign is told). Arithmetic proposes, the totals decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ocr.local.layout import Layout, Line
from ocr.local.marks import CENT, RATES, RateRow
from ocr.local.numbers import Amount
from ocr.local.text import plain

_SLACK = Decimal("0.02")  # VAT rounded per line may differ so much from VAT on the base
_VAT_WORD = re.compile(r"\b(?:btw|vat|tva|t\.v\.a|mwst|ust|umsatzsteuer|mehrwertsteuer|tax|gst|steuer)")
_DEPTH = 4  # lines below a head of rates that may belong to it


def find_rate_rows(layout: Layout, amounts: Sequence[Amount], skip: set[int]) -> list[RateRow]:
    """Rows of base, rate and VAT outside the items (``skip``: numbers of their lines), in page order."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        if amount.line.number not in skip:
            by_line.setdefault(amount.line.number, []).append(amount)
    found: list[RateRow] = []
    for number in sorted(by_line):
        row = _on_one_line(by_line[number])
        if row is not None:
            found.append(row)
    found += list(_aligned(found, by_line))
    out = _distinct(found)
    used = {id(a) for row in out for a in (row.base, row.vat)}
    for row in [*_under_heads(layout, by_line), *_on_two_lines(by_line)]:
        if not {id(row.base), id(row.vat)} & used and not any(same_row(row, other) for other in out):
            out.append(row)
            used |= {id(row.base), id(row.vat)}
    return out


def same_row(a: RateRow, b: RateRow) -> bool:
    """Whether two rows say the same, wherever they stand."""

    def value(x: Amount | None) -> Decimal | None:
        return x.value if x else None

    return a.rate == b.rate and value(a.base) == value(b.base) and value(a.vat) == value(b.vat)


def vat_on(base: Decimal, rate: Decimal) -> Decimal:
    """VAT at ``rate`` per cent on ``base``, rounded to cents."""
    return (base * rate / 100).quantize(CENT, ROUND_HALF_UP)


def _distinct(rows: Sequence[RateRow]) -> list[RateRow]:
    out: list[RateRow] = []
    for row in rows:
        if not any(same_row(row, other) for other in out):
            out.append(row)
    return out


def _row(rate: Decimal, base: Amount, vat: Amount) -> RateRow:
    return RateRow(abs(rate), base, vat, [*base.tokens, *vat.tokens])


def _money(amounts: Sequence[Amount]) -> list[Amount]:
    return [a for a in amounts if not a.percent and a.decimals == 2]


def _with_lost_marks(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts of money of a line; on a scan also whole numbers with the decimal mark that recognition lost."""
    out = _money(amounts)
    for a in amounts:
        if not a.percent and a.decimals == 0 and a.confidence < 1.0 and abs(a.value) >= 1000 and a.raw.isdigit():
            out.append(Amount(a.value / 100, 2, a.currency, False, list(a.tokens), a.raw, a.confidence))
    return sorted(out, key=lambda a: a.x0)


def rows_on_lines(amounts: Sequence[Amount], skip: set[int]) -> list[RateRow]:
    """Every way to read a line outside the items as base, rate and VAT, for where the likeliest does not make the
    totals (a discount and the net it leaves give the same cents)."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        if amount.line.number not in skip:
            by_line.setdefault(amount.line.number, []).append(amount)
    return [row for number in sorted(by_line) for _, row in _ways(by_line[number])]


def _on_one_line(on_line: Sequence[Amount]) -> RateRow | None:
    """The pair of amounts on a line that a rate on it makes; the best product first, then the larger base."""
    ways = _ways(on_line)
    return max(ways, key=lambda way: way[0])[1] if ways else None


def _ways(on_line: Sequence[Amount]) -> list[tuple[tuple[Decimal | int | bool, ...], RateRow]]:
    money = _with_lost_marks(on_line)
    if len(money) < 2 or len(on_line) > 9:
        return []
    rates = [a for a in on_line if a.percent] or [
        a for a in on_line if a.value in RATES and a.value > 0 and a.decimals <= 2
    ]
    zero_said = _VAT_WORD.search(plain(on_line[0].line.text)) is not None
    out: list[tuple[tuple[Decimal | int | bool, ...], RateRow]] = []
    for rate in rates:
        for i, base in enumerate(money):
            for j, vat in enumerate(money):
                if i == j or rate in (base, vat):
                    continue
                if rate.value == 0:
                    if vat.value != 0 or base.value == 0 or not (rate.percent or zero_said):
                        continue
                    rank: tuple[Decimal | int | bool, ...] = (0, rate.x0 < base.x0 < vat.x0, -abs(i - j))
                else:
                    off = abs(vat_on(base.value, rate.value) - vat.value)
                    if vat.value == 0 or off > _SLACK:
                        continue
                    rank = (-off, abs(base.value), -abs(i - j))
                out.append((rank, _row(rate.value, base, vat)))
    return out


def _aligned(rows: Sequence[RateRow], by_line: dict[int, list[Amount]]) -> Iterator[RateRow]:
    """Lines next to a proven row with numbers in the same three columns: a rate of zero, without a percent sign."""
    for row in rows:
        assert row.base is not None and row.vat is not None
        own = by_line[row.base.line.number]
        rate = next((a for a in own if a.value == row.rate and a not in (row.base, row.vat)), None)
        if rate is None or row.base.line is not row.vat.line:
            continue
        for number in (n for step in (1, 2, -1, -2) for n in [row.base.line.number + step]):
            placed = [_in_column(a, by_line.get(number, ())) for a in (rate, row.base, row.vat)]
            zero, base, vat = placed
            if zero is None or base is None or vat is None or len({id(a) for a in placed}) < 3:
                continue
            if zero.value == 0 and vat.value == 0 and base.value and base.decimals == 2 and vat.decimals == 2:
                yield _row(zero.value, base, vat)


def _in_column(model: Amount, amounts: Sequence[Amount]) -> Amount | None:
    """The amount on another line that stands in the column of ``model`` (same right or left edge)."""
    near = 0.4 * max(model.x1 - model.x0, 0.01)
    fitting = [a for a in amounts if a.page == model.page and min(abs(a.x1 - model.x1), abs(a.x0 - model.x0)) < near]
    return min(fitting, key=lambda a: abs(a.x1 - model.x1)) if fitting else None


def _under_heads(layout: Layout, by_line: dict[int, list[Amount]]) -> Iterator[RateRow]:
    """Amounts below heads that name a rate: one column per rate, or one for its base and one for its VAT."""
    for number, on_line in by_line.items():
        heads = [a for a in on_line if a.percent]
        if not heads or _money(on_line):
            continue
        below = _lines_below(layout, number, by_line)
        for rate in dict.fromkeys(abs(a.value) for a in heads):
            own = [a for a in heads if abs(a.value) == rate]
            row = _pair(rate, [b for b in below if any(_is_under(b, a, heads, layout.em) for a in own)])
            if row is not None:
                yield row


def _lines_below(layout: Layout, number: int, by_line: dict[int, list[Amount]]) -> list[Amount]:
    out: list[Amount] = []
    head = layout.lines[number]
    for below in range(number + 1, min(number + 1 + _DEPTH, len(layout.lines))):
        if layout.lines[below].page != head.page or layout.lines[below].y - head.y > 9 * layout.height:
            break
        if any(a.percent for a in by_line.get(below, ())):
            break
        out += _money(by_line.get(below, ()))
    return out


def _is_under(amount: Amount, head: Amount, heads: Sequence[Amount], em: float) -> bool:
    """Whether an amount stands under the cell of a head, and under no other head's more."""

    def overlap(other: Amount) -> float:
        cell = other.tokens[0].cell
        left, right = (cell.x0, cell.x1) if cell is not None else (other.x0, other.x1)
        return min(amount.x1, right) - max(amount.x0, left)

    most = max(heads, key=overlap)
    return overlap(head) > -2 * em and overlap(head) == overlap(most)


def _pair(rate: Decimal, pool: Sequence[Amount]) -> RateRow | None:
    """Base and VAT of one rate among the amounts that belong to it."""
    if len(pool) > 8:
        return None
    if rate == 0:
        bases, zeros = [a for a in pool if a.value], [a for a in pool if not a.value]
        return _row(rate, bases[0], zeros[0]) if bases and zeros and len({a.value for a in bases}) == 1 else None
    fits = [
        (abs(vat_on(base.value, rate) - vat.value), base, vat)
        for base in pool
        for vat in pool
        if base is not vat and vat.value and abs(vat_on(base.value, rate) - vat.value) <= _SLACK
    ]
    if not fits:
        return None
    _, base, vat = min(fits, key=lambda fit: fit[0])
    return _row(rate, base, vat)


def _on_two_lines(by_line: dict[int, list[Amount]]) -> Iterator[RateRow]:
    """Base and VAT of a rate on lines of their own: "Net at 20 %: 100.00", "VAT 20 %: 20.00"."""
    pools: dict[Decimal, list[Amount]] = {}
    for on_line in by_line.values():
        line = on_line[0].line
        money = _money(on_line)
        rates = {abs(a.value) for a in on_line if a.percent} or rates_in(line)
        if len(rates) == 1 and len(money) == 1 and money[0].x0 > line.tokens[0].x1:
            pools.setdefault(rates.pop(), []).append(money[0])
    for rate, pool in pools.items():
        row = _pair(rate, pool)
        if row is not None:
            yield row


def rates_in(line: Line) -> set[Decimal]:
    """Rates printed in the words of a line, also inside brackets or with a space before the percent sign."""
    found = re.findall(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%", line.text)
    return {Decimal(text.replace(",", ".")) for text in found}
