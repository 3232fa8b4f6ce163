"""A page to draw on: millimetres from the top left, text with alignment, ruled tables that go on over pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: label, left edge and width in mm, alignment "l", "r" or "c"."""

    label: str
    x: float
    width: float
    align: str = "l"

    def place(self) -> float:
        return {"l": self.x, "r": self.x + self.width, "c": self.x + self.width / 2}[self.align]


class Sheet:
    """A document being drawn. ``font`` is a base family: Helvetica, Times or Courier."""

    def __init__(self, title: str, font: str = "Helvetica", size: tuple[float, float] = A4) -> None:
        self._buffer = io.BytesIO()
        # invariant: no clock and no random file id, so that the same facts give the same bytes
        self.canvas = Canvas(self._buffer, pagesize=size, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("")
        self.width, self.height = size[0] / mm, size[1] / mm
        self.font = font
        self.page = 1

    def _face(self, bold: bool, italic: bool = False) -> str:
        if self.font == "Times":
            return {(0, 0): "Times-Roman", (1, 0): "Times-Bold", (0, 1): "Times-Italic", (1, 1): "Times-BoldItalic"}[
                bold, italic
            ]
        return self.font + ("-Bold" if bold else "-Oblique" if italic else "")

    def text(
        self,
        x: float,
        y: float,
        value: str,
        size: float = 9,
        bold: bool = False,
        align: str = "l",
        color: str = "#111111",
        italic: bool = False,
    ) -> None:
        """One line of text; ``x`` is the left, right or middle of it, ``y`` the baseline."""
        if not value:
            return
        self.canvas.setFillColor(HexColor(color))
        self.canvas.setFont(self._face(bold, italic), size)
        draw = {"l": self.canvas.drawString, "r": self.canvas.drawRightString, "c": self.canvas.drawCentredString}[
            align
        ]
        draw(x * mm, (self.height - y) * mm, value)

    def block(
        self,
        x: float,
        y: float,
        lines: list[str] | tuple[str, ...],
        size: float = 9,
        leading: float = 4.4,
        bold_first: bool = False,
        align: str = "l",
        color: str = "#111111",
    ) -> float:
        """Several lines below each other; returns the y below the last one."""
        for place, line in enumerate(lines):
            self.text(x, y, line, size, bold_first and place == 0, align, color)
            y += leading
        return y

    def wrap(self, value: str, width: float, size: float = 9, bold: bool = False) -> list[str]:
        """The text broken into lines of at most ``width`` mm."""
        lines: list[str] = []
        current = ""
        for part in value.split():
            longer = f"{current} {part}".strip()
            if current and stringWidth(longer, self._face(bold), size) > width * mm:
                lines.append(current)
                current = part
            else:
                current = longer
        return [*lines, current]

    def long(self, value: str, size: float = 9, bold: bool = False) -> float:
        """How long a text runs, in mm."""
        return stringWidth(value, self._face(bold), size) / mm

    def line(
        self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, color: str = "#333333", dash: bool = False
    ) -> None:
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.setLineWidth(width)
        self.canvas.setDash([1, 2] if dash else [])
        self.canvas.line(x0 * mm, (self.height - y0) * mm, x1 * mm, (self.height - y1) * mm)
        self.canvas.setDash([])

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "",
        stroke: str = "#333333",
        weight: float = 0.5,
        round_corner: float = 0,
    ) -> None:
        """A rectangle with its top left corner at x, y; empty ``stroke`` draws no border."""
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if stroke:
            self.canvas.setStrokeColor(HexColor(stroke))
        self.canvas.setLineWidth(weight)
        args = (x * mm, (self.height - y - height) * mm, width * mm, height * mm)
        if round_corner:
            self.canvas.roundRect(*args, round_corner * mm, stroke=bool(stroke), fill=bool(fill))
        else:
            self.canvas.rect(*args, stroke=bool(stroke), fill=bool(fill))

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code with its top left corner at x, y."""
        picture = io.BytesIO()
        segno.make(content, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
        picture.seek(0)
        self.canvas.drawImage(ImageReader(picture), x * mm, (self.height - y - side) * mm, side * mm, side * mm)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def table(
        self,
        y: float,
        columns: list[Column],
        rows: list[list[str]],
        *,
        size: float = 9,
        leading: float = 4.2,
        gap: float = 2.0,
        bottom: float = 250,
        grid: bool = False,
        rule: bool = False,
        zebra: str = "",
        head_fill: str = "",
        head_color: str = "#111111",
        headings: dict[int, str] | None = None,
        turn: Callable[[int], float] | None = None,
    ) -> float:
        """Draw a table from ``y``; returns the y below it. The widest column wraps; ``turn(row)`` is called
        when a page is full and must start the next page and give its first y; ``headings`` stand above a row."""
        left, right = columns[0].x - 1.5, columns[-1].x + columns[-1].width + 1.5

        wide = max(range(len(columns)), key=lambda place: columns[place].width)

        def head(top: float) -> float:
            if head_fill:
                self.box(left, top, right - left, 7, fill=head_fill, stroke="")
            for column in columns:
                self.text(column.place(), top + 4.8, column.label, size, True, column.align, head_color)
            if grid:
                self._verticals(columns, left, right, top, top + 7)
            elif not head_fill:
                self.line(left, top + 7, right, top + 7, 0.8)
            return top + 7

        y = head(y)
        for place, row in enumerate(rows):
            wrapped = self.wrap(row[wide], columns[wide].width, size)
            height = leading * len(wrapped) + gap
            title = (headings or {}).get(place, "")
            if y + height + (6 if title else 0) > bottom and turn:
                y = head(turn(place))
            if title:
                self.text(left + 1.5, y + 4.6, title, size, True)
                y += 6
            if zebra and place % 2:
                self.box(left, y, right - left, height, fill=zebra, stroke="")
            for column, value in zip(columns, row, strict=True):
                lines = wrapped if column is columns[wide] else [value]
                self.block(column.place(), y + leading * 0.72 + gap / 2, lines, size, leading, align=column.align)
            if grid:
                self._verticals(columns, left, right, y, y + height)
            elif rule:
                self.line(left, y + height, right, y + height, 0.25, "#bbbbbb")
            y += height
        return y

    def _verticals(self, columns: list[Column], left: float, right: float, top: float, bottom: float) -> None:
        edges = [left, *(column.x - 1.5 for column in columns[1:]), right]
        for edge in edges:
            self.line(edge, top, edge, bottom, 0.4)
        self.line(left, top, right, top, 0.4)
        self.line(left, bottom, right, bottom, 0.4)

    def done(self) -> bytes:
        """Finish the document and give its bytes."""
        self.canvas.save()
        return self._buffer.getvalue()
