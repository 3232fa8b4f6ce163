"""The item table as confirmed lines show it: which column holds what, and reading a table by that."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from domain.money import decimal_or_none
from domain.reading import ReadLine
from ocr.local.layout import Line, Token
from ocr.local.learning.lesson import Table, TableColumn
from ocr.local.learning.places import label_key
from ocr.local.lines import Items, read_items
from ocr.local.numbers import Amount
from ocr.local.tables import Column, Head
from ocr.local.text import key
from ocr.local.work import Work

_PARTS = (("quantity", "quantity"), ("price", "unit_price"), ("vat_rate", "vat_rate"))
_HEAD_LINES = 5  # lines above the first row among which the heads are looked for


def table_of(work: Work, lines: Sequence[ReadLine]) -> Table:
    """Columns and heads of the table the confirmed lines stand in; empty when too few of them are found printed."""
    by_line: dict[int, list[Amount]] = {}
    for amount in work.amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    places: dict[str, list[tuple[float, float]]] = {}
    rows: list[Line] = []
    taken: set[int] = set()
    for line in lines:
        printed = _row_of(work, line, by_line, taken)
        if printed is None:
            continue
        taken.add(printed.number)
        rows.append(printed)
        for kind, (x0, x1) in _cells(printed, line, by_line[printed.number]).items():
            places.setdefault(kind, []).append((x0, x1))
    if not rows or len(rows) * 2 < len(lines) or "amount" not in places:
        return Table()
    columns = [TableColumn(kind, min(x for x, _ in found), max(x for _, x in found)) for kind, found in places.items()]
    return Table(_heads_above(work, rows[0], by_line), tuple(sorted(columns, key=lambda c: c.x0)))


def _row_of(work: Work, line: ReadLine, by_line: dict[int, list[Amount]], taken: set[int]) -> Line | None:
    """The printed line that bears the amount of a confirmed one, and its quantity and price where it has them."""
    net = decimal_or_none(line.net_amount)
    if net is None:
        return None
    wanted = [
        value for value in (decimal_or_none(line.quantity), decimal_or_none(line.unit_price)) if value is not None
    ]
    best: tuple[int, Line] | None = None
    for number, amounts in by_line.items():
        if number in taken:
            continue
        values = [abs(a.value) for a in amounts if not a.percent]
        if abs(net) not in values:
            continue
        rest = list(values)
        rest.remove(abs(net))
        hits = sum(abs(value) in rest for value in wanted)
        if hits >= min(1, len(wanted)) and (best is None or hits > best[0]):
            best = (hits, work.layout.lines[number])
    return best[1] if best else None


def _cells(printed: Line, line: ReadLine, amounts: Sequence[Amount]) -> dict[str, tuple[float, float]]:
    """Left and right edge of each confirmed value on its line; the amount is the rightmost number of its value. Numbers
    that nobody confirmed keep columns of their own ("other45_2"), so that they are not taken for their neighbours."""
    out: dict[str, tuple[float, float]] = {}
    free = sorted(amounts, key=lambda a: a.x0)
    net = decimal_or_none(line.net_amount)
    for kind, value in (("amount", net), *((k, decimal_or_none(getattr(line, n))) for k, n in _PARTS)):
        fitting = [a for a in free if value is not None and abs(a.value) == abs(value)]
        if fitting:
            chosen = fitting[-1] if kind == "amount" else fitting[0]
            free.remove(chosen)
            out[kind] = (chosen.x0, chosen.x1)
    if run := _run(printed, line.description):
        out["description"] = (run[0].x0, run[-1].x1)
    if run := _run(printed, line.item_code):
        out["code"] = (run[0].x0, run[-1].x1)
    if run := _run(printed, line.unit):
        out["unit"] = (run[0].x0, run[-1].x1)
    for number in free:
        if all(number.x0 >= x1 or number.x1 <= x0 for x0, x1 in out.values()):
            out[f"other{round(number.x1 * 50)}_2"] = (number.x0, number.x1)
    return out


def _run(printed: Line, text: str) -> list[Token]:
    """The words of a line that begin a text."""
    wanted = key(text)
    if not wanted:
        return []
    for start in printed.tokens:
        found, run = "", []
        for token in printed.tokens[start.index :]:
            if not wanted.startswith(found + key(token.text)):
                break
            found += key(token.text)
            run.append(token)
        if run and (len(found) >= 3 or found == wanted):
            return run
    return []


def _heads_above(work: Work, first: Line, by_line: dict[int, list[Amount]]) -> tuple[str, ...]:
    for number in range(first.number - 1, max(-1, first.number - 1 - _HEAD_LINES), -1):
        line = work.layout.lines[number]
        if line.page != first.page:
            break
        if len(line.cells) >= 2 and not any(a.is_money for a in by_line.get(number, ())):
            return head_keys(line)
    return ()


def head_keys(line: Line) -> tuple[str, ...]:
    """Text keys of the cells of a row of heads."""
    return tuple(found for cell in line.cells if (found := label_key(cell.tokens)[:30]))


def reread(work: Work, table: Table) -> Items | None:
    """The items read by a learnt table; None when its heads are not on the page or give no row."""
    heads = [
        Head([_column(c) for c in table.columns], [line.number], line.page, 10.0)
        for line in work.layout.lines
        if _is_head(head_keys(line), table.heads)
    ]
    if not heads:
        return None
    items = read_items(work.layout, work.amounts, work.labels, work.near, work.mark, heads)
    return items if items.lines else None


def _column(column: TableColumn) -> Column:
    return Column([column.kind], column.x0, column.x1, column.kind)


def _is_head(found: Sequence[str], wanted: Sequence[str]) -> bool:
    if len(found) < 2 or len(wanted) < 2:
        return False
    return len(set(found) & set(wanted)) >= 0.6 * len(set(wanted))


def better(learnt: Items, read: Items, net: Decimal | None) -> bool:
    """Whether the lines read as learnt replace the others: arithmetic decides. Lines that add up to the net total are
    only replaced by lines that do too, of which more multiply out."""
    if not read.lines:
        return True
    if net is None:
        return False
    sums = (_adds_up(learnt, net), _adds_up(read, net))
    if sums[0] != sums[1]:
        return sums[0]
    return sums[0] and _worth(learnt) > _worth(read)


def proven(items: Items, net: Decimal | None) -> bool:
    """Whether every line multiplies out and together they make the net total: nothing is left to learn."""
    return net is not None and bool(items.rows) and all(row.good for row in items.rows) and _adds_up(items, net)


def _adds_up(items: Items, net: Decimal) -> bool:
    total = items.total()
    return total is not None and abs(total - net) <= Decimal("0.02")


def _worth(items: Items) -> tuple[int, float, int]:
    good = sum(row.good for row in items.rows)
    filled = sum(bool(line.quantity) + bool(line.unit_price) for line in items.lines)
    return good, median(len(line.description) > 0 for line in items.lines) if items.lines else 0.0, filled
