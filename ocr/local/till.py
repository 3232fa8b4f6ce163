"""What only a till prints: the moment of sale, what was given and given back, and the shop at its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ocr.local.candidate import Candidate
from ocr.local.dates import US_TOWN, DateFound
from ocr.local.layout import Layout
from ocr.local.marks import Marked, near_equal
from ocr.local.names import has_legal_form, has_postcode, is_street
from ocr.local.text import has_digit, plain

_CLOCK = r"(?:[01]?\d|2[0-3])\s?[:h]\s?[0-5]\d"
_AFTER = re.compile(rf"^[\s,;/|-]*(?:(?:at|om|um|a|time|tijd|zeit|uhrzeit|heure)\b)?[\s:,]*{_CLOCK}(?!\d)")
_BEFORE = re.compile(rf"(?<![\d.,/:-]){_CLOCK}(?::[0-5]\d)?\s*(?:[ap]\.?m\.?|uhr|uur|h)?[\s,;/|-]*$")
_AT_THE_TILL = 0.7  # a score that a label's would be above


def name_by_clock(layout: Layout, days: Sequence[DateFound], free: Iterable[Candidate]) -> None:
    """Raise the candidates of ``free`` that stand with a time of day, where no other day is on the paper: a till prints
    when it was paid. For receipts alone: who is sent an invoice is told no hour."""
    if len({found.value for found in days if not found.compact}) != 1:
        return
    for candidate in free:
        line = candidate.tokens[0].line
        if line is None:
            continue
        text = plain(line.text, keep_length=True)
        start = line.starts[candidate.tokens[0].index]
        end = line.starts[candidate.tokens[-1].index] + len(candidate.tokens[-1].text)
        below = layout.lines[line.number + 1 : line.number + 2]
        ends = bool(below) and below[0].page == line.page and _BEFORE.search(plain(below[0].text))
        if _AFTER.match(text[end:]) or _BEFORE.search(text[:start]) or (ends and not text[end:].strip()):
            candidate.score, candidate.why = max(candidate.score, _AT_THE_TILL), "place:clock"


# Where a till of the country prints the day before the month; dollars are those of too many countries.
_DAY_FIRST = frozenset({"EUR", "GBP", "MYR", "SGD", "CHF", "DKK", "NOK", "PLN"})


AT_THE_HEAD = 0.88  # how sure the name at the head of a receipt is
_READ = 0.85  # confidence of its least sure word
_APART = 0.25  # how far behind other names must be
_PHONE = re.compile(r"(?:\d[\s.()/+-]{0,2}){7}")


def heads_receipt(layout: Layout, ranked: Sequence[Candidate]) -> bool:
    """The first line of the paper is the name and nothing else, the next one belongs to an address, and no other line
    has a legal form that the name lacks. A receipt names nobody but who gives it."""
    name = ranked[0]
    if len(ranked) > 1 and name.score - ranked[1].score < _APART:
        return False
    lines = layout.by_page.get(layout.page_numbers[0], [])
    if len(lines) < 4 or name.tokens != lines[0].tokens or min(t.confidence for t in name.tokens) < _READ:
        return False
    if has_digit(lines[0].text) or sum(c.isalpha() for c in lines[0].text) < 6:
        return False
    if not has_digit(lines[1].text) or not any(_of_address(line.text) for line in lines[1:4]):
        return False  # perhaps a second line of the name, or a slogan
    return has_legal_form(name.value) or not any(has_legal_form(line.text) for line in lines[1:])


def _of_address(text: str) -> bool:
    return has_postcode(text) or is_street(text) or bool(_PHONE.search(text))


def order_told(layout: Layout, currency: str) -> bool:
    """A receipt has one address, that of the till: it tells whether day or month comes first. (A bill has two.)"""
    return currency in _DAY_FIRST or (currency == "USD" and bool(US_TOWN.search(layout.text())))


def paid_at_till(marked: Sequence[Marked], gross: Marked | None) -> bool:
    """What was given, or given less what was given back, is the total: no invoice, quotation or slip says so."""
    if gross is None:
        return False
    given = [m for m in marked if m.kind == "cash" and m.amount is not gross.amount and m.value > 0]
    return any(near_equal(m.value, gross.value) for m in given) or any(
        near_equal(one.value - other.value, gross.value)
        for one in given
        for other in given
        if one.amount is not other.amount
    )
