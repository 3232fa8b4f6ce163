"""What came with layouts of other makers' programs: headings of boxes, lists of numbers, addresses without a name."""

from __future__ import annotations

import pytest

from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.block_headings import is_block_heading
from ocr.local.labels import lookup
from ocr.local.layout import lay_out
from ocr.local.names import is_name_like
from ocr.local.numbers import find_amounts
from ocr.local.vat_ids import find_vat_ids
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()


def _read(rows: list[Row | None], **more: list[str]) -> Reading:
    return read_pages([page(rows, **more)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Informations du client", True),
        ("Informations expéditeur", True),
        ("Customer Invoice", True),
        ("Lieferantendaten", True),
        ("Zahlungsinformationen", True),
        ("Détails de la livraison", True),
        ("Klant", False),  # one plain word may be a name
        ("Client Software B.V.", False),
        ("Kunden & Partner GmbH", False),
        ("Invoice Design Ltd", False),
    ],
)
def test_headings_of_boxes_are_told_from_names(text: str, heading: bool) -> None:
    assert is_block_heading(text) is heading
    if heading:
        assert not is_name_like(text)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("kundenrechnung", "rechnung"),
        ("stromrechnung", "rechnung"),
        ("huurfactuur", "factuur"),
        ("heizkostenabrechnung", None),
        ("conceptfactuur", None),
        ("berechnung", None),
    ],
)
def test_compounds_that_name_a_bill(word: str, found: str | None) -> None:
    assert lookup(word, "titles", False) == found


def test_a_label_at_the_end_of_a_sentence_announces_nothing() -> None:
    rows = dutch_invoice()
    rows[6] = [(0.1, "Havenkade 12"), (0.55, "Invoice date"), (0.75, "03 February 2026")]
    said = [(0.1, "This invoice expires 30 days after the invoice date. Before 5 March 2026 please transfer it.")]
    assert _value(_read([*rows, said]), "issue_date") == "2026-02-03"


def test_a_heading_in_spaced_letters_is_read_as_one() -> None:
    rows = dutch_invoice()
    rows[0] = [(0.1, "Molenwiek Groothandel B.V.")]
    reading = _read([[(0.35, "CREDIT"), (0.55, "NOTE")], *rows], big=["CREDIT", "NOTE"])
    assert reading.document_type is DocumentType.CREDIT_NOTE


@pytest.mark.parametrize("x", [0.55, 0.62])
def test_a_bare_number_over_the_date_is_the_papers(x: float) -> None:
    rows = dutch_invoice()
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (x, "Nummer: F-2031")]
    rows[6] = [((rows[6] or [])[0]), (x, "Datum: 03-02-2026")]
    reading = _read(rows)
    assert (_value(reading, "invoice_number"), reading.auto_ok) == ("F-2031", True)


def test_a_credit_note_has_its_own_number_and_names_that_of_the_bill() -> None:
    rows = dutch_invoice(title="CREDIT NOTE")
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.4, "Invoice No"), (0.55, "2025-0117")]
    rows[6] = [((rows[6] or [])[0]), (0.4, "Credit Note No"), (0.55, "CN-2031"), (0.7, "Date"), (0.8, "03-02-2026")]
    assert _value(_read(rows), "invoice_number") == "CN-2031"


def test_a_label_of_several_words_glued_to_its_value() -> None:
    rows = dutch_invoice()
    rows[6] = [((rows[6] or [])[0]), (0.55, "Invoice Date:3 February 2026")]
    assert _value(_read(rows), "issue_date") == "2026-02-03"


def test_the_sellers_numbers_under_an_address_without_a_name() -> None:
    bought = [[(0.1, "Bakkerij Zonneschijn")], [(0.1, "Havenkade 12")], [(0.1, "8011 AB Zwolle")]]
    sold = [[(0.1, "Zaagstraat 8")], [(0.1, "7411 AB Deventer")], [(0.1, "Btw-nr. NL001234567B01")]]
    reach = [[(0.1, "+31 38 123 45 67"), (0.65, "Molenwiek")]]
    rows = [[(0.4, "FACTUUR")], *bought, *reach, None, None, None, *sold, *PLAIN[9:]]
    reading = _read(rows)
    assert (_value(reading, "supplier_name"), _value(reading, "buyer_name")) == ("Molenwiek", "Bakkerij Zonneschijn")
    assert not reading.auto_ok


