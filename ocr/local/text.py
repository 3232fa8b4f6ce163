"""Plain forms of printed text for comparing: case, accents and marks away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "’": "'",
    "‘": "'",
    "–": "-",
    "—": "-",
    "−": "-",
    "º": "°",
}


@lru_cache(maxsize=20000)
def plain(text: str, keep_length: bool = False) -> str:
    """Lower case without accents. With ``keep_length`` each character stays one character, so offsets hold."""
    if text.isascii():
        return text.lower()
    out = []
    for char in text.lower():
        if char in _FOLD:
            folded = _FOLD[char]
            out.append(folded[0] if keep_length else folded)
            continue
        base = unicodedata.normalize("NFKD", char)
        base = "".join(c for c in base if not unicodedata.combining(c))
        out.append((base[:1] or " ") if keep_length else base)
    joined = "".join(out)
    return joined if not keep_length or len(joined) == len(text) else text.lower()


_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


@lru_cache(maxsize=20000)
def key(text: str) -> str:
    """Letters and digits only, lower case, without accents: "Rechnungs-Nr." -> "rechnungsnr"."""
    return _NO_LETTER_OR_DIGIT.sub("", plain(text))


@lru_cache(maxsize=20000)
def has_digit(text: str) -> bool:
    """Whether a digit stands anywhere in the text."""
    return any(map(str.isdigit, text))


@lru_cache(maxsize=20000)
def has_letter(text: str) -> bool:
    """Whether a letter stands anywhere in the text."""
    return any(map(str.isalpha, text))
