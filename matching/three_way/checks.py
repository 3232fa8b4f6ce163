"""The comparisons on one order line: price per unit, money so far, quantity ordered, received, accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.money import CENT, ZERO
from domain.orders import BilledLine, InvoiceForMatch, PurchaseOrderLine
from domain.tolerances import Level, Scope, Side, ToleranceKind, ToleranceTable
from matching.receipts import QUANTITY_NOISE, ReceiptShelf
from matching.three_way.allocate import Share
from matching.three_way.compare import compare
from matching.three_way.orderbook import OrderBook
from matching.three_way.policy import MatchLevel, MatchPolicy
from matching.three_way.results import Variance

HALF_CENT = CENT / 2
_TOTAL_KINDS = (ToleranceKind.PRICE_TOTAL, ToleranceKind.BILLING_ALLOWANCE)


@dataclass(slots=True)
class Verdict:
    """Findings on one order line. ``per_line`` belongs to one invoice line, ``shared`` to all lines on it."""

    level: MatchLevel
    per_line: dict[str, list[Variance]] = field(default_factory=dict)
    shared: list[Variance] = field(default_factory=list)
    awaiting: Decimal = ZERO  # billed, not received, still expected
    missing: Decimal = ZERO  # billed, not received, not (or no longer) expected
    rejected: Decimal = ZERO  # billed, received, not accepted


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a check needs besides the order line and its shares."""

    invoice: InvoiceForMatch
    book: OrderBook
    shelf: ReceiptShelf
    table: ToleranceTable
    policy: MatchPolicy
    history: tuple[BilledLine, ...] = ()
    spent: dict[tuple[object, ...], dict[bool, Decimal]] = field(default_factory=dict)

    def spend(self, shares: Sequence[Share]) -> None:
        """Add up, per item of an order, what earlier and these bills differ from the order's price: the absolute
        limit is for all of them together, however they are spread over lines and invoices."""
        known: dict[str, list[BilledLine]] = {}
        for row in self.history:
            known.setdefault(row.order_line, []).append(row)
        for share in shares:
            difference = _difference(share)
            if share.quantity > 0 and not share.adjustment and difference:
                sums = self.spent.setdefault(_pool(share.order), {True: ZERO, False: ZERO})
                sums[difference > 0] += difference
        if not self.spent:
            return
        for order in self.book.own:
            if order.billed or order.key in known:
                pool_sums = self.spent.get(_pool(order))
                if pool_sums is not None:
                    _earlier(order, known.get(order.key, ()), pool_sums)

    def other_variance(self, share: Share) -> Decimal:
        """Variance of the same sign that other bills and lines have on this share's item."""
        difference = _difference(share)
        sums = self.spent.get(_pool(share.order)) if difference else None
        return sums[difference > 0] - difference if sums else ZERO

    def scope(self, order: PurchaseOrderLine) -> Scope:
        """Where to look for this order line's tolerances and policy."""
        return scope_of(self.invoice, order)

    def level(self, order: PurchaseOrderLine) -> MatchLevel:
        """How many sides are compared for this order line."""
        if self.invoice.prepayment:
            return min(MatchLevel.TWO_WAY, self.policy.level_for(self.scope(order)))
        return self.policy.level_for(self.scope(order), needs_receipt=order.needs_receipt)


def scope_of(invoice: InvoiceForMatch, order: PurchaseOrderLine) -> Scope:
    """What an order line billed by the invoice belongs to."""
    return Scope(
        order_line=order.key,
        vendor=order.vendor or invoice.vendor,
        vendor_group=invoice.vendor_group,
        item=order.item,
        item_group=order.item_group,
    )


def _pool(order: PurchaseOrderLine) -> tuple[object, ...]:
    return (
        order.order,
        order.item,
        order.supplier_item,
        order.gtin,
        order.description,
        order.net_unit_price,
        order.unit,
    )


def _difference(share: Share) -> Decimal:
    price = share.order.net_unit_price
    return ZERO if price is None else share.amount - share.quantity * price


