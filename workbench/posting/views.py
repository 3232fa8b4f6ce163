"""Approve and post many, with a pre-check, progress and a result per document."""

from __future__ import annotations

import contextlib
import secrets
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.drafts.changing import DraftRefused
from workbench.frame.csv_file import csv_answer
from workbench.frame.selectors import current_administration, visible_administrations
from workbench.messages import describe
from workbench.models import Batch
from workbench.posting import findings, services
from workbench.posting import precheck_page as page
from workbench.posting.room import book_in_open_periods
from workbench.posting.run_page import reason_key, run_context
from workbench.posting.run_table import minutes_for, result_table
from workbench.queue import selectors as queue
from workbench.queue.chosen import chosen as _chosen


@login_required
@require_POST
def precheck(request: Request) -> HttpResponse:
    """What goes, what goes with a warning, what stays and why; nothing is changed.

    With ``open_period`` the drafts that only a closed period keeps back are first booked in one that is open.
    """
    if request.POST.get("open_period"):
        wanted = set(request.POST.getlist("closed"))
        book_in_open_periods([d.pk for d in _chosen(request) if str(d.pk) in wanted], by=request.user)
    able, staying = services.precheck(_chosen(request), request.user)
    going, steps = [item for item in able if not item.code], [item for item in able if item.code]
    drafts = [item.draft for item in going]
    approved_by = page.approvers_of(drafts)
    book = page.Book(drafts, request.user, approved_by)
    rows = page.books_rows(drafts, approved_by, request.user)
    context = {
        "going": going,
        "staying": staying,
        "steps": steps,
        "stepping": page.left_behind(steps),
        "rows": rows,
        "totals": page.totals(rows),
        "orders": any(row.orders for row in rows),
        "periods": page.periods_counted(drafts, book),
        "warned": page.warned(drafts, book),
        "left": page.left_behind(staying),
        "left_sums": page.sums_of(item.draft for item in staying),
        "closed": [item.draft for item in staying if (item.params or {}).get("open_period")],
        "token": secrets.token_urlsafe(24),
        "minutes": minutes_for(len(going)),
        "show_books": len({draft.administration_id for draft in drafts}) > 1,
    }
    return render(request, "posting/precheck.html", context)


@login_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Approve and queue; the same form sent twice shows the same batch."""
    token = request.POST.get("token", "")[:64]
    if not token:
        return redirect("queue")
    chosen = _chosen(request)
    seen = {d.pk: int(text) for d in chosen if (text := request.POST.get(f"version:{d.pk}", "")[:9]).isdecimal()}
    batch = services.start_batch([d.pk for d in chosen], token=token, by=request.user, seen=seen)
    return redirect("batch", batch_id=batch.pk)


@login_required
@require_GET
def batch(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """Progress and result of one bulk run; the part is polled and stops by itself."""
    found = get_object_or_404(Batch, pk=batch_id, by_id=request.user.pk)
    context = run_context(found, request.user)
    if request.GET.get("as") == "csv":
        return csv_answer("inboek-run", *result_table(context["rows"]))
    if request.htmx:
        return render(request, "posting/_run.html", context, status=200 if context["running"] else 286)
    return render(request, "posting/batch.html", context)


@login_required
@require_POST
def cancel(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """Stop what was not sent yet."""
    services.cancel_batch(get_object_or_404(Batch, pk=batch_id, by_id=request.user.pk), by=request.user)
    return redirect("batch", batch_id=batch_id)


@login_required
@require_POST
def retry_failed(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """Try every refused draft of the run again, or those of one ``reason``; one that cannot be tried again stays as it
    is, with its reason."""
    found = get_object_or_404(Batch, pk=batch_id, by_id=request.user.pk)
    reason = request.POST.get("reason", "")
    for item in found.items.filter(state="failed"):
        if reason and reason_key(item) != reason:
            continue
        with contextlib.suppress(DraftRefused, RightMissing):
            services.retry_posting(item.draft_id, by=request.user)
    return redirect("batch", batch_id=batch_id)


@login_required
@require_GET
def posting(request: Request) -> HttpResponse:
    """Ready to post, on its way, failed, posted last."""
    visible = visible_administrations(request.user)
    administration = current_administration(request, visible)
    drafts = queue.drafts_for(request.user, administration).select_related("vendor", "administration")
    failed = list(drafts.filter(state="failed").order_by("received_at")[:200])
    resting = services.postings_of(failed)
    why = {key: describe(*services.failure_message(found)) for key, found in resting.items()}
    context = {
        "failed": [(draft, why.get(str(draft.pk))) for draft in failed],
        "settles": set(administrations_for(request.user, Right.SETTLE).values_list("pk", flat=True)),
        "findings": findings.open_for(request.user),
        "approved": drafts.filter(state="approved").order_by("due_date")[:500],
        "under_way": drafts.filter(state="posting").order_by("received_at")[:200],
        "posted": drafts.filter(state="posted").order_by("-posted_at")[:50],
        "batches": Batch.objects.filter(by_id=request.user.pk)[:10],
        "show_books": administration is None and len(visible) > 1,
    }
    return render(request, "posting/posting.html", context)
