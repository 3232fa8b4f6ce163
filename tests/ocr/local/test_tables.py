"""Item tables in the ways they are printed: pages of words in, lines out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.evidence import Source
from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.local.layout import lay_out
from ocr.local.segment import segment
from ocr.page import ReadContext, Word
from tests.ocr.local.paper import Row, page

HEAD: list[Row | None] = [
    [(0.1, "Kwekerij Lindehof B.V."), (0.7, "FACTUUR")],
    [(0.1, "Dorpsweg 5")],
    [(0.1, "7411 AB Deventer")],
    [(0.1, "Factuurnummer 2026-071"), (0.6, "Factuurdatum 03-02-2026")],
    None,
]
COLUMNS: Row = [(0.1, "Omschrijving"), (0.5, "Aantal"), (0.65, "Prijs"), (0.85, "Bedrag")]


def lines(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(line.description, line.quantity, line.unit_price, line.net_amount) for line in reading.lines]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                [
                    (0.1, "Omschrijving"),
                    (0.4, "Aantal"),
                    (0.5, "Prijs"),
                    (0.6, "Btw %"),
                    (0.7, "Krt%"),
                    (0.8, "Bedrag"),
                ],
                [(0.1, "Buxusbollen"), (0.47, "10"), (0.56, "20,00"), (0.67, "21%"), (0.77, "25%"), (0.87, "150,00")],
                [(0.1, "Potgrond"), (0.48, "5"), (0.56, "10,00"), (0.67, "21%"), (0.88, "50,00")],
                [(0.6, "Totaal excl. btw"), (0.87, "200,00")],
            ],
            [("Buxusbollen", "10", "20.00", "150.00"), ("Potgrond", "5", "10.00", "50.00")],
            id="values to the right of their heads",
        ),
        pytest.param(
            [
                COLUMNS,
                [(0.1, "Buxusbollen"), (0.5, "10x"), (0.65, "20,00"), (0.85, "200,00")],
                [(0.1, "Uren hovenier"), (0.5, "2,5u"), (0.65, "40,00"), (0.85, "100,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "300,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00"), ("Uren hovenier", "2.5", "40.00", "100.00")],
            id="units in one word with the count",
        ),
        pytest.param(
            [
                [(0.1, "Omschr."), (0.5, "Hoeveelh."), (0.65, "Prijs/eh."), (0.85, "Bedrag")],
                [(0.1, "Buxusbollen"), (0.52, "10"), (0.65, "20,00"), (0.85, "200,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "200,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00")],
            id="heads cut short",
        ),
        pytest.param(
            [
                COLUMNS,
                [(0.1, "Materialen")],
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
                [(0.1, "Potgrond"), (0.5, "5"), (0.65, "10,00"), (0.85, "50,00")],
                [(0.65, "Subtotaal"), (0.85, "250,00")],
                [(0.1, "Arbeidsloon")],
                [(0.1, "Planten"), (0.5, "1"), (0.65, "80,00"), (0.85, "80,00")],
                [(0.65, "Subtotaal"), (0.86, "80,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "330,00")],
            ],
            [
                ("Buxusbollen", "10", "20.00", "200.00"),
                ("Potgrond", "5", "10.00", "50.00"),
                ("Planten", "1", "80.00", "80.00"),
            ],
            id="groups with sums of their own",
        ),
        pytest.param(
            [
                [(0.1, "Omschrijving"), (0.85, "Bedrag")],
                [(0.1, "Abonnement bellen"), (0.85, "40,00")],
                [(0.1, "Abonnement glasvezel"), (0.85, "60,00")],
                [(0.1, "Totaal abonnementen"), (0.84, "100,00")],
                [(0.1, "Bellen buitenland"), (0.86, "7,50")],
                [(0.1, "Bellen servicenummers"), (0.86, "2,50")],
                [(0.1, "Totaal verbruik"), (0.85, "10,00")],
                [(0.6, "Totaal excl. btw"), (0.84, "110,00")],
                [(0.6, "Btw 21%"), (0.85, "23,10")],
                [(0.6, "Te betalen"), (0.84, "133,10")],
            ],
            [
                ("Abonnement bellen", "", "", "40.00"),
                ("Abonnement glasvezel", "", "", "60.00"),
                ("Bellen buitenland", "", "", "7.50"),
                ("Bellen servicenummers", "", "", "2.50"),
            ],
            id="groups of amounts alone",
        ),
        pytest.param(
            [
                [(0.1, "Omschrijving"), (0.7, "Btw"), (0.85, "Bedrag")],
                [(0.1, "Buxusbollen"), (0.7, "9%"), (0.85, "200,00")],
                [(0.1, "Transport naar Zwolle"), (0.7, "21%"), (0.85, "50,00")],
                [(0.1, "Planten"), (0.7, "21%"), (0.85, "80,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "330,00")],
            ],
            [
                ("Buxusbollen", "", "", "200.00"),
                ("Transport naar Zwolle", "", "", "50.00"),
                ("Planten", "", "", "80.00"),
            ],
            id="freight between the items is one of them",
        ),
        pytest.param(
            [
                [(0.1, "Product"), (0.5, "Aantal"), (0.65, "Prijs"), (0.75, "Excl. btw"), (0.88, "Incl. btw")],
                [(0.1, "Buxusbollen"), (0.52, "10"), (0.65, "20,00"), (0.76, "200,00"), (0.89, "242,00")],
                [(0.1, "Totaal"), (0.76, "200,00"), (0.89, "242,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00")],
            id="heads that only say whether VAT is in",
        ),
        pytest.param(
            [
                [(0.1, "Product"), (0.5, "Aantal"), (0.85, "Prijs")],
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.85, "200,00")],
                [(0.1, "Potgrond"), (0.5, "5"), (0.85, "50,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "250,00")],
            ],
            [("Buxusbollen", "10", "", "200.00"), ("Potgrond", "5", "", "50.00")],
            id="prices that add up to the total are amounts",
        ),
        pytest.param(
            [
                [(0.1, "Product"), (0.5, "Aantal"), (0.85, "Prijs")],
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.85, "20,00")],
                [(0.1, "Potgrond"), (0.5, "5"), (0.85, "10,00")],
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00"), ("Potgrond", "5", "10.00", "50.00")],
            id="amounts that are not printed follow from the total",
        ),
        pytest.param(
            [
                [(0.1, "Product"), (0.5, "Aantal"), (0.85, "Prijs")],
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.85, "20,00")],
                [(0.6, "Totaal excl. btw"), (0.84, "200,00")],
                [(0.6, "Btw 10%"), (0.85, "20,00")],
                [(0.6, "Totaal te betalen"), (0.84, "220,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00")],
            id="a price that is also printed as VAT stays a price",
        ),
        pytest.param(
            [
                [(0.1, "Pos"), (0.15, "Artikelnr"), (0.38, "Omschrijving")],
                [(0.24, "Hoeveelheid"), (0.6, "Prijs"), (0.85, "Waarde")],
                None,
                [(0.1, "10"), (0.15, "HX8284"), (0.38, "Buxusbollen")],
                [(0.27, "10 stuks"), (0.6, "20,00"), (0.85, "200,00")],
                None,
                [(0.1, "20"), (0.15, "HX8290"), (0.38, "Potgrond")],
                [(0.28, "5 stuks"), (0.6, "10,00"), (0.86, "50,00")],
                None,
                [(0.6, "Totaal excl. btw"), (0.85, "250,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00"), ("Potgrond", "5", "10.00", "50.00")],
            id="items over two lines under heads over two lines",
        ),
        pytest.param(
            [
                [(0.1, "Artikel: Buxusbollen")],
                [(0.1, "Aantal: 10")],
                [(0.1, "Prijs per stuk: € 20,00")],
                [(0.1, "Bedrag: € 200,00")],
                None,
                [(0.1, "Artikel: Potgrond")],
                [(0.1, "Aantal: 5")],
                [(0.1, "Prijs per stuk: € 10,00")],
                [(0.1, "Bedrag: € 50,00")],
                None,
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00"), ("Potgrond", "5", "10.00", "50.00")],
            id="items as records of named values",
        ),
        pytest.param(
            [
                [(0.1, "Hovenierswerk voortuin: € 200,00")],
                [(0.1, "Afvoer"), (0.2, "..............................50,00")],
                None,
                [(0.1, "Totaal exclusief btw: € 250,00")],
                [(0.1, "Btw 21%: € 52,50")],
                [(0.1, "Totaal te betalen: € 302,50")],
            ],
            [("Hovenierswerk voortuin", "", "", "200.00"), ("Afvoer", "", "", "50.00")],
            id="text with an amount behind a colon or dots",
        ),
        pytest.param(
            [
                [(0.1, "Wit brood heel")],
                [(0.15, "2 x 2,50"), (0.6, "5,00")],
                [(0.1, "Krentenbol"), (0.6, "1,25")],
                [(0.1, "6x Croissant"), (0.45, "1,10"), (0.6, "6,60")],
                [(0.1, "Totaal"), (0.6, "12,85")],
            ],
            [
                ("Wit brood heel", "2", "2.50", "5.00"),
                ("Krentenbol", "", "", "1.25"),
                ("Croissant", "6", "1.10", "6.60"),
            ],
            id="a till's ways to print a line, mixed",
        ),
        pytest.param(
            [
                [(0.1, "Zakken 60 x 80 cm"), (0.5, "40"), (0.6, "7,84"), (0.7, "10"), (0.85, "282,24")],
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.6, "20,00"), (0.7, "25 %"), (0.85, "150,00")],
                [(0.1, "Potgrond"), (0.5, "5"), (0.6, "10,00"), (0.85, "50,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "482,24")],
            ],
            [
                ("Zakken 60 x 80 cm", "40", "7.84", "282.24"),
                ("Buxusbollen", "10", "20.00", "150.00"),
                ("Potgrond", "5", "10.00", "50.00"),
            ],
            id="no heads at all, with discounts",
        ),
        pytest.param(
            [
                [(0.1, "Pos"), (0.15, "Omschrijving"), (0.5, "Prijs"), (0.7, "Aantal"), (0.85, "Bedrag")],
                [(0.15, "Ondersteuning")],
                [(0.1, "1"), (0.5, "(Korting: 5,00)"), (0.72, "1"), (0.85, "60,00")],
                [(0.5, "(Netto): 60,00")],
                None,
                [(0.15, "Papier")],
                [(0.1, "2"), (0.5, "(Korting: 1,00)"), (0.72, "3"), (0.85, "28,00")],
                [(0.5, "(Netto): 10,00")],
                None,
                [(0.6, "Totaal excl. btw"), (0.85, "88,00")],
            ],
            [("Ondersteuning", "1", "", "60.00"), ("Papier", "3", "", "28.00")],
            id="items of several lines, told by their counting; notes about prices are none",
        ),
        pytest.param(
            [
                [(0.1, "Titel"), (0.4, "Aantal"), (0.5, "Waarde"), (0.65, "Btw"), (0.8, "Totaal")],
                [(0.1, "Buxusbollen"), (0.42, "10"), (0.5, "200,00"), (0.65, "42,00"), (0.8, "242,00")],
                [(0.1, "Potgrond"), (0.43, "5"), (0.5, "50,00"), (0.65, "10,50"), (0.8, "60,50")],
                [(0.1, "Totalen"), (0.42, "15"), (0.5, "250,00"), (0.65, "52,50"), (0.8, "302,50")],
                [(0.6, "Te betalen"), (0.8, "302,50")],
            ],
            [("Buxusbollen", "10", "", "200.00"), ("Potgrond", "5", "", "50.00")],
            id="of net, VAT and gross of a row the net one counts",
        ),
        pytest.param(
            [
                [(0.15, "Omschrijving"), (0.65, "Prijs"), (0.85, "Bedrag")],
                [(0.1, "3 x"), (0.15, "Hosting"), (0.65, "20,00"), (0.85, "60,00")],
                [(0.1, "1 x"), (0.15, "Domeinnaam"), (0.65, "10,00"), (0.85, "10,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "70,00")],
            ],
            [("Hosting", "3", "20.00", "60.00"), ("Domeinnaam", "1", "10.00", "10.00")],
            id="counts under no head",
        ),
        pytest.param(
            [
                [(0.1, "Aansluiting 0570-123456")],
                [(0.1, "Abonnement bellen"), (0.85, "40,00")],
                [(0.1, "Bellen buitenland"), (0.86, "7,50")],
                [(0.1, "Totaal aansluiting"), (0.85, "47,50")],
                [(0.1, "Aansluiting 0570-654321")],
                [(0.1, "Abonnement bellen"), (0.85, "25,00")],
                [(0.1, "Totaal aansluiting"), (0.85, "25,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "72,50")],
                [(0.6, "Btw 21%"), (0.85, "15,23")],
                [(0.6, "Te betalen"), (0.85, "87,73")],
            ],
            [
                ("Abonnement bellen", "", "", "40.00"),
                ("Bellen buitenland", "", "", "7.50"),
                ("Abonnement bellen", "", "", "25.00"),
            ],
            id="services in groups with sums, no table",
        ),
        pytest.param(
            [
                [(0.1, "Datum"), (0.25, "Werkzaamheden"), (0.6, "Uren"), (0.7, "Tarief"), (0.85, "Bedrag")],
                [(0.1, "03-02-2026"), (0.25, "Snoeien"), (0.6, "2,50"), (0.7, "40,00"), (0.85, "100,00")],
                [(0.1, "Artikel"), (0.6, "Aantal"), (0.7, "Eenheid"), (0.78, "Prijs"), (0.86, "Bedrag")],
                [(0.1, "Buxusbollen"), (0.6, "10"), (0.7, "stuks"), (0.78, "20,00"), (0.86, "200,00")],
                [(0.1, "Afvoer tuinafval"), (0.86, "35,00")],
                [(0.6, "Totaal excl. btw"), (0.86, "335,00")],
            ],
            [
                ("Snoeien", "2.50", "40.00", "100.00"),
                ("Buxusbollen", "10", "20.00", "200.00"),
                ("Afvoer tuinafval", "", "", "35.00"),
            ],
            id="tables with different heads make one total",
        ),
        pytest.param(
            [
                [(0.1, "Abonnement"), (0.5, "Periode"), (0.85, "Bedrag")],
                [(0.1, "Hosting"), (0.5, "01-02-2026 t/m 28-02-2026"), (0.85, "60,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "60,00")],
            ],
            [("Hosting", "", "", "60.00")],
            id="a word of the house over the texts",
        ),
        pytest.param(
            [
                [(0.1, "1. Buxusbollen")],
                [(0.12, "Aantal 10 | Prijs 20,00 | Bedrag 200,00")],
                [(0.1, "2. Potgrond")],
                [(0.12, "Aantal 5 | Prijs 10,00 | Bedrag 50,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "250,00")],
            ],
            [("1. Buxusbollen", "10", "20.00", "200.00"), ("2. Potgrond", "5", "10.00", "50.00")],
            id="names of numbers describe nothing",
        ),
        pytest.param(
            [
                COLUMNS,
                [(0.1, "Buxusbollen")],
                [(0.1, "Code 4711"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
                [(0.1, "Potgrond")],
                [(0.1, "Code 4712"), (0.5, "5"), (0.65, "10,00"), (0.85, "50,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "250,00")],
            ],
            [("Buxusbollen Code 4711", "10", "20.00", "200.00"), ("Potgrond Code 4712", "5", "10.00", "50.00")],
            id="texts above every row of numbers",
        ),
        pytest.param(
            [
                [(0.1, "Omschrijving"), (0.6, "Uren"), (0.8, "Uurtarief")],
                [(0.1, "Snoeien"), (0.6, "2,50"), (0.8, "40,00")],
                [(0.1, "Planten"), (0.6, "4,00")],
                [(0.6, "Totaal excl. btw"), (0.8, "260,00")],
            ],
            [("Snoeien", "2.50", "40.00", "100.00"), ("Planten", "4.00", "40.00", "160.00")],
            id="a price printed once",
        ),
        pytest.param(
            [
                COLUMNS,
                [(0.1, "Buxusbollen"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
                [(0.1, "Potgrond"), (0.5, "5"), (0.65, "10,00"), (0.85, "50,00")],
                [(0.1, "Subtotaal"), (0.85, "250,00")],
                [(0.1, "Projectkorting 10%"), (0.85, "-25,00")],
                [(0.1, "Mest"), (0.5, "2"), (0.65, "30,00"), (0.85, "60,00")],
                [(0.1, "Korting 5%"), (0.85, "-3,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "282,00")],
            ],
            [
                ("Buxusbollen", "10", "20.00", "200.00"),
                ("Potgrond", "5", "10.00", "50.00"),
                ("Mest", "2", "30.00", "57.00"),
            ],
            id="a discount lowers the item whose percentage it is",
        ),
        pytest.param(
            [
                [(0.1, "Rit"), (0.5, "Km"), (0.65, "Tarief"), (0.85, "Bedrag")],
                [(0.1, "Breda Mainz"), (0.5, "400"), (0.65, "1,50"), (0.85, "600,00")],
                [(0.1, "Nantes Kiel"), (0.5, "800"), (0.65, "1,50"), (0.85, "1.200,00")],
                [(0.1, "Dieseltoeslag 5%"), (0.85, "90,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "1.890,00")],
            ],
            [("Breda Mainz", "400", "1.50", "600.00"), ("Nantes Kiel", "800", "1.50", "1200.00")],
            id="a percentage of all items is a surcharge",
        ),
        pytest.param(
            [
                [(0.1, "Omschrijving"), (0.35, "Soort"), (0.6, "Aantal"), (0.7, "Prijs"), (0.85, "Bedrag")],
                [(0.1, "Buxusbollen"), (0.35, "vast"), (0.6, "10"), (0.7, "20,00"), (0.85, "200,00")],
                [(0.1, "Potgrond"), (0.35, "los"), (0.6, "5"), (0.7, "10,00"), (0.85, "50,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "250,00")],
            ],
            [("Buxusbollen", "10", "20.00", "200.00"), ("Potgrond", "5", "10.00", "50.00")],
            id="words under a head that is not known",
        ),
        pytest.param(
            [
                [(0.1, "Omschrijving"), (0.5, "Opdracht"), (0.65, "Reeds"), (0.85, "Nu")],
                [(0.1, "Vijver graven"), (0.5, "900,00"), (0.65, "300,00"), (0.85, "200,00")],
                [(0.1, "Beplanting"), (0.5, "500,00"), (0.65, "100,00"), (0.85, "150,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "350,00")],
            ],
            [("Vijver graven", "", "", "200.00"), ("Beplanting", "", "", "150.00")],
            id="the column that makes the total, whatever its head says",
        ),
        pytest.param(
            [
                [(0.1, "Hosting......12,50")],
                [(0.1, "Beheer server – 40,00")],
                [(0.6, "Totaal excl. btw"), (0.85, "52,50")],
            ],
            [("Hosting", "", "", "12.50"), ("Beheer server", "", "", "40.00")],
            id="dots without a space, a dash that is no minus",
        ),
    ],
)
def test_table(rows: list[Row | None], expected: list[tuple[str, str, str, str]]) -> None:
    assert lines(read_pages([page([*HEAD, *rows])], context=ReadContext())) == expected


def test_counts_lost_by_recognition_follow_from_price_and_amount() -> None:
    """Single digits get lost on scans; a count that is not whole is left open, and text layers lose nothing."""
    rows: list[Row | None] = [
        *HEAD,
        COLUMNS,
        [(0.1, "Buxusbollen"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
        [(0.1, "Potgrond"), (0.65, "10,00"), (0.85, "50,00")],
        [(0.1, "Mest"), (0.65, "10,00"), (0.85, "15,00")],
        [(0.6, "Totaal excl. btw"), (0.85, "265,00")],
    ]
    scan = read_pages([page(rows, source=Source.OCR)], context=ReadContext())
    assert [line.quantity for line in scan.lines] == ["10", "5", ""]
    text = read_pages([page(rows)], context=ReadContext())
    assert [line.quantity for line in text.lines] == ["10", "", ""]


@pytest.mark.parametrize(
    ("count", "price", "amount", "read"),
    [
        ("26", "180,00", "468,00", ("2.6", "180.00", "468.00")),
        ("3", "18000", "540,00", ("3", "180.00", "540.00")),
        ("3", "18,51", "59,53", ("3", "18.51", "55.53")),
        ("3", "18,51", "99,90", ("3", "18.51", "99.90")),
    ],
)
def test_one_small_slip_of_recognition_is_mended(count: str, price: str, amount: str, read: tuple[str, ...]) -> None:
    """A lost mark, one wrong digit; what needs more than that stays as it was recognised."""
    rows: list[Row | None] = [
        *HEAD,
        COLUMNS,
        [(0.1, "Buxusbollen"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
        [(0.1, "Potgrond"), (0.5, count), (0.65, price), (0.85, amount)],
    ]
    last = lines(read_pages([page(rows, source=Source.OCR)], context=ReadContext()))[-1]
    assert (last[1].rstrip("0") if "." in last[1] else last[1], *last[2:]) == read


def test_a_number_without_its_mark_goes_by_its_column() -> None:
    rows: list[Row | None] = [
        *HEAD,
        [(0.1, "Omschrijving"), (0.5, "Periode"), (0.85, "Bedrag")],
        [(0.1, "Hosting"), (0.5, "februari"), (0.85, "60,00")],
        [(0.1, "Beheer"), (0.5, "februari"), (0.85, "145,00")],
        [(0.1, "Domeinnaam"), (0.5, "februari"), (0.85, "1250")],
    ]
    scan = read_pages([page(rows, source=Source.OCR)], context=ReadContext())
    assert [line.net_amount for line in scan.lines] == ["60.00", "145.00", "12.50"]


def test_parts_of_a_line_at_one_height_are_one_line() -> None:
    """A small mark at the end of a line that slopes a little must not tear it apart."""
    printed = page([[(0.1, "Buxusbollen wit groot"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")]])
    sunk = {"10": 0.002, "20,00": 0.002, "200,00": 0.0015}
    words = [replace(w, y0=w.y0 + sunk.get(w.text, 0), y1=w.y1 + sunk.get(w.text, 0)) for w in printed.words]
    middle = (printed.words[0].y0 + printed.words[0].y1) / 2
    mark = Word("e", 0.93, middle - 0.006, 0.94, middle)
    lines = lay_out([replace(printed, words=(*words, mark))]).lines
    assert [line.text for line in lines] == ["Buxusbollen wit groot 10 20,00 200,00 e"]


@pytest.mark.parametrize(
    ("carried", "heads"),
    [("Over te dragen", True), ("Transport", True), ("Zwischensumme / Übertrag", False), ("À reporter", True)],
)
def test_sum_carried_to_the_next_page(carried: str, heads: bool) -> None:
    """The carried sum is no item, and a page that takes it over begins no document of its own."""
    first = [
        *HEAD,
        COLUMNS,
        [(0.1, "Pakbon 4401 van 03-02-2026")],
        [(0.1, "Buxusbollen"), (0.5, "10"), (0.65, "20,00"), (0.85, "200,00")],
        [(0.1, "Potgrond"), (0.5, "5"), (0.65, "10,00"), (0.85, "50,00")],
        [(0.1, carried), (0.85, "250,00")],
    ]
    second: list[Row | None] = [
        *([COLUMNS] if heads else []),
        [(0.1, carried), (0.85, "250,00")],
        [(0.1, "Pakbon 4405 van 05-02-2026")],
        [(0.1, "Planten"), (0.5, "2"), (0.65, "40,00"), (0.85, "80,00")],
        [(0.6, "Totaal excl. btw"), (0.85, "330,00")],
        [(0.6, "Btw 21%"), (0.85, "69,30")],
        [(0.6, "Totaal te betalen"), (0.85, "399,30")],
    ]
    pages = [page(first), page(second, number=2)]
    reading = read_pages(pages, context=ReadContext())
    assert [amount for *_, amount in lines(reading)] == ["200.00", "50.00", "80.00"]
    assert segment(pages).documents == ((1, 2),)
