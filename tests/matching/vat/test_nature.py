"""The account tells what was bought."""

from __future__ import annotations

import pytest

from matching.vat.nature import nature_of_account


@pytest.mark.parametrize(
    ("code", "country", "balance", "description", "nature"),
    [
        ("604000", "BE", "W", "Handelsgoederen", "goods"),
        ("611600", "BE", "W", "Onderhoud auto's", "services"),
        ("240000", "BE", "B", "Meubilair", "investment"),
        ("440000", "BE", "B", "Leveranciers", ""),
        ("0200", "NL", "B", "Inventaris", "investment"),
        ("7000", "NL", "W", "Inkoop materialen", "goods"),
        ("7300", "NL", "W", "Uitbesteed werk", "services"),
        ("4400", "NL", "W", "Kantoorkosten", ""),
    ],
)
def test_nature(code: str, country: str, balance: str, description: str, nature: str) -> None:
    assert nature_of_account(code, country, balance, description) == nature
