"""Changes to many of a draft's lines at once: a pasted block of cells, the rows of a table."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max

from domain.reading import ReadLine
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts import items
from workbench.drafts.changing import changing
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.drafts.lines import set_cell
from workbench.drafts.signs import turn
from workbench.drafts.states import DraftKind
from workbench.models import Draft, DraftLine
from workbench.pipeline.drafting import line_from_reading

# Columns of the line grid from left to right: how far a pasted block reaches.
GRID = ("description", "quantity", "unit_price", "net_amount", "vat_code", "gl_account", "cost_centre", "cost_unit")
# The same of an order's lines, which are booked by their items.
ORDER_GRID = ("description", "quantity", "unit", "unit_price", "net_amount", "item_code")
# What a person chose for a line stays with it when the same row is taken over anew.
CODING = ("vat_code", "gl_account", "cost_centre", "cost_unit")
MOST = 500


def cells_of(block: str) -> list[list[str]]:
    """Rows of cells as a spreadsheet puts them on the clipboard: tabs between cells, line ends between rows."""
    return [row.split("\t") for row in block.replace("\r", "").split("\n") if row.strip()][:MOST]


def without_heads(rows: list[list[str]]) -> list[list[str]]:
    """The rows without a first row of column heads: words in every column where the next row has a number."""
    if len(rows) < 2 or not any(_is_number(cell) for cell in rows[1]):
        return rows
    heads = all(not _is_number(cell) for cell in rows[0]) and sum(bool(cell.strip()) for cell in rows[0]) > 1
    return rows[1:] if heads else rows


def _is_number(cell: str) -> bool:
    try:
        parse_amount(cell.strip())
    except FieldInvalid:
        return False
    return True


def paste_lines(draft_id: uuid.UUID, *, block: str, by: Person) -> Draft:
    """Add lines from a block of cells in the order of the grid, as copied from a spreadsheet."""
    rows = without_heads(cells_of(block))
    with changing(draft_id, by=by) as draft:
        position = draft.lines.aggregate(last=Max("position"))["last"] or 0
        for at, row in enumerate(rows, start=1):
            line = DraftLine(draft=draft, position=position + at)
            for column, cell in zip(grid_of(draft), row, strict=False):
                if cell.strip():
                    set_cell(line, column, _code(draft, column, cell), draft.currency)
            line.save()
        audit.record("lines.pasted", by=by, draft=draft, count=len(rows))
    return draft


def paste_cells(draft_id: uuid.UUID, *, line_id: int, column: str, block: str, by: Person) -> Draft:
    """Fill the grid from one cell on, to the right and downwards; rows below the last line become new lines.

    Raises FieldInvalid when a cell is no value of its column (nothing is changed then), DraftLine.DoesNotExist.
    """
    rows = without_heads(cells_of(block))
    with changing(draft_id, by=by) as draft:
        grid = grid_of(draft)
        columns = grid[grid.index(column) :]
        first = DraftLine.objects.get(pk=line_id, draft=draft)
        below = list(draft.lines.filter(position__gte=first.position))
        last = draft.lines.aggregate(last=Max("position"))["last"] or 0
        for at, row in enumerate(rows):
            if at < len(below):
                line = below[at]
            else:
                last += 1
                line = DraftLine(draft=draft, position=last)
            for name, cell in zip(columns, row, strict=False):
                set_cell(line, name, _code(draft, name, cell), draft.currency)
            line.save()
        audit.record("lines.pasted", by=by, draft=draft, count=len(rows))
    return draft


def grid_of(draft: Draft) -> tuple[str, ...]:
    """The columns of the draft's line grid from left to right."""
    return ORDER_GRID if draft.kind in items.ORDERS else GRID


def _code(draft: Draft, column: str, cell: str) -> str:
    """An item as its code, however it was named; any other cell as it stands."""
    found = items.item_in(draft, cell) if column == "item_code" and draft.kind in items.ORDERS else None
    return found.code if found else cell


def take_lines(
    draft_id: uuid.UUID, *, read: Sequence[ReadLine], keep: Sequence[int], replace: bool, by: Person
) -> Draft:
    """Make the rows of a table the draft's lines, or add them below. ``keep``: lines (their ids) that stay when the
    others are replaced, put below the new ones. A code a person chose for the same row before stays with it."""
    with changing(draft_id, by=by) as draft:
        old = list(draft.lines.all())
        stay = [line for line in old if not replace or line.pk in set(keep)]
        new = [line_from_reading(draft, 0, line) for line in read]
        _upright(draft, new)
        _keep_coding(old, new)
        if replace:
            draft.lines.exclude(pk__in=[line.pk for line in stay]).delete()
        order = [*new, *stay] if replace else [*stay, *new]
        for position, line in enumerate(order, start=1):
            line.position = position
            line.save()
        audit.record("lines.taken", by=by, draft=draft, count=len(new), replaced=len(old) - len(stay))
    return draft


def _upright(draft: Draft, lines: Sequence[DraftLine]) -> None:
    """A credit note is kept with positive amounts, whichever way it prints them."""
    total = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
    if draft.kind != DraftKind.CREDIT_NOTE or total >= 0 or (draft.net_total or Decimal(0)) < 0:
        return
    turn(lines)


def _keep_coding(old: Sequence[DraftLine], new: Sequence[DraftLine]) -> None:
    chosen = {(line.description, line.net_amount): line for line in old if set(CODING) & set(line.by_person)}
    for line in new:
        # A person took the row over: reading the document again does not replace it.
        line.by_person = ["description"]
        before = chosen.get((line.description, line.net_amount))
        if before is not None:
            for column in set(CODING) & set(before.by_person):
                setattr(line, column, getattr(before, column))
                line.by_person = [*line.by_person, column]
