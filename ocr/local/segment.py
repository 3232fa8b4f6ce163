"""Where one file holds several documents, and which pages are no document at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.reading import Annex, Cut, DocumentType
from ocr.local.doctype import guess_type
from ocr.local.ibans import find_ibans
from ocr.local.labels import find_labels
from ocr.local.layout import Sheet, lay_out
from ocr.local.references import number_candidates
from ocr.local.region import carried_over
from ocr.local.relations import Neighbours
from ocr.local.text import plain
from ocr.local.vat_ids import find_vat_ids
from ocr.page import Page

_PAGE_OF = re.compile(
    r"\b(?:pagina|page|seite|blad|blatt|p\.?|pag\.?)\s*:?\s*(\d{1,3})\s*(?:/|van|of|von|de|sur)\s*(\d{1,3})\b"
)
_TERMS = re.compile(
    r"algemene (?:verkoop|leverings|betalings)?-?\s?voorwaarden|general terms|terms and conditions"
    r"|conditions generales|allgemeine (?:geschafts|verkaufs|liefer)"
)


_TOP = 25  # lines at the top of a page within which a sum is taken over


@dataclass(frozen=True, slots=True)
class Segments:
    """``documents``: page numbers of each document in order. ``cuts``: proposals with certainty. ``annexes``: terms
    and other pages that are no document."""

    documents: tuple[tuple[int, ...], ...]
    cuts: tuple[Cut, ...]
    annexes: tuple[Annex, ...]


def segment(pages: Sequence[Page], sheets: Mapping[int, Sheet] | None = None) -> Segments:
    """Propose where a new document starts, by page counters, document numbers and headings. ``sheets``: the pages as
    laid out before, by number."""
    if len(pages) <= 1:
        return Segments((tuple(p.number for p in pages),) if pages else (), (), ())
    annexes: list[Annex] = []
    groups: list[list[Page]] = []
    cuts: list[Cut] = []
    last_number = ""
    parties: frozenset[tuple[str, str]] = frozenset()
    before: _Facts | None = None
    for page in pages:
        facts = _facts(page, sheets)
        if facts.terms:
            annexes.append(Annex("terms", "TERMS", (page.number,)))
            continue
        if not groups:
            groups.append([page])
            last_number, parties = facts.number, facts.parties
            before = facts
            continue
        certainty, reason = _starts(facts, last_number, parties, before)
        if certainty >= 0.5:
            groups.append([page])
            last_number, parties = facts.number, facts.parties
        else:
            groups[-1].append(page)
            last_number = last_number or facts.number
            parties |= facts.parties
        before = facts
        if certainty >= 0.3:
            cuts.append(Cut(page.number, round(certainty, 2), reason))
    if not groups:
        return Segments((tuple(p.number for p in pages),), (), ())
    return Segments(tuple(tuple(p.number for p in group) for group in groups), tuple(cuts), tuple(annexes))


@dataclass(frozen=True, slots=True)
class _Facts:
    page_of: tuple[int, int] | None
    number: str
    title: bool
    totals: bool
    terms: bool
    carried: bool  # takes over a sum from the page before
    parties: frozenset[tuple[str, str]]  # kind and value of the VAT numbers and accounts on it, anybody's
    delivery: bool  # its heading is that of a delivery note, as stands between the items of a collective invoice


def _facts(page: Page, sheets: Mapping[int, Sheet] | None) -> _Facts:
    layout = lay_out([page], sheets)
    text = plain(layout.text())
    counter = None
    for match in _PAGE_OF.finditer(text):
        counter = (int(match[1]), int(match[2]))
    labels = find_labels(layout)
    guess = guess_type(layout, labels)
    near = Neighbours(layout, labels)
    numbers = number_candidates(layout, labels, near, guess.best, guess.headings)
    best = max(numbers, key=lambda c: c.score, default=None)
    totals = any({"gross", "payable"} & label.kinds for label in labels)
    words = sum(len(line.tokens) for line in layout.lines)
    terms = bool(_TERMS.search(text[:600])) and words > 150 and not totals
    title = guess.title is not None and max(guess.scores.values(), default=0.0) > 0.75
    carried = any(carried_over(line) for line in layout.lines[:_TOP])
    delivery = guess.best is DocumentType.DELIVERY_NOTE
    named = (*find_vat_ids(layout, labels), *find_ibans(layout))
    parties = frozenset((found.kind, found.value.upper()) for found in named)
    number = best.value if best and best.score > 0.6 else ""
    return _Facts(counter, number, title, totals, terms, carried, parties, delivery)


def _starts(
    facts: _Facts, last_number: str, parties: frozenset[tuple[str, str]], before: _Facts | None
) -> tuple[float, str]:
    """How sure a new document starts on this page, and why. ``last_number`` and ``parties`` are what the document so
    far says, ``before`` what its last page says."""
    if facts.page_of is not None:
        at, total = facts.page_of
        if at > 1:
            return 0.02, "PAGE_COUNTER"
        if at == 1 and total >= 1 and (facts.title or facts.number):
            return 0.9, "PAGE_COUNTER"
    if facts.carried:
        return 0.03, "CARRIED_OVER"
    if facts.delivery and facts.totals and before is not None and not before.totals:
        return 0.2, "DELIVERY_HEADING"
    if facts.number and last_number and facts.number != last_number and facts.title:
        return 0.85, "OTHER_NUMBER"
    if facts.number and facts.number == last_number:
        return 0.05, "SAME_NUMBER"
    if facts.title and facts.totals and facts.number:
        return 0.6, "NEW_HEADING"
    return _may_start(facts, last_number, parties, before)


def _may_start(
    facts: _Facts, last_number: str, parties: frozenset[tuple[str, str]], before: _Facts | None
) -> tuple[float, str]:
    """Weaker signs, enough to ask a person: never to cut by itself."""
    something = facts.title or facts.totals or bool(facts.number)
    if something and not facts.parties & parties and _kinds(facts.parties) & _kinds(parties):
        return 0.75, "OTHER_SUPPLIER"
    if before is None or not something:
        return 0.1, ""
    if before.page_of is not None and before.page_of[0] == before.page_of[1]:
        return 0.7, "COUNTER_ENDED"
    if before.totals and facts.number and last_number:
        return 0.5, "OTHER_NUMBER"
    if before.totals and facts.title and facts.totals:
        return 0.5, "NEW_HEADING"
    return 0.1, ""


def _kinds(parties: frozenset[tuple[str, str]]) -> set[str]:
    """VAT number, account or both: only like can be compared with like."""
    return {kind for kind, _value in parties}
