"""The queue screen and the upload from it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exact.models import Administration
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for
from workbench.approval.away import deputies_today
from workbench.bulk.actions import ACTIONS
from workbench.frame.csv_file import csv_stream
from workbench.frame.selectors import visible_administrations
from workbench.intake.outcomes import MAX_BYTES
from workbench.intake.services import Incoming, receive_files
from workbench.models import Document, IntakeEntry, Message
from workbench.models.document import DocumentState
from workbench.models.message import MessageState
from workbench.queue import grouping, own_views, selectors
from workbench.queue.asked import Asked, books_asked, drafts_asked, remember
from workbench.queue.discounts import discounts_of
from workbench.queue.export import drafts_table
from workbench.queue.own_views import Screens, screens_of


@login_required
@require_GET
def queue(request: Request) -> HttpResponseBase:
    """The list of drafts of one view."""
    part = bool(request.htmx) and request.GET.get("part") == "list"
    screens = Screens() if part else screens_of(request.user)
    if not request.GET and (first := screens.view(screens.start)):
        return redirect(f"{reverse('queue')}?{first.query}&own={first.key}")
    visible = visible_administrations(request.user)
    asked = Asked.of(request.GET)
    named = next((each for each in visible if each.pk == asked.administration), None)
    asked = asked if named else replace(asked, administration=0)
    remember(request, asked)
    administration = books_asked(request, asked, visible)
    drafts = selectors.drafts_for(request.user, administration)
    view = selectors.BY_NAME[asked.view]
    found = drafts_asked(request.user, asked, administration)
    if request.GET.get("as") == "csv":
        return csv_stream(f"inboek-{view.name}", *drafts_table(found))
    in_one = view.flat or bool(asked.order)
    if asked.group and not view.flat:
        groups = grouping.grouped_by(found, asked.group, asked.limit)
    else:
        groups = selectors.grouped(found, asked.limit, counted=view.counted if in_one else None)
    asked_view = (view,) if view in selectors.ASKED_VIEWS else ()
    total = sum(group.count for group in groups)
    asked_people = (key for group in groups for row in group.rows for key, _name in (row.route or {}).get("waits", []))
    context = {
        "stand_ins": deputies_today(asked_people),
        "discounts": discounts_of(row for group in groups for row in group.rows),
        "view": view,
        "views": (*asked_view, *selectors.VIEWS),
        "closed_views": selectors.CLOSED_VIEWS[:-1],
        "counts": selectors.counts(drafts, user=request.user) | {each.name: total for each in asked_view},
        "groups": groups,
        "total": total,
        "shown": sum(len(group.rows) for group in groups),
        "more": any(group.more for group in groups),
        "q": asked.q,
        "bulk_actions": ACTIONS.values(),
        "asked": asked,
        "screens": screens,
        "own": screens.view(asked.own),
        "orders": [(name, title) for name, (title, _keys) in selectors.ORDERS.items()],
        "order_title": selectors.ORDERS[asked.order][0] if asked.order else None,
        "ways": grouping.WAYS.items(),
        "way_title": grouping.WAYS.get(asked.group),
        "columns": [(name, title, name not in screens.hidden) for name, title in _columns()],
        "only_administration": named,
        "show_books": administration is None and len(visible) > 1,
        "reading": reading_now(request, administration),
        "upload_administrations": administrations_for(request.user, Right.UPLOAD).order_by("name"),
    }
    if part:
        return render(request, "queue/_list.html", {**context, "oob": True})
    return render(request, "queue/queue.html", context)


def _columns() -> list[tuple[str, str]]:
    titles = (_("Age"), _("Date"), _("Due"), _("Match"), _("Waits for"), _("Source"))
    return list(zip(own_views.COLUMNS, titles, strict=True))


@login_required
@require_POST
def own_view(request: Request) -> HttpResponse:
    """Keep the list one looks at under a name; rename, move, forget a view, or let the list open with it."""
    asked = Asked.of(request.POST)
    do, key, name = request.POST.get("do", ""), asked.own, request.POST.get("name", "")
    if do == "save":
        key = own_views.save(request.user, name, replace(asked, own="", limit=selectors.PAGE).query()) or key
    elif do == "rename":
        own_views.rename(request.user, key, name)
    elif do == "remove":
        own_views.remove(request.user, key)
    elif do in ("left", "right"):
        own_views.shift(request.user, key, 1 if do == "right" else -1)
    elif do == "start":
        own_views.open_with(request.user, key)
    elif do == "columns":
        own_views.show_columns(request.user, request.POST.getlist("column"))
    return redirect(f"{reverse('queue')}?{replace(asked, own='' if do == 'remove' else key).query()}")


def reading_now(request: Request, administration: Administration | None) -> int:
    """How many documents are still being read, and mails opened."""
    scope = [administration] if administration else administrations_for(request.user)
    mails = Message.objects.filter(administration__in=scope, state=MessageState.RECEIVED).count()
    states = [DocumentState.WAITING, DocumentState.READING]
    return mails + Document.objects.filter(administration__in=scope, state__in=states).count()


@login_required
@require_POST
def upload(request: Request) -> HttpResponse:
    """Take in files; one result per file."""
    allowed = administrations_for(request.user, Right.UPLOAD)
    asked = request.POST.get("administration", "")
    administration = get_object_or_404(allowed, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    batch, entries, failed = _batch(request), [], []
    for sent in request.FILES.getlist("files"):
        # One more byte than is taken is enough to know that it is too large; never all files in memory at once.
        file = Incoming(sent.name or "document", sent.read(MAX_BYTES + 1))
        # One by one: what was stored before the disk was full is in, and said to be.
        try:
            entries += receive_files([file], administration=administration, by=request.user, batch=batch)
        except OSError:
            failed.append(file)
    if not request.htmx and not failed:
        return redirect("queue")
    context = {"entries": entries, "files": failed}
    return render(request, "queue/_upload_rows.html", context, status=507 if failed else 200)


def _batch(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return uuid.uuid4()


@login_required
@require_GET
def upload_row(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """One uploaded file's row, asked for again until its fate is known."""
    entry = get_object_or_404(
        IntakeEntry.objects.select_related("document", "document__draft").filter(
            administration__in=administrations_for(request.user)
        ),
        pk=entry_id,
    )
    return render(request, "queue/_upload_row.html", {"entry": entry})
