"""The page of one administration's terms of keeping, and what is past them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from exact.models import Administration
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.drafts.changing import DraftRefused
from workbench.keeping import selectors, services, terms
from workbench.messages import describe
from workbench.models import Document
from workbench.models.policy import policy_of


def _administration(request: Request, administration_id: int) -> Administration:
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    require(request.user, Right.CONFIGURE, administration)
    return administration


@login_required
def keeping(request: Request, administration_id: int) -> HttpResponse:
    """Show, and on POST keep, the terms."""
    administration = _administration(request, administration_id)
    if request.method != "POST":
        return _page(request, administration)
    try:
        services.set_terms(administration, request.POST.dict(), by=request.user)
    except DraftRefused as refused:
        return _page(request, administration, told=describe(refused.code, refused.params), status=422)
    messages.success(request, _("Kept. Nothing is removed by itself."))
    return redirect("keeping", administration.pk)


def _page(request: Request, administration: Administration, *, status: int = 200, **more: Any) -> HttpResponse:
    policy = policy_of(administration.pk)
    past = selectors.past_term(administration, policy)
    words = request.GET.get("q", "").strip()[:80]
    context = {
        "administration": administration,
        "policy": policy,
        "hint": terms.HINT_YEARS.get(administration.country),
        "before": terms.before_which(timezone.localdate(), policy.keep_years),
        "past": past[: selectors.SHOWN],
        "past_count": past.count(),
        "noise_count": selectors.old_noise(administration, policy).count(),
        "held": selectors.kept_whatever(administration)[: selectors.SHOWN],
        "words": words,
        "found": selectors.looked_for(administration, words)[:20] if words else (),
        "most": selectors.SHOWN,
        "typed": request.POST if status != 200 else {},
        **more,
    }
    return render(request, "keeping/keeping.html", context, status=status)


@login_required
@require_POST
@asks_again
def remove(request: Request, administration_id: int) -> HttpResponse:
    """Remove what is ticked, with a reason and the word that it cannot be undone."""
    administration = _administration(request, administration_id)
    # The box in the heading means what the page listed, not what may have come to it since.
    ticked = request.POST.getlist("listed" if request.POST.get("all") else "document")
    chosen = [key for key in map(_key, ticked[: selectors.SHOWN]) if key]
    if not chosen or not request.POST.get("sure"):
        return _page(request, administration, told=describe("REMOVE_UNSURE"), status=422)
    try:
        count = services.remove(administration, chosen, why=request.POST.get("reason", ""), by=request.user)
    except DraftRefused as refused:
        return _page(request, administration, told=describe(refused.code, refused.params), status=422)
    said = ngettext("%(n)d document removed; its proof stays.", "%(n)d documents removed; their proof stays.", count)
    messages.success(request, said % {"n": count})
    return redirect("keeping", administration.pk)


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


@login_required
@require_POST
@asks_again
def remove_noise(request: Request, administration_id: int) -> HttpResponse:
    """Remove mails without anything to book that are past their term."""
    administration = _administration(request, administration_id)
    count = services.remove_noise(administration, by=request.user)
    messages.success(request, ngettext("%(n)d mail removed.", "%(n)d mails removed.", count) % {"n": count})
    return redirect("keeping", administration.pk)


@login_required
@require_POST
def keep(request: Request, document_id: uuid.UUID) -> HttpResponse:
    """Keep a document whatever the term, or let it go."""
    rows = Document.objects.filter(administration__in=administrations_for(request.user))
    document = get_object_or_404(rows.select_related("administration"), pk=document_id)
    try:
        why = "" if request.POST.get("let_go") else request.POST.get("reason", "").strip()
        if not why and not request.POST.get("let_go"):
            raise DraftRefused("REASON_NEEDED")
        services.keep(document.pk, why=why, by=request.user)
        messages.success(request, _("Done."))
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    return redirect("keeping", document.administration_id)
