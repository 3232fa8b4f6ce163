"""Evidence packs: of one document at once, of many by a job, with the list of one's own."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.frame.selectors import current_administration
from workbench.models import EvidencePack, PackState
from workbench.packs import collected, services
from workbench.pipeline.drafting import day_of
from workbench.queue.chosen import chosen
from workbench.review.selectors import visible

SHOWN = 30


@login_required
@require_POST
def take(request: Request, draft_id: uuid.UUID) -> HttpResponseBase:
    """The evidence pack of one document."""
    draft = get_object_or_404(visible(request.user), pk=draft_id)
    name, out = services.take(draft.pk, by=request.user)
    return _file(FileResponse(out, as_attachment=True, filename=name, content_type="application/zip"))


def _file(answer: FileResponse) -> FileResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def packs(request: Request) -> HttpResponse:
    """One's own packs, and what to ask for."""
    books = list(administrations_for(request.user, Right.AUDIT).order_by("name"))
    if not books:
        raise RightMissing(Right.AUDIT, None)
    rows = list(EvidencePack.objects.filter(by_id=request.user.pk).select_related("by")[:SHOWN])
    month = timezone.localdate().replace(day=1)
    before = month - timedelta(days=1)
    context = {
        "packs": rows,
        "waiting": any(row.state == PackState.WAITING for row in rows),
        "books": books,
        "only": current_administration(request, books),
        "since": before.replace(day=1),
        "until": before,
        "most": collected.MOST,
        "kept": collected.KEPT.days,
    }
    return render(request, "packs/packs.html", context)


@login_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Have a pack made: of the documents ticked in a list, or of a period of one administration."""
    try:
        if request.POST.getlist("draft"):
            found = chosen(request)
            if not found:
                raise Http404
            collected.ask(found, by=request.user)
        else:
            _ask_for_period(request)
    except collected.NothingToPack as refused:
        messages.error(request, _too_many(refused.many) if refused.many else _("No document to pack: none fits."))
    return redirect("evidence")


def _ask_for_period(request: Request) -> None:
    since, until = day_of(request.POST.get("since", "")), day_of(request.POST.get("until", ""))
    key = request.POST.get("administration", "")[:18]
    books = administrations_for(request.user, Right.AUDIT).filter(pk=key if key.isdecimal() else 0).first()
    if not administrations_for(request.user, Right.AUDIT).exists():
        raise RightMissing(Right.AUDIT, None)
    if since is None or until is None or books is None:
        raise collected.NothingToPack
    since, until = min(since, until), max(since, until)
    told = {"since": since.isoformat(), "until": until.isoformat(), "books": books.name}
    collected.ask(collected.of_period(books, since, until), by=request.user, about=told)


def _too_many(many: int) -> str:
    told = ngettext("%(n)s document", "%(n)s documents", many) % {"n": many}
    return _("%(told)s: at most %(most)s go into one pack. Ask for a shorter period.") % {
        "told": told,
        "most": collected.MOST,
    }


@login_required
@require_GET
def download(request: Request, pack_id: uuid.UUID) -> HttpResponseBase:
    """The file of one's own pack."""
    pack = get_object_or_404(EvidencePack, pk=pack_id)
    try:
        path = collected.opened(pack, by=request.user)
    except EvidencePack.DoesNotExist as gone:
        raise Http404 from gone
    name = f"inboek-evidence-{timezone.localtime(pack.created_at):%Y-%m-%d-%H%M}.zip"
    return _file(FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"))
