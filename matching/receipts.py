"""Receipts are consumed, never merely counted: which receipt quantity an invoice line uses up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.money import ZERO
from domain.orders import BilledLine, Consumption, GoodsReceiptLine, PurchaseOrderLine

# Quantities closer than this are equal: a conversion by a factor may not end (100 pieces in boxes of 12).
QUANTITY_NOISE = Decimal("1e-6")
_FROM_ORDER = ":received"  # key of the stand-in receipt when only the order line's received sum is known


def usable(receipt: GoodsReceiptLine, *, accepted_only: bool = False) -> Decimal:
    """Received minus returned, and minus rejected when only accepted goods count (four-way)."""
    rejected = receipt.rejected if accepted_only else ZERO
    return receipt.quantity - receipt.returned - rejected


def free(receipt: GoodsReceiptLine, *, accepted_only: bool = False) -> Decimal:
    """What no other invoice has used yet; never negative."""
    return max(ZERO, usable(receipt, accepted_only=accepted_only) - receipt.consumed)


def _age(receipt: GoodsReceiptLine) -> tuple[date, str]:
    return (receipt.date or date.min, receipt.key)


class ReceiptShelf:
    """The receipts of all order lines, oldest first, with what is left on each while one document is matched.

    Invoices known only by their quantity (``order.invoiced``/``pending`` beyond the recorded consumption) are taken
    to have used the oldest receipts, so that a second invoice never uses the first one's goods.
    """

    def __init__(self, orders: Iterable[PurchaseOrderLine], receipts: Iterable[GoodsReceiptLine]) -> None:
        grouped: dict[str, list[GoodsReceiptLine]] = defaultdict(list)
        for receipt in receipts:
            grouped[receipt.order_line].append(receipt)
        self._lines: dict[str, tuple[GoodsReceiptLine, ...]] = {}
        self._left: dict[bool, dict[str, Decimal]] = {False: {}, True: {}}  # by "accepted only", by receipt
        self._recorded: dict[str, Decimal] = {}  # by receipt: consumption that stands in the books, not inferred
        for order in orders:
            own = grouped.get(order.key) or _from_order(order)
            self._recorded.update((receipt.key, receipt.consumed) for receipt in own)
            own = _implied(order, sorted(own, key=_age))
            self._lines[order.key] = tuple(own)
            for receipt in own:
                for accepted_only in (False, True):
                    self._left[accepted_only][receipt.key] = free(receipt, accepted_only=accepted_only)

    def of(self, order_line: str) -> tuple[GoodsReceiptLine, ...]:
        """All receipts of an order line, oldest first."""
        return self._lines.get(order_line, ())

    def total(self, order_line: str, *, accepted_only: bool = False) -> Decimal:
        """Received (or accepted) minus returned, whoever billed it."""
        return sum((usable(r, accepted_only=accepted_only) for r in self.of(order_line)), ZERO)

    def received(self, order_line: str) -> Decimal:
        """Received without subtracting anything."""
        return sum((r.quantity for r in self.of(order_line)), ZERO)

    def returned(self, order_line: str) -> Decimal:
        """Sent back to the vendor."""
        return sum((r.returned for r in self.of(order_line)), ZERO)

    def rejected(self, order_line: str) -> Decimal:
        """Refused at inspection."""
        return sum((r.rejected for r in self.of(order_line)), ZERO)

    def named(self, order_line: str, notes: frozenset[str]) -> tuple[GoodsReceiptLine, ...] | None:
        """The receipts the invoice names by delivery note or receipt number.

        None when naming decides nothing: no note was named, or the warehouse recorded no note numbers here.
        """
        own = self.of(order_line)
        if not notes or not any(r.delivery_note for r in own):
            hits = tuple(r for r in own if notes and _note(r.receipt) in notes)
            return hits or None
        return tuple(r for r in own if _note(r.delivery_note) in notes or (r.receipt and _note(r.receipt) in notes))

    def take(
        self, order_line: str, quantity: Decimal, *, accepted_only: bool = False, notes: frozenset[str] = frozenset()
    ) -> list[tuple[GoodsReceiptLine, Decimal]]:
        """Use up to ``quantity`` of an order line's receipts, oldest first or only the named ones."""
        named = self.named(order_line, notes)
        taken: list[tuple[GoodsReceiptLine, Decimal]] = []
        for receipt in self.of(order_line) if named is None else named:
            portion = min(quantity, self._left[accepted_only][receipt.key])
            if portion > 0:
                taken.append((receipt, portion))
                for flag in (False, True):
                    self._left[flag][receipt.key] = max(ZERO, self._left[flag][receipt.key] - portion)
                quantity -= portion
            if quantity <= 0:
                break
        return taken

    def give_back(
        self, order_line: str, quantity: Decimal, original: dict[str, Decimal] | None = None
    ) -> list[tuple[GoodsReceiptLine, Decimal]]:
        """Release up to ``quantity`` of what is recorded as consumed: the original invoice's receipts first, then the
        newest. What was only taken to be consumed is freed by the lower billing itself."""
        own = list(reversed(self.of(order_line)))
        if original:
            own.sort(key=lambda r: r.key not in original)
        released: list[tuple[GoodsReceiptLine, Decimal]] = []
        for receipt in own:
            most = self._recorded[receipt.key]
            if original and receipt.key in original:
                most = min(most, original[receipt.key])
            portion = min(quantity, most)
            if portion > 0:
                released.append((receipt, portion))
                quantity -= portion
        return released

    def consumed(self, order_line: str) -> Decimal:
        """What other invoices are recorded to have used of an order line's receipts."""
        return sum((self._recorded[r.key] for r in self.of(order_line)), ZERO)


