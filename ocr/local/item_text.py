"""The words that describe an item: on its own line, on the lines below, or on those above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.local.column_words import names_columns
from ocr.local.layout import Cell, Layout, Line, Token
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.row import Row, ends_items
from ocr.local.tables import NUMERIC, Column, Head, text_column
from ocr.local.text import has_digit, has_letter
from ocr.local.units import is_unit

_JOINS = frozenset({"x", "X", "×", "@", "à", "*", "-", "="})  # between the words of an item and its numbers
_TIMES = frozenset({"x", "X", "×"})  # between a count and what is counted
_ABOVE = 4  # lines above a row that may hold its text
# A further line of an item that names a property instead of describing it.
_PROPERTY = re.compile(r"^\W{0,2}(?:[\w.-]+ ){0,3}[\w.()/-]+\s?:")


def describe(
    rows: Sequence[Row],
    region: Sequence[Line],
    head: Head,
    layout: Layout,
    near: Neighbours,
    by_line: dict[int, list[Amount]],
) -> None:
    """Give each row its text: its own line and the lines up to the next row, or the lines above it."""
    if not rows:
        return
    left, right = _text_span(rows, head, layout)
    order = {line.number: at for at, line in enumerate(region)}
    anchors = frozenset(row.line.number for row in rows)
    texts = _Texts(region, order, anchors, left, right, near, layout, head, by_line)
    own = [_own_words(row, left, right, head) for row in rows]
    bare = sum(not _describes(tokens) for tokens in own)
    above = bare > 0.5 * len(rows) and texts.stand_above(rows[0])
    headed = not above and _each_under_text(rows, own, texts)
    for row, tokens, following in zip(rows, own, (*rows[1:], None), strict=True):
        if row.line.number not in order:
            continue
        if headed or (above and not _describes(tokens)):
            row.description = texts.with_lines_below(row, texts.lines_above(row) + tokens, 1, following)
        else:
            row.description = texts.with_lines_below(row, list(tokens), 4, None)


def _describes(tokens: Sequence[Token]) -> bool:
    """Whether there is a real word among them."""
    return any(len(t.text) > 2 and has_letter(t.text) for t in tokens)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Where the words of items are looked for: the lines of a table, those of them that are rows (``anchors``), and the
    left and right edge of the words that describe."""

    region: Sequence[Line]
    order: dict[int, int]
    anchors: frozenset[int]
    left: float
    right: float
    near: Neighbours
    layout: Layout
    head: Head
    by_line: dict[int, list[Amount]]

    def on(self, line: Line) -> list[Token]:
        """The describing words of a line that is no row."""
        return _words(line, self.left, self.right, self.head)

    def beside(self, row: Row, step: int) -> int:
        """Lines of words right above (step -1) or below (step 1) a row, before the next line with an amount."""
        count, previous = 0, row.line
        at = self.order.get(row.line.number, -1) + step
        while 0 <= at < len(self.region):
            line = self.region[at]
            if line.page != row.line.page or abs(line.y - previous.y) > _step(self.layout):
                break
            if any(a.is_money for a in self.by_line.get(line.number, ())) or ends_items(line, self.near, self.by_line):
                break
            if not self.on(line):
                break
            count, previous, at = count + 1, line, at + step
        return count

    def stand_above(self, first: Row) -> bool:
        """True when the first row has its text on the lines just above it, not below: nothing else can claim them."""
        below, start = first.line, self.order.get(first.line.number, 0)
        for line in reversed(self.region[max(0, start - _ABOVE) : start]):
            if line.page != below.page or below.y - line.y > 2.2 * self.layout.height:
                return False
            if self.on(line):
                return True
            below = line
        return False

    def lines_above(self, row: Row) -> list[Token]:
        """The words on the lines over a row, up to the row before."""
        words: list[Token] = []
        previous, start = row.line, self.order[row.line.number]
        for at in range(start - 1, max(-1, start - 1 - _ABOVE), -1):
            line = self.region[at]
            far = line.page != row.line.page or previous.y - line.y > _step(self.layout)
            if line.number in self.anchors or far:
                break
            words = self.on(line) + words
            previous = line
            row.used.add(line.number)
        return words

    def with_lines_below(self, row: Row, tokens: list[Token], most: int, following: Row | None) -> list[Token]:
        """The words so far and those of at most ``most`` lines below the row; lines that name a property are passed
        over. ``following``: the next row, where it may have its text above it: what stands nearer to it is its own."""
        previous, added = row.line, 0
        for at in range(self.order[row.line.number] + 1, len(self.region)):
            line = self.region[at]
            if line.number in self.anchors or added >= most:
                break
            if line.page != row.line.page or line.y - previous.y > 2.6 * self.layout.height:
                break
            if ends_items(line, self.near, self.by_line):
                break
            if following is not None and _nearer_to_next(line, row, following):
                break
            previous = line
            text = self.on(line) if line.number not in row.used else []
            if not text:
                continue
            row.used.add(line.number)
            if not (tokens and _PROPERTY.match(" ".join(t.text for t in text))):
                tokens += text
                added += 1
        return tokens


def _each_under_text(rows: Sequence[Row], own: Sequence[Sequence[Token]], texts: _Texts) -> bool:
    """Whether every row stands under a line of words that can only be its own: words above each row and none below the
    last one, and on the rows themselves at most a code under the name of a column."""
    if not all(names_columns(tokens, texts.layout.is_ocr) for tokens in own):
        return False
    return all(0 < texts.beside(row, -1) <= _ABOVE for row in rows) and texts.beside(rows[-1], 1) == 0


def _step(layout: Layout) -> float:
    """The most that lines of one item are apart; recognised words are lower than letters with their room."""
    return (3.2 if layout.is_ocr else 2.2) * layout.height


