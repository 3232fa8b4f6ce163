"""A confirmed draft as the reader's lesson wants it: its pages as read, and what people stand for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.evidence import Box, Source
from domain.reading import DocumentType, Reading, ReadLine
from ocr.local.learning.lesson import BACKED, LEARNED, TAUGHT, Confirmed
from ocr.page import Page, Word
from workbench.drafts.fields import FieldState, same_value
from workbench.drafts.states import DraftKind
from workbench.models import Document, DocumentPage, Draft, DraftLine

_TYPES = {DraftKind.PURCHASE_INVOICE: DocumentType.INVOICE, DraftKind.CREDIT_NOTE: DocumentType.CREDIT_NOTE}


def lesson_document(draft: Draft) -> Document | None:
    """The document a draft was read from, when it was read from its pages; an e-invoice needs no memory of places."""
    document = draft.documents.filter(role="main").order_by("received_at").first()
    if document is None or not document.reading:
        return None
    sources = {seen.get("source") for seen in document.reading.get("evidence", {}).values()}
    return None if Source.XML.value in sources else document


def pages_of(document: Document) -> list[Page]:
    """The document's own pages as they were read: words with boxes; what else a page had is not needed for places."""
    reading = document.reading
    wanted = set(document.pages or reading.get("pages") or [])
    apart = {number for annex in reading.get("annexes", []) for number in annex.get("pages", [])}
    rows = document.page_rows.filter(hidden=False).order_by("number")
    return [_page(row) for row in rows if (not wanted or row.number in wanted) and row.number not in apart]


def _page(row: DocumentPage) -> Page:
    # Recognised words are never quite sure; which ones were doubtful is not kept with the page.
    sure = 0.9 if row.source == Source.OCR else 1.0
    words = tuple(Word(str(text), x0, y0, x1, y1, sure) for text, x0, y0, x1, y1, *_ in row.words)
    return Page(row.number, row.width, row.height, words, Source(row.source))


def confirmed_of(draft: Draft, reading: Reading) -> Confirmed:
    """What the draft stands for now that it was approved, and which learnt values a person had to put right."""
    values = {name: str(draft.fields.get(name, {}).get("value") or "") for name in (*TAUGHT, "currency")}
    boxes = {name: [_box(box) for box in draft.fields.get(name, {}).get("boxes", [])] for name in TAUGHT}
    learned = [name for name, found in reading.fields.items() if {LEARNED, BACKED} & {*found.checks} and name in TAUGHT]
    wrong = tuple(name for name in learned if not same_value(name, reading.text(name), values[name]))
    kind = _TYPES.get(DraftKind(draft.kind))
    lines = [_line(line) for line in draft.lines.all() if not line.is_charge and not line.split]
    return Confirmed(
        {name: value for name, value in values.items() if value},
        {name: found for name, found in boxes.items() if found},
        lines,
        kind.value if kind else "",
        wrong,
        frozenset(name for name, field in draft.fields.items() if field.get("state") == FieldState.CONFIRMED),
    )


def _line(line: DraftLine) -> ReadLine:
    return ReadLine(
        line.description,
        _plain(line.quantity),
        line.unit,
        _plain(line.unit_price),
        net_amount=_plain(line.net_amount),
        vat_rate=_plain(line.vat_rate),
        item_code=line.item_code,
    )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _box(stored: list[Any]) -> Box:
    page, x0, y0, x1, y1 = stored
    return Box(int(page), float(x0), float(y0), float(x1), float(y1))
