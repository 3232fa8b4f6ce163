"""A case that is not written as documented is refused with the place, and with what is allowed there."""

from __future__ import annotations

from typing import Any

import pytest

from matching.vat.case import CaseError, run_case
from matching.vat.case_values import known_keys

REFUSED: list[tuple[Any, str, str]] = [
    ([1], "case", "an object"),
    ({"document": None}, "document", "an object"),
    ({"lines": {"net": "1"}}, "lines", "a list"),
    ({"texts": "btw verlegd"}, "texts", "a list"),
    ({"lines": [{"nett": "1"}]}, "lines.0", "net"),
    ({"lines": [{"net": "veel"}]}, "lines.0.net", "1000.00"),
    ({"lines": [{"net": "1", "quantity": "NaN"}]}, "lines.0.quantity", "no amount"),
    ({"lines": [{"net": "1", "nature": "reis"}]}, "lines.0.nature", "services"),
    ({"lines": [{"net": "1", "category": "Q"}]}, "lines.0.category", "AE"),
    ({"lines": [{"description": ["a"]}]}, "lines.0.description", "text"),
    ({"vat_rows": [{"rate": "21%"}]}, "vat_rows.0.rate", "no amount"),
    ({"texts": [{"text": "a", "place": "back"}]}, "texts.0.place", "terms"),
    ({"texts": [{"place": "note"}]}, "texts.0.text", "the text"),
    ({"texts": [{"text": "a", "line": 7}]}, "texts.0.line", "count from 0"),
    ({"administration": {"country": "Nederland"}}, "administration.country", "NL"),
    ({"administration": {"import_licence": "nee"}}, "administration.import_licence", "true or false"),
    ({"administration": {"deductible_share": "60"}}, "administration.deductible_share", "between 0 and 1"),
    ({"administration": {"chain_role": "boss"}}, "administration.chain_role", "contractor"),
    ({"vendor": {"scheme": "kor"}}, "vendor.scheme", "small"),
    ({"vendor": {"usual": "NL_21"}}, "vendor.usual", "NL_STD21"),
    ({"document": {"type": "bon"}}, "document.type", "receipt"),
    ({"document": {"invoice_date": "10-05-2026"}}, "document.invoice_date", "YYYY-MM-DD"),
    ({"document": {"exchange_rate": "0"}}, "document.exchange_rate", "per unit"),
    ({"particulars": {"kvk": "x"}}, "particulars", "supplier_registration"),
]


@pytest.mark.parametrize(("case", "place", "tells"), REFUSED, ids=[place for _, place, _ in REFUSED])
def test_refused(case: Any, place: str, tells: str) -> None:
    with pytest.raises(CaseError) as refused:
        run_case(case)
    message = str(refused.value)
    assert message.startswith(f"{place}: ")
    assert tells in message


def test_words_are_understood_whatever_their_capitals() -> None:
    case = {
        "administration": {"country": "nl"},
        "vendor": {"country": "nl", "scheme": "Small"},
        "document": {"type": "Invoice", "invoice_date": "2026-05-10"},
        "lines": [{"net": "100.00", "nature": "Services"}],
    }
    assert run_case(case)["treatments"] == ["NL_KOR"]


def test_what_was_read_is_given_back() -> None:
    assert known_keys({"net": "1"}, {"net"}, "here") == {"net": "1"}
