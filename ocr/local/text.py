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


class _Folded(dict[int, str]):
    """What each character becomes, found once: by ``_FOLD``, else without its marks."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = _FOLD.get(char)
        if base is None:
            base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        self[code] = self.shown(base)
        return self[code]

    def shown(self, base: str) -> str:
        return base


class _One(_Folded):
    """The same in one character each."""

    def shown(self, base: str) -> str:
        return base[:1] or " "


_LETTERS, _SIGNS = _Folded(), _One()


@lru_cache(maxsize=20000)
def plain(text: str, keep_length: bool = False) -> str:
    """Lower case without accents. With ``keep_length`` each character stays one character, so offsets hold."""
    if text.isascii():
        return text.lower()
    joined = text.lower().translate(_SIGNS if keep_length else _LETTERS)
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
