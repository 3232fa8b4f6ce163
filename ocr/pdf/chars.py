"""Characters of a page put together to printed words."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.hidden import Look
from ocr.pdf.objects import Drawn
from ocr.pdf.opening import Shown

MAX_CHARS = 100_000

_SPACE_GAP = 0.26  # of the font size: a gap this wide parts words even without a space character
_TIGHT_GAP = 0.10  # a space the text engine added by itself where letters stand this close is kerning
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")


@dataclass(slots=True)
class RawWord:
    """A word before rows are found. Box in shares of the page; ``turn`` 0, 90, 180 or 270 is the direction it is
    written in, clockwise; ``size`` in points; ``look`` says how it is drawn."""

    text: str
    box: tuple[float, float, float, float]
    turn: int
    size: float
    bold: bool
    look: Look


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object have in common. ``turn`` is None for slanted text."""

    address: int
    size: float
    bold: bool
    turn: int
    look: Look


class _Builder:
    """Collects characters of one word and closes it."""

    def __init__(self) -> None:
        self.words: list[RawWord] = []
        self._clear()

    def _clear(self) -> None:
        self.letters: list[str] = []
        self.x0 = self.y0 = math.inf
        self.x1 = self.y1 = -math.inf
        self.style: _Style | None = None

    def close(self) -> None:
        if self.style is not None and self.letters:
            text = unicodedata.normalize("NFC", "".join(self.letters)).strip()
            if text:
                box = (self.x0, self.y0, self.x1, self.y1)
                self.words.append(
                    RawWord(text, box, self.style.turn, self.style.size, self.style.bold, self.style.look)
                )
        self._clear()

    def add(self, letter: str, box: tuple[float, float, float, float], style: _Style) -> None:
        if self.style is None:
            self.style = style
        self.letters.append(letter)
        self.x0, self.y0 = min(self.x0, box[0]), min(self.y0, box[1])
        self.x1, self.y1 = max(self.x1, box[2]), max(self.y1, box[3])


def words_of(page: pdfium.PdfPage, shown: Shown, drawn: Drawn) -> list[RawWord]:
    """All words of the page's text layer in the order they are written, hidden ones included (see ``look``)."""
    text_page = page.get_textpage()
    try:
        return _Reader(text_page, shown, drawn).words()
    finally:
        text_page.close()


