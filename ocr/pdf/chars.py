"""Characters of a page put together to printed words."""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.hidden import Look
from ocr.pdf.letters import letter_of
from ocr.pdf.objects import Drawn
from ocr.pdf.opening import Shown
from ocr.pdf.quick_calls import PLACE, quick
from ocr.pdf.raw_words import RawWord, letterspaced

MAX_CHARS = 100_000

_SPACE_GAP = 0.22  # of the font size: a gap this wide parts words even without a space character
_TIGHT_GAP = 0.07  # a space the text engine added by itself where letters stand this close is kerning
Rect = tuple[float, float, float, float]

_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")


class _Style(NamedTuple):
    """What the characters of one text object have in common.

    ``way`` is the writing direction in page space (degrees anticlockwise, multiple of 90), ``turn`` the same as shown
    (clockwise). ``low``/``high`` are the font's own edges across the direction, in page space, None when absurd.
    ``rise``, ``back`` and ``ahead``: a letter so much higher or lower, back or ahead of the one before goes on with its
    word; asked first, for upright text, because it is so for nearly every letter.
    """

    size: float
    bold: bool
    way: int
    turn: int
    look: Look
    low: float | None
    high: float | None
    rise: float
    back: float
    ahead: float


class _Builder:
    """Collects characters of one word, in page space, and closes it."""

    __slots__ = ("bottom", "last", "left", "letters", "right", "shown", "style", "top", "words")

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.words: list[RawWord] = []
        self.letters: list[str] = []
        self.last: Rect = (0.0, 0.0, 0.0, 0.0)  # box of the last character
        self.left = self.bottom = self.right = self.top = 0.0
        self.style: _Style | None = None

    def begin(self, box: Rect, style: _Style) -> None:
        """A new word, whose style is that of its first character."""
        self.style = style
        self.left, self.bottom, self.right, self.top = box

    def add(self, letter: str, box: Rect) -> None:
        """One more character of the open word."""
        self.letters.append(letter)
        self.last = box
        left, bottom, right, top = box
        # Written out: this runs for every character, and min() costs more than all the rest.
        if left < self.left:
            self.left = left
        if bottom < self.bottom:
            self.bottom = bottom
        if right > self.right:
            self.right = right
        if top > self.top:
            self.top = top

    def close(self) -> None:
        """The word is complete."""
        style = self.style
        if style is None:
            return
        text = "".join(self.letters)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = text.strip()
        if text:
            left, bottom, right, top = self.left, self.bottom, self.right, self.top
            if style.low is not None and style.high is not None:
                # The tight box of a dash or a dot is no height of a row: take the font's.
                if style.way in (0, 180):
                    bottom, top = style.low, style.high
                else:
                    left, right = style.low, style.high
            box = self.shown.box(left, bottom, right, top)
            self.words.append(RawWord(text, box, style.turn, style.size, style.bold, style.look))
        self.letters, self.style = [], None


def words_of(page: pdfium.PdfPage, shown: Shown, drawn: Drawn) -> list[RawWord]:
    """All words of the page's text layer in the order they are written, hidden ones included (see ``look``)."""
    text_page = page.get_textpage()
    try:
        return _Reader(text_page, shown, drawn).words()
    finally:
        text_page.close()


_PLACE, _INDEX, _INT, _UINT = PLACE, ctypes.c_int, ctypes.c_int, ctypes.c_uint
_unicode_at = quick(pdfium_c.FPDFText_GetUnicode, _UINT, _PLACE, _INDEX)
_text_of = quick(pdfium_c.FPDFText_GetText, _INT, _PLACE, _INDEX, _INT, _PLACE)
_object_at = quick(pdfium_c.FPDFText_GetTextObject, _PLACE, _PLACE, _INDEX)
_is_generated = quick(pdfium_c.FPDFText_IsGenerated, _INT, _PLACE, _INDEX)
_char_box = quick(pdfium_c.FPDFText_GetCharBox, _INT, _PLACE, _INDEX, _PLACE, _PLACE, _PLACE, _PLACE)
_loose_box = quick(pdfium_c.FPDFText_GetLooseCharBox, _INT, _PLACE, _INDEX, _PLACE)
_matrix_at = quick(pdfium_c.FPDFText_GetMatrix, _INT, _PLACE, _INDEX, _PLACE)
_size_at = quick(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _PLACE, _INDEX)
_weight_at = quick(pdfium_c.FPDFText_GetFontWeight, _INT, _PLACE, _INDEX)
_font_info = quick(pdfium_c.FPDFText_GetFontInfo, ctypes.c_ulong, _PLACE, _INDEX, _PLACE, ctypes.c_ulong, _PLACE)
_fill_at = quick(pdfium_c.FPDFText_GetFillColor, _INT, _PLACE, _INDEX, _PLACE, _PLACE, _PLACE, _PLACE)
_mode_of = quick(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _PLACE)
_font_of = quick(pdfium_c.FPDFTextObj_GetFont, _PLACE, _PLACE)
_FOUR_DOUBLES = struct.Struct("@4d")
_FOUR_FLOATS = struct.Struct("@4f").unpack_from
_FOUR_COUNTS = struct.Struct("@4I").unpack_from
_NAME_BYTES = 128
_UPRIGHT = (1.0, 0.0, 0.0, 1.0)
_OTHERS = re.compile(r"[^ -~]")


