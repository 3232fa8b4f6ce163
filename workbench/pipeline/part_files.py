"""A PDF of its own for each document the machine cut a file into, so that Exact gets no other invoice along."""

from __future__ import annotations

from domain.reading import Reading
from ocr import api as ocr
from workbench.intake import blobs
from workbench.models import Document

Pages = tuple[int, ...]


def part_files(document: Document, reading: Reading) -> dict[Pages, tuple[str, int]]:
    """Digest and size of each part's PDF by the part's pages; made durable, their rows not written yet.

    Empty when the file was not cut. A part that cannot be made is left out: the whole file is attached then.
    """
    if not reading.documents or document.arrangement:
        return {}
    parts = [part.pages for part in (reading, *reading.documents)]
    data = blobs.get(document.blob_id)
    found = {}
    for pages, whole in zip(parts, with_followers(parts, reading.page_count), strict=True):
        made = ocr.arrange_pages([data], [(0, page, 0) for page in whole])
        if made.data:
            found[pages] = (blobs.keep(made.data), len(made.data))
    return found


def with_followers(parts: list[Pages], count: int) -> list[Pages]:
    """The parts with the pages that belong to none (terms, say): they go with the part they follow, else the first."""
    owner = {page: at for at, pages in enumerate(parts) for page in pages}
    here = min(range(len(parts)), key=lambda at: min(parts[at], default=0), default=0)
    found: list[list[int]] = [[] for _ in parts]
    for page in range(1, max([count, *owner], default=0) + 1):
        here = owner.get(page, here)
        found[here].append(page)
    return [tuple(pages) for pages in found]
