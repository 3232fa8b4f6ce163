"""The match tab's buttons and fragments."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, may
from workbench.drafts.fields import FieldKind, parse
from workbench.match import answers, choices, expected, receipts, selectors
from workbench.match.why import why_of
from workbench.models import Draft, MatchAnswer, ReceiptConsumption
from workbench.review import selectors as review
from workbench.review.views import _acting, number_in


@_acting
def link_order(request: Request, draft: Draft) -> HttpResponse | None:
    """Link an order by its number."""
    choices.link_order_to(draft, request.POST.get("order", ""), request.user)
    return None


@_acting
def choose_order_line(request: Request, draft: Draft) -> HttpResponse | None:
    """Take a candidate order line, or none of them."""
    choices.choose_order_line_for(
        draft, number_in(request, "line"), request.POST.get("order_line", "")[:60], request.user
    )
    return None


@_acting
def confirm_unit(request: Request, draft: Draft) -> HttpResponse | None:
    """Keep how many of the invoice's unit go into one of the order's."""
    choices.confirm_unit(
        draft.pk, line_id=number_in(request, "line"), typed=request.POST.get("factor", ""), by=request.user
    )
    return None


@_acting
def answer(request: Request, draft: Draft) -> HttpResponse | None:
    """Answer one difference."""
    answers.answer(
        draft.pk,
        hold_id=number_in(request, "hold"),
        kind=request.POST.get("answer", ""),
        reason=request.POST.get("reason", ""),
        valid_until=_day(request.POST.get("until", "")),
        asks=number_in(request, "asks"),
        by=request.user,
    )
    return None


def _day(typed: str) -> date | None:
    """A typed date; None when nothing was typed. Raises FieldInvalid."""
    text = parse(FieldKind.DATE, typed, today=timezone.localdate()) if typed.strip() else ""
    return date.fromisoformat(text) if text else None


def _own(draft: Draft, request: Request) -> int:
    """The answer that was meant, when it is one of this draft. Raises MatchAnswer.DoesNotExist."""
    return MatchAnswer.objects.get(pk=number_in(request, "answer"), draft=draft).pk


@_acting
def agree(request: Request, draft: Draft) -> HttpResponse | None:
    """Be the second person."""
    answers.agree(_own(draft, request), by=request.user)
    return None


@_acting
def take_back(request: Request, draft: Draft) -> HttpResponse | None:
    """Take an answer back."""
    answers.take_back(_own(draft, request), by=request.user)
    return None


@_acting
def link_receipts(request: Request, draft: Draft) -> HttpResponse | None:
    """Link receipts that came in since: one, or all that fit."""
    receipts.link_late(draft.pk, by=request.user, receipt_line=number_in(request, "receipt") or None)
    return None


@_acting
def unlink_receipt(request: Request, draft: Draft) -> HttpResponse | None:
    """Free a receipt that was linked afterwards."""
    row = ReceiptConsumption.objects.get(pk=number_in(request, "consumption"), draft_line__draft=draft)
    receipts.unlink(row.pk, by=request.user)
    return None


@_acting
def settle_credit(request: Request, draft: Draft) -> HttpResponse | None:
    """Say that this credit note is the one that was expected, or that it is not."""
    expected.settle(
        number_in(request, "answer"), draft, by=request.user, settled=request.POST.get("settled", "1") == "1"
    )
    return None


def _draft(request: Request, draft_id: uuid.UUID) -> Draft:
    return get_object_or_404(review.visible(request.user), pk=draft_id)


@login_required
@require_GET
def why(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Why lines stayed alone."""
    draft = _draft(request, draft_id)
    if draft.kind not in ("purchase_invoice", "credit_note"):
        raise Http404
    context = {"draft": draft, "why": why_of(draft), "may_edit": _may_edit(request, draft)}
    return render(request, "match/_why.html" if request.htmx else "match/why.html", context)


@login_required
@require_GET
def find_orders(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Orders to link, by number, item, text or amount."""
    draft = _draft(request, draft_id)
    text = request.GET.get("q", "")
    context = {
        "draft": draft,
        "orders": selectors.find_orders(draft, text),
        "q": text.strip(),
        "may_edit": _may_edit(request, draft),
    }
    return render(request, "match/_orders.html" if request.htmx else "match/orders.html", context)


def _may_edit(request: Request, draft: Draft) -> bool:
    return may(request.user, Right.EDIT, draft.administration) and draft.state in ("review", "approved", "failed")
