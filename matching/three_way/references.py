"""Order numbers as printed on invoices, and finding the order they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What people write before an order number: whose it is, what it is, and that a number follows.
_WHOSE = r"(?:uw|onze|your|our|ihre?|unsere?|votre|notre)\s+"
_WHAT = (
    r"purchase\s*order|inkoop[\s\-]?order|inkoop|order|bestellung|bestelling|bestelbon|bestelorder|bestell|bestel|"
    r"(?:bon\s+de\s+)?commande|best|p\.?\s?o|referen(?:tie|ce|z)|ref"
)
_NUMBER = r"(?:nummer|number|num|nr|no|n°|#)(?![a-z])"
_PREFIX = re.compile(
    rf"^(?:{_WHOSE})?(?:(?:{_WHAT})(?![a-z])[\s.:#\-]*(?:{_NUMBER})?|(?:{_WHAT})?{_NUMBER})[\s.:#\-]*", re.IGNORECASE
)
# "4500123/10" and "4500123-2": the order, and a line of it.
_WITH_LINE = re.compile(
    r"^(?P<order>.*\d.*?)\s*(?:/|-|\.|\s(?:regel|line|pos(?:itie|ition)?\.?)\s)\s*(?P<line>\d{1,5})$", re.IGNORECASE
)
# A word that can be an order number among others: long enough not to be a day, a year or a line.
_WORD = re.compile(r"(?<![\w\-/.])[\w\-/.]*\d[\w\-/.]*(?<![\-/.])(?![\w])")
_WORD_LENGTH = 5
_LONGEST = 200  # a reference that is longer is a text about something else
# Buyers give a project where a purchase order is asked for; a project is no order that could be missing.
_PROJECT = re.compile(
    r"^(?:prj|proj|project|projekt|projet|werk|chantier)[\s.:#\-_/]*(?:nr|no|nummer|n°)?[\s.:#\-_/]*\d", re.IGNORECASE
)
_SEPARATORS = re.compile(r"\s*(?:[,;&+|\n]|\s/\s|\ben\b|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)


def exact(reference: str) -> str:
    """First try: trimmed and case-folded, nothing else."""
    return " ".join(reference.split()).casefold()


def loose(reference: str) -> str:
    """Second try: without "PO", "nr." and the like, separators and leading zeros."""
    text = _PREFIX.sub("", reference.strip())
    text = re.sub(r"[\s.\-_/]", "", text).casefold()
    return text.lstrip("0") or text


def with_line(reference: str) -> tuple[str, str] | None:
    """An order number and the line printed behind it ("4500123/10"); None when the text has no such form."""
    found = _WITH_LINE.match(reference.strip()) if len(reference) <= _LONGEST else None
    return (found["order"], found["line"]) if found else None


def words(reference: str) -> tuple[str, ...]:
    """The words of a reference that could be an order number by themselves ("4500123 d.d. 12-05-2026 (Jansen)")."""
    if len(reference) > _LONGEST:
        return ()
    found = dict.fromkeys(word for word in _WORD.findall(reference) if len(word) >= _WORD_LENGTH)
    return tuple(found) if tuple(found) != (reference.strip(),) else ()


def names_project(reference: str) -> bool:
    """True for a reference that says itself that it is a project ("PRJ-2641", "Project 118")."""
    return bool(_PROJECT.match(reference.strip()))


def split(references: Iterable[str]) -> tuple[str, ...]:
    """Single references out of fields that carry several ("4500123, 4500124")."""
    found: dict[str, None] = {}
    for reference in references:
        for part in _SEPARATORS.split(reference):
            if part.strip():
                found.setdefault(part.strip(), None)
    return tuple(found)


def same_number(one: str, two: str) -> bool:
    """True when two references are the same number by the first or the second try."""
    if not one or not two:
        return False
    return exact(one) == exact(two) or (loose(one) != "" and loose(one) == loose(two))


def line_number(text: str) -> str:
    """An order line number without leading zeros and dots at the end; 00010 is 10."""
    stripped = text.strip().rstrip(".").casefold()
    return stripped.lstrip("0") or stripped
