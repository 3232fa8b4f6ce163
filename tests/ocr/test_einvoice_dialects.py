"""Older and national profiles, transport wrappings and wrong encodings, as one table per question. All in process."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from ocr.api import read_document
from ocr.children.refusal import Refusal
from ocr.command_line import _plain_types
from ocr.einvoice.older import price_base
from ocr.einvoice.tasks import read as read_xml
from tests.ocr.einvoices import Ubl, cii


def read(document: bytes | str) -> dict[str, Any]:
    data = document.encode() if isinstance(document, str) else document
    return dict(read_xml({}, data)[0]["reading"])


def ubl(*changes: tuple[str, str], **parts: Any) -> str:
    return changed(Ubl(**parts).xml().decode(), *changes)


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def broken(reading: dict[str, Any]) -> list[str]:
    """Rules broken, notes for information left out."""
    return [f["params"].get("rule", f["code"]) for f in reading["findings"] if f["severity"] != "info"]


DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
NAMED = ("De Schroef B.V.", "De Schröef B.V.")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "ISO-8859-2", "windows-1250", "windows-1252", "UTF-16"])
def test_any_declared_encoding_in_which_ascii_is_ascii(encoding: str) -> None:
    text = ubl(NAMED, (DECLARED, f'<?xml version="1.0" encoding="{encoding}"?>'))
    assert read(text.encode(encoding))["fields"]["supplier_name"] == NAMED[1]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf\xef\xbb\xbf\r\n " + ubl(NAMED).encode(),  # two marks and white space
        ubl(NAMED).encode("utf-16-le"),  # no mark, and the declaration says UTF-8
        ubl(NAMED, (DECLARED, "")).encode("utf-16-be"),
        ubl(NAMED).encode("cp1252"),  # said to be UTF-8
        ubl(NAMED, (DECLARED, "")).encode("latin-1"),
        *(ubl(NAMED, ("UTF-8", name)).encode() for name in ("utf-16", "UTF_8", "ANSI", "UTF-8-BOM", "")),
        ubl(NAMED, ("UTF-8", "ISO8859-1")).encode("latin-1"),
    ],
)
def test_encodings_that_are_not_what_they_say(data: bytes) -> None:
    assert read(data)["fields"]["supplier_name"] == NAMED[1]


@pytest.mark.parametrize(
    "data", [ubl().encode("utf-32"), *(ubl(("UTF-8", name)).encode() for name in ("UTF-7", "cp037", "rot13"))]
)
def test_an_encoding_that_could_hide_a_declaration_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        read(data)


def test_a_child_without_files_reads_every_encoding() -> None:
    text = ubl(("De Schroef B.V.", "Łódź Żaluzje"), ("UTF-8", "ISO-8859-2"))
    answer = read_document(text.encode("iso-8859-2"), name="x.xml").reading
    assert (answer.text("supplier_name"), answer.auto_ok) == ("Łódź Żaluzje", True)


def _attached(inside: str) -> str:
    root = "urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2"
    return f'<AttachedDocument xmlns="{root}"><ID>A</ID><Attachment>{inside}</Attachment></AttachedDocument>'


BINARY = "<EmbeddedDocumentBinaryObject>{}</EmbeddedDocumentBinaryObject>"
WRAPPED = [
    _attached(BINARY.format(base64.b64encode(Ubl().xml()).decode())),
    _attached(f"<ExternalReference><Description><![CDATA[{ubl()}]]></Description></ExternalReference>"),
    f"<StandardBusinessDocument xmlns='urn:x'>{ubl((DECLARED, ''))}</StandardBusinessDocument>",
]


@pytest.mark.parametrize("data", WRAPPED)
def test_wrappings_are_looked_through(data: str) -> None:
    assert read(data)["fields"]["invoice_number"] == "2026-0117"


@pytest.mark.parametrize("inside", ["", BINARY.format(base64.b64encode(b"%PDF-1.4").decode())])
def test_a_wrapping_without_a_document_is_no_e_invoice(inside: str) -> None:
    with pytest.raises(Refusal, match="NO_EINVOICE"):
        read(_attached(inside))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-14+01:00", "2026-03-14"),
        ("2026-03-14T08:00:00.000Z", "2026-03-14"),
        (" 20260314 ", "2026-03-14"),
        ("202603140800", "2026-03-14"),
        ("2026-02-30", None),
        ("20260314XX", None),
    ],
)
def test_days(written: str, day: str | None) -> None:
    reading = read(ubl(("<cbc:IssueDate>2026-03-14", f"<cbc:IssueDate>{written}")))
    assert reading["fields"].get("issue_date") == day
    assert reading["auto_ok"] == (day is not None)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1.755E2", "175.5"), ("+175.50", "175.50"), ("175.", "175"), (" 175.5000 ", "175.5000"), ("175,50", None)],
)
def test_amounts(written: str, amount: str | None) -> None:
    assert read(ubl(gross=written, due=written))["fields"].get("gross_total") == amount


@pytest.mark.parametrize("written", ["NL91 ABNA 0417 1643 00", "IBAN NL91ABNA0417164300", "nl91.abna.0417.1643.00"])
def test_accounts(written: str) -> None:
    assert read(ubl(iban=written))["fields"]["supplier_iban"] == "NL91ABNA0417164300"


def _schemes(*schemes: tuple[str, str]) -> str:
    return "".join(
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID><cac:TaxScheme>{scheme}</cac:TaxScheme>"
        "</cac:PartyTaxScheme>"
        for number, scheme in schemes
    )


@pytest.mark.parametrize(
    ("schemes", "vat"),
    [
        ([("12345678", ""), ("NL1", "<cbc:ID>VAT</cbc:ID>")], "NL1"),
        ([("GB175269235", "<cbc:ID>UK VAT</cbc:ID>")], "GB175269235"),
        ([("DK12345674", "<cbc:ID>63</cbc:ID><cbc:Name>Moms</cbc:Name>")], "DK12345674"),
        ([("800197268", "<cbc:ID>01</cbc:ID><cbc:Name>IVA</cbc:Name>")], "800197268"),
        ([("RO17364910", "")], "RO17364910"),
        ([("17364910", "")], None),
        ([("NO123456789", "<cbc:ID>TAX</cbc:ID>"), ("123/456", "<cbc:ID>FC</cbc:ID>")], None),
    ],
)
def test_which_number_is_the_vat_number(schemes: list[tuple[str, str]], vat: str | None) -> None:
    supplier = (
        f"<cac:AccountingSupplierParty><cac:Party>{_schemes(*schemes)}<cac:PartyLegalEntity><cbc:RegistrationName>S"
        "</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>"
    )
    assert read(ubl(parties=supplier))["fields"].get("supplier_vat") == vat


@pytest.mark.parametrize(
    ("scheme", "kept"),
    [("0106", True), ("0208", True), ("DK:CVR", True), ("", True), ("NL:VAT", False), ("9944", False), ("0088", True)],
)
def test_which_number_is_the_registration(scheme: str, kept: bool) -> None:
    reading = read(ubl(('schemeID="0106"', f'schemeID="{scheme}"')))
    assert reading["fields"].get("supplier_registration") == ("12345678" if kept else None)


def test_numbers_named_by_the_dutch_offices_that_give_them() -> None:
    parties = "".join(
        f'<cac:Accounting{role}Party><cac:Party><cac:PartyIdentification><cbc:ID schemeAgencyName="{agency}">{number}'
        f"</cbc:ID></cac:PartyIdentification></cac:Party></cac:Accounting{role}Party>"
        for role, agency, number in (
            ("Supplier", "Kamer van Koophandel", "33222115"),
            ("Customer", "Belastingdienst", "NL804361589B01"),
        )
    )
    fields = read(ubl(parties=parties))["fields"]
    assert (fields["supplier_registration"], fields["buyer_vat"]) == ("33222115", "NL804361589B01")


def test_a_blocked_account_comes_after_the_suppliers_own() -> None:
    blocked = "<cac:PayeeFinancialAccount><cbc:ID>NL43INGB0001234567</cbc:ID></cac:PayeeFinancialAccount>"
    means = "<cac:PaymentMeans><cbc:ID>GACCOUNT</cbc:ID><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>"
    reading = read(ubl(before=f"{means}{blocked}</cac:PaymentMeans>"))
    assert reading["fields"]["supplier_iban"] == "NL91ABNA0417164300"


@pytest.mark.parametrize("written", ["NA", "n/a", "-"])
def test_a_number_said_not_to_be_there(written: str) -> None:
    despatch = f"<cac:DespatchDocumentReference><cbc:ID>{written}</cbc:ID></cac:DespatchDocumentReference>"
    fields = read(ubl(("PO-77", written), before=despatch))["fields"]
    assert {"order_reference", "delivery_note"} & {name for name, value in fields.items() if value} == set()


def test_a_danish_bill_keeps_its_tax_where_others_keep_the_net_total() -> None:
    reading = read(ubl(net="25.50"))
    assert (reading["fields"]["net_total"], broken(reading)) == ("150.00", [])


def test_a_danish_payment_slip_has_its_reference_in_the_instruction() -> None:
    slip = "<cbc:InstructionID>000000000012345</cbc:InstructionID><cbc:PaymentID>71</cbc:PaymentID>"
    changes = ("<cbc:PaymentID>RF18539007547034</cbc:PaymentID>", slip), ("MeansCode>30", "MeansCode>93")
    assert read(ubl(*changes))["fields"]["payment_reference"] == "000000000012345"


ROUNDING = '<cbc:PayableRoundingAmount currencyID="EUR">0.30</cbc:PayableRoundingAmount><cbc:PayableAmount'
THIRD = '<cac:PrepaidPayment><cbc:PaidAmount currencyID="EUR">19.50</cbc:PaidAmount></cac:PrepaidPayment>'
ALLOWANCE = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
    '<cbc:Amount currencyID="EUR">10.00</cbc:Amount></cac:AllowanceCharge>'
)


@pytest.mark.parametrize(
    ("document", "rules"),
    [
        (ubl(("<cbc:PayableAmount", ROUNDING), due="175.80"), []),  # EN 16931: rounding after the gross total
        (ubl(("<cbc:PayableAmount", ROUNDING), gross="175.80", due="175.80"), []),  # CEN BII: within it
        (ubl(("<cbc:PayableAmount", ROUNDING), gross="175.80", due="176.10"), ["BR-CO-16"]),
        (ubl(before=THIRD, due="195.00"), []),
        (ubl(before=THIRD, due="195.01"), ["BR-CO-16"]),
        (ubl(rows=[("21", "110.00", "23.10"), ("9", "40.00", "3.60")], vat="26.70", gross="176.70", due="176.70"),
         ["BR-S-08"]),
        (ubl(rows=[("21", "100.00", "21.00")], vat="21.00", gross="171.00", due="171.00"), ["BR-S-08"]),
        (ubl(("<cac:TaxCategory><cbc:ID>S", "<cac:TaxCategory><cbc:ID>Z")), ["BR-Z-09", "BR-Z-09"]),
        (ubl(before=ALLOWANCE), ["BR-CO-13"]),
        (ubl((">EUR</cbc:DocumentCurrencyCode>", ">USD</cbc:DocumentCurrencyCode>")),
         ["BR-CO-15", "SEVERAL_CURRENCIES"]),
    ],
)  # fmt: skip
def test_sums_of_all_profiles(document: str, rules: list[str]) -> None:
    assert broken(read(document)) == rules


OTHER_TAX = (
    '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">3.00</cbc:TaxAmount><cac:TaxSubtotal>'
    '<cbc:TaxAmount currencyID="EUR">3.00</cbc:TaxAmount><cac:TaxCategory><cac:TaxScheme><cbc:ID>EXC</cbc:ID>'
    "</cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>"
)


def test_another_tax_is_no_vat() -> None:
    assert read(ubl(before=OTHER_TAX))["fields"]["vat_total"] == "25.50"


def test_vat_told_in_one_total_per_rate() -> None:
    second = '</cac:TaxSubtotal></cac:TaxTotal><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">4.50</cbc:TaxAmount>'
    change = '</cac:TaxSubtotal><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">50.00'
    document = ubl((change, second + change.removeprefix("</cac:TaxSubtotal>")), vat="21.00")
    assert read(document)["fields"]["vat_total"] == "25.50"


@pytest.mark.parametrize(
    ("status", "billed"),
    [("GROUP", ["Montage"]), ("INFORMATION", ["Montage"]), ("DETAIL", ["Schroeven M4", "Montage"])],
)
def test_lines_of_the_french_profile_that_only_group_or_inform(status: str, billed: list[str]) -> None:
    reference = (
        "<cac:BillingReference><cac:InvoiceDocumentReference>"
        f"<cbc:DocumentStatusCode>{status}</cbc:DocumentStatusCode></cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    lines = read(ubl(("<cac:OrderLineReference>", f"{reference}<cac:OrderLineReference>")))["lines"]
    assert [line["description"] for line in lines] == billed


def test_a_line_with_two_rates_has_none() -> None:
    two = "<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    line = "</cac:BuyersItemIdentification>"
    more = f"{line}<cac:ClassifiedTaxCategory>{two.replace('21', '9')}</cac:ClassifiedTaxCategory>"
    assert read(ubl((line, more)))["lines"][0]["vat_rate"] is None


UBL_SCHEMAS = "urn:oasis:names:specification:ubl:schema:xsd:"


@pytest.mark.parametrize(
    ("root", "code", "kind", "alone"),
    [
        ("Invoice", "325", "other", False),
        ("Invoice", "386", "invoice", True),
        ("Invoice", "SalesInvoice", "invoice", True),
        ("Reminder", "", "reminder", False),
        ("Statement", "", "statement", False),
        ("Quotation", "", "other", False),
        ("ApplicationResponse", "", "other", False),
        ("OrderCancellation", "", "other", False),
    ],
)
def test_what_it_is_and_whether_it_may_pass_alone(root: str, code: str, kind: str, alone: bool) -> None:
    text = changed(ubl(type_code=code), (f"{UBL_SCHEMAS}Invoice-2", f"{UBL_SCHEMAS}{root}-2"))
    reading = read(changed(text, ("<Invoice ", f"<{root} "), ("</Invoice>", f"</{root}>")))
    assert (reading["document_type"], reading["auto_ok"]) == (kind, alone)
    assert reading["fields"]["invoice_number"] == "2026-0117"


CREDITED = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-1</cbc:ID></cac:InvoiceDocumentReference>"


@pytest.mark.parametrize(
    ("root", "code", "before", "alone"),
    [
        ("Invoice", "381", "", False),  # some senders use the code for invoices
        ("Invoice", "381", f"{CREDITED}</cac:BillingReference>", True),
        ("CreditNote", "81", "", True),
        ("CreditNote", "", "", True),
        ("CreditNote", "380", "", False),
    ],
)
def test_a_document_of_two_types_does_not_pass_alone(root: str, code: str, before: str, alone: bool) -> None:
    reading = read(ubl(root=root, type_code=code, before=before))
    assert (reading["document_type"], reading["auto_ok"]) == ("credit_note", alone)
    assert alone or [finding["code"] for finding in reading["findings"]] == ["TYPE_UNSURE"]


def test_the_command_knows_reminders_as_other() -> None:
    inside = {"document_type": "statement", "documents": []}
    plain = _plain_types({"document_type": "reminder", "documents": [inside]})
    assert (plain["document_type"], plain["document_kind"]) == ("other", "reminder")
    assert plain["documents"][0]["document_type"] == "other"


F102 = 'format="102"'
SUMS = '<TaxTotalAmount currencyID="EUR">19.00</TaxTotalAmount>'


@pytest.mark.parametrize(
    ("document", "field", "value"),
    [
        (changed(cii().decode(), ("<SellerTradeParty>", "<BuyerOrderReferencedDocument><IssuerAssignedID>NA"
         "</IssuerAssignedID></BuyerOrderReferencedDocument><SellerTradeParty>")), "order_reference", None),
        (changed(cii().decode(), (SUMS, SUMS.replace("EUR", "SEK").replace("19", "209") + SUMS)), "vat_total", "19.00"),
        (changed(cii().decode(), ("IBANID", "ProprietaryID")), "supplier_iban", "DE89370400440532013000"),
        (changed(cii().decode(), ("<SellerTradeParty>", '<SellerTradeParty><GlobalID schemeID="0009">12345678200010'
         "</GlobalID>")), "supplier_registration", "12345678200010"),
        (changed(cii().decode(), ("<SellerTradeParty>", '<SellerTradeParty><GlobalID schemeID="0088">4000001123452'
         "</GlobalID>")), "supplier_registration", None),
        (changed(cii(version=1).decode(), ("<CrossIndustryDocument ", "<Invoice "),
         ("</CrossIndustryDocument", "</Invoice"), (f"<DateTimeString {F102}>20260314</DateTimeString>", "20260314")),
         "issue_date", "2026-03-14"),
    ],
)  # fmt: skip
def test_cross_industry_corners(document: str, field: str, value: str | None) -> None:
    assert read(document)["fields"].get(field) == value


def test_vat_per_rate_stands_in_for_a_vat_total_that_is_left_out() -> None:
    assert broken(read(changed(cii().decode(), (SUMS, "")))) == []


@pytest.mark.parametrize(
    ("quantity", "price", "per", "net", "kept"),
    [
        ("2000", "5.00", "100", "100.00", "100"),
        ("2", "85.00", "2", "170.00", "1"),  # the billed quantity given again as base
        ("2", "85.00", "2", "85.00", "2"),
        ("-2", "85.00", "2", "-170.00", "1"),
        ("3", "10.00", "10", "29.00", "10"),  # neither makes the net amount: as stated
        ("1", "10.00", "0", "10.00", "1"),
        ("", "10.00", "", "10.00", "1"),
    ],
)
def test_the_quantity_a_price_is_for(quantity: str, price: str, per: str, net: str, kept: str) -> None:
    assert price_base(quantity, price, per, net) == kept


def test_an_empty_element_hides_no_later_one() -> None:
    empties = "<cac:OrderReference/><cac:PaymentMeans><cbc:PaymentMeansCode/></cac:PaymentMeans><cac:TaxTotal/>"
    with_empties = ubl(
        ("<cbc:IssueDate>", "<cbc:IssueDate/><cbc:IssueDate>"),
        ("<cac:OrderReference>", f"{empties}<cac:OrderReference>"),
        (
            "<cac:PartyTaxScheme>",
            "<cac:PartyTaxScheme><cbc:CompanyID schemeID='x'/></cac:PartyTaxScheme><cac:PartyTaxScheme>",
        ),
    )
    assert read(with_empties) == read(ubl())


@pytest.mark.parametrize(("net", "rules"), [("100.00", []), ("110.00", ["BR-CO-10"])])
def test_lines_must_make_the_net_total_when_their_own_total_is_left_out(net: str, rules: list[str]) -> None:
    """Also where the breakdown is left out, so that nothing else ties the lines to the total."""
    document = ubl(
        ('<cbc:LineExtensionAmount currencyID="EUR">150.00</cbc:LineExtensionAmount>', ""),
        ('<cbc:LineExtensionAmount currencyID="EUR">100.00', f'<cbc:LineExtensionAmount currencyID="EUR">{net}'),
        rows=[],
    )
    assert broken(read(document)) == rules


@pytest.mark.parametrize("written", ["D-MARK", "€", "EURO"])
def test_a_currency_that_is_no_code_does_not_pass(written: str) -> None:
    """Whether the amounts say the same or the right code: nothing tells which of the two was meant."""
    named = ubl((">EUR</cbc:DocumentCurrencyCode>", f">{written}</cbc:DocumentCurrencyCode>"))
    for document in (named, named.replace('currencyID="EUR"', f'currencyID="{written}"')):
        reading = read(document)
        assert reading["fields"].get("currency") is None
        assert not reading["auto_ok"]


@pytest.mark.parametrize(("written", "passes"), [("0.00", True), ("0", True), ("10.00", False)])
def test_a_line_total_that_was_never_filled_in(written: str, passes: bool) -> None:
    """Some programs leave 0 there; any other amount contradicts the lines."""
    total = '<cbc:LineExtensionAmount currencyID="EUR">150.00</cbc:LineExtensionAmount>'
    reading = read(ubl((total, total.replace("150.00", written))))
    assert reading["auto_ok"] is passes


def test_a_line_total_of_nothing_stands_when_the_lines_do_not_make_the_net_total() -> None:
    total = '<cbc:LineExtensionAmount currencyID="EUR">150.00</cbc:LineExtensionAmount>'
    line = '<cbc:LineExtensionAmount currencyID="EUR">100.00'
    assert "BR-CO-10" in broken(read(ubl((total, total.replace("150.00", "0.00")), (line, line.replace("100", "90")))))


def test_a_breakdown_without_its_own_total() -> None:
    total = '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">25.50</cbc:TaxAmount>'
    reading = read(
        ubl((total, "<cac:TaxTotal>"), rows=[("21", "100.00", "21.00"), ("9", "50.00", "4.50")], vat="25.50")
    )
    assert (reading["fields"]["vat_total"], len(reading["vat_breakdown"])) == ("25.50", 2)


@pytest.mark.parametrize(
    ("place", "written", "number"),
    [
        ("PartyIdentification", '<cbc:ID schemeID="iso6523-actorid-upis">0208:0403040542</cbc:ID>', "0403040542"),
        ("PartyIdentification", "<cbc:ID>0106:12345678</cbc:ID>", "12345678"),
        ("PartyIdentification", '<cbc:ID schemeID="iso6523-actorid-upis">0088:7300010000001</cbc:ID>', None),
        ("PartyLegalEntity", "<cbc:CompanyID>0208:0403040542</cbc:CompanyID>", "0403040542"),
        ("PartyLegalEntity", "<cbc:CompanyID>9925:BE0403040542</cbc:CompanyID>", None),
    ],
)
def test_a_number_with_its_scheme_before_it(place: str, written: str, number: str | None) -> None:
    party = f"<cac:AccountingSupplierParty><cac:Party><cac:{place}>{written}</cac:{place}>"
    supplier = re.sub("<cac:PartyLegalEntity>.*?</cac:PartyLegalEntity>", "", ubl(), flags=re.DOTALL)
    document = changed(supplier, ("<cac:AccountingSupplierParty><cac:Party>", party))
    assert read(document)["fields"].get("supplier_registration") == number


def test_rounding_of_what_is_to_be_paid_may_stand_among_the_untaxed_bases() -> None:
    """One accounting program writes it there; a row of another amount is a base without lines."""
    untaxed = [("21", "100.00", "21.00"), ("9", "50.00", "4.50")]
    document = ubl(("<cbc:PayableAmount", ROUNDING), due="175.80", rows=[*untaxed, ("0", "0.30", "0.00")])
    assert broken(read(document)) == []
    assert broken(read(document.replace(">0.30</cbc:TaxableAmount", ">0.40</cbc:TaxableAmount"))) == ["BR-S-08"]
