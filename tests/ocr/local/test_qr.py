"""Payment codes confirm, complete or contradict what the page prints."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ocr.local.api import read_pages
from ocr.local.qr import parse_epc
from ocr.page import ReadContext
from tests.ocr.local.paper import dutch_invoice, page


def code(iban: str = "NL91ABNA0417164300", amount: str = "EUR302.50", reference: str = "") -> str:
    return "\n".join(["BCD", "002", "1", "SCT", "ABNANL2A", "Molenwiek", iban, amount, "", reference, ""])


def test_a_code_is_taken_apart() -> None:
    found = parse_epc(code(reference="RF18539007547034"))
    assert found is not None
    assert (found.iban, found.amount, found.reference) == ("NL91ABNA0417164300", Decimal("302.50"), "RF18539007547034")


@pytest.mark.parametrize("text", ["", "https://example.org", code(iban="NL00ABNA0417164300"), "BCD\n002"])
def test_other_codes_say_nothing(text: str) -> None:
    assert parse_epc(text) is None


@pytest.mark.parametrize(
    ("text", "differs", "confirmed"),
    [
        (code(), set(), {"supplier_iban", "gross_total"}),
        (code(iban="BE68539007547034"), {"supplier_iban"}, {"gross_total"}),
        (code(amount="EUR999.00"), {"gross_total"}, {"supplier_iban"}),
    ],
)
def test_the_code_against_the_page(text: str, differs: set[str], confirmed: set[str]) -> None:
    reading = read_pages([replace(page(dutch_invoice(), big=["FACTUUR"]), qr=(text,))], context=ReadContext())
    assert {f.field for f in reading.findings if f.code == "CODE_DIFFERS"} == differs
    assert {n for n, f in reading.fields.items() if "second_source" in f.checks} == confirmed
    assert not differs or not reading.auto_ok


def test_an_account_that_only_the_code_gives_is_taken() -> None:
    rows = dutch_invoice()[:-1]
    reading = read_pages([replace(page(rows), qr=(code(),))], context=ReadContext())
    assert reading.fields["supplier_iban"].value == "NL91ABNA0417164300"
    assert reading.fields["supplier_iban"].source.value == "qr"
