"""Forms of numbers, accounts, headings and signs that came with layouts nobody had seen before: one case each."""

from __future__ import annotations

import pytest

from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.check_digits import valid_vat
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()


def _read(rows: list[Row | None]) -> Reading:
    return read_pages([page(rows)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


def test_an_account_that_wraps_in_a_sentence_is_read_whole() -> None:
    sentence = [[(0.1, "Wilt u het bedrag overmaken op NL91 ABNA")], [(0.1, "0417 1643 00 ten name van Molenwiek.")]]
    reading = _read([*PLAIN[:18], *sentence, [(0.1, "KvK 12345678 | Btw NL001234567B01")]])
    assert _value(reading, "supplier_iban") == "NL91ABNA0417164300"


def test_a_swiss_vat_id_needs_no_label() -> None:
    assert valid_vat("CHE-116.281.710") and not valid_vat("CHE-116.281.711")
    reading = _read([*PLAIN[:18], [(0.1, "CHE-116.281.710 MWST")]])
    assert _value(reading, "supplier_vat") == "CHE116281710"


def test_the_number_under_the_first_of_several_heads() -> None:
    heads = [(0.1, "Numéro"), (0.25, "Date"), (0.45, "Code client"), (0.65, "Échéance")]
    values = [(0.1, "F-2031"), (0.25, "03/02/2026"), (0.45, "K2285"), (0.65, "05/03/2026")]
    reading = _read(
        [PLAIN[0], *PLAIN[1:4], None, *[(PLAIN[n] or [])[:1] for n in (5, 6, 7)], heads, values, *PLAIN[9:]]
    )
    assert (_value(reading, "invoice_number"), reading.auto_ok) == ("F-2031", True)


@pytest.mark.parametrize(
    ("mine", "own", "order"),
    [
        ("Ordernummer", "F-2031", None),  # the seller's number of what he confirms
        ("Uw ordernummer", None, "F-2031"),
    ],
)
def test_whose_order_a_confirmation_names(mine: str, own: str | None, order: str | None) -> None:
    rows = dutch_invoice(title="ORDERBEVESTIGING")
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.55, mine), (0.75, "F-2031")]
    reading = _read(rows)
    assert reading.document_type is DocumentType.ORDER_CONFIRMATION
    assert (_value(reading, "invoice_number"), _value(reading, "order_reference")) == (own, order)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Relevé de compte au 30/06/2026", DocumentType.STATEMENT), ("Facture de solde N° F-2031", DocumentType.INVOICE)],
)
def test_headings_with_more_words(heading: str, kind: DocumentType) -> None:
    rows = [PLAIN[0][:1] if PLAIN[0] else None, *PLAIN[1:4], [(0.1, heading)], *PLAIN[5:]]
    rows[5] = [(0.1, "Bakkerij Zonneschijn")]
    assert _read(rows).document_type is kind


def test_an_amount_is_no_number_and_a_register_no_currency() -> None:
    rows = [*PLAIN[:5], [(0.1, "Bakkerij Zonneschijn"), (0.55, "Factuurnummer"), (0.72, "18261,70 €")], *PLAIN[6:]]
    assert _value(_read(rows), "invoice_number") is None
    foot = _read([*PLAIN, [(0.1, "RM 69 - Assurance n° 237")]])
    assert "SEVERAL_CURRENCIES" not in {f.code for f in foot.findings}


def test_the_day_of_an_instalment_is_not_the_last_day_to_pay() -> None:
    rows = [
        *PLAIN[:7],
        [(0.1, "8011 CD Zwolle")],
        *PLAIN[8:17],
        [(0.1, "Acompte reçu le 20/02/2026"), (0.83, "€ 10,00")],
    ]
    rows += [[(0.1, "Règlement au plus tard le 05/03/2026")], PLAIN[18]]
    assert _value(_read(rows), "due_date") == "2026-03-05"
