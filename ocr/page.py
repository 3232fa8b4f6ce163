"""Pages and words: what the page readers hand to the field reader, whatever the file was.

Coordinates are shares (0–1) of the page's width and height **as shown** (after rotation), origin top left.
Plain data without I/O, so that a page can be written down in a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.evidence import Box, Source
from domain.findings import Finding, Severity

if TYPE_CHECKING:
    from ocr.local.learning.layout import LearntLayout


class FileKind(StrEnum):
    """What a file is, by its bytes; the name only breaks ties."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    WEBP = "webp"
    XML = "xml"
    EML = "eml"
    ZIP = "zip"
    MSG = "msg"  # Outlook message
    OFFICE = "office"  # Word, Excel and kin: kept, not parsed
    HTML = "html"
    TEXT = "text"
    EXE = "exe"
    UNKNOWN = "unknown"


IMAGE_KINDS = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.WEBP})


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. ``font_size`` is a share of the page height; ``confidence`` is 1.0 for a text layer
    and the recogniser's own figure for OCR; ``line`` and ``block`` number lines and text blocks within the page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0
    font_size: float = 0.0
    bold: bool = False
    line: int = 0
    block: int = 0

    def box(self, page: int) -> Box:
        """The word's rectangle as evidence on page ``page`` (from 1)."""
        return Box(page, self.x0, self.y0, self.x1, self.y1)


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its words in reading order.

    ``width_pt``/``height_pt`` are points (1/72 inch) as shown. ``rotation`` (0, 90, 180, 270, clockwise) and
    ``skew`` (degrees, anticlockwise positive) say what was undone before reading. ``rulings`` are lines and thin
    bars as rectangles; ``qr`` holds the text of each code on the page."""

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...] = ()
    source: Source = Source.TEXT
    language_hint: str = ""
    rotation: int = 0
    skew: float = 0.0
    rulings: tuple[tuple[float, float, float, float], ...] = ()
    qr: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def text(self) -> str:
        """The page as plain text, one printed line per line."""
        lines: list[list[str]] = []
        last = None
        for word in self.words:
            if word.line != last:
                lines.append([])
                last = word.line
            lines[-1].append(word.text)
        return "\n".join(" ".join(line) for line in lines)

    def to_json(self) -> dict[str, Any]:
        """Plain data, JSON-ready; ``from_json`` is its inverse."""
        return {
            "number": self.number,
            "width_pt": self.width_pt,
            "height_pt": self.height_pt,
            "words": [
                [
                    *(w.text, round(w.x0, 5), round(w.y0, 5), round(w.x1, 5), round(w.y1, 5)),
                    *(round(w.confidence, 3), round(w.font_size, 5), int(w.bold), w.line, w.block),
                ]
                for w in self.words
            ],
            "source": self.source.value,
            "language_hint": self.language_hint,
            "rotation": self.rotation,
            "skew": self.skew,
            "rulings": [[round(edge, 5) for edge in ruling] for ruling in self.rulings],
            "qr": list(self.qr),
            "findings": [finding_to_json(finding) for finding in self.findings],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Page:
        """Rebuild a page; raises KeyError, TypeError or ValueError when the data has another shape."""
        return cls(
            number=int(data["number"]),
            width_pt=float(data["width_pt"]),
            height_pt=float(data["height_pt"]),
            words=tuple(_word(row) for row in data["words"]),
            source=Source(data["source"]),
            language_hint=str(data["language_hint"]),
            rotation=int(data["rotation"]),
            skew=float(data["skew"]),
            rulings=tuple((float(r[0]), float(r[1]), float(r[2]), float(r[3])) for r in data["rulings"]),
            qr=tuple(str(code) for code in data["qr"]),
            findings=tuple(finding_from_json(finding) for finding in data["findings"]),
        )


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of one file that could be read. ``page_count`` is the file's own count, which may exceed
    ``len(pages)`` when a limit cut reading short (then a finding says so)."""

    pages: tuple[Page, ...] = ()
    file_kind: FileKind = FileKind.UNKNOWN
    page_count: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What the reader may know beforehand.

    ``own_identifiers``: our own VAT, KvK, IBAN and names, which are never the supplier's. ``today`` bounds plausible
    dates (None: no bound). ``pages``: only these pages of the file are the document (empty: all). ``annexes``: the
    pages a person said are annexes, which also says that the rest is one document; None while nobody arranged the
    file, then cuts and annexes are proposed. ``lessons`` is asked, once the fields of a document are read, for what its
    vendor's layouts taught; it gives nothing when it cannot be told whose document it is."""

    own_identifiers: frozenset[str] = frozenset()
    today: date | None = None
    pages: frozenset[int] = frozenset()
    annexes: frozenset[int] | None = None
    lessons: Callable[[Mapping[str, str]], Sequence[LearntLayout]] | None = None


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain data, the same shape as in a reading's JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "params": dict(finding.params),
        "field": finding.field,
        "boxes": [[b.page, b.x0, b.y0, b.x1, b.y1] for b in finding.boxes],
    }


def finding_from_json(data: dict[str, Any]) -> Finding:
    """Inverse of ``finding_to_json``; raises on another shape."""
    return Finding(
        str(data["code"]),
        Severity(data["severity"]),
        {str(k): str(v) for k, v in data.get("params", {}).items()},
        str(data.get("field", "")),
        tuple(Box(int(b[0]), float(b[1]), float(b[2]), float(b[3]), float(b[4])) for b in data.get("boxes", [])),
    )


def _word(row: list[Any]) -> Word:
    text, x0, y0, x1, y1, confidence, font_size, bold, line, block = row
    return Word(
        str(text),
        float(x0),
        float(y0),
        float(x1),
        float(y1),
        float(confidence),
        float(font_size),
        bool(bold),
        int(line),
        int(block),
    )
