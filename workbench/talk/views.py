"""What people do in the talk of a draft."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from workbench.accounts.people import Request
from workbench.models import Draft
from workbench.review import selectors as review
from workbench.review.views import _acting, number_in
from workbench.talk import services


@_acting
def comment(request: Request, draft: Draft) -> HttpResponse | None:
    """Say, ask or answer."""
    services.say(
        draft.pk,
        request.POST.get("text", ""),
        by=request.user,
        asks=number_in(request, "asks"),
        answers=number_in(request, "answers"),
    )
    return None


@_acting
def give(request: Request, draft: Draft) -> HttpResponse | None:
    """Give the document to somebody, or take it back from who has it."""
    services.give(draft.pk, to=number_in(request, "to"), by=request.user, note=request.POST.get("note", ""))
    return None


@login_required
@require_POST
def seen(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """The talk was opened."""
    services.read(get_object_or_404(review.visible(request.user), pk=draft_id), by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect("review", draft_id=draft_id)
