"""What people do in the talk of a draft."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from workbench.accounts.people import Request
from workbench.models import Draft
from workbench.review import selectors as review
from workbench.review.presence import here as is_here
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


@login_required
@require_POST
def here(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """A screen with this draft tells of itself, and is told who else is there and whether something newer was saved."""
    draft = get_object_or_404(review.visible(request.user), pk=draft_id)
    seen = request.POST.get("version", "")
    newer = seen.isdecimal() and int(seen[:9]) < draft.version and draft.edited_by_id not in (None, request.user.pk)
    context = {"draft": draft, "others": is_here(draft, request.user), "newer": newer}
    return render(request, "review/_presence.html", context | {"tab": request.POST.get("tab", "fields")})
