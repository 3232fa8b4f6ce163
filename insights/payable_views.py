"""What is to be paid and when: the page, what stands behind each figure, and every table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from insights import month_page, payable_rows
from insights.payable_rows import Payables
from insights.payable_tables import behind, tables
from insights.table_file import table_answer
from workbench.accounts.people import Request


@login_required
@require_GET
def payables(request: Request) -> HttpResponse:
    """Thirteen weeks of payments, discounts that can be had, and who has what is not in Exact yet."""
    found, context = _asked(request)
    return render(request, "insights/payables.html", {**context, "tables": tables(found)})


@login_required
@require_GET
def payables_behind(request: Request) -> HttpResponse:
    """The entries and documents behind a figure, on the screen or as a file (``as=csv``)."""
    found, context = _asked(request)
    table = behind(found, month_page.asked_about(request))
    file = f"inboek-payables-{found.today}-behind"
    return month_page.behind_answer(request, table, back="payables", file=file, context=context)


@login_required
@require_GET
def payables_table(request: Request, payable: str) -> HttpResponse:
    """One table of the page as CSV."""
    found, _context = _asked(request)
    return table_answer(f"inboek-payables-{payable}-{found.today}", month_page.one_of(tables(found), payable))


def _asked(request: Request) -> tuple[Payables, dict[str, Any]]:
    chosen, books = month_page.books_asked(request)
    found = payable_rows.payables(chosen)
    return found, month_page.context_of(request, found, chosen, books)
