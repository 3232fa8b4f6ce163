"""E-invoices are read exactly, and judged by their own sums."""

from __future__ import annotations

import base64
import io

import pytest
from pypdf import PdfReader, PdfWriter

from domain.findings import Severity
from ocr import api
from tests.ocr.einvoices import Ubl, cii, terms
from tests.ocr.hostile import pdfs


def read(data: bytes, name: str = "x.xml") -> api.ReadResult:
    return api.read_document(data, name=name)


def test_ubl_header() -> None:
    reading = read(Ubl().xml()).reading
    assert {name: found.value for name, found in reading.fields.items()} == {
        "invoice_number": "2026-0117",
        "issue_date": "2026-03-14",
        "due_date": "2026-04-13",
        "currency": "EUR",
        "order_reference": "PO-77",
        "service_start": "2026-02-01",
        "service_end": "2026-02-28",
        "supplier_name": "De Schroef B.V.",
        "supplier_vat": "NL123456782B90",
        "supplier_registration": "12345678",
        "supplier_country": "NL",
        "supplier_email": "facturen@schroef.example",
        "supplier_iban": "NL91ABNA0417164300",
        "buyer_name": "Bouw & Co",
        "payment_reference": "RF18539007547034",
        "net_total": "150.00",
        "vat_total": "25.50",
        "gross_total": "175.50",
        "amount_due": "175.50",
    }
    assert reading.document_type == "invoice"
    assert reading.auto_ok
    assert reading.findings == ()
    assert reading.notes == "Verlegd niet."


def test_ubl_lines_keep_price_base_discount_and_codes() -> None:
    first, second = read(Ubl().xml()).reading.lines
    assert (first.quantity, first.unit_price, first.price_per, first.net_amount) == ("2000", "5.00", "100", "100.00")
    assert (first.item_code, first.buyer_item_code, first.ean, first.order_line) == (
        "S-4",
        "K-9",
        "8712345678906",
        "10",
    )
    assert (first.vat_rate, first.vat_category, first.unit) == ("21", "S", "C62")
    assert (second.discount, second.discount_is_amount, second.net_amount) == ("50", False, "50.00")


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (Ubl(), "invoice"),
        (Ubl(type_code="384"), "invoice"),
        (Ubl(type_code="389"), "invoice"),
        (Ubl(type_code="381"), "credit_note"),
        (Ubl(root="CreditNote", type_code="381"), "credit_note"),
    ],
)
def test_type_comes_from_root_and_code(document: Ubl, kind: str) -> None:
    assert read(document.xml()).reading.document_type == kind


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (Ubl(line_total="149.00"), "BR-CO-10"),
        (Ubl(net="151.00", gross="176.50", due="176.50"), "BR-CO-13"),
        (Ubl(vat="25.60", gross="175.60", due="175.60"), "BR-CO-14"),
        (Ubl(gross="175.51", due="175.51"), "BR-CO-15"),
        (Ubl(prepaid="100.00"), "BR-CO-16"),
        (Ubl(rows=[("21", "100.00", "22.00"), ("9", "50.00", "3.50")]), "BR-CO-17"),
    ],
)
def test_a_document_that_contradicts_itself_never_passes(document: Ubl, rule: str) -> None:
    reading = read(document.xml()).reading
    assert rule in [f.params["rule"] for f in reading.findings if f.severity is not Severity.INFO]
    assert not reading.auto_ok
    assert reading.fields["gross_total"].confidence < 0.8


def test_prepaid_amount_is_no_part_of_the_gross_total() -> None:
    reading = read(Ubl(prepaid="100.00", due="75.50").xml()).reading
    assert (reading.text("gross_total"), reading.text("prepaid"), reading.text("amount_due")) == (
        "175.50",
        "100.00",
        "75.50",
    )
    assert reading.auto_ok


@pytest.mark.parametrize("means", ["49", "59"])
def test_direct_debit_names_the_payers_account(means: str) -> None:
    assert read(Ubl(means=means).xml()).reading.text("supplier_iban") == ""


@pytest.mark.parametrize("account", ["1234567", "P0012345", ""])
def test_a_bank_number_that_is_no_iban_is_left_out(account: str) -> None:
    assert read(Ubl(iban=account).xml()).reading.text("supplier_iban") == ""


def test_a_missing_required_field_stops_the_document() -> None:
    reading = read(Ubl(number="").xml().replace(b"<cbc:ID></cbc:ID>", b"", 1)).reading
    assert not reading.auto_ok


def test_an_order_has_its_parties_and_no_order_reference() -> None:
    xml = Ubl().xml().replace(b"Invoice", b"Order").replace(b"LegalMonetaryTotal", b"AnticipatedMonetaryTotal")
    reading = read(xml.replace(b"AccountingSupplierParty", b"SellerSupplierParty")).reading
    assert reading.document_type == "purchase_order"
    assert reading.text("supplier_name") == "De Schroef B.V."
    assert reading.text("order_reference") == ""


def test_tax_in_a_second_currency_is_left_aside() -> None:
    second = '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">295.00</cbc:TaxAmount></cac:TaxTotal>'
    assert read(Ubl(before=second).xml()).reading.text("vat_total") == "25.50"


