"""What may be an asset by its name, and on which account of fixed assets it would stand."""

from __future__ import annotations

import pytest

from matching.coding.assets import asset_account, asset_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Laptop Dell Latitude 5550", "computers"),
        ("MacBook Pro 16 inch", "computers"),
        ("2 Bildschirme 27 Zoll", "computers"),
        ("Bestelbus VW Transporter", "vehicles"),
        ("Gabelstapler gebraucht", "vehicles"),
        ("Koffiemachine Jura X8", "machines"),
        ("Bureaustoel Ahrend 2020", "furniture"),
        # the same words in what is cost
        ("Huur laptop november", ""),
        ("Onderhoud koffiemachine", ""),
        ("Machineverzekering 2026", ""),
        ("Laptop bag, accessories", ""),
        ("Leasing Firmenwagen", ""),
        ("Server hosting per maand", ""),
        ("Schroeven voor zaagmachine", ""),
        ("Reparatie printer", ""),
        ("Advies", ""),
        ("", ""),
    ],
)
def test_what_a_name_says(text: str, kind: str) -> None:
    assert asset_kind(text) == kind


CHART = [("0210", "Inventaris"), ("0220", "Computers"), ("0221", "Afschrijving computers"), ("0300", "Vervoermiddelen")]


@pytest.mark.parametrize(
    ("kind", "accounts", "code"),
    [
        ("computers", CHART, "0220"),
        ("vehicles", CHART, "0300"),
        ("furniture", CHART, "0210"),
        ("machines", CHART, "0210"),
        ("machines", [("0300", "Vervoermiddelen"), ("0310", "Gebouwen")], ""),
        ("machines", [("0200", "Bedrijfsmiddelen")], "0200"),
        ("computers", [*CHART, ("0225", "Hardware")], ""),
        ("computers", [], ""),
    ],
    ids=["by name", "vehicles", "furniture", "the one for all", "none fits", "the only one", "two fit", "none at all"],
)
def test_the_account_of_an_asset(kind: str, accounts: list[tuple[str, str]], code: str) -> None:
    assert asset_account(kind, accounts) == code
