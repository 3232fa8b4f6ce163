"""Who sells and who buys, where no label says it: mails in sentences, orders on the buyer's own paper."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

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
