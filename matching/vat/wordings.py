"""Which known wordings, shapes and articles a text can hold at all, so that only those are looked for.

An invoice has dozens of texts, and nearly all of them say nothing about VAT. What a text must share with a wording to
hold it is looked up for all wordings at once; every test here may say yes too often, never no wrongly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from matching.vat.signal_words import ARTICLES, CASED, CLAUSE_STARTS, PATTERNS, PHRASES, Shape, Signal
from matching.vat.text import FUZZY_FROM, blurred, fold, skeleton, skeleton_words, slips_forgiven

# With so many letters a piece is rare enough, and slips leave one of that length even in the shortest wording.
_PIECE = 4
# A forgiven slip must not be all of the word that matters: "vrijgesteld van ob" is not "vrijgesteld van verzendkosten".
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """A known ``phrase`` and how it is compared: ``words`` folded, ``letters`` its skeleton. ``whole``: word by word,
    no letter may be lost."""

    phrase: str
    words: str
    letters: str
    whole: bool

    @classmethod
    def of(cls, phrase: str, *, whole: bool = False) -> Wording:
        """The phrase made ready."""
        return cls(phrase, fold(phrase), skeleton(phrase), whole)

    def blurred_in(self, folded: str, letters: str) -> bool:
        """Whether it stands, with the slips of a scan, in a text given folded and as skeleton."""
        if self.whole:
            return skeleton_words(self.phrase) in skeleton_words(folded)
        return blurred(self.letters, letters)


class Wordings:
    """Known wordings of signals, findable by what a text must have in common with them.

    A wording read exactly shares all its words with the text, so also its longest. One read with at most n slips,
    cut into n + 1 pieces, shares at least one whole piece. In a text no longer than the wording it is the other way
    round: a piece of the text, which has as many, stands somewhere in the wording.
    """

    def __init__(self, entries: Iterable[tuple[Signal, Wording]]) -> None:
        self.entries = tuple(entries)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_piece: dict[str, list[int]] = defaultdict(list)
        self._by_length: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, (_signal, wording) in enumerate(self.entries):
            self._by_word[max(skeleton_words(wording.phrase).split(), key=len)].append(number)
            if not wording.whole and len(wording.letters) >= FUZZY_FROM:
                for start in _starts(wording.letters):
                    self._by_piece[start].append(number)
                for part in _parts(wording.letters):
                    self._by_length[len(wording.letters)][part].append(number)
                    self._by_length[len(wording.letters) - 1][part].append(number)

    def possible(self, folded: str, letters: str) -> dict[Signal, list[Wording]]:
        """The wordings that may stand in a text, given folded and as skeleton, per signal in their order."""
        words, parts = set(skeleton_words(folded).split()), _parts(letters)
        found: set[int] = set()
        as_long = self._by_length.get(len(letters), {})
        for index, own in ((self._by_word, words), (self._by_piece, parts), (as_long, parts)):
            for shared in index.keys() & own:
                found.update(index[shared])
        kept: dict[Signal, list[Wording]] = {}
        for number in sorted(found):
            signal, wording = self.entries[number]
            kept.setdefault(signal, []).append(wording)
        return kept


def _parts(letters: str) -> set[str]:
    """Every run of letters as long as a piece."""
    return {letters[at : at + _PIECE] for at in range(len(letters) - _PIECE + 1)}


def _starts(letters: str) -> list[str]:
    """The beginnings of as many pieces as make one outlive all slips."""
    count = slips_forgiven(len(letters)) + 1
    return [letters[len(letters) * n // count :][:_PIECE] for n in range(count)]


class Shapes:
    """Patterns of signals, tried only where the letters they cannot do without stand."""

    def __init__(self, shapes: Mapping[Signal, Iterable[Shape]]) -> None:
        self._by_letters: dict[str, list[int]] = defaultdict(list)
        self._entries: list[tuple[Signal, re.Pattern[str]]] = []
        for signal, given in shapes.items():
            for shape in given:
                for letters in shape.letters.split("|"):
                    self._by_letters[letters].append(len(self._entries))
                self._entries.append((signal, re.compile(shape.pattern)))

    def possible(self, text: str) -> dict[Signal, list[re.Pattern[str]]]:
        """The patterns worth trying on a text, per signal in their order."""
        found = {number for letters, numbers in self._by_letters.items() if letters in text for number in numbers}
        kept: dict[Signal, list[re.Pattern[str]]] = {}
        for number in sorted(found):
            signal, pattern = self._entries[number]
            kept.setdefault(signal, []).append(pattern)
        return kept


class Known(NamedTuple):
    """All that is known of signals: wordings, shapes, articles of the directive, and what counts in capitals only.

    Shapes and articles are looked for in folded text with a space at both ends, capitals in the text as printed. The
    beginnings of the contestation clause are wordings of BE_CLAUSE_UNKNOWN.
    """

    wordings: Wordings
    shapes: Shapes
    articles: Shapes
    cased: Shapes


@cache
def known() -> Known:
    """What ``signal_words`` lists, made ready once."""
    entries = [(signal, phrase, _hangs_on_short_word(phrase)) for signal in PHRASES for phrase in PHRASES[signal]]
    entries += [(Signal.BE_CLAUSE_UNKNOWN, start, False) for start in CLAUSE_STARTS]
    articles = {
        signal: [Shape(numbers, rf"\bart(?:ikel|icle|icolo|iculo)?s? (?:{numbers})\b")]
        for signal, numbers in ARTICLES.items()
    }
    return Known(
        Wordings((signal, Wording.of(phrase, whole=whole)) for signal, phrase, whole in entries),
        Shapes(PATTERNS),
        Shapes(articles),
        Shapes({signal: [shape] for signal, shape in CASED.items()}),
    )


def _hangs_on_short_word(phrase: str) -> bool:
    """Whether the meaning hangs on a short word at either end."""
    words = phrase.split()
    return len(words[-1]) <= _SHORT or len(words[0]) < _SHORT
