"""Items of the books to choose from, for the line of an order that somebody is typing in."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.drafts.items import search
from workbench.models import Draft
from workbench.review import selectors


@login_required
@require_GET
def items(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Options of a type-ahead: items by code, name, EAN or the vendor's code; without a text, those like the line."""
    draft = get_object_or_404(selectors.visible(request.user), pk=draft_id)
    number = request.GET.get("line", "")
    line = draft.lines.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    found = search(draft, request.GET.get("q", "")[:100], line)
    return render(request, "review/_items.html", {"items": found})


def item_names(draft: Draft) -> dict[str, str]:
    """The names of the items on the draft's lines, by code."""
    from exact import api as exact

    if draft.administration is None:
        return {}
    codes = draft.lines.exclude(item_code="").values("item_code")
    return dict(exact.items_for(draft.administration).filter(code__in=codes).values_list("code", "description"))
