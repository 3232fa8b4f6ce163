"""Where a value was seen and which reader saw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Which reader gave a value, in order of trust (design: structured, text layer, OCR, model)."""

    XML = "xml"  # structured e-invoice
    TEXT = "text"  # text layer of a PDF
    OCR = "ocr"
    QR = "qr"  # payment code on the page
    LLM = "llm"
    DERIVED = "derived"  # computed from other read values
    VENDOR = "vendor"  # vendor default in Exact
    RULE = "rule"
    HISTORY = "history"
    ORDER = "order"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. Page counts from 1; coordinates are shares of width and height,
    0–1, origin top left, of the page *as shown* (after rotation)."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """The smallest box around both; both must be on the same page, else ValueError."""
        if self.page != other.page:
            raise ValueError("boxes on different pages have no union")
        return Box(
            self.page, min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a machine chose something: a code for tests, figures for the text, places for the eye.

    ``code`` is stable ("vendor.vat", "match.price_within"); ``params`` are plain strings that
    the translated sentence of that code is filled with.
    """

    code: str
    params: dict[str, str]
    boxes: tuple[Box, ...] = ()