def test_who_thanks_for_an_order_sells() -> None:
    rows: list[Row | None] = [[(0.7, "FACTUUR")], None, None, None, None, *PLAIN[5:18]]
    reading = _read([*rows, [(0.1, "Thank you for your order at Molenwiek Groothandel B.V.")]])
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."


def test_an_account_kept_for_others_is_not_paid_on() -> None:
    accounts = [
        [(0.1, "Zahlungskonto"), (0.55, "Treuhandkonto für Fremdgelder")],
        [(0.1, "IBAN: NL91 ABNA 0417 1643 00"), (0.55, "IBAN: NL39 RABO 0300 0652 64")],
    ]
    assert _value(_read([*PLAIN[:18], *accounts]), "supplier_iban") == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("TVA non applicable selon l'article 293 B du CGI", 0),
        ("Vrijgesteld volgens artikel 11 Wet OB 1968", 1),  # the year of the law is left
        ("Artikel 293 20,00", 2),
    ],
)
def test_a_paragraph_of_a_law_is_no_amount(text: str, amounts: int) -> None:
    assert len(find_amounts(lay_out([page([[(0.1, text)]])]), ",")) == amounts


def test_a_currency_code_in_the_words_of_an_item_is_no_currency() -> None:
    rows = [*PLAIN]
    rows[11] = [(0.1, "CAD tekening"), (0.56, "10"), (0.65, "20,00"), (0.75, "21%"), (0.85, "€ 200,00")]
    assert not any(f.code == "SEVERAL_CURRENCIES" for f in _read(rows).findings)


def test_the_name_of_a_customer_in_a_small_table() -> None:
    rows = dutch_invoice()
    rows[4] = [(0.1, "Klantgegevens")]
    rows[5] = [(0.1, "Naam"), (0.2, "Bakkerij Zonneschijn"), (0.55, "Factuurnummer"), (0.75, "F-2031")]
    rows[6] = [(0.1, "Adres"), (0.2, "Korenpad 3"), (0.55, "Factuurdatum"), (0.75, "03-02-2026")]
    assert _value(_read(rows), "buyer_name") == "Bakkerij Zonneschijn"


def test_a_vat_id_ends_with_its_column() -> None:
    layout = lay_out([page([[(0.1, "Btw DE123456789"), (0.255, "2031 Haarlem")]])])
    assert [found.value for found in find_vat_ids(layout, [])] == ["DE123456789"]


@pytest.mark.parametrize(("said", "passes"), [("Vrijgesteld van btw", True), ("Dank voor uw bestelling", False)])
def test_a_bill_without_vat_says_why(said: str, passes: bool) -> None:
    rows = [*PLAIN]
    rows[10] = [(0.1, "Omschrijving"), (0.55, "Aantal"), (0.65, "Prijs"), (0.85, "Bedrag")]
    rows[11] = [(0.1, "Tarwebloem zak 25 kg"), (0.56, "10"), (0.65, "20,00"), (0.85, "200,00")]
    rows[12] = [(0.1, "Gist blok"), (0.57, "5"), (0.65, "10,00"), (0.86, "50,00")]
    rows[14:17] = [[(0.6, "Totaal te betalen"), (0.83, "€ 250,00")], [(0.1, said)], None]
    assert _read(rows).auto_ok is passes


def test_a_bare_number_under_the_date_is_the_papers() -> None:
    rows = dutch_invoice()
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.55, "Datum: 03-02-2026")]
    rows[6] = [(0.1, "Korenpad 3"), (0.55, "Nummer: F-2031")]
    rows[7] = [(0.1, "8011 CD Zwolle")]
    assert _value(_read(rows), "invoice_number") == "F-2031"


