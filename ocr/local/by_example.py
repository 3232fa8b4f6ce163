"""Mark one row, get the table: a person marks one printed row and all rows of its table are proposed.

The marked row says where the columns stand; the heads above it, the arithmetic and, where the person told, the person
say what they are. Rows are then looked for on its page and on every page that has rows in the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.reading import ReadLine
from ocr.example import FoundTable, MarkedRow
from ocr.local.adjustments import fold_adjustments
from ocr.local.column_roles import assign_roles, row_fits
from ocr.local.document import gather
from ocr.local.example_columns import Pattern, pattern_of
from ocr.local.example_rows import Sheet, ends, rows_like
from ocr.local.item_text import describe
from ocr.local.layout import Layout, Line, Token, lay_out
from ocr.local.lines import Items
from ocr.local.mends import mend
from ocr.local.money_fields import fill_money
from ocr.local.numbers import Amount
from ocr.local.row import CENT, Row, to_line
from ocr.local.tables import Head, find_heads
from ocr.local.work import Work
from ocr.page import Page, ReadContext

_CELLS = {"price": "unit_price", "amount": "net_amount", "gross_amount": "net_amount", "code": "item_code"}


def table_by_example(pages: Sequence[Page], marked: MarkedRow) -> FoundTable:
    """All rows of the table in which ``marked`` is one; no rows when nothing with a number was marked.

    ``pages`` are all pages of the document. The marked row itself is always among the rows. Total.
    """
    layout = lay_out(pages)
    if not layout.lines:
        return FoundTable()
    work = gather(layout, ReadContext())
    by_line: dict[int, list[Amount]] = {}
    for amount in work.amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    heads = find_heads(layout, {n for n, found in by_line.items() if any(a.is_money for a in found)})
    pattern = pattern_of(layout, marked, by_line, heads)
    if pattern is None:
        return FoundTable()
    sheet = Sheet(layout, by_line, work.near, heads)
    rows = _judged(rows_like(pattern, sheet), pattern, sheet)
    _describe(rows, pattern, sheet, work)
    _leading_counts(rows)
    by_itself = work.items
    own = _written(_items(rows, work.layout, sheet.head_lines), work)
    if not pattern.told and any(_is_marked(row, pattern) for row in by_itself.rows):
        read = _written(by_itself, work)
        # What the reader found by itself has this row too, and more speaks for it; on a scan its columns, told by the
        # words of their heads, are surer than those of one row that may be misread.
        if read.worth > own.worth or (layout.is_ocr and read.worth == own.worth):
            own, rows = read, by_itself.rows
    place = next(at for at, row in enumerate(rows) if _is_marked(row, pattern))
    return FoundTable(own.lines, place, _columns(pattern, rows), own.with_vat)


def _is_marked(row: Row, pattern: Pattern) -> bool:
    return row.line is pattern.line or pattern.line.number in row.used


def _judged(rows: list[Row], pattern: Pattern, sheet: Sheet) -> list[Row]:
    """Settle which column is which by the arithmetic of all rows, and lower items by the discounts under them."""
    if pattern.told:
        for row in rows:
            row.good = row_fits(row, "quantity", "price", "amount")
    else:
        assign_roles(rows, pattern.over or Head([], [], pattern.line.page))
    if sheet.layout.is_ocr:
        mend(rows, counted=any("quantity" in row.cells for row in rows))
    for row in rows:
        if "amount" not in row.cells and "gross_amount" in row.cells:
            row.cells["amount"] = row.cells["gross_amount"]
    kept = list(rows)
    fold_adjustments(kept, sheet.by_line, sheet.near)
    stay = {id(row) for row in kept}
    return [row for row in rows if id(row) in stay or row.line is pattern.line]


def _describe(rows: Sequence[Row], pattern: Pattern, sheet: Sheet, work: Work) -> None:
    """Give the rows their words, wrapped lines included."""
    if pattern.above:
        _describe_from_above(rows, pattern, sheet)
        return
    describe(rows, _region(rows, sheet), pattern.head, sheet.layout, work.near, sheet.by_line)
    codes = next((c for c in pattern.columns if c.kind == "code"), None)
    if codes is None:
        return
    for row in rows:
        found = [t for t in row.line.tokens if t.x0 < codes.x1 and t.x1 > codes.x0 and t not in row.description]
        row.code = " ".join(t.text for t in found) if any(c.isdigit() for t in found for c in t.text) else ""


def _leading_counts(rows: Sequence[Row]) -> None:
    """ "2 Krentenbol": where no column has quantities, a count before the words of most rows is one."""
    if any("quantity" in row.cells for row in rows):
        return
    counted = [row for row in rows if _begins_with_count(row.description)]
    if len(counted) * 2 <= len(rows):
        return
    for row in counted:
        first = row.description[0]
        row.cells["quantity"] = Amount(Decimal(first.text), 0, "", False, [first], first.text)
        row.description = row.description[1:]


def _begins_with_count(words: Sequence[Token]) -> bool:
    return len(words) > 1 and re.fullmatch(r"\d{1,3}", words[0].text) is not None and words[1].text[:1].isalpha()


def _describe_from_above(rows: Sequence[Row], pattern: Pattern, sheet: Sheet) -> None:
    """Words of items whose first printed line stands above their numbers, as many lines as in the marked row."""
    column = pattern.head.column("description")
    if column is None:
        return
    em = sheet.layout.em
    region = {line.number: line for line in _region(rows, sheet, above=True)}
    starts = [row.line.number - pattern.above for row in rows]
    for at, row in enumerate(rows):
        end = starts[at + 1] if at + 1 < len(rows) and rows[at + 1].line.page == row.line.page else max(region) + 1
        taken = {id(t) for a in row.cells.values() for t in a.tokens}
        previous = row.line
        for number in range(starts[at], end):
            line = region.get(number)
            if line is None or line.page != row.line.page or number > row.line.number + 4:
                continue
            if number > row.line.number and line.y - previous.y > 2.6 * sheet.layout.height:
                break
            if number > row.line.number and ends(line, pattern, sheet):
                break
            cells = [c for c in line.cells if column.x0 - 1.5 * em <= c.x0 < column.x1 or c.x0 < column.x0 < c.x1]
            words = [t for cell in cells for t in cell.tokens if id(t) not in taken]
            if line is not row.line or sum(len(t.text) for t in words) > 4:
                row.description += words
            if words:
                row.used.add(number)
            previous = line


def _region(rows: Sequence[Row], sheet: Sheet, *, above: bool = False) -> list[Line]:
    """The printed lines among which words of the rows may stand: those around them, without heads of tables and
    without lines that carry an amount and are no row."""
    own = {row.line.number for row in rows} | {n for row in rows for n in row.used}
    edges = [a.x1 for row in rows for kind, a in row.cells.items() if kind == "amount"]
    left, right = (min(edges) - sheet.layout.em, max(edges) + sheet.layout.em) if edges else (1.0, 0.0)
    headings = set() if above else _heading_words(rows, sheet)
    out: list[Line] = []
    for line in _around(rows, sheet.layout):
        if line.number not in own and line.tokens[0].text in headings:
            continue
        sums = [a for a in sheet.by_line.get(line.number, ()) if a.is_money and a.decimals == 2]
        in_column = any(left < a.x1 < right for a in sums)
        if line.number in own or (line.number not in sheet.head_lines and not in_column):
            out.append(line)
    return out


def _heading_words(rows: Sequence[Row], sheet: Sheet) -> set[str]:
    """First words of headings inside the table: of a line of words between the column heads and the first row under
    them, where it can belong to no row before it. Lines that begin likewise further down are headings too."""
    out: set[str] = set()
    numbers = {row.line.number for row in rows}
    for row in rows:
        number = row.line.number - 1
        if number < 1 or number in numbers or number in sheet.head_lines or number - 1 not in sheet.head_lines:
            continue
        line = sheet.layout.lines[number]
        if line.page == row.line.page and len(line.cells) == 1 and line.tokens[0].text.isalpha():
            out.add(line.tokens[0].text)
    return out


def _around(rows: Sequence[Row], layout: Layout) -> list[Line]:
    pages: dict[int, list[int]] = {row.line.page: [] for row in rows}
    for row in rows:
        pages[row.line.page].append(row.line.number)
    out: list[Line] = []
    for numbers in pages.values():
        low, high = min(numbers), max(numbers)
        out += layout.lines[max(0, low - 4) : high + 7]
    return out


@dataclass(frozen=True, slots=True)
class _Written:
    """Rows as lines. ``worth``: whether they add up to a total of the document, and how many multiply out."""

    lines: tuple[ReadLine, ...]
    with_vat: bool
    worth: tuple[bool, int]


def _items(rows: Sequence[Row], layout: Layout, head_lines: set[int]) -> Items:
    items = Items(rows=list(rows), head_lines=set(head_lines))
    for row in rows:
        items.used_lines.add(row.line.number)
        items.text_lines.update(row.used - {row.line.number})
        items.lines.append(_line(row, layout))
    return items


def _written(items: Items, work: Work) -> _Written:
    """The rows as lines; net of VAT where they add up to the total with VAT."""
    printed, total = tuple(items.lines), items.total()
    work.items = items
    fill_money(work)
    sums = [m.value for m in (work.totals.net, work.totals.gross) if m is not None]
    proven = total is not None and any(abs(abs(total) - abs(value)) <= CENT for value in sums)
    worth = (proven, sum(row.good for row in items.rows))
    lines = tuple(work.items.lines)
    if any(not new.net_amount and old.net_amount for new, old in zip(lines, printed, strict=True)):
        return _Written(printed, False, worth)  # with VAT, but which rate is whose cannot be told: shown as printed
    return _Written(lines, lines != printed, worth)


def _line(row: Row, layout: Layout) -> ReadLine:
    line = to_line(row, layout)
    quantity, price = row.value("quantity"), row.value("price")
    discount, amount = row.value("discount"), row.value("amount")
    if quantity and price and discount and amount is not None and not row.cells["discount"].percent:
        gross = quantity * price
        if abs(gross - abs(discount) - amount) <= CENT < abs(gross * (1 - abs(discount) / 100) - amount):
            return replace(line, discount_is_amount=True)
    return line


def _columns(pattern: Pattern, rows: Sequence[Row]) -> tuple[str, ...]:
    """Names of the found cells from left to right."""
    places: dict[str, float] = {c.kind: c.x0 for c in pattern.columns}
    for row in reversed(rows):
        places.update({kind: amount.x0 for kind, amount in row.cells.items()})
    names = [_CELLS.get(kind, kind) for kind in sorted(places, key=lambda k: places[k])]
    return tuple(dict.fromkeys(name for name in names if name in ReadLine.__slots__))


__all__ = ["FoundTable", "MarkedRow", "table_by_example"]
