"""The items under rows of column heads: one table over its pages, or several tables that make the total together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from ocr.local.adjustments import fold_adjustments
from ocr.local.layout import Layout
from ocr.local.numbers import Amount
from ocr.local.region import Region, region_rows, write_texts
from ocr.local.relations import Neighbours
from ocr.local.row import Row
from ocr.local.row_sums import adds_up, settle_amounts, sums_outside
from ocr.local.tables import Head

_KINDS_OF_TABLES = 4  # differently headed tables that are looked at
_MOST_TABLES = 8  # of them, counted one by one, those that are put together


def headed_rows(
    layout: Layout, heads: Sequence[Head], by_line: dict[int, list[Amount]], near: Neighbours, mark: str
) -> list[Row]:
    """The rows under the most telling heads; with rows under other heads when only together they make a printed sum."""
    best: list[Row] = []
    best_rank = 0.0
    ways: list[list[Row]] = []
    tried: list[frozenset[str]] = []
    for main in sorted(heads, key=lambda h: -h.score):
        if any(main.kinds() == kinds for kinds in tried) or len(tried) >= _KINDS_OF_TABLES:
            continue
        tried.append(main.kinds())
        rows = _table(main, layout, heads, by_line, near, mark)
        ways.append(rows)
        rank = sum(1.0 + row.good for row in rows if row.description or row.good) * (1 + 0.1 * main.score)
        if rank > best_rank:
            best, best_rank = rows, rank
    return _with_others(best, ways, by_line)


def _table(
    main: Head,
    layout: Layout,
    heads: Sequence[Head],
    by_line: dict[int, list[Amount]],
    near: Neighbours,
    mark: str,
) -> list[Row]:
    """The rows under ``main`` and under every head like it, each up to the next head."""
    chain = [h for h in heads if _alike(h, main)]
    rows: list[Row] = []
    for at, head in enumerate(chain):
        until = chain[at + 1].lines[0] if at + 1 < len(chain) else len(layout.lines)
        others = {n for h in heads if h is not head for n in h.lines}
        region = Region(layout, head, until, by_line, near, others, mark)
        read = region_rows(region)
        fold_adjustments(read.rows, by_line, near)
        rows.extend(write_texts(read, region))
    settle_amounts(rows, sums_outside(rows, by_line))
    return rows


def _with_others(best: list[Row], ways: Sequence[list[Row]], by_line: dict[int, list[Amount]]) -> list[Row]:
    """Rows under heads of another kind beside the best ones (parts under hours, usage under subscriptions): taken only
    when the best rows by themselves make no printed sum and with the others they do."""
    if not best or adds_up(best, sums_outside(best, by_line)):
        return best
    own = {row.line.number for row in best}
    more = [way for way in ways if way is not best and way and not own & {row.line.number for row in way}]
    for count in range(len(more), 0, -1):
        for chosen in combinations(more[:_MOST_TABLES], count):
            lines = [row.line.number for way in chosen for row in way]
            if len(set(lines)) < len(lines):
                continue
            rows = sorted([*best, *(row for way in chosen for row in way)], key=lambda row: row.line.number)
            if adds_up(rows, sums_outside(rows, by_line)) or _all_multiply(rows, by_line):
                return rows
    return best


def _all_multiply(rows: Sequence[Row], by_line: dict[int, list[Amount]]) -> bool:
    """Whether every row is a product of its own and all of them together are no more than is billed: not twice the
    same."""
    total = Decimal(0)
    for row in rows:
        amount = row.value("amount")
        if not row.good or not amount:
            return False
        total += abs(amount)
    return total <= max(sums_outside(rows, by_line), default=Decimal(0))


def _alike(a: Head, b: Head) -> bool:
    both, either = a.kinds() & b.kinds(), a.kinds() | b.kinds()
    return len(both) >= 0.7 * len(either)
