"""The worked examples of the matching rules, each a written-out case anyone can run with the rules command."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from matching.three_way.case import run_case

FILES = sorted(Path(__file__).parent.glob("*cases.json"))
CASES = [case for path in FILES for case in json.loads(path.read_text(), parse_float=Decimal)]


def _codes(answer: dict[str, Any]) -> list[str]:
    return sorted(hold["code"] for hold in answer["holds"])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']} {case['about']}" for case in CASES])
def test_worked_example(case: dict[str, Any]) -> None:
    expect = case["expect"]
    answer = run_case({key: value for key, value in case.items() if key not in ("expect", "about")})
    assert (answer["status"], _codes(answer)) == (expect["status"], sorted(expect["holds"]))
    lines = {line["line"]: line for line in answer["lines"]}
    for key, state in expect.get("lines", {}).items():
        assert lines[key]["state"] == state, key
    for key, kind, amount, percent, accepted in expect.get("variances", []):
        found = [v for v in lines[key]["variances"] if v["kind"] == kind]
        assert [(v["amount"], v["percent"], v["accepted"]) for v in found] == [(amount, percent, accepted)], (key, kind)
    if "totals" in expect:
        assert {v["about"]: [v["percent"], v["accepted"]] for v in answer["variances"]} == expect["totals"]
    if "consumption" in expect:
        assert {c["receipt"]: c["quantity"] for c in answer["consumption"]} == expect["consumption"]
    if "billed" in expect:
        parts = [part for line in answer["lines"] for part in line["allocations"]]
        assert {part["order_line"]: part["quantity"] for part in parts} == expect["billed"]
    for code, params in expect.get("params", {}).items():
        hold = next(hold for hold in answer["holds"] if hold["code"] == code)
        assert {name: hold["params"][name] for name in params} == params
    for kind, level in expect.get("level", {}).items():
        found = [v for line in answer["lines"] for v in line["variances"] if v["kind"] == kind]
        assert {v["tolerance"]["level"] for v in found} == {level}, kind
    for key, account in expect.get("gl", {}).items():
        assert lines[key]["gl_account"] == account
    if "bulk_postable" in expect:
        assert answer["bulk_postable"] is expect["bulk_postable"]
    if "vat" in expect:
        assert {row["rate"]: row["amount"] for row in answer["vat_to_book"]} == expect["vat"]
    if "candidate" in expect:
        key, order_line = expect["candidate"]
        assert lines[key]["candidates"][0]["order_line"] == order_line
        assert lines[key]["candidates"][0]["reasons"]
    if "charges" in expect:
        assert sum(
            Decimal(v["amount"]) for line in answer["lines"] for v in line["variances"] if v["kind"] == "CHARGE"
        ) == Decimal(expect["charges"])
    for order_line, quantity in expect.get("open_to_bill", {}).items():
        assert answer["open_to_bill"][order_line]["three_way"] == quantity
    _check_steps(expect, answer)


def _check_steps(expect: dict[str, Any], answer: dict[str, Any]) -> None:
    for at, (document, status, holds) in enumerate(expect.get("steps", [])):
        seen = answer["steps"][at]["documents"][document]
        assert (seen["status"], _codes(seen)) == (status, holds), f"step {at + 1}"
    for document, (status, holds) in expect.get("documents", {}).items():
        seen = answer["steps"][-1]["documents"][document]
        assert (seen["status"], _codes(seen)) == (status, holds), document
    for at, quantity in enumerate(expect.get("waits", [])):
        holds = next(iter(answer["steps"][at]["documents"].values()))["holds"]
        assert [hold["params"]["quantity"] for hold in holds] == ([quantity] if quantity else [])
    if "self_billed" in expect:
        assert answer["steps"][0]["self_billed"] == expect["self_billed"]
