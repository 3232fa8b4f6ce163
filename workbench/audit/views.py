"""The audit log, for those who may read it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.audit import selectors, services
from workbench.audit.kinds import KINDS
from workbench.frame.csv_file import csv_answer
from workbench.frame.selectors import asked_administration, current_administration
from workbench.messages import describe_event
from workbench.models import AuditEvent
from workbench.queue.selectors import drafts_for


@login_required
@require_GET
def audit(request: Request) -> HttpResponse:
    """The newest events of the person's administrations that fit what is looked for; ``before`` walks back."""
    books = _books(request)
    wanted = selectors.wanted_of(request.GET.dict())
    found = selectors.events(books, wanted)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(seq__lt=int(before))
    rows = list(found[: selectors.PAGE])
    context = {
        "events": rows,
        "documents": selectors.documents_of(rows, drafts_for(request.user, None)),
        "last": rows[-1].seq if len(rows) == selectors.PAGE else None,
        "wanted": wanted,
        "kinds": KINDS,
        "people": selectors.people_of(books),
        "checked": selectors.last_check(),
        "most": selectors.MOST_IN_FILE,
        "before": before,
    }
    return render(request, "audit/audit.html", context)


@login_required
@require_GET
def download(request: Request) -> HttpResponse:
    """The events that are looked for as a file (``as``: csv or json), the newest ``MOST_IN_FILE`` of them."""
    books = _books(request)
    found = selectors.events(books, selectors.wanted_of(request.GET.dict()))
    rows = list(found[: selectors.MOST_IN_FILE])
    if request.GET.get("as") == "json":
        told = [services.body_of(event) | {"hash": event.hash} for event in rows]
        answer = JsonResponse({"events": told, "limit": selectors.MOST_IN_FILE}, json_dumps_params={"indent": 1})
        answer["Content-Disposition"] = 'attachment; filename="inboek-audit.json"'
        return answer
    named = selectors.documents_of(rows, drafts_for(request.user, None))
    head = [
        *("#", _("When"), _("Who"), _("What"), _("Document"), _("Action"), _("Administration"), _("Draft")),
        *(_("File"), _("Details"), _("Hash"), _("Hash before")),
    ]
    cells = ([*_said(event, named), *_proof(event)] for event in rows)
    return csv_answer("inboek-audit", head, cells)


def _books(request: Request) -> list[int]:
    """Keys of the administrations looked into. Raises RightMissing."""
    mine = list(administrations_for(request.user, Right.AUDIT).order_by("name"))
    if not mine:
        raise RightMissing(Right.AUDIT, None)
    one = asked_administration(request, mine) or current_administration(request, mine)
    return [each.pk for each in ([one] if one else mine)]


def _said(event: AuditEvent, named: dict[int, tuple[UUID, str]]) -> list[Any]:
    what = describe_event(event.action, event.data)
    return [event.seq, event.at, event.actor, what, named[event.seq][1] if event.seq in named else "", event.action]


def _proof(event: AuditEvent) -> list[Any]:
    data = json.dumps(event.data, ensure_ascii=False, sort_keys=True)
    return [event.administration_id, event.draft_id, event.document_id, data, event.hash, event.previous]
