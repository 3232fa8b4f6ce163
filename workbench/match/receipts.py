"""Receipts that come in after the bill was decided: linked to it by a person, and free again when taken back.

Linking consumes the receipt: no other invoice can use the same goods (matching rules R25, R27). Drafts in review that
counted on them are judged again in the same transaction.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from domain.money import ZERO
from domain.orders import BilledLine, Consumption, GoodsReceiptLine
from exact import models as mirror
from matching.receipts import QUANTITY_NOISE, link_afterwards
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, lock
from workbench.drafts.states import DraftState
from workbench.models import Draft, DraftLine, ReceiptConsumption
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.derive.match_facts import DECIDED, billed_parts


@dataclass(frozen=True, slots=True)
class Linked:
    """A receipt that a line uses. ``by`` names the person who linked it afterwards; empty when the match did."""

    consumption_id: int
    receipt: str
    date: date | None
    note: str
    quantity: Decimal
    by: str


@dataclass(frozen=True, slots=True)
class Late:
    """A receipt with goods that no decided invoice used: ``free`` of ``quantity``, in the order line's unit."""

    receipt_line: int
    receipt: str
    date: date | None
    note: str
    quantity: Decimal
    free: Decimal


@dataclass(frozen=True, slots=True)
class Covered:
    """One billed order line of a draft: how much the draft bills, what covers it, and what could."""

    line: DraftLine
    order_line: str
    order: str
    unit: str
    billed: Decimal
    linked: tuple[Linked, ...]
    late: tuple[Late, ...]

    @property
    def short(self) -> Decimal:
        """Billed and not covered by a receipt; never negative."""
        return max(ZERO, self.billed - sum((each.quantity for each in self.linked), ZERO))


def coverage(draft: Draft) -> list[Covered]:
    """Per billed order line of the draft: receipts linked, and receipts that could be; in five queries."""
    lines = list(draft.lines.filter(order_line__isnull=False).select_related("order_line__order"))
    parts = [(line, *part) for line in lines for part in billed_parts(line) if part[1] > 0]
    keys = {key for _line, key, *_rest in parts}
    order_lines = {
        row.exact_id: row
        for row in mirror.PurchaseOrderLine.objects.filter(
            exact_id__in=keys, order__administration_id=draft.administration_id or 0
        ).select_related("order")
    }
    receipts = _receipts(order_lines)
    linked = _linked(draft, lines)
    free = _free([row for rows in receipts.values() for row in rows], draft)
    # Compared without receipts: nobody waits for one.
    shown = draft.match_result.get("lines", [])
    unasked = {row["line"] for row in shown if row.get("compared", {}).get("with") in ("none", "two_way")}
    found = []
    for line, key, quantity, _amount, number in parts:
        if key not in order_lines:
            continue
        own = tuple(each for row, each in linked.get(line.pk, []) if row.order_line.exact_id == key)
        late = tuple(
            Late(row.pk, row.receipt.number, row.receipt.date, row.receipt.your_ref, row.quantity, free[row.pk])
            for row in receipts.get(key, [])
            if free[row.pk] > QUANTITY_NOISE
        )
        if line.pk in unasked and not own and not late:
            continue
        found.append(Covered(line, key, number, order_lines[key].unit, quantity, own, late))
    return found


def _receipts(order_lines: dict[str, mirror.PurchaseOrderLine]) -> dict[str, list[mirror.GoodsReceiptLine]]:
    rows = (
        mirror.GoodsReceiptLine.objects.filter(order_line__in=order_lines.values(), gone_at=None)
        .select_related("receipt", "order_line")
        .order_by("receipt__date", "exact_id")
    )
    found: dict[str, list[mirror.GoodsReceiptLine]] = defaultdict(list)
    for row in rows:
        found[row.order_line.exact_id].append(row)
    return found


def _linked(draft: Draft, lines: list[DraftLine]) -> dict[int, list[tuple[mirror.GoodsReceiptLine, Linked]]]:
    rows = ReceiptConsumption.objects.filter(draft_line__in=lines).select_related(
        "receipt_line__receipt", "receipt_line__order_line", "linked_by"
    )
    found: dict[int, list[tuple[mirror.GoodsReceiptLine, Linked]]] = defaultdict(list)
    for row in rows.order_by("receipt_line__receipt__date", "pk"):
        receipt = row.receipt_line.receipt
        by = row.linked_by.get_username() if row.linked_by else ""
        each = Linked(row.pk, receipt.number, receipt.date, receipt.your_ref, row.quantity, by)
        found[row.draft_line_id].append((row.receipt_line, each))
    return found


