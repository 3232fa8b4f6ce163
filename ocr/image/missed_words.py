"""Words that stand in the rows of a page and were not recognised, although the page is well read.

A recogniser's page analysis now and then drops a whole column, mostly that of the amounts on a narrow receipt, and
reads the rest surely. The words it found tell where rows run and how high letters are: ink that stands in such a row,
is as high as letters and belongs to no word was passed over."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from PIL import Image

from ocr.image.tesseract import Found

_SMALL = 100  # dots to the inch at which rows are looked through
_GAP = 0.4  # of a row's height: ink closer together is one word
_OVER = 0.35  # of a row's height: how far above and below to look; the next row is further off
_HIGH = (0.6, 1.4)  # of a row's height: letters; higher is a stamp, a stroke, a picture
_WIDE = (0.9, 8.0)  # of a row's height: from two figures to a long word
_DENSE = (0.15, 0.75)  # share of ink in letters
_SOME = 6  # rows tell how high a row is
_PAIR = 2  # words: a name and an amount


def missed_words(ink: Image.Image, words: Sequence[Found], slope: float, dpi: int) -> int:
    """How many words the rows of ``words`` seem to hold besides them. ``ink``: a mask (255 for ink) with the words
    painted out; ``slope``: degrees anticlockwise the rows are tilted."""
    factor = max(1, dpi // _SMALL)
    small = _straight(ink, slope, factor)
    if small.getbbox() is None:
        return 0
    return sum(_in_row(small, top, bottom) for top, bottom in _rows(words, slope, ink.size, factor))


def missed_row(ink: Image.Image, words: Sequence[Found], slope: float, dpi: int) -> bool:
    """Whether a whole row was passed over: two pieces of ink like words or more, in a band as high as the rows of
    ``words``, where none of these runs. The other arguments are those of ``missed_words``."""
    factor = max(1, dpi // _SMALL)
    small = _straight(ink, slope, factor)
    rows = _rows(words, slope, ink.size, factor)
    if small.getbbox() is None or len(rows) < _SOME:
        return False
    usual = statistics.median(bottom - top for top, bottom in rows)
    for top, bottom in _bands(small):
        apart = all(bottom <= row[0] + 1 or top >= row[1] - 1 for row in rows)
        within = rows[0][0] < top and bottom < rows[-1][1]
        if apart and within and _HIGH[0] * usual <= bottom - top <= _HIGH[1] * usual:
            if _in_row(small, top, bottom) >= _PAIR:
                return True
    return False


def _straight(ink: Image.Image, slope: float, factor: int) -> Image.Image:
    """The mask small and with its rows level."""
    small = ink.reduce(factor).point(lambda level: 255 if level >= 70 else 0)
    return small.rotate(-slope, Image.Resampling.NEAREST) if abs(slope) > 0.1 else small


def _bands(ink: Image.Image) -> list[tuple[int, int]]:
    """Upper and lower edge of every run of rows of pixels that hold ink."""
    column = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes() + b"\0"
    out, start = [], -1
    for at, level in enumerate(column):
        if level and start < 0:
            start = at
        elif not level and start >= 0:
            out.append((start, at))
            start = -1
    return out


def _rows(words: Sequence[Found], slope: float, size: tuple[int, int], factor: int) -> list[tuple[int, int]]:
    """Upper and lower edge of each row in the small, straight picture."""
    rise = slope / 57.2958
    middle = size[0] / 2
    lines: dict[tuple[int, int, int], list[tuple[float, int]]] = {}
    for word in words:
        if word.confidence >= 0.6 and sum(c.isalnum() for c in word.text) >= 2:
            top = word.top + rise * (word.left + word.width / 2 - middle)
            lines.setdefault(word.line, []).append((top, word.height))
    edges = []
    for row in lines.values():
        top, height = (statistics.median(values) for values in zip(*row, strict=True))
        edges.append((round(top / factor), round((top + height) / factor)))
    edges.sort()
    apart: list[tuple[int, int]] = []
    for top, bottom in edges:
        if not apart or (top + bottom) / 2 > apart[-1][1]:
            apart.append((top, bottom))
    return apart


def _in_row(ink: Image.Image, top: int, bottom: int) -> int:
    """Pieces of ink between the two heights that look like words."""
    high = bottom - top
    if high < 4 or top < 0 or bottom > ink.height:
        return 0
    columns = ink.crop((0, top, ink.width, bottom)).resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    count, start, last = 0, -1, -1
    gap = max(2, round(_GAP * high))
    for at, level in enumerate(columns + bytes(gap + 1)):
        if level:
            start = at if start < 0 else start
            last = at
        elif start >= 0 and at - last > gap:
            count += _is_word(ink, (start, top, last + 1, bottom), high)
            start = -1
    return count


def _is_word(ink: Image.Image, place: tuple[int, int, int, int], high: int) -> bool:
    left, top, right, bottom = place
    if not _WIDE[0] * high <= right - left <= _WIDE[1] * high:
        return False
    over = round(_OVER * high)
    around = ink.crop((left, max(0, top - over), right, min(ink.height, bottom + over)))
    box = around.getbbox()
    if box is None or not _HIGH[0] * high <= box[3] - box[1] <= _HIGH[1] * high:
        return False
    share = around.crop(box).resize((1, 1), Image.Resampling.BOX).tobytes()[0] / 255
    return _DENSE[0] <= share <= _DENSE[1]
