"""The screen of tokens: who hands in documents by program."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.selectors import configured_by
from workbench.api import tokens as services
from workbench.drafts.changing import DraftRefused
from workbench.messages import Message, describe


@login_required
@never_cache
@asks_again
def tokens(request: Request) -> HttpResponse:
    """The tokens of the administrations this person sets up; on POST a new one, shown on this answer only."""
    if request.method != "POST":
        return _page(request)
    days, asked = request.POST.get("days", ""), _asked(request)
    if not asked <= set(configured_by(request.user).values_list("pk", flat=True)):
        raise Http404
    try:
        row, token = services.make(
            name=request.POST.get("name", ""),
            administrations=sorted(asked),
            upload="upload" in request.POST.getlist("scope"),
            read="read" in request.POST.getlist("scope"),
            days=int(days) if days.isdecimal() else 0,
            by=request.user,
        )
    except DraftRefused as refused:
        return _page(request, told=describe(refused.code, refused.params), status=422)
    return _page(request, made=row, token=token)


def _asked(request: Request) -> set[int]:
    """The administrations that are ticked."""
    return {int(key) for key in request.POST.getlist("administration") if key.isdecimal() and len(key) < 19}


def _page(request: Request, *, told: Message | None = None, status: int = 200, **more: Any) -> HttpResponse:
    mine = list(configured_by(request.user))
    rows = []
    for row in services.tokens_of(request.user).prefetch_related("administrations"):
        names = [each.name for each in row.administrations.all() if each in mine]
        rows.append((row, names, row.administrations.count() - len(names)))
    context = {
        "tokens": rows,
        "administrations": mine,
        "days": services.DAYS,
        "now": timezone.now(),
        "address": f"{settings.PUBLIC_URL}/api/v1/documents",
        "told": told,
        "typed": request.POST if told else {},
        "chosen": _asked(request) if told else set(),
        **more,
    }
    return render(request, "accounts/tokens.html", context, status=status)


@login_required
@require_POST
@asks_again
def revoke(request: Request, token_id: int) -> HttpResponse:
    """End a token at once, or shut it out of one's own administrations when others use it too."""
    token = get_object_or_404(services.tokens_of(request.user), pk=token_id)
    if services.revoke(token, by=request.user):
        messages.success(request, _("The token is revoked; it counts no more from now on."))
    else:
        messages.success(request, _("The token no longer reaches your administrations; others still use it."))
    return redirect("tokens")
