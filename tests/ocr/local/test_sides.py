"""Who sells and who buys, where no label says it: mails in sentences, orders on the buyer's own paper."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.evidence import Source
from domain.reading import DocumentType
from ocr.local.api import read_pages
from ocr.local.names import is_name_like
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, page

MAIL: list[Row | None] = [
    [(0.07, "Beste klant,")],
    [(0.07, "FACTUUR WK-30112")],
    [(0.07, "Datum: 19-11-2026")],
    [(0.07, "Aan: Molenwiek Groothandel B.V., Zaagstraat 8, 7411 AB Deventer")],
    [(0.07, "Totaal exclusief btw: EUR 86,50")],
    [(0.07, "Btw 21%: EUR 18,17")],
    [(0.07, "Totaal te betalen: EUR 104,67")],
    [(0.07, "Koeriersdienst Windkracht B.V.")],
    [(0.07, "Havenweg 50, 3542 AD Utrecht")],
    [(0.07, "Btw-nummer NL823569002B01")],
]
ORDER: list[Row | None] = [
    [(0.1, "Bouwbedrijf Zeeman B.V."), (0.7, "Inkooporder")],
    [(0.1, "Havenkade 10")],
    [(0.1, "9936 GB Farmsum")],
    None,
    None,
    [(0.1, "Molenwiek Groothandel B.V."), (0.6, "Nummer"), (0.8, "INK-118")],
    [(0.1, "Zaagstraat 8"), (0.6, "Datum"), (0.8, "19-11-2026")],
    [(0.1, "7411 AB Deventer")],
    None,
    [(0.1, "Hierbij bestellen wij bij u de volgende artikelen:")],
    [(0.1, "Omschrijving"), (0.6, "Aantal"), (0.7, "Prijs"), (0.85, "Bedrag")],
    [(0.1, "Kabelgoot 60x40"), (0.6, "40"), (0.7, "3,15"), (0.85, "126,00")],
    [(0.6, "Totaal excl. btw"), (0.85, "126,00")],
    *[None] * 30,
    [(0.3, "KvK 95542323 Btw NL857197641B01")],
]


@pytest.mark.parametrize(
    ("rows", "kind", "values"),
    [
        (
            MAIL,
            DocumentType.INVOICE,
            ("Koeriersdienst Windkracht B.V.", "Molenwiek Groothandel B.V.", "NL823569002B01", ""),
        ),
        (
            ORDER,
            DocumentType.PURCHASE_ORDER,
            ("Molenwiek Groothandel B.V.", "Bouwbedrijf Zeeman B.V.", "", "NL857197641B01"),
        ),
    ],
)
def test_sides_without_labels(rows: Sequence[Row | None], kind: DocumentType, values: tuple[str, ...]) -> None:
    own = frozenset({"Molenwiek Groothandel B.V."})
    reading = read_pages([page(rows)], context=ReadContext(own_identifiers=own))
    assert reading.document_type is kind
    names = ("supplier_name", "buyer_name", "supplier_vat", "buyer_vat")
    assert tuple(reading.text(name) for name in names) == values


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Beste klant,", False),
        ("Geachte heer, mevrouw", False),
        ("Dear customer", False),
        ("Sehr geehrte Damen und Herren,", False),
        ("Hallo Jan,", False),
        ("Met vriendelijke groet", False),
        ("Kind regards,", False),
        ("Beste Keus Meubelen B.V.", True),
        ("Dear & Sons Ltd", True),
    ],
)
def test_a_greeting_is_no_party(text: str, party: bool) -> None:
    assert is_name_like(text) is party


def _bill(top: list[Row | None], foot: list[Row | None]) -> list[Row | None]:
    """A bill of one line under the given head, as invoicing programs set it."""
    return [
        *top,
        None,
        [(0.07, "Description"), (0.55, "Qty"), (0.68, "Price"), (0.85, "Amount")],
        [(0.07, "Oak desk"), (0.55, "2"), (0.68, "100.00"), (0.85, "EUR 200.00")],
        [(0.6, "Total excl. VAT"), (0.85, "EUR 200.00")],
        [(0.6, "VAT 21%"), (0.85, "EUR 42.00")],
        [(0.6, "Total incl. VAT"), (0.85, "EUR 242.00")],
        *foot,
    ]


_FOOT: list[Row | None] = [None] * 30
# Both print a mail address under their names; the seller a web site too.
BOTH_REACHED = _bill(
    [
        [(0.4, "Quillhaven Supplies Ltd"), (0.7, "12 Dock Lane")],
        [(0.4, "www.quillhaven.ie"), (0.7, "Cork T12 AB34")],
        [(0.4, "hello@quillhaven.ie")],
        None,
        [(0.07, "INVOICE"), (0.6, "Invoice number"), (0.8, "Q-1181")],
        [(0.07, "Brannock Joinery Ltd"), (0.6, "Invoice date"), (0.8, "19 Nov 2025")],
        [(0.07, "3 Mill Lane")],
        [(0.07, "Dublin D02 X285")],
        [(0.07, "office@brannock.ie")],
    ],
    [],
)
# Only the addressee can be reached; the seller has the only VAT id.
ONE_REACHED = _bill(
    [
        [(0.6, "Invoice #: Q-1182")],
        [(0.6, "Created: 19 November 2025")],
        None,
        [(0.07, "Quillhaven Supplies Ltd"), (0.6, "Brannock Joinery Ltd")],
        [(0.07, "12 Dock Lane"), (0.6, "Jane Marsh")],
        [(0.07, "Dublin D02 X285"), (0.6, "office@brannock.ie")],
        [(0.07, "IE6388047V")],
    ],
    [],
)
# The web site in the foot is the writer's.
SITE_IN_FOOT = _bill(
    [
        [(0.07, "Quillhaven Supplies Ltd")],
        [(0.07, "12 Dock Lane")],
        [(0.07, "Dublin D02 X285")],
        [(0.5, "Brannock Joinery Ltd")],
        [(0.5, "3 Mill Lane")],
        [(0.5, "Dublin D04 K7X2")],
        None,
        [(0.07, "Invoice Q-1183"), (0.5, "Invoice date:"), (0.7, "19 Nov 2025")],
    ],
    [*_FOOT, [(0.3, "+353 1 555 0100 hello@quillhaven.ie www.quillhaven.ie")]],
)
# Only the addressee has a mail address; the seller's own stands in the foot.
OFFICE_IN_FOOT = _bill(
    [
        [(0.07, "Email: office@brannock.ie"), (0.5, "Invoice date"), (0.7, "Quillhaven Supplies")],
        [(0.5, "19 November 2025"), (0.7, "12 Dock Lane")],
        [(0.07, "TAX INVOICE"), (0.5, "Invoice number"), (0.7, "Cork T12 AB34")],
        [(0.07, "Brannock Joinery Ltd"), (0.5, "Q-1185")],
        [(0.07, "3 Mill Lane"), (0.5, "VAT number")],
        [(0.07, "Dublin D02 X285"), (0.5, "IE6388047V")],
    ],
    [*_FOOT, [(0.07, "Registered Office: 12 Dock Lane, Cork T12 AB34. Company Registration No: 483617")]],
)
# "To:" on the slip that goes back with the payment.
SLIP = _bill(
    [
        [(0.07, "Quillhaven Supplies Ltd"), (0.6, "Invoice number"), (0.8, "Q-1184")],
        [(0.07, "12 Dock Lane, Cork T12 AB34, www.quillhaven.ie"), (0.6, "Invoice date"), (0.8, "19 Nov 2025")],
        None,
        [(0.07, "Bill to:")],
        [(0.07, "Brannock Joinery Ltd")],
        [(0.07, "Dublin D02 X285")],
    ],
    [None, [(0.07, "PAYMENT ADVICE")], [(0.07, "To: Quillhaven Supplies Ltd")], [(0.07, "Cork T12 AB34")]],
)


@pytest.mark.parametrize(
    ("rows", "passes"),
    [(BOTH_REACHED, True), (ONE_REACHED, False), (SITE_IN_FOOT, True), (SLIP, True)],
    ids=[
        "a site under one name",
        "mail here, VAT id there",
        "a site in the foot",
        "a payment slip",
    ],
)
def test_who_sells_where_programs_print_both_sides_alike(rows: Sequence[Row | None], passes: bool) -> None:
    """Read right; and where the signs point both ways a person looks."""
    reading = read_pages([page(rows)], context=ReadContext())
    assert (reading.text("supplier_name"), reading.text("buyer_name")) == (
        "Quillhaven Supplies Ltd",
        "Brannock Joinery Ltd",
    )
    assert any(f.code == "CLOSE_CANDIDATES" and f.field == "supplier_name" for f in reading.findings) is not passes


def test_the_address_in_the_foot_is_the_sellers() -> None:
    """Beside the number of the register it says whose paper it is, though only the other party has a mail address."""
    reading = read_pages([page(OFFICE_IN_FOOT)], context=ReadContext())
    assert (reading.text("supplier_name"), reading.text("buyer_name")) == (
        "Quillhaven Supplies",
        "Brannock Joinery Ltd",
    )


@pytest.mark.parametrize(
    ("between", "net"),
    [
        ([("Discount", "-20.00"), ("VAT 21%", "37.80"), ("Total", "217.80")], "180.00"),
        ([("Shipping", "5.00"), ("VAT 21%", "43.05"), ("Total", "248.05")], "205.00"),
        ([("Spring offer", "-20.00"), ("Shipping", "5.00"), ("VAT 21%", "38.85"), ("Total", "223.85")], "185.00"),
        ([("VAT 21%", "42.00"), ("Total", "242.00")], "200.00"),
        ([("Discount", "-20.00"), ("VAT 21%", "37.80"), ("Total", "227.80")], "200.00"),  # ten too many: no sum holds
    ],
    ids=["discount", "freight", "both, one without a known name", "neither", "not a sum"],
)
def test_net_behind_discount_and_freight(between: list[tuple[str, str]], net: str) -> None:
    """Printed nowhere, it is what makes subtotal, discount, freight, VAT and total one sum."""
    rows: list[Row | None] = [
        *SLIP[:6],
        None,
        [(0.07, "Description"), (0.55, "Qty"), (0.68, "Price"), (0.85, "Amount")],
    ]
    rows += [[(0.07, "Oak desk"), (0.55, "2"), (0.68, "100.00"), (0.85, "200.00")]]
    rows += [[(0.6, name), (0.85, f"EUR {amount}")] for name, amount in [("Subtotal", "200.00"), *between]]
    reading = read_pages([page(rows)], context=ReadContext())
    assert reading.text("net_total") == net
    proven = not any(f.code == "ARITHMETIC" for f in reading.findings)
    assert proven is (between[-1][1] != "227.80")


def test_a_number_under_a_head_of_its_own_is_not_the_papers() -> None:
    """Under the heading stand further heads; the number below one of them bears that name, known or not."""
    rows = _bill(
        [
            *SLIP[:1],
            [(0.07, "Tax Invoice")],
            [(0.07, "Membership"), (0.43, "Date")],
            [(0.07, "556780"), (0.43, "2025-02-06")],
        ],
        [],
    )
    rows[0] = [(0.07, "Quillhaven Supplies Ltd")]
    assert read_pages([page(rows)], context=ReadContext()).text("invoice_number") == ""


def _dutch(top: list[Row | None], pay: list[Row | None], *, high: int = 0) -> list[Row | None]:
    """A Dutch bill of one line between its head and what stands about paying; ``high`` empty rows over the latter."""
    return [
        *top,
        None,
        [(0.07, "Omschrijving"), (0.55, "Aantal"), (0.68, "Prijs"), (0.85, "Bedrag")],
        [(0.07, "Kabelgoot 60x40"), (0.55, "2"), (0.68, "100,00"), (0.85, "EUR 200,00")],
        [(0.6, "Totaal excl. btw"), (0.85, "EUR 200,00")],
        [(0.6, "Btw 21%"), (0.85, "EUR 42,00")],
        [(0.6, "Totaal te betalen"), (0.85, "EUR 242,00")],
        *[None] * high,
        *pay,
    ]


_ADDRESSEE: list[Row | None] = [
    [(0.07, "Bouwbedrijf Zeeman B.V."), (0.6, "Btw-nummer NL823569002B01")],
    [(0.07, "Havenkade 10"), (0.6, "info@windkrachtkoeriers.nl")],
    [(0.07, "9936 GB Farmsum"), (0.6, "IBAN NL91 ABNA 0417 1643 00")],
    None,
    [(0.07, "Factuurnummer: WK-30112"), (0.5, "Factuurdatum: 19-11-2026")],
]
_PAY = "Wij verzoeken u dit bedrag over te maken op rekening NL91 ABNA 0417 1643 00 ten name van Windkracht"
_SELLER: list[Row | None] = [[(0.6, "7411 AB Deventer")], None, *_ADDRESSEE[:3], None, _ADDRESSEE[4]]


@pytest.mark.parametrize(
    ("rows", "field", "value", "open_field"),
    [
        # the name of who is paid goes on to the end of its sentence, on the next line
        (
            _dutch([*_FOOT[:6], *_ADDRESSEE], [[(0.02, _PAY)], [(0.02, "Koeriers.")]]),
            "supplier_name",
            "Windkracht Koeriers",
            "",
        ),
        # where the sentence goes on, nobody knows where the name ends
        (
            _dutch(
                [*_FOOT[:6], *_ADDRESSEE],
                [[(0.02, _PAY)], [(0.02, "Koeriers onder vermelding van het nummer van de factuur.")]],
            ),
            "supplier_name",
            "Windkracht",
            "supplier_name",
        ),
        # a slogan over the name: the web site is made of the name alone
        (
            _dutch(
                [[(0.6, "Altijd dichtbij")], [(0.6, "Windkracht Koeriers B.V.")], [(0.6, "Zaagstraat 8")], *_SELLER],
                [[(0.07, "www.windkrachtkoeriers.nl")]],
                high=25,
            ),
            "supplier_name",
            "Windkracht Koeriers B.V.",
            "",
        ),
        # the first word of the seller's name as a logo over the address window is not who is written to
        (
            _dutch(
                [
                    *_FOOT[:2],
                    [(0.6, "Windkracht Koeriers")],
                    [(0.6, "Zaagstraat 8")],
                    [(0.07, "Windkracht"), (0.6, "7411 AB Deventer")],
                    [(0.6, "info@windkrachtkoeriers.nl")],
                    [(0.07, "Windkracht Koeriers · Zaagstraat 8 · 7411 AB Deventer")],
                    [(0.07, "Timmerbedrijf Ewald Brandt")],
                    [(0.07, "Havenkade 10")],
                    [(0.07, "9936 GB Farmsum")],
                    None,
                    _ADDRESSEE[4],
                ],
                [],
            ),
            "buyer_name",
            "Timmerbedrijf Ewald Brandt",
            "",
        ),
        # the sender's line over the window has lost its marks
        (
            _dutch(
                [
                    *_FOOT[:2],
                    [(0.07, "Windkracht B.V. Ringdam 8"), (0.4, "7411 AB Deventer")],
                    *_ADDRESSEE[:3],
                    None,
                    _ADDRESSEE[4],
                ],
                [[(0.07, "Windkracht B.V."), (0.4, "KvK 12345678"), (0.7, "www.windkracht.nl")]],
                high=30,
            ),
            "buyer_name",
            "Bouwbedrijf Zeeman B.V.",
            "",
        ),
        # the house number beside the heading is the address', the number stands below
        (
            _dutch(
                [
                    [(0.73, "Windkracht Koeriers B.V.")],
                    [(0.07, "Factuur"), (0.73, "Dorpskern 117")],
                    [(0.73, "1787 ZS Breda")],
                    [(0.07, "#77758")],
                ],
                [],
            ),
            "invoice_number",
            "77758",
            "invoice_number",
        ),
    ],
    ids=["payee", "payee, open", "slogan", "logo", "sender's line", "house number"],
)
def test_texts_that_only_look_like_the_field(
    rows: Sequence[Row | None], field: str, value: str, open_field: str
) -> None:
    """Read as the page says it; where the page leaves it open the field is shown for checking."""
    reading = read_pages([page(rows)], context=ReadContext())
    assert reading.text(field) == value
    stopped = {f.field for f in reading.findings if f.severity.value != "info" and f.field == field}
    assert stopped == ({open_field} if open_field else set())


def test_over_the_foot_of_a_scan_no_word_becomes_the_customers_label() -> None:
    """ "Adresse" over the writer's address is only like "Adresse a" over the customer's."""
    rows: list[Row | None] = [
        [(0.7, "Boulangerie Perrin")],
        [(0.7, "28 rue du Four")],
        [(0.7, "42253 Toulouse")],
        None,
        [(0.07, "Atelier Mercier SARL"), (0.5, "Numéro de facture: F-2031")],
        [(0.07, "170 impasse des Lilas"), (0.5, "Date: 24/03/2025")],
        [(0.07, "69417 Lyon")],
        None,
        [(0.07, "Facture")],
        [(0.6, "Sous-total"), (0.85, "200,00 EUR")],
        [(0.6, "TVA (20%)"), (0.85, "40,00 EUR")],
        [(0.6, "Total"), (0.85, "240,00 EUR")],
        *[None] * 36,
        [(0.07, "Adresse"), (0.4, "Contact")],
        [(0.07, "Boulangerie Perrin"), (0.4, "contact@boulangerieperrin.fr")],
        [(0.07, "28 rue du Four"), (0.4, "www.boulangerieperrin.fr")],
        [(0.07, "42253 Toulouse")],
    ]
    reading = read_pages([page(rows, source=Source.OCR)], context=ReadContext())
    assert (reading.text("supplier_name"), reading.text("buyer_name")) == ("Boulangerie Perrin", "Atelier Mercier SARL")
