"""Accruals at a cut-off day: the page, what stands behind each figure, and every table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exact.models import Administration
from insights.month_rows import MonthEnd, month_end
from insights.month_tables import behind, last_of_month_before, tables
from insights.period import day_of
from insights.table_file import table_answer
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.frame.selectors import asked_administration, current_administration


@login_required
@require_GET
def accruals(request: Request) -> HttpResponse:
    """What is to be accrued at a day (``on``, else the end of the month before), with a way to what is behind it."""
    found, context = _asked(request)
    return render(request, "insights/accruals.html", {**context, "tables": tables(found)})


@login_required
@require_GET
def accruals_behind(request: Request) -> HttpResponse:
    """The order lines or invoices behind a figure, on the screen or as a file (``as=csv``)."""
    found, context = _asked(request)
    table = behind(found, request.GET.get("about", "")[:300])
    if request.GET.get("as") == "csv":
        return table_answer(f"inboek-accruals-{found.cut_off}-behind", table)
    return render(request, "insights/month_behind.html", {**context, "table": table, "back": "accruals"})


@login_required
@require_GET
def accruals_table(request: Request, accrued: str) -> HttpResponse:
    """One table of the page as CSV."""
    found, _context = _asked(request)
    wanted = next((each for each in tables(found) if each.name == accrued), None)
    if wanted is None:
        raise Http404
    return table_answer(f"inboek-accruals-{wanted.name}-{found.cut_off}", wanted)


def books_asked(request: Request) -> tuple[list[Administration], list[Administration]]:
    """Whose books the request is about, and all that the person may look into. Raises RightMissing."""
    books = list(administrations_for(request.user, Right.AUDIT).order_by("name"))
    if not books:
        raise RightMissing(Right.AUDIT, None)
    one = asked_administration(request, books) or current_administration(request, books)
    return ([one] if one else books), books


def _asked(request: Request) -> tuple[MonthEnd, dict[str, Any]]:
    chosen, books = books_asked(request)
    today = timezone.localdate()
    month_ago = last_of_month_before(today)
    cut_off = day_of(request.GET.get("on", "")) or month_ago
    found = month_end(chosen, cut_off)
    query = request.GET.copy()
    for name in ("about", "as"):
        query.pop(name, None)
    days = [
        (month_ago, _("End of last month")),
        (last_of_month_before(month_ago), _("The month before")),
        (today, _("Today")),
    ]
    context = {"found": found, "cut_off": cut_off, "days": days, "books": books, "query": query.urlencode()}
    return found, context | {"only": chosen[0] if len(chosen) == 1 else None}
