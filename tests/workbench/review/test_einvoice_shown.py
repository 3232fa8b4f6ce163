"""An e-invoice without a page of its own, shown as a table: what a person has to see to approve it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from domain.reading import Reading
from ocr.einvoice.tasks import read
from tests.ocr.einvoices import Ubl
from tests.ocr.test_einvoice import _embedded, _page_of
from tests.ocr.test_einvoice_countries import BODY, ITALIAN
from tests.workbench.support import desk
from workbench.documents.renders import picture_of, type_of
from workbench.intake import blobs
from workbench.messages.words import FIELDS
from workbench.review.selectors import xml_documents

CHARGE = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Rabatt &lt;b&gt;"
    '</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">7.25</cbc:Amount></cac:AllowanceCharge>'
)


def _shown(document: Ubl) -> str:
    answer, _ = read({}, document.xml())
    held = SimpleNamespace(name="bill.xml", reading=answer["reading"])
    return " ".join(render_to_string("review/_einvoice.html", {"document": held}).split())


def test_lines_discounts_vat_and_notes_are_shown() -> None:
    shown = _shown(Ubl(before=CHARGE))
    assert '<span class="q">/ 100</span>' in shown  # the price is for a hundred
    assert "Rabatt &lt;b&gt;" in shown and "−7,25" in shown
    assert '<td class="num">50,00</td> <td class="num">4,50</td>' in shown
    assert "Verlegd niet." in shown
    assert str(FIELDS["amount_due"]) in shown and "Amount due" not in shown


def test_a_reading_without_lines_is_shown_too() -> None:
    held = SimpleNamespace(name="bill.xml", reading={"fields": {"invoice_number": {"value": "7"}}})
    shown = render_to_string("review/_einvoice.html", {"document": held})
    assert "bill.xml" in shown and "<table" not in shown


TWO_TYPES = Ubl(type_code="381").xml()
TWO_CURRENCIES = Ubl().xml().replace(b">EUR</cbc:DocumentCurrencyCode>", b">USD</cbc:DocumentCurrencyCode>")
TWO_INVOICES = ITALIAN.replace(BODY, BODY + BODY).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("xml", "code"),
    [(TWO_TYPES, "TYPE_UNSURE"), (TWO_CURRENCIES, "SEVERAL_CURRENCIES"), (TWO_INVOICES, "SEVERAL_INVOICES")],
)
def test_what_an_e_invoice_says_against_itself_stops_its_draft(xml: bytes, code: str) -> None:
    reading = Reading.from_json(read({}, xml)[0]["reading"])
    assert code in desk.holds_of(desk.made(desk.books(), "X-1", kind="xml", reading=reading))


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "pages", "told"), [("xml", 1, True), ("xml", 0, True), ("pdf", 1, False)])
def test_the_data_of_an_e_invoice_is_shown_beside_its_page(kind: str, pages: int, told: bool) -> None:
    draft = desk.made(desk.books(), "X-1", kind=kind)
    document = draft.documents.get()
    for number in range(1, pages + 1):
        document.page_rows.get_or_create(number=number)
    assert (document in xml_documents(draft)) is told


def test_the_page_inside_an_e_invoice_is_drawn_and_looked_for_once(settings: Any, tmp_path: Path) -> None:
    settings.INBOEK_HOME = settings.BLOB_ROOT = tmp_path
    digest = blobs.keep(Ubl(before=_embedded(_page_of("2026-0117", "175,50"))).xml())
    assert type_of(picture_of(digest, 1, 240)) == "image/jpeg"
    (kept,) = tmp_path.rglob(f"{digest}-inside")
    assert kept.read_bytes().startswith(b"%PDF")
    alone = blobs.keep(Ubl().xml())
    assert picture_of(alone, 1, 240) == b""
