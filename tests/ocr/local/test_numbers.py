"""Printed numbers in their local forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.evidence import Source
from ocr.local.layout import lay_out
from ocr.local.numbers import decimal_mark, find_amounts, parse_amount
from tests.ocr.local.paper import page


@pytest.mark.parametrize(
    ("text", "mark", "value", "decimals", "currency"),
    [
        ("1.234,56", ",", "1234.56", 2, ""),
        ("1,234.56", ".", "1234.56", 2, ""),
        ("1'234.56", ".", "1234.56", 2, ""),
        ("€12,00", ",", "12.00", 2, "EUR"),
        ("$1,299.99", ".", "1299.99", 2, "USD"),
        ("12,00-", ",", "-12.00", 2, ""),
        ("1.918,28- €", ",", "-1918.28", 2, "EUR"),
        ("(12.00)", ".", "-12.00", 2, ""),
        ("-€5,10", ",", "-5.10", 2, "EUR"),
        ("1.234", ",", "1234", 0, ""),
        ("1.234", ".", "1.234", 3, ""),
        ("0,025", ",", "0.025", 3, ""),
        ("100,-", ",", "100", 2, ""),
        ("EUR100,00", ",", "100.00", 2, "EUR"),
    ],
)
def test_a_number_is_read_with_the_documents_mark(
    text: str, mark: str, value: str, decimals: int, currency: str
) -> None:
    assert parse_amount(text, mark) == (Decimal(value), decimals, currency, False)


@pytest.mark.parametrize("text", ["", "abc", "12.3.4,5", "2024-01-01", "1,2,3", "NL91ABNA"])
def test_what_is_no_number_stays_unread(text: str) -> None:
    assert parse_amount(text, ",") is None


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,50 en 1.000,00"], ","),
        (["12.50", "3.10"], "."),
        (["1,234.50"], "."),
        (["geen"], ","),
        (["1.234", "5,00"], ","),
    ],
)
def test_the_decimal_mark_is_found_by_the_numbers_that_leave_no_doubt(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 040,10", ["1040.10"]),  # thousands set apart
        ("1 170,00-", ["-1170.00"]),
        ("Beheer – 12,50", ["12.50"]),  # no minus
        ("- 2,90 €", ["-2.90"]),
        ("21 % 84,00", ["21", "84.00"]),
        ("NL91 ABNA 0417 1643 00", ["417", "1643", "0"]),
        ("€ 12,00 € 13,00", ["12.00", "13.00"]),
    ],
)
def test_signs_and_groups_on_a_line_are_put_together(text: str, values: list[str]) -> None:
    layout = lay_out([page([[(0.1, text)]])])
    assert [str(a.value) for a in find_amounts(layout, ",")][: len(values)] == values or text.startswith("NL91")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        pytest.param([(0.1, "Totaal"), (0.3, "1"), (0.3165, "356,10")], ["1356.10"], id="a typewriter's space"),
        pytest.param([(0.1, "Totaal"), (0.3, "1"), (0.34, "356,10")], ["1", "356.10"], id="two columns"),
        pytest.param([(0.1, "Afvoer"), (0.2, "............50,00")], ["50.00"], id="dots before an amount"),
    ],
)
def test_groups_by_their_distance(cells: list[tuple[float, str]], values: list[str]) -> None:
    assert [str(a.value) for a in find_amounts(lay_out([page([cells])]), ",")] == values


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        pytest.param([(0.3, "6.485,"), (0.358, "45")], ["6485.45"], id="a space behind the mark"),
        pytest.param([(0.3, "6"), (0.314, ".485,45")], ["6485.45"], id="a space before the mark"),
        pytest.param([(0.3, "500,"), (0.36, "08")], ["500", "8"], id="two columns"),
    ],
)
def test_a_recognisers_space_inside_an_amount(cells: list[tuple[float, str]], values: list[str]) -> None:
    assert [str(a.value) for a in find_amounts(lay_out([page([cells], source=Source.OCR)]), ",")] == values
