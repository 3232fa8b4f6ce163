"""What people say about the senders of mails, at the mail and in the settings."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import administrations_for
from workbench.inbox import passwords, senders
from workbench.models import Message, SenderDecision, SenderPassword


@login_required
@require_POST
def decide(request: Request, message_id: uuid.UUID) -> HttpResponse:
    """Always, once or never; back to the mail."""
    rows = Message.objects.filter(administration__in=administrations_for(request.user)).exclude(sender_address="")
    message = get_object_or_404(rows, pk=message_id)
    try:
        verdict = senders.Verdict(request.POST.get("verdict", ""))
    except ValueError as nonsense:
        raise BadRequest("unknown verdict") from nonsense
    whole = request.POST.get("who") == "domain"
    senders.decide(message.pk, verdict, whole_domain=whole, by=request.user)
    if verdict is not senders.Verdict.ONCE:
        domain = senders.domain_to_decide(message.sender_address) if whole else ""
        told = {"who": domain or message.sender_address}
        always = verdict is senders.Verdict.ALWAYS
        said = _("Mails of %(who)s are always taken in") if always else _("Mails of %(who)s are never taken in")
        messages.success(request, said % told)
    return redirect(f"{reverse('inbox')}?chosen={message.pk}")


@login_required
@require_POST
def asking(request: Request, administration_id: int) -> HttpResponse:
    """Whether the first mail of an unknown sender waits."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    senders.ask_about_new(administration, request.POST.get("ask") == "1", by=request.user)
    return redirect(f"{reverse('mailboxes')}#senders")


@login_required
@require_POST
def forget(request: Request, sender_id: int) -> HttpResponse:
    """End a decision about a sender."""
    rows = SenderDecision.objects.filter(administration__in=administrations_for(request.user))
    senders.forget(get_object_or_404(rows.select_related("administration"), pk=sender_id), by=request.user)
    return redirect(f"{reverse('mailboxes')}#senders")


@login_required
@require_POST
def forget_password(request: Request, password_id: uuid.UUID) -> HttpResponse:
    """Forget what opens a sender's locked files."""
    rows = SenderPassword.objects.filter(administration__in=administrations_for(request.user))
    passwords.forget(get_object_or_404(rows.select_related("administration"), pk=password_id), by=request.user)
    return redirect(f"{reverse('mailboxes')}#senders")
