"""Accruals at a cut-off day: the page, what stands behind each figure, and every table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from insights import month_page
from insights.month_rows import MonthEnd, month_end
from insights.month_tables import behind, last_of_month_before, tables
from insights.period import day_of
from insights.table_file import table_answer
from workbench.accounts.people import Request


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
    table = behind(found, month_page.asked_about(request))
    file = f"inboek-accruals-{found.cut_off}-behind"
    return month_page.behind_answer(request, table, back="accruals", file=file, context=context)


@login_required
@require_GET
def accruals_table(request: Request, accrued: str) -> HttpResponse:
    """One table of the page as CSV."""
    found, _context = _asked(request)
    return table_answer(f"inboek-accruals-{accrued}-{found.cut_off}", month_page.one_of(tables(found), accrued))


def _asked(request: Request) -> tuple[MonthEnd, dict[str, Any]]:
    chosen, books = month_page.books_asked(request)
    today = timezone.localdate()
    month_ago = last_of_month_before(today)
    cut_off = day_of(request.GET.get("on", "")) or month_ago
    found = month_end(chosen, cut_off)
    days = [
        (month_ago, _("End of last month")),
        (last_of_month_before(month_ago), _("The month before")),
        (today, _("Today")),
    ]
    return found, {**month_page.context_of(request, found, chosen, books), "cut_off": cut_off, "days": days}
