"""The local reader's door: pages of one document in, a proven reading out."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading import Reading
from ocr.local.document import read_document
from ocr.local.segment import Segments, segment
from ocr.page import Page, ReadContext


def read_pages(pages: Sequence[Page], *, context: ReadContext) -> Reading:
    """Read one document from its pages. Never raises for odd content: what cannot be read is left out with a finding."""
    return read_document(pages, context)


__all__ = ["Segments", "read_pages", "segment"]
