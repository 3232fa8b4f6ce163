"""From words to printed lines and cells: the geometry every later step reads.

A *line* is what the eye takes as one row across the page; a *cell* is a run of words on a line with ordinary
spaces between them. Word positions are straightened first (small skew of a scan), evidence keeps the original boxes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.evidence import Box, Source
from ocr.local.page_words import words_to_read
from ocr.local.text import has_digit
from ocr.local.word_rows import middle, rows_of
from ocr.page import Page, Word

if TYPE_CHECKING:
    from ocr.local.labels import Label

# A gap wider than this many line heights separates two cells. Ordinary spaces are 0.25-0.4, justified text up to 0.8.
CELL_GAP = 0.95


@dataclass(slots=True, eq=False)
class Token:
    """One word with its straightened place: ``y0`` and ``y1``, with ``y`` the centre between them. ``top`` and
    ``bottom`` are the edges as printed, before straightening."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    page: int
    confidence: float
    size: float
    bold: bool
    top: float
    bottom: float
    line: Line | None = None
    cell: Cell | None = None
    index: int = 0  # place within its line
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.y = (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        """The rectangle as printed."""
        return Box(self.page, self.x0, self.top, self.x1, self.bottom)


@dataclass(slots=True, eq=False)
class Cell:
    """Words on one line without a wide gap between them; they are all there when it is made."""

    tokens: list[Token]
    line: Line
    index: int = 0
    # Asked for again and again by every step of reading.
    text: str = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join([token.text for token in self.tokens])
        self.x0 = self.tokens[0].x0
        self.x1 = self.tokens[-1].x1
        self.size = max([token.size for token in self.tokens])


@dataclass(slots=True, eq=False)
class Line:
    """One row of words over the page's width, left to right. ``number`` counts through all pages."""

    tokens: list[Token]
    page: int
    number: int = 0
    cells: list[Cell] = field(default_factory=list)
    text: str = ""
    starts: list[int] = field(default_factory=list)  # offset of each token in text
    labels: dict[tuple[str, bool], list[Label]] = field(default_factory=dict)  # as found, kept for whoever asks again
    # Asked for again and again; tokens keep their places once they are on a line.
    y0: float = field(init=False)
    y1: float = field(init=False)
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.y0 = min([token.y0 for token in self.tokens])
        self.y1 = max([token.y1 for token in self.tokens])
        self.y = middle([token.y for token in self.tokens])

    def span(self, start: int, end: int) -> list[Token]:
        """The tokens that characters start..end of ``text`` touch."""
        return [
            token
            for token, at in zip(self.tokens, self.starts, strict=True)
            if at < end and at + len(token.text) > start
        ]


@dataclass(slots=True, eq=False)
class Layout:
    """All lines of a document in page order. ``aspect`` is height over width, to compare the two directions."""

    lines: list[Line]
    source: Source
    aspect: float
    height: float  # usual height of a line, share of the page
    page_numbers: tuple[int, ...]
    qr: tuple[str, ...] = ()
    rulings: dict[int, tuple[tuple[float, float, float, float], ...]] = field(default_factory=dict)
    by_page: dict[int, list[Line]] = field(default_factory=dict)
    language: str | None = None  # as guessed, kept for whoever asks again
    is_ocr: bool = field(init=False)
    em: float = field(init=False)  # the usual line height expressed in shares of the page *width*

    def __post_init__(self) -> None:
        self.is_ocr = self.source is Source.OCR
        self.em = self.height * self.aspect

    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def box_of(tokens: Sequence[Token]) -> Box:
    """The rectangle around tokens of one page, in original coordinates."""
    page = tokens[0].page
    here = [token for token in tokens if token.page == page]
    return Box(
        page,
        min([token.x0 for token in here]),
        min([token.top for token in here]),
        max([token.x1 for token in here]),
        max([token.bottom for token in here]),
    )


@dataclass(slots=True)
class Sheet:
    """One page laid out by itself. Whoever reads several pages together numbers the lines anew."""

    lines: list[Line]
    heights: list[float]  # of all words


def lay_out_page(page: Page) -> Sheet:
    """Straighten, order and cut the words of one page."""
    words, slope = words_to_read(page)
    tokens = [_token(word, page.number, slope) for word in words]
    heights = [token.y1 - token.y0 for token in tokens]
    aspect = page.height_pt / page.width_pt if page.width_pt else 1.414
    lines = [Line(row, page.number) for row in rows_of(tokens, aspect)]
    lines.sort(key=lambda line: line.y)
    for line in lines:
        _cut(line, aspect)
    return Sheet(lines, heights)


def lay_out(pages: Sequence[Page], sheets: Mapping[int, Sheet] | None = None) -> Layout:
    """The lines of the pages of one document. ``sheets``: pages that were laid out before, by their number; a layout
    made of them earlier loses its numbers of lines."""
    laid = [(sheets or {}).get(page.number) or lay_out_page(page) for page in pages]
    lines = [line for sheet in laid for line in sheet.lines]
    for number, line in enumerate(lines):
        line.number = number
    heights = [height for sheet in laid for height in sheet.heights]
    first = pages[0] if pages else Page(1, 595, 842)
    source = Source.OCR if any(page.source is Source.OCR for page in pages) else Source.TEXT
    return Layout(
        lines,
        source,
        first.height_pt / first.width_pt if first.width_pt else 1.414,
        middle(heights) if heights else 0.012,
        tuple(page.number for page in pages),
        tuple(code for page in pages for code in page.qr),
        {page.number: page.rulings for page in pages},
        {page.number: sheet.lines for page, sheet in zip(pages, laid, strict=True)},
    )


def _token(word: Word, page: int, slope: float) -> Token:
    text, x0, y0, x1, y1 = word.text.strip(), word.x0, word.y0, word.x1, word.y1
    shift = slope * ((x0 + x1) / 2 - 0.5)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    size = word.font_size or (y1 - y0)
    return Token(text, x0, x1, y0 - shift, y1 - shift, page, word.confidence, size, word.bold, y0, y1)


def _cut(line: Line, aspect: float) -> None:
    """Give the line its text and cells."""
    tokens = line.tokens
    limit = _cell_gap(tokens, aspect)
    runs: list[list[Token]] = []
    at = 0
    previous: Token | None = None
    for index, token in enumerate(tokens):
        token.line = line
        token.index = index
        line.starts.append(at)
        at += len(token.text) + 1
        if previous is None or token.x0 - previous.x1 > limit:
            runs.append([])
        runs[-1].append(token)
        previous = token
    line.cells = [Cell(run, line, index) for index, run in enumerate(runs)]
    for cell in line.cells:
        for token in cell.tokens:
            token.cell = cell
    line.text = " ".join([cell.text for cell in line.cells])


def _cell_gap(tokens: list[Token], aspect: float) -> float:
    """The widest gap between two words of one cell."""
    heights = sorted([token.y1 - token.y0 for token in tokens])
    em = heights[len(heights) // 2] * aspect
    gaps = sorted([b.x0 - a.x1 for a, b in pairwise(tokens)])
    if len(gaps) >= 2 and gaps[-1] < 1.7 * gaps[0] and gaps[-1] < 1.7 * em:
        if sum([has_digit(token.text) for token in tokens]) * 3 < len(tokens):
            return max(CELL_GAP * em, gaps[-1])  # typewriter spacing: gaps that are all alike separate words
    return CELL_GAP * em
