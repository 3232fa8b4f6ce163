"""A seller's name set over several rows of a narrow column (a bar at the side, a till's paper): one row of it, read as
the name, is no whole name."""

from __future__ import annotations

from rapidfuzz import fuzz

from ocr.local.labels import lookup, phrase_key
from ocr.local.layout import Cell
from ocr.local.names import TITLE_TABLES, has_postcode, is_street, without_legal_form
from ocr.local.parties import PartyFinder
from ocr.local.text import key
from ocr.local.work import Work

_HEAD = 0.35  # of the page's height
_LARGE = 1.15  # times the usual letters
_ALIKE = (0.6, 1.6)  # the height of recognised words depends on their letters; so do those called usual
_NEXT = 2.0  # times the larger letters: how far rows of one name are apart
_ROWS = 3  # of other columns, that may stand between


def cut_by_column(work: Work) -> bool:
    """Whether more words stand right over or under the seller's name, in its column and as large as it is, and no
    address of mail or the web is made of the name without them."""
    finder = work.finder
    name = key(work.fields["supplier_name"].value) if "supplier_name" in work.fields else ""
    if finder is None or not name or not work.layout.by_page.get(finder.first):
        return False
    lines = work.layout.by_page[finder.first]
    sizes = sorted(token.size for line in lines for token in line.tokens)
    least = _LARGE * sizes[len(sizes) // (4 if work.layout.is_ocr else 2)]
    large = [(at, cell) for at, line in enumerate(lines) if line.y < _HEAD for cell in line.cells if cell.size >= least]
    parts = [(at, cell) for at, cell in large if len(key(cell.text)) > 2 and key(cell.text) in name]
    others = [(at, cell) for at, cell in large if key(cell.text) not in name and _may_be_name(cell, finder)]
    return any(
        abs(at - row) <= _ROWS
        and _joined(part, other)
        and (_is_rest(other.text) or not _named_without(name, key(other.text), finder.domains))
        for row, part in parts
        for at, other in others
    )


def _joined(one: Cell, other: Cell) -> bool:
    """Set one under the other, closely, in letters alike."""
    beside = min(one.x1, other.x1) - max(one.x0, other.x0) <= 0
    reach = _NEXT * (2 if _is_rest(other.text) else 1)  # a row between may be lost with it
    apart = abs(one.line.y - other.line.y) > reach * max(one.size, other.size)
    return not beside and not apart and _ALIKE[0] <= other.size / max(one.size, 1e-6) <= _ALIKE[1]


def _may_be_name(cell: Cell, finder: PartyFinder) -> bool:
    text = cell.text
    if any(c.isdigit() for c in text) or "@" in text or "www" in text.lower() or sum(c.isalpha() for c in text) < 3:
        return False
    label = finder.near.covered.get(id(cell.tokens[0]))
    if finder.role_of.get(id(cell), "") or (label is not None and len(label.tokens) >= len(cell.tokens)):
        return False  # "Van" alone says whose; "Van Dongen" is a name
    if has_postcode(text) or is_street(text) or not key(without_legal_form(text)):
        return False
    return not any(lookup(phrase_key(text), table, False) for table in TITLE_TABLES)


def _is_rest(text: str) -> bool:
    """A bracket closes that was never opened: what stood before is lost."""
    return text.count(")") > text.count("(")


def _named_without(name: str, other: str, domains: set[str]) -> bool:
    bare = key(without_legal_form(name)) or name
    if any(other[:4] in domain for domain in domains):
        return False
    return len(bare) >= 4 and any(fuzz.partial_ratio(bare, domain) >= 88 for domain in domains if len(domain) >= 4)
