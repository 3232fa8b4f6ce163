"""Lines that a rule divides over accounts or centres, and cost that it spreads over months.

Every step but coding looks at whole lines, so a divided line is put together before it and divided again after
it: the same rows are used, so running it twice changes nothing. A person's edit wins: once somebody changed a
part's amount, text or number of parts, the parts are lines like any other and no rule touches their amounts again.
"""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import ZERO, decimal_or_none
from matching.coding.split import SplitError, spread_periods
from matching.coding.types import Coding, LineCoding
from workbench.audit import services as audit
from workbench.drafts.spreading import SPREAD
from workbench.models import DraftLine
from workbench.pipeline.derive.facts import Facts

CODES = {"gl_account": "gl", "cost_centre": "cost_centre", "cost_unit": "cost_unit"}
# What a person may change in a part without taking it out of its group: its codes, its order line and its period.
KEPT = frozenset({*CODES, "vat_code", "order_line", SPREAD})
COPIED = ("description", "item_code", "unit", "unit_price", "price_per", "discount", "vat_rate", "match_state", "match")
QUANTITY = Decimal("0.0001")


def join(facts: Facts) -> None:
    """Put the parts of each divided line together again, in memory, as the line that was read."""
    groups: dict[str, list[DraftLine]] = defaultdict(list)
    for line in facts.lines:
        if group := line.split.get("group"):
            groups[group].append(line)
    hidden: set[int] = set()
    for parts in groups.values():
        parts.sort(key=lambda line: int(line.split["part"]))
        if not _intact(parts):
            for line in parts:
                line.split = {"apart": True}
            continue
        first = parts[0]
        whole = first.split["whole"]
        first.net_amount = decimal_or_none(whole["net"])
        first.quantity = decimal_or_none(whole["quantity"])
        for part in parts[1:]:
            if "order_line" in part.by_person and "order_line" not in first.by_person:
                first.order_line = part.order_line
                first.by_person = [*first.by_person, "order_line"]
        facts.parts[first.pk] = parts
        hidden |= {part.pk for part in parts[1:]}
    facts.lines = [line for line in facts.lines if line.pk not in hidden]


def _intact(parts: Sequence[DraftLine]) -> bool:
    whole = parts[0].split
    if [line.split.get("part") for line in parts] != list(range(int(whole["parts"]))):
        return False
    if any(set(line.by_person) - KEPT for line in parts):
        return False
    return sum((line.net_amount or ZERO for line in parts), ZERO) == decimal_or_none(whole["whole"]["net"])


def settle(facts: Facts, line: DraftLine, found: LineCoding) -> list[DraftLine]:
    """The line as it is booked: itself, or its parts when a rule divides it. Rows no longer needed go."""
    rows = facts.parts.pop(line.pk, [line])
    parts = found.parts if line.net_amount and _may_divide(line, rows) else ()
    if len(parts) < 2:
        _delete(rows[1:])
        if "group" in line.split:
            line.split = {}
        lines = [line]
    else:
        lines = _divide(facts, line, rows, found)
    first, last = _period(facts, found)
    for each in lines:
        if SPREAD not in each.by_person:
            each.spread_from, each.spread_to = first, last
    return lines


def _may_divide(line: DraftLine, rows: Sequence[DraftLine]) -> bool:
    if len(rows) > 1:
        return True
    return not line.split.get("apart") and not {"net_amount", "gl_account"} & set(line.by_person)


def _divide(facts: Facts, line: DraftLine, rows: list[DraftLine], found: LineCoding) -> list[DraftLine]:
    group = line.split.get("group") or uuid.uuid4().hex
    whole = {"net": str(line.net_amount), "quantity": None if line.quantity is None else str(line.quantity)}
    quantities = _quantities(line, [amount for amount, _coding in found.parts])
    if len(rows) != len(found.parts):
        audit.record("line.divided", actor="rule", draft=facts.draft, line=line.position, parts=len(found.parts))
    _delete(rows[len(found.parts) :])
    lines = []
    for place, (amount, coding) in enumerate(found.parts):
        row = rows[place] if place < len(rows) else DraftLine(draft=facts.draft, position=line.position, read=line.read)
        for column in COPIED if row is not line else ():
            setattr(row, column, getattr(line, column))
        row.order_line = line.order_line
        row.is_charge = line.is_charge
        row.net_amount, row.quantity = amount, quantities[place]
        row.split = {"group": group, "part": place, "parts": len(found.parts), "whole": whole, "rule": found.split_by}
        _code(row, coding, found)
        if row._state.adding:
            row.save()
        lines.append(row)
    return lines


def _quantities(line: DraftLine, amounts: Sequence[Decimal]) -> list[Decimal | None]:
    """The quantity in the same shares, so that quantity × price still makes each part's amount."""
    if line.quantity is None or not line.net_amount:
        return [None] * len(amounts)
    shares = [(line.quantity * amount / line.net_amount).quantize(QUANTITY) for amount in amounts[:-1]]
    return [*shares, line.quantity - sum(shares, ZERO)]


def _code(row: DraftLine, coding: Coding, found: LineCoding) -> None:
    whole = {"gl_account": found.gl, "cost_centre": found.cost_centre, "cost_unit": found.cost_unit}
    for column, name in CODES.items():
        if column in row.by_person:
            continue
        value = getattr(coding, name) or whole[column].value
        setattr(row, column, value)
        reasons = [{"code": "coding.rule", "params": {"rule": found.split_by}}]
        row.choices = {**row.choices, column: _choice(value, reasons)}


def _choice(value: str, reasons: list[dict[str, Any]]) -> dict[str, Any]:
    return {"source": "rule", "confidence": 1.0 if value else 0.0, "reasons": reasons, "alternatives": []}


def _delete(rows: Sequence[DraftLine]) -> None:
    if rows:
        DraftLine.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _period(facts: Facts, found: LineCoding) -> tuple[date | None, date | None]:
    """First and last day of the months a rule spreads the cost over."""
    if found.spread is None or facts.draft.issue_date is None:
        return None, None
    try:
        months = spread_periods(ZERO, found.spread, facts.draft.issue_date)
    except SplitError:
        return None, None
    end = months[-1]
    return date(months[0].year, months[0].month, 1), date(end.year, end.month, monthrange(end.year, end.month)[1])


def renumber(facts: Facts, lines: list[DraftLine]) -> None:
    """Take ``lines`` as the draft's lines, numbered from 1; ``facts.renumbered`` tells that places have moved."""
    for place, line in enumerate(lines, start=1):
        if line.position != place:
            line.position = place
            facts.renumbered = True
    facts.lines = lines
