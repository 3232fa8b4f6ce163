"""A sheet to print words on: text with a place becomes words with boxes, as a page reader hands them over."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.evidence import Source
from ocr.page import Page, Word

WIDTH_PT, HEIGHT_PT = 595.0, 842.0
_NARROW, _WIDE = "iljtfI.,:;'|!()[]-/ ", "mwMW@%"


def width_of(text: str, points: float) -> float:
    """Width of a text set in a plain sans serif of so many points, as share of the page width."""
    units = sum(
        0.29 if c in _NARROW else 0.86 if c in _WIDE else 0.67 if c.isupper() else 0.556 if c.isdigit() else 0.52
        for c in text
    )
    return units * points / WIDTH_PT


@dataclass(slots=True)
class Canvas:
    """Words in the order they are printed. ``tags`` tells for each word what it is part of ("label", "footer", …)."""

    points: float = 9.0
    words: list[Word] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def step(self) -> float:
        """Distance of two lines of text, as share of the page height."""
        return 1.35 * self.points / HEIGHT_PT

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 1.0,
        bold: bool = False,
        right: bool = False,
        tag: str = "",
    ) -> float:
        """Print ``text`` with its left edge (or right edge, when ``right``) at x and its centre at y; where it ends."""
        points = self.points * size
        space = width_of(" ", points)
        if right:
            x -= width_of(text, points)
        tall = points / HEIGHT_PT
        for piece in text.split():
            wide = width_of(piece, points)
            self.words.append(Word(piece, x, y - tall / 2, x + wide, y + tall / 2, 1.0, tall, bold, self.line, 0))
            self.tags.append(tag)
            x += wide + space
        self.line += 1
        return x - space

    def block(self, x: float, y: float, rows: list[str], *, tag: str = "", bold_first: bool = False) -> float:
        """Rows below each other; returns the height after the last."""
        for number, row in enumerate(rows):
            self.put(x, y, row, bold=bold_first and number == 0, tag=tag)
            y += self.step
        return y

    def page(self) -> Page:
        """The sheet as a page with a text layer."""
        return Page(1, WIDTH_PT, HEIGHT_PT, tuple(self.words), Source.TEXT)
