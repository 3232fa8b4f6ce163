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


def _with(at: int, row: Row | None, rows: list[Row | None] = PLAIN) -> list[Row | None]:
    return [*rows[:at], row, *rows[at + 1 :]]


@pytest.mark.parametrize("glued", ["n°F-2031", "N°F-2031", "nr.F-2031"])
def test_the_word_number_is_no_part_of_the_number(glued: str) -> None:
    reading = _read(_with(5, [(0.1, "Bakkerij Zonneschijn"), (0.55, f"Facture {glued}")]))
    assert _value(reading, "invoice_number") == "F-2031"


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([[(0.55, "Ordernr."), (0.75, "90270")]], "90270"),
        ([[(0.55, "Ordernr."), (0.75, "90270")], [(0.55, "Uw referentie"), (0.75, "BST1155")]], None),  # whose is which
        ([[(0.55, "Référence client :"), (0.75, "181701552")]], None),  # the number of the customer
    ],
)
def test_which_order_number_is_ours(rows: list[Row | None], order: str | None) -> None:
    assert _value(_read([*PLAIN[:8], *rows, *PLAIN[9:]]), "order_reference") == order


def test_a_register_before_a_vat_id_has_no_number() -> None:
    reading = _read(_with(18, [(0.1, "RPM Namur - TVA BE0685518403 | IBAN NL91 ABNA 0417 1643 00")]))
    assert "supplier_registration" not in reading.fields


def test_who_can_be_reached_stands_against_who_stands_first() -> None:
    """The name on top has an address only; the other one has a telephone under it."""
    rows = [[(0.1, "Verein für Sport e.V.")], [(0.1, "Lindenallee 31")], [(0.1, "56091 Freiburg")]]
    rows += [[(0.65, "Physiopraxis Anna Berger")], [(0.65, "Lindenallee 156")], [(0.65, "90235 Kassel")]]
    rows += [[(0.65, "Telefon +49 83 291 28 47")], [(0.1, "Rechnung")], [(0.1, "Rechnungsnummer"), (0.5, "F-2031")]]
    reading = _read([*rows, [(0.1, "Rechnungsdatum"), (0.5, "03.02.2026")], None, *PLAIN[10:18]])
    assert ("CLOSE_CANDIDATES", "supplier_name") in {(f.code, f.field) for f in reading.findings}


def test_more_asked_for_than_the_total_is_a_doubt() -> None:
    reading = _read([*PLAIN[:17], [(0.1, "Nog te voldoen"), (0.4, "€ 812,40")], PLAIN[18]])
    assert ("CLOSE_CANDIDATES", "gross_total") in {(f.code, f.field) for f in reading.findings}


def test_a_line_of_the_sender_with_slashes() -> None:
    rows = _with(0, [(0.15, "Molenwiek Groothandel B.V. / Zaagstraat 8 / 7411 AB Deventer / www.molenwiek.nl")])
    rows[1], rows[2], rows[3], rows[4] = None, None, None, [(0.7, "FACTUUR")]
    assert _value(_read(rows), "supplier_name") == "Molenwiek Groothandel B.V."


@pytest.mark.parametrize(
    "heading",
    ["Statement as of September 5, 2026", "Overzicht openstaande facturen per 12 februari 2026", "Dernier rappel"],
)
def test_a_list_of_bills_is_no_bill(heading: str) -> None:
    rows = [PLAIN[0][:1] if PLAIN[0] else None, *PLAIN[1:4], [(0.1, "Bakkerij Zonneschijn")], [(0.1, heading)]]
    rows += [
        [(0.1, "Invoice"), (0.4, "Date"), (0.8, "Amount")],
        [(0.1, "F-2031"), (0.4, "03-02-2026"), (0.8, "302,50")],
    ]
    kind = _read([*rows, [(0.1, "Total"), (0.8, "€ 302,50")]]).document_type
    assert kind in (DocumentType.STATEMENT, DocumentType.REMINDER)


@pytest.mark.parametrize(
    ("at", "row", "name", "value"),
    [
        (
            17,
            [(0.1, "Bitte zahlen Sie unter Angabe der Rechnungsnummer bis 13. März 2026.")],
            "invoice_number",
            "F-2031",
        ),
        (5, [(0.1, "Bakkerij Zonneschijn"), (0.55, "Declaratienummer: F-77")], "invoice_number", "F-77"),
        (5, [(0.1, "Bakkerij Zonneschijn"), (0.55, "Nummer: F-77 Datum: 03-02-2026")], "invoice_number", "F-77"),
        (18, [(0.1, "Company Reg: 06441327 VAT GB123456789")], "supplier_registration", "06441327"),
    ],
)
def test_words_around_numbers(at: int, row: Row, name: str, value: str) -> None:
    assert _value(_read(_with(at, row)), name) == value


def test_reachable_and_with_the_only_vat_id_beside_a_bare_address() -> None:
    """Two addresses side by side without a label."""
    rows: list[Row | None] = [
        [(0.1, "Peeters Keukens BV"), (0.6, "Garage Vermeulen BV")],
        [(0.1, "Veldstraat 8"), (0.6, "Markt 90")],
        [(0.1, "2918 Leuven"), (0.6, "4810 Leuven")],
        [(0.1, "Tel: +32 74 772 64 59")],
        [(0.1, "BTW: BE0284255530")],
        [(0.1, "FACTUUR"), (0.55, "Factuurnummer"), (0.75, "F-2031")],
    ]
    reading = _read([*rows, [(0.55, "Factuurdatum"), (0.75, "03-02-2026")], None, *PLAIN[8:18]])
    assert (_value(reading, "supplier_name"), reading.auto_ok) == ("Peeters Keukens BV", True)