def _earlier(order: PurchaseOrderLine, rows: Sequence[BilledLine], sums: dict[bool, Decimal]) -> None:
    """Split an order line's earlier variance by sign as far as single bills are known; the rest is taken as one."""
    price = order.net_unit_price
    if price is None:
        return
    rest = order.billed_amount - order.billed * price
    for row in rows:
        part = row.amount - row.quantity * price
        sums[part > 0] += part
        rest -= part
    sums[rest > 0] += rest


def check_billed(
    order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts, named_short: Decimal = ZERO
) -> Verdict:
    """All comparisons for new billing on one order line. ``named_short`` is what the delivery notes the invoice
    names do not cover, in the order line's unit."""
    verdict = Verdict(facts.level(order))
    if verdict.level is MatchLevel.NONE:
        return verdict
    scope = facts.scope(order)
    price = order.net_unit_price
    for share in shares:
        found = _price(order, share, price, facts.other_variance(share), scope, facts)
        if found is not None:
            verdict.per_line.setdefault(share.line.key, []).append(found)
    _money(order, shares, scope, facts, verdict)
    if not facts.invoice.prepayment:
        _quantities(order, shares, scope, facts, verdict, named_short)
        _date(order, shares, scope, facts, verdict)
    _one_cause(verdict)
    return verdict


def _one_cause(verdict: Verdict) -> None:
    """One cause, one hold: a money check nobody configured stays silent when its configured sister already speaks."""
    unit = [v for found in verdict.per_line.values() for v in found if v.kind is ToleranceKind.PRICE_UNIT]
    total = [v for v in verdict.shared if v.kind in _TOTAL_KINDS]
    if (any(v.hold for v in unit) and all(_inherited(v) for v in total)) or (
        unit and not any(v.hold for v in total) and all(_inherited(v) for v in total)
    ):
        verdict.shared = [v for v in verdict.shared if v not in total]
    elif total:
        for key, found in verdict.per_line.items():
            verdict.per_line[key] = [v for v in found if v.tolerance.borrowed_from not in _TOTAL_KINDS]


def _inherited(found: Variance) -> bool:
    return found.tolerance.level is Level.SYSTEM or bool(found.tolerance.borrowed_from)


def _price(
    order: PurchaseOrderLine, share: Share, price: Decimal | None, earlier: Decimal, scope: Scope, facts: Facts
) -> Variance | None:
    if price is None or not share.quantity:
        return None
    kind = ToleranceKind.PRICE_UNIT if share.line.quantity is not None else ToleranceKind.LINE_AMOUNT
    expected = share.quantity * price
    found = compare(
        kind,
        facts.table,
        scope,
        expected=expected,
        actual=share.amount,
        rate=facts.invoice.exchange_rate,
        earlier=earlier,
        same_below=HALF_CENT,
        order_line=order.key,
    )
    if found is not None and found.hold:
        return found
    explicit_amount = (
        compare(
            ToleranceKind.LINE_AMOUNT,
            facts.table,
            scope,
            expected=expected,
            actual=share.amount,
            rate=facts.invoice.exchange_rate,
            earlier=earlier,
            same_below=HALF_CENT,
            order_line=order.key,
        )
        if _explicit(ToleranceKind.LINE_AMOUNT, scope, facts)
        else None
    )
    return explicit_amount if explicit_amount is not None and explicit_amount.hold else found or explicit_amount


def _explicit(kind: ToleranceKind, scope: Scope, facts: Facts) -> bool:
    return bool(facts.table.rules) and any(facts.table.explicit(kind, side, scope) is not None for side in Side)


def _money(order: PurchaseOrderLine, shares: Sequence[Share], scope: Scope, facts: Facts, verdict: Verdict) -> None:
    expected = order.net * order.wanted / order.ordered if order.ordered else order.net
    if order.net_unit_price is None:
        return
    actual = order.billed_amount + sum((share.amount for share in shares), ZERO)
    kind = ToleranceKind.PRICE_TOTAL
    if _explicit(ToleranceKind.BILLING_ALLOWANCE, scope, facts):
        kind = ToleranceKind.BILLING_ALLOWANCE
    elif not _explicit(kind, scope, facts):
        # Too many pieces is the quantity's matter; a total nobody configured looks at the price alone.
        billed = order.billed + sum((share.quantity for share in shares), ZERO)
        expected = max(expected, billed * order.net_unit_price)
    if actual > expected:
        found = compare(
            kind,
            facts.table,
            scope,
            expected=expected,
            actual=actual,
            rate=facts.invoice.exchange_rate,
            same_below=HALF_CENT * (len(shares) + 1),
            order_line=order.key,
        )
        _add(verdict, found)


