"""The local reader's door: pages of one file in, a proven reading out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.reading import Annex, Cut, DocumentType, Reading
from ocr.local.document import gather, read_document
from ocr.local.layout import lay_out, lay_out_page
from ocr.local.learning.layout import ENOUGH, WINDOW, LearntLayout, LearntSpot, best_match, learnt
from ocr.local.learning.lesson import BACKED, LEARNED, TAUGHT, Confirmed, Lesson
from ocr.local.learning.teach import lesson_of
from ocr.local.segment import Segments, segment
from ocr.page import Page, ReadContext

CUT_ALONE = 0.8  # from this certainty a cut is made without asking


def read_pages(pages: Sequence[Page], *, context: ReadContext) -> Reading:
    """Read the pages of one file.

    A file that surely holds several documents gives the first business document with the others in ``documents``;
    cuts that were made or are merely possible are listed in ``cuts``, pages of terms in ``annexes``. A file that was
    cut, or that perhaps should be, is never ``auto_ok``: a person confirms the cut.
    """
    if context.pages or context.annexes is not None:
        return _as_told(pages, context)
    if len(pages) < 2:
        return read_document(pages, context)
    sheets = {page.number: lay_out_page(page) for page in pages}  # once, for finding the cuts and for reading
    found = segment(pages, sheets)
    sure = [cut for cut in found.cuts if cut.certainty >= CUT_ALONE]
    by_number = {page.number: page for page in pages}
    annexed = {number for annex in found.annexes for number in annex.pages}
    if not sure:
        kept = [page for page in pages if page.number not in annexed] or list(pages)
        reading = read_document(kept, context, sheets)
        # What may be two documents is nobody's to pass unseen: the second one's amount would be lost.
        alone = reading.auto_ok and not found.cuts
        return replace(reading, annexes=found.annexes, cuts=found.cuts, page_count=len(pages), auto_ok=alone)
    groups = [[by_number[number] for number in group] for group in _groups(pages, sure, annexed)]
    readings = [replace(read_document(group, context, sheets), auto_ok=False) for group in groups]
    main = next((r for r in readings if r.document_type not in (None, DocumentType.OTHER)), readings[0])
    others = tuple(r for r in readings if r is not main)
    return replace(main, documents=others, annexes=found.annexes, cuts=found.cuts, page_count=len(pages))


def _as_told(pages: Sequence[Page], context: ReadContext) -> Reading:
    """One document, of the pages and with the annexes a person (or an earlier cut) decided on; nothing is cut.

    What looks like a cut is still listed, so that it can be shown where the file is arranged.
    """
    mine = [page for page in pages if not context.pages or page.number in context.pages] or list(pages)
    apart = tuple(page.number for page in mine if page.number in (context.annexes or frozenset()))
    read = [page for page in mine if page.number not in apart] or mine
    annexes = (Annex("annex", "PERSON", apart),) if apart else ()
    sheets = {page.number: lay_out_page(page) for page in read}
    cuts = segment(read, sheets).cuts if len(read) > 1 else ()
    return replace(read_document(read, context, sheets), annexes=annexes, cuts=cuts, page_count=len(pages))


def learn(pages: Sequence[Page], confirmed: Confirmed) -> Lesson:
    """What one confirmed document teaches about its vendor's layout."""
    return lesson_of(gather(lay_out(pages), ReadContext()), confirmed)


def _groups(pages: Sequence[Page], cuts: Sequence[Cut], annexed: set[int]) -> list[list[int]]:
    starts = {cut.page for cut in cuts}
    out: list[list[int]] = []
    for page in pages:
        if page.number in annexed:
            continue
        if not out or page.number in starts:
            out.append([])
        out[-1].append(page.number)
    return out


__all__ = [
    "BACKED",
    "ENOUGH",
    "LEARNED",
    "TAUGHT",
    "WINDOW",
    "Confirmed",
    "LearntLayout",
    "LearntSpot",
    "Lesson",
    "Segments",
    "best_match",
    "learn",
    "learnt",
    "read_pages",
    "segment",
]
