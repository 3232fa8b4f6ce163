"""What bears a value out although its label is missing: then a person need not look."""

from __future__ import annotations

import pytest

from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
SURE = 0.85


def _read(rows: list[Row | None]) -> Reading:
    return read_pages([page(rows)], context=ReadContext())


@pytest.mark.parametrize(
    ("number", "sure"),
    [("2026-0417", True), ("INV-004512", True), ("20260417", True), ("B-77123", False), ("2019-0417", False)],
)
def test_a_number_under_the_heading_tells_by_its_form(number: str, sure: bool) -> None:
    rows = [*PLAIN]
    rows[1] = [(0.1, "Zaagstraat 8"), (0.7, number)]
    rows[5] = [(0.1, "Bakkerij Zonneschijn")]
    found = _read(rows).fields.get("invoice_number")
    assert (found is not None and found.value == number and found.confidence >= SURE) is sure


@pytest.mark.parametrize(
    ("day", "sure"),
    [
        ((0.55, "03-02-2026"), True),
        ((0.55, "Meetdag 03-02-2026"), False),  # a word before it that nobody knows
    ],
)
def test_the_only_day_over_the_lines_is_the_papers(day: tuple[float, str], sure: bool) -> None:
    rows = [*PLAIN]
    rows[6], rows[7] = [(0.1, "Korenpad 3"), day], [(0.1, "8011 CD Zwolle")]
    found = _read(rows).fields.get("issue_date")
    assert (found is not None and found.confidence >= SURE) is sure


@pytest.mark.parametrize(("gross", "passes"), [("€ 302,50", True), ("€ 312,50", False)])
def test_lines_and_vat_make_a_total_without_net(gross: str, passes: bool) -> None:
    rows = dutch_invoice(gross=gross)
    rows[14] = None
    reading = _read(rows)
    assert "net_total" not in reading.fields or reading.fields["net_total"].value == "250.00"
    assert reading.auto_ok is passes


def test_the_day_of_the_paper_is_no_rival_of_the_last_day_to_pay() -> None:
    row: Row = [(0.1, "Rechnungsnr.: F-2031 Rechnungsdatum: 25.04.2026 Fällig: 09.05.2026 Fälliger Betrag: € 302,50")]
    reading = _read(
        [*PLAIN[:5], [(0.1, "Bakkerij Zonneschijn")], *[[r[0]] for r in PLAIN[6:8] if r], None, row, *PLAIN[10:]]
    )
    assert reading.fields["due_date"].value == "2026-05-09"
    assert ("CLOSE_CANDIDATES", "due_date") not in {(f.code, f.field) for f in reading.findings}


def test_a_label_whose_words_end_in_another_cell_is_read() -> None:
    rows = [*PLAIN]
    rows[8] = [(0.1, "Invoice"), (0.18, "number.")]
    assert _read(rows).fields["invoice_number"].value == "F-2031"


def test_a_numbered_heading_of_a_box_is_no_name() -> None:
    rows = [*PLAIN]
    rows[4], rows[5] = [(0.1, "II. Aan")], [(0.1, "Bakkerij Zonneschijn"), (0.55, "Factuurnummer"), (0.75, "F-2031")]
    found = _read(rows).fields.get("buyer_name")
    assert found is None or found.value == "Bakkerij Zonneschijn"
