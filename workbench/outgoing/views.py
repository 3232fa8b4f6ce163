"""The screens of mails that go out: for admins; and each person's own wish about the bell by mail."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, may, require
from workbench.accounts.selectors import configured_by
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.models import Digest
from workbench.outgoing import digest, selectors, services


@login_required
@require_GET
def outgoing(request: Request) -> HttpResponse:
    """How outgoing mail stands, what is sent for which books, and the mails."""
    return _list(request)


def _list(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    view = "open" if request.GET.get("view") == "open" else "all"
    context = {
        "rows": selectors.rows_for(request.user, view),
        "view": view,
        "state": selectors.state_for(request.user),
        "switches": selectors.switches_of(list(configured_by(request.user))),
        "limit": selectors.LIMIT,
        **more,
    }
    return render(request, "outgoing/outgoing.html", context, status=status)


@login_required
@require_GET
def mail(request: Request, mail_id: uuid.UUID) -> HttpResponse:
    """One mail: where it stands and, unless it is one person's, what it says."""
    found = get_object_or_404(selectors.visible(request.user), pk=mail_id)
    return render(request, "outgoing/mail.html", {"row": selectors.row_of(found), "mail": found})


@login_required
@require_POST
def test(request: Request) -> HttpResponse:
    """Send oneself a mail."""
    try:
        services.test_mail(
            by=request.user,
            subject=_("Inboek: test"),
            text=_("This mail was sent by Inboek to see whether mail goes out. It did."),
        )
    except DraftRefused as refused:
        return _list(request, told=describe(refused.code, refused.params), status=409)
    messages.success(request, _("A test mail is on its way; the list below says what becomes of it."))
    return redirect("outgoing")


@login_required
@require_POST
def settle(request: Request, mail_id: uuid.UUID) -> HttpResponse:
    """Send a mail once more, or give it up."""
    found = get_object_or_404(selectors.visible(request.user), pk=mail_id)
    try:
        if request.POST.get("action") == "again":
            services.try_again(found.pk, by=request.user)
        else:
            services.give_up(found.pk, by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    return redirect("outgoing")


@login_required
@require_POST
def switch(request: Request, administration_id: int) -> HttpResponse:
    """Have mails of a kind sent for an administration, or no longer."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    require(request.user, Right.CONFIGURE, administration)
    name = request.POST.get("name", "")
    if name in services.SWITCHES:
        services.set_switch(administration, name, request.POST.get("on") == "1", by=request.user)
    return redirect("outgoing")


@login_required
@require_POST
def mine(request: Request) -> HttpResponse:
    """When this person is mailed what waits for them, and where."""
    person = User.objects.get(pk=request.user.pk)
    try:
        services.set_own_address(person, request.POST.get("email", ""))
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
        return redirect("notices")
    wish = request.POST.get("digest", "")
    alarms = request.POST.get("alarms") == "1" if may(request.user, Right.CONFIGURE, None) else None
    digest.set_wish(person, Digest(wish) if wish in Digest.values else Digest.DAILY, alarms=alarms)
    messages.success(request, _("Kept."))
    return redirect("notices")
