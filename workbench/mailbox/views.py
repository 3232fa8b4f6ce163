"""The screens of mailboxes that are picked up: for admins. Passwords and secrets go in and never come out."""

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
from workbench.folder.pickup import states as folder_states
from workbench.inbox.selectors import asking_of, decisions_in, passwords_in
from workbench.mailbox import access as accessing
from workbench.mailbox import selectors, services
from workbench.mailbox.oauth import consent as consenting
from workbench.mailbox.oauth.addresses import can_come_back
from workbench.mailbox.oauth.wish import access_wish_from
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.messages import describe
from workbench.models import Mailbox
from workbench.models.mailbox import Security
from workbench.models.mailbox_access import AccessFlow, Provider


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
        "folders": folder_states({each.pk for each in administrations}),
        "asking": asking_of(administrations),
        "decisions": decisions_in(administrations),
        "sender_passwords": passwords_in(administrations),
        "securities": Security.values,
        "typed": request.POST,
        **_ways(request, "password" if request.POST else Provider.MICROSOFT.value),
        **more,
    }
    return render(request, "mailbox/mailboxes.html", context, status=status)


def _ways(request: Request, present: str, host: str = "") -> dict[str, Any]:
    """The ways into a mailbox (at ``host``), and the one that is asked for."""
    by = request.POST.get("sign_in") or request.GET.get("by") or present
    ways = selectors.ways(host)
    return {
        "ways": ways,
        "by": next((way for way in ways if way.code == by), ways[0]),
        "can_come_back": can_come_back(),
    }


@sensitive_post_parameters("password", "client_secret")
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
    return _connected(request, mailbox)


def _connected(request: Request, found: Mailbox) -> HttpResponse:
    """Somebody must consent first: off to the page that leads there. Otherwise try the connection."""
    row = getattr(found, "access", None)
    if row is not None and row.flow == AccessFlow.PERSON and not row.refresh_token:
        return _leave(request, found)
    return _looked_into(request, found)


def _mailbox(request: Request, mailbox_id: uuid.UUID) -> Mailbox:
    rows = Mailbox.objects.filter(administration__in=administrations_for(request.user))
    mailbox = get_object_or_404(rows.select_related("administration"), pk=mailbox_id)
    require(request.user, Right.CONFIGURE, mailbox.administration)
    return mailbox


@sensitive_post_parameters("password", "client_secret")
@login_required
@require_POST
@never_cache
def access(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """Have it opened by another app, with a new secret of the same, or by a password."""
    found = _mailbox(request, mailbox_id)
    try:
        wish = access_wish_from(request.POST.dict())
        changed = accessing.set_access(found, wish, request.POST.get("password", ""), by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        return _page(request, found, told=told, typed_access=request.POST, status=422)
    return _connected(request, found) if changed else redirect("mailbox", found.pk)


@login_required
@require_POST
@never_cache
def consent(request: Request, mailbox_id: uuid.UUID) -> HttpResponse:
    """The page that leads to the provider, where a person allows that the mailbox is opened."""
    return _leave(request, _mailbox(request, mailbox_id))


def _leave(request: Request, found: Mailbox) -> HttpResponse:
    """A page with a link: a form that ends elsewhere is what our own rules for pages forbid."""
    if found.sign_in == "password":
        return redirect("mailbox", found.pk)
    try:
        address = accessing.begin_consent(found, request.session, by=request.user)
    except MailboxTrouble as trouble:
        return _told_there(request, found, trouble)
    (row,) = selectors.rows_for([found.administration], only=found.pk)
    return render(request, "mailbox/leave.html", {"mailbox": found, "row": row, "address": address})


@login_required
@require_GET
@never_cache
def callback(request: Request, provider: str) -> HttpResponse:
    """Back from a provider: swap what was allowed for tokens, and try the connection."""
    state = request.GET.get("state", "")
    selectors.configurable_by(request.user)
    begun = consenting.returned(request.session, provider, state)
    if begun is None:
        messages.error(request, _sentence("MAILBOX_CONSENT_STRANGE", {}))
        return redirect("mailboxes")
    found = _mailbox(request, begun[0])
    if request.GET.get("error"):
        why = said(request.GET.get("error_description") or request.GET["error"])
        return _told_there(request, found, MailboxTrouble("MAILBOX_CONSENT_DENIED", said=why))
    try:
        accessing.finish_consent(found, request.GET.get("code", ""), begun[1], by=request.user)
    except MailboxTrouble as trouble:
        return _told_there(request, found, trouble)
    return _looked_into(request, found)


def _told_there(request: Request, found: Mailbox, trouble: MailboxTrouble) -> HttpResponse:
    messages.error(request, _sentence(trouble.code, trouble.params))
    return redirect("mailbox", found.pk)


def _sentence(code: str, params: dict[str, str]) -> str:
    told = describe(code, params)
    return " ".join(f"{told.title}. {told.cause} {told.next_step}".split())


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
    (row,) = selectors.rows_for([found.administration], only=found.pk)
    context = {"row": row, "mailbox": row.mailbox, "securities": Security.values, **more}
    context |= _ways(request, row.mailbox.sign_in, row.mailbox.host)
    context["opened"] = "by" in request.GET or "typed_access" in more
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
    messages.success(request, _("Removed, and its password or tokens forgotten. What came in stays."))
    return redirect("mailboxes")
