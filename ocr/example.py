"""A row that a person marked, and the table it gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.evidence import Box
from domain.reading import ReadLine


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """One printed row as a person marked it: the rectangle around it and, where told, that of each cell.

    ``cells`` goes by the names of a line's cells: description, item_code, quantity, unit, unit_price, discount,
    vat_rate, net_amount. Cells that are not told are found.
    """

    box: Box
    cells: Mapping[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The rows of a table in page order. ``marked`` is the place of the marked row among them; ``columns`` are the
    cells that were found, named as in ``ReadLine``, left to right; ``with_vat``: the rows are printed including VAT and
    their net amounts were worked out from the document's VAT rows."""

    lines: tuple[ReadLine, ...] = ()
    marked: int = 0
    columns: tuple[str, ...] = ()
    with_vat: bool = False
