"""Which words of a page are read, and as what: text along its edge goes, leading dots and traces of ruled lines too."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.evidence import Source
from ocr.local.text import has_letter
from ocr.page import Page, Word

# Single letters stacked above each other at the same place: text printed along the page's edge.
_STACK = 6


def words_to_read(page: Page) -> tuple[list[Word], float]:
    """The words of a page without what is no text, and how far a line of it drifts down per width of the page (the skew
    of a scan)."""
    aspect = page.height_pt / page.width_pt if page.width_pt else 1.414
    words = _without_stacks([word for word in page.words if _runs_across(word, aspect)])
    words = [piece for word in words for piece in _without_leaders(word)]
    if page.source is not Source.OCR:
        return words, 0.0
    words = [piece for word in words for piece in clean_word(word)]
    return words, _slope(words)


def _runs_across(word: Word, aspect: float) -> bool:
    """A word to be read: not of spaces alone, and no word of several letters taller than wide, as runs along the page's
    edge."""
    tall, letters = word.y1 - word.y0, len(word.text.strip())
    return letters > 0 and tall > 0 and not (letters >= 4 and tall * aspect > 1.5 * (word.x1 - word.x0))


_EDGE = '|_[]{}“”„"‘‚~°«»¦\\'
_RULED = re.compile(r"[|¦]+")


def clean_word(word: Word) -> list[Word]:
    """A recognised word without the traces of ruled lines: bars inside cut it, marks at its edges go, a word of
    nothing but such marks vanishes. Places of the pieces are shares of the word's width."""
    text = word.text.strip()
    pieces = [(m.start(), m.group()) for m in re.finditer(r"[^|¦]+", text)] if _RULED.search(text) else [(0, text)]
    out = []
    for start, piece in pieces:
        bare = piece.strip(_EDGE)
        if not bare or not any(c.isalnum() or c in "€$£%#-:/@+&." for c in bare):
            continue
        left = start + piece.index(bare)
        wide = (word.x1 - word.x0) / max(1, len(text))
        out.append(replace(word, text=bare, x0=word.x0 + left * wide, x1=word.x0 + (left + len(bare)) * wide))
    return out


_LEADERS = re.compile(r"[.·…_]{4,}")
_DOT = 0.5  # width of a leading dot, in letters


def _without_leaders(word: Word) -> list[Word]:
    """A word that dots lead on to an amount without a space ("Hosting......12,50"): its pieces, without the dots."""
    if not _LEADERS.search(word.text):
        return [word]
    places = [0.0]  # left edge of each letter, in letters
    dots = {at for m in _LEADERS.finditer(word.text) for at in range(m.start(), m.end())}
    for at in range(len(word.text)):
        places.append(places[-1] + (_DOT if at in dots else 1.0))
    wide = (word.x1 - word.x0) / places[-1]
    out, start = [], 0
    for end in [*sorted(m.start() for m in _LEADERS.finditer(word.text)), len(word.text)]:
        while start in dots:
            start += 1
        piece = word.text[start:end]
        if any(c.isalnum() for c in piece):
            x0, x1 = word.x0 + places[start] * wide, word.x0 + places[end] * wide
            out.append(replace(word, text=piece, x0=x0, x1=x1))
        start = end
    return out or [word]


def _without_stacks(words: list[Word]) -> list[Word]:
    """Drop text that runs along the edge: many single letters with the same left edge, one above the other."""
    stacks: dict[int, list[Word]] = {}
    for word in words:
        if len(word.text.strip()) <= 2:
            stacks.setdefault(round((word.x0 + word.x1) * 75), []).append(word)
    gone: set[int] = set()
    for stack in stacks.values():
        letters = [word for word in stack if has_letter(word.text)]
        if len(letters) < _STACK:
            continue
        stack.sort(key=lambda word: word.y0)
        run: list[Word] = []
        for word in stack:
            if run and word.y0 - run[-1].y1 > 1.6 * (word.y1 - word.y0):
                _drop_run(run, gone)
                run = []
            run.append(word)
        _drop_run(run, gone)
    return [word for word in words if id(word) not in gone]


def _drop_run(run: list[Word], gone: set[int]) -> None:
    if len(run) >= _STACK and sum(has_letter(word.text) for word in run) * 2 > len(run):
        gone.update(id(word) for word in run)


def _slope(words: list[Word]) -> float:
    """Vertical drift per page width, from neighbours the recogniser itself put on one line."""
    steps = []
    previous: Word | None = None
    for word in words:
        if previous and previous.line == word.line and word.x0 > previous.x1 - 0.005 and word.x0 - previous.x1 < 0.1:
            run = (word.x0 + word.x1 - previous.x0 - previous.x1) / 2
            tall, low = sorted((word.y1 - word.y0, previous.y1 - previous.y0), reverse=True)
            if run > 0.02 and low > 0.6 * tall:
                steps.append(((word.y1 - previous.y1) / run, run))
        previous = word
    if len(steps) < 12:
        return 0.0
    steps.sort()
    half = sum(weight for _, weight in steps) / 2
    for slope, weight in steps:
        half -= weight
        if half <= 0:
            return slope if abs(slope) < 0.12 else 0.0
    return 0.0
