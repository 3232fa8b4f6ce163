"""A small fingerprint of how page one looks, for "the same page, scanned or sent again"."""

from __future__ import annotations

from ocr import api as ocr
from ocr.page import Page
from workbench.intake import blobs
from workbench.models import Document


def picture_hash(document: Document, pages: tuple[Page, ...], known: str = "") -> str:
    """The fingerprint of the first page's picture; empty for documents without pages or a failed render.

    ``known``: that of the file's first page, when the reading took it already."""
    if not pages:
        return ""
    number = (document.pages or [pages[0].number])[0]
    if number == 1 and known:
        return known
    return ocr.page_fingerprint(blobs.get(document.shown_id), number)
