"""The page on which a person decides about a posting that rests: what was sent, what stands in Exact, the choices."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exact.models import ReconciliationFinding
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.models import DecisionAction, Draft, PostingDecision
from workbench.posting import deciding, findings
from workbench.posting.deciding_page import page_of
from workbench.review import selectors


def _draft(request: Request, draft_id: uuid.UUID) -> Draft:
    draft = get_object_or_404(selectors.visible(request.user), pk=draft_id)
    require(request.user, Right.SETTLE, draft.administration)
    return draft


@login_required
@require_GET
def page(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Ask Exact and show everything that the decision needs."""
    draft = _draft(request, draft_id)
    context = page_of(draft, request.user)
    if context is None:
        return redirect("review", draft.pk)
    return render(request, "posting/decide.html", {"draft": draft, "page": context})


def _step(request: Request, draft: Draft, step: Callable[[], PostingDecision], waiting: str) -> HttpResponse:
    try:
        decision = step()
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.cause} {told.next_step}")
        return redirect("posting-decide", draft.pk)
    if decision.state == "waiting":
        messages.success(request, waiting)
        return redirect("posting-decide", draft.pk)
    messages.success(request, _("Done, and kept in the history with your reason."))
    return redirect("review", draft.pk)


@login_required
@require_POST
def decide(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Adopt, booked by hand, send it despite another, or give up."""
    draft = _draft(request, draft_id)
    if request.POST.get("action", "") not in DecisionAction.values:
        raise BadRequest("unknown action")
    wanted = deciding.Wanted(
        DecisionAction(request.POST["action"]),
        request.POST.get("reason", "")[:300],
        entry_guid=request.POST.get("entry", "")[:64],
        entry_number=request.POST.get("number", "")[:32],
    )
    return _step(
        request,
        draft,
        lambda: deciding.decide(draft.pk, wanted, by=request.user),
        _("Kept; a colleague has to agree before it counts."),
    )


@login_required
@require_POST
def second(request: Request, draft_id: uuid.UUID, decision_id: int) -> HttpResponse:
    """The second person agrees or turns it down."""
    draft = _draft(request, draft_id)
    decision = get_object_or_404(draft.decisions, pk=decision_id)
    act = deciding.confirm if request.POST.get("agree") else deciding.turn_down
    return _step(request, draft, lambda: act(decision.pk, by=request.user), "")


@login_required
@require_POST
def resolve_finding(request: Request, finding_id: int) -> HttpResponse:
    """A person has looked at a difference with Exact and says why it is settled."""
    rows = ReconciliationFinding.objects.filter(administration__in=administrations_for(request.user))
    finding = get_object_or_404(rows.select_related("administration"), pk=finding_id)
    try:
        findings.resolve(finding, reason=request.POST.get("reason", ""), by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    return redirect("posting")
