"""Labels and places on a page: what stands before a value, and what stands where a value stood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import Levenshtein

from domain.money import decimal_or_none
from domain.reading import AMOUNT_FIELDS, DATE_FIELDS
from ocr.local.layout import Layout, Token
from ocr.local.learning.lesson import Mark, Spot
from ocr.local.text import key
from ocr.local.work import Work

_MOST_WORDS = 8
_MOST_MARKS = 90


@dataclass(slots=True, eq=False)
class Hit:
    """A value with the words it stands in; ``other`` is the date with day and month exchanged, where it has one."""

    value: str
    tokens: list[Token]
    other: str = ""


def shape_of(text: str) -> str:
    """The form of a reference: runs of letters as "A", of digits as "9", marks as they are ("F-2031" -> "A-9")."""
    bare = re.sub(r"\s+", "", text.strip(" :;,"))
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", bare))[:24]


def bare(tokens: Sequence[Token]) -> str:
    """The text of a run without a label glued to it ("Ref:AB-1" -> "AB-1") and without closing marks."""
    text = " ".join(token.text for token in tokens)
    head, mark, tail = text.partition(":")
    if mark and tail.strip() and len(head) > 2 and not any(c.isdigit() for c in head):
        text = tail
    return text.strip(" :;,")


def runs_of(work: Work, name: str, value: str) -> list[list[Token]]:
    """Where a normalised value of a field stands on the pages."""
    if name in DATE_FIELDS:
        return [d.tokens for d in work.dates if value in (d.value.isoformat(), _iso(d.swapped))]
    if name in AMOUNT_FIELDS:
        wanted = decimal_or_none(value)
        return [a.tokens for a in work.amounts if wanted is not None and not a.percent and abs(a.value) == abs(wanted)]
    want = key(value)
    return list(_text_runs(work.layout, want)) if len(want) >= 2 else []


def _text_runs(layout: Layout, want: str) -> Iterator[list[Token]]:
    for line in layout.lines:
        for at in range(len(line.tokens)):
            for end in range(at + 1, min(at + _MOST_WORDS, len(line.tokens)) + 1):
                run = line.tokens[at:end]
                found = key(bare(run))
                if found == want and (end == at + 1 or key(bare(run[:1])) != ""):
                    yield run
                if len(found) >= len(want):
                    break


def label_of(layout: Layout, run: Sequence[Token]) -> list[Token]:
    """The printed words left of a value, else just above it: letters only, so that they recur on the next document."""
    line = run[0].line
    assert line is not None
    if ":" in run[0].text[:-1] and bare(run[:1]) != run[0].text.strip(" :;,"):
        return [run[0]]
    before = [t for t in line.tokens[: run[0].index] if any(c.isalpha() for c in t.text) and not _digits(t)]
    if before:
        cell = before[-1].cell
        words = [t for t in before if t.cell is cell][-4:]
        if len(label_key(words)) >= 3:
            return words
    for above in reversed(layout.lines[max(0, line.number - 3) : line.number]):
        if above.page != line.page:
            break
        for cell in above.cells:
            words = [t for t in cell.tokens if not _digits(t)][:4]
            if cell.x0 < run[-1].x1 and cell.x1 > run[0].x0 and len(label_key(words)) >= 3:
                return words
    return []


def label_key(tokens: Sequence[Token]) -> str:
    """The text a label is found again by; of a word glued to its value only the part before the colon."""
    return key(" ".join(_before_colon(t.text) for t in tokens))


def label_words(tokens: Sequence[Token]) -> str:
    """A label as printed, for people."""
    return " ".join(_before_colon(t.text) for t in tokens).strip(" :.")[:60]


def _before_colon(text: str) -> str:
    head, mark, tail = text.partition(":")
    return head if mark and tail and len(head) > 2 else text


def spot_of(layout: Layout, name: str, run: Sequence[Token], own: bool) -> Spot:
    """The place of a value: beside its label, or on the page when nothing printed leads to it."""
    label = label_of(layout, run)
    start = label[0] if label else None
    x, y = (start.x0, start.y) if start is not None else (0.0, 0.0)
    shape = "" if name in DATE_FIELDS or name in AMOUNT_FIELDS or name.endswith("_name") else shape_of(bare(run))
    return Spot(name, label_key(label), label_words(label), run[0].x0 - x, run[0].y - y, run[-1].x1 - x, shape, own)


class LabelIndex:
    """Finds learnt labels on a document again; made once per document."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._first: dict[str, list[Token]] = {}
        for line in layout.lines:
            for token in line.tokens:
                if found := label_key([token]):
                    self._first.setdefault(found[0], []).append(token)

    def find(self, label: str) -> Iterator[Token]:
        """First words of every place where the label stands, in reading order; on scans with a slip of the
        recogniser when it stands nowhere to the letter."""
        exact = [t for t in self._first.get(label[0], ()) if _reads(t, label, 0)]
        yield from exact
        if not exact and self.layout.is_ocr and len(label) >= 6:
            for line in self.layout.lines:
                yield from (t for t in line.tokens if _reads(t, label, 1 if len(label) < 10 else 2))


def _reads(start: Token, label: str, slips: int) -> bool:
    line = start.line
    assert line is not None
    text = ""
    for follow in line.tokens[start.index : start.index + 5]:
        text += label_key([follow])
        if text == label or (slips and len(text) >= len(label) - slips and _near_text(text, label, slips)):
            return True
        if len(text) > len(label) + slips:
            return False
    return False


def _near_text(text: str, label: str, slips: int) -> bool:
    return bool(Levenshtein.distance(text, label, score_cutoff=slips) <= slips)


def fixed_texts(work: Work) -> tuple[Mark, ...]:
    """The texts of the first page outside the item table, without digits and sealed: what a layout is recognised by."""
    first = work.layout.page_numbers[0] if work.layout.page_numbers else 1
    inside = work.items.used_lines | work.items.text_lines
    out: dict[tuple[str, int], Mark] = {}
    for line in work.layout.lines:
        if line.page != first or line.number in inside:
            continue
        for cell in line.cells:
            words = []
            for token in cell.tokens:
                if _digits(token):
                    break
                words.append(token)
            text = label_key(words)[:40] if words else ""
            if len(text) >= 3:
                out.setdefault((text, round(words[0].x0 * 20)), Mark(_sealed(text), words[0].x0))
    return tuple(out.values())[:_MOST_MARKS]


@lru_cache(maxsize=20000)
def _sealed(text: str) -> str:
    """A text as it is recognised again but cannot be read back: a layout needs no names and sentences of a page."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _digits(token: Token) -> bool:
    return any(c.isdigit() for c in token.text)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


__all__ = ["Hit", "LabelIndex", "bare", "fixed_texts", "label_key", "label_of", "runs_of", "shape_of", "spot_of"]
