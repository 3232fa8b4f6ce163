"""The language of a page, by its everyday words."""

from __future__ import annotations

from collections import Counter

from ocr.local.layout import Layout
from ocr.local.lexicon import LANGUAGE_WORDS
from ocr.local.text import plain

_SETS = {code: frozenset(words.split()) for code, words in LANGUAGE_WORDS.items()}


def guess_language(layout: Layout) -> str:
    """ "nl", "en", "de" or "fr"; empty when no known word occurs."""
    counts: Counter[str] = Counter()
    for line in layout.lines:
        for token in line.tokens:
            word = plain(token.text).strip(".,:;()")
            for code, words in _SETS.items():
                if word in words:
                    counts[code] += 1
    return counts.most_common(1)[0][0] if counts else ""
