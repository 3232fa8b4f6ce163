"""Days that no label names, and days in sentences about paying: whose day it is."""

from __future__ import annotations

import pytest

from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
HEAD = [(0.1, "Korenpad 3")]


def _read(head: Row | None, foot: str = "") -> Reading:
    """The plain paper with ``head`` in place of its dates, and a sentence at its foot."""
    rows = [*PLAIN[:6], HEAD, [(0.1, "8011 CD Zwolle")], head, *PLAIN[9:17], [(0.1, foot)] if foot else None, PLAIN[18]]
    return read_pages([page(rows)], context=ReadContext())


def _issued(reading: Reading) -> tuple[str, bool]:
    return str(reading.fields["issue_date"].value), reading.auto_ok


@pytest.mark.parametrize(
    ("head", "passes"),
    [
        ([(0.1, "Deventer, 3 februari 2026")], True),  # a town of the paper, as over a letter
        ([(0.1, "Zwolle, den 03.02.2026")], True),
        ([(0.6, "3 februari 2026")], True),  # the only day there is
        ([(0.1, "Bezorgd, 3 februari 2026"), (0.6, "4 maart 2026")], False),  # no town, and two days
        ([(0.1, "3 februari 2026"), (0.6, "Factuurdatum:")], False),  # its own label has lost its day
    ],
)
def test_a_day_without_a_label_is_the_papers_when_its_place_says_so(head: Row, passes: bool) -> None:
    assert _issued(_read(head)) == ("2026-02-03", passes)


def test_the_day_straight_under_the_number_is_the_papers() -> None:
    rows = [*PLAIN[:5], [(0.1, "Bakkerij Zonneschijn"), (0.55, "Factuur nr. F-2031")], [*HEAD, (0.55, "03-02-2026")]]
    due = [(0.1, "8011 CD Zwolle"), (0.55, "Vervaldatum"), (0.75, "05-03-2026")]
    reading = read_pages([page([*rows, due, *PLAIN[8:]])], context=ReadContext())
    assert _issued(reading) == ("2026-02-03", True)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Zahlbar bis zum 10.02.2026 mit 2 % Skonto, bis zum 05.03.2026 ohne Abzug.", "2026-03-05"),
        ("Zahlbar bis zum 05.03.2026, 2 % Skonto bei Zahlung bis zum 10.02.2026.", "2026-03-05"),
        ("Dit bedrag wordt omstreeks 5 maart 2026 automatisch afgeschreven.", "2026-03-05"),
        ("Wij schrijven het bedrag rond 05-03-2026 af van uw rekening.", "2026-03-05"),
        ("Het bedrag is op 05-03-2026 afgeschreven.", None),  # paid already
        ("Montant total dû le 05/03/2026", "2026-03-05"),
    ],
)
def test_the_last_day_to_pay_in_sentences(sentence: str, due: str | None) -> None:
    found = _read([(0.55, "Factuurdatum"), (0.75, "03-02-2026")], sentence).fields.get("due_date")
    assert (found.value if found else None) == due
