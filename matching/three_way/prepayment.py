"""A down-payment invoice: matched to what the order is worth, not to its receipts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.evidence import Reason
from domain.holds import Hold
from domain.money import CENT, ZERO
from domain.orders import BilledLine, PurchaseOrderLine
from domain.tolerances import Scope, ToleranceKind
from matching.three_way import naming
from matching.three_way.charge_words import PREPAYMENT
from matching.three_way.checks import Facts
from matching.three_way.compare import compare
from matching.three_way.document import figures
from matching.three_way.header_checks import header_variances, vat_to_book
from matching.three_way.results import LineResult, MatchResult, MatchState, Variance, worst


def match_prepayment(facts: Facts, prepaid: Mapping[str, Decimal]) -> MatchResult:
    """Prepaid so far + billed so far + this may not pass the named order's net. Exactly one order must be named.

    What is billed here is recorded on the order, so that the final invoice must take it off.
    """
    invoice = facts.invoice
    header = naming.header(facts.book, credit=False)
    lines = {order.key: order for order in header.lines}
    for line in invoice.lines:
        lines |= {o.key: o for ref in (line.order_reference,) if ref for o in facts.book.find(ref).lines}
    keys = tuple(line.key for line in invoice.lines)
    orders = sorted({order.order for order in lines.values()})
    if len(orders) != 1:
        return _no_order(facts, header, keys, orders)
    total = sum((line.net for line in invoice.lines), ZERO) + sum((c.amount for c in invoice.charges), ZERO)
    if not invoice.lines and invoice.net_total is not None:
        total = invoice.net_total
    order = orders[0]
    variance = _variance(facts, list(lines.values()), prepaid.get(order, ZERO), total)
    holds = [Hold(variance.hold, keys, "", figures(variance) | {"order": order})] if variance and variance.hold else []
    state = MatchState.MATCHED
    if variance is not None:
        state = MatchState.EXCEPTION if variance.hold else MatchState.WITHIN_TOLERANCE
    reasons = (*header.reasons, Reason("match.prepayment", {"order": order, "amount": f"{total:f}"}))
    results = tuple(
        LineResult(line.key, state, variances=(variance,) if variance else (), reasons=reasons, charge_kind=PREPAYMENT)
        for line in invoice.lines
    )
    header_found = header_variances(facts, (), ())
    holds += [Hold(v.hold, (), "", figures(v)) for v in header_found if v.hold]
    states = [state] + [MatchState.EXCEPTION if v.hold else MatchState.WITHIN_TOLERANCE for v in header_found]
    billed = tuple(
        BilledLine(invoice.key, line.key, "", ZERO, line.net, charge_kind=PREPAYMENT, order=order)
        for line in invoice.lines
    )
    return MatchResult(
        invoice.key,
        worst(states),
        results,
        tuple(holds),
        header_found,
        billed=billed,
        reasons=reasons,
        vat_to_book=vat_to_book(facts, header_found),
        auto_accept=facts.policy.auto_accept,
    )


def _variance(facts: Facts, lines: list[PurchaseOrderLine], prepaid: Decimal, total: Decimal) -> Variance | None:
    worth = sum((line.net for line in lines), ZERO)
    so_far = prepaid + sum((line.billed_amount for line in lines), ZERO)
    if so_far + total <= worth:
        return None
    scope = Scope(vendor=facts.invoice.vendor, vendor_group=facts.invoice.vendor_group)
    return compare(
        ToleranceKind.PRICE_TOTAL,
        facts.table,
        scope,
        expected=worth,
        actual=so_far + total,
        rate=facts.invoice.exchange_rate,
        same_below=CENT / 2,
        about=PREPAYMENT,
    )


def _no_order(facts: Facts, header: naming.Naming, keys: tuple[str, ...], orders: list[str]) -> MatchResult:
    holds = [Hold(code, keys, "", params) for code, params in header.problems]
    if orders:
        state = MatchState.AMBIGUOUS
        holds.append(Hold("LINE_AMBIGUOUS", keys, "", {"candidates": str(len(orders))}))
    else:
        state = MatchState.NO_PO
        if facts.policy.order_required and not holds:
            holds.append(Hold("PO_MISSING", keys))
    lines = tuple(LineResult(key, state, charge_kind=PREPAYMENT) for key in keys)
    return MatchResult(facts.invoice.key, state, lines, tuple(holds), reasons=tuple(header.reasons))
