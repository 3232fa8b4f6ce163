"""What people do in the talk of a draft."""

from __future__ import annotations

import uuid
from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, require
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, FieldKind, parse
from workbench.drafts.services import put_on_hold
from workbench.messages import Message, describe
from workbench.messages.letters import LANGUAGE_NAMES, REASON_NAMES
from workbench.models import CommentKind, Draft
from workbench.outgoing.letters import answers_to, may_send, send_letter
from workbench.outgoing.server import configured
from workbench.outgoing.tokens import new_token
from workbench.review import selectors as review
from workbench.review.presence import here as is_here
from workbench.review.views import _acting, number_in
from workbench.talk import asking, services
from workbench.talk.letters import LANGUAGES, REASONS, Letter, letter


@_acting
def comment(request: Request, draft: Draft) -> HttpResponse | None:
    """Say, ask or answer."""
    services.say(
        draft.pk,
        request.POST.get("text", ""),
        by=request.user,
        asks=number_in(request, "asks"),
        answers=number_in(request, "answers"),
    )
    return None


@_acting
def give(request: Request, draft: Draft) -> HttpResponse | None:
    """Give the document to somebody, or take it back from who has it."""
    services.give(draft.pk, to=number_in(request, "to"), by=request.user, note=request.POST.get("note", ""))
    return None


@login_required
@require_POST
def seen(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """The talk was opened."""
    services.read(get_object_or_404(review.visible(request.user), pk=draft_id), by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect("review", draft_id=draft_id)


@login_required
@require_POST
def here(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """A screen with this draft tells of itself, and is told who else is there and whether something newer was saved."""
    draft = get_object_or_404(review.visible(request.user), pk=draft_id)
    seen = request.POST.get("version", "")
    newer = seen.isdecimal() and int(seen[:9]) < draft.version and draft.edited_by_id not in (None, request.user.pk)
    context = {"draft": draft, "others": is_here(draft, request.user), "newer": newer}
    return render(request, "review/_presence.html", context | {"tab": request.POST.get("tab", "fields")})


@login_required
@require_http_methods(["GET", "POST"])
def vendor_letter(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """A question to the vendor, prepared; posted, it is kept in the talk, and sent when that is asked for."""
    draft = get_object_or_404(review.visible(request.user), pk=draft_id)
    require(request.user, Right.EDIT, draft.administration)
    error = None
    if request.method == "POST" and request.POST.get("text", "").strip():
        try:
            told = _keep_letter(request, draft)
        except FieldInvalid as invalid:
            error = describe(invalid.code, {"typed": invalid.typed})
        except DraftRefused as refused:
            error = describe(refused.code, refused.params)
        else:
            messages.success(request, told)
            return redirect("review", draft_id=draft.pk)
    return render(request, "talk/letter.html", _letter_shown(request, draft, error), status=422 if error else 200)


def _keep_letter(request: Request, draft: Draft) -> str:
    """Keep the letter, and send it when that was asked for; what to tell."""
    sending = request.POST.get("action") == "send"
    subject, text = request.POST.get("subject", "").strip()[:200], request.POST["text"].strip()[:3500]
    typed = request.POST.get("until", "").strip()
    until = parse(FieldKind.DATE, typed, today=timezone.localdate()) if typed else ""
    with transaction.atomic():
        if sending:
            to, once = request.POST.get("to", ""), request.POST.get("once", "")
            if send_letter(draft.pk, to=to, subject=subject, text=text, once=once, by=request.user) is None:
                return _("This letter was sent already")
        else:
            services.keep(draft, f"{subject}\n\n{text}", by=request.user, kind=CommentKind.VENDOR)
        if until:
            reason = _("Waiting for an answer from the vendor")
            put_on_hold(draft.pk, reason=reason, by=request.user, until=date.fromisoformat(until))
    return _("The letter is on its way; the talk says what becomes of it") if sending else _("Kept in the talk")


def _letter_shown(request: Request, draft: Draft, error: Message | None) -> dict[str, object]:
    asked = {name: request.GET.get(name, "") for name in ("reason", "language")}
    reason = asked["reason"] if asked["reason"] in REASONS else asking.reason_of(draft)
    language = asked["language"] if asked["language"] in LANGUAGES else asking.language_of(draft)
    written = letter(asking.facts_of(draft, request.user), reason, language)
    if error:
        written = Letter(request.POST.get("subject", ""), request.POST.get("text", ""))
    to = request.POST.get("to", "").strip()[:254] if error else asking.address_of(draft)
    server = configured()
    return {
        "sends": may_send(draft.administration),
        "sender": server.sender if server else "",
        "answers_here": draft.administration is not None and bool(answers_to(draft.administration, new_token())),
        "once": request.POST.get("once") or uuid.uuid4().hex,
        "of_vendor": draft.vendor is not None and to == draft.vendor.email,
        "draft": draft,
        "letter": written,
        "reason": reason,
        "language": language,
        "reasons": [(name, REASON_NAMES[name]) for name in REASONS],
        "languages": [(name, LANGUAGE_NAMES[name]) for name in LANGUAGES],
        "to": to,
        "mailto": f"mailto:{quote(to, safe='@.+-_')}?subject={quote(written.subject)}&body={quote(written.text)}",
        "error": error,
    }
