"""The rows of one table: from its heads to the totals, the next heads or the end of the document.

Numbers are put into columns in two ways, by their head and by the strips they stand in; the way in which more rows
multiply out is taken. Sums inside a table (a group's subtotal, the amount carried to the next page) are neither items
nor an end: they repeat what the rows above add up to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from ocr.local.column_roles import assign_roles, is_item, row_fits
from ocr.local.item_text import describe
from ocr.local.layout import Layout, Line
from ocr.local.marks import RATES, near_equal
from ocr.local.mends import mend
from ocr.local.numbers import Amount, parse_core
from ocr.local.relations import Neighbours
from ocr.local.row import Row, ends_items, position_of, total_line
from ocr.local.row_sums import RunningSums
from ocr.local.tables import Column, Head, place
from ocr.local.text import has_letter, plain
from ocr.local.units import glued_unit, is_unit
from ocr.local.value_columns import Strip, column_of, match_columns, strips_of

_CARRIED = re.compile(
    r"^\W*(?:transport(?:eren)?|over te dragen|overdracht|overgedragen|overbrenging|per transport"
    r"|carried (?:forward|over)|brought forward|carry(?: over|forward)?|balance (?:carried|brought) forward|c/?f|b/?f"
    r"|(?:zwischensumme\W+)?ubertrag|vortrag"
    r"|a reporter|report(?: a nouveau)?|total a reporter)\b\W*(?:[a-z]{3}\b)?\W*[\d.,' ]*\W*(?:[a-z]{3})?\W*$"
)
_AHEAD = 60  # printed lines after a sum in which further rows are looked for


@dataclass(slots=True, eq=False)
class Region:
    """Where one table's rows may stand: below ``head`` up to line ``until``, not on the lines in ``others``."""

    layout: Layout
    head: Head
    until: int
    by_line: dict[int, list[Amount]]
    near: Neighbours
    others: set[int]
    mark: str = ","  # the document's decimal mark
    matched: list[tuple[Strip, Column]] = field(default_factory=list)  # columns told by where numbers stand
    counted: dict[int, list[Amount]] = field(default_factory=dict)  # line -> its numbers, as found

    @property
    def start(self) -> int:
        return max(self.head.lines) + 1

    def amounts(self, number: int) -> Sequence[Amount]:
        """The numbers of a printed line that are no part of words."""
        found = self.counted.get(number)
        if found is None:
            found = self.counted[number] = [a for a in self.by_line.get(number, ()) if not _textual(a, self.head)]
        return found


@dataclass(slots=True)
class Read:
    """Rows of a region, the lines that belong to it and, per line, the row found there."""

    rows: list[Row]
    lines: list[Line]
    pending: list[tuple[int, Row | None]]
    straight: int = 0  # rows that multiply out with every number in the column it was put into


def region_rows(region: Region) -> Read:
    """Items between a head and what ends them, by heads or by strips, whichever multiplies out more often."""
    by_head = _read(region)
    best = by_head
    strips = _strips(region)
    if strips:
        by_strip = _read(replace(region, matched=strips))
        if _worth(by_strip) > _worth(by_head):
            best = by_strip
    return best


def write_texts(read: Read, region: Region) -> list[Row]:
    """Describe the rows; those with neither words nor a product go."""
    describe(read.rows, read.lines, region.head, region.layout, region.near, region.by_line)
    return [row for row in read.rows if row.description or row.good]


def _worth(read: Read) -> tuple[int, int, int]:
    """Rows that multiply out to something, those that do so without exchanging columns, and those with an amount."""
    good = sum(row.good and bool(row.value("amount")) for row in read.rows)
    return good, read.straight, sum("amount" in row.cells for row in read.rows)


def _strips(region: Region) -> list[tuple[Strip, Column]]:
    """Columns of the numbers between a head and the first line that ends the items, by where they stand together."""
    amounts: list[Amount] = []
    for number in range(region.start, region.until):
        line = region.layout.lines[number]
        if number in region.others or line.page != region.head.page or ends_items(line, region.near, region.by_line):
            break
        own = region.amounts(number)
        if len(own) > 1:
            amounts += own
    return match_columns(strips_of(amounts), region.head, region.layout.em)


