"""Words to rows, blocks and reading order; and turning coordinates with the page.

A *row* (``Word.line``) is what stands at one height across the whole page; a *block* is text that stands together.
Both are needed: labels sit left of their value (row) or above it (block).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ocr.page import Word

Rect = tuple[float, float, float, float]

_OVERLAP = 0.55  # of the lower word's height
_RECENT_ROWS = 8
_COLUMN_GAP = 1.6  # row heights of empty space that part two columns
_LINE_GAP = 1.0  # row heights between two rows of one block


def turned(box: Rect, clockwise: int) -> Rect:
    """The rectangle after the page has been turned ``clockwise`` by 0, 90, 180 or 270 degrees."""
    x0, y0, x1, y1 = box
    if clockwise == 90:
        return 1 - y1, x0, 1 - y0, x1
    if clockwise == 180:
        return 1 - x1, 1 - y1, 1 - x0, 1 - y0
    if clockwise == 270:
        return y0, 1 - x1, y1, 1 - x0
    return box


@dataclass(slots=True)
class _Row:
    """A growing row; ``y0``/``y1`` are the mean edges of its words."""

    words: list[Word]
    y0: float
    y1: float

    def add(self, word: Word) -> None:
        count = len(self.words)
        self.y0 = (self.y0 * count + word.y0) / (count + 1)
        self.y1 = (self.y1 * count + word.y1) / (count + 1)
        self.words.append(word)


def arrange(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words in reading order (rows downwards, left to right within) with ``line`` and ``block`` numbered."""
    rows = _rows(sorted(words, key=lambda word: (word.y0 + word.y1, word.x0)))
    rows.sort(key=lambda row: (row.y0 + row.y1, min(word.x0 for word in row.words)))
    segments: list[list[Word]] = []
    row_of: list[int] = []
    for number, row in enumerate(rows):
        for segment in _segments(sorted(row.words, key=lambda word: word.x0), row.y1 - row.y0):
            segments.append(segment)
            row_of.append(number)
    blocks = _blocks(segments, row_of)
    return tuple(
        Word(w.text, w.x0, w.y0, w.x1, w.y1, w.confidence, w.font_size, w.bold, row, block)
        for segment, row, block in zip(segments, row_of, blocks, strict=True)
        for w in segment
    )


def _rows(words: Sequence[Word]) -> list[_Row]:
    rows: list[_Row] = []
    for word in words:
        best, best_share = None, _OVERLAP
        for row in rows[-_RECENT_ROWS:]:
            if row.y1 <= word.y0 or row.y0 >= word.y1:
                continue
            height = min(word.y1 - word.y0, row.y1 - row.y0)
            share = (min(word.y1, row.y1) - max(word.y0, row.y0)) / height if height > 0 else 0.0
            if share >= best_share:
                best, best_share = row, share
        if best is None:
            rows.append(_Row([word], word.y0, word.y1))
        else:
            best.add(word)
    return rows


def _segments(words: Sequence[Word], height: float) -> list[list[Word]]:
    """A row's words parted where a column's width of nothing is between them. Widths and heights are shares of
    different lengths; pages are about 1.4 times as high as wide, which the factor carries."""
    segments: list[list[Word]] = []
    for word in words:
        if segments and word.x0 - segments[-1][-1].x1 <= _COLUMN_GAP * 1.4 * height:
            segments[-1].append(word)
        else:
            segments.append([word])
    return segments


def _blocks(segments: Sequence[Sequence[Word]], row_of: Sequence[int]) -> list[int]:
    """A block number per segment: segments below each other that overlap and stand close belong together."""
    bounds = [
        (min(w.x0 for w in s), min(w.y0 for w in s), max(w.x1 for w in s), max(w.y1 for w in s)) for s in segments
    ]
    parent = list(range(len(segments)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for upper, top in enumerate(bounds):
        for lower in range(upper + 1, len(bounds)):
            if row_of[lower] > row_of[upper] + 2:
                break
            low = bounds[lower]
            if row_of[lower] == row_of[upper] or low[0] >= top[2] or low[2] <= top[0]:
                continue
            height = min(top[3] - top[1], low[3] - low[1])
            overlap = min(top[2], low[2]) - max(top[0], low[0])
            near = low[1] - top[3] <= _LINE_GAP * height
            if near and overlap > 0.3 * min(top[2] - top[0], low[2] - low[0]):
                parent[root(lower)] = root(upper)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(index), len(numbers)) for index in range(len(segments))]


def straightened(words: Iterable[Word], degrees: float, aspect: float) -> list[Word]:
    """Words turned back by ``degrees`` (anticlockwise positive, as seen) around the page's centre.

    ``aspect`` is height / width of the page. Boxes stay upright; only their centres move."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    moved = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2 - 0.5, ((word.y0 + word.y1) / 2 - 0.5) * aspect
        new_x, new_y = x * cosine - y * sine + 0.5, (x * sine + y * cosine) / aspect + 0.5
        half_width, half_height = (word.x1 - word.x0) / 2, (word.y1 - word.y0) / 2
        moved.append(
            replace(word, x0=new_x - half_width, x1=new_x + half_width, y0=new_y - half_height, y1=new_y + half_height)
        )
    return moved
