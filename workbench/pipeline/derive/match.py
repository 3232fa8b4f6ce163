"""Order ↔ receipt ↔ invoice: run the match, link the lines, keep the consumed receipts, show the result."""

from __future__ import annotations

from collections import defaultdict

from domain.orders import Consumption
from matching.three_way.api import LineResult, MatchResult, MatchState
from matching.three_way.header_checks import LINES
from workbench.models import DraftLine, ReceiptConsumption
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.match_facts import BILLED, MatchCase, case_of
from workbench.pipeline.derive.match_shown import cause_of_hold, row_of
from workbench.pipeline.derive.vendor import stored_reason


def step(facts: Facts) -> list[Cause]:
    """Match against the vendor's orders. Without a vendor nothing is compared: nobody's order could be meant."""
    case = case_of(facts)
    if case is None:
        _clear(facts)
        return []
    return _apply(facts, case, case.run())


def _clear(facts: Facts) -> None:
    draft = facts.draft
    _give_back(facts)
    draft.match_state, draft.match_result, draft.match_summary = "", {}, {}
    for line in facts.lines:
        line.match_state, line.match = "", {}
        if "order_line" not in line.by_person:
            line.order_line = None


def _give_back(facts: Facts) -> None:
    """Let go of the receipts the last match used."""
    if not facts.first_time:
        ReceiptConsumption.objects.filter(draft_line__draft=facts.draft).delete()


def _apply(facts: Facts, case: MatchCase, result: MatchResult) -> list[Cause]:
    draft = facts.draft
    # A line that is compared with nothing still belongs to its order line, which says how it is booked.
    no_order = all(
        line.state in (MatchState.NO_PO, MatchState.NOT_CHECKED) and not line.allocations for line in result.lines
    )
    # Lines that do not make the total are told once, with or without an order (``completeness``).
    holds = [hold for hold in result.holds if hold.params.get("about") != LINES]
    if no_order and not holds:
        _clear(facts)
        return []
    orders = case.order_of
    numbers_of = {key: order.order for key, order in orders.items()}
    consumed: dict[str, list[Consumption]] = defaultdict(list)
    for use in result.consumption:
        consumed[use.line].append(use)
    by_key = {line.line: line for line in result.lines}
    shown = []
    for line in facts.lines:
        verdict = by_key.get(str(line.pk))
        if verdict is None:
            line.match_state, line.match = "", {}
            continue
        line.match_state = verdict.state.value
        first = verdict.allocations[0].order_line if verdict.allocations else ""
        if "order_line" not in line.by_person:
            line.order_line = case.rows.get(first)
        line.match = {"price_held": any(v.hold.startswith("PRICE") and not v.accepted for v in verdict.variances)}
        line.match |= _billed(line, verdict, numbers_of)
        shown.append(row_of(line, verdict, consumed[verdict.line], case))
    draft.match_state = result.state.value
    numbers = sorted(
        {orders[a.order_line].order for line in result.lines for a in line.allocations if a.order_line in orders}
    )
    good = sum(line.state in (MatchState.MATCHED, MatchState.WITHIN_TOLERANCE) for line in result.lines)
    draft.match_summary = {"matched": good, "lines": len(result.lines)}
    draft.match_result = {
        "orders": numbers,
        "state": result.state.value,
        "lines": shown,
        "reasons": [stored_reason(reason) for reason in result.reasons],
    }
    _keep_consumption(facts, result, case)
    positions = {str(line.pk): line.position for line in facts.lines}
    return [cause_of_hold(hold, positions, by_key, result) for hold in holds]


def _billed(line: DraftLine, verdict: LineResult, numbers: dict[str, str]) -> dict[str, list[list[str]]]:
    """What the line bills per order line, where its own quantity on its own order line does not say it."""
    parts = verdict.allocations
    alone = len(parts) == 1 and abs(parts[0].quantity) == abs(line.quantity or 0)
    if not parts or alone or line.order_line is None:
        return {}
    return {BILLED: [[p.order_line, f"{p.quantity:f}", f"{p.amount:f}", numbers.get(p.order_line, "")] for p in parts]}


def _keep_consumption(facts: Facts, result: MatchResult, case: MatchCase) -> None:
    """Write which receipt quantities this draft uses, so that no other invoice uses them again."""
    _give_back(facts)
    rows = case.receipt_ids
    own = {str(line.pk): line.pk for line in facts.lines}
    ReceiptConsumption.objects.bulk_create(
        ReceiptConsumption(draft_line_id=own[use.line], receipt_line_id=rows[use.receipt_line], quantity=use.quantity)
        for use in result.consumption
        if use.line in own and use.receipt_line in rows and use.quantity
    )
