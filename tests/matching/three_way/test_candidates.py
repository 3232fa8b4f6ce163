"""Which order lines are proposed for a line that goes nowhere by itself."""

from __future__ import annotations

from typing import Any

import pytest

from matching.three_way.case import run_case

CABLE = {"order": "4500001", "line": 1, "quantity": 1, "price": "12.00", "item": "", "description": "Kabel 3x2,5"}
PUMP = {"order": "4500001", "line": 2, "quantity": 1, "price": "640.00", "item": "", "description": "Warmtepomp 8 kW"}


def answered(orders: list[dict[str, Any]], line: dict[str, Any]) -> dict[str, Any]:
    invoice = {"number": "F-1", "references": ["4500001"], "lines": [{"quantity": 1} | line]}
    return run_case({"id": "c", "orders": orders, "policy": {"match": "two_way"}, "invoice": invoice})


def goes_to(row: dict[str, Any]) -> list[str]:
    """Where a line goes, or may go."""
    return [part["order_line"] for part in row["allocations"] or row["candidates"]]


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        # Other words and a price off by more than half: nothing to choose from.
        ({"price": "3000.00", "description": "Adviesuren"}, []),
        # Other words, but the price is near enough to be a rise.
        ({"price": "800.00", "description": "Adviesuren"}, ["4500001/2"]),
        # The price is far off, but the words are alike.
        ({"price": "30.00", "description": "Kabel 3x2,5 mm"}, ["4500001/1"]),
    ],
)
def test_what_makes_no_sense_is_not_proposed(line: dict[str, Any], proposed: list[str]) -> None:
    (row,) = answered([CABLE, PUMP], line)["lines"]
    assert goes_to(row) == proposed


def test_the_same_item_is_proposed_whatever_it_costs() -> None:
    order = CABLE | {"item": "K325"}
    (row,) = answered([order, PUMP], {"price": "90.00", "item": "K325", "description": "Iets anders"})["lines"]
    assert goes_to(row)[0] == "4500001/1"


def test_all_that_was_ordered_billed_in_one_sum_is_proposed() -> None:
    order = PUMP | {"line": 1, "quantity": 10, "price": "500.00", "description": "Monteur per dag"}
    (row,) = answered([order, CABLE | {"line": 2}], {"price": "5000.00", "description": "Onderhoud"})["lines"]
    assert goes_to(row) == ["4500001/1"]


def test_nothing_sensible_is_a_surplus_on_the_order() -> None:
    answer = answered([CABLE, PUMP], {"price": "3000.00", "description": "Adviesuren"})
    assert [hold["code"] for hold in answer["holds"]] == ["LINE_NOT_ON_PO"]


def test_the_only_one_that_looks_like_it_is_asked_about_by_name() -> None:
    invoice = {"number": "F-1", "references": ["9999"], "lines": [{"quantity": 10, "price": 5}]}
    answer = run_case({"id": "c", "orders": [{"quantity": 10, "price": "5.00"}], "invoice": invoice})
    (hold,) = [hold for hold in answer["holds"] if hold["code"] == "LINE_AMBIGUOUS"]
    assert hold["params"] == {"candidates": "1", "order_line": answer["lines"][0]["candidates"][0]["order_line"]}