def note_key(text: str) -> str:
    """A delivery note number without spaces, separators, case and leading zeros."""
    return _note(text)


def _note(text: str) -> str:
    kept = "".join(ch for ch in text.casefold() if ch.isalnum())
    return kept.lstrip("0") or kept


def _from_order(order: PurchaseOrderLine) -> list[GoodsReceiptLine]:
    if order.received is None:
        return []
    return [
        GoodsReceiptLine(
            f"{order.key}{_FROM_ORDER}",
            order.key,
            order.received,
            rejected=order.rejected,
            returned=order.returned,
        )
    ]


def _implied(order: PurchaseOrderLine, receipts: list[GoodsReceiptLine]) -> list[GoodsReceiptLine]:
    missing = order.billed - sum((r.consumed for r in receipts), ZERO)
    filled: list[GoodsReceiptLine] = []
    for receipt in receipts:
        portion = min(missing, free(receipt)) if missing > 0 else ZERO
        missing -= portion
        filled.append(replace(receipt, consumed=receipt.consumed + portion) if portion else receipt)
    return filled


def clip(receipts: Sequence[GoodsReceiptLine], consumption: Sequence[Consumption]) -> tuple[Consumption, ...]:
    """The consumption that still holds after receipts or documents changed: for each receipt its sum stays between
    zero and received minus returned; what came last is given up first."""
    room = {receipt.key: max(ZERO, usable(receipt)) for receipt in receipts}
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for used in consumption:
        totals[used.receipt_line] += used.quantity
    kept: list[Consumption] = []
    for used in reversed(consumption):
        total = totals[used.receipt_line]
        known = room.get(used.receipt_line)
        if known is None and used.receipt_line.endswith(_FROM_ORDER):
            known = total  # known only as a sum on the order line, which is not judged here
        over = max(ZERO, total - (known or ZERO))
        if used.quantity > 0:
            cut = min(over, used.quantity)
        else:
            # What a credit gave back cannot be more than what is still used without it.
            cut = max(min(ZERO, total), used.quantity)
        totals[used.receipt_line] -= cut
        if used.quantity != cut:
            kept.append(replace(used, quantity=used.quantity - cut) if cut else used)
    return tuple(reversed(kept))


def link_afterwards(
    billed: Sequence[BilledLine], receipts: Sequence[GoodsReceiptLine], consumption: Sequence[Consumption]
) -> tuple[Consumption, ...]:
    """New consumption for lines that were booked before their goods came in, oldest bill and oldest receipt first.

    ``receipts`` carry no ``consumed`` of their own here; ``consumption`` is the whole table so far.
    """
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    have: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    for row in consumption:
        used[row.receipt_line] += row.quantity
        have[row.document, row.line, row.order_line] += row.quantity
    added: list[Consumption] = []
    ordered = sorted(receipts, key=_age)
    for bill in billed:
        short = bill.quantity - have[bill.document, bill.line, bill.order_line]
        for receipt in ordered:
            if short <= QUANTITY_NOISE:
                break
            portion = min(short, usable(receipt) - used[receipt.key]) if receipt.order_line == bill.order_line else ZERO
            if portion > 0:
                used[receipt.key] += portion
                short -= portion
                added.append(Consumption(bill.document, bill.line, receipt.key, bill.order_line, portion))
    return tuple(added)
