"""The controller's page, the documents behind a figure, and every table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from insights import behind, figures
from insights.period import period_of
from insights.rows import Scope
from insights.table_file import table_answer
from insights.templatetags.insight import state_word
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.frame.csv_file import csv_answer
from workbench.frame.selectors import asked_administration, current_administration
from workbench.models import Draft


@login_required
@require_GET
def insight(request: Request) -> HttpResponse:
    """Figures over a period, each with how it is counted and a way to the documents behind it."""
    scope, context = _asked(request)
    looked, tables = figures.all_tables(scope)
    return render(request, "insights/insight.html", {**context, "looked": looked, "tables": tables})


@login_required
@require_GET
def documents(request: Request) -> HttpResponse:
    """The documents behind a figure, on the screen or as a file (``as=csv``)."""
    scope, context = _asked(request)
    about = request.GET.get("about", "")[:120]
    drafts = behind.drafts_behind(scope, about)
    if request.GET.get("as") == "csv":
        return _drafts_file(drafts)
    more = {"drafts": drafts, "title": behind.title_of(about), "most": behind.MOST, "about": about}
    return render(request, "insights/documents.html", {**context, **more})


@login_required
@require_GET
def download(request: Request, table: str) -> HttpResponse:
    """One table of the page as CSV."""
    scope, context = _asked(request)
    _looked, tables = figures.all_tables(scope)
    found = next((each for each in tables if each.name == table), None)
    if found is None:
        raise Http404
    period = context["period"]
    return table_answer(f"inboek-{found.name}-{period.since}-{period.until}", found)


def _asked(request: Request) -> tuple[Scope, dict[str, Any]]:
    """Which books and days the request is about. Raises RightMissing."""
    books = list(administrations_for(request.user, Right.AUDIT).order_by("name"))
    if not books:
        raise RightMissing(Right.AUDIT, None)
    one = asked_administration(request, books) or current_administration(request, books)
    get = request.GET.get
    period = period_of(get("period", ""), get("from", ""), get("to", ""), today=timezone.localdate())
    scope = Scope(tuple(each.pk for each in ([one] if one else books)), period)
    context = {"period": period, "periods": _periods(), "books": books, "only": one}
    return scope, context | {"query": _without(request, "about", "as")}


def _periods() -> list[tuple[str, str]]:
    return [
        ("month", _("This month")),
        ("last-month", _("Last month")),
        ("90-days", _("90 days")),
        ("year", _("This year")),
    ]


def _without(request: Request, *names: str) -> str:
    """The question in the address, without these parts of it."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def _drafts_file(drafts: list[Draft]) -> HttpResponse:
    head = [
        *(_("Administration"), _("Vendor"), _("Invoice number"), _("Invoice date"), _("Due date"), _("Currency")),
        *(_("Total"), _("State"), _("Received"), _("Posted")),
    ]
    rows = (
        [
            draft.books_code,
            draft.vendor_name,
            draft.invoice_number,
            draft.issue_date,
            draft.due_date,
            draft.currency,
            draft.payable,
            state_word(draft.state),
            draft.received_at,
            draft.posted_at,
        ]
        for draft in drafts
    )
    return csv_answer("inboek-documents", head, rows)
