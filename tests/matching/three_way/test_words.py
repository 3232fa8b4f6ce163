"""Words of charges and forms of order numbers, as papers print them."""

from __future__ import annotations

import pytest

from matching.three_way.case import CaseError, run_case
from matching.three_way.charge_words import PREPAYMENT, charge_kind
from matching.three_way.references import loose, with_line, words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Statiegeld krat 24x0,3", "deposit"),
        ("Retour statiegeld", "deposit"),
        ("Retouremballage", "deposit"),
        ("Emballage", "packaging"),
        ("Pfand Kasten", "deposit"),
        ("Leergut", "deposit"),
        ("Consigne bouteilles", "deposit"),
        ("Vracht- en verzendkosten", "freight"),
        ("Kosten verzending", "freight"),
        ("Levering aan huis", "freight"),
        ("CO2-toeslag", "environment"),
        ("Dieselolieclausule", "fuel"),
        ("Toeslag kleine orders", "small_order"),
        ("Palletkosten", "packaging"),
        ("Handling fee", "admin"),
        ("Minus aanbetaling 12-03", PREPAYMENT),
        ("In mindering: voorschotfactuur 2026-17", PREPAYMENT),
        ("Acompte versé", PREPAYMENT),
        ("Abzüglich Anzahlung", PREPAYMENT),
        ("Transportband 3 m", ""),
        ("Verpakkingsmachine", ""),
        ("Deposit box A4", ""),
        ("Energie 400 kWh", ""),
        ("Kraan statief", ""),
        ("Verzenddoos 30x20", ""),
        ("Palletwagen", ""),
        ("Handling robot", ""),
        ("Mautsysteem onderhoud", ""),
    ],
)
def test_a_text_is_a_charge_only_when_it_is_nothing_else(text: str, kind: str) -> None:
    assert charge_kind(text) == kind


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Bestelnr. 4500001", "4500001"),
        ("Uw order 4500001", "4500001"),
        ("Your PO: 4500001", "4500001"),
        ("Ihre Bestellung Nr. 4500001", "4500001"),
        ("Bestell-Nr. 4500001", "4500001"),
        ("Votre commande n° 4500001", "4500001"),
        ("inkoopordernr: 4500001", "4500001"),
        ("PO0004711", "4711"),
        ("POLAR-12", "polar12"),
        ("NOORD-7", "noord7"),
    ],
)
def test_what_stands_before_a_number_is_no_part_of_it(printed: str, number: str) -> None:
    assert loose(printed) == number


def test_an_order_with_its_line_and_an_order_among_words() -> None:
    assert with_line("4500001/10") == ("4500001", "10")
    assert with_line("4500001-2") == ("4500001", "2")
    assert with_line("4500001") is None
    assert words("4500001 d.d. 12-05-2026 (J. Jansen)") == ("4500001", "12-05-2026")
    assert words("4500001") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"orders": [{"quantity": 1, "price": 1, "per": 0}]},
        {"orders": [{"quantity": 1, "price": 1}], "history": [{"number": "F-0", "quantity": 1}]},
        {"orders": [{"quantity": 1, "price": 1}], "consumption": [{"receipt": "GR-9", "quantity": 1}]},
    ],
)
def test_a_case_that_cannot_be_understood_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(CaseError):
        run_case({"invoice": {"lines": [{"quantity": 1, "price": 1}]}} | wrong)
