"""Whether a text layer says what the page shows, by its letters alone."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

MIN_CHARACTERS = 30  # fewer letters and digits than this: a page number on a scan
_SCAN_SHARE = 0.65  # a picture over this part of the page makes it a scan
_SCAN_CHARACTERS = 250  # unless this much is printed besides

_VOWELS = frozenset("aeiouyäöüéèêàáóíúïëâîôûœæ")
_PUNCTUATION = frozenset("€$£.,:;-/()%+&'\"@*#|_=<>[]!?°•–—’‘“”„ ")


def _letters(texts: Sequence[str]) -> Counter[str]:
    """How often each letter occurs: a page has thousands of letters, but few different ones to be judged."""
    return Counter("".join(texts))


def odd_share(texts: Sequence[str]) -> float:
    """Share of characters that no document prints: controls, private use, replacement marks, rare scripts."""
    letters = _letters(texts)
    total = letters.total()
    odd = sum(
        count
        for letter, count in letters.items()
        if unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") or letter == "\ufffd"
    )
    return odd / total if total else 0.0


def vowelless_share(texts: Sequence[str]) -> float:
    """Share of words of four and more Latin letters that have no vowel; close to zero in any language we read."""
    words = [t.lower() for t in texts if len(t) >= 4 and t.isalpha() and t.lower() != t.upper()]
    if len(words) < 8:
        return 0.0
    return sum(not _VOWELS.intersection(word) for word in words) / len(words)


def is_readable(texts: Sequence[str]) -> bool:
    """Whether the words look like language and figures rather than a broken encoding."""
    if odd_share(texts) > 0.08:
        return False
    letters = _letters(texts)
    plain = sum(count for letter, count in letters.items() if letter.isalnum() or letter in _PUNCTUATION)
    return plain >= 0.85 * letters.total() and vowelless_share(texts) < 0.45


def why_recognise(texts: Sequence[str], image_share: float, paths: int) -> str:
    """Why the page has to be recognised from its picture, or "" when the text layer serves.

    ``texts`` are the visible words of the text layer. Reasons: scan, garbage, outlines."""
    characters = sum(count for letter, count in _letters(texts).items() if letter.isalnum())
    if image_share >= _SCAN_SHARE and characters < _SCAN_CHARACTERS:
        return "scan"
    if characters < MIN_CHARACTERS:
        if image_share > 0.02:
            return "scan"
        return "outlines" if paths > 40 else ""
    return "" if is_readable(texts) else "garbage"
