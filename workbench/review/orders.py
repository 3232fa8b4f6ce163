"""Linking orders by hand, and comparing two cases."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from exact.models import PurchaseOrder, PurchaseOrderLine
from workbench.accounts.people import Person, Request
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts import services as drafts
from workbench.drafts.changing import DraftRefused, changing
from workbench.models import Draft, DraftLine
from workbench.review import selectors
from workbench.review.views import _acting, number_in


def link_order_to(draft: Draft, number: str, by: Person) -> None:
    """Set the order reference by hand. Raises DraftRefused when no such order of this administration exists."""
    require(by, Right.EDIT, draft.administration)  # before anything is said about which orders there are
    number = number.strip()
    if not PurchaseOrder.objects.filter(administration=draft.administration, number=number, gone_at=None).exists():
        raise DraftRefused("PO_NOT_FOUND", order=number)
    drafts.edit_field(draft.pk, name="order_reference", typed=number, by=by)


def choose_order_line_for(draft: Draft, line_id: int, order_line: str, by: Person) -> None:
    """Say which order line a line bills; "" says: none of these. Remembered for this line."""
    with changing(draft.pk, by=by) as locked:
        line = DraftLine.objects.get(pk=line_id, draft=locked)
        line.order_line = (
            get_object_or_404(PurchaseOrderLine, exact_id=order_line, order__administration=locked.administration)
            if order_line
            else None
        )
        line.by_person = sorted({*line.by_person, "order_line"})
        line.save()
        audit.record(
            "order_line.chosen", by=by, draft=locked, line=line.position, order_line=str(line.order_line or "–")
        )


@_acting
def link_order(request: Request, draft: Draft) -> HttpResponse | None:
    """Link an order by its number."""
    link_order_to(draft, request.POST.get("order", ""), request.user)
    return None


@_acting
def choose_order_line(request: Request, draft: Draft) -> HttpResponse | None:
    """Take a candidate order line."""
    choose_order_line_for(draft, number_in(request, "line"), request.POST.get("order_line", ""), request.user)
    return None


@login_required
@require_GET
def compare(request: Request, draft_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Two cases side by side: is it the same invoice?"""
    visible = selectors.visible(request.user)
    pair = [get_object_or_404(visible, pk=draft_id), get_object_or_404(visible, pk=other_id)]
    sides = [{"draft": draft, "pages": selectors.pages_of(draft)[:1]} for draft in pair]
    names = ["supplier_name", "invoice_number", "issue_date", "gross_total", "supplier_iban", "order_reference"]
    rows = []
    for name in names:
        values = [str(draft.fields.get(name, {}).get("value") or "") for draft in pair]
        rows.append({"name": name, "values": values, "same": values[0] == values[1]})
    hold = pair[0].holds.filter(code="DUPLICATE_SUSPECT", released_at=None).first()
    return render(
        request, "review/compare.html", {"sides": sides, "rows": rows, "hold": hold, "draft": pair[0], "other": pair[1]}
    )
