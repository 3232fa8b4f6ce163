"""From a link to the state of one invoice line, before any figure is compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.evidence import Reason
from domain.holds import Hold
from domain.orders import PurchaseOrderLine
from matching.three_way.checks import Facts
from matching.three_way.linking import SHOWN, Link
from matching.three_way.orderbook import OrderBook, note_keys
from matching.three_way.results import Candidate, MatchState
from matching.three_way.units import implied_factor


def stopped(link: Link, facts: Facts) -> str:
    """The hold code that keeps a linked line from being billed on its order line at all; empty when nothing does."""
    order = link.order
    if order is None:
        return ""
    if _self_billed(link, order, facts):
        return "DUPLICATE_ERS"
    if order.currency != facts.invoice.currency:
        return "CURRENCY_MISMATCH"
    if link.fit is not None and link.fit.conversion is None:
        return "UOM_UNKNOWN"
    if any(code == "VENDOR_MISMATCH" for code, _ in link.holds):
        return "VENDOR_MISMATCH"
    return ""


def _self_billed(link: Link, order: PurchaseOrderLine, facts: Facts) -> bool:
    """The goods were settled from the receipt (evaluated receipt settlement): a bill for them is a duplicate."""
    if facts.invoice.credit or facts.invoice.prepayment or link.line.net < 0 or link.line.adjustment:
        return False
    if order.self_billed or facts.invoice.vendor in facts.policy.self_billing_vendors:
        return True
    receipts = facts.shelf.of(order.key)
    named = facts.shelf.named(order.key, note_keys(*facts.invoice.delivery_notes, link.line.source.delivery_note))
    chosen = receipts if named is None else named
    return bool(chosen) and all(receipt.self_billed for receipt in chosen)


def stop_hold(code: str, link: Link, facts: Facts) -> Hold:
    """The hold for ``stopped``'s code, with the figures a person needs to decide."""
    order = link.order
    assert order is not None
    params = {"order": order.order, "line": order.line}
    if code == "CURRENCY_MISMATCH":
        params |= {"ours": order.currency, "theirs": facts.invoice.currency}
    if code == "UOM_UNKNOWN":
        implied = implied_factor(link.line.source, order)
        params |= {"ours": order.unit, "theirs": link.line.source.unit}
        params["implied_factor"] = f"{implied.normalize():f}" if implied is not None else ""
        params["billed"] = f"{abs(link.line.quantity):f}" if link.line.quantity is not None else ""
        params["ordered"] = f"{order.wanted:f}"
    return Hold(code, (link.line.key,), order.key, params, link.line.source.boxes)


def unlinked(link: Link, facts: Facts) -> tuple[MatchState, list[Hold]]:
    """State and holds of a line that has no order line: ambiguous, a surplus on a named order, or without order."""
    line, boxes = link.line, link.line.source.boxes
    holds = [Hold(code, (line.key,), "", params, boxes) for code, params in link.holds]
    codes = {hold.code for hold in holds}
    if link.ambiguous or "LINE_AMBIGUOUS" in codes:
        if "LINE_AMBIGUOUS" not in codes:
            holds.append(Hold("LINE_AMBIGUOUS", (line.key,), "", _which(link, facts), boxes))
        return MatchState.AMBIGUOUS, holds
    if codes & {"PO_NOT_FOUND", "PO_CLOSED"}:
        return MatchState.NO_PO, holds
    if not line.net and not holds:
        return MatchState.NOT_CHECKED, []
    if link.named or link.order_expected:
        holds.append(Hold("LINE_NOT_ON_PO", (line.key,), "", {"description": line.source.description}, boxes))
        return MatchState.EXCEPTION, holds
    if facts.invoice.original_invoice and facts.invoice.credit:
        holds.append(
            Hold("CREDIT_WITHOUT_ORIGINAL", (line.key,), "", {"original": facts.invoice.original_invoice}, boxes)
        )
    if facts.policy.order_required:
        holds.append(Hold("PO_MISSING", (line.key,), "", {}, boxes))
    return MatchState.NO_PO, holds


def _which(link: Link, facts: Facts) -> dict[str, str]:
    """How many order lines fit; the only one by its name."""
    told = {"candidates": str(len(link.candidates))}
    if len(link.candidates) == 1:
        only = facts.book.by_key[link.candidates[0].order_line]
        told["order_line"] = f"{only.order}/{only.line}"
    return told


def plain_candidates(orders: Sequence[PurchaseOrderLine], book: OrderBook) -> tuple[Candidate, ...]:
    """Named order lines as candidates when only a total is known."""
    return tuple(
        Candidate(
            order.key,
            order.order,
            Decimal("0.20"),
            (
                Reason("match.order_named", {"order": order.order}),
                Reason("match.open", {"open": f"{book.open_ordered(order):f}"}),
            ),
        )
        for order in orders[:SHOWN]
    )
