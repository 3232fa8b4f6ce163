"""Whole papers through the door: what is read, what is proven, what stops."""

from __future__ import annotations

import pytest

from domain.evidence import Source
from domain.reading import DocumentType
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import dutch_invoice, page

NOTHING = ReadContext()


def test_a_plain_invoice_is_read_whole() -> None:
    reading = read_pages([page(dutch_invoice(), big=["FACTUUR"])], context=NOTHING)
    assert reading.document_type is DocumentType.INVOICE
    assert {name: found.value for name, found in reading.fields.items() if name in EXPECTED} == EXPECTED
    assert [
        (line.description, line.quantity, line.unit_price, line.net_amount, line.vat_rate) for line in reading.lines
    ] == [
        ("Tarwebloem zak 25 kg", "10", "20.00", "200.00", "21"),
        ("Gist blok", "5", "10.00", "50.00", "21"),
    ]
    assert [(row.rate, row.base, row.amount) for row in reading.vat_breakdown] in (
        [],
        [("21", "", "52.50")],
        [("21", "250.00", "52.50")],
    )
    assert reading.fields["gross_total"].proven
    assert all(found.boxes for name, found in reading.fields.items() if name in EXPECTED)


EXPECTED = {
    "supplier_name": "Molenwiek Groothandel B.V.",
    "supplier_vat": "NL001234567B01",
    "supplier_registration": "12345678",
    "supplier_iban": "NL91ABNA0417164300",
    "buyer_name": "Bakkerij Zonneschijn",
    "invoice_number": "F-2031",
    "issue_date": "2026-02-03",
    "due_date": "2026-03-05",
    "currency": "EUR",
    "net_total": "250.00",
    "vat_total": "52.50",
    "gross_total": "302.50",
}


def test_a_failed_check_digit_is_a_finding_beside_the_value() -> None:
    reading = read_pages([page(dutch_invoice())], context=NOTHING)
    assert reading.text("supplier_vat") == "NL001234567B01"
    assert ("CHECKSUM_FAILED", "supplier_vat") in {(f.code, f.field) for f in reading.findings}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"gross": "€ 312,50"}, "the totals contradict each other"),
        ({"number": ""}, "no number"),
        ({"date": ""}, "no date"),
        ({"due": "01-01-2026"}, "due before the date of the document"),
    ],
)
def test_a_paper_with_a_fault_never_passes_unseen(change: dict[str, str], reason: str) -> None:
    reading = read_pages([page(dutch_invoice(**change))], context=NOTHING)
    assert not reading.auto_ok, reason
    assert any(f.severity.value != "info" for f in reading.findings)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("CREDITNOTA", DocumentType.CREDIT_NOTE),
        ("FACTUUR", DocumentType.INVOICE),
        ("Orderbevestiging", DocumentType.ORDER_CONFIRMATION),
        ("Rekeningoverzicht", DocumentType.STATEMENT),
        ("Offerte", DocumentType.OTHER),
    ],
)
def test_the_heading_names_the_paper(title: str, kind: DocumentType) -> None:
    rows = [
        row if row is None else [(x, t.replace("Factuur", "Document")) for x, t in row]
        for row in dutch_invoice(title=title)
    ]
    assert read_pages([page(rows, big=[title])], context=NOTHING).document_type is kind


def test_own_numbers_are_never_the_suppliers() -> None:
    own = ReadContext(own_identifiers=frozenset({"NL91 ABNA 0417 1643 00", "Molenwiek Groothandel B.V."}))
    reading = read_pages([page(dutch_invoice())], context=own)
    assert reading.text("supplier_iban") == ""
    assert reading.text("supplier_name") != "Molenwiek Groothandel B.V."


def test_the_account_money_is_taken_from_is_not_the_suppliers() -> None:
    rows = dutch_invoice()
    rows[-1] = [(0.1, "Het bedrag wordt automatisch afgeschreven van uw rekening NL91 ABNA 0417 1643 00")]
    assert read_pages([page(rows)], context=NOTHING).text("supplier_iban") == ""


def test_a_scan_is_read_alike_and_says_so() -> None:
    reading = read_pages([page(dutch_invoice(), source=Source.OCR, big=["FACTUUR"])], context=NOTHING)
    assert reading.fields["gross_total"].source is Source.OCR
    assert reading.text("gross_total") == "302.50"


def test_two_invoices_in_one_file_are_cut_and_shown_to_a_person() -> None:
    first = page(dutch_invoice(), number=1, big=["FACTUUR"])
    second = page(dutch_invoice(number="F-2044", gross="€ 302,50"), number=2, big=["FACTUUR"])
    reading = read_pages([first, second], context=NOTHING)
    assert [reading.text("invoice_number"), *(part.text("invoice_number") for part in reading.documents)] == [
        "F-2031",
        "F-2044",
    ]
    assert [cut.page for cut in reading.cuts] == [2]
    assert not reading.auto_ok


def test_a_page_without_words_is_a_finding() -> None:
    reading = read_pages([page([])], context=NOTHING)
    assert reading.document_type is None
    assert [f.code for f in reading.findings] == ["NO_TEXT"]


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("Betalingskenmerk 1234 5678 9012 3456", "1234 5678 9012 3456"),
        ("Mededeling +++090/9337/55493+++", "+++090/9337/55493+++"),
        ("Please quote RF18 5390 0754 7034", "RF18539007547034"),
        ("Met vriendelijke groet", ""),
    ],
)
def test_the_reference_to_quote_is_only_what_is_asked_for(sentence: str, reference: str) -> None:
    rows = [*dutch_invoice(), [(0.1, sentence)]]
    assert read_pages([page(rows)], context=NOTHING).text("payment_reference") == reference


@pytest.mark.parametrize(
    ("label", "value", "read"),
    [
        ("Uw ordernummer", "4500123", "4500123"),
        ("Inkooporder", "PO-77", "PO-77"),
        ("Klantnummer", "K-900", ""),
        ("Offertenummer", "O-12", ""),
        ("Pakbonnummer", "P-31", ""),
    ],
)
def test_only_the_buyers_order_number_is_the_order_reference(label: str, value: str, read: str) -> None:
    rows = dutch_invoice()
    rows[8] = [(0.55, label), (0.75, value)]
    assert read_pages([page(rows)], context=NOTHING).text("order_reference") == read
