"""Words that stand in one row across a page."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocr.local.layout import Token


_TOP_DOWN = attrgetter("y", "x0")
_LEFT_TO_RIGHT = attrgetter("x0")


def rows_of(tokens: list[Token], aspect: float) -> list[list[Token]]:
    """Group tokens whose centres lie within each other's height; in each row from left to right."""
    groups: list[list[Token]] = []
    floors: list[float] = []  # lower edge of each group: what begins below it is not of its row
    tokens = sorted(tokens, key=_TOP_DOWN)
    for token in tokens:
        best = None
        for place in range(len(groups) - 1, max(-1, len(groups) - 9), -1):
            if token.y0 >= floors[place]:
                continue
            group = groups[place]
            near = _nearest(group, token)
            overlap = min(near.y1, token.y1) - max(near.y0, token.y0)
            low = min(near.y1 - near.y0, token.y1 - token.y0)
            if overlap > 0.5 * low and abs(near.y - token.y) < 0.55 * max(low, 0.5 * (near.y1 - near.y0)):
                best = place
                break
        if best is None:
            groups.append([token])
            floors.append(token.y1)
        else:
            groups[best].append(token)
            floors[best] = max(floors[best], token.y1)
    for group in (joined := _rejoined(groups)):
        group.sort(key=_LEFT_TO_RIGHT)
    return [_whole(group, aspect) for group in joined]


_CROWD = 40_000  # pairs of words on two lines from which nobody looks whether they stand above each other


def _rejoined(groups: list[list[Token]]) -> list[list[Token]]:
    """Put together the parts of a line that a mark between them tore apart: at one height, nowhere above each other."""
    out: list[list[Token]] = []
    level = tall = 0.0  # of the last one
    for own, group in sorted([(_level(group), group) for group in groups], key=lambda placed: placed[0]):
        high = middle([token.y1 - token.y0 for token in group])
        if out and abs(level - own) < 0.3 * min(tall, high) and not _above_each_other(out[-1], group):
            out[-1] += group
            level, tall = _level(out[-1]), middle([token.y1 - token.y0 for token in out[-1]])
        else:
            out.append(group)
            level, tall = own, high
    return out


def _level(group: list[Token]) -> float:
    return middle([token.y for token in group])


def _above_each_other(a: list[Token], b: list[Token]) -> bool:
    if len(a) * len(b) > _CROWD:
        return True
    return any(s.x0 < t.x1 and t.x0 < s.x1 for s in a for t in b)


def _whole(group: list[Token], aspect: float) -> list[Token]:
    """Put together words that kerning tore apart: a gap far below any space, letters on both sides."""
    out: list[Token] = []
    for token in group:
        last = out[-1] if out else None
        if (
            last is not None
            and token.confidence == 1.0
            and -0.05 < (token.x0 - last.x1) / max((token.y1 - token.y0) * aspect, 1e-6) < 0.135
            and last.text[-1].isalpha()
            and token.text[0].islower()
        ):
            last.text += token.text
            last.x1 = token.x1
            last.top, last.bottom = min(last.top, token.top), max(last.bottom, token.bottom)
        else:
            out.append(token)
    return out


def _nearest(group: list[Token], token: Token) -> Token:
    """The first of those with the smallest gap to ``token``. Written out: the most frequent question of all."""
    x0, x1 = token.x0, token.x1
    best, least = group[0], float("inf")
    for other in group:
        gap = other.x0 - x1
        if gap <= 0.0:
            gap = x0 - other.x1
            if gap <= 0.0:
                return other
        if gap < least:
            best, least = other, gap
    return best


def middle(values: list[float]) -> float:
    """The median; the standard library's is several times slower for the few values of a line."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
