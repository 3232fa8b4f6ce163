"""Items written as records: every value on a line of its own behind its name, the names repeated for each item."""

from __future__ import annotations

from ocr.local.column_words import kinds_of
from ocr.local.layout import Layout, Line, Token
from ocr.local.numbers import Amount
from ocr.local.row import Row

_NAMED = ("quantity", "price", "discount", "vat_rate", "amount", "gross_amount")


def record_rows(layout: Layout, by_line: dict[int, list[Amount]]) -> list[Row]:
    """Runs of lines "Item: …", "Quantity: …", "Price: …", "Amount: …"; each name of an item begins a new one."""
    rows: list[Row] = []
    row: Row | None = None
    for line in layout.lines:
        kind, value = _named(line, layout)
        if kind == "description":
            row = Row(line, {}, value)
            rows.append(row)
            continue
        found = by_line.get(line.number, ())
        if row is None or kind not in _NAMED or len(found) != 1 or kind in row.cells or not _follows(line, row, layout):
            row = None if kind else row
            continue
        row.cells[kind] = found[0]
        row.used.add(line.number)
    kept = [row for row in rows if "amount" in row.cells or {"quantity", "price"} <= row.cells.keys()]
    for row in kept:
        row.good = _multiplies(row)
    return kept


def _named(line: Line, layout: Layout) -> tuple[str, list[Token]]:
    """What the words before a colon name, and the words after it; empty when the line is not made so."""
    for at, token in enumerate(line.tokens[:5]):
        if token.text.endswith(":"):
            kinds = kinds_of(" ".join(t.text for t in line.tokens[: at + 1]).rstrip(":"), layout.is_ocr)
            value = line.tokens[at + 1 :]
            return (kinds[0], value) if kinds and value else ("", [])
    return "", []


def _follows(line: Line, row: Row, layout: Layout) -> bool:
    """Whether a line belongs to the record above it."""
    last = layout.lines[max([row.line.number, *row.used])]
    return line.page == last.page and line.y - last.y < 3 * layout.height


def _multiplies(row: Row) -> bool:
    quantity, price, amount = row.value("quantity"), row.value("price"), row.value("amount")
    return quantity is not None and price is not None and amount is not None and quantity * price == amount
