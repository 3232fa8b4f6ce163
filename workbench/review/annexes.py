"""Annexes and second sources by a person's word: put a document with an invoice, or make it one of its own again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.drafts.annexes import BESIDE, put_with, take_out
from workbench.drafts.changing import DraftRefused
from workbench.drafts.second_source import keep_as_second_source
from workbench.messages import describe
from workbench.models import Document, Draft
from workbench.review import selectors


@login_required
@require_POST
def put(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """This document is an annex of the invoice that was chosen; goes on at that invoice."""
    visible = selectors.visible(request.user)
    draft = get_object_or_404(visible, pk=draft_id)
    try:
        wanted = uuid.UUID(request.POST.get("other", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense
    other = get_object_or_404(visible, pk=wanted)
    told = _("Kept as an annex of %(number)s") % {"number": other.invoice_number or other.supplier_name}
    return _carried_out(request, lambda: put_with(draft.pk, other_id=other.pk, by=request.user), told, draft)


@login_required
@require_POST
def second_source(request: Request, draft_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """This document is the same invoice as the other and is kept with it; goes on at that one."""
    visible = selectors.visible(request.user)
    draft, other = get_object_or_404(visible, pk=draft_id), get_object_or_404(visible, pk=other_id)
    told = _("Kept as a second source of %(number)s") % {"number": other.invoice_number or other.supplier_name}
    return _carried_out(
        request, lambda: keep_as_second_source(draft.pk, other_id=other.pk, by=request.user), told, draft
    )


@login_required
@require_POST
def own(request: Request, document_id: uuid.UUID) -> HttpResponse:
    """This annex or second source is an invoice of its own; goes on at its draft."""
    rows = Document.objects.filter(administration__in=administrations_for(request.user))
    document = get_object_or_404(rows.select_related("draft"), pk=document_id)
    if document.draft is None:
        raise Http404
    require(request.user, Right.EDIT, document.administration)
    told = _("%(name)s is a document of its own now") % {"name": document.name}
    if document.role not in BESIDE:  # said twice, or by somebody else meanwhile
        return redirect("review", document.draft.pk)
    return _carried_out(request, lambda: take_out(document.pk, by=request.user), told, document.draft)


def _carried_out(request: Request, work: Callable[[], Draft], told: str, otherwise: Draft) -> HttpResponse:
    """Do it and go where it led; what was refused is told where one came from."""
    try:
        draft = work()
    except DraftRefused as refused:
        said = describe(refused.code, refused.params)
        messages.error(request, f"{said.title}. {said.next_step}")
        return redirect("review", otherwise.pk)
    except (Draft.DoesNotExist, Document.DoesNotExist) as gone:
        raise Http404 from gone
    messages.success(request, told)
    return redirect("review", draft.pk)
