"""The language of a page, by its everyday words."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from ocr.local.layout import Layout
from ocr.local.lexicon import LANGUAGE_WORDS
from ocr.local.text import plain

_LANGUAGES: dict[str, tuple[str, ...]] = {}  # word -> the languages it is a word of
for _code, _words in LANGUAGE_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _code)


@lru_cache(maxsize=20_000)
def _languages_of(word: str) -> tuple[str, ...]:
    return _LANGUAGES.get(plain(word).strip(".,:;()"), ())


def guess_language(layout: Layout) -> str:
    """ "nl", "en", "de" or "fr"; empty when no known word occurs."""
    if layout.language is None:
        counts: Counter[str] = Counter()
        for line in layout.lines:
            for token in line.tokens:
                for code in _languages_of(token.text):
                    counts[code] += 1
        layout.language = counts.most_common(1)[0][0] if counts else ""
    return layout.language