def _quantities(
    order: PurchaseOrderLine,
    shares: Sequence[Share],
    scope: Scope,
    facts: Facts,
    verdict: Verdict,
    named_short: Decimal,
) -> None:
    this = sum((share.quantity for share in shares), ZERO)
    worth = order.net_unit_price or ZERO
    if this <= 0:
        return
    billed = order.billed + this
    may_bill = facts.book.open_ordered(order) + order.billed
    if billed > may_bill:
        _add(
            verdict,
            compare(
                ToleranceKind.QTY_ORDERED,
                facts.table,
                scope,
                expected=may_bill,
                actual=billed,
                same_below=QUANTITY_NOISE,
                order_line=order.key,
                unit_value=worth,
            ),
        )
    if verdict.level >= MatchLevel.THREE_WAY:
        _received(order, this, billed, scope, facts, verdict, named_short, worth)
    base = facts.shelf.total(order.key) if verdict.level >= MatchLevel.THREE_WAY else may_bill
    if billed < base:
        _add(
            verdict,
            compare(
                ToleranceKind.QTY_UNDER,
                facts.table,
                scope,
                expected=base,
                actual=billed,
                same_below=QUANTITY_NOISE,
                order_line=order.key,
                unit_value=worth,
            ),
        )


def _received(
    order: PurchaseOrderLine,
    this: Decimal,
    billed: Decimal,
    scope: Scope,
    facts: Facts,
    verdict: Verdict,
    named_short: Decimal,
    worth: Decimal,
) -> None:
    shelf = facts.shelf
    received = shelf.total(order.key)
    short = max(billed - received, named_short)
    if short > 0:
        found = compare(
            ToleranceKind.QTY_RECEIVED,
            facts.table,
            scope,
            expected=billed - short,
            actual=billed,
            same_below=QUANTITY_NOISE,
            order_line=order.key,
            unit_value=worth,
        )
        # Nothing received at all is not an unbounded surplus but goods on their way.
        if found is not None and found.hold:
            expected_still = ZERO if order.delivery_complete else max(ZERO, order.wanted - shelf.received(order.key))
            late = facts.invoice.waited_days >= facts.policy.rematch_days
            verdict.awaiting = ZERO if late else min(short, expected_still, this)
            verdict.missing = min(short, this) - verdict.awaiting
        _add(verdict, found)
    if verdict.level >= MatchLevel.FOUR_WAY:
        accepted = shelf.total(order.key, accepted_only=True)
        over = min(billed, received) - accepted
        if over > QUANTITY_NOISE:
            verdict.rejected = over
            _add(
                verdict,
                compare(
                    ToleranceKind.QTY_RECEIVED,
                    facts.table,
                    scope,
                    expected=accepted,
                    actual=min(billed, received),
                    same_below=QUANTITY_NOISE,
                    order_line=order.key,
                    hold="QTY_ACCEPTED",
                    about="accepted",
                    unit_value=worth,
                ),
            )


def _date(order: PurchaseOrderLine, shares: Sequence[Share], scope: Scope, facts: Facts, verdict: Verdict) -> None:
    """Billed before delivery: amount × days early against an absolute limit (off unless someone sets it)."""
    invoice = facts.invoice
    if not _explicit(ToleranceKind.DATE, scope, facts) or invoice.invoice_date is None:
        return
    dates = [receipt.date for receipt in facts.shelf.of(order.key) if receipt.date]
    delivered = invoice.delivery_date or max(dates, default=None)
    if delivered is None or delivered <= invoice.invoice_date:
        return
    weight = sum((share.amount for share in shares), ZERO) * (delivered - invoice.invoice_date).days
    found = compare(
        ToleranceKind.DATE,
        facts.table,
        scope,
        expected=Decimal(1),
        actual=weight + 1,
        rate=invoice.exchange_rate,
        order_line=order.key,
    )
    _add(verdict, found)


def _add(verdict: Verdict, found: Variance | None) -> None:
    if found is not None:
        verdict.shared.append(found)
