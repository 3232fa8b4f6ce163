"""Bills of Spain, Portugal, Italy, the north, Poland and the Czech lands, papers in two languages, orders written to
somebody, and what short or odd papers of unknown suppliers showed."""

from __future__ import annotations

import pytest

from domain.reading import DocumentType, Reading
from ocr.local.api import read_pages
from ocr.local.labels import find_labels
from ocr.local.layout import lay_out
from ocr.local.names import is_name_like, tidy_name
from ocr.local.registrations import find_registrations
from ocr.local.vat_ids import find_vat_ids
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

SPANISH: list[Row | None] = [
    [(0.1, "Talleres Ferrer, S.L."), (0.6, "Factura nº:"), (0.75, "VT/26-0114")],
    [(0.1, "Calle Mayor 12"), (0.6, "Fecha:"), (0.75, "11/03/2026")],
    [(0.1, "45001 Toledo")],
    [(0.1, "N.I.F. A12345674")],
    None,
    [(0.1, "Cliente")],
    [(0.1, "Panadería del Sol, S.L.")],
    [(0.1, "Avenida del Puerto 3")],
    [(0.1, "46021 Valencia")],
    None,
    [(0.1, "Descripción"), (0.55, "Cantidad"), (0.68, "Precio"), (0.82, "Importe")],
    [(0.1, "Cambio de aceite"), (0.56, "1"), (0.68, "80,00"), (0.82, "80,00")],
    [(0.1, "Filtro"), (0.56, "2"), (0.68, "10,00"), (0.82, "20,00")],
    None,
    [(0.6, "Base imponible"), (0.82, "100,00 €")],
    [(0.6, "IVA 21%"), (0.82, "21,00 €")],
    [(0.6, "Total factura"), (0.82, "121,00 €")],
]
ORDER: list[Row | None] = [
    [(0.1, "PURCHASE ORDER"), (0.55, "Hartwell Pumps plc")],
    [(0.55, "Brough Road, Hull HU15 2AB")],
    [(0.1, "Order No."), (0.25, "PO-2026-0418"), (0.55, "VAT Reg. GB980780684")],
    [(0.1, "Order Date"), (0.25, "18 March 2026")],
    None,
    [(0.1, "To:")],
    [(0.1, "Brightline Fasteners Ltd")],
    [(0.1, "Birmingham B11 2AJ")],
    None,
    [(0.1, "Description"), (0.5, "Qty"), (0.62, "Unit Price"), (0.8, "Line Total")],
    [(0.1, "M8 hex bolt"), (0.5, "200"), (0.62, "1.25"), (0.8, "250.00")],
    None,
    [(0.6, "Order Value"), (0.8, "250.00")],
    [(0.6, "VAT @ 20%"), (0.8, "50.00")],
    [(0.6, "Total GBP"), (0.8, "300.00")],
]


