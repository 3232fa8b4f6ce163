"""Charges and discounts below the table: what words name them, which sums prove them, which VAT rate they carry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.reading import ReadLine
from ocr.local.charges import Proposed, charge_name, reconcile, with_rates


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vrachtkosten", "charge"),
        ("Bezorgkosten", "charge"),
        ("Verzend- en administratiekosten", "charge"),
        ("Statiegeld", "charge"),
        ("Emballage", "charge"),
        ("Assurantiebelasting 21%", "charge"),
        ("Dieseltoeslag 3,2%", "charge"),
        ("Kleine order toeslag", "charge"),
        ("Freight", "charge"),
        ("Total shipping", "charge"),
        ("zzgl. Versandkosten", "charge"),
        ("Frais de port", "charge"),
        ("Éco-participation", "charge"),
        ("Korting vaste klant", "discount"),
        ("5% korting", "discount"),
        ("Less discount", "discount"),
        ("abzgl. Rabatt", "discount"),
        ("Remise commerciale", "discount"),
        # An amount that is something else, whatever else the words say:
        ("Subtotaal", ""),
        ("Totaal excl. btw", ""),
        ("Btw over verzendkosten", ""),
        ("Betalingskorting binnen 8 dagen", ""),
        ("Skonto 2%", ""),
        ("Voldaan", ""),
        ("Radiator paneel type 22", ""),
        ("", ""),
    ],
)
def test_words_name_a_charge(text: str, name: str) -> None:
    assert charge_name(text) == name


FREIGHT = Proposed("Vrachtkosten", Decimal("45.00"))
DEPOSIT = Proposed("Statiegeld", Decimal("12.50"))
DISCOUNT = Proposed("Korting", Decimal("-25.00"))


@pytest.mark.parametrize(
    ("proposed", "missing", "chosen"),
    [
        ([FREIGHT], "45.00", [FREIGHT]),
        ([FREIGHT], "44.99", [FREIGHT]),  # a cent of rounding
        ([FREIGHT], "44.00", []),
        ([DISCOUNT], "-25.00", [DISCOUNT]),
        ([FREIGHT, DISCOUNT], "20.00", [FREIGHT, DISCOUNT]),
        ([FREIGHT, DISCOUNT, DEPOSIT], "-12.50", [DISCOUNT, DEPOSIT]),
        ([FREIGHT, FREIGHT], "45.00", [FREIGHT]),  # printed in a summary, too
        ([FREIGHT, FREIGHT], "90.00", []),
        ([], "45.00", []),
        # 30 + 15 or 45 alone: the fewest; two pairs that both fit: nothing is sure.
        ([FREIGHT, Proposed("Porto", Decimal(30)), Proposed("Toeslag", Decimal(15))], "45.00", [FREIGHT]),
        (
            [Proposed(name, Decimal(amount)) for name, amount in (("a", 10), ("b", 35), ("c", 20), ("d", 25))],
            "45.00",
            [],
        ),
    ],
)
def test_sums_decide(proposed: list[Proposed], missing: str, chosen: list[Proposed]) -> None:
    assert reconcile(proposed, Decimal(missing)) == chosen


LINES = [ReadLine(net_amount="505.00", vat_rate="9"), ReadLine(net_amount="248.20", vat_rate="21")]


@pytest.mark.parametrize(
    ("rates", "rate"),
    [
        ({"21": "0"}, "21"),  # the only rate of the document
        ({"9": "505.00", "21": "260.70"}, "21"),  # whose base lacks 12.50
        ({"9": "517.50", "21": "248.20"}, "9"),
        ({"9": "517.50", "21": "260.70"}, ""),  # either
        ({"9": "600.00", "21": "300.00"}, ""),  # neither
        ({}, ""),
    ],
)
def test_the_rate_is_the_one_whose_base_lacks_the_charge(rates: dict[str, str], rate: str) -> None:
    bases = {Decimal(name): Decimal(base) for name, base in rates.items()}
    (charge,) = with_rates([DEPOSIT], LINES, bases)
    assert (charge.description, charge.amount, charge.vat_rate) == ("Statiegeld", "12.50", rate)
