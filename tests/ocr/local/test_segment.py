"""Where a pile of pages is cut by itself, where a person is asked, and where nothing is said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr.local.api import read_pages
from ocr.local.segment import segment
from ocr.page import Page, ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

Rows = list[Row | None]


def counted(rows: Rows, told: str) -> Rows:
    """With a page counter at the foot."""
    return [*rows, None, [(0.8, told)]]


def without(rows: Rows, *texts: str) -> Rows:
    """Without the cells that hold one of these texts."""
    return [row and [cell for cell in row if not any(text in cell[1] for text in texts)] for row in rows]


ONE = dutch_invoice(number="F-1")
TWO = dutch_invoice(number="F-2")
# No number and no heading are found on it: a scan cut off at the top, say.
HEADLESS = without(TWO, "FACTUUR", "Factuurnummer", "F-2")
OTHER_SELLER = without(
    [
        row
        and [
            (
                x,
                text.replace("NL001234567B01", "NL852123457B01").replace(
                    "NL91 ABNA 0417 1643 00", "NL20 INGB 0001 2345 67"
                ),
            )
            for x, text in row
        ]
        for row in HEADLESS
    ],
    "Molenwiek",
)
HOURS: Rows = [[(0.1, "Specificatie van de uren")], [(0.1, "maandag"), (0.5, "8 uur")]]
TERMS: Rows = [
    [(0.1, "Algemene voorwaarden")],
    *[[(0.1, "De leverancier levert zoals overeengekomen is op schrift")]] * 40,
]


def pile(*papers: Rows) -> list[Page]:
    return [page(rows, number=number) for number, rows in enumerate(papers, start=1)]


@pytest.mark.parametrize(
    ("papers", "wanted"),
    [
        ([ONE, TWO], (0.85, "OTHER_NUMBER")),
        ([counted(ONE, "pagina 1 van 1"), counted(TWO, "pagina 1 van 1")], (0.9, "PAGE_COUNTER")),
        ([ONE, HOURS, TWO], (0.85, "OTHER_NUMBER")),
    ],
)
def test_cut_without_asking(papers: Sequence[Rows], wanted: tuple[float, str]) -> None:
    found = segment(pile(*papers)).cuts
    assert [(cut.certainty, cut.reason) for cut in found] == [wanted] and found[0].page == len(papers)
    assert len(read_pages(pile(*papers), context=ReadContext()).documents) == 1


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ([counted(ONE, "pagina 1 van 1"), HEADLESS], "COUNTER_ENDED"),
        ([ONE, OTHER_SELLER], "OTHER_SUPPLIER"),
        ([ONE, without(TWO, "FACTUUR")], "OTHER_NUMBER"),
    ],
)
def test_asked_not_cut(papers: Sequence[Rows], reason: str) -> None:
    (cut,) = segment(pile(*papers)).cuts
    assert cut.reason == reason and 0.3 <= cut.certainty < 0.8
    reading = read_pages(pile(*papers), context=ReadContext())
    assert reading.documents == () and not reading.auto_ok, (
        "one document until somebody says otherwise, and not by itself"
    )


@pytest.mark.parametrize(
    "papers",
    [
        [ONE, HOURS],
        [ONE, ONE],
        [counted(ONE, "pagina 1 van 2"), counted(HEADLESS, "pagina 2 van 2")],
        [counted(ONE, "pagina 1 van 1"), HOURS],
        [ONE, TERMS],
    ],
)
def test_nothing_to_ask(papers: Sequence[Rows]) -> None:
    assert segment(pile(*papers)).cuts == ()


def test_what_a_person_said_about_pages_is_not_questioned() -> None:
    pages = pile(ONE, TWO, HOURS)
    told = read_pages(pages, context=ReadContext(annexes=frozenset({2, 3})))
    assert (told.text("invoice_number"), told.documents) == ("F-1", ())
    assert [annex.pages for annex in told.annexes] == [(2, 3)]
    assert read_pages(pages, context=ReadContext(pages=frozenset({2}))).text("invoice_number") == "F-2"
    assert read_pages(pile(ONE, TERMS), context=ReadContext(annexes=frozenset())).annexes == (), "not even terms"