def _read(region: Region) -> Read:
    read = Read([], [], [])
    sums = _Sums()
    last: int | None = None  # position of the last row that was counted
    for number in range(region.start, region.until):
        if number in region.others:
            break
        line = region.layout.lines[number]
        row = row_on(line, region)
        if carried_over(line):
            sums.take_over(region.by_line.get(number, ()))
            continue
        if sums.closed_by(row, region.by_line.get(number, ())):
            if not _goes_on(region, number, last) and not _group_follows(region, number, sums):
                break
            sums.close()
            continue
        if row is None and ends_items(line, region.near, region.by_line):
            if not _goes_on(region, number, last):
                if not sums.counted or not _group_follows(region, number, sums, multiplied=True):
                    break
                sums.close()
        last = position_of(row) if row is not None and region.head.column("pos") is not None else last
        sums.add_row(row)
        read.lines.append(line)
        read.pending.append((number, row))
    rows = [row for _, row in read.pending if row is not None]
    read.straight = sum(row_fits(row, "quantity", "price", "amount") for row in rows)
    assign_roles(rows, region.head)
    if region.layout.is_ocr:
        mend(rows, counted=region.head.column("quantity") is not None)
    rows = [row for row in rows if is_item(row, region.head)]
    if any("amount" in row.cells and row.good for row in rows):
        rows = [row for row in rows if "amount" in row.cells]
    read.rows = rows
    return read


class _Sums(RunningSums):
    """What the amounts of a table's rows add up to."""

    def add_row(self, row: Row | None) -> None:
        amount = row.value("amount") if row is not None else None
        if amount is not None:
            self.add(amount)

    def closed_by(self, row: Row | None, amounts: Sequence[Amount]) -> bool:
        """A line with an amount alone (or numbers that do not multiply to it) that repeats what the rows above it make:
        two or more, or one and words of a sum (then it is no row)."""
        if row is not None and row_fits(row, "quantity", "price", "amount"):
            return False
        money = [a for a in amounts if a.is_money]
        value = row.value("amount") if row is not None else money[0].value if len(money) == 1 else None
        return bool(value) and self.closes(value or Decimal(0), 2 if row is not None else 1)

    def take_over(self, amounts: Sequence[Amount]) -> None:
        """The sum that the page before this one carried, where none of its rows were seen."""
        money = [a for a in amounts if a.is_money]
        if len(money) == 1:
            self.carry(money[0].value)


def _group_follows(region: Region, number: int, before: _Sums, *, multiplied: bool = False) -> bool:
    """True when the next lines are rows with an amount alone that are closed by a sum of their own. ``multiplied``:
    only rows of which each is the product of its other numbers. A sum that goes on from the rows before ``number``, a
    group less its discount, is passed over."""
    sums = _Sums()
    going = before.copy()
    for ahead in range(number + 1, min(region.until, number + _AHEAD)):
        line = region.layout.lines[ahead]
        if ahead in region.others:
            return False
        row = row_on(line, region)
        if sums.closed_by(row, region.by_line.get(ahead, ())) or (sums.counted and carried_over(line)):
            return True
        if row is None and going.closed_by(None, region.by_line.get(ahead, ())):
            sums = _Sums()
            continue
        if row is None and ends_items(line, region.near, region.by_line):
            return False
        going.add_row(row)
        if (
            row is not None
            and "amount" in row.cells
            and (_multiplies(row, region) or (worded(line) and not multiplied))
        ):
            sums.add_row(row)
    return False


def _multiplies(row: Row, region: Region) -> bool:
    """Whether the amount is the product of two other numbers of the row, whatever their columns are; on a scan, where
    counts get lost, also a whole number of times the price."""
    price, amount = row.value("price"), row.value("amount")
    if not amount:
        return False
    if region.layout.is_ocr and "quantity" not in row.cells and price and worded(row.line):
        return amount != price and amount % price == 0
    values = [a.value for kind, a in row.cells.items() if kind != "amount" and not a.percent]
    return any(near_equal(x * y, amount) for x, y in combinations(values, 2))


def carried_over(line: Line) -> bool:
    """A line that carries the sum so far to the next page or takes it over there."""
    return _carries(line.text)


@lru_cache(maxsize=20_000)
def _carries(text: str) -> bool:
    return _CARRIED.match(plain(text)) is not None


def _goes_on(region: Region, number: int, last: int | None) -> bool:
    """True when items follow a line that looks like a total: rows that multiply out, or the next one in the counting of
    positions (``last``: that of the row before)."""
    for ahead in range(number + 1, min(region.until, number + _AHEAD)):
        if ahead in region.others:
            return False
        row = row_on(region.layout.lines[ahead], region)
        if row is None:
            continue
        if last is not None and "amount" in row.cells and position_of(row) in (last + 1, last + 10):
            return True
        if not {"quantity", "price", "amount"} <= row.cells.keys():
            continue
        quantity = row.value("quantity")
        if quantity and row_fits(row, "quantity", "price", "amount") and (quantity != 1 or worded(row.line)):
            return True
    return False


