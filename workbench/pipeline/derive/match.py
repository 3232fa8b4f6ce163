"""Order ↔ receipt ↔ invoice: run the match, link the lines, keep the consumed receipts, show the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from domain.findings import Severity
from domain.holds import Hold
from domain.money import ZERO, decimal_or_none
from domain.orders import BilledLine, InvoiceForMatch, InvoiceLine, PurchaseOrderLine
from exact import models as mirror
from matching.mirror.orders import orders_for, receipts_for
from matching.three_way import Known, LineResult, MatchPolicy, MatchResult, MatchState, match
from matching.three_way.charge_words import charge_kind
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft, DraftLine, ReceiptConsumption
from workbench.models.policy import policy_of
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.tolerances import tolerance_table
from workbench.pipeline.derive.vendor import stored_reason

LIVE = (DraftState.REVIEW, DraftState.APPROVED, DraftState.POSTING, DraftState.FAILED, DraftState.POSTED)


# What is billed beside goods without standing on the order (matching rule R23), within the tolerance for charges. The
# account comes from the coding rules.
USUAL_CHARGES = {"freight": "", "packaging": ""}


def step(facts: Facts) -> list[Cause]:
    """Match against the vendor's orders. Without a vendor nothing is compared: nobody's order could be meant."""
    draft = facts.draft
    if draft.vendor is None:
        _clear(facts)
        return []
    policy = policy_of(facts.administration.pk)
    invoice = invoice_for_match(facts)
    references = tuple(
        {*invoice.order_references, *(line.order_reference for line in invoice.lines if line.order_reference)}
    )
    orders = orders_for(facts.administration, draft.vendor, references, pending=pending_elsewhere(facts))
    if not orders and not references and not policy.order_required:
        _clear(facts)
        return []
    if not references and not policy.match_without_reference:
        _clear(facts)
        return []
    receipts = receipts_for(orders, consumed_elsewhere(facts))
    if invoice.credit:
        # Returns are not mirrored from Exact; not knowing of one is no proof that the goods stayed.
        receipts = [replace(receipt, returned=receipt.quantity) for receipt in receipts]
    result = match(
        invoice,
        orders,
        receipts,
        tolerances=tolerance_table(facts.administration),
        policy=MatchPolicy(order_required=policy.order_required, auto_accept=True, charge_accounts=USUAL_CHARGES),
        known=Known(history=history_of(facts), chosen=chosen_by_person(facts)),
    )
    return _apply(facts, result, {order.key: order for order in orders})


def invoice_for_match(facts: Facts) -> InvoiceForMatch:
    """The draft as the matcher's billed side; amounts positive, credit notes flagged."""
    draft = facts.draft
    assert draft.vendor is not None
    credit = draft.kind == "credit_note"
    return InvoiceForMatch(
        key=str(draft.pk),
        vendor=draft.vendor.exact_id,
        administration=str(facts.administration.division),
        currency=draft.currency,
        invoice_date=draft.issue_date,
        credit=credit,
        original_invoice=facts.value("original_invoice"),
        order_references=(draft.order_reference,) if draft.order_reference else (),
        delivery_notes=(facts.value("delivery_note"),) if facts.value("delivery_note") else (),
        lines=tuple(_invoice_line(line) for line in facts.lines),
        net_total=draft.net_total,
        gross_total=draft.gross_total,
        lines_usable=all(line.net_amount is not None for line in facts.lines),
        waited_days=max(0, (timezone.now() - draft.received_at).days),
    )


def _invoice_line(line: DraftLine) -> InvoiceLine:
    read: Mapping[str, Any] = line.read or {}
    percent = ZERO if read.get("discount_is_amount") else decimal_or_none(read.get("discount")) or ZERO
    return InvoiceLine(
        key=str(line.pk),
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        price_per=line.price_per or Decimal(1),
        discount_percent=percent if ZERO <= percent < 100 else ZERO,
        net_amount=line.net_amount,
        item=read.get("buyer_item_code") or "",
        supplier_item=read.get("item_code") or line.item_code,
        gtin=read.get("ean") or "",
        order_reference=read.get("order_reference") or "",
        order_line=read.get("order_line") or "",
        delivery_note=read.get("delivery_note") or "",
        charge_kind=charge_kind(line.description) if line.is_charge else "",
    )


