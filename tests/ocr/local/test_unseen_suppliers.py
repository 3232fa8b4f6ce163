"""What papers of suppliers nobody had seen taught: words with two values, words for two persons, one VAT id."""

from __future__ import annotations

import pytest

from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.names import is_sentence
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
FOOT = PLAIN[-1]
ADDRESSEE: list[Row | None] = [[(0.1, "Bakkerij Zonneschijn")], [(0.1, "Korenpad 3")], [(0.1, "8011 CD Zwolle")]]


def _read(rows: list[Row | None], big: tuple[str, ...] = ()) -> Reading:
    return read_pages([page(rows, big=big)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


def _numbered(*rows: Row) -> list[Row | None]:
    """The invoice with other rows where its number and days stand."""
    return [*PLAIN[:4], None, *ADDRESSEE, None, *rows, None, *PLAIN[10:]]


@pytest.mark.parametrize(
    ("label", "value", "number", "day"),
    [
        ("Nummer/Datum", "90012 / 03-02-2026", "90012", "2026-02-03"),
        ("Rechnungsnummer/Datum", "F-2031 / 03.02.2026", "F-2031", "2026-02-03"),
        ("Factuurnr./Datum:", "25.712 / 03-02-2026", "25.712", "2026-02-03"),
    ],
)
def test_two_labels_in_one_word_have_two_values(label: str, value: str, number: str, day: str) -> None:
    reading = _read(_numbered([(0.1, label), (0.4, value)], [(0.1, "Bestelnummer/Datum"), (0.4, "B77 / 01-02-2026")]))
    assert (_value(reading, "invoice_number"), _value(reading, "issue_date")) == (number, day)
    assert _value(reading, "order_reference") == "B77"


@pytest.mark.parametrize(
    ("net", "gross"),
    [("Totaal EUR excl. btw", "Totaal EUR incl. btw"), ("Total EUR excl. VAT", "Total EUR incl. VAT")],
)
def test_a_currency_inside_a_label_does_not_change_it(net: str, gross: str) -> None:
    reading = _read(
        [*PLAIN[:14], [(0.6, net), (0.83, "250,00")], PLAIN[15], [(0.6, gross), (0.83, "302,50")], None, FOOT]
    )
    assert (_value(reading, "net_total"), _value(reading, "gross_total")) == ("250.00", "302.50")


@pytest.mark.parametrize("label", ["Verkoper", "Verkäufer", "Vendeur"])
def test_who_sold_may_be_a_member_of_staff(label: str) -> None:
    reading = _read(
        _numbered(
            [(0.1, "Factuurnummer"), (0.4, "F-2031")],
            [(0.1, "Factuurdatum"), (0.4, "03-02-2026")],
            [(0.1, label), (0.4, "Ruben Verhoeven")],
        )
    )
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."


def test_a_labelled_seller_that_nothing_bears_out_does_not_pass() -> None:
    rows = _numbered(
        [(0.1, "Factuurnummer"), (0.4, "F-2031")],
        [(0.1, "Factuurdatum"), (0.4, "03-02-2026")],
        [(0.1, "Afzender"), (0.4, "Ruben Verhoeven")],
    )
    reading = _read([[(0.7, "FACTUUR")], None, *rows[4:]])
    assert _value(reading, "supplier_name") in (None, "Ruben Verhoeven")
    assert not reading.auto_ok


@pytest.mark.parametrize(
    "sentence",
    [
        "Btw verlegd naar FR73960828929",
        "Autoliquidation par FR73960828929",
        "Steuerschuldnerschaft des Leistungsempfängers: FR73960828929",
    ],
)
def test_who_owes_shifted_vat_is_the_customer(sentence: str) -> None:
    reading = _read([*PLAIN[:-1], [(0.1, sentence)], None, FOOT])
    assert (_value(reading, "supplier_vat"), _value(reading, "buyer_vat")) == ("NL001234567B01", "FR73960828929")


@pytest.mark.parametrize(
    ("rows", "mine"),
    [
        ([[(0.1, "FACTUUR")], [(0.1, "Btw-nr. NL001234567B01")]], True),  # under the heading of the paper
        ([[(0.1, "Btw-nr. NL001234567B01")], [(0.1, "FACTUUR")]], False),  # in the addressee's block: a doubt
    ],
)
def test_a_single_vat_id_is_the_sellers(rows: list[Row | None], mine: bool) -> None:
    head: list[Row | None] = [[(0.1, "Molenwiek Groothandel B.V.")], *PLAIN[1:4], None, *ADDRESSEE, *rows]
    reading = _read(
        [*head, [(0.1, "Factuurnummer"), (0.4, "F-2031")], [(0.1, "Factuurdatum"), (0.4, "03-02-2026")], *PLAIN[9:-1]]
    )
    assert _value(reading, "supplier_vat" if mine else "buyer_vat") == "NL001234567B01"
    assert mine or any(f.field == "buyer_vat" for f in reading.findings)


def test_what_follows_the_billed_lines_is_no_address_of_the_customer() -> None:
    head: list[Row | None] = [*PLAIN[:4], None, [(0.1, "Factuur aan")], *ADDRESSEE]
    reading = _read(
        [
            *head,
            [(0.1, "Factuurnummer F-2031")],
            [(0.1, "Factuurdatum 03-02-2026")],
            *PLAIN[9:17],
            [(0.1, "Btw-nummer: NL001234567B01. Betaling op NL91 ABNA 0417 1643 00")],
        ]
    )
    assert (_value(reading, "supplier_vat"), _value(reading, "buyer_vat")) == ("NL001234567B01", None)


def test_entries_of_a_list_are_no_heading() -> None:
    rows: list[Row | None] = [
        [(0.1, f"{day:02d}-02-2026"), (0.35, f"Invoice 354{day:02d}"), (0.8, "480,64")] for day in (3, 6, 9)
    ]
    reading = _read(
        [
            *PLAIN[1:4],
            *ADDRESSEE,
            None,
            [(0.1, "Statement of account")],
            [(0.1, "Date"), (0.35, "Details"), (0.8, "Amount")],
            *rows,
            [(0.35, "Balance due"), (0.8, "1.441,92")],
        ]
    )
    assert reading.document_type is DocumentType.STATEMENT


@pytest.mark.parametrize(
    "sentence", ["BL n° 472857 du 16/02/2026", "Marché du 16/02/2026", "Pakbon 9912 van 16-02-2026"]
)
def test_the_day_of_another_paper_is_no_rival(sentence: str) -> None:
    reading = _read([*PLAIN[:9], [(0.1, sentence)], *PLAIN[10:]])
    assert _value(reading, "issue_date") == "2026-02-03"
    assert not [f for f in reading.findings if f.field == "issue_date"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("RCS Lyon 429 509 979 00033 - NAF 6202A", "429 509 979 00033"),
        ("RCS Lyon 429 509 979 - NAF 6202A", "429 509 979"),
    ],
)
def test_a_register_number_is_taken_whole(text: str, value: str) -> None:
    assert _value(_read([*PLAIN[:-1], [(0.1, text)]]), "supplier_registration") == value


def test_the_only_domain_on_the_paper_speaks_for_its_own_name() -> None:
    head: list[Row | None] = [[(0.1, "Vos Schoonmaak B.V.")], [(0.1, "Stationsplein 207")], [(0.1, "1569 AA Zwolle")]]
    buyer: list[Row | None] = [[(0.1, "Bosch & Bloem")], [(0.1, "Ambachtsweg 27")], [(0.1, "3485 RV Venlo")]]
    body: list[Row | None] = [
        [(0.1, "Factuurnummer"), (0.3, "F-2031"), (0.55, "E-mail"), (0.7, "hallo@boschbloem.nl")],
        [(0.1, "Factuurdatum"), (0.3, "03-02-2026"), (0.55, "Btw-nr."), (0.7, "NL001234567B01")],
    ]
    assert not _read([*head, None, *buyer, [(0.1, "FACTUUR")], *body, *PLAIN[9:17]]).auto_ok


@pytest.mark.parametrize(("big", "passes"), [(("Molenwiek Groothandel B.V.",), True), ((), False)])
def test_a_letterhead_in_two_columns_is_one_address(big: tuple[str, ...], passes: bool) -> None:
    head: list[Row | None] = [
        [(0.1, "Molenwiek Groothandel B.V."), (0.75, "Zaagstraat 8")],
        [(0.75, "7411 AB Deventer")],
        [(0.75, "0570 123 456")],
        None,
    ]
    reading = _read([*head, [(0.1, "FACTUUR")], *PLAIN[5:]], big)
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."
    assert reading.auto_ok is passes


def test_the_name_before_its_numbers_in_the_foot_is_the_sellers() -> None:
    foot: Row = [(0.02, "Jongerius Techniek, Transportweg 137, 6249 AL Alkmaar, KvK 68006945, Btw NL001234567B01")]
    rows = [[(0.7, "FACTUUR")], None, None, None, None, *PLAIN[5:17], *[None] * 30, foot]
    reading = _read(list(rows))
    assert (_value(reading, "supplier_name"), _value(reading, "buyer_name")) == (
        "Jongerius Techniek",
        "Bakkerij Zonneschijn",
    )


@pytest.mark.parametrize(("words", "order"), [("Commande n° 6696", None), ("Votre commande n° 6696", "6696")])
def test_an_order_beside_a_delivery_is_whose(words: str, order: str | None) -> None:
    reading = _read([*PLAIN[:9], [(0.1, f"BL n° 420754 du 05/02/2026 - {words}")], *PLAIN[10:]])
    assert _value(reading, "order_reference") == order


@pytest.mark.parametrize(("sign", "x"), [("# F-2031", 0.7), ("N° F-2031", 0.7)])
def test_a_number_sign_under_the_heading(sign: str, x: float) -> None:
    rows: list[Row | None] = [
        [(0.1, "Molenwiek Groothandel B.V."), (0.7, "FACTUUR")],
        [(0.1, "Zaagstraat 8"), (x, sign)],
        *PLAIN[2:5],
        [(0.1, "Bakkerij Zonneschijn")],
        *PLAIN[6:],
    ]
    reading = _read(rows)
    assert _value(reading, "invoice_number") == "F-2031"
    assert reading.auto_ok


DATE_ROW: Row = [(0.1, "Factuurdatum"), (0.4, "03-02-2026")]


@pytest.mark.parametrize(
    ("above", "sure"),
    [(None, True), ([(0.1, "Bestelnummer"), (0.4, "B77")], False)],
)
def test_a_bare_number_over_the_date(above: Row | None, sure: bool) -> None:
    reading = _read(_numbered(*([above] if above else []), [(0.1, "Nummer"), (0.4, "F-2031")], DATE_ROW))
    assert _value(reading, "invoice_number") == "F-2031"
    assert (reading.fields["invoice_number"].confidence > 0.85) is sure


def test_who_sends_goods_is_not_who_sells() -> None:
    goods: Row = [(0.1, "Absender: Oberland Energie AG, Münster"), (0.55, "Empfänger: Bakkerij Zonneschijn, Zwolle")]
    reading = _read([*PLAIN[:9], goods, *PLAIN[10:]])
    assert _value(reading, "supplier_name") == "Molenwiek Groothandel B.V."
    assert _value(reading, "buyer_name") == "Bakkerij Zonneschijn"


def test_a_labelled_seller_under_the_head_of_another_firm_does_not_pass() -> None:
    sold: Row = [(0.1, "Sold by"), (0.4, "Oberland Energie GmbH")]
    rows = _numbered([(0.1, "Factuurnummer"), (0.4, "F-2031")], DATE_ROW, sold)
    assert not _read(rows).auto_ok


@pytest.mark.parametrize(("vat", "open_owner"), [("€ 52,50", True), ("€ 0,00", False)])
def test_who_charges_vat_prints_his_own_vat_id(vat: str, open_owner: bool) -> None:
    paper = dutch_invoice(
        vat=vat, gross="€ 302,50" if open_owner else "€ 250,00", vat_line="Btw 21%" if open_owner else "Btw 0%"
    )
    head: list[Row | None] = [
        *paper[:4],
        [(0.1, "Factuur aan")],
        [(0.1, "Bakkerij Zonneschijn B.V.")],
        [(0.1, "Korenpad 3")],
        [(0.1, "8011 CD Zwolle")],
        [(0.1, "Btw NL001234567B01")],
        None,
        [(0.1, "Factuurnummer"), (0.4, "F-2031")],
        DATE_ROW,
    ]
    reading = _read([*head, None, *paper[10:-1]])
    assert _value(reading, "buyer_vat") == "NL001234567B01"
    assert any(f.field == "buyer_vat" and f.code == "CLOSE_CANDIDATES" for f in reading.findings) is open_owner


def test_the_next_row_of_a_list_ends_the_customer() -> None:
    rows: list[Row | None] = [
        [(0.1, "INVOICE")],
        [(0.1, "From:"), (0.3, "Molenwiek Groothandel B.V.")],
        [(0.3, "Zaagstraat 8")],
        [(0.3, "7411 AB Deventer")],
        [(0.1, "To:"), (0.3, "Bakkerij Zonneschijn B.V.")],
        [(0.3, "Korenpad 3")],
        [(0.3, "8011 CD Zwolle")],
        [(0.1, "Invoice No.:"), (0.3, "F-2031")],
        [(0.1, "Date:"), (0.3, "03-02-2026")],
        [(0.1, "VAT No.:"), (0.3, "NL001234567B01")],
    ]
    reading = _read([*rows, None, *PLAIN[10:-1]])
    assert (_value(reading, "supplier_vat"), _value(reading, "buyer_vat")) == ("NL001234567B01", None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Sent for the organiser by Beacon Energy plc", True),
        ("Namens de organisator verzonden door Beacon Energy B.V.", True),
        ("Stichting Vrienden van de Zee", False),
        ("Weber und Söhne GmbH", False),
        ("Au bon moulin", False),
        ("Verein für Sportförderung e.V.", False),
    ],
)
def test_words_of_a_sentence_before_a_name(text: str, sentence: bool) -> None:
    assert is_sentence(text) is sentence


