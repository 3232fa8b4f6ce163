"""Persons and firms over one address: which of the two lines names the firm."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re

from ocr.local.layout import Cell, Layout
from ocr.local.lexicon import BUSINESS_WORDS
from ocr.local.lexicons.given_names import GIVEN_NAMES
from ocr.local.names import has_legal_form, has_postcode, is_name_like, is_street
from ocr.local.text import plain

_TITLES = re.compile(
    r"^(?:(?:dr|prof|dipl|psych|kfm|inf|jur|iur|oec|ing|mag|drs|ir|mr|mrs|ms|mme|m|dhr|mevr|mw|msc|med|rer|nat|phil)\.?[\s-]+|"
    r"(?:herrn?|frau|monsieur|madame|mevrouw|de heer|fam\.?|familie|famille|family)\s+)+"
)
_PARTICLES = frozenset("van von de der den het ten ter te di da du des la le el al bin zu 't vander o".split())
_ADDRESSED = re.compile(
    r"^(?:herrn?|frau|familie|famille|family|monsieur|madame|mme|dhr\.?|mevr\.?|mevrouw|de heer|mrs?\.|ms\.)\s+\S"
)


def is_addressed(text: str) -> bool:
    """A form of address stands before the name ("Familie Jansen", "Mme Claire Petit"): somebody written to."""
    return bool(_ADDRESSED.match(plain(text))) and not has_legal_form(text)


def is_person(text: str) -> bool:
    """A given name or initials, then a family name, and nothing that firms add to it."""
    if has_legal_form(text) or any(c.isdigit() for c in text) or "&" in text:
        return False
    words = _TITLES.sub("", plain(text)).replace(",", " ").split()
    if not 2 <= len(words) <= 5 or any(w.strip(".") in BUSINESS_WORDS for w in words):
        return False
    if len([w for w in words if w not in _PARTICLES]) > 3:
        return False
    if re.fullmatch(r"(?:[a-z]\.){1,4}", words[0]):
        return True
    first = words[0].strip(".")
    return first in GIVEN_NAMES or first.split("-")[0] in GIVEN_NAMES


def straight_below(layout: Layout, cell: Cell) -> Cell | None:
    """The cell that begins at the same place on the next line but one at most."""
    for line in layout.lines[cell.line.number + 1 : cell.line.number + 4]:
        if line.page != cell.line.page or line.y - cell.line.y > 2 * cell.tokens[0].size:
            break
        for other in line.cells:
            if abs(other.x0 - cell.x0) < 0.5 * layout.em:
                return other
    return None


_NO_NAME = re.compile(
    r"^(?:t\.? ?a\.? ?v|z\.? ?h|a l.att|att|c/o|p/a|afd|abt|dep|dept|service|team|postbus|postfach|bp |po box|p\.o|"
    r"de heer|dhr|mevr|mw|mr|mrs|ms|herr|frau|m\.|mme|monsieur|madame|s\.?a\.?s|crediteuren|debiteuren|accounts|purchas"
    r"|finan|buchhalt|rechnung|einkauf|inkoop|administrat|comptab|achats)"
)


def second_name(text: str) -> bool:
    """A text that may be the name of a firm or a person: no address, no department, no form of address."""
    if len(text.split()) < 2 or any(c.isdigit() for c in text) or not is_name_like(text):
        return False
    return not (is_street(text) or has_postcode(text) or _NO_NAME.match(plain(text)))


def is_business(text: str) -> bool:
    """A word that firms' names are made of stands in it."""
    return has_legal_form(text) or any(w.strip(".,") in BUSINESS_WORDS for w in plain(text).split())
