"""When a bare "Nummer", "No." or "#" names the number of the paper: by the rows and heads it stands among."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.reading import DocumentType
from ocr.local.dates import DateFound
from ocr.local.labels import Label
from ocr.local.layout import Layout, Line
from ocr.local.relations import Neighbours
from ocr.local.text import has_digit

# Rows of a list about the paper; the writer's address and account above such a list are none.
_OF_THE_LIST = frozenset(
    {"date", "due", "order_date", "customer_no", "order", "contract_no", "seller_order", "your_ref", "delivery_no"}
)


def beside_date(label: Label, near: Neighbours) -> bool:
    """A head in a row of heads, or a label in a row of labels, straight beside that of the paper's date."""
    row = near.on_line.get(label.line.number, [])
    at = next((i for i, other in enumerate(row) if other is label), 0)
    beside = [*row[max(0, at - 1) : at], *row[at + 1 : at + 2]]
    if not any("date" in other.kinds for other in beside):
        return False
    if label.tokens[-1].text.endswith(":"):
        return "date" in row[at + 1].kinds if at + 1 < len(row) else False  # "Nummer: 17   Datum: 3-2-2026"
    cell, after = label.tokens[0].cell, near.right(label)
    heads = cell is not None and len(cell.tokens) == len(label.tokens)
    return heads and (after is None or not any(has_digit(t.text) for t in after.tokens))


def over_date(label: Label, layout: Layout, near: Neighbours) -> bool:
    """The first row of the first list of the paper, straight over that of the paper's date: "Numéro   17" over "Date
    d'émission   3-2-2026", flush left or flush right."""
    line = label.line
    above = layout.lines[line.number - 1] if line.number else None
    if above is not None and above.page == line.page and line.y - above.y < 2.0 * layout.height:
        if _dated(label, above, layout, near):
            return True  # "Datum: 3-2-2026" over "Nummer: 17"
    under = _next_in_column(label, layout)
    if under is None:
        return False
    dated = _dated(label, under, layout, near)
    listed = (
        above is not None
        and line.y - above.y < 2.0 * layout.height
        and any(other.kinds & _OF_THE_LIST for other in near.on_line.get(above.number, ()))
    )
    return dated and not listed


def _dated(label: Label, line: Line, layout: Layout, near: Neighbours) -> bool:
    """A row of the list that names the day of the paper."""
    return any(
        "date" in other.kinds and _one_column(other, label, layout) and near.right(other) is not None
        for other in near.on_line.get(line.number, ())
    )


def _next_in_column(label: Label, layout: Layout) -> Line | None:
    """The next line with a cell that starts or ends where the label's does; other columns may have lines between."""
    line = label.line
    for under in layout.lines[line.number + 1 : line.number + 3]:
        if under.page != line.page or under.y - line.y > 2.5 * layout.height:
            return None
        cell = label.tokens[0].cell
        if any(
            abs(c.x0 - label.x0) < 0.5 * layout.em or (cell is not None and abs(c.x1 - cell.x1) < 0.3 * layout.em)
            for c in under.cells
        ):
            return under
    return None


def _one_column(other: Label, label: Label, layout: Layout) -> bool:
    if abs(other.x0 - label.x0) < 0.5 * layout.em:
        return True
    cell, own = other.tokens[0].cell, label.tokens[0].cell
    flush = cell is not None and own is not None and abs(cell.x1 - own.x1) < 0.3 * layout.em
    return flush and cell is not None and cell.tokens[0] is other.tokens[0]


# What numbers of bills begin with, short for their names; one letter says little.
_OF_BILLS = re.compile(r"(?:INV?|FA|FAC|FACT|FACTUUR|FV|VF|FT|RE|RG|RN|CN|CR|AV|GS)(?=[-/._ ]?\d)", re.IGNORECASE)
_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})


def numbers_itself(value: str, dates: Sequence[DateFound], kind: DocumentType) -> bool:
    """Whether a number without a label tells by its form that it is a bill's: it holds the year of a day on the paper
    before its counting, or begins as numbers of bills do, and has four digits at least."""
    if kind not in _BILLS or sum(c.isdigit() for c in value) < 4:
        return False
    years = {d.value.year for d in dates}
    dated = re.match(r"[A-Z]{0,5}[-/._ ]?((?:19|20)\d\d)(?=[-/._ ]?\d{2})", value, re.IGNORECASE)
    return bool(_OF_BILLS.match(value)) or (dated is not None and int(dated[1]) in years)
