"""Order numbers as printed on invoices, and finding the order they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What people write before an order number. Longest first.
_PREFIX = re.compile(
    r"^(?:purchase\s*order|bestelnummer|bestelling|inkooporder|ordernummer|bestellnummer|bestellung|commande|order|inkoop|best|po|p\.o|ref)"
    r"[\s.:#\-]*(?:nr|no|nummer|number|num|n°)?[\s.:#\-]*",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(r"^(?:nr|no|nummer|number|n°|#)[\s.:#\-]*", re.IGNORECASE)
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
    text = _NUMBER_WORD.sub("", text)
    text = re.sub(r"[\s.\-_/]", "", text).casefold()
    return text.lstrip("0") or text


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