def _read(rows: list[Row | None]) -> Reading:
    return read_pages([page(rows)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


def _with(paper: list[Row | None], **changes: Row | None) -> list[Row | None]:
    rows = [*paper]
    for name, row in changes.items():
        rows[int(name[1:])] = row
    return rows


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([(0.1, "Fecha de la factura"), (0.5, "CIF: A12345674")], ["ESA12345674"]),
        ([(0.1, "Fecha de la factura"), (0.5, "N.I.F. 12345678Z")], ["ES12345678Z"]),
        ([(0.1, "Importe total de la factura"), (0.6, "A12345674")], ["ESA12345674"]),  # no label, but its check holds
        ([(0.1, "Importe total de la factura"), (0.6, "A12345675")], []),
        ([(0.1, "Faktura"), (0.3, "NIP: 526-000-12-46 razem netto brutto")], ["PL5260001246"]),
        ([(0.1, "Faktura"), (0.3, "NIP: 526 000 124 6 razem netto brutto")], ["PL5260001246"]),  # not cut at a gap
        ([(0.1, "Org.nr. 923 609 016 MVA")], ["923609016MVA"]),
        ([(0.1, "Org.nr. 923 609 016")], []),
    ],
)
def test_vat_ids_without_their_country(row: Row, expected: list[str]) -> None:
    layout = lay_out([page([row])])
    assert [i.value for i in find_vat_ids(layout, find_labels(layout))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Org.nr: 556016-0680", "556016-0680"),
        ("Org.nr. NO 923 609 016 MVA", "923 609 016"),
        ("CVR-nr. 24256790", "24256790"),
        ("Y-tunnus 0112038-9", "0112038-9"),
        ("IČO: 27082440", "27082440"),
        ("R.C.S. Luxembourg B 88412", "B 88412"),
        ("Amtsgericht Kiel HRB 11 874", "HRB 11 874"),  # not cut at its gap
        ("HRB 4418 89231 Neu-Ulm", "HRB 4418"),
        ("Registered in England 04418822", "04418822"),
        ("Company Reg. 05512877", "05512877"),
    ],
)
def test_company_numbers_of_other_registers(text: str, expected: str) -> None:
    assert [i.value for i in find_registrations(lay_out([page([[(0.1, text)]])]))] == [expected]


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({}, "supplier_vat", "ESA12345674"),
        ({}, "invoice_number", "VT/26-0114"),
        # a postcode beside the heading is no number, the day of the bill that is corrected not this one's
        (
            {"r4": [(0.1, "FACTURA RECTIFICATIVA"), (0.6, "46021 Valencia")]},
            "invoice_number",
            "VT/26-0114",
        ),
        (
            {"r9": [(0.1, "Rectifica a la factura VT/26-0090 de fecha 02/02/2026")]},
            "issue_date",
            "2026-03-11",
        ),
        ({"r0": [(0.1, "Talleres Ferrer, S.L."), (0.6, "Fatura FT A/1187")]}, "invoice_number", "FT A/1187"),
    ],
)
def test_a_spanish_bill(changes: dict[str, Row | None], field: str, expected: str) -> None:
    assert _value(_read(_with(SPANISH, **changes)), field) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("supplier_name", "Brightline Fasteners Ltd"),
        ("buyer_name", "Hartwell Pumps plc"),
        ("supplier_vat", None),
        ("buyer_vat", "GB980780684"),
    ],
)
def test_who_is_written_to_on_an_order_is_to_deliver(field: str, expected: str | None) -> None:
    reading = _read(ORDER)
    assert reading.document_type is DocumentType.PURCHASE_ORDER
    assert _value(reading, field) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sales credit note", False),
        ("Factura consolidada", False),
        ("Schweiz / Switzerland", False),
        ("Sprzedawca (seller)", False),
        ("Bergstraatpostbus 2", False),
        ("Factuur totalen", False),
        ("Sales Partners", True),
        ("Final Frontier Travel", True),
    ],
)
def test_headings_and_countries_are_no_parties(text: str, name: bool) -> None:
    assert is_name_like(text) is name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ateliers Boisseau SARL au capital de 20 000 €", "Ateliers Boisseau SARL"),
        ("Peña, S.C.P. NIF 1", "Peña, S.C.P."),
    ],
)
def test_what_follows_a_name_is_cut_off(text: str, name: str) -> None:
    assert tidy_name(text) == name


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        # a guest or client beside the one who is invoiced
        (
            {
                "r5": [(0.1, "Gast:"), (0.2, "Dhr. K. Wouters")],
                "r6": [(0.1, "Factuur aan:"), (0.25, "Van Dijk Bouw B.V.")],
            },
            "buyer_name",
            "Van Dijk Bouw B.V.",
        ),
        ({"r17": [(0.1, "Betaal met kenmerk 4026 1004 4881 2001")]}, "payment_reference", "4026 1004 4881 2001"),
        (
            {"r8": [(0.55, "Customer ref"), (0.75, "ZON01")], "r5": [(0.1, "Zonneschijn Bakkerij")]},
            "order_reference",
            None,
        ),
        ({"r8": [(0.55, "Customer ref"), (0.75, "77120")]}, "order_reference", "77120"),
        # in two languages, one in brackets
        (
            {"r7": [(0.1, "8011 CD Zwolle"), (0.5, "Vervaldatum (due date):"), (0.75, "05-03-2026")]},
            "due_date",
            "2026-03-05",
        ),
    ],
)
def test_what_bills_of_unknown_suppliers_showed(
    changes: dict[str, Row | None], field: str, expected: str | None
) -> None:
    assert _value(_read(_with(dutch_invoice(), **changes)), field) == expected


def test_several_rates_that_make_the_labelled_total_are_sure() -> None:
    rates: dict[str, Row | None] = {
        "r14": [(0.5, "Tarief"), (0.62, "Grondslag"), (0.75, "Btw")],
        "r15": [(0.5, "9%"), (0.62, "200,00"), (0.75, "18,00")],
        "r16": [(0.5, "21%"), (0.62, "50,00"), (0.75, "10,50")],
        "r17": [(0.5, "Totaal te betalen"), (0.83, "€ 278,50")],
    }
    reading = _read(_with(dutch_invoice(), **rates))
    assert [_value(reading, n) for n in ("net_total", "vat_total", "gross_total")] == ["250.00", "28.50", "278.50"]
    assert min(reading.fields[n].confidence for n in ("net_total", "vat_total")) >= 0.85
