"""Ledger VAT codes are proposed from what the ledger has, and never used when they cannot be right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from domain.vat import Treatment
from exact.sandbox.seed import build
from matching.vat.mapping import DatedPercentage, LedgerVatCode, VatCodeMap, propose_vat_codes, vat_code_for

D = Decimal
LOW = (
    DatedPercentage(D(6), None, date(2018, 12, 31)),
    DatedPercentage(D(9), date(2019, 1, 1), None),
)
CODES = (
    LedgerVatCode("0", "Geen btw", D(0), kind="N"),
    LedgerVatCode("1", "Btw laag tarief, inclusief", D(9), kind="I", percentages=LOW),
    LedgerVatCode("2", "Btw laag tarief, exclusief", D(9), percentages=LOW),
    LedgerVatCode("3", "Btw hoog tarief, inclusief", D(21), kind="I"),
    LedgerVatCode("4", "Btw hoog tarief, exclusief", D(21)),
    LedgerVatCode("5", "Btw 0%", D(0)),
    LedgerVatCode("6", "Btw verlegd", D(21), charged=True, transaction_type="P"),
    LedgerVatCode("7", "Inkoop binnen EU goederen hoog", D(21), charged=True, transaction_type="P", intrastat=True),
    LedgerVatCode("8", "Inkoop binnen EU diensten", D(21), charged=True, transaction_type="P"),
    LedgerVatCode("9", "Inkoop buiten EU diensten", D(21), charged=True, transaction_type="P"),
    LedgerVatCode("10", "Invoer art. 23", D(21), charged=True, transaction_type="P"),
    LedgerVatCode("11", "Verkoop binnen EU", D(0), transaction_type="S", eu_listing="G"),
    LedgerVatCode("12", "Btw hoog oud", D(21), blocked=True),
    LedgerVatCode("13", "Margeregeling", D(0), margin=True),
)


@pytest.mark.parametrize(
    ("treatment", "rate", "code"),
    [
        (Treatment.NL_STD21, 21, "4"),
        (Treatment.NL_RED9, 9, "2"),
        (Treatment.NL_ZERO, 0, "5"),
        (Treatment.NL_EXEMPT, 0, "0"),
        (Treatment.NL_RC, 21, "6"),
        (Treatment.EU_GOODS, 21, "7"),
        (Treatment.EU_SERV, 21, "8"),
        (Treatment.NONEU_SERV, 21, "9"),
        (Treatment.IMPORT_ART23, 21, "10"),
        (Treatment.NL_MARGIN, 0, "13"),
    ],
)
def test_proposal(treatment: Treatment, rate: int, code: str) -> None:
    found = {(p.treatment, p.rate): p for p in propose_vat_codes(CODES, "NL", date(2026, 5, 1))}
    assert found[treatment, D(rate)].code == code
    assert found[treatment, D(rate)].reasons


@cache
def _books() -> dict[int, dict[str, list[dict[str, Any]]]]:
    return build()


@pytest.mark.parametrize(
    ("division", "country", "expected"),
    [
        (
            3205401,
            "NL",
            "NL_STD21 21 2|NL_RED9 9 4|NL_ZERO 0 Z|NL_EXEMPT 0 9|NL_OUTSIDE 0 0|NL_RC 21 5|NL_RC 9 5L|EU_GOODS 21 7|"
            "EU_SERV 21 8|NONEU_SERV 21 6D|IMPORT_ART23 21 6|NL_MARGIN 0 M",
        ),
        (
            3205403,
            "BE",
            "BE_STD21 21 5|BE_12 12 4|BE_6 6 3|BE_0 0 6|BE_EXEMPT 0 X|BE_COCONTR 21 7|BE_COCONTR 6 7B|BE_IC_GOODS 21 8|"
            "BE_IC_SERV 21 8D|NONEU_SERV 21 9D|BE_IMPORT_ET14000 21 9|BE_SMALL 0 K|BE_MARGIN 0 M|BE_NONDED 21 A",
        ),
    ],
)
def test_proposal_for_whole_books(division: int, country: str, expected: str) -> None:
    rows = _books()[division]["vat/VATCodes"]
    codes = [
        LedgerVatCode(
            str(row["Code"]),
            row["Description"],
            row["Percentage"] * 100,
            kind=row["Type"],
            transaction_type=row["VATTransactionType"],
            charged=row["Charged"],
            eu_listing=row["EUSalesListing"],
            margin=bool(row["VatMargin"]),
            blocked=row["IsBlocked"],
        )
        for row in rows
    ]
    found = {(p.treatment.value, str(p.rate)): p for p in propose_vat_codes(codes, country, date(2026, 5, 1))}
    for treatment, rate, code in (row.split() for row in expected.split("|")):
        assert (found[treatment, rate].code, found[treatment, rate].sure) == (code, True), treatment


def test_a_code_follows_its_dated_percentages() -> None:
    low = (VatCodeMap(Treatment.NL_RED9, D(9), "2"),)
    assert vat_code_for(Treatment.NL_RED9, D(6), "goods", low, CODES, date(2018, 12, 20)).code == "2"
    assert vat_code_for(Treatment.NL_RED9, D(6), "goods", low, CODES, date(2019, 1, 2)).code == ""


def test_nothing_is_proposed_for_what_the_ledger_lacks() -> None:
    proposed = propose_vat_codes(CODES, "NL", date(2026, 5, 1))
    assert not [p for p in proposed if p.treatment is Treatment.NL_RC and p.rate == 9]
    assert not [p for p in proposed if {"11", "12"} & {p.code, *p.alternatives}]


MAPPING = (
    VatCodeMap(Treatment.NL_STD21, D(21), "4"),
    VatCodeMap(Treatment.NL_RED9, D(9), "2"),
    VatCodeMap(Treatment.NL_RED9, D(6), "2"),
    VatCodeMap(Treatment.EU_GOODS, D(21), "7", kind="goods"),
    VatCodeMap(Treatment.NL_RC, D(21), "12"),
    VatCodeMap(Treatment.EU_SERV, D(21), "8", confirmed=False),
    VatCodeMap(Treatment.NL_ZERO, D(0), "5"),
)


@pytest.mark.parametrize(
    ("treatment", "rate", "day", "code", "why"),
    [
        (Treatment.NL_STD21, 21, date(2026, 5, 1), "4", ""),
        (Treatment.NL_RED9, 9, date(2026, 5, 1), "2", ""),
        (Treatment.NL_RED9, 6, date(2018, 5, 1), "2", ""),
        (Treatment.NL_RED9, 6, date(2019, 5, 1), "", "percentage_differs"),
        (Treatment.EU_GOODS, 21, date(2026, 5, 1), "7", ""),
        (Treatment.NL_RC, 21, date(2026, 5, 1), "", "code_blocked"),
        (Treatment.EU_SERV, 21, date(2026, 5, 1), "", "no_mapping"),
        (Treatment.REVIEW, 21, date(2026, 5, 1), "", "treatment_uncertain"),
    ],
)
def test_code_for_a_line(treatment: Treatment, rate: int, day: date, code: str, why: str) -> None:
    choice = vat_code_for(treatment, D(rate), "goods", MAPPING, CODES, day)
    assert choice.code == code
    assert [f.code for f in choice.findings] == ([] if code else ["VAT_CODE_UNMAPPED"])
    assert not why or choice.findings[0].params["why"] == why


def test_what_is_not_deductible_is_never_booked_with_a_code_that_claims() -> None:
    day = date(2026, 5, 1)
    without = (*MAPPING, VatCodeMap(Treatment.NL_OUTSIDE, D(0), "0"))
    none = vat_code_for(Treatment.NL_NONDED, D(9), "services", without, CODES, day, share=D(0))
    assert (none.code, [r.code for r in none.reasons]) == ("0", ["vatcode.mapped", "vatcode.not_claimed"])
    for treatment in (Treatment.NL_NONDED, Treatment.EU_SERV):
        part = vat_code_for(treatment, D(21), "services", MAPPING, CODES, day, share=D("0.6"))
        assert (part.code, part.findings[0].code) == ("", "VAT_CODE_UNMAPPED")
    own = (*MAPPING, VatCodeMap(Treatment.EU_SERV, D(21), "8", share=D("0.6")))
    assert vat_code_for(Treatment.EU_SERV, D(21), "services", own, CODES, day, share=D("0.6")).code == "8"


def test_dated_percentage_that_does_not_reach_the_tax_point() -> None:
    ended = (LedgerVatCode("2", "Btw laag", D(9), percentages=(DatedPercentage(D(9), None, date(2025, 12, 31)),)),)
    choice = vat_code_for(Treatment.NL_RED9, D(9), "goods", MAPPING, ended, date(2026, 1, 1))
    assert choice.code == "" and choice.findings[0].params["why"] == "percentage_not_on_date"
