"""The billed items of a document: rows of a table, or lines of text with an amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.reading import ReadLine
from ocr.local.adjustments import without_surcharge
from ocr.local.counted_below import counts_below
from ocr.local.free_rows import Allowed, free_rows
from ocr.local.group_heads import without_group_heads
from ocr.local.headed_rows import headed_rows
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.loose_rows import product_rows, stacked_rows
from ocr.local.numbers import Amount
from ocr.local.record_rows import record_rows
from ocr.local.relations import Neighbours
from ocr.local.row import Row, to_line
from ocr.local.row_sums import adds_up, sums_outside
from ocr.local.tables import Head, find_heads


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
    counts_below(rows, layout, by_line)
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
    rows = headed_rows(layout, heads, by_line, near, mark)
    rows = [row for row in rows if {"amount", "gross_amount", "quantity"} & row.cells.keys()]
    if len(rows) > 2:
        rows = without_group_heads(rows, sums_outside(rows, by_line))
    if rows:
        if adds_up(rows, sums_outside(rows, by_line)):
            return rows
        more = free_rows(layout, by_line, near, rows, Allowed(charges=False))
        return more if len(more) > len(rows) and _proven(more, by_line) else rows
    structured = [
        stacked_rows(layout, by_line, near),
        product_rows(layout, by_line, near),
        record_rows(layout, by_line),
    ]
    ways: list[list[Row]] = []
    for way in structured:
        ways += [way, free_rows(layout, by_line, near, way)] if way else []
    ways.append(free_rows(layout, by_line, near))
    proven = [way for way in ways if _proven(way, by_line)]
    if not proven:
        last = (
            free_rows(layout, by_line, near, (), Allowed(many=True)),
            free_rows(layout, by_line, near, (), Allowed(freight=True)),
        )
        proven = [way for way in last if _proven(way, by_line)]
    best = max(proven, key=_total) if proven else next((way for way in ways if way), [])
    return without_surcharge(best, by_line)


def _proven(rows: Sequence[Row], by_line: dict[int, list[Amount]]) -> bool:
    return len(rows) > 1 and adds_up(rows, sums_outside(rows, by_line))


def _total(rows: Sequence[Row]) -> Decimal:
    """What the rows make: a sum of all is more than the sum of one group."""
    return abs(sum(((row.value("amount") or Decimal(0)) + row.adjustment for row in rows), Decimal(0)))


__all__ = ["Items", "Row", "read_items"]
