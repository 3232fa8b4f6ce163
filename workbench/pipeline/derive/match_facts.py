"""What the match of one draft looks at: the billed side, the vendor's orders and receipts, and what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from domain.money import ZERO, decimal_or_none
from domain.orders import BilledLine, GoodsReceiptLine, InvoiceForMatch, InvoiceLine, PurchaseOrderLine
from domain.tolerances import ToleranceTable
from exact import api as exact
from exact import models as mirror
from matching.mirror.orders import order_line, order_rows, receipts_for
from matching.three_way.agreed import AgreedPrice, with_agreed_prices
from matching.three_way.api import Known, MatchPolicy, MatchResult, match
from matching.three_way.charge_words import charge_kind
from matching.three_way.learned import Taught, taught
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft, DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.match_policy import match_policy
from workbench.pipeline.derive.nearer import nearer_rules
from workbench.pipeline.derive.tolerances import tolerance_table

LIVE = (DraftState.REVIEW, DraftState.APPROVED, DraftState.POSTING, DraftState.FAILED, DraftState.POSTED)
# On their way to the books, or in them: their claim on goods goes before that of any draft in review.
DECIDED = (DraftState.APPROVED, DraftState.POSTING, DraftState.POSTED)


@dataclass(frozen=True)
class MatchCase:
    """Everything ``match`` takes for one draft, so that explaining it looks at the same facts. ``agreed``: by order
    line, the price that was taken over for it. ``rows`` and ``receipt_ids``: the mirror's order lines, and our ids of
    receipt lines, by GUID."""

    invoice: InvoiceForMatch
    orders: list[PurchaseOrderLine]
    receipts: list[GoodsReceiptLine]
    tolerances: ToleranceTable
    policy: MatchPolicy
    known: Known
    agreed: Mapping[str, AgreedPrice] = field(default_factory=dict)
    rows: Mapping[str, mirror.PurchaseOrderLine] = field(default_factory=dict)
    receipt_ids: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def order_of(self) -> dict[str, PurchaseOrderLine]:
        """The order lines by GUID."""
        return {order.key: order for order in self.orders}

    def run(self) -> MatchResult:
        """The match of these facts."""
        return match(
            self.invoice,
            self.orders,
            self.receipts,
            tolerances=self.tolerances,
            policy=self.policy,
            known=self.known,
        )


def case_of(facts: Facts) -> MatchCase | None:
    """The facts of the draft's match; None when there is nothing to match: no vendor, or no order in sight."""
    draft = facts.draft
    if draft.vendor is None:
        return None
    policy = facts.policy
    invoice = invoice_for_match(facts)
    references = tuple(
        {*invoice.order_references, *(line.order_reference for line in invoice.lines if line.order_reference)}
    )
    ordered = facts.lookup.get(reference.ORDERED)
    near = draft.vendor.pk in ordered or (references and ordered)
    rows = order_rows(facts.administration, draft.vendor, references) if near else {}
    pending = pending_elsewhere(facts, references) if rows else {}
    orders = [order_line(row, facts.administration, pending.get(key, (ZERO, ZERO))) for key, row in rows.items()]
    if not orders and not references and not policy.order_required:
        return None
    if not references and not policy.match_without_reference:
        return None
    received = receipts_for(rows.values(), consumed_elsewhere(facts)) if rows else []
    receipts = [receipt for _, receipt in received]
    if invoice.credit:
        # Returns are not mirrored from Exact; not knowing of one is no proof that the goods stayed.
        receipts = [replace(receipt, returned=receipt.quantity) for receipt in receipts]
    learned = taught(draft.vendor) if orders else Taught()  # it is all about orders
    orders, agreed = with_agreed_prices(orders, learned.prices, invoice.invoice_date)
    nearer = nearer_rules(facts.administration)
    return MatchCase(
        invoice,
        orders,
        receipts,
        tolerance_table(facts.administration, policy, nearer),
        match_policy(facts.administration, policy, nearer),
        Known(
            history=history_of(facts),
            factors=learned.factors,
            learned=learned.items,
            chosen=chosen_by_person(facts),
        ),
        agreed,
        rows,
        {receipt.key: pk for pk, receipt in received},
    )


