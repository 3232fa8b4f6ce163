"""What a person says about one line and the orders: which order line it bills, none, or how its unit converts."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.shortcuts import get_object_or_404

from exact.models import PurchaseOrder, PurchaseOrderLine
from matching.three_way import learned
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts import services as drafts
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.match.answers import judge_again
from workbench.models import Draft, DraftLine


def link_order_to(draft: Draft, number: str, by: Person) -> None:
    """Set the order reference by hand. Raises DraftRefused when no such order of this administration exists."""
    require(by, Right.EDIT, draft.administration)  # before anything is said about which orders there are
    number = number.strip()
    if not PurchaseOrder.objects.filter(administration=draft.administration, number=number, gone_at=None).exists():
        raise DraftRefused("PO_NOT_FOUND", order=number)
    drafts.edit_field(draft.pk, name="order_reference", typed=number, by=by)


def choose_order_line_for(draft: Draft, line_id: int, order_line: str, by: Person) -> None:
    """Say which order line a line bills; "" says: none of these. The line keeps it, and the vendor's next invoices
    are matched by it: the supplier's code (or text) means that item, or none of the proposed ones."""
    with changing(draft.pk, by=by) as locked:
        line = DraftLine.objects.get(pk=line_id, draft=locked)
        proposed = _proposed(locked, line)
        line.order_line = (
            get_object_or_404(PurchaseOrderLine, exact_id=order_line, order__administration=locked.administration)
            if order_line
            else None
        )
        line.by_person = sorted({*line.by_person, "order_line"})
        line.save()
        _learn(locked, line, [] if line.order_line else proposed, by)
        audit.record(
            "order_line.chosen", by=by, draft=locked, line=line.position, order_line=str(line.order_line or "–")
        )


def _proposed(draft: Draft, line: DraftLine) -> list[PurchaseOrderLine]:
    rows = [row for row in draft.match_result.get("lines", []) if row["line"] == line.pk]
    keys = [candidate["order_line"] for row in rows for candidate in row["candidates"]]
    return list(PurchaseOrderLine.objects.filter(exact_id__in=keys, order__administration=draft.administration))


def _learn(draft: Draft, line: DraftLine, refused: list[PurchaseOrderLine], by: Person) -> None:
    """A pair is remembered when it says more than this one line: by code for what is the same, also by text for what
    is not."""
    if draft.vendor is None:
        return
    code = str((line.read or {}).get("item_code") or line.item_code)
    chosen = line.order_line
    if chosen is not None and chosen.order.vendor_id == draft.vendor_id and code and chosen.item_code:
        learned.teach_pair(draft.vendor, theirs=code, ours=chosen.item_code, by=by.get_username())
    for order_line in refused:
        ours = order_line.item_code or order_line.exact_id
        theirs = code or line.description
        learned.teach_pair(draft.vendor, theirs=theirs, ours=ours, by=by.get_username(), refused=True)


def confirm_unit(draft_id: uuid.UUID, *, line_id: int, typed: str, by: Person) -> Decimal:
    """Say how many of the invoice's unit go into one of the order's; remembered for the vendor and the item.

    Raises FieldInvalid for what is no positive number, DraftRefused("UNIT_NOT_ASKED") when the line's units need no
    factor.
    """
    factor = parse_amount(typed)
    if not 0 < factor < Decimal(1_000_000):
        raise FieldInvalid("AMOUNT_INVALID", typed)
    with changing(draft_id, by=by) as draft:
        line = DraftLine.objects.get(pk=line_id, draft=draft)
        rows = [row for row in draft.match_result.get("lines", []) if row["line"] == line.pk]
        asked = rows[0].get("unit_factor") if rows else None
        if not asked or draft.vendor is None:
            raise DraftRefused("UNIT_NOT_ASKED")
        order_line = get_object_or_404(
            PurchaseOrderLine, exact_id=asked["order_line"], order__administration=draft.administration
        )
        row = learned.teach_unit(
            draft.vendor,
            unit_from=asked["ours"],
            unit_to=asked["theirs"],
            factor=factor,
            item=order_line.item_code,
            supplier_item="" if order_line.item_code else str((line.read or {}).get("item_code") or line.item_code),
            by=by.get_username(),
        )
        audit.record("unit.confirmed", by=by, draft=draft, line=line.position, text=str(row))
        judge_again(draft)
    return factor
