"""What is accrued at a cut-off day: a table of cases."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest

from insights.accruals import Goods, InProcess, Part, Stage, in_own, parts_of, proposal

D = Decimal
COSTS, OTHER = (1, "4000", "", ""), (1, "4100", "PROD", "")


def goods(**changed: Any) -> Goods:
    facts: dict[str, Any] = {
        "place": COSTS, "order": "26001", "line": 1, "vendor": 1, "vendor_name": "V", "description": "Bolts",
        "received": D(100), "billed": D(0), "price": D("2.50"), "currency": "EUR", "rate": D(1), "own_currency": "EUR",
    }  # fmt: skip
    return Goods(**facts | changed)


@pytest.mark.parametrize(
    ("changed", "owed", "own"),
    [
        ({}, "100", "250.00"),
        ({"received": D(40)}, "40", "100.00"),
        ({"received": D(40) + D(35)}, "75", "187.50"),
        ({"billed": D(100)}, "0", "0.00"),
        ({"billed": D(60)}, "40", "100.00"),
        ({"received": D(40), "billed": D(100)}, "0", "0.00"),
        ({"billed": D(100) - D(10)}, "10", "25.00"),
        ({"received": D(90), "billed": D(90)}, "0", "0.00"),
        ({"received": D(0)}, "0", "0.00"),
        ({"received": D(-5)}, "0", "0.00"),
        ({"received": D(2000), "price": D("4.35") / 100}, "2000", "87.00"),
        ({"received": D(3), "price": D("0.333333")}, "3", "1.00"),
        ({"price": D("2.50") * D("0.85")}, "100", "212.50"),
        ({"currency": "GBP", "rate": D("1.1834")}, "100", "295.85"),
        ({"currency": "GBP", "rate": None}, "100", None),
        ({"price": None}, "100", "0.00"),
    ],
    ids=["not billed", "came in partly", "two deliveries", "billed", "billed partly", "billed ahead of its goods",
         "credited, the goods kept", "credited and returned", "cancelled before anything came", "more sent back",
         "priced per hundred", "rounded once", "with discount", "foreign", "foreign without a rate", "no price"],
)  # fmt: skip
def test_goods_are_owed_for_as_far_as_no_invoice_bills_them(
    changed: dict[str, Any], owed: str, own: str | None
) -> None:
    found = goods(**changed)
    assert found.open == D(owed)
    assert found.own == (None if own is None else D(own))
    assert found.unpriced == (changed.get("price", 1) is None)


@pytest.mark.parametrize(
    ("lines", "net", "told", "parts"),
    [
        ([("4000", "", "", D(80)), ("4100", "PROD", "", D(20))], D(100), {}, [(COSTS, D(80)), (OTHER, D(20))]),
        ([("4000", "", "", D(80)), ("4000", "", "", D(20))], D(100), {}, [(COSTS, D(100))]),
        ([("4000", "", "", D(80)), ("4100", "PROD", "", D(20))], D(100), {"credit": True},
         [(COSTS, D(-80)), (OTHER, D(-20))]),
        ([], D(100), {}, [((1, "", "", ""), D(100))]),
        ([("4000", "", "", D(80)), ("4100", "PROD", "", None)], D(100), {},
         [(COSTS, D(80)), (OTHER, D(0)), ((1, "", "", ""), D(20))]),
        ([("4000", "", "", D(80))], None, {}, [(COSTS, D(80))]),
        ([], None, {}, []),
        ([("4000", "", "", D("33.33")), ("4100", "PROD", "", D("66.67"))], D(100), {"rate": D("1.1")},
         [(COSTS, D("36.66")), (OTHER, D("73.34"))]),
        ([("4000", "", "", D(80))], D(80), {"rate": None}, [(COSTS, None)]),
    ],
    ids=["by account", "one account twice", "credit note", "no lines", "a line without amount", "no total", "nothing",
         "foreign, to the cent", "foreign without a rate"],
)  # fmt: skip
def test_an_invoice_in_process_counts_net_on_its_accounts(
    lines: list[Any], net: Decimal | None, told: dict[str, Any], parts: list[Any]
) -> None:
    facts = {"credit": False, "rate": D(1), "own_currency": "EUR"} | told
    found = parts_of(1, lines, net, **facts)
    assert [(part.place, part.own) for part in found] == parts


def invoice(stage: Stage, *parts: tuple[Any, str | None]) -> InProcess:
    made = tuple(Part(place, None if own is None else D(own)) for place, own in parts)
    return InProcess(uuid.uuid4(), stage, 1, made)


def test_the_proposal_adds_both_per_account_and_leaves_out_copies_and_what_has_no_rate() -> None:
    rows = proposal(
        [goods(), goods(billed=D(60)), goods(rate=None), goods(billed=D(100), place=(1, "4200", "", ""))],
        [
            invoice(Stage.REVIEW, (COSTS, "10"), (OTHER, "5")),
            invoice(Stage.APPROVED, (COSTS, "-4")),
            invoice(Stage.FAILED, (OTHER, "1")),
            invoice(Stage.COPY, (COSTS, "999")),
            invoice(Stage.REVIEW, (COSTS, None)),
        ],
    )
    assert [(row.place, row.received, row.in_process, row.total) for row in rows] == [
        (COSTS, D("350.00"), D(6), D("356.00")),
        (OTHER, D(0), D(6), D(6)),
    ]


def test_an_invoice_without_a_rate_has_no_amount_rather_than_half_of_one() -> None:
    assert invoice(Stage.REVIEW, (COSTS, "1"), (OTHER, None)).own is None
    assert in_own(D("10.005"), D(1), "EUR") == D("10.01")
