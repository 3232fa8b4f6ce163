"""What one confirmed document teaches: where its values stand, how it writes, how its table is cut. No values.

Plain data; the workbench keeps it as JSON. A value itself is kept only where it belongs to the vendor and not to the
document: its currency, the order of day and month, the words of its title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.evidence import Box
from domain.reading import ReadLine

# Fields that are read by their learnt place. Identifiers of the vendor (VAT, registration, IBAN) are left out on
# purpose: they say who it is and whom to pay, and no memory may fill them in.
TAUGHT = (
    "invoice_number", "order_reference", "payment_reference", "issue_date", "due_date", "delivery_date",
    "supplier_name", "buyer_name", "net_total", "vat_total", "gross_total",
)  # fmt: skip


# The checks by which a value says that it was learnt, or read and seen to agree with what was learnt.
LEARNED, BACKED = "learned", "layout"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What people stand for: normalised values by field, where each was taken from (``boxes``), the item lines, the
    type (``DocumentType`` value, "" when it was not decided), the fields that were learnt wrongly, and those a person
    looked at one by one (``seen``): what merely passed with the rest settles no doubt."""

    fields: Mapping[str, str]
    boxes: Mapping[str, Sequence[Box]] = field(default_factory=dict)
    lines: Sequence[ReadLine] = ()
    type: str = ""
    wrong: tuple[str, ...] = ()
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of ``field`` stands at (``dx``, ``dy``) from the start of the label with text key ``label`` (printed as
    ``words``); ``dr`` is the distance of its right edge. Without label the distances are from the page's corner.

    Shares of the page. ``shape`` is the value's form ("A-9": letters, dash, digits); ``own``: the confirmed value was
    taken from here, not merely repeated here."""

    field: str
    label: str
    words: str
    dx: float
    dy: float
    dr: float
    shape: str = ""
    own: bool = True

    def to_json(self) -> list[Any]:
        """Plain data."""
        places = [round(value, 4) for value in (self.dx, self.dy, self.dr)]
        return [self.field, self.label, self.words, *places, self.shape, int(self.own)]

    @classmethod
    def from_json(cls, row: list[Any]) -> Spot:
        """Inverse of ``to_json``; raises TypeError or ValueError on another shape."""
        name, label, words, dx, dy, dr, shape, own = row
        return cls(str(name), str(label), str(words), float(dx), float(dy), float(dr), str(shape), bool(own))


@dataclass(frozen=True, slots=True)
class Mark:
    """A fixed text of the layout: its digest and left edge (share of the page's width)."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the item table: ``kind`` as in ``tables.NUMERIC`` and "description", "code", "unit"; left and right
    edge (shares of the page's width) of what was confirmed to stand in it."""

    kind: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Table:
    """The item table: text keys of the cells in its row of heads, and its columns left to right."""

    heads: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"heads": list(self.heads), "columns": [[c.kind, round(c.x0, 4), round(c.x1, 4)] for c in self.columns]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Table:
        """Inverse of ``to_json``; raises on another shape."""
        columns = tuple(TableColumn(str(kind), float(x0), float(x1)) for kind, x0, x1 in data["columns"])
        return cls(tuple(str(head) for head in data["heads"]), columns)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One confirmed document. ``habits`` are what belongs to the vendor: "currency", "date_order" ("dm" or "md"),
    "title:<text key>" -> document type. ``wrong`` names fields that were read as learnt and that a person put right."""

    spots: tuple[Spot, ...] = ()
    marks: tuple[Mark, ...] = ()
    habits: Mapping[str, str] = field(default_factory=dict)
    table: Table = field(default_factory=Table)
    wrong: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data, JSON-ready."""
        return {
            "spots": [spot.to_json() for spot in self.spots],
            "marks": [[mark.text, round(mark.x, 3)] for mark in self.marks],
            "habits": dict(self.habits),
            "table": self.table.to_json(),
            "wrong": list(self.wrong),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Lesson:
        """Inverse of ``to_json``; raises KeyError, TypeError or ValueError on another shape."""
        return cls(
            spots=tuple(Spot.from_json(row) for row in data["spots"]),
            marks=tuple(Mark(str(text), float(x)) for text, x in data["marks"]),
            habits={str(name): str(value) for name, value in data["habits"].items()},
            table=Table.from_json(data["table"]),
            wrong=tuple(str(name) for name in data["wrong"]),
        )