def _free(rows: list[mirror.GoodsReceiptLine], draft: Draft) -> dict[int, Decimal]:
    """What is left on each receipt line after every decided draft, this one too; those in review do not count yet."""
    used: dict[int, Decimal] = defaultdict(lambda: ZERO)
    taken = ReceiptConsumption.objects.filter(receipt_line__in=rows, draft_line__draft__state__in=DECIDED)
    for receipt_line, quantity in taken.values_list("receipt_line_id", "quantity"):
        used[receipt_line] += quantity
    if draft.state not in DECIDED:
        own = ReceiptConsumption.objects.filter(receipt_line__in=rows, draft_line__draft=draft)
        for receipt_line, quantity in own.values_list("receipt_line_id", "quantity"):
            used[receipt_line] += quantity
    return {row.pk: min(row.quantity, max(ZERO, row.quantity - used[row.pk])) for row in rows}


def link_late(draft_id: uuid.UUID, *, by: Person, receipt_line: int | None = None) -> int:
    """Link receipts that came in since to a decided draft, oldest first; only ``receipt_line`` when it is given.

    Returns how many links were made. Raises RightMissing; DraftRefused: RECEIPT_BY_MATCH for a draft still in review
    (its match takes receipts by itself), RECEIPT_NOT_FREE when there is nothing (left) to link.
    """
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.EDIT, draft.administration)
        if draft.state not in DECIDED:
            raise DraftRefused("RECEIPT_BY_MATCH")
        rows = coverage(draft)
        # The receipts are locked before they are counted: two people linking at once cannot both get the same goods.
        wanted = [late.receipt_line for row in rows for late in row.late]
        if receipt_line is not None:
            wanted = [key for key in wanted if key == receipt_line]
        list(mirror.GoodsReceiptLine.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
        added = _added(draft, coverage(draft), set(wanted))
        if not added:
            raise DraftRefused("RECEIPT_NOT_FREE")
        now = timezone.now()
        ReceiptConsumption.objects.bulk_create(
            ReceiptConsumption(
                draft_line_id=int(use.line),
                receipt_line_id=int(use.receipt_line),
                quantity=use.quantity,
                linked_by_id=by.pk,
                linked_at=now,
            )
            for use in added
        )
        _record("receipt.linked", draft, [(int(use.receipt_line), use.quantity) for use in added], by)
        _judge_rivals({int(use.receipt_line) for use in added}, draft)
    return len(added)


def _added(draft: Draft, rows: list[Covered], wanted: set[int]) -> tuple[Consumption, ...]:
    billed = [BilledLine(str(draft.pk), str(row.line.pk), row.order_line, row.short, ZERO) for row in rows]
    late = {each.receipt_line: (row, each) for row in rows for each in row.late if each.receipt_line in wanted}
    receipts = [
        GoodsReceiptLine(str(key), row.order_line, each.free, date=each.date) for key, (row, each) in late.items()
    ]
    # What the draft used already is taken off what it bills, what others used off what is free: nothing is used yet.
    return link_afterwards([bill for bill in billed if bill.quantity > QUANTITY_NOISE], receipts, ())


def unlink(consumption_id: int, *, by: Person) -> Draft:
    """Free a receipt that a person linked afterwards.

    Raises RightMissing; DraftRefused("RECEIPT_BY_MATCH") for one that the match took.
    """
    with transaction.atomic():
        row = ReceiptConsumption.objects.select_related("draft_line").get(pk=consumption_id)
        draft = lock(row.draft_line.draft_id)
        require(by, Right.EDIT, draft.administration)
        row = ReceiptConsumption.objects.select_for_update(of=("self",)).get(pk=consumption_id)
        if row.linked_at is None:
            raise DraftRefused("RECEIPT_BY_MATCH")
        receipt_line, quantity = row.receipt_line_id, row.quantity
        row.delete()
        _record("receipt.unlinked", draft, [(receipt_line, quantity)], by)
        _judge_rivals({receipt_line}, draft)
    return draft


def _record(action: str, draft: Draft, uses: list[tuple[int, Decimal]], by: Person) -> None:
    rows = mirror.GoodsReceiptLine.objects.filter(pk__in=[key for key, _quantity in uses]).select_related("receipt")
    numbers = {row.pk: row.receipt.number for row in rows}
    for key, quantity in uses:
        many = f"{quantity.normalize():f}"
        if action == "receipt.linked":
            audit.record("receipt.linked", by=by, draft=draft, receipt=numbers[key], quantity=many)
        else:
            audit.record("receipt.unlinked", by=by, draft=draft, receipt=numbers[key], quantity=many)


def _judge_rivals(receipt_lines: set[int], draft: Draft) -> None:
    """Judge again, now, the drafts in review that bill the order lines of these receipts."""
    order_lines = mirror.GoodsReceiptLine.objects.filter(pk__in=receipt_lines).values("order_line_id")
    rivals = Draft.objects.filter(state=DraftState.REVIEW, lines__order_line__in=order_lines).exclude(pk=draft.pk)
    for key in list(rivals.distinct().order_by("pk").values_list("pk", flat=True)[:100]):
        derive_by_id(key)
