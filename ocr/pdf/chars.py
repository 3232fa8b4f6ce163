"""Characters of a page put together to printed words."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.hidden import Look
from ocr.pdf.objects import Drawn
from ocr.pdf.opening import Shown

MAX_CHARS = 100_000

_SPACE_GAP = 0.22  # of the font size: a gap this wide parts words even without a space character
_TIGHT_GAP = 0.07  # a space the text engine added by itself where letters stand this close is kerning
Rect = tuple[float, float, float, float]

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
    """What the characters of one text object have in common.

    ``way`` is the writing direction in page space (degrees anticlockwise, multiple of 90), ``turn`` the same as shown
    (clockwise). ``low``/``high`` are the font's own edges across the direction, in page space, None when absurd.
    """

    size: float
    bold: bool
    way: int
    turn: int
    look: Look
    low: float | None
    high: float | None


class _Builder:
    """Collects characters of one word, in page space, and closes it."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.words: list[RawWord] = []
        self.letters: list[str] = []
        self.boxes: list[Rect] = []
        self.style: _Style | None = None

    def close(self) -> None:
        """The word is complete."""
        style = self.style
        if style is None:
            return
        text = unicodedata.normalize("NFC", "".join(self.letters)).strip()
        if text:
            left, bottom = min(b[0] for b in self.boxes), min(b[1] for b in self.boxes)
            right, top = max(b[2] for b in self.boxes), max(b[3] for b in self.boxes)
            if style.low is not None and style.high is not None:
                # The tight box of a dash or a dot is no height of a row: take the font's.
                if style.way in (0, 180):
                    bottom, top = style.low, style.high
                else:
                    left, right = style.low, style.high
            box = self.shown.box(left, bottom, right, top)
            self.words.append(RawWord(text, box, style.turn, style.size, style.bold, style.look))
        self.letters, self.boxes, self.style = [], [], None


