"""All rows of a document that look like the marked one, on its page and on pages that continue the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from ocr.local.column_roles import row_fits
from ocr.local.example_columns import Pattern, Spot, kind_by_head, textual
from ocr.local.layout import Layout, Line
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, Row, ends_items, total_line
from ocr.local.tables import Head
from ocr.local.text import plain
from ocr.local.units import is_unit

# Sums that are carried from page to page, and sub-totals: numbers in line with the table that are no items.
_CARRIED = re.compile(
    r"^\W*(?:transport|transporteren|carried|brought|report|a reporter|ubertrag|overdracht|zwischensumme|subtotaal"
    r"|sub-?total|sous-total|tussentotaal|summe|totaal|total|saldo)\b"
)
# How far out of line, in line heights, a number may stand: surely in its column, and in it when nothing is nearer.
ALIGNED, NEAR = 1.3, 4.0
_GAP = 7.0  # line heights without a row after which rows without a full set of numbers no longer belong to the table


@dataclass(slots=True)
class Sheet:
    """The document as the row finder needs it."""

    layout: Layout
    by_line: dict[int, list[Amount]]
    near: Neighbours
    heads: Sequence[Head]
    head_lines: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.head_lines = {number for head in self.heads for number in head.lines}


def rows_like(pattern: Pattern, sheet: Sheet) -> list[Row]:
    """Rows in page order, the marked one always among them."""
    found = _all_rows(pattern, sheet)
    if _learn_columns(pattern, found, sheet):
        found = _all_rows(pattern, sheet)
    return found


def _all_rows(pattern: Pattern, sheet: Sheet) -> list[Row]:
    """Rows of the marked page, of the pages after it, and of those right before it that the table began on."""
    pages = sheet.layout.page_numbers
    at = pages.index(pattern.line.page)
    out, ended = _on_page(pages[at], pattern, sheet, opened=False, ended=False)
    last = out
    for number in pages[at + 1 :]:
        if _is_settled(last, sheet):
            break
        last, stopped = _on_page(number, pattern, sheet, opened=True, ended=ended)
        out = out + last
        ended = ended or stopped
    for number in reversed(pages[:at]):
        rows, stopped = _on_page(number, pattern, sheet, opened=False, ended=False)
        rows = [row for row in rows if not stopped or multiplies(row)]  # closed by a total: it may be another table
        if not rows or _is_settled(rows, sheet):
            break
        out = rows + out
    return out


def _is_settled(rows: Sequence[Row], sheet: Sheet) -> bool:
    """What is to be paid stands below the rows on their page: what comes after it is another document."""
    if not rows:
        return False
    below = [line for line in sheet.layout.by_page[rows[-1].line.page] if line.number > rows[-1].line.number]
    labels = [label for line in below for label in sheet.near.on_line.get(line.number, ())]
    return any(
        label.kinds & {"gross", "payable"}
        and not label.kinds & {"subtotal", "vat"}
        and any(a.is_money and a.x0 > label.x1 for a in sheet.by_line.get(label.line.number, ()))
        for label in labels
    )


def _on_page(number: int, pattern: Pattern, sheet: Sheet, *, opened: bool, ended: bool) -> tuple[list[Row], bool]:
    """Rows of one page and whether a total ended them. ``opened``: an earlier page had rows; ``ended``: a total closed
    them there."""
    lines = sheet.layout.by_page.get(number, [])
    if len(pattern.needed) >= 2:
        return _page_rows(lines, pattern, sheet, opened, ended)
    return ([], True) if ended else _simple_rows(lines, pattern, sheet)


def row_at(line: Line, pattern: Pattern, sheet: Sheet) -> Row | None:
    """The numbers of a line by column; None when none stands in a column of the table."""
    row = Row(line)
    reach = ALIGNED * sheet.layout.em
    level = [s for s in pattern.spots if not s.step]
    for amount in sheet.by_line.get(line.number, ()):
        spot = min(level, key=lambda s: s.distance(amount), default=None)
        if spot is None or spot.distance(amount) > NEAR * sheet.layout.em:
            continue
        if spot.distance(amount) > reach and (spot is pattern.last or textual(amount)):
            continue
        if amount.percent and spot.kind not in ("vat_rate", "discount", "vat_amount") and spot.kind.isalpha():
            continue
        other = row.cells.get(spot.kind)
        if other is None or spot.distance(amount) < spot.distance(other):
            row.cells[spot.kind] = amount
    if not row.cells:
        return None
    for spot in pattern.spots:
        if spot.step:
            _stacked_cell(row, spot, sheet, reach)
    return row


def _stacked_cell(row: Row, spot: Spot, sheet: Sheet, reach: float) -> None:
    """A number of the row that stands on another of its printed lines."""
    direction = 1 if spot.step > 0 else -1
    for step in range(direction, spot.step + 2 * direction, direction):
        number = row.line.number + step
        if not 0 <= number < len(sheet.layout.lines) or sheet.layout.lines[number].page != row.line.page:
            return
        for amount in sheet.by_line.get(number, ()):
            if spot.distance(amount) <= reach:
                row.cells.setdefault(spot.kind, amount)
                row.used.add(number)
                return


def multiplies(row: Row) -> bool:
    """Quantity x price = amount: an item wherever it stands."""
    return bool(row.value("amount")) and row_fits(row, "quantity", "price", "amount")


def is_full(row: Row, pattern: Pattern, sheet: Sheet) -> bool:
    """A number in every column the marked row has, and words if that has words."""
    return pattern.needed <= row.cells.keys() and not _no_item(row, pattern, sheet)


def is_possible(row: Row, pattern: Pattern, sheet: Sheet) -> bool:
    """An amount in its column with words before it: a row that leaves some columns empty."""
    if pattern.last.kind not in row.cells or _no_item(row, pattern, sheet):
        return False
    have = len(pattern.needed & row.cells.keys())
    return have >= ceil(len(pattern.needed) / 2) or _has_words(row, pattern)


def _no_item(row: Row, pattern: Pattern, sheet: Sheet) -> bool:
    """A total, a sum carried over, a discount or charge, or numbers without words where the marked row has words."""
    if row.line is pattern.line:
        return False
    if total_line(row.line, sheet.near, row):
        return True
    first = next(iter(sheet.near.on_line.get(row.line.number, ())), None)
    lone = not {"quantity", "price"} <= row.cells.keys()
    if lone and any(_CARRIED.match(plain(cell.text)) for cell in row.line.cells):
        return True
    if lone and first is not None and first.kinds & ADJUST and first.tokens[0].index <= 1:
        return True
    return not pattern.above and _own_words(pattern.line, pattern) and not _has_words(row, pattern)


def _has_words(row: Row, pattern: Pattern) -> bool:
    return _own_words(row.line, pattern)


def _own_words(line: Line, pattern: Pattern) -> bool:
    """Words left of the amounts, or wherever the marked row has them."""
    edge = max((s.x1 for s in pattern.spots), default=1.0)
    words = [t for t in line.tokens if t.x0 < edge and len(t.text) > 2 and not is_unit(t.text)]
    return any(sum(c.isalpha() for c in t.text) > 1 for t in words)


def _page_rows(
    lines: Sequence[Line], pattern: Pattern, sheet: Sheet, opened: bool, ended: bool
) -> tuple[list[Row], bool]:
    """Rows of one page: full ones wherever they stand before the end, possible ones between and right after them.

    ``opened``: an earlier page had rows; ``ended``: a total closed them there. Also tells whether one did here.
    """
    full, sure = _certain(lines, pattern, sheet)
    if ended and not _head_again(lines, pattern, sheet):
        full = {number: row for number, row in full.items() if multiplies(row)}
    if not full:
        return [], False
    rows: list[Row] = []
    pending: list[Row] = []
    previous: Line | None = None
    for line in lines:
        if line.number in sheet.head_lines and line.number not in full:
            pending, opened, previous = [], True, line
            continue
        row = full.get(line.number) or row_at(line, pattern, sheet)
        if line.number in full and row is not None:
            rows += [*pending, row]
            pending, opened, previous = [], True, line
            continue
        if ends(line, pattern, sheet):
            if line.number > sure:
                return [*rows, *pending], bool(rows)
            if not rows:
                pending, opened = [], False
            continue
        if not opened or (previous is not None and line.y - previous.y > _GAP * sheet.layout.height):
            continue
        if row is not None and is_possible(row, pattern, sheet):
            pending.append(row)
            previous = line
        elif _belongs(line, pattern):
            previous = line
    return [*rows, *pending], False


def _head_again(lines: Sequence[Line], pattern: Pattern, sheet: Sheet) -> bool:
    """The page repeats the heads of the table."""
    numbers = {line.number for line in lines}
    heads = [h for h in sheet.heads if numbers & set(h.lines)]
    kinds = pattern.over.kinds() if pattern.over is not None else frozenset()
    return any(len(h.kinds() & kinds) >= 0.7 * len(h.kinds() | kinds) for h in heads)


def ends(line: Line, pattern: Pattern, sheet: Sheet) -> bool:
    """A total or what follows the items. Where rows of this table themselves bear such a word ("19 % VAT"), only a
    line that begins with one counts."""
    if not ends_items(line, sheet.near, sheet.by_line):
        return False
    if not ends_items(pattern.line, sheet.near, sheet.by_line):
        return True
    return any(label.tokens[0].index <= 1 for label in sheet.near.on_line.get(line.number, ()))


def _in_line(row: Row, pattern: Pattern, sheet: Sheet) -> bool:
    """Three numbers or more, each exactly in its column: no chance find in a table of totals."""
    if len(pattern.needed) < 3 or not is_full(row, pattern, sheet):
        return False
    reach = ALIGNED * sheet.layout.em
    return all(s.distance(row.cells[s.kind]) <= reach for s in pattern.spots if s.kind in pattern.needed and not s.step)


def _certain(lines: Sequence[Line], pattern: Pattern, sheet: Sheet) -> tuple[dict[int, Row], int]:
    """Rows that are items by their own numbers, by line; and the last line that is one even below a total."""
    full: dict[int, Row] = {}
    sure = -1
    for line in lines:
        row = row_at(line, pattern, sheet)
        if row is None:
            continue
        if line is pattern.line or multiplies(row) or _in_line(row, pattern, sheet):
            sure = line.number
        elif not is_full(row, pattern, sheet):
            continue
        full[line.number] = row
    return full, sure


def _belongs(line: Line, pattern: Pattern) -> bool:
    """A line of words under the description keeps the table going."""
    left = pattern.text_left
    return left is not None and any(abs(cell.x0 - left) < 0.03 for cell in line.cells)


def _simple_rows(lines: Sequence[Line], pattern: Pattern, sheet: Sheet) -> tuple[list[Row], bool]:
    """Rows of words and one number, as services are billed: from the head (or a gap) down to the first total.

    Also tells whether a total ended them.
    """
    at = next((n for n, line in enumerate(lines) if line is pattern.line), None)
    above: list[Row] = []
    if at is not None:
        previous = pattern.line
        for line in reversed(lines[:at]):
            row = row_at(line, pattern, sheet)
            if line.number in sheet.head_lines or previous.y - line.y > 4.0 * sheet.layout.height:
                break
            if row is not None and _simple(row, pattern, sheet):
                above.insert(0, row)
                previous = line
            elif _stops(line, sheet):
                break
            elif _belongs(line, pattern):
                previous = line
    below: list[Row] = []
    seen = lines[at] if at is not None else None
    for line in lines[at or 0 :]:
        row = row_at(line, pattern, sheet)
        if line is pattern.line or (row is not None and _simple(row, pattern, sheet)):
            below.append(row or Row(line))
            seen = line
        elif _stops(line, sheet):
            return [*above, *below], True
        elif seen is not None and line.y - seen.y > _GAP * sheet.layout.height:
            break
        elif _belongs(line, pattern):
            seen = line
    return [*above, *below], False


def _stops(line: Line, sheet: Sheet) -> bool:
    sums = any(_CARRIED.match(plain(cell.text)) for cell in line.cells) and bool(sheet.by_line.get(line.number))
    return sums or ends_items(line, sheet.near, sheet.by_line)


def _simple(row: Row, pattern: Pattern, sheet: Sheet) -> bool:
    """Words that begin where those of the marked row do, the number in its column, and no label of a total."""
    if pattern.last.kind not in row.cells or _no_item(row, pattern, sheet):
        return False
    if row.cells[pattern.last.kind].decimals != 2 and pattern.last.kind == "amount":
        return False
    left, reach = pattern.text_left, 1.5 * sheet.layout.em
    if left is None:
        return _has_words(row, pattern)
    return any(abs(cell.x0 - left) < reach for cell in row.line.cells) and _has_words(row, pattern)


def _learn_columns(pattern: Pattern, rows: Sequence[Row], sheet: Sheet) -> bool:
    """Columns that the marked row leaves empty (a discount, a rate): numbers of other rows in line with each other.

    Adds them to the pattern; tells whether any was added.
    """
    if pattern.told:
        return False
    reach = ALIGNED * sheet.layout.em
    head = next((h for h in reversed(sheet.heads) if max(h.lines) < pattern.line.number), None)
    kinds = {s.kind for s in pattern.spots}
    added = False
    for row in rows:
        taken = {id(a) for a in row.cells.values()}
        for amount in sheet.by_line.get(row.line.number, ()):
            if id(amount) in taken or textual(amount) or any(s.distance(amount) <= reach for s in pattern.spots):
                continue
            kind = kind_by_head(amount, head, sheet.layout.em)
            if kind in kinds or kind not in ("discount", "vat_rate", "quantity", "price", "per"):
                continue
            pattern.spots.append(Spot(kind, amount.x0, amount.x1))
            pattern.learnt.add(kind)
            kinds.add(kind)
            added = True
    return added