@pytest.mark.parametrize(("owner", "doubt"), [("Greenhill Farm Produce Ltd", True), ("Beacon Energy plc", False)])
def test_a_vat_id_under_another_name_is_a_doubt(owner: str, doubt: bool) -> None:
    rows: list[Row | None] = [
        [(0.1, "INVOICE")],
        [(0.1, "Supplier")],
        [(0.1, "Beacon Energy plc"), (0.55, owner)],
        [(0.1, "9 High Street"), (0.55, "82 Station Road")],
        [(0.1, "London SW1A 1AA"), (0.55, "Sheffield M5 8WL")],
        [(0.55, "VAT no. GB597354354")],
        None,
        [(0.1, "Bill to")],
        [(0.1, "Penrose Digital Ltd")],
        None,
        [(0.1, "Invoice number: F-2031")],
        [(0.1, "Invoice date: 3 February 2026")],
    ]
    reading = _read([*rows, None, *PLAIN[10:17]])
    assert _value(reading, "supplier_name") == "Beacon Energy plc"
    assert any(f.field == "supplier_vat" and f.code == "CLOSE_CANDIDATES" for f in reading.findings) is doubt


@pytest.mark.parametrize("slogan", ["Fietsen en onderdelen", "Al veertig jaar vakmanschap"])
def test_a_slogan_under_a_large_name_is_not_the_seller(slogan: str) -> None:
    head: list[Row | None] = [
        [(0.3, "Rijwielhuis Mulder")],
        None,
        [(0.3, slogan)],
        [(0.3, "Zaagstraat 8, 7411 AB Deventer - tel. 0570 123 456")],
    ]
    reading = _read([*head, [(0.7, "FACTUUR")], *PLAIN[5:]], ("Rijwielhuis Mulder",))
    assert _value(reading, "supplier_name") == "Rijwielhuis Mulder" or not reading.auto_ok


def test_a_greeting_is_nobodys_name() -> None:
    reading = _read(
        [
            *PLAIN[:9],
            [(0.1, "Geacht bestuur,")],
            [(0.1, "Voor de uitgevoerde werkzaamheden brengen wij in rekening")],
            *PLAIN[10:],
        ]
    )
    assert _value(reading, "buyer_name") == "Bakkerij Zonneschijn"
