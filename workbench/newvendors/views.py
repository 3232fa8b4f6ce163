"""The screens on which a vendor is proposed and confirmed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, may
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.models import Draft, ProposalState, VendorProposal
from workbench.newvendors import forms, services
from workbench.queue import selectors as queue


def _proposals(request: Request) -> QuerySet[VendorProposal]:
    visible = administrations_for(request.user)
    return VendorProposal.objects.filter(administration__in=visible).select_related(
        "administration", "draft", "vendor", "proposed_by", "closed_by"
    )


def _draft(request: Request, draft_id: uuid.UUID) -> Draft:
    rows = queue.drafts_for(request.user, None).select_related("administration", "vendor")
    return get_object_or_404(rows.exclude(administration=None), pk=draft_id)


@login_required
@require_GET
def proposals(request: Request) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    rows = _proposals(request)
    live = [ProposalState.PROPOSED, ProposalState.CONFIRMED]
    context = {"waiting": rows.filter(state__in=live), "decided": rows.exclude(state__in=live)[:100]}
    return render(request, "newvendors/proposals.html", context)


@login_required
def new(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Propose the sender of this draft as a new vendor; vendors that are the same are shown first."""
    draft = _draft(request, draft_id)
    if request.method != "POST":
        return _form(request, draft, forms.from_draft(draft))
    text = forms.from_post(request.POST.dict())
    try:
        data = forms.checked(text, separate=request.POST.get("separate") == "1")
        row = services.propose(draft.pk, data, by=request.user)
    except DraftRefused as refused:
        return _form(request, draft, text, told=describe(refused.code, refused.params), status=422)
    messages.success(request, _("Proposed; a second person confirms it."))
    return redirect("vendor-proposal", row.pk)


def _form(request: Request, draft: Draft, text: forms.VendorText, *, status: int = 200, **more: Any) -> HttpResponse:
    assert draft.administration is not None
    context = {
        "draft": draft,
        "text": text,
        "alike": services.same_vendors(draft.administration, forms.as_read(text)),
        "may_map": may(request.user, Right.MAP_VENDOR, draft.administration),
        **more,
    }
    return render(request, "newvendors/new.html", context, status=status)


@login_required
@require_POST
def complete(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Propose to complete the vendor's record with what this document says."""
    draft = _draft(request, draft_id)
    try:
        if draft.vendor is None:
            raise DraftRefused("VENDOR_FILLED")
        row = services.propose_completion(
            draft.vendor, forms.checked(forms.from_draft(draft)), by=request.user, draft=draft
        )
    except DraftRefused as refused:
        _tell(request, refused)
        return redirect("review", draft.pk)
    messages.success(request, _("Proposed; a second person confirms it."))
    return redirect("vendor-proposal", row.pk)


def _tell(request: Request, refused: DraftRefused) -> None:
    told = describe(refused.code, refused.params)
    messages.error(request, f"{told.title}. {told.cause} {told.next_step}")


@login_required
@require_GET
def proposal(request: Request, proposal_id: int) -> HttpResponse:
    """One proposal, with what the second person may do."""
    row = get_object_or_404(_proposals(request), pk=proposal_id)
    may_confirm = may(request.user, services.right_to_confirm(row), row.administration)
    live = row.state in (ProposalState.PROPOSED, ProposalState.CONFIRMED)
    context = {
        "proposal": row,
        "details": [(name, row.data.get(name, "")) for name in forms.VendorText.__slots__ if row.data.get(name)],
        "own": request.user.pk == row.proposed_by_id,
        "may_confirm": live and may_confirm and request.user.pk != row.proposed_by_id,
        "may_refuse": row.state == ProposalState.PROPOSED and may(request.user, Right.MAP_VENDOR, row.administration),
        "live": live,
    }
    return render(request, "newvendors/proposal.html", context)


@login_required
@require_POST
def confirm(request: Request, proposal_id: int) -> HttpResponse:
    """The second person's yes."""
    row = get_object_or_404(_proposals(request), pk=proposal_id)
    try:
        services.confirm(row.pk, by=request.user)
    except DraftRefused as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("It stands in Exact; waiting documents are judged again."))
    return redirect("vendor-proposal", row.pk)


@login_required
@require_POST
def refuse(request: Request, proposal_id: int) -> HttpResponse:
    """Drop the proposal."""
    row = get_object_or_404(_proposals(request), pk=proposal_id)
    try:
        services.refuse(row.pk, why=request.POST.get("why", ""), by=request.user)
    except DraftRefused as refused:
        _tell(request, refused)
    return redirect("vendor-proposal", row.pk)
