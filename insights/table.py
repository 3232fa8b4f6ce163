"""A table of figures as data: drawn by one template, written by one CSV writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from insights import definitions, month_words
from insights.definitions import ENOUGH

# How a column is shown: text, count, share (0 to 1), points (a change of a share), span (timedelta), money, week,
# amount (money with its currency where that is not the euro), quantity, price.
Value = str | int | float | Decimal | timedelta | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` as above; ``bar``: a share also gets a bar; ``wide`` columns are left out on a telephone."""

    title: Any
    kind: str = "count"
    bar: bool = False
    wide: bool = False

    @property
    def numeric(self) -> bool:
        """Whether figures stand in it."""
        return self.kind not in ("text", "week")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure; ``about`` names the documents behind it (``insights.behind``), "" when there is no such list.

    ``currency`` is that of money; ``href`` leads straight to one document."""

    value: Value
    about: str = ""
    currency: str = "EUR"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under a name that is also its place on the page and in addresses.

    ``behind`` and ``file`` are the names of the addresses of the documents behind a figure and of the table as CSV;
    ``foot``: rows of sums, which are not in the file."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    foot: list[tuple[Cell, ...]] = field(default_factory=list)
    behind: str = "insight-documents"
    file: str = "insight-table"

    @property
    def how(self) -> tuple[Any, ...]:
        """How it is counted, paragraph by paragraph."""
        return definitions.HOW.get(self.name) or month_words.HOW.get(self.name, ())

    @property
    def empty(self) -> Any:
        """What will stand there, and when."""
        return definitions.EMPTY.get(self.name) or month_words.EMPTY[self.name]

    def cells(self) -> list[list[tuple[Column, Cell]]]:
        """Every row with its columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    def sums(self) -> list[list[tuple[Column, Cell]]]:
        """The rows of sums with their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.foot]


def plain(column: Column, cell: Cell) -> Any:
    """A figure for a file: shares in per cent, spans in hours, both with one decimal; all else as it is."""
    value = cell.value
    if value is None:
        return None
    if column.kind in ("share", "points") and isinstance(value, float | int):
        return Decimal(f"{100 * value:.1f}")
    if isinstance(value, timedelta):
        return Decimal(f"{value.total_seconds() / 3600:.1f}")
    return value


def change(now: float | None, before: float | None, documents_before: int) -> float | None:
    """By how much a share changed; None when either is not known, or the days before had too few documents to say."""
    if now is None or before is None or documents_before < ENOUGH:
        return None
    return now - before
