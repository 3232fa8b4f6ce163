"""The screens of mailboxes that are picked up: for admins. The password goes in and never comes out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.drafts.changing import DraftRefused
from workbench.mailbox import selectors, services
from workbench.messages import describe
from workbench.models import Mailbox
from workbench.models.mailbox import Security


@login_required
@require_GET
def mailboxes(request: Request) -> HttpResponse:
    """The mailboxes that are picked up, how they do, and the form for one more."""
    return _list(request)


def _list(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    administrations = list(selectors.configurable_by(request.user))
    context = {
        "rows": selectors.rows_for(administrations),
        "choices": administrations,
        "securities": Security.values,
        "typed": request.POST,
        **more,
    }
    return render(request, "mailbox/mailboxes.html", context, status=status)


@sensitive_post_parameters("password")
@login_required
@require_POST
@never_cache
def new(request: Request) -> HttpResponse:
    """Have one more mailbox picked up; the answer says whether it can be reached."""
    mine = administrations_for(request.user)
    typed = request.POST.get("administration", "")
    administration = get_object_or_404(mine, pk=int(typed) if typed.isdecimal() else 0)
    require(request.user, Right.CONFIGURE, administration)
    try:
        mailbox = services.add(administration, services.wish_from(request.POST.dict()), by=request.user)
    except DraftRefused as refused:
        return _list(request, told=describe(refused.code, refused.params), status=422)
    return _looked_into(request, mailbox)


def _mailbox(request: Request, mailbox_id: uuid.UUID) -> Mailbox:
    rows = Mailbox.objects.filter(administration__in=administrations_for(request.user))
    mailbox = get_object_or_404(rows.select_related("administration"), pk=mailbox_id)
    require(request.user, Right.CONFIGURE, mailbox.administration)
    return mailbox


@sensitive_post_parameters("password")
@login_required
@never_cache
def mailbox(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """One mailbox: how it does; on POST its port, encryption, password, folder for taken mails and receiver change."""
    found = _mailbox(request, mailbox_id)
    if request.method != "POST":
        return _page(request, found)
    fixed = {"host": found.host, "username": found.username, "folder": found.folder}
    try:
        changed = services.change(found, services.wish_from(request.POST.dict() | fixed), by=request.user)
    except DraftRefused as refused:
        return _page(request, found, told=describe(refused.code, refused.params), typed=request.POST, status=422)
    if changed:
        return _looked_into(request, found)
    return redirect("mailbox", found.pk)


def _page(request: Request, found: Mailbox, *, status: int = 200, **more: Any) -> HttpResponse:
    (row,) = [each for each in selectors.rows_for([found.administration]) if each.mailbox.pk == found.pk]
    context = {"row": row, "mailbox": row.mailbox, "securities": Security.values, **more}
    return render(request, "mailbox/mailbox.html", context, status=status)


def _looked_into(request: Request, found: Mailbox) -> HttpResponse:
    """Try the connection; the mailbox's page says what is wrong."""
    if services.look(found, by=request.user) is None:
        messages.success(request, _("The connection works; new mails are being picked up."))
    return redirect("mailbox", found.pk)


@login_required
@require_POST
def test(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """Try the connection now."""
    return _looked_into(request, _mailbox(request, mailbox_id))


@login_required
@require_POST
def switch(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """Pause it, or go on."""
    services.switch(_mailbox(request, mailbox_id), active=request.POST.get("on") == "1", by=request.user)
    return redirect("mailbox", mailbox_id)


@login_required
@require_POST
def remove(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """Stop picking it up; what came in stays."""
    services.remove(_mailbox(request, mailbox_id), by=request.user)
    messages.success(request, _("Removed, and its password forgotten. What came in stays."))
    return redirect("mailboxes")
