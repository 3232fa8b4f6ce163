"""A line's kind: from its words where they say it, and not from words that only sound like it."""

from __future__ import annotations

import pytest

from matching.vat.kinds import kind_of

GUESSED = {
    "Hotelkamer 2 nachten": "lodging",
    "Deluxe room": "lodging",
    "Huur vakantiewoning week 12": "lodging",
    "Ingerichte safaritent": "lodging",
    "Kampeerplaats 3 nachten": "camping",
    "Diner": "restaurant",
    "Lunchmenu": "restaurant",
    "Driegangenmenu": "restaurant",
    "Zakenlunch restaurant": "restaurant",
    "Schroot koper": "scrap",
    "Zonnepanelen woning": "solar_home",
    "Zonnepanelen bedrijfshal": "solar_business",
    "Consult huisarts": "medical",
    "Uitzendkrachten week 20": "staffing",
}
# What only sounds like a night, a meal, a pitch, a tax or an exemption.
OTHER = {
    "lodging": [
        *["Schoonmaak hotelkamers", "Software hotelboekingen", "Commissie hotelboekingen", "Night vision camera"],
        *["Room divider", "Hotel internet access point"],
    ],
    "camping": ["Kampeertafel"],
    "restaurant": ["Website voor restaurant De Kroon", "Restaurantmeubilair", "Lunchtrommel", "Cafe racer motor"],
    "breakfast": ["Ontbijtkoek"],
    "scrap": ["Schroothamer"],
    "authority": ["Fine art print", "Fine tuning van de machine", "Waterschapsheuvel 3 schilderen"],
    "medical": ["Arts and crafts set"],
    "finance": ["Interest survey", "Krediet punten"],
    "postage": ["Postzegelmachine onderhoud"],
}


@pytest.mark.parametrize(("text", "category"), GUESSED.items())
def test_guessed(text: str, category: str) -> None:
    assert kind_of(text, "").category == category


@pytest.mark.parametrize(("text", "category"), [(text, name) for name, texts in OTHER.items() for text in texts])
def test_not_guessed(text: str, category: str) -> None:
    assert kind_of(text, "").category != category


@pytest.mark.parametrize(
    ("text", "told", "category", "nature"),
    [
        ("Jenever", "alcohol", "spirits", "goods"),
        ("Glas wijn", "services", "alcohol", "services"),
        ("Zonnepanelen bedrijfspand", "solar", "solar_business", "goods"),
        ("Personenwagen", "car", "car", "investment"),
        ("Lease personenwagen", "car", "car", "services"),
        ("Stroom mei", "electricity", "energy", "goods"),
    ],
)
def test_what_was_told_is_made_exact_by_the_words(text: str, told: str, category: str, nature: str) -> None:
    kind = kind_of(text, told)
    assert (kind.category, kind.nature, kind.told) == (category, nature, True)
