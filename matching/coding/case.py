"""A written-out coding case (JSON) through the rules: the format of docs/rules.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import decimal_or_none
from matching.coding.code import code_lines
from matching.coding.history import HistoryIndex, HistoryLine
from matching.coding.rules import CodingRule, Conditions, RuleTrial, try_rule
from matching.coding.split import SplitError, spread_periods
from matching.coding.types import (
    Choice,
    Coding,
    CodingContext,
    CodingLine,
    Field,
    GlInfo,
    LineCoding,
    SplitPart,
    Spread,
)


class CaseError(ValueError):
    """The case is not written in the documented format; the message names the key."""


_CODES = {name.value for name in Field}
_CASE = {
    *{"id", "title", "note", "expect", "vendor_id", "date", "recipient", "lines", "rules", "history"},
    *{"vendor_mapping", "vendor_default", "items", "gl_accounts", "cost_centres", "cost_units", "try_rule"},
}


def run_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Code the lines of a written-out case, and try its rule on its history when it names one.

    Raises CaseError for unknown keys, unreadable amounts, dates or splits.
    """
    _only(case, _CASE, "case")
    lines = [_line(row, i) for i, row in enumerate(case.get("lines", []))]
    past = sorted((_history(row, i) for i, row in enumerate(case.get("history", []))), key=lambda h: h.day)
    rules = tuple(_rule(row, i) for i, row in enumerate(case.get("rules", [])))
    day = _date(case.get("date"), "date") or max((h.day for h in past), default=date(2026, 1, 1))
    context = CodingContext(
        vendor_id=str(case.get("vendor_id", "")),
        day=day,
        rules=rules,
        mapping_defaults=_coding(case.get("vendor_mapping", {}), "vendor_mapping"),
        order_lines={
            i: _coding(row["order_line"], f"lines.{i}.order_line")
            for i, row in enumerate(case.get("lines", []))
            if row.get("order_line")
        },
        items={code: _coding(row, f"items.{code}") for code, row in case.get("items", {}).items()},
        history=HistoryIndex(past),
        vendor_default=_coding(case.get("vendor_default", {}), "vendor_default"),
        gl_accounts={row["code"]: _gl(row) for row in case.get("gl_accounts", [])},
        cost_centres=frozenset(case.get("cost_centres", ())),
        cost_units=frozenset(case.get("cost_units", ())),
        recipient=case.get("recipient", ""),
    )
    try:
        coded = code_lines(lines, context)
        shown = [_coded(c, line, day) for c, line in zip(coded, lines, strict=True)]
    except SplitError as error:
        raise CaseError(str(error)) from None
    result: dict[str, Any] = {
        "holds": list(dict.fromkeys(f.code for c in coded for f in c.findings)),
        "lines": shown,
    }
    if "try_rule" in case:
        result["trial"] = _trial(try_rule(_rule(case["try_rule"], 0), past, context.recipient))
    return result


def _line(row: Mapping[str, Any], index: int) -> CodingLine:
    _only(
        row,
        {"description", "net", "item_code", "item_group", "order_reference", "order_line"},
        f"lines.{index}",
    )
    return CodingLine(
        row.get("description", ""),
        _amount(row, "net") or Decimal(0),
        row.get("item_code", ""),
        row.get("item_group", ""),
        row.get("order_reference", ""),
    )


def _history(row: Mapping[str, Any], index: int) -> HistoryLine:
    where = f"history.{index}"
    _only(
        row, {"vendor_id", "date", "description", "net", "item_code", "item_group", "order_reference", *_CODES}, where
    )
    day = _date(row.get("date"), f"{where}.date")
    if day is None:
        raise CaseError(f"{where}: date is needed")
    return HistoryLine(
        str(row.get("vendor_id", "")),
        day,
        row.get("description", ""),
        _coding({name: row[name] for name in _CODES if row.get(name)}, where),
        _amount(row, "net") or Decimal(0),
        row.get("item_code", ""),
        row.get("item_group", ""),
        row.get("order_reference", ""),
    )


