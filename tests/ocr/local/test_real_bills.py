"""What texts of bills as firms print them showed: telephone, water and power bills, shops, receipts of platforms."""

from __future__ import annotations

import pytest

from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.names import is_name_like
from ocr.local.persons import is_addressed, is_person
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
FOOT = len(PLAIN) - 1


def _read(rows: list[Row | None], big: list[str] | None = None) -> Reading:
    return read_pages([page(rows, big=big or [])], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


def _with(**changes: Row | None) -> list[Row | None]:
    """The plain paper with rows replaced by their number: ``r6=[...]``."""
    rows = [*PLAIN]
    for name, row in changes.items():
        rows[int(name[1:])] = row
    return rows


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Marieke Vos", True),
        ("Jan-Willem van der Brug", True),
        ("J.P. Korenaar", True),
        ("Dipl.-Psych. Ulrike Lindner", True),
        ("Herrn Malte Lindner", True),
        ("Korenaar Netwerken", False),
        ("Peter Lindner Hotel", False),  # a word of firms
        ("Marieke Vos B.V.", False),
        ("Anna & Peter", False),
        ("Marieke", False),
        ("Peter 4711", False),
    ],
)
def test_a_given_name_tells_a_person_from_a_firm(text: str, person: bool) -> None:
    assert is_person(text) is person


@pytest.mark.parametrize(
    ("text", "addressed"),
    [("Familie Lindner", True), ("Mme Inès Caradec", True), ("Frau Anna Bach", True), ("Familie Lindner GmbH", False)],
)
def test_a_form_of_address_is_used_for_who_is_written_to(text: str, addressed: bool) -> None:
    assert is_addressed(text) is addressed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Service clients", False),
        ("Klantenservice", False),
        ("Molenwiek Klantenservice", False),
        ("Address / Adresse", False),
        ("(§ 14b Abs. 1 Satz 5 UStG).", False),
        ("Votre abonnement", False),
        ("Firmensitz", False),
        ("Kerkstraat 40, Suite 202", False),
        ("Service Clients SARL", True),
        ("Uw Slager B.V.", True),
    ],
)
def test_words_of_bills_that_are_no_names(text: str, name: bool) -> None:
    assert is_name_like(text) is name


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ([(0.55, "Factuurdatum"), (0.75, "03-02-2026")], "2026-02-03"),
        ([(0.55, "/Leverdatum"), (0.75, "03-02-2026")], "2026-02-03"),
    ],
)
def test_a_label_goes_on_below_behind_a_stroke(left: list[tuple[float, str]], expected: str) -> None:
    rows = _with(r5=[*(PLAIN[5] or ())[:1], (0.55, "Factuurdatum")], r6=[(0.1, "Korenpad 3"), *left])
    rows[3] = [(0.1, "www.molenwiek.nl"), (0.55, "Factuurnummer"), (0.75, "F-2031")]
    assert _value(_read(rows), "issue_date") == expected


@pytest.mark.parametrize(
    ("foot", "field", "value"),
    [
        ("Molenwiek SA au capital de 12 000 € - 552 081 317 RCS Lyon", "supplier_registration", "552 081 317"),
        ("VAT Reg No: 614 9917 22", "supplier_registration", None),
        ("WEEE-Reg.-Nr. DE 28001718 | Btw NL001234567B01", "supplier_vat", "NL001234567B01"),
        ("VAT ID: EU372012345", "supplier_vat", "EU372012345"),
        ("EU VAT: EU372012345 | Btw NL001234567B01", "supplier_vat", "NL001234567B01"),
        ("Afgeschreven van IBAN : FR76 1027 8072 3900 0202 XXXX X42", "supplier_iban", None),
        ("IBAN NL91 ABNA 0417 1643 00 BIC XXABNANL2A", "supplier_iban", "NL91ABNA0417164300"),
    ],
)
def test_numbers_in_the_foot_of_a_bill(foot: str, field: str, value: str | None) -> None:
    assert _value(_read(_with(**{f"r{FOOT}": [(0.1, foot)]})), field) == value


@pytest.mark.parametrize(
    ("note", "passes"),
    [
        ("(£216.40)", False),  # the total once more, or another one: no rate is told
        ("Charged £216.40 using 1 EUR = 0.86 GBP", True),
        ("Waarborgsom £ 216.40", False),
    ],
)
def test_a_currency_that_is_only_converted_to_is_no_second_one(note: str, passes: bool) -> None:
    assert _read(_with(r13=[(0.1, note)])).auto_ok is passes


