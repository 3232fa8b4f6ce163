"""Count and price on the line under an item of a till."""

from __future__ import annotations

import pytest

from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, page


@pytest.mark.parametrize(
    ("below", "quantity"),
    [
        ("2 x 34,04", "2"),
        ("2 x 30,04", ""),  # another amount
        ("Artikel 2", ""),
    ],
)
def test_a_count_below_its_item_is_its_own_when_it_multiplies_out(below: str, quantity: str) -> None:
    rows: list[Row | None] = [
        [(0.3, "Kantoorvakhandel Pels BV")],
        [(0.3, "KASSABON")],
        [(0.3, "Datum 10-09-2024")],
        [(0.3, "ORDNER"), (0.6, "68,08")],
        [(0.34, below)],
        [(0.3, "TAPE"), (0.6, "31,92")],
        None,
        [(0.3, "TOTAAL EUR"), (0.6, "100,00")],
    ]
    lines = read_pages([page(rows)], context=ReadContext()).lines
    assert [line.description for line in lines][:1] == ["ORDNER"]
    assert lines[0].quantity == quantity
