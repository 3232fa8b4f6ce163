"""A small fingerprint of how page one looks, for "the same page, scanned or sent again"."""

from __future__ import annotations

import io
import logging

from PIL import Image

from ocr import api as ocr
from ocr.page import Page
from workbench.intake import blobs
from workbench.models import Document

log = logging.getLogger(__name__)
SIDE = 8


def difference_hash(picture: Image.Image) -> str:
    """64-bit difference hash in hex: each bit says whether a cell is darker than its right neighbour."""
    small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    cells = small.tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            here, right = cells[row * (SIDE + 1) + column], cells[row * (SIDE + 1) + column + 1]
            bits = bits << 1 | (here > right)
    return f"{bits:016x}"


def picture_hash(document: Document, pages: tuple[Page, ...], preview: bytes = b"") -> str:
    """The difference hash of the first page's picture; empty for documents without pages or a failed render.

    ``preview`` is the file's first page when the reading made its picture already: the same picture, sooner."""
    if not pages:
        return ""
    number = (document.pages or [pages[0].number])[0]
    data = preview if number == 1 else b""
    data = data or ocr.render_page(blobs.get(document.shown_id), number, ocr.PREVIEW_WIDTH).data
    if not data:
        return ""
    with Image.open(io.BytesIO(data)) as image:
        return difference_hash(image)
