"""The VAT breakdown: rates, bases and VAT in the ways they are printed, and what the totals complete or throw out."""

from __future__ import annotations

import pytest

from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, page

HEAD: list[Row | None] = [
    [(0.1, "Kwekerij Lindehof B.V."), (0.7, "FACTUUR")],
    [(0.1, "Dorpsweg 5")],
    [(0.1, "7411 AB Deventer")],
    [(0.1, "Factuurnummer 2026-071"), (0.6, "Factuurdatum 03-02-2026")],
    None,
    [(0.1, "Omschrijving"), (0.55, "Aantal"), (0.65, "Prijs"), (0.85, "Bedrag")],
    [(0.1, "Buxusbollen"), (0.56, "10"), (0.65, "20,00"), (0.85, "200,00")],
    [(0.1, "Potgrond zakken"), (0.57, "5"), (0.65, "10,00"), (0.86, "50,00")],
    None,
]

TOTALS: list[Row | None] = [
    [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
    [(0.6, "Btw"), (0.85, "46,50")],
    [(0.6, "Totaal te betalen"), (0.84, "296,50")],
]

TWO = [("21", "200.00", "42.00"), ("9", "50.00", "4.50")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                [(0.1, "Btw %"), (0.25, "Over"), (0.4, "Btw")],
                [(0.1, "21%"), (0.24, "200,00"), (0.4, "42,00")],
                [(0.11, "9%"), (0.25, "50,00"), (0.41, "4,50")],
                *TOTALS,
            ],
            TWO,
            id="a table, one line per rate",
        ),
        pytest.param(
            [
                [(0.24, "21%"), (0.4, "9%"), (0.53, "Totaal")],
                [(0.1, "Over"), (0.23, "200,00"), (0.39, "50,00"), (0.52, "250,00")],
                [(0.1, "Btw"), (0.24, "42,00"), (0.4, "4,50"), (0.53, "46,50")],
                [(0.6, "Totaal te betalen"), (0.84, "296,50")],
            ],
            TWO,
            id="a table, one column per rate",
        ),
        pytest.param(
            [
                [(0.1, "Grondslag 21%"), (0.3, "Btw 21%"), (0.45, "Grondslag 9%"), (0.62, "Btw 9%"), (0.8, "Totaal")],
                [(0.15, "200,00"), (0.31, "42,00"), (0.5, "50,00"), (0.63, "4,50"), (0.8, "296,50")],
            ],
            TWO,
            id="side by side under heads that name the rate",
        ),
        pytest.param(
            [
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
                [(0.6, "Belast met 21%"), (0.84, "200,00")],
                [(0.6, "Belast met 9%"), (0.85, "50,00")],
                [(0.6, "Btw 21%"), (0.85, "42,00")],
                [(0.6, "Btw 9%"), (0.86, "4,50")],
                [(0.6, "Totaal te betalen"), (0.84, "296,50")],
            ],
            TWO,
            id="base and VAT on lines of their own",
        ),
        pytest.param(
            [
                [(0.1, "%"), (0.2, "Grondslag"), (0.35, "Btw-bedrag")],
                [(0.1, "21,00"), (0.22, "200,00"), (0.36, "42,00")],
                [(0.11, "0,00"), (0.23, "50,00"), (0.37, "0,00")],
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
                [(0.6, "Btw"), (0.85, "42,00")],
                [(0.6, "Totaal te betalen"), (0.84, "292,00")],
            ],
            [("21", "200.00", "42.00"), ("0", "50.00", "0.00")],
            id="a zero rate without percent sign, by its columns",
        ),
        pytest.param(
            [
                [(0.1, "Klant met 5% pas: 100,00 bespaart 5,00")],
                [(0.1, "21%"), (0.24, "200,00"), (0.4, "42,00")],
                [(0.11, "9%"), (0.25, "50,00"), (0.41, "4,50")],
                *TOTALS,
            ],
            TWO,
            id="rows that do not make the totals go",
        ),
        pytest.param(
            [
                [(0.05, "Goederen"), (0.2, "Korting"), (0.35, "Netto"), (0.48, "Btw"), (0.58, "%"), (0.7, "Totaal")],
                [(0.05, "210,00"), (0.2, "-10,00"), (0.35, "200,00"), (0.48, "42,00"), (0.58, "21"), (0.7, "242,00")],
                [(0.05, "50,04"), (0.2, "-0,04"), (0.35, "50,00"), (0.48, "4,50"), (0.58, "9"), (0.7, "54,50")],
                *TOTALS,
            ],
            TWO,
            id="of two bases with the same VAT the one that makes the totals",
        ),
        pytest.param(
            [[(0.1, "21%"), (0.24, "200,00"), (0.4, "42,00")], *TOTALS],
            TWO,
            id="a lost row is what the totals leave",
        ),
        pytest.param(
            [
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
                [(0.6, "Btw 21%"), (0.85, "52,50")],
                [(0.6, "Totaal te betalen"), (0.84, "302,50")],
            ],
            [("21", "250.00", "52.50")],
            id="the base of the only rate is net",
        ),
        pytest.param(
            [
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
                [(0.6, "Btw"), (0.85, "52,50")],
                [(0.6, "Totaal te betalen"), (0.84, "302,50")],
            ],
            [("21", "250.00", "52.50")],
            id="a rate that is not printed follows from the totals",
        ),
        pytest.param(
            [
                [(0.6, "Totaal excl. btw"), (0.84, "250,00")],
                [(0.6, "Btw verlegd"), (0.86, "0,00")],
                [(0.6, "Totaal te betalen"), (0.84, "250,00")],
            ],
            [("0", "250.00", "0.00")],
            id="no VAT, said so",
        ),
        pytest.param([[(0.6, "Totaal te betalen"), (0.84, "250,00")]], [], id="nothing said of VAT"),
    ],
)
def test_breakdown(rows: list[Row | None], expected: list[tuple[str, str, str]]) -> None:
    reading = read_pages([page([*HEAD, *rows])], context=ReadContext())
    assert [(row.rate, row.base, row.amount) for row in reading.vat_breakdown] == expected