def row_on(line: Line, region: Region) -> Row | None:
    """The numbers of a line by column, when they make an item."""
    head, row = region.head, Row(line)
    for amount in region.amounts(line.number):
        column = column_of(amount, region.matched) or place(head, amount, region.layout.em)
        if column is not None:
            _put(row, _kind(amount, column, row, head), amount, column)
    if "quantity" not in row.cells:
        _glued_quantity(row, region)
    if "quantity" not in row.cells and region.head.column("quantity") is None:
        _leading_quantity(row, region)
    if not ({"amount", "gross_amount", "price", "quantity"} & row.cells.keys()):
        return None
    money = [a for k, a in row.cells.items() if k in ("amount", "gross_amount", "price", "spare")]
    priced = any(c.kind in ("amount", "gross_amount", "price") for c in head.columns)
    once = "price" in head.kinds() and not head.kinds() & {
        "amount",
        "gross_amount",
    }  # the price may stand on the first row
    if not money and ((priced and not once) or "quantity" not in row.cells or not worded(line)):
        return None
    if total_line(line, region.near, row):
        return None
    return row


def _glued_quantity(row: Row, region: Region) -> None:
    """A count in one word with its unit ("3x", "2,5u") that stands in the column of quantities."""
    for token in row.line.tokens:
        found = glued_unit(token.text)
        parsed = parse_core(found[0], region.mark) if found else None
        if found is None or parsed is None:
            continue
        amount = Amount(parsed[0], parsed[1], "", False, [token], token.text, token.confidence)
        column = column_of(amount, region.matched) or place(region.head, amount, region.layout.em)
        if column is not None and column.kind == "quantity":
            row.cells["quantity"], row.glued = amount, found[1]
            return


def _leading_quantity(row: Row, region: Region) -> None:
    """A count at the start of a line under no head at all ("3 x Hosting  20,00  60,00"), when it multiplies out."""
    first = next(iter(region.by_line.get(row.line.number, ())), None)
    if first is None or first.tokens[0].index > 0 or first.is_money or "price" not in row.cells:
        return
    row.cells["quantity"] = first
    if not row_fits(row, "quantity", "price", "amount"):
        del row.cells["quantity"]


def _kind(amount: Amount, column: Column, row: Row, head: Head) -> str:
    """What a number means by its column; a per cent is a rate of VAT or a discount wherever it stands."""
    if column.kind == "unit" and not amount.percent and head.column("quantity") is None:
        return "quantity"  # "Units"
    if not amount.percent or column.kind in ("vat_rate", "discount"):
        return column.kind
    if abs(amount.value) in RATES and "vat_rate" not in row.cells and head.column("vat_rate"):
        return "vat_rate"
    if head.column("discount"):
        return "discount"
    return "vat_rate" if abs(amount.value) in RATES else column.kind


_NUMERIC = ("vat_rate", "discount", "quantity", "price", "per", "amount", "gross_amount", "vat_amount")


def _put(row: Row, kind: str, amount: Amount, column: Column) -> None:
    if kind and kind not in _NUMERIC and not kind.endswith("_2"):
        return
    if kind not in row.cells:
        row.cells[kind or f"x{round(column.x0 * 100)}"] = amount
        return
    other = row.cells[kind]
    if kind == "amount" and ((amount.is_money and not other.is_money) or amount.x0 > other.x0):
        row.cells.setdefault("spare", other)
        row.cells[kind] = amount
    else:
        row.cells.setdefault("spare", amount)


def worded(line: Line) -> bool:
    """Whether a line says more than numbers and units."""
    return any(len(t.text) > 2 and sum(map(str.isalpha, t.text)) > 2 and not is_unit(t.text) for t in line.tokens)


def _textual(amount: Amount, head: Head) -> bool:
    """A number inside words ("paper 500 sheets") is text, unless a unit or code stands before it."""
    first = amount.tokens[0]
    line = first.line
    assert line is not None
    if first.index == 0:
        return False
    before = line.tokens[first.index - 1]
    if before.cell is not first.cell or not has_letter(before.text):
        return False
    if before.text.endswith(":"):
        return True  # says itself what it is: "(discount: 5.00)"
    if is_unit(before.text) or (amount.is_money and amount.decimals == 2):
        return False
    after = line.tokens[amount.tokens[-1].index + 1] if amount.tokens[-1].index + 1 < len(line.tokens) else None
    if after is None or after.cell is not first.cell:
        column = head.columns
        return not any(
            c.kind in ("quantity", "amount", "price", "vat_rate") and c.x0 < amount.x1 and c.x1 > amount.x0
            for c in column
        )
    return True
