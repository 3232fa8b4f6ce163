"""The inbox: every mail and upload, and what became of it."""

from __future__ import annotations

import uuid

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from exact.models import Administration
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, may, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.frame.selectors import asked_administration, current_administration, visible_administrations
from workbench.inbox import adding, selectors
from workbench.inbox.addresses import address_of
from workbench.inbox.senders import FROM_OUTSIDE, domain_to_decide
from workbench.intake import blobs
from workbench.intake.outcomes import MAX_BYTES
from workbench.intake.services import Incoming
from workbench.mailbox.selectors import failing
from workbench.messages import describe
from workbench.models import Message
from workbench.models.message import MessageState
from workbench.outgoing.selectors import answer_to, letter_answered_by

log = structlog.get_logger(__name__)


@login_required
@require_GET
def inbox(request: Request) -> HttpResponse:
    """Mails and uploads of a view, newest first, with the one that is chosen."""
    administrations = visible_administrations(request.user)
    administration = asked_administration(request, administrations) or current_administration(request, administrations)
    scope = [administration] if administration else administrations
    view = request.GET.get("view", "all")
    rows = selectors.rows(scope, view)
    chosen = next((row for row in rows if str(row.key) == request.GET.get("chosen")), rows[0] if rows else None)
    mail = chosen.message if chosen else None
    may_decide = mail is not None and may(request.user, Right.EDIT, mail.administration)
    from_outside = mail is not None and mail.source in FROM_OUTSIDE and bool(mail.sender_address)
    context = {
        "rows": rows,
        "chosen": chosen,
        "opened": chosen is not None and str(chosen.key) == request.GET.get("chosen"),
        "may_decide": may_decide,
        "may_decide_sender": may_decide and from_outside,
        "may_add": may_decide and mail is not None and adding.open_for_files(mail),
        "links": mail.links if mail else [],
        "told_sender": answer_to(mail),
        "letter_of": letter_answered_by(mail),
        "sender_domain": domain_to_decide(mail.sender_address) if mail and from_outside else "",
        "view": view,
        "ledger": selectors.ledger_of_today(scope),
        "views": selectors.VIEWS,
        "failing_mailboxes": failing(scope),
        "addresses": [(each, address_of(each)) for each in scope],
        "administrations_to": Administration.objects.filter(
            pk__in=administrations_for(request.user, Right.EDIT).values("pk")
        ),
    }
    return render(request, "inbox/inbox.html", context)


@login_required
@require_GET
def raw(request: Request, message_id: uuid.UUID) -> HttpResponse:
    """The mail as received, as a download."""
    message = get_object_or_404(
        Message.objects.filter(administration__in=administrations_for(request.user)), pk=message_id
    )
    try:
        response = HttpResponse(blobs.get(message.raw_id), content_type="application/octet-stream")
    except blobs.BlobMissing as missing:
        log.error("mail_missing", message=str(message.pk), sha256=str(missing))
        raise Http404 from missing
    response["Content-Disposition"] = content_disposition_header(True, "message.eml") or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def settle(request: Request, message_id: uuid.UUID) -> HttpResponse:
    """A person has seen a mail without an invoice: it leaves the pile."""
    message = get_object_or_404(
        Message.objects.filter(administration__in=administrations_for(request.user)), pk=message_id
    )
    require(request.user, Right.EDIT, message.administration)
    message.state = MessageState.PROCESSED
    message.save(update_fields=["state"])
    audit.record("message.settled", by=request.user, administration=message.administration, message=str(message.pk))
    return redirect("inbox")


@login_required
@require_POST
def add(request: Request, message_id: uuid.UUID) -> HttpResponse:
    """Put files to a mail: what its link led to, or what came later."""
    rows = Message.objects.filter(administration__in=administrations_for(request.user))
    message = get_object_or_404(rows, pk=message_id)
    sent = request.FILES.getlist("files")
    files = (Incoming(each.name or "document", each.read(MAX_BYTES + 1)) for each in sent)
    told = None
    try:
        adding.add_files(message.pk, files, by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
    except OSError:
        told = describe("STORAGE_FULL")
    if told is not None:
        messages.error(request, f"{told.title}. {told.next_step}")
    return redirect(f"{reverse('inbox')}?chosen={message.pk}")