def words_of(page: pdfium.PdfPage, shown: Shown, drawn: Drawn) -> list[RawWord]:
    """All words of the page's text layer in the order they are written, hidden ones included (see ``look``)."""
    text_page = page.get_textpage()
    try:
        return _Reader(text_page, shown, drawn).words()
    finally:
        text_page.close()


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """The same library function with plain integers for handles: typed pointers cost more than the call itself."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_DOUBLE = ctypes.POINTER(ctypes.c_double)
_unicode_at = _quick(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object_at = _quick(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_is_generated = _quick(pdfium_c.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_char_box = _quick(
    pdfium_c.FPDFText_GetCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, _DOUBLE, _DOUBLE, _DOUBLE, _DOUBLE
)


class _Reader:
    def __init__(self, text_page: pdfium.PdfTextPage, shown: Shown, drawn: Drawn) -> None:
        self.raw = text_page.raw
        self.handle = ctypes.cast(self.raw, ctypes.c_void_p).value
        self.shown = shown
        self.drawn = drawn
        self.styles: dict[int, _Style] = {}
        self.loose = pdfium_c.FS_RECTF()

    def words(self) -> list[RawWord]:
        """One pass over the characters; a gap, a space, another direction or height ends a word."""
        builder = _Builder(self.shown)
        handle, styles, drawn = self.handle, self.styles, self.drawn
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        edges = [ctypes.byref(edge) for edge in (left, right, bottom, top)]
        previous = -1  # index of the character before, when it belongs to the open word
        generated = False
        high = 0
        for index in range(min(pdfium_c.FPDFText_CountChars(self.raw), MAX_CHARS)):
            code = _unicode_at(handle, index)
            if 0xD800 <= code < 0xE000:  # a character outside the basic plane comes as two halves
                if code < 0xDC00 or not high:
                    high = code
                    continue
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
            letter = chr(code) if 32 < code < 127 else _letter(code)
            if letter == " ":
                if _is_generated(handle, index) == 1:
                    generated = True
                else:
                    builder.close()
                continue
            if not letter or not _char_box(handle, index, *edges):
                continue
            box = (left.value, bottom.value, right.value, top.value)
            if box[0] >= box[2] and box[1] >= box[3]:
                continue
            address = _object_at(handle, index) or 0
            style = styles.get(address)
            if style is None:
                style = styles[address] = self._new_style(index, address, drawn)
            if builder.style is not None and self._apart(builder, box, style, previous, index, generated):
                builder.close()
            generated = False
            if builder.style is None:
                builder.style = style
            builder.letters.append(letter)
            builder.boxes.append(box)
            previous = index
        builder.close()
        return _letterspaced(builder.words, self.shown)

    def _apart(self, builder: _Builder, box: Rect, new: _Style, previous: int, index: int, generated: bool) -> bool:
        """Whether a character does not continue the open word."""
        old = builder.style
        assert old is not None
        if old.way != new.way:
            return True
        before = builder.boxes[-1]
        size = max(min(old.size, new.size), 1.0)
        gap = _gap(old.way, before, box)
        across = 1 if old.way in (0, 180) else 0
        if new is not old:
            # Heights are compared by the fonts' edges where known: "," and "8" of one word overlap little in ink.
            if new.low is not None and new.high is not None and old.low is not None and old.high is not None:
                shift = abs(new.low + new.high - old.low - old.high) / 2
            else:
                shift = abs(box[across] + box[across + 2] - before[across] - before[across + 2]) / 2
            if shift > 0.6 * max(old.size, new.size, 1.0):
                return True
        elif abs(box[across] - before[across]) > 1.6 * size:
            return True
        along = 1 - across
        if gap < -max(1.2 * size, box[along + 2] - box[along]):
            return True
        limit = (_TIGHT_GAP if generated else _SPACE_GAP) * size
        if gap <= limit:
            return False
        # The ink stands apart; the cells may not: a typewriter's dot is far from its neighbours and yet beside them.
        cells = self._cell(previous, before), self._cell(index, box)
        return _gap(old.way, *cells) > limit

    def _cell(self, index: int, box: Rect) -> Rect:
        loose = self.loose
        if not pdfium_c.FPDFText_GetLooseCharBox(self.raw, index, loose):
            return box
        if not (0.5 < abs(loose.right - loose.left) < 400 and 0.5 < abs(loose.top - loose.bottom) < 400):
            return box
        return (
            min(box[0], loose.left),
            min(box[1], loose.bottom),
            max(box[2], loose.right),
            max(box[3], loose.top),
        )

    def _new_style(self, index: int, address: int, drawn: Drawn) -> _Style:
        matrix = pdfium_c.FS_MATRIX()
        scale = 1.0
        along = (1.0, 0.0)
        if pdfium_c.FPDFText_GetMatrix(self.raw, index, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            along = (matrix.a, matrix.b)
        size = pdfium_c.FPDFText_GetFontSize(self.raw, index) * scale
        dx, dy = self.shown.direction(*along)
        turn = round(math.degrees(math.atan2(dy, dx)) / 90) % 4 * 90
        way = round(math.degrees(math.atan2(along[1], along[0])) / 90) % 4 * 90
        colour = [ctypes.c_uint() for _ in range(4)]
        red = green = blue = 0
        alpha = 255
        if pdfium_c.FPDFText_GetFillColor(self.raw, index, *colour):
            red, green, blue, alpha = (part.value for part in colour)
        thing = pdfium_c.FPDFText_GetTextObject(self.raw, index)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        look = Look(
            invisible=mode in (3, 7),
            pale=min(red, green, blue) >= 225 and mode in (0, 2),
            clear=alpha < 40,
            order=drawn.order.get(address, 0),
            clip=drawn.clips.get(address),
        )
        low, high = self._edges(index, way)
        return _Style(size, self._bold(index), way, turn, look, low, high)

    def _edges(self, index: int, way: int) -> tuple[float | None, float | None]:
        loose = self.loose
        if not pdfium_c.FPDFText_GetLooseCharBox(self.raw, index, loose):
            return None, None
        low, high = (loose.bottom, loose.top) if way in (0, 180) else (loose.left, loose.right)
        return (low, high) if 0.5 < high - low < 400 else (None, None)

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


def _gap(way: int, before: Rect, after: Rect) -> float:
    """Empty space between two boxes along the writing direction, in page space (y upwards)."""
    if way == 0:
        return after[0] - before[2]
    if way == 180:
        return before[0] - after[2]
    return after[1] - before[3] if way == 90 else before[1] - after[3]


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


def _letterspaced(words: list[RawWord], shown: Shown) -> list[RawWord]:
    """Titles set with a space between all letters ("I N V O I C E") put together: runs of four and more single letters
    at even distances. A wider gap within the run parts two words."""
    out: list[RawWord] = []
    run: list[RawWord] = []

    def close() -> None:
        if len(run) >= 4:
            out.extend(_joined(run))
        else:
            out.extend(run)
        run.clear()

    for word in words:
        single = len(word.text) == 1 and word.text.isalpha() and word.turn == 0
        if not single or (run and not _follows(run[-1], word, shown)):
            close()
        if single:
            run.append(word)
        else:
            out.append(word)
    close()
    return out


def _follows(before: RawWord, word: RawWord, shown: Shown) -> bool:
    gap = (word.box[0] - before.box[2]) * shown.width
    level = abs(word.box[1] - before.box[1]) * shown.height
    return 0 < gap < 2.2 * word.size and level < 0.3 * word.size


def _joined(run: list[RawWord]) -> list[RawWord]:
    gaps = sorted(after.box[0] - before.box[2] for before, after in pairwise(run))
    usual = gaps[len(gaps) // 2]
    words = [replace(run[0])]
    for before, after in pairwise(run):
        if after.box[0] - before.box[2] > 1.9 * usual:
            words.append(replace(after))
            continue
        last = words[-1]
        last.text += after.text
        last.box = (last.box[0], min(last.box[1], after.box[1]), after.box[2], max(last.box[3], after.box[3]))
    return words
