"""Receipts: the shop at their head, the moment of sale, and what was given at the till."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.evidence import Source
from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

HEAD = "Pine Street Grocery"
PLACE = "Dayton, OH 45402"
MOMENT = "03/04/2019 8:15 PM"
PAID = ("VISA", "31.50")


def _read(
    head: str = HEAD, second: str = "9048 Oak Ave", place: str = PLACE, moment: str = MOMENT, **more: str
) -> Reading:
    rows: list[Row | None] = [
        [(0.3, head)],
        [(0.3, second)],
        [(0.3, place)],
        [(0.3, "Phone (251) 639-5787")],
        [(0.1, "Cashier: Tammy")],
        [(0.1, "Wheat bread"), (0.7, "10.00")],
        [(0.1, "Dish soap"), (0.7, "20.00")],
        [(0.1, "Subtotal"), (0.7, "30.00")],
        [(0.1, "Tax"), (0.7, "1.50")],
        [(0.1, "Total"), (0.7, more.get("total", "$31.50"))],
        [(0.1, more.get("given", PAID[0])), (0.7, more.get("amount", PAID[1]))],
        [(0.1, "Change"), (0.7, more["change"])] if "change" in more else None,
        [(0.2, moment)],
        [(0.2, "Thank you")],
    ]
    sheet = page(rows, source=Source.OCR)
    return read_pages([replace(sheet, width_pt=226.0, height_pt=420.0)], context=ReadContext())


def test_a_receipt_without_a_heading_passes_when_what_was_given_is_the_total() -> None:
    reading = _read()
    assert reading.document_type is DocumentType.RECEIPT
    assert reading.auto_ok
    assert {n: reading.fields[n].value for n in ("supplier_name", "issue_date", "gross_total", "currency")} == {
        "supplier_name": HEAD,
        "issue_date": "2019-03-04",
        "gross_total": "31.50",
        "currency": "USD",
    }


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({"given": "Cash", "amount": "40.00", "change": "8.50"}, True),
        ({"given": "Cash", "amount": "40.00", "change": "9.50"}, False),  # gives no total
        ({"given": "Points", "amount": "31.50"}, False),  # nobody paid
        ({"moment": "03/04/2019"}, False),  # a day without an hour may be any day
        ({"moment": "03/04/2019 8:15 PM 05/04/2019"}, False),  # two days
        ({"second": "Fine foods every day"}, False),  # a slogan, or the second line of the name
        ({"place": "Pine Foods LLC Dayton"}, False),  # another firm
    ],
)
def test_what_a_receipt_without_a_heading_must_say(change: dict[str, str], passes: bool) -> None:
    assert _read(**change).auto_ok is passes


@pytest.mark.parametrize(
    ("total", "place", "currency", "day"),
    [
        ("RM 31.50", "81100 Johor Bahru", "MYR", "2019-04-03"),
        ("S$31.50", "Singapore 503783", "SGD", "2019-04-03"),
        ("£31.50", "Ludlow SY8 1AA", "GBP", "2019-04-03"),
        ("31.50", PLACE, "USD", "2019-03-04"),  # a town, its state and a ZIP code: month first
    ],
)
def test_the_place_of_the_till_tells_the_currency_and_the_order_of_day_and_month(
    total: str, place: str, currency: str, day: str
) -> None:
    reading = _read(total=total, place=place)
    assert (reading.fields["currency"].value, reading.fields["issue_date"].value) == (currency, day)
    assert "DATE_ORDER_OPEN" not in {finding.code for finding in reading.findings}


def test_a_greeting_over_the_name_is_no_name() -> None:
    assert _read(head="Welcome to", second=HEAD).fields["supplier_name"].value == HEAD


def test_the_day_behind_its_own_label_is_not_that_of_the_label_above() -> None:
    assert _read(given="Terminal 857680 Periode", amount="3838", moment="Datum 22-11-2021 15:17").fields[
        "issue_date"
    ].value == ("2021-11-22")


@pytest.mark.parametrize(("printed", "order"), [("P043310", "PO43310"), ("PO43310", "PO43310"), ("Ship", None)])
def test_an_order_on_a_scan_has_figures_and_its_two_letters(printed: str, order: str | None) -> None:
    rows = dutch_invoice()
    rows[7] = [(0.1, "8011 CD Zwolle"), (0.55, "Uw ordernummer"), (0.75, printed)]
    found = read_pages([page(rows, source=Source.OCR)], context=ReadContext()).fields.get("order_reference")
    assert (found.value if found else None) == order