def invoice_for_match(facts: Facts) -> InvoiceForMatch:
    """The draft as the matcher's billed side; amounts positive, credit notes flagged."""
    draft = facts.draft
    assert draft.vendor is not None
    credit = draft.kind == "credit_note"
    return InvoiceForMatch(
        key=str(draft.pk),
        vendor=draft.vendor.exact_id,
        vendor_group=draft.vendor.classifications.get(str(facts.policy.vendor_group_number), ""),
        administration=str(facts.administration.division),
        currency=draft.currency,
        # Absolute limits are amounts in the books' own currency (matching rule R5).
        exchange_rate=exact.rate_for(facts.administration, draft.currency, _rate_day(draft)) or Decimal(1),
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


def _rate_day(draft: Draft) -> date:
    today = timezone.localdate()
    return min(draft.issue_date or today, today)


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


def pending_elsewhere(facts: Facts, references: tuple[str, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    """Quantity (in the order line's unit) and amount other drafts bill on each order line; credits count down.

    Our postings are ledger entries, which Exact does not count as invoiced on the order: so posted drafts stay
    pending here until Exact itself reports the quantity.
    """
    vendor = facts.draft.vendor
    # A line that bills several orders is linked to the first of them: those of this vendor's drafts are all asked.
    near = Q(draft__vendor=vendor) | Q(order_line__order__vendor=vendor)
    if references:
        near |= Q(order_line__order__number__in=references)
    rows = DraftLine.objects.filter(
        near, order_line__order__administration=facts.administration, draft__in=_ahead(facts)
    )
    found: dict[str, tuple[Decimal, Decimal]] = {}

    def add(order_line: str, quantity: Decimal, amount: Decimal) -> None:
        before = found.get(order_line, (ZERO, ZERO))
        found[order_line] = (before[0] + quantity, before[1] + amount)

    for key, kind, quantity, amount, told in rows.order_by().values_list(
        "order_line__exact_id", "draft__kind", "quantity", "net_amount", "match"
    ):
        if BILLED in told:
            for part, billed, net, _order in told[BILLED]:
                add(part, Decimal(billed), Decimal(net))
        else:
            sign = -1 if kind == "credit_note" else 1
            add(key, sign * (quantity or ZERO), sign * (amount or ZERO))
    return found


# Kept with a draft line when it is not billed whole, in its own unit, on one order line: [[order line, quantity in
# the order line's unit, amount, order number]], credits negative.
BILLED = "billed"


def billed_parts(line: DraftLine) -> list[tuple[str, Decimal, Decimal, str]]:
    """Order line, quantity in its unit, amount and order number of everything a linked draft line bills."""
    if BILLED in line.match:
        return [(key, Decimal(quantity), Decimal(net), order) for key, quantity, net, order in line.match[BILLED]]
    assert line.order_line is not None
    order = line.order_line.order.number
    return [(line.order_line.exact_id, line.quantity or ZERO, line.net_amount or ZERO, order)]


def _ahead(facts: Facts) -> QuerySet[Draft]:
    """The drafts whose claim on orders and receipts goes before this one's.

    Those on their way to the books, and of those in review the ones that came earlier: so of two drafts for the
    same goods exactly one is held, whichever is judged last. A suspected copy claims nothing, nor does what
    this draft is itself a suspected copy of: the duplicate hold stops it already.
    """
    draft = facts.draft
    decided = Q(state__in=DECIDED)
    earlier = Q(received_at__lt=draft.received_at) | Q(received_at=draft.received_at, pk__lt=draft.pk)
    waiting = Q(state__in=[DraftState.REVIEW, DraftState.FAILED], duplicate_of=None)
    if draft.kind == DraftKind.CREDIT_NOTE:
        earlier = Q()  # a credit may come in before the invoice it credits was decided
    rows = Draft.objects.filter(decided | (waiting & earlier), administration=facts.administration).exclude(pk=draft.pk)
    return rows.exclude(pk=draft.duplicate_of_id) if draft.duplicate_of_id else rows


def consumed_elsewhere(facts: Facts) -> Sum:
    """Quantity other drafts consumed, summed up per receipt line."""
    return Sum("consumptions__quantity", filter=Q(consumptions__draft_line__draft__in=_ahead(facts)))


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
            order_line=order_line,
            quantity=quantity,
            amount=amount,
            posted=row.draft.state == DraftState.POSTED,
            number=row.draft.invoice_number,
            order=order,
        )
        for row in rows
        for order_line, quantity, amount, order in billed_parts(row)
    )
