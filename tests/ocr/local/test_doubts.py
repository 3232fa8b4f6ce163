"""What keeps a paper from passing unseen, and what proves it: one table of papers per rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.evidence import Source
from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.digits import lookalike
from ocr.local.names import goes_on, has_legal_form, is_name_like, without_title
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page


def _read(rows: Sequence[Row | None], source: Source = Source.TEXT) -> Reading:
    return read_pages([page(rows, source=source)], context=ReadContext())


def _stops(reading: Reading) -> set[tuple[str, str]]:
    return {(f.code, f.field) for f in reading.findings if f.severity.value != "info"}


def _with(rows: list[Row | None], at: int, row: Row | None) -> list[Row | None]:
    """The paper with one row set anew."""
    return [*rows[:at], row, *rows[at + 1 :]]


PLAIN = dutch_invoice()
FOOT = len(PLAIN) - 1
# The seller's name is a picture: only its address is text.
PICTURE = _with(_with(PLAIN, 0, [(0.7, "FACTUUR")]), FOOT, [(0.1, "Btw NL001234567B01 | IBAN NL91 ABNA 0417 1643 00")])


def test_the_plain_paper_passes() -> None:
    assert _read(PLAIN).auto_ok


@pytest.mark.parametrize(
    ("rows", "stop"),
    [
        # the last group of the account stands a little lower, and with it the check fails: what was read is a part
        (
            [
                *PLAIN[:FOOT],
                [(0.1, "IBAN NL91 ABNA 0417 1643")],
                [(0.1, "01")],
            ],
            ("DIGITS_UNSURE", "supplier_iban"),
        ),
        # a group of the VAT id is missing
        (_with(PLAIN, FOOT, [(0.1, "KvK 12345678 | Btw NL 0012.345.67")]), ("DIGITS_UNSURE", "supplier_vat")),
        # "Invoice date" has lost its day, and another day is just called "date"
        (
            _with(
                _with(PLAIN, 6, [(0.1, "Korenpad 3"), (0.55, "Factuurdatum:")]),
                8,
                [(0.55, "Datum:"), (0.75, "28-01-2026")],
            ),
            ("CLOSE_CANDIDATES", "issue_date"),
        ),
        # a larger amount below the total, under a name nobody knows
        (
            _with(PLAIN, 17, [(0.6, "Alles bij elkaar"), (0.83, "€ 340,10")]),
            ("CLOSE_CANDIDATES", "gross_total"),
        ),
        # the account is Dutch, the VAT id German, and nothing says whose it is
        (
            _with(PLAIN, FOOT, [(0.1, "Ust-IdNr. DE136695976 | IBAN NL91 ABNA 0417 1643 00")]),
            ("CLOSE_CANDIDATES", "supplier_vat"),
        ),
        # no heading and no word of an invoice: a quote or a slip looks the same
        (
            [
                [(0.1, "Kiosk Zomerlust")],
                [(0.1, "03-02-2026")],
                [(0.1, "Koffie"), (0.8, "€ 2,50")],
                [(0.6, "Subtotaal"), (0.8, "€ 2,50")],
                [(0.6, "Totaal"), (0.8, "€ 2,50")],
            ],
            ("TYPE_UNSURE", ""),
        ),
        # it names the invoice it corrects, and its own heading was not read
        (
            _with(
                _with(PLAIN, 0, [(0.1, "Molenwiek Groothandel B.V.")]), 8, [(0.55, "Betreft factuur"), (0.75, "F-1990")]
            ),
            ("TYPE_UNSURE", ""),
        ),
    ],
)
def test_a_doubt_stops_the_paper(rows: list[Row | None], stop: tuple[str, str]) -> None:
    reading = _read(rows)
    assert stop in _stops(reading)
    assert not reading.auto_ok


@pytest.mark.parametrize(("source", "stops"), [(Source.OCR, True), (Source.TEXT, False)])
def test_an_account_that_fails_its_check_is_a_doubt_on_a_scan(source: Source, stops: bool) -> None:
    """A text layer is what the page prints; a recogniser may have misread it."""
    reading = _read(_with(PLAIN, FOOT, [(0.1, "KvK 12345678 | IBAN NL97 ABNA 0417 1643 00")]), source)
    assert (("DIGITS_UNSURE", "supplier_iban") in _stops(reading)) is stops


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Terra & Halewijn Ltd 201 Orchard Drive Co. Cork", True),
        ("Lindqvist Haulage Limited Registered number 07972602", True),
        ("Whitfield Haulage LLP 233 Orchard Drive Leeds NR17 3AJ", True),
        ("Studio 54 B.V.", False),
        ("Zilt 1890 Zeevis B.V.", False),
    ],
)
def test_more_than_a_name_is_a_doubt(name: str, more: bool) -> None:
    assert goes_on(name) is more


@pytest.mark.parametrize(("reference", "stops"), [("+++090/9337/55493+++", False), ("/9337/55493+++", True)])
def test_a_part_of_a_structured_reference_is_a_doubt(reference: str, stops: bool) -> None:
    row: Row = [(0.1, f"Gelieve te betalen met de gestructureerde mededeling {reference}")]
    reading = _read([*PLAIN[:FOOT], row, *PLAIN[FOOT:]], Source.OCR)
    assert reading.fields["payment_reference"].value == reference
    assert (("DIGITS_UNSURE", "payment_reference") in _stops(reading)) is stops


@pytest.mark.parametrize(("buyer", "named"), [("Acme Lid", False), ("Bakkerij Zonneschijn", True)])
def test_the_sellers_name_with_one_letter_misread_is_no_buyer(buyer: str, named: bool) -> None:
    paper = dutch_invoice(supplier="Acme Ltd")
    fields = _read(_with(paper, 5, [(0.1, buyer), *(paper[5] or ())[1:]]), Source.OCR).fields
    assert ("buyer_name" in fields and fields["buyer_name"].value == buyer) is named


@pytest.mark.parametrize(("number", "stops"), [("12345678", False), ("0G494325", True)])
def test_a_letter_among_the_figures_of_a_company_number_is_a_doubt(number: str, stops: bool) -> None:
    reading = _read(_with(PLAIN, FOOT, [(0.1, f"Company No. {number} | IBAN NL91 ABNA 0417 1643 00")]), Source.OCR)
    assert reading.fields["supplier_registration"].value == number
    assert (("DIGITS_UNSURE", "supplier_registration") in _stops(reading)) is stops


@pytest.mark.parametrize(("form", "stops"), [("z o.o.", False), ("z 0.0.", True), ("z o.0.", True)])
def test_a_digit_in_a_name_on_a_scan_is_a_doubt(form: str, stops: bool) -> None:
    reading = _read(_with(PLAIN, 5, [(0.1, f"Kowal Sp. {form}"), *(PLAIN[5] or ())[1:]]), Source.OCR)
    assert (("DIGITS_UNSURE", "buyer_name") in _stops(reading)) is stops


def test_the_name_beside_a_nameless_address_is_the_buyers() -> None:
    reading = _read(PICTURE)
    assert reading.fields["buyer_name"].value == "Bakkerij Zonneschijn"
    assert "supplier_name" not in reading.fields
    assert not reading.auto_ok


def test_the_foot_names_who_the_picture_hides() -> None:
    rows = [*PICTURE[:FOOT], *[None] * 30, [(0.1, "Molenwiek Groothandel")], PICTURE[FOOT]]
    assert _read(rows).fields["supplier_name"].value == "Molenwiek Groothandel"


def test_the_trade_name_in_full_is_the_name_with_its_legal_form() -> None:
    rows = _with(PLAIN, 0, [(0.1, "MOLENWIEK GROOTHANDEL"), (0.7, "FACTUUR")])
    rows = [*rows[:FOOT], *[None] * 30, [(0.1, "Molenwiek Groothandel B.V.")], rows[FOOT]]
    assert _read(rows).fields["supplier_name"].value == "Molenwiek Groothandel B.V."


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ([(0.55, "Uw ordernummer:")], "order_reference", None),
        ([(0.55, "Uw ordernummer:"), (0.75, "PO-88")], "order_reference", "PO-88"),
    ],
)
def test_a_label_without_value_takes_no_neighbours(row: Row, field: str, value: str | None) -> None:
    rows = _with(_with(PLAIN, 8, row), 9, [(0.55, "Klantcode:"), (0.75, "4711")])
    found = _read(rows).fields.get(field)
    assert (found.value if found else None) == value


def test_the_day_behind_the_number_is_the_papers() -> None:
    rows = _with(_with(PLAIN, 5, [(0.1, "Bakkerij Zonneschijn")]), 6, [(0.1, "Korenpad 3")])
    rows = _with(rows, 9, [(0.1, "Hierbij ontvangt u factuur 2031 van 3 februari 2026 voor de leveringen.")])
    reading = _read(rows)
    assert reading.fields["issue_date"].value == "2026-02-03"
    assert ("LOW_CONFIDENCE", "issue_date") not in _stops(reading)


@pytest.mark.parametrize(
    ("totals", "passes"),
    [
        # lines, net and total are one amount, each by name, and there is no VAT
        ([("Totaal excl. btw", "€ 250,00"), ("Totaal te betalen", "€ 250,00")], True),
        # the total alone: prices may include VAT
        ([("Totaal te betalen", "€ 250,00")], False),
        # a printed rounding explains the cent
        (
            [("Totaal excl. btw", "€ 250,00"), ("Btw 21%", "€ 52,50"), ("Afronding", "€ 0,02"), ("Totaal", "€ 302,52")],
            True,
        ),
        # deposits stand behind the VAT and are part of the total
        (
            [
                ("Totaal excl. btw", "€ 250,00"),
                ("Btw 21%", "€ 52,50"),
                ("Statiegeld", "€ 7,60"),
                ("Totaal", "€ 310,10"),
            ],
            True,
        ),
        # goods and freight make an amount too, but no VAT of any rate
        ([("Goederen", "€ 250,00"), ("Vracht", "€ 1,30"), ("Samen", "€ 251,30")], False),
    ],
)
def test_sums_that_prove(totals: list[tuple[str, str]], passes: bool) -> None:
    rows = [*PLAIN[:14], *[[(0.6, name), (0.83, amount)] for name, amount in totals], None, PLAIN[FOOT]]
    assert _read(rows).auto_ok is passes


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([[(0.1, "Leverbon:"), (0.3, "126358")], [(0.1, "Factuurnummer:"), (0.3, "S-842")]], DocumentType.INVOICE),
        ([[(0.1, "Rekening")], [(0.1, "Factuurnummer:"), (0.3, "S-842")]], DocumentType.INVOICE),
        (
            [[(0.1, "FACTURA")], [(0.1, "Número de factura:"), (0.3, "S-842"), (0.5, "Fecha: 3-2-2026")]],
            DocumentType.INVOICE,
        ),
        (
            [
                [(0.1, "FAKTURA")],
                [(0.1, "Numer faktury:"), (0.3, "S-842"), (0.5, "Data wystawienia:"), (0.7, "2026-02-03")],
            ],
            DocumentType.INVOICE,
        ),
        (
            [
                [(0.1, "Credit Memo")],
                [(0.1, "Credit for invoice:"), (0.3, "70949"), (0.5, "Invoice No."), (0.7, "842")],
            ],
            DocumentType.CREDIT_NOTE,
        ),
    ],
)
def test_kinds(rows: list[Row | None], kind: DocumentType) -> None:
    tail = [
        None,
        [(0.6, "Total"), (0.83, "€ 302,50")],
        None,
        [(0.1, "Btw NL001234567B01 | IBAN NL91 ABNA 0417 1643 00")],
    ]
    assert _read([*rows, *tail]).document_type is kind


@pytest.mark.parametrize(
    ("value", "doubtful"), [("52/02B24", True), ("Z562632", True), ("F-2031", False), ("INV-36099", False)]
)
def test_letters_that_look_like_digits(value: str, doubtful: bool) -> None:
    assert lookalike(value) is doubtful


@pytest.mark.parametrize(
    ("text", "form"), [("Perrin Paysages S.à r.l.", True), ("Kowal Sp. z o.o.", True), ("Jan Perrin", False)]
)
def test_legal_forms_with_spaces(text: str, form: bool) -> None:
    assert has_legal_form(text) is form


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("& Lumora SA", False),
        ("Helix VOF Kerkplein 229 2981 EL", False),
        ("Helix & Lumora VOF", True),
        ("ZA Les Prés", False),
    ],
)
def test_parts_and_addresses_are_no_names(text: str, like: bool) -> None:
    assert is_name_like(text) is like


def test_a_heading_close_behind_the_name_is_not_part_of_it() -> None:
    assert without_title("Ostrava & Marwede GmbH Rechnungskorrektur") == "Ostrava & Marwede GmbH"