@pytest.mark.parametrize(
    ("label", "printed", "order"),
    [
        ("Uw referentie", "881204", "881204"),
        ("Uw referentie contract", "881204", None),
        ("Uw referentie klant", "881204", None),
        ("Uw referentie", "C-394", None),  # a customer's code
        ("Uw ordernummer", "C-394", "C-394"),
    ],
)
def test_a_reference_the_seller_gave_is_no_order(label: str, printed: str, order: str | None) -> None:
    assert _value(_read(_with(r8=[(0.55, label), (0.82, printed)])), "order_reference") == order


def test_a_registration_printed_only_as_vat_id_is_not_given_twice() -> None:
    rows = _with(**{f"r{FOOT}": [(0.1, "Ondernemingsnummer BE 0403.170.701 | IBAN NL91 ABNA 0417 1643 00")]})
    reading = _read(rows)
    assert (_value(reading, "supplier_vat"), _value(reading, "supplier_registration")) == ("BE0403170701", None)


WATER: list[Row | None] = [
    [(0.1, "Eau du Vallon SAS"), (0.6, "Menuiserie Caradec")],
    [(0.1, "Service clients"), (0.6, "8 rue des Lices")],
    [(0.1, "59781 Lille"), (0.6, "92400 Courbevoie")],
    None,
    [(0.1, "FACTURE TRIMESTRIELLE")],
    [(0.1, "N° 2026100044718 DU 3 JUILLET 2026")],
    None,
    [(0.1, "Désignation"), (0.5, "Quantité"), (0.62, "Prix unitaire"), (0.8, "Montant HT")],
    [(0.1, "DISTRIBUTION DE L'EAU"), (0.82, "70,00")],
    [(0.1, "Abonnement compteur"), (0.52, "1"), (0.64, "20,00"), (0.82, "20,00")],
    [(0.1, "Fourniture d'eau potable"), (0.52, "50"), (0.64, "1,00"), (0.82, "50,00")],
    [(0.1, "TRAITEMENT DES EAUX"), (0.82, "40,00")],
    [(0.1, "Collecte"), (0.52, "50"), (0.64, "0,60"), (0.82, "30,00")],
    [(0.1, "Épuration"), (0.52, "50"), (0.64, "0,20"), (0.82, "10,00")],
    None,
    [(0.5, "Total HT"), (0.82, "110,00")],
    [(0.5, "TVA 5,5 %"), (0.82, "6,05")],
    [(0.5, "Facture TTC"), (0.82, "116,05")],
    [(0.5, "Montant net à prélever"), (0.82, "116,05")],
    *[None] * 28,
    [(0.1, "Eau du Vallon SAS au capital de 22 100 000 € - 572 104 871 RCS NANTERRE - TVA FR31572104871")],
]


def test_a_water_bill() -> None:
    reading = _read(WATER, big=["FACTURE TRIMESTRIELLE"])
    assert reading.document_type is DocumentType.INVOICE
    assert [line.net_amount for line in reading.lines] == ["20.00", "50.00", "30.00", "10.00"]  # no sums of groups
    found = {
        n: _value(reading, n) for n in ("supplier_name", "supplier_registration", "gross_total", "order_reference")
    }
    assert found == {
        "supplier_name": "Eau du Vallon SAS",
        "supplier_registration": "572 104 871",
        "gross_total": "116.05",
        "order_reference": None,
    }


@pytest.mark.parametrize(
    ("heads", "items"),
    [
        (["Base H.T.", "Taux TVA", "Montant TVA", "Total TTC"], 2),
        (["Netto", "MwSt.", "MwSt.-Satz", "Gesamtbetrag"], 2),
    ],
)
def test_heads_over_the_totals_end_the_items(heads: list[str], items: int) -> None:
    places = (0.3, 0.46, 0.62, 0.8)
    rows = _with(r14=list(zip(places, heads, strict=True)), r15=None, r16=None)
    values = (
        ["250,00", "21,00", "52,50", "302,50"] if heads[1].startswith("Taux") else ["250,00", "52,50", "21", "302,50"]
    )
    rows[15] = list(zip(places, values, strict=True))
    assert len(_read(rows).lines) == items


