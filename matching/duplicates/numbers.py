"""Invoice numbers as people and machines retype them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA

_LABEL = re.compile(
    r"^(?:(?:factuurnummer|factuurnr|factuur|invoicenumber|invoice|inv|fact|fac|rechnungsnummer|rechnung|rg|re|facture|fa"
    r"|nummer|number|numero|nr|no|n|f|kopie|copie|copy|duplicaat|duplicata|duplicate|duplikat"
    r"|herinnering|reminder|rappel|mahnung)(?=[^a-z]|$)[^a-z0-9]*)+"
)
# What a second copy is stamped with.
_STAMP = re.compile(r"[^a-z0-9]*\b(?:kopie|copie|copy|duplicaat|duplicata|duplicate|duplikat|herinnering|reminder)\W*$")
# Characters that readers and typists take for one another.
_TWINS = str.maketrans({"o": "0", "q": "0", "d": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8", "g": "6"})
_SEPARATORS = re.compile(r"[^0-9a-z]+")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


class Likeness(IntEnum):
    """How two invoice numbers relate, weakest first."""

    DIFFERENT = 0
    NEXT = 1  # close in value: a series, not a typing error
    NEAR = 2  # one typing error apart
    TWIN = 3  # equal but for look-alike characters, or for a year written or left out
    SAME = 4  # equal but for case, separators, leading zeros and a label


def bare(number: str) -> str:
    """The number in lower case without the words around it: "Factuur nr. F-12 (kopie)" → "f-12"."""
    text = number.strip().casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text if text.isdigit() else _LABEL.sub("", _STAMP.sub("", text))


def plain(number: str) -> str:
    """Case, label, separators and leading zeros (of every run of digits) removed."""
    return _tight(_spaced(bare(number)))


def twin(number: str) -> str:
    """The plain number with look-alikes made one character; zeros are removed again after that."""
    return _tight(_alike(number))


def twins(number: str, issued: date | None) -> tuple[str, str]:
    """``twin`` and ``without_year`` at once."""
    text = _alike(number)
    return _tight(text), _tight(_yearless(text.strip(), issued))


def without_year(number: str, issued: date | None) -> str:
    """The twin form without the invoice's year (2026, or a separate 26) at its start or end, if there is one."""
    return _tight(_yearless(_alike(number).strip(), issued))


def _yearless(text: str, issued: date | None) -> str:
    if issued is None:
        return text
    for year in (issued.year, issued.year - 1):
        for cut in _cuts(text, str(year)):
            if cut.isdigit() or any(map(str.isdigit, cut)):
                return cut.strip()
    return text


def _cuts(text: str, year: str) -> Iterator[str]:
    if text.startswith(year):
        yield text[4:]
    if text.endswith(year) and (text[-5:-4].isdigit() or text[-5:-4] == " "):
        yield text[:-4]
    if " " in text:
        if text.startswith(f"{year[2:]} "):
            yield text[2:]
        if text.endswith(f" {year[2:]}"):
            yield text[:-2]


def _alike(number: str) -> str:
    return _spaced(bare(number).translate(_TWINS))


def _spaced(text: str) -> str:
    return text if text.isdigit() else _SEPARATORS.sub(" ", text)


def _tight(text: str) -> str:
    if text.isdigit():
        return text.lstrip("0") or "0"
    return _ZEROS.sub("", text).replace(" ", "")


def _squeezed(number: str) -> str:
    """Separators gone, zeros kept but the first: whoever leaves a dash out writes the zeros behind it."""
    return _SEPARATORS.sub("", bare(number)).lstrip("0")


def likeness(one: str, two: str, issued_one: date | None = None, issued_two: date | None = None) -> Likeness:
    """How alike two numbers are; empty numbers are different from everything."""
    a, b = plain(one), plain(two)
    if not a or not b:
        return Likeness.DIFFERENT
    if a == b or _squeezed(one) == _squeezed(two):
        return Likeness.SAME
    if twin(one) == twin(two) or without_year(one, issued_one) == without_year(two, issued_two):
        return Likeness.TWIN
    if _series(a, b):
        return Likeness.NEXT
    if min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=1) <= 1:
        return Likeness.NEAR
    return Likeness.DIFFERENT


def _series(a: str, b: str) -> bool:
    tail_a, tail_b = re.search(r"\d+$", a), re.search(r"\d+$", b)
    if not tail_a or not tail_b or a[: tail_a.start()] != b[: tail_b.start()]:
        return False
    return 0 < abs(int(tail_a.group()) - int(tail_b.group())) <= 20
