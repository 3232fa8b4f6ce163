"""What documents have billed and consumed so far, as one value; new facts give a new value.

The database keeps the same tables; these functions say what they must hold after each event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import ZERO
from domain.orders import (
    BilledLine,
    Consumption,
    GoodsReceiptLine,
    InvoiceForMatch,
    OrderCharge,
    PurchaseOrderLine,
)
from domain.tolerances import ToleranceTable
from matching.receipts import clip
from matching.three_way.charge_words import PREPAYMENT
from matching.three_way.engine import Known, match
from matching.three_way.policy import MatchPolicy
from matching.three_way.results import MatchResult, MatchState


@dataclass(frozen=True, slots=True)
class Books:
    """Orders and receipts as the mirror gives them (their own ``invoiced`` and ``consumed`` come from outside), plus
    what our documents billed and consumed."""

    orders: tuple[PurchaseOrderLine, ...] = ()
    receipts: tuple[GoodsReceiptLine, ...] = ()
    charges: tuple[OrderCharge, ...] = ()
    billed: tuple[BilledLine, ...] = ()
    consumption: tuple[Consumption, ...] = ()
    prepaid: tuple[tuple[str, Decimal], ...] = ()

    def seen_by(self, document: str) -> Books:
        """The books without this document's own rows, folded into orders, receipts and charges."""
        billed = tuple(row for row in self.billed if row.document != document)
        used = tuple(row for row in self.consumption if row.document != document)
        return replace(
            self,
            orders=_with_billing(self.orders, billed),
            receipts=_with_consumption(self.receipts, used),
            charges=_with_charges(self.charges, billed),
            billed=billed,
            consumption=used,
            prepaid=_with_prepayments(self.prepaid, billed),
        )

    def record(self, result: MatchResult, *, posted: bool = False, number: str = "") -> Books:
        """Put a document's billing and consumption in the place of what it had before (so twice is once)."""
        billed = tuple(row for row in self.billed if row.document != result.document)
        used = tuple(row for row in self.consumption if row.document != result.document)
        new = tuple(replace(row, posted=posted, number=number) for row in result.billed)
        return replace(self, billed=billed + new, consumption=clip(self.receipts, used + result.consumption))

    def forget(self, document: str) -> Books:
        """Take a rejected document's rows out again."""
        used = tuple(row for row in self.consumption if row.document != document)
        return replace(
            self,
            billed=tuple(row for row in self.billed if row.document != document),
            consumption=clip(self.receipts, used),
        )

    def receive(self, *receipts: GoodsReceiptLine) -> Books:
        """Add receipts, or replace those with the same key (a return, an inspection): consumption that no longer has
        goods under it is given up."""
        changed = {receipt.key: receipt for receipt in receipts}
        kept = tuple(changed.pop(r.key, r) for r in self.receipts)
        now = kept + tuple(changed.values())
        return replace(self, receipts=now, consumption=clip(now, self.consumption))

    def open_to_bill(self, order_line: str) -> tuple[Decimal, Decimal]:
        """(two-way, three-way) quantity still to bill on an order line; negative means: claim a credit."""
        now = self.seen_by("")
        order = next(order for order in now.orders if order.key == order_line)
        own = [r for r in now.receipts if r.order_line == order_line]
        received = sum((r.quantity for r in own), ZERO)
        returned = sum((r.returned for r in own), ZERO)
        rejected = sum((r.rejected for r in own), ZERO)
        replaced = min(returned, max(ZERO, received - order.wanted))
        two_way = order.wanted - (returned - replaced) - order.billed
        return two_way, received - rejected - returned - order.billed


def rematch(
    books: Books,
    invoice: InvoiceForMatch,
    *,
    tolerances: ToleranceTable | None = None,
    policy: MatchPolicy | None = None,
    known: Known | None = None,
) -> MatchResult:
    """Match a document (again) on the books as they are now, seen without its own rows."""
    view = books.seen_by(invoice.key)
    base = known or Known()
    facts = replace(
        base,
        charges=view.charges,
        history=view.billed,
        consumption=view.consumption,
        prepaid=dict(base.prepaid) | dict(view.prepaid),
    )
    return match(invoice, view.orders, view.receipts, tolerances=tolerances, policy=policy, known=facts)


def rematch_waiting(
    books: Books,
    waiting: Iterable[InvoiceForMatch],
    *,
    tolerances: ToleranceTable | None = None,
    policy: MatchPolicy | None = None,
    known: Known | None = None,
) -> tuple[Books, dict[str, MatchResult]]:
    """After a new fact: match all waiting documents again, in the order given, each on what the others left."""
    results: dict[str, MatchResult] = {}
    queue = list(waiting)
    # A held document claims nothing from one that came before it; each takes its turn on what is then left.
    for invoice in queue:
        books = books.forget(invoice.key)
    for invoice in queue:
        result = rematch(books, invoice, tolerances=tolerances, policy=policy, known=known)
        books = books.record(result)
        results[invoice.key] = result
    return books, results


def wants_rematch(result: MatchResult) -> bool:
    """True while a new receipt, order or tolerance could change the answer without a person."""
    return result.state not in (MatchState.MATCHED, MatchState.WITHIN_TOLERANCE, MatchState.NOT_CHECKED) or any(
        hold.kind.releases_itself for hold in result.holds
    )


def _with_billing(orders: tuple[PurchaseOrderLine, ...], billed: Iterable[BilledLine]) -> tuple[PurchaseOrderLine, ...]:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO, ZERO])
    for row in billed:
        at = 0 if row.posted else 2
        sums[row.order_line][at] += row.quantity
        sums[row.order_line][at + 1] += row.amount
    return tuple(_billed(order, sums[order.key]) if order.key in sums else order for order in orders)


def _billed(order: PurchaseOrderLine, extra: list[Decimal]) -> PurchaseOrderLine:
    price = order.net_unit_price or ZERO
    posted = order.invoiced * price if order.invoiced_amount is None else order.invoiced_amount
    pending = order.pending * price if order.pending_amount is None else order.pending_amount
    return replace(
        order,
        invoiced=order.invoiced + extra[0],
        invoiced_amount=posted + extra[1],
        pending=order.pending + extra[2],
        pending_amount=pending + extra[3],
    )


def _with_consumption(
    receipts: tuple[GoodsReceiptLine, ...], used: Iterable[Consumption]
) -> tuple[GoodsReceiptLine, ...]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in used:
        sums[row.receipt_line] += row.quantity
    return tuple(replace(r, consumed=r.consumed + sums[r.key]) if r.key in sums else r for r in receipts)


def _with_charges(charges: tuple[OrderCharge, ...], billed: Iterable[BilledLine]) -> tuple[OrderCharge, ...]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for row in billed:
        if row.charge_kind:
            sums[row.order, row.charge_kind] += row.amount
    return tuple(
        replace(c, billed=c.billed + sums[c.order, c.kind]) if (c.order, c.kind) in sums else c for c in charges
    )


def _with_prepayments(
    prepaid: tuple[tuple[str, Decimal], ...], billed: Iterable[BilledLine]
) -> tuple[tuple[str, Decimal], ...]:
    sums = dict(prepaid)
    for row in billed:
        if row.charge_kind == PREPAYMENT:
            sums[row.order] = sums.get(row.order, ZERO) + row.amount
    return tuple(sums.items())
