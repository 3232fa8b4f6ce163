"""The billed items of a document: rows of a table, or lines of text with an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.reading import ReadLine
from ocr.local.column_roles import assign_roles, row_fits
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.loose_rows import plain_rows, product_rows, stacked_rows, with_single
from ocr.local.numbers import Amount
from ocr.local.record_rows import record_rows
from ocr.local.region import Region, region_rows, write_texts
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, Row, position_of, to_line
from ocr.local.row_sums import adds_up, settle_amounts, sums_outside
from ocr.local.tables import Head, find_heads
from ocr.local.text import plain

_REDUCES = re.compile(
    r"^(?:\w{1,3}\s)?(abzgl|abzuglich|abzol|zzgl|minus|moins|less|korting|remise|charge|rabatt|discount|rechnungsrabatt"
    r"|artikelrabatt|abschlag|zuschlag|toeslag)\b"
)


@dataclass(slots=True)
class Items:
    """Items in page order, the printed lines they take, and lines that are heads of tables."""

    lines: list[ReadLine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    head_lines: set[int] = field(default_factory=set)
    text_lines: set[int] = field(default_factory=set)  # lines with nothing but an item's further text
    used_lines: set[int] = field(default_factory=set)

    def total(self) -> Decimal | None:
        """Sum of the line amounts; None when there is no line or one has no amount."""
        if not self.lines or any(not line.net_amount for line in self.lines):
            return None
        return sum((Decimal(line.net_amount) for line in self.lines), Decimal(0))


def read_items(
    layout: Layout,
    amounts: Sequence[Amount],
    labels: Sequence[Label],
    near: Neighbours,
    mark: str,
    heads: Sequence[Head] | None = None,
) -> Items:
    """Read the table with the most telling heads; without heads, rows that multiply out. ``heads``: where they are
    already known."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    money_lines = {n for n, found in by_line.items() if any(a.is_money for a in found)}
    heads = find_heads(layout, money_lines) if heads is None else heads
    items = Items()
    for head in heads:
        items.head_lines.update(head.lines)
    items.rows = rows = _best_rows(layout, heads, by_line, near, mark)
    for row in rows:
        items.used_lines.add(row.line.number)
        items.text_lines.update(row.used - {row.line.number})
        items.lines.append(to_line(row, layout))
    return items


def _best_rows(
    layout: Layout, heads: Sequence[Head], by_line: dict[int, list[Amount]], near: Neighbours, mark: str
) -> list[Row]:
    """The rows of the table or, without one, rows that multiply out, that repeat labels, or text with an amount; of two
    ways without a table the one whose amounts make a sum that is printed."""
    rows = _table_rows(layout, heads, by_line, near, mark)
    settle_amounts(rows, sums_outside(rows, by_line))
    rows = [row for row in rows if {"amount", "gross_amount", "quantity"} & row.cells.keys()]
    if rows:
        return rows
    ways = [
        stacked_rows(layout, by_line, near),
        product_rows(layout, by_line, near),
        record_rows(layout, by_line),
        plain_rows(layout, by_line, near),
    ]
    ways.insert(1, with_single(ways[0], ways[3]))
    ways.insert(3, with_single(ways[2], ways[4]))
    proven = [way for way in ways if len(way) > 1 and adds_up(way, sums_outside(way, by_line))]
    return next(iter(proven or [way for way in ways if way]), [])


# --- tables with heads ----------------------------------------------------------------------------------------------
def _table_rows(
    layout: Layout, heads: Sequence[Head], by_line: dict[int, list[Amount]], near: Neighbours, mark: str
) -> list[Row]:
    if not heads:
        return []
    best: list[Row] = []
    best_rank = 0.0
    tried: list[frozenset[str]] = []
    for main in sorted(heads, key=lambda h: -h.score)[:4]:
        if any(main.kinds() == kinds for kinds in tried):
            continue
        tried.append(main.kinds())
        chain = [h for h in heads if _alike(h, main)]
        rows: list[Row] = []
        for at, head in enumerate(chain):
            until = chain[at + 1].lines[0] if at + 1 < len(chain) else len(layout.lines)
            others = {n for h in heads if h is not head for n in h.lines}
            region = Region(layout, head, until, by_line, near, others, mark)
            read = region_rows(region)
            fold_adjustments(read.rows, read.pending, by_line, near)
            rows.extend(write_texts(read, region))
        rank = sum(1.0 + row.good for row in rows if row.description or row.good) * (1 + 0.1 * main.score)
        if rank > best_rank:
            best, best_rank = rows, rank
    return best


def _alike(a: Head, b: Head) -> bool:
    both, either = a.kinds() & b.kinds(), a.kinds() | b.kinds()
    return len(both) >= 0.7 * len(either)


def fold_adjustments(
    rows: list[Row], pending: Sequence[tuple[int, Row | None]], by_line: dict[int, list[Amount]], near: Neighbours
) -> None:
    """A discount line under an item lowers it; other discount and charge lines are no items."""
    gone: list[Row] = []
    for row in rows:
        if "quantity" in row.cells and (row.good or position_of(row) is not None):
            continue
        text = plain(row.line.text)
        first = next(iter(near.on_line.get(row.line.number, ())), None)
        leads = first is not None and first.kinds & ADJUST and first.tokens[0].index <= 2
        leads = leads or any(_REDUCES.match(plain(cell.text)) for cell in row.line.cells)
        if not leads or _among_items(row, rows):
            continue
        at = rows.index(row)
        value = row.value("amount") or Decimal(0)
        near_item = at > 0 and 0 < row.line.number - rows[at - 1].line.number <= 5 and rows[at - 1] not in gone
        if (
            near_item
            and value < 0
            and (rows[at - 1].value("amount") or 0) > 0
            and at + 1 <= len(rows)
            and "remise commerciale" not in text
        ):
            if at + 1 < len(rows) or row.line.number - rows[at - 1].line.number <= 3:
                rows[at - 1].adjustment += value
        gone.append(row)
    rows[:] = [row for row in rows if row not in gone]


def _among_items(row: Row, rows: Sequence[Row]) -> bool:
    """A charge that stands between items and bears a rate of VAT as they do is one of them."""
    at = rows.index(row)
    after = rows[at + 1 :]
    if not after or "vat_rate" not in row.cells or (row.value("amount") or 0) <= 0:
        return False
    return not any(_REDUCES.match(plain(cell.text)) for cell in row.line.cells)


__all__ = ["Items", "Row", "assign_roles", "fold_adjustments", "read_items", "row_fits"]