def test_a_business_header_around_the_document_is_looked_through() -> None:
    body = Ubl().xml().split(b"?>", 1)[1]
    wrapped = b'<StandardBusinessDocument xmlns="urn:x"><StandardBusinessDocumentHeader/>' + body
    assert read(wrapped + b"</StandardBusinessDocument>").reading.text("invoice_number") == "2026-0117"


def test_a_pdf_inside_ubl_is_its_page() -> None:
    result = read(Ubl(before=_embedded(_page_of("2026-0117", "175,50"))).xml())
    assert [a.role for a in result.attachments] == ["page"]
    assert "2026-0117" in result.pages[0].text()
    assert result.shown.startswith(b"%PDF")
    assert result.reading.auto_ok


def test_other_xml_is_no_document() -> None:
    reading = read(b"<catalog><item>1</item></catalog>").reading
    assert reading.document_type == "other"
    assert [finding.code for finding in reading.findings] == ["NO_EINVOICE"]


@pytest.mark.parametrize("version", [1, 2])
def test_cross_industry_invoice(version: int) -> None:
    reading = read(cii(version=version)).reading
    expected = {
        "invoice_number": "R-5",
        "issue_date": "2026-03-14",
        "supplier_name": "Lieferant GmbH",
        "supplier_vat": "DE136695976",
        "supplier_iban": "DE89370400440532013000",
        "buyer_name": "Kunde AG",
        "currency": "EUR",
        "net_total": "100.00",
        "vat_total": "19.00",
        "gross_total": "119.00",
    }
    assert {name: found.value for name, found in reading.fields.items()} == expected
    (line,) = reading.lines
    assert (line.description, line.quantity, line.unit_price, line.net_amount, line.vat_rate) == (
        *("Schrauben", "10", "10.00", "100.00", "19"),
    )
    assert reading.auto_ok


@pytest.mark.parametrize(
    ("code", "kind"), [("380", "invoice"), ("381", "credit_note"), ("261", "credit_note"), ("877", "invoice")]
)
def test_cross_industry_types(code: str, kind: str) -> None:
    assert read(cii(type_code=code)).reading.document_type == kind


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (terms("20260413", discount=False), "2026-04-13"),
        (terms("20260324", discount=True) + terms("20260413", discount=False), "2026-04-13"),
        (terms("20260413", discount=True), "2026-04-13"),
        ("", ""),
    ],
)
def test_due_date_is_the_last_day_to_pay_in_full(given: str, due: str) -> None:
    assert read(cii(terms=given)).reading.text("due_date") == due


def test_cash_discount_date_is_not_the_due_date_even_when_it_comes_last() -> None:
    given = terms("20260413", discount=False) + terms("20260501", discount=True)
    assert read(cii(terms=given)).reading.text("due_date") == "2026-04-13"


def test_factur_x_is_read_from_its_xml() -> None:
    result = read(_with_xml(_page_of("R-5", "119,00"), cii()), "x.pdf")
    assert result.reading.text("gross_total") == "119.00"
    assert result.reading.fields["gross_total"].source == "xml"
    assert result.reading.auto_ok
    assert [a.role for a in result.attachments] == ["einvoice"]
    (box,) = result.reading.fields["gross_total"].boxes
    assert [word.text for word in result.pages[0].words if word.box(1) == box] == ["119,00"]


@pytest.mark.parametrize(("number", "amount"), [("R-6", "119,00"), ("R-5", "1.190,00")])
def test_page_and_xml_that_disagree_are_held(number: str, amount: str) -> None:
    reading = read(_with_xml(_page_of(number, amount), cii()), "x.pdf").reading
    assert reading.text("invoice_number") == "R-5"
    assert "XML_PDF_CONFLICT" in [finding.code for finding in reading.findings]
    assert not reading.auto_ok


@pytest.mark.parametrize("xml", [b"<rsm:CrossIndustryInvoice", b"junk", b"<note>no invoice</note>"])
def test_a_damaged_e_invoice_inside_a_pdf_is_told_and_the_page_is_read(xml: bytes) -> None:
    reading = read(_with_xml(_page_of("RE-1", "119,00"), xml), "x.pdf").reading
    assert reading.text("invoice_number") == "RE-1"
    assert "EINVOICE_DAMAGED" in [finding.code for finding in reading.findings]
    assert not reading.auto_ok


def _page_of(number: str, amount: str) -> bytes:
    lines = [
        "Lieferant GmbH, Musterweg 5, 12345 Berlin, Telefon 030 555",
        f"Rechnung Nr. {number}",
        "Rechnungsdatum 14.03.2026",
    ]
    lines += ["10 Schrauben zu je 10,00 Euro, wie besprochen und geliefert", f"Gesamtbetrag {amount} EUR"]
    return pdfs.page(pdfs.text(lines))


def _with_xml(pdf: bytes, xml: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_attachment("factur-x.xml", xml)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _embedded(pdf: bytes) -> str:
    return (
        "<cac:AdditionalDocumentReference><cbc:ID>x</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject "
        f'mimeCode="application/pdf" filename="../factuur.pdf">{base64.b64encode(pdf).decode()}'
        "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
    )
