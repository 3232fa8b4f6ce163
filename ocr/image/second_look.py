"""Two readings of one picture at different resolutions made one: the surer word wins where they differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ocr.image.tesseract import Found, Recognised

_SURE = 0.85  # a fine word this sure is kept whatever the coarse one says
_CLEARLY = 0.12  # by how much the coarse word must be surer
_ROW = 64  # pixels per bucket


def combined(fine: Recognised, coarse: Recognised, scale: float) -> Recognised:
    """``fine`` with doubtful words replaced by surer words of ``coarse`` at the same place, and sure words added
    where ``fine`` saw nothing. ``scale`` takes coarse pixels to fine ones."""
    others = [_scaled(word, scale) for word in coarse.words]
    buckets: dict[int, list[Found]] = defaultdict(list)
    for word in fine.words:
        for row in range(word.top // _ROW, (word.top + word.height) // _ROW + 1):
            buckets[row].append(word)
    better: dict[int, Found] = {}
    added: list[Found] = []
    for other in others:
        rows = range(other.top // _ROW, (other.top + other.height) // _ROW + 1)
        near = {id(word): word for row in rows for word in buckets[row] if _shared(word, other) > 0.1}
        if not near:
            if other.confidence >= _SURE and any(letter.isalnum() for letter in other.text):
                added.append(other)
            continue
        if len(near) == 1:
            word = next(iter(near.values()))
            same_place = _shared(word, other) > 0.6
            if same_place and word.confidence < _SURE and other.confidence > word.confidence + _CLEARLY:
                better[id(word)] = replace(other, line=word.line)
    words = [better.get(id(word), word) for word in fine.words]
    for word in added:
        words.append(replace(word, line=(10_000, word.line[0], word.line[2])))
    return Recognised.of(words, fine.slope)


def _scaled(word: Found, scale: float) -> Found:
    edges = (round(edge * scale) for edge in (word.left, word.top, word.width, word.height))
    left, top, width, height = edges
    return replace(word, left=left, top=top, width=width, height=height)


def _shared(one: Found, other: Found) -> float:
    """Common area over the area of both together."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return 0.0
    common = across * down
    return common / (one.width * one.height + other.width * other.height - common)