def _rule(row: Mapping[str, Any], index: int) -> CodingRule:
    where = f"rules.{index}"
    _only(row, {"id", "name", "when", "set", "split", "spread", "priority", "active"}, where)
    when = row.get("when", {})
    many = {"vendor_ids", "item_codes", "item_groups", "words"}
    _only(when, many | {"amount_from", "amount_to", "order_prefix", "recipient"}, f"{where}.when")
    conditions = Conditions(
        **{name: tuple(when.get(name, ())) for name in many},
        amount_from=_amount(when, "amount_from"),
        amount_to=_amount(when, "amount_to"),
        order_prefix=when.get("order_prefix", ""),
        recipient=when.get("recipient", ""),
    )
    split = tuple(
        SplitPart(_amount(part, "share") or Decimal(0), _coding({k: v for k, v in part.items() if k != "share"}, where))
        for part in row.get("split", [])
    )
    spread = row.get("spread")
    return CodingRule(
        id=str(row.get("id", index)),
        name=row.get("name", f"rule {index + 1}"),
        conditions=conditions,
        coding=_coding(row.get("set", {}), f"{where}.set"),
        split=split,
        spread=Spread(int(spread["months"]), _date(spread.get("start"), where), spread.get("transitory_gl", ""))
        if spread
        else None,
        priority=int(row.get("priority", 100)),
        active=bool(row.get("active", True)),
    )


def _gl(row: Mapping[str, Any]) -> GlInfo:
    _only(row, set(GlInfo.__slots__), "gl_accounts")
    return GlInfo(**row)


def _coding(row: Mapping[str, Any], where: str) -> Coding:
    _only(row, _CODES, where)
    return Coding(**{name: str(value) for name, value in row.items()})


def _amount(row: Mapping[str, Any], key: str) -> Decimal | None:
    value = row.get(key)
    if isinstance(value, float):
        raise CaseError(f'{key}: write amounts as text, for example "{value}"')
    number = decimal_or_none(value)
    if number is None and value not in (None, ""):
        raise CaseError(f"{key}: {value!r} is no amount")
    return number


def _date(value: Any, where: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CaseError(f"{where}: {value!r} is no date (YYYY-MM-DD)") from None


def _only(row: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise CaseError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def _coded(coded: LineCoding, line: CodingLine, day: date) -> dict[str, Any]:
    result: dict[str, Any] = {name.value: _choice(coded.choice(name)) for name in Field}
    result["findings"] = [
        {"code": f.code, "severity": f.severity.value, "field": f.field, "params": f.params} for f in coded.findings
    ]
    if coded.parts:
        result["parts"] = [
            {"amount": str(amount), **{name.value: codes.get(name) for name in Field}} for amount, codes in coded.parts
        ]
    if coded.spread:
        result["periods"] = [
            {"year": p.year, "month": p.month, "amount": str(p.amount)}
            for p in spread_periods(line.net, coded.spread, day)
        ]
        result["transitory_gl"] = coded.spread.transitory_gl
    return result


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "value": choice.value,
        "source": choice.source.value if choice.source else None,
        "confidence": str(choice.confidence),
        "alternatives": list(choice.alternatives),
        "reasons": [{"code": r.code, "params": r.params} for r in choice.reasons],
    }


def _trial(trial: RuleTrial) -> dict[str, Any]:
    return {
        "looked_at": trial.looked_at,
        "matched": trial.matched,
        "fields": {t.field.value: {"set": t.set, "right": t.right, "changed": t.changed} for t in trial.fields},
        "examples": [
            {
                "date": e.line.day.isoformat(),
                "description": e.line.description,
                "field": e.field.value,
                "booked": e.booked,
                "proposed": e.proposed,
            }
            for e in trial.examples
        ],
    }
