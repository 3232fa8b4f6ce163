"""What happens to papers: words lost, letters misread, labels gone, words torn or run together, columns moved."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from benchmarks.accuracy.stress.canvas import Canvas
from domain.evidence import Source
from ocr.page import Page, Word

_ALIKE = {"0": "O", "O": "0", "1": "l", "l": "1", "5": "S", "S": "5", "8": "B", "B": "8", "6": "G", "2": "Z", "I": "1"}
_DIGITS = {"3": "8", "1": "7", "6": "8", "5": "6", "9": "8"}


def lost(canvas: Canvas, dice: random.Random) -> Page:
    """Seven words of a hundred are not there."""
    return _page(w for w in canvas.words if dice.random() > 0.07)


def label_gone(canvas: Canvas, dice: random.Random) -> Page:
    """One label, or the title, is not there."""
    labels = sorted({t for t in canvas.tags if t.startswith("label:") or t == "title"})
    gone = dice.choice(labels) if labels else ""
    return _page(w for w, tag in zip(canvas.words, canvas.tags, strict=True) if tag != gone)


def no_foot(canvas: Canvas, dice: random.Random) -> Page:
    """The foot of the page is cut off."""
    del dice
    return _page(w for w, tag in zip(canvas.words, canvas.tags, strict=True) if tag != "foot")


def value_gone(canvas: Canvas, dice: random.Random) -> Page:
    """One value is not there: its label stands alone."""
    values = sorted({t for t in canvas.tags if t.startswith("value:")})
    gone = dice.choice(values) if values else ""
    return _page(w for w, tag in zip(canvas.words, canvas.tags, strict=True) if tag != gone)


def moved(canvas: Canvas, dice: random.Random) -> Page:
    """The right half stands a part of a line lower or higher."""
    shift = dice.choice([-0.6, -0.35, 0.35, 0.6]) * canvas.step
    return _page(replace(w, y0=w.y0 + shift, y1=w.y1 + shift) if w.x0 > 0.5 else w for w in canvas.words)


def misread(canvas: Canvas, dice: random.Random) -> Page:
    """A scan: letters taken for others, marks lost, words torn and run together; the recogniser doubts most of it."""
    out: list[Word] = []
    for word in canvas.words:
        sure = 0.9 + 0.09 * dice.random()
        text = word.text
        if dice.random() < 0.05:
            text, sure = _slip(text, dice), dice.choice([0.35, 0.55, 0.7, 0.85, 0.93])
        if not text:
            continue
        fresh = replace(word, text=text, confidence=sure)
        if len(text) > 5 and dice.random() < 0.015:
            cut = dice.randint(2, len(text) - 2)
            middle = word.x0 + (word.x1 - word.x0) * cut / len(text)
            out += [
                replace(fresh, text=text[:cut], x1=middle - 0.001),
                replace(fresh, text=text[cut:], x0=middle + 0.001),
            ]
        elif out and dice.random() < 0.01 and 0 < fresh.x0 - out[-1].x1 < 0.01 and out[-1].line == fresh.line:
            out[-1] = replace(out[-1], text=out[-1].text + text, x1=fresh.x1)
        else:
            out.append(fresh)
    return replace(_page(out), source=Source.OCR)


def _slip(text: str, dice: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in _ALIKE or c in _DIGITS or c in ".,"]
    if not places:
        return text if dice.random() < 0.7 else ""
    at = dice.choice(places)
    c = text[at]
    if c in ".,":
        new = dice.choice(["", ".", ","])
    else:
        new = _DIGITS.get(c, c) if c not in _ALIKE or dice.random() < 0.4 else _ALIKE[c]
    return text[:at] + new + text[at + 1 :]


def _page(words: Iterable[Word]) -> Page:
    return Page(1, 595.0, 842.0, tuple(words))


DAMAGE: dict[str, Callable[[Canvas, random.Random], Page]] = {
    "lost words": lost,
    "label gone": label_gone,
    "value gone": value_gone,
    "no foot": no_foot,
    "columns moved": moved,
    "misread": misread,
}
