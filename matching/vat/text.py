"""Comparing printed text with known phrases: blind to case, accents, hyphens, line breaks and OCR slips."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

# Letters a scan confuses, folded onto one of them on both sides of the comparison.
_CONFUSED = str.maketrans({"0": "o", "1": "l", "i": "l", "j": "l", "5": "s", "8": "b", "|": "l", "!": "l", "6": "g"})
_PAIRS = tuple((pair.translate(_CONFUSED), one) for pair, one in (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "n")))
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "§": " par "})
# From this many letters on, one slip in twelve is forgiven.
FUZZY_FROM = 10
_FUZZY_SCORE = 91.0


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, no accents, hyphenated line breaks joined, everything else than letters and digits a space."""
    if "\n" in text:
        text = re.sub(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)", "", text.replace("\u00ad\n", ""))
    plain = text.replace("\u00ad", "").lower().replace("|", "l")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_SPECIAL))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """The folded text with letters that scans confuse made equal and spaces removed."""
    bare = fold(text).translate(_CONFUSED).replace(" ", "")
    for pair, single in _PAIRS:
        bare = bare.replace(pair, single)
    return bare


@lru_cache(maxsize=4096)
def skeleton_words(text: str) -> str:
    """As the skeleton, with the words kept apart and spaces around."""
    bare = fold(text).translate(_CONFUSED)
    for pair, single in _PAIRS:
        bare = bare.replace(pair, single)
    return f" {bare} "


def contains(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text: whole words, or with the slips of a scan when it is long enough."""
    if f" {fold(phrase)} " in f" {fold(text)} ":
        return True
    return blurred(skeleton(phrase), skeleton(text))


def blurred(needle: str, hay: str) -> bool:
    """Whether one skeleton stands in another, with the slips of a scan; short ones are never looked for that way."""
    if len(needle) < FUZZY_FROM or len(hay) < len(needle) - 1:
        return False
    if needle in hay:
        return True
    return fuzz.partial_ratio(needle, hay, score_cutoff=_FUZZY_SCORE) > 0


def slips_forgiven(length: int) -> int:
    """How many letters may at most be lost or added in a skeleton of that length for ``blurred`` to know it again."""
    return int(2 * length * (100 - _FUZZY_SCORE) / 100)
