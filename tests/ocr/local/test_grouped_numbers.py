"""Numbers printed in groups are read whole, and texts that head a list of values are no names."""

from __future__ import annotations

import pytest

from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.local.names import SALUTATION, is_name_like
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()


def _read(rows: list[Row | None]) -> Reading:
    return read_pages([page(rows)], context=ReadContext())


@pytest.mark.parametrize(
    ("printed", "number", "passes"),
    [
        ("63 123 45 678 90", "631234567890", True),
        ("2024 - 001", "2024-001", True),
        ("F-2031", "F-2031", True),
        ("123456 789", "123456", False),  # the second group may belong to it
    ],
)
def test_a_number_in_groups(printed: str, number: str, passes: bool) -> None:
    reading = _read([*PLAIN[:5], [*(PLAIN[5] or ())[:2], (0.72, printed)], *PLAIN[6:]])
    assert (reading.fields["invoice_number"].value, reading.auto_ok) == (number, passes)


@pytest.mark.parametrize(
    ("rows", "reference"),
    [
        ([[(0.1, "Betalingskenmerk"), (0.4, "21 00000 00003 13947 14300 09017")]], "21 00000 00003 13947 14300 09017"),
        ([[(0.1, "Betalingskenmerk")], [(0.1, "1000 2000 3000 4000")]], "1000 2000 3000 4000"),
    ],
)
def test_a_payment_reference_in_groups(rows: list[Row | None], reference: str) -> None:
    assert _read([*PLAIN, None, *rows]).fields["payment_reference"].value == reference


@pytest.mark.parametrize(
    ("label", "value"),
    [("Klant", "C-442"), ("Bauvorhaben", "Lindenweg 4"), ("Folio", "7578 / 4")],
)
def test_a_label_and_its_value_are_no_customer(label: str, value: str) -> None:
    """The paper has no address but the writer's; the list of values holds one row nobody knows."""
    rows = [*PLAIN[:5], [(0.55, label), (0.75, value)], [(0.55, "Factuurnummer"), (0.75, "F-2031")]]
    rows += [[(0.55, "Factuurdatum"), (0.75, "03-02-2026")], *PLAIN[8:]]
    assert "buyer_name" not in _read(rows).fields


@pytest.mark.parametrize(
    "text",
    ["Rechnungsübersicht", "Invoice Summary", "Uw factuur", "Jouw rekening", "Concernant la commande n°13839"],
)
def test_headings_of_boxes_are_no_names(text: str) -> None:
    assert not is_name_like(text)


@pytest.mark.parametrize("text", ["Monsieur et Madame", "Messrs", "Herr und Frau", "Familie", "Mr. & Mrs."])
def test_words_of_address_are_salutations(text: str) -> None:
    assert SALUTATION.match(text)