RECEIPT: list[Row | None] = [
    [(0.1, "Receipt"), (0.7, "Molenwiek")],
    [(0.1, "Invoice number"), (0.35, "AB12CDEF-0009")],
    [(0.1, "Receipt number"), (0.35, "1111-2222")],
    [(0.1, "Date paid"), (0.35, "April 30, 2026")],
    None,
    [(0.1, "Molenwiek Cloud Ltd"), (0.55, "Bill to")],
    [(0.1, "12 Mill Lane"), (0.55, "Zonneschijn Bakery")],
    [(0.1, "Dublin D02 X285"), (0.55, "Korenpad 3")],
    [(0.1, "billing@molenwiek.example"), (0.55, "8011 CD Zwolle")],
    [(0.1, "IE VAT IE1234567FA")],
    None,
    [(0.1, "Description"), (0.55, "Qty"), (0.65, "Unit price"), (0.85, "Amount")],
    [(0.1, "Cloud subscription"), (0.56, "1"), (0.66, "€19.33"), (0.85, "€19.33")],
    None,
    [(0.6, "Subtotal"), (0.85, "€19.33")],
    [(0.6, "VAT (19%)"), (0.85, "€3.67")],
    [(0.6, "Total"), (0.85, "€23.00")],
    [(0.6, "Amount paid"), (0.85, "€23.00")],
]


def test_a_receipt_that_names_its_invoice_is_a_receipt_with_that_number() -> None:
    reading = _read(RECEIPT, big=["Receipt"])
    assert (reading.document_type, _value(reading, "invoice_number")) == (DocumentType.RECEIPT, "AB12CDEF-0009")


def test_a_shops_number_of_the_order_is_not_the_buyers_on_a_receipt() -> None:
    rows = [*RECEIPT]
    rows[1], rows[2] = [(0.1, "Order ID"), (0.35, "ROYAL260608")], None
    assert _value(_read(rows, big=["Receipt"]), "order_reference") is None


@pytest.mark.parametrize(("upper", "doubted"), [("Ulrike Lindner", True), ("Groothandel sinds 1921", False)])
def test_a_line_under_a_persons_name_may_be_his_trade(upper: str, doubted: bool) -> None:
    rows = _with(r0=[(0.1, upper), (0.7, "FACTUUR")], r1=[(0.1, "Praktijk Molenwiek")])
    rows[2:4] = [[(0.1, "Zaagstraat 8, 7411 AB Deventer")], [(0.1, "www.molenwiek.nl")]]
    reading = _read(rows)
    assert _value(reading, "supplier_name") == "Praktijk Molenwiek"
    assert (("CLOSE_CANDIDATES", "supplier_name") in {(f.code, f.field) for f in reading.findings}) is doubted


@pytest.mark.parametrize(
    ("words", "passes"),
    [("", True), ("Alle bedragen in euro", True), ("Btw verwerkt u zelf", False), ("excl. tax", False)],
)
def test_a_bill_without_a_word_of_tax_adds_up_by_its_lines(words: str, passes: bool) -> None:
    rows = _with(
        r10=[(0.1, "Omschrijving"), (0.55, "Aantal"), (0.65, "Prijs"), (0.85, "Bedrag")],
        r11=[(0.1, "Les piano"), (0.56, "10"), (0.65, "20,00"), (0.85, "200,00")],
        r12=[(0.1, "Bladmuziek"), (0.57, "5"), (0.65, "10,00"), (0.86, "50,00")],
        r14=None,
        r15=[(0.1, words)] if words else None,
        r16=[(0.6, "Totaal te betalen"), (0.83, "€ 250,00")],
        **{f"r{FOOT}": [(0.1, "KvK 12345678 | IBAN NL91 ABNA 0417 1643 00")]},
    )
    assert _read(rows).auto_ok is passes


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("05C060T853 26G1- 1G08", "05C060T85326G1-1G08"),
        ("F-2031 12", "F-2031"),
        ("KF 24-1180 44712", "KF 24-118044712"),
    ],
)
def test_a_number_set_in_groups_of_letters_and_digits(printed: str, number: str) -> None:
    assert _value(_read(_with(r5=[*(PLAIN[5] or ())[:2], (0.75, printed)])), "invoice_number") == number


@pytest.mark.parametrize("title", ["Betriebskostenabrechnung", "Wertpapierkauf", "Vertragszusammenfassung"])
def test_papers_that_look_like_bills_and_are_none(title: str) -> None:
    assert _read(dutch_invoice(title=title), big=[title]).auto_ok is False
