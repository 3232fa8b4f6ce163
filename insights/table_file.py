"""A table of figures as a CSV file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from insights.table import Column, Table, plain
from workbench.frame.csv_file import csv_answer


def table_answer(name: str, table: Table) -> HttpResponse:
    """The table as a download called ``name``.csv; with a column for the currency where it has more than one."""
    money = {cell.currency for row in table.cells() for column, cell in row if column.kind == "amount"}
    last = [_("Currency")] if len(money) > 1 else []
    head = [*(file_head(column) for column in table.columns), *last]
    cells = [
        [*(plain(column, cell) for column, cell in row), *([row[-1][1].currency] if last else [])]
        for row in table.cells()
    ]
    return csv_answer(name, head, cells)


def file_head(column: Column) -> str:
    """A column's title with its unit, where the screen writes the unit with each figure."""
    units = {"share": "%", "points": _("points"), "span": _("hours")}
    unit = units.get(column.kind)
    return f"{column.title} ({unit})" if unit else str(column.title)
