"""The link with Exact: consent, choice of administrations, first synchronisation, VAT table, disconnect."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exact import api as exact
from exact.errors import ExactError
from exact.models import Administration, Connection, ConnectionState
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, may, require
from workbench.audit import services as audit
from workbench.connect import services
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.models import Membership, Role

log = logging.getLogger(__name__)


def _require_admin(request: Request) -> None:
    """Connecting is the admin's; on a machine nobody has set up yet, the superuser's."""
    if request.user.is_superuser:
        return
    if not Membership.objects.filter(user_id=request.user.pk, role=Role.ADMIN).exists():
        raise RightMissing(Right.CONFIGURE, None)


def _connection(request: Request, connection_id: int) -> Connection:
    """A connection the person may manage: one that serves an administration of theirs, or that they made themselves.

    Raises Http404 for any other, so that nobody learns which there are.
    """
    _require_admin(request)
    rows = Connection.objects.all()
    if not request.user.is_superuser:
        mine = administrations_for(request.user, Right.CONFIGURE)
        rows = rows.filter(Q(administrations__in=mine) | Q(consented_by=request.user.get_username())).distinct()
    return get_object_or_404(rows, pk=connection_id)


@login_required
@require_GET
def connect(request: Request) -> HttpResponse:
    """State of the link, administrations with the progress of their synchronisation, and the VAT tables."""
    administrations = list(administrations_for(request.user).order_by("name"))
    is_admin = request.user.is_superuser or Membership.objects.filter(user_id=request.user.pk, role=Role.ADMIN).exists()
    context = {
        "statuses": _statuses(request, administrations),
        "rows": [services.administration_row(a) for a in administrations],
        "is_admin": is_admin,
        "syncable": set(administrations_for(request.user, Right.EDIT).values_list("pk", flat=True))
        | set(administrations_for(request.user, Right.CONFIGURE).values_list("pk", flat=True)),
        "uses_sandbox": settings.EXACT_USES_SANDBOX,
        "base_url": settings.EXACT_BASE_URL,
        "syncing": any(services.is_syncing(a) for a in administrations),
    }
    template = "connect/_status.html" if request.htmx else "connect/connect.html"
    return render(request, template, context)


def _statuses(request: Request, mine: list[Administration]) -> list[exact.ConnectionStatus]:
    """The connections that serve administrations of the person, or that they made; the superuser sees all.

    A stop in books that are not theirs is left out of the reason, for it names them.
    """
    if request.user.is_superuser:
        return exact.connection_status()
    found = []
    for status in exact.connection_status():
        theirs = [each for each in status.administrations if each not in mine]
        if len(theirs) == len(status.administrations) and (
            status.connection.consented_by != request.user.get_username()
        ):
            continue
        if any(each.posting_hold and status.reason == f"{each.name}: {each.posting_hold}" for each in theirs):
            status = replace(status, reason="")
        found.append(status)
    return found


@login_required
@require_POST
@asks_again
def consent(request: Request) -> HttpResponse:
    """Off to Exact's own page to log in and allow. A colleague's consent is replaced only when that is said."""
    _require_admin(request)
    other = _consent_of_another(request)
    if other is not None and not request.POST.get("replace"):
        return render(request, "connect/replace.html", {"connection": other})
    request.session["consent_replaces"] = other.consented_by if other else ""
    return redirect(exact.start_consent(_user_key(request), _callback_url()))


def _consent_of_another(request: Request) -> Connection | None:
    """The connection that a new consent would take over from another person; None when there is none."""
    return (
        Connection.objects.filter(base_url=settings.EXACT_BASE_URL.rstrip("/"), client_id=settings.EXACT_CLIENT_ID)
        .exclude(consented_by__in=("", request.user.get_username()))
        .exclude(state=ConnectionState.DISCONNECTED)
        .first()
    )


@login_required
@require_GET
def callback(request: Request) -> HttpResponse:
    """Back from Exact: swap the code for tokens, then choose administrations."""
    _require_admin(request)
    if request.GET.get("error"):
        messages.error(request, _("Exact was not connected: you did not allow it. Nothing has changed."))
        return redirect("connect")
    replaced = _consent_of_another(request)
    if replaced is not None and request.session.pop("consent_replaces", "") != replaced.consented_by:
        messages.error(request, _("A colleague connected meanwhile. Start again if theirs is to be replaced."))
        return redirect("connect")
    try:
        connection = exact.finish_consent(
            request.GET.get("state", ""),
            request.GET.get("code", ""),
            _user_key(request),
            consented_by=request.user.get_username(),
        )
    except (ExactError, ValueError) as error:
        log.warning("consent failed", exc_info=error)
        messages.error(request, _("The consent could not be completed. Start again with “Connect to Exact”."))
        return redirect("connect")
    audit.record("exact.connected", by=request.user, connection=connection.pk)
    if replaced is not None:
        new = request.user.get_username()
        audit.record("exact.consent_replaced", by=request.user, old=replaced.consented_by, new=new)
    return redirect("administrations", connection_id=connection.pk)


def _user_key(request: Request) -> str:
    """What the consent is bound to: this session of this person."""
    if not request.session.session_key:
        request.session.save()
    return f"{request.user.pk}:{request.session.session_key}"


def _callback_url() -> str:
    return f"{settings.PUBLIC_URL}{reverse('connect-callback')}"


@login_required
@asks_again
def administrations(request: Request, connection_id: int) -> HttpResponse:
    """Which of the granted administrations are worked in."""
    connection = _connection(request, connection_id)
    try:
        if request.method == "POST":
            divisions = [int(value) for value in request.POST.getlist("division") if value.isdigit()]
            chosen = services.choose(connection, divisions, by=request.user)
            messages.success(
                request, _("%(n)d administrations chosen; the first synchronisation has started.") % {"n": len(chosen)}
            )
            return redirect("connect")
        choices = exact.list_divisions(connection)
    except (ExactError, ValueError) as error:
        log.warning("divisions could not be read", exc_info=error)
        messages.error(request, _("Exact cannot be reached. Try again in a minute; nothing has changed."))
        return redirect("connect")
    return render(request, "connect/administrations.html", {"connection": connection, "choices": choices})


@login_required
@require_POST
@asks_again
def disconnect(request: Request, connection_id: int) -> HttpResponse:
    """Forget the tokens; the mirror and all documents stay, posting waits."""
    exact.disconnect(_connection(request, connection_id))
    audit.record("exact.disconnected", by=request.user, connection=connection_id)
    messages.success(request, _("Disconnected. Documents stay; posting waits until you connect again."))
    return redirect("connect")


@login_required
@require_POST
@asks_again
def release(request: Request, connection_id: int) -> HttpResponse:
    """Lift a hold on the connection."""
    exact.release(_connection(request, connection_id))
    audit.record("exact.released", by=request.user, connection=connection_id)
    return redirect("connect")


@login_required
@require_POST
def sync(request: Request, administration_id: int) -> HttpResponse:
    """Synchronise one administration now: for those who work in it, as it spends calls that all share."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    if not may(request.user, Right.CONFIGURE, administration):
        require(request.user, Right.EDIT, administration)
    exact.sync_now(administration)
    messages.success(request, _("Synchronisation started."))
    return redirect("connect")


@login_required
@require_POST
def confirm_vat(request: Request, administration_id: int) -> HttpResponse:
    """Confirm the proposed VAT table, with the codes a person changed in it."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    require(request.user, Right.CONFIGURE, administration)
    chosen = {name[4:]: str(value) for name, value in request.POST.items() if name.startswith("vat:")}
    count = services.confirm_vat_table(administration, chosen, by=request.user)
    messages.success(request, _("%(n)d VAT codes confirmed; waiting documents are judged again.") % {"n": count})
    return redirect("connect")


@login_required
@require_POST
@asks_again
def first_posting(request: Request, administration_id: int) -> HttpResponse:
    """Open an administration for posting by typing its name."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    try:
        services.confirm_first_posting(administration, request.POST.get("name", ""), by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    else:
        messages.success(request, _("%(name)s is open for posting.") % {"name": administration.name})
    return redirect("connect")