def chosen_by_person(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Order lines a person picked, per draft line; an empty tuple means "none of these"."""
    chosen: dict[str, tuple[str, ...]] = {}
    for line in facts.lines:
        if "order_line" in line.by_person:
            chosen[str(line.pk)] = (line.order_line.exact_id,) if line.order_line else ()
    return chosen


def pending_elsewhere(facts: Facts) -> dict[str, tuple[Decimal, Decimal]]:
    """Quantity and amount other drafts bill on each order line; credits count down.

    Our postings are ledger entries, which Exact does not count as invoiced on the order: so posted drafts stay
    pending here until Exact itself reports the quantity.
    """
    rows = (
        DraftLine.objects.filter(
            order_line__order__administration=facts.administration, order_line__isnull=False, draft__in=_ahead(facts)
        )
        .values("order_line__exact_id", "draft__kind")
        .annotate(quantity=Sum("quantity"), amount=Sum("net_amount"))
    )
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        sign = -1 if row["draft__kind"] == "credit_note" else 1
        before = found.get(row["order_line__exact_id"], (ZERO, ZERO))
        found[row["order_line__exact_id"]] = (
            before[0] + sign * (row["quantity"] or ZERO),
            before[1] + sign * (row["amount"] or ZERO),
        )
    return found


def _ahead(facts: Facts) -> QuerySet[Draft]:
    """The drafts whose claim on orders and receipts goes before this one's.

    Those on their way to the books, and of those in review the ones that came earlier: so of two drafts for the
    same goods exactly one is held, whichever is judged last. A suspected copy claims nothing, nor does what
    this draft is itself a suspected copy of: the duplicate hold stops it already.
    """
    draft = facts.draft
    decided = Q(state__in=[DraftState.APPROVED, DraftState.POSTING, DraftState.POSTED])
    earlier = Q(received_at__lt=draft.received_at) | Q(received_at=draft.received_at, pk__lt=draft.pk)
    waiting = Q(state__in=[DraftState.REVIEW, DraftState.FAILED], duplicate_of=None)
    if draft.kind == DraftKind.CREDIT_NOTE:
        earlier = Q()  # a credit may come in before the invoice it credits was decided
    rows = Draft.objects.filter(decided | (waiting & earlier), administration=facts.administration).exclude(pk=draft.pk)
    return rows.exclude(pk=draft.duplicate_of_id) if draft.duplicate_of_id else rows


def consumed_elsewhere(facts: Facts) -> dict[str, Decimal]:
    """Quantity other drafts consumed of each receipt line."""
    rows = (
        ReceiptConsumption.objects.filter(draft_line__draft__in=_ahead(facts))
        .values_list("receipt_line__exact_id")
        .annotate(total=Sum("quantity"))
    )
    return dict(rows)


def history_of(facts: Facts) -> tuple[BilledLine, ...]:
    """What this vendor's other drafts billed: a credit note finds its original here."""
    if facts.draft.kind != "credit_note":
        return ()
    rows = (
        DraftLine.objects.filter(draft__vendor=facts.draft.vendor, draft__state__in=LIVE, order_line__isnull=False)
        .exclude(draft=facts.draft)
        .select_related("draft", "order_line__order")[:500]
    )
    return tuple(
        BilledLine(
            document=str(row.draft_id),
            line=str(row.pk),
            order_line=row.order_line.exact_id,
            quantity=row.quantity or ZERO,
            amount=row.net_amount or ZERO,
            posted=row.draft.state == DraftState.POSTED,
            number=row.draft.invoice_number,
            order=row.order_line.order.number,
        )
        for row in rows
        if row.order_line is not None
    )


def _clear(facts: Facts) -> None:
    draft = facts.draft
    draft.match_state, draft.match_result, draft.match_summary = "", {}, {}
    for line in facts.lines:
        line.match_state, line.match = "", {}
        if "order_line" not in line.by_person:
            line.order_line = None
    ReceiptConsumption.objects.filter(draft_line__draft=draft).delete()


def _apply(facts: Facts, result: MatchResult, orders: Mapping[str, PurchaseOrderLine]) -> list[Cause]:
    draft = facts.draft
    no_order = all(line.state in (MatchState.NO_PO, MatchState.NOT_CHECKED) for line in result.lines)
    if no_order and not result.holds:
        _clear(facts)
        return []
    rows = {
        row.exact_id: row
        for row in mirror.PurchaseOrderLine.objects.filter(exact_id__in=list(orders)).select_related("order")
    }
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
            line.order_line = rows.get(first)
        line.match = {"price_held": any(v.hold.startswith("PRICE") and not v.accepted for v in verdict.variances)}
        shown.append(_shown(line, verdict, orders))
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
    _keep_consumption(facts, result)
    positions = {str(line.pk): line.position for line in facts.lines}
    return [_cause(hold, positions, by_key, orders) for hold in result.holds]


def _shown(line: DraftLine, verdict: LineResult, orders: Mapping[str, PurchaseOrderLine]) -> dict[str, Any]:
    """One row of the match tab: order | receipt | invoice | difference."""
    order = orders.get(verdict.allocations[0].order_line) if verdict.allocations else None
    price = (line.net_amount / line.quantity) if line.quantity and line.net_amount is not None else line.unit_price
    order_price = order.net_unit_price if order else None
    difference = None if price is None or order_price is None else price - order_price
    if difference is not None and abs(difference) < Decimal("0.00005"):
        difference = None
    short = (line.quantity or ZERO) - verdict.covered_by_receipt if verdict.receipt_checked else ZERO
    return {
        "line": line.pk,
        "position": line.position,
        "description": line.description,
        "state": verdict.state.value,
        "order_line": order.key if order else "",
        "ordered": _text(order.ordered if order else None),
        "order_price": _text(order_price),
        "received": _text(verdict.covered_by_receipt) if verdict.receipt_checked else None,
        "billed": _text(line.quantity),
        "price": _text(price),
        "quantity_difference": _text(short) if short > 0 else "",
        "price_difference": _text(difference) if difference else "",
        "percent": _text((difference / order_price * 100).quantize(Decimal("0.1")))
        if difference and order_price
        else "",
        "reasons": [stored_reason(reason) for reason in verdict.reasons],
        "candidates": [
            {
                "order_line": candidate.order_line,
                "label": f"{candidate.order} / {orders[candidate.order_line].line}"
                if candidate.order_line in orders
                else candidate.order,
                "description": orders[candidate.order_line].description if candidate.order_line in orders else "",
                "score": str(candidate.score),
                "reasons": [stored_reason(reason) for reason in candidate.reasons],
            }
            for candidate in verdict.candidates[:3]
        ],
    }


def _text(number: Decimal | None) -> str:
    return "" if number is None else format(number.quantize(Decimal("0.000001")).normalize(), "f")


def _keep_consumption(facts: Facts, result: MatchResult) -> None:
    """Write which receipt quantities this draft uses, so that no other invoice uses them again."""
    draft = facts.draft
    ReceiptConsumption.objects.filter(draft_line__draft=draft).delete()
    rows = {
        row.exact_id: row.pk
        for row in mirror.GoodsReceiptLine.objects.filter(exact_id__in=[use.receipt_line for use in result.consumption])
    }
    own = {str(line.pk): line.pk for line in facts.lines}
    ReceiptConsumption.objects.bulk_create(
        ReceiptConsumption(draft_line_id=own[use.line], receipt_line_id=rows[use.receipt_line], quantity=use.quantity)
        for use in result.consumption
        if use.line in own and use.receipt_line in rows and use.quantity
    )


def _cause(
    hold: Hold,
    positions: Mapping[str, int],
    verdicts: Mapping[str, LineResult],
    orders: Mapping[str, PurchaseOrderLine],
) -> Cause:
    line = hold.lines[0] if hold.lines else ""
    position = positions.get(line)
    params = dict(hold.params)
    if position:
        params["line"] = str(position)
    verdict = verdicts.get(line)
    variance = next((v for v in verdict.variances if v.hold == hold.code), None) if verdict else None
    if variance is not None:
        params.setdefault("difference", _text(abs(variance.money or variance.difference).quantize(Decimal("0.01"))))
        if variance.percent is not None:
            params["percent"] = _text(abs(variance.percent).quantize(Decimal("0.1")))
        limit = variance.tolerance.limit
        params.setdefault(
            "tolerance",
            " / ".join(
                filter(
                    None,
                    [
                        f"{limit.percent} %" if limit.percent is not None else "",
                        str(limit.amount) if limit.amount is not None else "",
                    ],
                )
            ),
        )
        params.setdefault("billed", _text(variance.actual))
        params.setdefault("received", _text(variance.expected))
        params.setdefault("ordered", _text(variance.expected))
    figures = "|".join(
        f"{name}={value}"
        for name, value in sorted(params.items())
        if name in ("difference", "billed", "received", "order")
    )
    severity = hold.kind.severity if hold.kind.severity is not Severity.INFO else Severity.INFO
    return Cause(hold.code, severity, params, f"lines.{position}" if position else "", figures)
