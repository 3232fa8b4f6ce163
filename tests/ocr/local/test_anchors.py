"""What confirmed documents of a vendor teach, and what they never overrule."""

from __future__ import annotations

import pytest

from ocr.local.api import Anchor, learn, merge, read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page


def odd_paper(number: str) -> list[Row | None]:
    """A paper whose number stands behind a word no lexicon knows."""
    rows = dutch_invoice(number="")
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.55, "Volgcode"), (0.75, number)]
    return rows


def taught(count: int) -> ReadContext:
    numbers = ["AB-1001", "AB-1002", "AB-1003", "AB-1004"][:count]
    anchor = merge(learn([page(odd_paper(n))], {"invoice_number": n, "gross_total": "302.50"}) for n in numbers)
    return ReadContext(hints={"anchors": anchor.to_json()})


def test_without_teaching_the_odd_number_is_not_found() -> None:
    assert read_pages([page(odd_paper("AB-2044"))], context=ReadContext()).text("invoice_number") != "AB-2044"


@pytest.mark.parametrize(("documents", "read"), [(1, ""), (2, ""), (3, "AB-2044")])
def test_three_confirmed_documents_teach_the_place(documents: int, read: str) -> None:
    reading = read_pages([page(odd_paper("AB-2044"))], context=taught(documents))
    assert reading.text("invoice_number") == read


def test_a_learnt_place_never_overrules_a_sum_that_holds() -> None:
    context = taught(3)
    rows = odd_paper("AB-2044")
    rows[14], rows[16] = (
        [(0.6, "Totaal te betalen"), (0.83, "€ 999,00")],
        [(0.6, "Totaal incl. btw"), (0.83, "€ 302,50")],
    )
    rows.insert(15, [(0.6, "Totaal excl. btw"), (0.83, "€ 250,00")])
    reading = read_pages([page(rows)], context=context)
    assert reading.text("gross_total") == "302.50"


def test_an_anchor_survives_being_written_down() -> None:
    anchor = learn([page(odd_paper("AB-1001"))], {"invoice_number": "AB-1001"})
    assert Anchor.from_json(anchor.to_json()) == anchor
    assert [(s.field, s.label) for s in anchor.spots] == [("invoice_number", "volgcode")]


def test_odd_hints_are_a_finding() -> None:
    reading = read_pages([page(dutch_invoice())], context=ReadContext(hints={"anchors": {"spots": [[1]]}}))
    assert "ANCHORS_UNREADABLE" in {f.code for f in reading.findings}
