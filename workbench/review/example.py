"""The proposal that follows from one marked row: the rows of its table, and whether they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.evidence import Box, Source
from domain.money import round_money
from domain.reading import ReadLine
from ocr import api as ocr
from ocr.page import Page, Word
from workbench.models import Document, Draft, DraftLine
from workbench.pipeline.drafting import line_from_reading

# A recogniser's words carry no figures of their own in the database; below 1 they are read with its slips in mind.
RECOGNISED = 0.9
# Pages before and after the marked one that are looked at; a table that runs over more is marked twice.
BEFORE, AFTER = 15, 25
ROLES = ("description", "item_code", "quantity", "unit", "unit_price", "discount", "vat_rate", "net_amount")


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One row as it would be taken over. ``fits``: quantity x price is its amount; None where that cannot be told."""

    read: ReadLine
    line: DraftLine
    fits: bool | None
    marked: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rows of a table. ``kept`` are lines for charges below the table, which stay; ``difference`` is what the rows
    and these lack of the draft's net amount, None where either is unknown."""

    lines: tuple[ProposedLine, ...] = ()
    columns: tuple[str, ...] = ()
    kept: tuple[DraftLine, ...] = ()
    total: Decimal | None = None
    difference: Decimal | None = None
    with_vat: bool = False

    @property
    def wrong(self) -> int:
        """How many rows do not multiply out."""
        return sum(each.fits is False for each in self.lines)

    @property
    def cells(self) -> dict[str, list[float]]:
        """Where the cells of the marked row stand, by name."""
        row = next((each.read for each in self.lines if each.marked), ReadLine())
        return {name: [b.page, b.x0, b.y0, b.x1, b.y1] for name, b in row.boxes.items() if name != "row"}


def propose(draft: Draft, document: Document, row: Sequence[float], cells: Mapping[str, Sequence[float]]) -> Proposal:
    """The table of a marked row on a page of one of the draft's documents. No lines when no row was recognised."""
    told = {name: _box(box) for name, box in cells.items() if name in ROLES}
    table = ocr.table_by_example(_pages(document, int(row[0])), ocr.MarkedRow(_box(row), told))
    lines = tuple(_proposed(draft, at, read, at == table.marked) for at, read in enumerate(table.lines))
    amounts = [each.line.net_amount for each in lines if each.line.net_amount is not None]
    if not amounts:
        return Proposal(lines, table.columns)
    total = sum(amounts, Decimal(0))
    charges = tuple(line for line in draft.lines.all() if line.is_charge)
    net = draft.net_total
    if net is not None and _same(total, net):
        charges = ()
    whole = total + sum((line.net_amount or Decimal(0) for line in charges), Decimal(0))
    difference = None if net is None else abs(net) - abs(whole)
    return Proposal(lines, table.columns, charges, total, difference, table.with_vat)


def _same(one: Decimal, other: Decimal) -> bool:
    """Equal but for the sign: a credit note prints its amounts either way."""
    return abs(one) == abs(other)


def _proposed(draft: Draft, at: int, read: ReadLine, marked: bool) -> ProposedLine:
    line = line_from_reading(draft, at + 1, read)
    return ProposedLine(read, line, _fits(line, read, draft.currency), marked)


def _fits(line: DraftLine, read: ReadLine, currency: str) -> bool | None:
    """Whether quantity x price less discount gives the amount, a cent of rounding allowed."""
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return None
    product = line.quantity * line.unit_price / (line.price_per or 1)
    ways = [product]
    if read.discount:
        discount = abs(Decimal(read.discount))
        ways += [product - discount] if read.discount_is_amount else [product * (1 - discount / 100)]
    slack = max(Decimal("0.01"), abs(line.quantity) * Decimal("0.005") if abs(line.unit_price) < 1 else Decimal(0))
    return any(abs(abs(round_money(way, currency)) - abs(line.net_amount)) <= slack for way in ways)


def _box(box: Sequence[float]) -> Box:
    page, x0, y0, x1, y1 = box
    return Box(int(page), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _pages(document: Document, around: int) -> list[Page]:
    """The document's pages near the marked one with their words, as the reader takes them."""
    wanted = set(document.pages)
    near = document.page_rows.filter(hidden=False, number__gte=around - BEFORE, number__lte=around + AFTER)
    rows = [row for row in near if not wanted or row.number in wanted]
    pages = []
    for row in rows:
        source = Source.OCR if row.source == Source.OCR.value else Source.TEXT
        sure = RECOGNISED if source is Source.OCR else 1.0
        words = tuple(Word(str(text), x0, y0, x1, y1, sure) for text, x0, y0, x1, y1 in row.words)
        pages.append(Page(row.number, row.width, row.height, words, source))
    return pages
