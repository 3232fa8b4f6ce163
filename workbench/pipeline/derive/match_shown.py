"""A verdict of the match as the screens show it: rows of the match tab, and the figures of its holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.findings import Severity
from domain.holds import Hold
from domain.money import ZERO
from domain.orders import Consumption, PurchaseOrderLine
from domain.tolerances import Scope
from matching.three_way.actions import worth
from matching.three_way.agreed import AgreedPrice, item_key
from matching.three_way.api import LineResult, MatchResult, Variance
from matching.three_way.checks import scope_of
from matching.three_way.units import implied_factor, unit_code
from workbench.models import DraftLine
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.match_facts import MatchCase
from workbench.pipeline.derive.vendor import stored_reason

CENT = Decimal("0.01")


def text(number: Decimal | None) -> str:
    """A figure without trailing zeros, at most six decimals; "" for none."""
    return "" if number is None else format(number.quantize(Decimal("0.000001")).normalize(), "f")


def row_of(line: DraftLine, verdict: LineResult, uses: Sequence[Consumption], case: MatchCase) -> dict[str, Any]:
    """One row of the match tab: order | receipt | invoice | difference, and what can be done. ``uses``: what the line
    consumes of receipts.

    Quantities and prices stand in the order line's unit, so that the columns can be compared.
    """
    orders = case.order_of
    first = verdict.allocations[0] if verdict.allocations else None
    order = orders.get(first.order_line) if first else None
    parts = [part for part in verdict.allocations if part.quantity]
    billed = abs(sum((part.quantity for part in parts), ZERO)) if parts else line.quantity
    net = abs(sum((part.amount for part in parts), ZERO)) if parts else line.net_amount
    price = net / billed if billed and net is not None else line.unit_price
    order_price = order.net_unit_price if order else None
    difference = None if price is None or order_price is None else price - order_price
    if difference is not None and abs(difference) < Decimal("0.00005"):
        difference = None
    short = (billed or ZERO) - verdict.covered_by_receipt if verdict.receipt_checked else ZERO
    return {
        "line": line.pk,
        "position": line.position,
        "description": line.description,
        "state": verdict.state.value,
        "order_line": order.key if order else "",
        "unit": order.unit if order else line.unit,
        "ordered": text(order.ordered if order else None),
        "order_price": text(order_price),
        "received": text(verdict.covered_by_receipt) if verdict.receipt_checked else None,
        "billed": text(billed),
        "price": text(price),
        "quantity_difference": text(short) if short > 0 else "",
        "price_difference": text(difference) if difference else "",
        "percent": text((difference / order_price * 100).quantize(Decimal("0.1")))
        if difference and order_price
        else "",
        "reasons": [stored_reason(reason) for reason in verdict.reasons],
        "candidates": [_candidate(candidate, orders) for candidate in verdict.candidates[:3]],
        "tolerances": [tolerance_of(found) for found in verdict.variances],
        "receipts": [
            {"receipt_line": use.receipt_line, "quantity": text(use.quantity)} for use in uses if use.quantity
        ],
        "agreed": _agreed(case.agreed.get(order.key)) if order else {},
        "compared": _compared(order, case) if order else {},
        "new_price": _new_price(verdict, order, case),
        "unit_factor": _unit_factor(line, order, verdict, case),
    }


def _candidate(candidate: Any, orders: Mapping[str, PurchaseOrderLine]) -> dict[str, Any]:
    order = orders.get(candidate.order_line)
    return {
        "order_line": candidate.order_line,
        "label": f"{candidate.order} / {order.line}" if order else candidate.order,
        "description": order.description if order else "",
        "score": str(candidate.score),
        "reasons": [stored_reason(reason) for reason in candidate.reasons],
    }


def tolerance_of(found: Variance) -> dict[str, Any]:
    """A difference with the tolerance that judged it: where that stands and who set it."""
    applied = found.tolerance
    return {
        "kind": found.kind.value.lower(),
        "side": applied.side.value,
        "accepted": found.accepted,
        "difference": text(found.difference.quantize(Decimal("0.0001"))),
        "money": text((found.money or found.difference).quantize(CENT)),
        "percent": "" if found.percent is None else text(found.percent.quantize(CENT)),
        "limit_percent": text(applied.limit.percent),
        "limit_amount": text(applied.limit.amount),
        "level": applied.level.name.lower(),
        "set_by": applied.set_by,
        "borrowed_from": str(applied.borrowed_from).lower(),
    }


def _compared(order: PurchaseOrderLine, case: MatchCase) -> dict[str, str]:
    """With what the order line was compared; where that stands and who set it when it is otherwise than everywhere in
    the administration."""
    scope = scope_of(case.invoice, order)
    rule = case.policy.nearest(scope)
    level = case.policy.level_for(scope, needs_receipt=order.needs_receipt)
    told = {"with": level.name.lower()}
    if rule is None or level == case.policy.level_for(Scope(), needs_receipt=order.needs_receipt):
        return told
    return told | {"level": rule.level.name.lower(), "set_by": rule.set_by}


def _agreed(found: AgreedPrice | None) -> dict[str, str]:
    if found is None:
        return {}
    return {
        "price": text(found.price),
        "instead_of": text(found.instead_of),
        "from": found.valid_from.isoformat(),
        "until": found.valid_until.isoformat() if found.valid_until else "",
        "by": found.by,
        "second": found.second,
    }


def _new_price(verdict: LineResult, order: PurchaseOrderLine | None, case: MatchCase) -> dict[str, str]:
    """The price that could be taken over from this line: per unit of the order line, in place of what it says."""
    ours = order.net_unit_price if order else None
    if order is None or ours is None or not item_key(order) or case.invoice.credit:
        return {}
    part = next((part for part in verdict.allocations if part.order_line == order.key and part.quantity), None)
    if part is None or not any(v.hold in ("PRICE_HIGH", "PRICE_LOW") for v in verdict.variances):
        return {}
    return {"item": item_key(order), "unit": order.unit, "price": text(part.amount / part.quantity), "ours": text(ours)}


def _unit_factor(
    line: DraftLine, order: PurchaseOrderLine | None, verdict: LineResult, case: MatchCase
) -> dict[str, str]:
    """Units that cannot be converted: the factor that the figures imply, for a person to confirm."""
    orders = case.order_of
    if order is None:
        order = next((orders[c.order_line] for c in verdict.candidates if c.order_line in orders), None)
    if order is None or verdict.allocations or unit_code(line.unit) == unit_code(order.unit):
        return {}
    if not any(
        r.code == "match.unit_unknown" for r in (*verdict.reasons, *(r for c in verdict.candidates for r in c.reasons))
    ):
        return {}
    source = next((each for each in case.invoice.lines if each.key == verdict.line), None)
    implied = implied_factor(source, order) if source else None
    return {"theirs": line.unit, "ours": order.unit, "implied": text(implied), "order_line": order.key}


def cause_of_hold(
    hold: Hold,
    positions: Mapping[str, int],
    verdicts: Mapping[str, LineResult],
    result: MatchResult,
) -> Cause:
    """A hold of the matcher as a cause. ``worth``: what its differences come to, in the draft's currency."""
    line = hold.lines[0] if hold.lines else ""
    position = positions.get(line)
    params = dict(hold.params)
    if position:
        params["line"] = str(position)
    verdict = verdicts.get(line)
    variance = next((v for v in verdict.variances if v.hold == hold.code), None) if verdict else None
    if variance is not None:
        params.setdefault("difference", text(abs(variance.money or variance.difference).quantize(CENT)))
        if variance.percent is not None:
            params["percent"] = text(abs(variance.percent).quantize(Decimal("0.1")))
        params.setdefault("tolerance", _limit(variance))
        params.setdefault("billed", text(variance.actual))
        params.setdefault("received", text(variance.expected))
        params.setdefault("ordered", text(variance.expected))
    value = worth(result, hold.code, hold.order_line)
    if value:
        params["worth"] = text(value.quantize(CENT))
    figures = "|".join(
        f"{name}={value}"
        for name, value in sorted(params.items())
        if name in ("difference", "billed", "received", "order")
    )
    severity = hold.kind.severity if hold.kind.severity is not Severity.INFO else Severity.INFO
    return Cause(hold.code, severity, params, f"lines.{position}" if position else "", figures)


def _limit(variance: Variance) -> str:
    limit = variance.tolerance.limit
    percent = f"{limit.percent} %" if limit.percent is not None else ""
    return " / ".join(filter(None, [percent, str(limit.amount) if limit.amount is not None else ""]))