def _nearer_to_next(line: Line, row: Row, following: Row) -> bool:
    """Whether a line between two rows stands closer to the second one."""
    return line.page == following.line.page and following.line.y - line.y < line.y - row.line.y


def _text_span(rows: Sequence[Row], head: Head, layout: Layout) -> tuple[float, float]:
    """Left and right edge of the words that describe items."""
    column = _first_of_texts(head)
    em = layout.em
    numeric = [
        a.x0
        for row in rows
        for k, a in row.cells.items()
        if k in ("quantity", "price", "amount", "vat_rate", "discount", "per", "gross_amount")
    ]
    if column is None:
        right = min(numeric, default=1.0)
        if right < 0.25:
            right = min((x for x in numeric if x > 0.3), default=1.0)
        return 0.0, right
    unnamed = _unnamed_columns(rows, head, em)
    lefts = [
        c.x1
        for c in head.columns
        if c.x1 <= column.x0
        and (c.kind in ("pos", "quantity", "code", "ean", "date", "unit", "price") or any(c is u for u in unnamed))
    ]
    right = min((x for x in numeric if x > column.x0 + em), default=1.0)
    later = [c.x0 for c in head.columns if c.x0 > column.x1 - 0.2 * em and c.kind in ("unit", "code", "date")]
    later += [c.x0 for c in unnamed if c.x0 > column.x1 + em]
    if later:
        right = min(right, min(later) - 0.2 * em) if min(later) > column.x1 else right
    left = max(lefts, default=0.0)
    numbers_left = [a.x1 for row in rows for k, a in row.cells.items() if a.x1 <= column.x0 + em]
    if numbers_left:
        left = max(left, max(numbers_left))
    return min(left, column.x0) - 0.1 * em, right


def _first_of_texts(head: Head) -> Column | None:
    """The column of the texts; of two side by side ("Item | Description") the left one, so that both are read."""
    column = head.column("description")
    second = head.column("description_2")
    if column is None or second is None or second.x0 > column.x0:
        return column
    between = [c for c in head.columns if second.x0 < c.x0 < column.x0]
    return column if between else second


def _unnamed_columns(rows: Sequence[Row], head: Head, em: float) -> list[Column]:
    """Columns whose head says nothing known ("By", "Category") and under which most rows have words of their own."""
    out = []
    for column in head.columns:
        if column.kind:
            continue
        filled = sum(
            any(abs(cell.x0 - column.x0) < em or abs(cell.x0 + cell.x1 - column.x0 - column.x1) < em for cell in cells)
            for cells in (row.line.cells[1:-1] for row in rows)
        )
        if filled > 0.6 * len(rows):
            out.append(column)
    return out


def _words(line: Line, left: float, right: float, head: Head) -> list[Token]:
    """The words between the edges on a line that is no row."""
    out: list[Token] = []
    for cell in line.cells:
        if _under_numbers(cell, head):
            continue
        if left - 0.005 <= cell.x0 < right - 0.002:
            out.extend(cell.tokens)
        elif cell.x0 < left and cell.x1 > left and len(cell.tokens) > 1:
            out.extend(t for t in cell.tokens if left - 0.005 <= t.x0)
    return out


def _own_words(row: Row, left: float, right: float, head: Head) -> list[Token]:
    """The words between the edges on the row itself, without its numbers; a unit among them is told to the row."""
    line = row.line
    taken = {id(t) for a in row.cells.values() for t in a.tokens}
    taken |= {id(t) for cell in line.cells if _under_numbers(cell, head) for t in cell.tokens if not is_unit(t.text)}
    own = _described_cells(line, head, left, right)
    out = [
        token
        for token in line.tokens
        if id(token) not in taken and token.x0 < right - 0.002 and (token.x0 >= left - 0.005 or id(token.cell) in own)
    ]
    _take_unit(row, out, taken)
    while out and out[-1].text in _JOINS:
        out.pop()
    while out and out[0].text in _TIMES:
        out = out[1:]
    return out


def _take_unit(row: Row, words: list[Token], taken: set[int]) -> None:
    """The unit of the quantity: outside the words, or the word beside the quantity, which then goes."""
    for token in row.line.tokens:
        if id(token) not in taken and is_unit(token.text) and token not in words and row.unit is None:
            row.unit = token
    if "quantity" not in row.cells:
        return
    if row.unit is None and len(words) > 1 and is_unit(words[-1].text):
        quantity, last = row.cells["quantity"].tokens[-1], words[-1]
        if quantity.line is row.line and abs(last.index - quantity.index) == 1 and last.cell is quantity.cell:
            row.unit = words.pop()
    if len(words) == 1 and is_unit(words[0].text):
        row.unit = words.pop()


def _under_numbers(cell: Cell, head: Head) -> bool:
    """Whether a cell stands right of the words that describe, under a head of numbers: what it says is about those."""
    column = head.column("description")
    if column is None or cell.x0 <= column.x1 or not has_digit(cell.text):
        return False
    over = max(head.columns, key=lambda c: min(cell.x1, c.x1) - max(cell.x0, c.x0))
    return over.kind in NUMERIC and min(cell.x1, over.x1) > max(cell.x0, over.x0)


def _described_cells(line: Line, head: Head, left: float, right: float) -> set[int]:
    """Cells that begin left of the description's head and still belong to it (words centred under their head)."""
    out: set[int] = set()
    for cell in line.cells:
        if cell.x0 < left and cell.x1 > left and cell.x0 < right:
            column = text_column(head, cell.x0, cell.x1)
            if column is not None and column.kind == "description":
                out.add(id(cell))
    return out