def test_the_vat_id_in_the_letterhead_of_an_order_is_the_customers() -> None:
    head = [
        [(0.1, "Bakkerij Zonneschijn B.V."), (0.65, "PURCHASE ORDER")],
        [(0.1, "Korenpad 3"), (0.65, "Order no.: PO-118")],
        [(0.1, "8011 CD Zwolle"), (0.65, "Date: 3 Feb 2026")],
        [(0.1, "VAT NL001234567B01")],
        None,
        [(0.1, "Order to"), (0.55, "Deliver to")],
        [(0.1, "Molenwiek Groothandel B.V."), (0.55, "Bakkerij Zonneschijn B.V.")],
        [(0.1, "Zaagstraat 8"), (0.55, "Korenpad 3")],
        [(0.1, "7411 AB Deventer"), (0.55, "8011 CD Zwolle")],
        None,
    ]
    reading = _read([*head, *PLAIN[10:16]], big=["PURCHASE", "ORDER"])
    assert reading.document_type is DocumentType.PURCHASE_ORDER
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."
    assert (_value(reading, "supplier_vat"), _value(reading, "buyer_vat")) == (None, "NL001234567B01")


def test_a_fee_note_is_a_bill() -> None:
    assert _read(dutch_invoice(title="HONORARNOTE"), big=["HONORARNOTE"]).document_type is DocumentType.INVOICE
    assert not is_name_like("9886 La Louvière")


@pytest.mark.parametrize(
    ("upper", "lower", "name"),
    [
        ("Bouwgroep Van", "Wijngaarden B.V.", "Bouwgroep Van Wijngaarden B.V."),
        ("Nijhof & Van Beek", "Notarissen", None),  # the name goes on, or a line of its own: left out
        ("Nijhof & Van Beek", "Boekhouding", "Nijhof & Van Beek"),
    ],
)
def test_a_name_broken_over_two_lines(upper: str, lower: str, name: str | None) -> None:
    rows = dutch_invoice()
    rows[4] = [(0.1, "Klant")]
    rows[5] = [(0.1, upper), (0.55, "Factuurnummer"), (0.75, "F-2031")]
    rows[6] = [(0.1, lower), (0.55, "Factuurdatum"), (0.75, "03-02-2026")]
    rows[7] = [(0.1, "Korenpad 3"), (0.55, "Vervaldatum"), (0.75, "05-03-2026")]
    rows[8] = [(0.1, "8011 CD Zwolle")]
    reading = _read(rows)
    assert (_value(reading, "buyer_name"), reading.auto_ok) == (name, True)


def test_the_first_day_of_a_period_beside_a_label_is_another_columns() -> None:
    rows = dutch_invoice()
    rows[5:8] = [
        [(0.1, "Bakkerij Zonneschijn"), (0.4, "Factuurnr."), (0.55, "Factuurdatum"), (0.72, "30 januari 2026 - 2")],
        [(0.1, "Korenpad 3"), (0.4, "F-2031"), (0.55, "3 februari 2026"), (0.72, "februari 2026")],
        [(0.1, "8011 CD Zwolle")],
    ]
    assert _value(_read(rows), "issue_date") == "2026-02-03"


def test_an_order_is_not_taken_from_the_words_of_an_item() -> None:
    rows = [*PLAIN]
    rows[11] = [(0.1, "Voorraad order ref G16"), (0.56, "10"), (0.65, "20,00"), (0.75, "21%"), (0.85, "200,00")]
    assert _value(_read(rows), "order_reference") is None


def test_who_makes_the_bill_for_the_seller_is_named_behind_the_remark() -> None:
    rows = dutch_invoice(supplier="Bakkerij Zonneschijn")
    rows[3:6] = [
        None,
        [(0.1, "Factuur uitgereikt door afnemer")],
        [(0.1, "Leverancier"), (0.55, "Factuurnummer"), (0.75, "F-2031")],
    ]
    rows[6] = [(0.1, "Molenwiek Groothandel B.V."), (0.55, "Factuurdatum"), (0.75, "03-02-2026")]
    rows.insert(7, [(0.1, "Korenpad 3")])
    reading = _read(rows)
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."
