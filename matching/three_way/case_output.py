"""A match result as a plain dictionary of strings, for the command, the API and the tests' tables."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from domain.evidence import Reason
from domain.holds import Hold
from matching.three_way.results import Candidate, LineResult, MatchResult, Variance

UNBOUNDED = "unbounded"
_DISPLAY = Decimal("0.0001")
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """A figure without trailing zeros or exponent; at most ten decimals, enough for any unit price."""
    # Digits enough for the largest figures anybody writes out, not only for those of a normal invoice.
    rounded = _WIDE.quantize(value, Decimal("1e-10")) if value else Decimal(0)
    return f"{rounded.normalize():f}"


def percent(found: Variance) -> str:
    """Percentage rounded half up to four decimals, for display only; or the word for a base of zero."""
    if found.percent is None:
        return UNBOUNDED
    return plain(_WIDE.quantize(found.percent, _DISPLAY))


def reason_json(reason: Reason) -> dict[str, Any]:
    """A reason with its figures."""
    return {"code": reason.code, **({"params": reason.params} if reason.params else {})}


def variance_json(found: Variance) -> dict[str, Any]:
    """A variance with the tolerance that judged it and who set that."""
    limit = found.tolerance.limit
    tolerance: dict[str, Any] = {
        "side": found.tolerance.side.value,
        "percent": None if limit.percent is None else plain(limit.percent),
        "amount": None if limit.amount is None else plain(limit.amount),
        "level": found.tolerance.level.name.lower(),
    }
    if found.tolerance.set_by:
        tolerance["set_by"] = found.tolerance.set_by
    if found.tolerance.borrowed_from:
        tolerance["borrowed_from"] = found.tolerance.borrowed_from
    row: dict[str, Any] = {
        "kind": found.kind.value,
        "expected": plain(found.expected),
        "actual": plain(found.actual),
        "amount": plain(found.difference),
        "percent": percent(found),
        "accepted": found.accepted,
        "tolerance": tolerance,
    }
    if found.hold:
        row["hold"] = found.hold
    if found.order_line:
        row["order_line"] = found.order_line
    if found.about:
        row["about"] = found.about
    if plain(found.amount) != plain(abs(found.difference)):
        row["amount_compared"] = plain(found.amount)
    return row


def hold_json(hold: Hold) -> dict[str, Any]:
    """A hold with its owner and whether it releases itself."""
    kind = hold.kind
    return {
        "code": hold.code,
        "severity": kind.severity.value,
        "owner": kind.owner.value,
        **({"escalates_to": kind.escalates_to.value} if kind.escalates_to else {}),
        "releases_itself": kind.releases_itself,
        "releases_on": sorted(event.value for event in kind.releases_on),
        "lines": list(hold.lines),
        **({"order_line": hold.order_line} if hold.order_line else {}),
        "params": hold.params,
    }


def candidate_json(found: Candidate) -> dict[str, Any]:
    """A candidate with its score and reasons."""
    return {
        "order_line": found.order_line,
        "order": found.order,
        "score": f"{found.score:.4f}",
        "reasons": [reason_json(reason) for reason in found.reasons],
    }


def line_json(line: LineResult) -> dict[str, Any]:
    """One line's verdict."""
    row: dict[str, Any] = {
        "line": line.line,
        "state": line.state.value,
        "allocations": [
            {"order_line": a.order_line, "quantity": plain(a.quantity), "amount": plain(a.amount)}
            for a in line.allocations
        ],
        "receipt": plain(line.covered_by_receipt) if line.receipt_checked else None,
        "variances": [variance_json(found) for found in line.variances],
        "candidates": [candidate_json(found) for found in line.candidates],
        "reasons": [reason_json(reason) for reason in line.reasons],
    }
    if line.charge_kind:
        row["charge"] = line.charge_kind
    if line.gl_account:
        row["gl_account"] = line.gl_account
    if line.spread_from_charges:
        row["landed_cost"] = plain(line.spread_from_charges)
    return row


def result_json(result: MatchResult) -> dict[str, Any]:
    """The whole verdict. Every figure is text, so that nothing is lost on the way."""
    return {
        "document": result.document,
        "status": result.state.value,
        "bulk_postable": result.bulk_postable,
        "holds": [hold_json(hold) for hold in result.holds],
        "lines": [line_json(line) for line in result.lines],
        "variances": [variance_json(found) for found in result.variances],
        "consumption": [
            {"line": c.line, "receipt": c.receipt_line, "order_line": c.order_line, "quantity": plain(c.quantity)}
            for c in result.consumption
        ],
        "vat_to_book": [{"rate": plain(rate), "amount": f"{amount:f}"} for rate, amount in result.vat_to_book],
        "reasons": [reason_json(reason) for reason in result.reasons],
    }
