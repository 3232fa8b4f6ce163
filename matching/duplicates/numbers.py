"""Invoice numbers as people and machines retype them."""

from __future__ import annotations

import re
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA

_LABEL = re.compile(
    r"^(?:factuurnummer|factuur|invoice|inv|fact|fac|rechnung|rg|re|facture|fa|nr|no|f)(?=[^a-z]|$)[^a-z0-9]*"
)
# Characters that readers and typists take for one another.
_TWINS = str.maketrans({"o": "0", "q": "0", "d": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8", "g": "6"})
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


class Likeness(IntEnum):
    """How two invoice numbers relate, weakest first."""

    DIFFERENT = 0
    NEXT = 1  # close in value: a series, not a typing error
    NEAR = 2  # one typing error apart
    TWIN = 3  # equal but for look-alike characters, or for a year written or left out
    SAME = 4  # equal but for case, separators, leading zeros and a label


def plain(number: str) -> str:
    """Case, label, separators and leading zeros (of every run of digits) removed."""
    text = _LABEL.sub("", number.strip().casefold())
    text = _ZEROS.sub("", re.sub(r"[^0-9a-z]+", " ", text))
    return text.replace(" ", "")


def twin(number: str) -> str:
    """The plain number with look-alikes made one character; zeros are removed again after that."""
    text = _LABEL.sub("", number.strip().casefold()).translate(_TWINS)
    text = _ZEROS.sub("", re.sub(r"[^0-9a-z]+", " ", text))
    return text.replace(" ", "")


def without_year(number: str, issued: date | None) -> str:
    """The twin form without the invoice's year (2026, or a separate 26) at its start or end, if there is one."""
    if issued is None:
        return twin(number)
    text = re.sub(r"[^0-9a-z]+", " ", _LABEL.sub("", number.strip().casefold()).translate(_TWINS)).strip()
    for year in (str(issued.year), str(issued.year - 1)):
        for pattern in (rf"^{year}(?=.)", rf"(?<=\d| ){year}$", rf"^{year[2:]}(?= )", rf"(?<= ){year[2:]}$"):
            shorter = re.sub(pattern, "", text).strip()
            if shorter != text and any(ch.isdigit() for ch in shorter):
                return _ZEROS.sub("", shorter).replace(" ", "")
    return _ZEROS.sub("", text).replace(" ", "")


def likeness(one: str, two: str, issued_one: date | None = None, issued_two: date | None = None) -> Likeness:
    """How alike two numbers are; empty numbers are different from everything."""
    a, b = plain(one), plain(two)
    if not a or not b:
        return Likeness.DIFFERENT
    if a == b:
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
