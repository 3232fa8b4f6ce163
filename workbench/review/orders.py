"""Two cases side by side."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, may
from workbench.drafts.states import DraftState
from workbench.review import selectors


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
    same_books = pair[0].administration_id == pair[1].administration_id and pair[0].pk != pair[1].pk
    in_review = all(draft.state == DraftState.REVIEW for draft in pair)
    may_edit = may(request.user, Right.EDIT, pair[0].administration)
    hold = pair[0].holds.filter(code="DUPLICATE_SUSPECT", released_at=None).first()
    context = {
        "sides": sides,
        "rows": rows,
        "hold": hold,
        "draft": pair[0],
        "other": pair[1],
        "may_edit": may_edit,
        "joinable": same_books and in_review and may_edit,
    }
    return render(request, "review/compare.html", context)