class _Reader:
    def __init__(self, text_page: pdfium.PdfTextPage, shown: Shown, drawn: Drawn) -> None:
        self.raw = text_page.raw
        self.handle = ctypes.cast(self.raw, ctypes.c_void_p).value
        self.shown = shown
        self.drawn = drawn
        self.styles: dict[int, _Style] = {}
        self.bold_fonts: dict[int, bool] = {}
        self.directions: dict[Rect, tuple[float, int, int]] = {}
        # One place in memory for whatever a call fills in, read as a whole: objects per value cost more than the calls.
        self.filled = ctypes.create_string_buffer(64)
        self.place = ctypes.addressof(self.filled)
        self.name = ctypes.create_string_buffer(_NAME_BYTES)

    def words(self) -> list[RawWord]:
        """One pass over the characters; a gap, a space, another direction or height ends a word."""
        count = min(pdfium_c.FPDFText_CountChars(self.raw), MAX_CHARS)
        handle, styles = self.handle, self.styles
        builder = _Builder(self.shown)
        add = builder.add
        previous = -1  # index of the character before, when it belongs to the open word
        generated = False
        # All of one kind at once: what is asked for every character costs least outside the loop.
        objects = map(_object_at, repeat(handle), range(count))
        for index, letter, box, address in zip(
            range(count), self._letters(count), self._boxes(count), objects, strict=False
        ):
            if letter == " ":
                if _is_generated(handle, index) == 1:
                    generated = True
                else:
                    builder.close()
                continue
            left, bottom, right, top = box
            if not letter or (left >= right and bottom >= top):
                continue
            style = styles.get(address)
            if style is None:
                style = styles[address] = self._new_style(index, address or 0)
            last = builder.last
            if not (
                style is builder.style
                and not generated
                and -style.rise <= bottom - last[1] <= style.rise
                and -style.back <= left - last[2] <= style.ahead
            ):
                if builder.style is not None and self._apart(builder, box, style, previous, index, generated):
                    builder.close()
                if builder.style is None:
                    builder.begin(box, style)
            add(letter, box)
            generated = False
            previous = index
        builder.close()
        return letterspaced(builder.words, self.shown)

    def _boxes(self, count: int) -> Iterator[Rect]:
        """The ink of each of the first ``count`` characters; without area where there is none."""
        filled = ctypes.create_string_buffer(_FOUR_DOUBLES.size * count)
        start, step = ctypes.addressof(filled), _FOUR_DOUBLES.size
        # In the order of a Rect: the engine is told where to put left, right, bottom and top.
        places = [range(start + offset, start + step * count, step) for offset in (0, 16, 8, 24)]
        deque(map(_char_box, repeat(self.handle), range(count), *places), maxlen=0)
        return _FOUR_DOUBLES.iter_unpack(filled)

    def _letters(self, count: int) -> list[str]:
        """What each of the first ``count`` characters says: "" for nothing, " " for any kind of space."""
        text = self._text(count)
        letters = list(text)
        high = 0
        for found in _OTHERS.finditer(text):
            index = found.start()
            code = _unicode_at(self.handle, index)
            if 0xD800 <= code < 0xE000:  # a character outside the basic plane comes as two halves
                if code < 0xDC00 or not high:
                    high = code
                    letters[index] = ""
                    continue
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
            letters[index] = letter_of(code)
        return letters

    def _text(self, count: int) -> str:
        """A letter for each of the first ``count`` characters. Those outside ASCII are to be asked for one by one; so
        are all of them (then there are only zeros) when the engine's text leaves out some kind of character."""
        units = ctypes.create_string_buffer(2 * count + 2)
        written = _text_of(self.handle, 0, count, ctypes.addressof(units))
        text = units.raw[:-2].decode("utf-16-le", "replace")
        return text if written == count + 1 and len(text) == count else "\0" * count

    def _apart(self, builder: _Builder, box: Rect, new: _Style, previous: int, index: int, generated: bool) -> bool:
        """Whether a character does not continue the open word."""
        old = builder.style
        assert old is not None
        before = builder.last
        if old.way != new.way:
            return True
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
        loose = self._loose(index)
        if loose is None:
            return box
        left, bottom, right, top = loose
        if not (0.5 < abs(right - left) < 400 and 0.5 < abs(top - bottom) < 400):
            return box
        return min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)

    def _loose(self, index: int) -> Rect | None:
        """The character's cell by its font: left, bottom, right, top."""
        if not _loose_box(self.handle, index, self.place):
            return None
        left, top, right, bottom = _FOUR_FLOATS(self.filled)
        return left, bottom, right, top

    def _new_style(self, index: int, address: int) -> _Style:
        handle, place, filled = self.handle, self.place, self.filled
        scale, way, turn = self._direction(_FOUR_FLOATS(filled) if _matrix_at(handle, index, place) else _UPRIGHT)
        size = _size_at(handle, index) * scale
        red = green = blue = 0
        alpha = 255
        if _fill_at(handle, index, place, place + 4, place + 8, place + 12):
            red, green, blue, alpha = _FOUR_COUNTS(filled)
        mode = _mode_of(address) if address else 0
        look = Look(
            invisible=mode in (3, 7),
            pale=min(red, green, blue) >= 225 and mode in (0, 2),
            clear=alpha < 12,
            faint=12 <= alpha < 40,
            order=self.drawn.order.get(address, 0),
            clip=self.drawn.clips.get(address),
        )
        low, high = self._edges(index, way)
        usual = max(size, 1.0) if way == 0 else -1.0  # nothing lies between 1 and -1
        bold = self._bold(index, address)
        return _Style(size, bold, way, turn, look, low, high, 1.6 * usual, 1.2 * usual, _SPACE_GAP * usual)

    def _direction(self, matrix: Rect) -> tuple[float, int, int]:
        """How much larger than its font's size text with this matrix is, its ``way`` and ``turn``."""
        if (known := self.directions.get(matrix)) is not None:
            return known
        a, b, c, d = matrix
        dx, dy = self.shown.direction(a, b)
        turn = round(math.degrees(math.atan2(dy, dx)) / 90) % 4 * 90
        way = round(math.degrees(math.atan2(b, a)) / 90) % 4 * 90
        self.directions[matrix] = found = math.hypot(c, d) or 1.0, way, turn
        return found

    def _edges(self, index: int, way: int) -> tuple[float | None, float | None]:
        loose = self._loose(index)
        if loose is None:
            return None, None
        low, high = (loose[1], loose[3]) if way in (0, 180) else (loose[0], loose[2])
        return (low, high) if 0.5 < high - low < 400 else (None, None)

    def _bold(self, index: int, address: int) -> bool:
        """Whether the character's font is bold, asked once per font."""
        font = (_font_of(address) if address else 0) or 0
        known = self.bold_fonts.get(font) if font else None
        if known is None:
            known = self._is_bold(index)
            if font:
                self.bold_fonts[font] = known
        return known

    def _is_bold(self, index: int) -> bool:
        if _weight_at(self.handle, index) >= 600:
            return True
        length = _font_info(self.handle, index, ctypes.addressof(self.name), _NAME_BYTES, self.place)
        if not 0 < length <= _NAME_BYTES:
            return False
        lowered = self.name.value.decode("utf-8", "replace").lower()
        return any(part in lowered for part in _BOLD_NAMES)


def _gap(way: int, before: Rect, after: Rect) -> float:
    """Empty space between two boxes along the writing direction, in page space (y upwards)."""
    if way == 0:
        return after[0] - before[2]
    if way == 180:
        return before[0] - after[2]
    return after[1] - before[3] if way == 90 else before[1] - after[3]