class _Reader:
    def __init__(self, text_page: pdfium.PdfTextPage, shown: Shown, drawn: Drawn) -> None:
        self.raw = text_page.raw
        self.shown = shown
        self.drawn = drawn
        self.styles: dict[int, _Style] = {}
        self.left, self.right, self.bottom, self.top = (ctypes.c_double() for _ in range(4))
        self.loose = pdfium_c.FS_RECTF()

    def words(self) -> list[RawWord]:
        builder = _Builder()
        previous: tuple[float, float, float, float] | None = None
        generated = False
        high = 0
        for index in range(min(pdfium_c.FPDFText_CountChars(self.raw), MAX_CHARS)):
            code = pdfium_c.FPDFText_GetUnicode(self.raw, index)
            if 0xD800 <= code < 0xDC00:  # first half of a character outside the basic plane
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
            letter = _letter(code)
            if letter == " ":
                if pdfium_c.FPDFText_IsGenerated(self.raw, index) == 1:
                    generated = True
                else:
                    builder.close()
                continue
            if not letter:
                continue
            style = self._style(index)
            box = self._box(index)
            if box is None:
                continue
            if builder.style is not None and previous is not None:
                if self._apart(previous, box, builder.style, style, generated):
                    builder.close()
            generated = False
            builder.add(letter, box, style)
            previous = box
        builder.close()
        return builder.words

    def _box(self, index: int) -> tuple[float, float, float, float] | None:
        raw = self.raw
        if not pdfium_c.FPDFText_GetCharBox(raw, index, self.left, self.right, self.bottom, self.top):
            return None
        left, right, bottom, top = self.left.value, self.right.value, self.bottom.value, self.top.value
        # The tight box of a dash or a dot is no height of a row: take the font's own, when it is believable.
        if pdfium_c.FPDFText_GetLooseCharBox(raw, index, self.loose):
            loose = self.loose
            wide, high = abs(loose.right - loose.left), abs(loose.top - loose.bottom)
            if 0.5 < wide < 400 and 0.5 < high < 400 and right > left:
                if self._upright(index):
                    bottom, top = loose.bottom, loose.top
                else:
                    left, right = loose.left, loose.right
        if right <= left and top <= bottom:
            return None
        return self.shown.box(left, bottom, right, top)

    def _upright(self, index: int) -> bool:
        angle = pdfium_c.FPDFText_GetCharAngle(self.raw, index)
        return abs(math.sin(angle)) < 0.5

    def _apart(
        self,
        before: tuple[float, float, float, float],
        box: tuple[float, float, float, float],
        old: _Style,
        new: _Style,
        generated: bool,
    ) -> bool:
        """Whether two neighbouring characters belong to different words."""
        if old.turn != new.turn:
            return True
        wide, high = self.shown.width, self.shown.height
        size = max(min(old.size, new.size), 1.0)
        if old.turn in (0, 180):
            gap = (box[0] - before[2] if old.turn == 0 else before[0] - box[2]) * wide
            shift = abs((box[1] + box[3]) - (before[1] + before[3])) / 2 * high
            length = (box[2] - box[0]) * wide
        else:
            gap = (box[1] - before[3] if old.turn == 90 else before[1] - box[3]) * high
            shift = abs((box[0] + box[2]) - (before[0] + before[2])) / 2 * wide
            length = (box[3] - box[1]) * high
        if shift > 0.6 * max(old.size, new.size, 1.0) or gap < -max(1.2 * size, length):
            return True
        return gap > (_TIGHT_GAP if generated else _SPACE_GAP) * size

    def _style(self, index: int) -> _Style:
        thing = pdfium_c.FPDFText_GetTextObject(self.raw, index)
        address = ctypes.cast(thing, ctypes.c_void_p).value or 0
        style = self.styles.get(address)
        if style is None:
            style = self.styles[address] = self._new_style(index, thing, address)
        return style

    def _new_style(self, index: int, thing: object, address: int) -> _Style:
        matrix = pdfium_c.FS_MATRIX()
        scale = 1.0
        along = (1.0, 0.0)
        if pdfium_c.FPDFText_GetMatrix(self.raw, index, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            along = (matrix.a, matrix.b)
        size = pdfium_c.FPDFText_GetFontSize(self.raw, index) * scale
        dx, dy = self.shown.direction(*along)
        turn = round(math.degrees(math.atan2(dy, dx)) / 90) % 4 * 90
        colour = [ctypes.c_uint() for _ in range(4)]
        red = green = blue = 0
        alpha = 255
        if pdfium_c.FPDFText_GetFillColor(self.raw, index, *colour):
            red, green, blue, alpha = (part.value for part in colour)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        look = Look(
            invisible=mode in (3, 7),
            pale=min(red, green, blue) >= 225 and mode in (0, 2),
            clear=alpha < 40,
            order=self.drawn.order.get(address, 0),
        )
        return _Style(address, size, self._bold(index), turn, look)

    def _bold(self, index: int) -> bool:
        if pdfium_c.FPDFText_GetFontWeight(self.raw, index) >= 600:
            return True
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(128)
        length = pdfium_c.FPDFText_GetFontInfo(self.raw, index, name, 128, flags)
        if not 0 < length <= 128:
            return False
        lowered = name.value.decode("utf-8", "replace").lower()
        return any(part in lowered for part in _BOLD_NAMES)


def _letter(code: int) -> str:
    """The character as we keep it: "" for none, " " for any space."""
    if (
        code in (0, 0xFFFE, 0xFFFF, 0xAD, 0xFEFF)
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
    ):
        return ""
    if code == 2:  # the engine's mark for a hyphen at the end of a line
        return "-"
    if code < 32 or code == 0x85:
        return " "
    if 0xE0000 <= code <= 0xE007F or code > 0x10FFFF:  # tag characters: invisible by definition
        return ""
    letter = chr(code)
    if letter.isspace():
        return " "
    if 0xFB00 <= code <= 0xFB06:  # ligatures
        return unicodedata.normalize("NFKC", letter)
    return letter
