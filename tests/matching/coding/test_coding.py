# ruff: noqa: E501
"""Coding per line: who knows best goes first, nobody guesses, every choice says why."""

from __future__ import annotations

from typing import Any

import pytest

from matching.coding.case import CaseError, run_case

RENT = {"vendor_id": "V", "description": "Huur kantoor", "gl": "4100", "vat_code": "4", "cost_centre": "ALG"}


def booked(*days: str, **more: Any) -> list[dict[str, Any]]:
    """The rent, booked on these days."""
    return [{**RENT, "date": day, **more} for day in days]


MONTHS = ("2026-01-05", "2026-02-05", "2026-03-05")
RULE = {"name": "huur", "when": {"words": ["huur"]}, "set": {"gl": "4110"}}
CASES: list[tuple[str, dict[str, Any], tuple[str, str | None]]] = [
    ("history of vendor and text, another month", {"history": booked(*MONTHS)}, ("4100", "history")),
    ("once is a beginning", {"history": booked("2026-03-05")}, ("4100", "history")),
    ("nothing known", {}, ("", None)),
    ("the vendor's default in Exact", {"vendor_default": {"gl": "4190"}}, ("4190", "vendor")),
    ("history before the default", {"vendor_default": {"gl": "4190"}, "history": booked(*MONTHS)}, ("4100", "history")),
    ("item before history", {"items": {"X1": {"gl": "7000"}}, "item": "X1", "history": booked(*MONTHS)}, ("7000", "order")),
    ("order line before item", {"items": {"X1": {"gl": "7000"}}, "item": "X1", "order": {"gl": "7010"}}, ("7010", "order")),
    ("what a person fixed for the vendor before orders", {"vendor_mapping": {"gl": "4105"}, "order": {"gl": "7010"}}, ("4105", "vendor")),
    ("a rule before everything", {"rules": [RULE], "vendor_mapping": {"gl": "4105"}, "history": booked(*MONTHS)}, ("4110", "rule")),
    ("a rule for another vendor", {"rules": [{**RULE, "when": {"words": ["huur"], "vendor_ids": ["W"]}}]}, ("", None)),
    ("a rule whose amount does not fit", {"rules": [{**RULE, "when": {"words": ["huur"], "amount_to": "999.99"}}]}, ("", None)),
    ("bounds are inclusive", {"rules": [{**RULE, "when": {"amount_from": "1000.00", "amount_to": "1000.00"}}]}, ("4110", "rule")),
    ("a rule by recipient", {"rules": [{**RULE, "when": {"recipient": "filiaal-zuid@"}}]}, ("4110", "rule")),
    ("a rule without conditions never applies", {"rules": [{**RULE, "when": {}}]}, ("", None)),
    ("a rule that is switched off", {"rules": [{**RULE, "active": False}]}, ("", None)),
    ("the more specific rule first", {"rules": [RULE, {"name": "b", "when": {"words": ["huur"], "vendor_ids": ["V"]}, "set": {"gl": "4120"}}]}, ("4120", "rule")),
    ("priority before specificity", {"rules": [{**RULE, "priority": 1}, {"name": "b", "when": {"words": ["huur"], "vendor_ids": ["V"]}, "set": {"gl": "4120"}}]}, ("4110", "rule")),
    ("one other booking: silence", {"history": [*booked(*MONTHS), *booked("2026-04-05", gl="4200")]}, ("", None)),
    ("and the default does not hide the doubt", {"vendor_default": {"gl": "4190"}, "history": [*booked(*MONTHS), *booked("2026-04-05", gl="4200")]}, ("", None)),
    ("two in a row: the new habit wins", {"history": [*booked(*MONTHS), *booked("2026-04-05", "2026-05-05", gl="4200")]}, ("4200", "history")),
    ("blocked account is passed over", {"history": booked(*MONTHS), "gl_accounts": [{"code": "4100", "blocked": True}]}, ("", None)),
    ("account that is gone is passed over", {"history": booked(*MONTHS), "gl_accounts": [{"code": "4999"}]}, ("", None)),
    ("the same text from another vendor", {"history": [{**r, "vendor_id": "W"} for r in booked(*MONTHS)]}, ("4100", "history")),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "expect"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_account(extra: dict[str, Any], expect: tuple[str, str | None]) -> None:
    extra = dict(extra)
    line: dict[str, Any] = {"description": "Huur kantoor juni 2026", "net": "1000.00"}
    if "item" in extra:
        line["item_code"] = extra.pop("item")
    if "order" in extra:
        line["order_line"] = extra.pop("order")
    case = {"vendor_id": "V", "date": "2026-06-05", "recipient": "filiaal-zuid@firma.nl", "lines": [line], **extra}
    result = run_case(case)
    choice = result["lines"][0]["gl"]
    assert (choice["value"], choice["source"]) == expect
    assert choice["reasons"]
    assert ("GL_UNKNOWN" in result["holds"]) == (choice["value"] == "")


def test_vendor_that_moved_takes_its_other_texts_along() -> None:
    parking = [{**r, "description": "Parkeren"} for r in booked(*MONTHS)]
    moved = booked("2026-04-05", "2026-05-05", gl="4200") + [
        {**r, "description": "Servicekosten"}
        for r in [*booked(*MONTHS), *booked("2026-04-05", "2026-05-06", gl="4200")]
    ]
    case = {
        "vendor_id": "V",
        "date": "2026-06-05",
        "lines": [{"description": "Parkeren"}],
        "history": [*booked(*MONTHS), *parking, *moved],
    }
    choice = run_case(case)["lines"][0]["gl"]
    assert choice["value"] == "4200" and choice["alternatives"] == ["4100"]


@pytest.mark.parametrize(
    ("account", "holds"),
    [
        ({"code": "4100", "needs_cost_centre": True}, ["COST_CENTRE_MISSING"]),
        ({"code": "4100", "needs_cost_unit": True}, ["COST_UNIT_MISSING"]),
        ({"code": "4100"}, []),
    ],
)
def test_account_demands(account: dict[str, Any], holds: list[str]) -> None:
    case = {
        "vendor_id": "V",
        "lines": [{"description": "Huur"}],
        "vendor_mapping": {"gl": "4100"},
        "gl_accounts": [account],
    }
    assert run_case(case)["holds"] == holds


def test_split_adds_up_to_the_cent() -> None:
    rule = {
        "when": {"words": ["huur"]},
        "split": [
            {"share": "33.33", "gl": "4100", "cost_centre": "A"},
            {"share": "33.33", "gl": "4100", "cost_centre": "B"},
            {"share": "33.34", "gl": "4100", "cost_centre": "C"},
        ],
    }
    line = run_case({"vendor_id": "V", "lines": [{"description": "Huur", "net": "-100.01"}], "rules": [rule]})["lines"][
        0
    ]
    assert [p["amount"] for p in line["parts"]] == ["-33.33", "-33.33", "-33.35"]
    assert not line["findings"], "a split line has its accounts"


def test_split_must_make_a_hundred_per_cent() -> None:
    rule = {"when": {"words": ["huur"]}, "split": [{"share": "50", "gl": "1"}, {"share": "49.99", "gl": "2"}]}
    with pytest.raises(CaseError, match="100 per cent"):
        run_case({"vendor_id": "V", "lines": [{"description": "Huur", "net": "10"}], "rules": [rule]})


def test_spread_over_periods() -> None:
    rule = {
        "when": {"words": ["verzekering"]},
        "set": {"gl": "4330"},
        "spread": {"months": 3, "start": "2026-11-01", "transitory_gl": "1300"},
    }
    line = run_case({"vendor_id": "V", "lines": [{"description": "Verzekering", "net": "100.00"}], "rules": [rule]})[
        "lines"
    ][0]
    assert [(p["year"], p["month"], p["amount"]) for p in line["periods"]] == [
        (2026, 11, "33.34"),
        (2026, 12, "33.33"),
        (2027, 1, "33.33"),
    ]


def test_try_rule_on_the_past() -> None:
    case = {
        "vendor_id": "V",
        "lines": [],
        "history": [
            *booked(*MONTHS),
            *booked("2026-04-05", gl="4110"),
            {**RENT, "date": MONTHS[0], "description": "Thee"},
        ],
        "try_rule": RULE,
    }
    trial = run_case(case)["trial"]
    assert (trial["looked_at"], trial["matched"]) == (5, 4)
    assert trial["fields"] == {"gl": {"set": 4, "right": 1, "changed": 3}}
    assert {e["booked"] for e in trial["examples"]} == {"4100"}


def test_unknown_key_is_refused() -> None:
    with pytest.raises(CaseError, match=r"lines\.0"):
        run_case({"lines": [{"descripton": "Huur"}]})
