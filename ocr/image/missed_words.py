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


def missed_words(ink: Image.Image, words: Sequence[Found], slope: float, dpi: int) -> int:
    """How many words the rows of ``words`` seem to hold besides them. ``ink``: a mask (255 for ink) with the words
    painted out; ``slope``: degrees anticlockwise the rows are tilted."""
    factor = max(1, dpi // _SMALL)
    small = ink.reduce(factor).point(lambda level: 255 if level >= 70 else 0)
    if small.getbbox() is None:
        return 0
    if abs(slope) > 0.1:
        small = small.rotate(-slope, Image.Resampling.NEAREST)
    return sum(_in_row(small, top, bottom) for top, bottom in _rows(words, slope, ink.size, factor))


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
