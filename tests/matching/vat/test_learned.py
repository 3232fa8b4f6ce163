"""The administration's table of VAT codes: proposals wait for a person, confirmed rows are used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.vat import Treatment
from exact.models import Administration, Connection
from matching.vat.learned import confirm, forget, keep_proposals, vat_code_table
from matching.vat.mapping import LedgerVatCode, propose_vat_codes, vat_code_for

pytestmark = pytest.mark.django_db
CODES = (
    LedgerVatCode("4", "Btw hoog tarief, exclusief", Decimal(21)),
    LedgerVatCode("2", "Btw laag tarief, exclusief", Decimal(9)),
)
DAY = date(2026, 5, 1)


@pytest.fixture
def books() -> Administration:
    return Administration.objects.create(connection=Connection.objects.create(), division=1, code="een", name="Een")


def _code(books: Administration, rate: int, treatment: Treatment = Treatment.NL_STD21) -> str:
    return vat_code_for(treatment, Decimal(rate), "", vat_code_table(books), CODES, DAY).code


def test_a_proposal_is_not_used_until_confirmed(books: Administration) -> None:
    assert keep_proposals(books, propose_vat_codes(CODES, "NL", DAY)) == 2
    assert _code(books, 21) == ""
    confirm(books, Treatment.NL_STD21, Decimal(21), "", "4", by="an")
    assert _code(books, 21) == "4"
    assert keep_proposals(books, propose_vat_codes(CODES, "NL", DAY)) == 1


def test_confirming_again_replaces(books: Administration) -> None:
    confirm(books, Treatment.NL_STD21, Decimal(21), "", "9", by="an")
    confirm(books, Treatment.NL_STD21, Decimal("21.00"), "", "4", by="bo")
    (row,) = vat_code_table(books)
    assert (row.code, row.rate) == ("4", 21)


def test_forgotten_rows_hold_their_lines_again(books: Administration) -> None:
    confirm(books, Treatment.NL_STD21, Decimal(21), "", "4", by="an")
    assert forget(books, Treatment.NL_STD21, Decimal(21), "") == 1
    assert _code(books, 21) == ""
