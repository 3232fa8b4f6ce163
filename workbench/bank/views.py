"""The screens of the bank-change procedure."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from matching.fraud.iban_change import Route
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.bank import selectors, services, writing
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.queue import selectors as queue


@login_required
@require_GET
def changes(request: Request) -> HttpResponse:
    """All bank changes, the running ones first."""
    rows = selectors.changes_for(request.user)
    running = rows.exclude(state__in=["accepted", "refused"])
    closed = rows.filter(state__in=["accepted", "refused"])[:100]
    return render(request, "bank/changes.html", {"running": running, "closed": closed, "now": timezone.now()})


@login_required
@require_POST
def begin(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Begin the change to the account printed on this draft."""
    draft = get_object_or_404(queue.drafts_for(request.user, None), pk=draft_id)
    try:
        change = services.begin(draft.pk, by=request.user)
    except DraftRefused as refused:
        _tell(request, refused)
        return redirect("review", draft.pk)
    return redirect("bank-change", change.pk)


@login_required
@require_GET
def change(request: Request, change_id: int) -> HttpResponse:
    """One change: where it stands, what is next, and its history."""
    row = get_object_or_404(selectors.changes_for(request.user), pk=change_id)
    return render(request, "bank/change.html", {"page": selectors.change_page(row, request.user)})


def _tell(request: Request, refused: DraftRefused) -> None:
    told = describe(refused.code, refused.params)
    messages.error(request, f"{told.title}. {told.cause} {told.next_step}")


def _step(request: Request, change_id: int, step: Callable[[int], object], done: str) -> HttpResponse:
    row = get_object_or_404(selectors.changes_for(request.user), pk=change_id)
    try:
        step(row.pk)
    except DraftRefused as refused:
        _tell(request, refused)
    else:
        messages.success(request, done)
    return redirect("bank-change", row.pk)


@login_required
@require_POST
def call(request: Request, change_id: int) -> HttpResponse:
    """Record the call-back."""
    at = _moment(request.POST.get("at", ""))

    def step(key: int) -> object:
        if at is None:
            raise DraftRefused("BANK_TIME")
        return services.record_call(
            key,
            spoke_to=request.POST.get("spoke_to", "").strip(),
            number=request.POST.get("number", "").strip(),
            at=at,
            by=request.user,
            route=_route(request.POST.get("route", "")),
            source=request.POST.get("source", "").strip(),
        )

    return _step(request, change_id, step, _("Call recorded; a second person is next."))


def _route(text: str) -> Route:
    return Route(text) if text in Route.__members__.values() else Route.PHONE


def _moment(text: str) -> datetime | None:
    """What a date-and-time field sends, in the local time zone; empty means now."""
    if not text:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 <= found.year <= 2100:
        return None  # the edges of the calendar do not survive a change of time zone
    if timezone.is_naive(found):
        found = timezone.make_aware(found)
    # The field has minutes only: a call in the minute of the request was not before it.
    return found.replace(second=59) if found.second == 0 and found <= timezone.now() else found


@login_required
@require_POST
@asks_again
def second(request: Request, change_id: int) -> HttpResponse:
    """The second person agrees."""
    return _step(
        request,
        change_id,
        lambda key: services.second(key, by=request.user),
        _("Agreed; the cooling-off has begun."),
    )


@login_required
@require_POST
@asks_again
def accept(request: Request, change_id: int) -> HttpResponse:
    """Accept the account after its cooling-off."""
    return _step(
        request,
        change_id,
        lambda key: services.accept(key, by=request.user),
        _("Accepted; waiting documents are judged again. It can be put into Exact now."),
    )


@login_required
@require_POST
@asks_again
def write(request: Request, change_id: int) -> HttpResponse:
    """Put the accepted account into Exact."""
    return _step(
        request,
        change_id,
        lambda key: writing.write_to_exact(key, main=request.POST.get("main") == "1", by=request.user),
        _("The account stands in Exact."),
    )


@login_required
@require_POST
def refuse(request: Request, change_id: int) -> HttpResponse:
    """Refuse the account."""
    return _step(
        request,
        change_id,
        lambda key: services.refuse(key, why=request.POST.get("why", ""), by=request.user),
        _("Refused; the old account stays."),
    )
