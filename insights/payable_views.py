"""What is to be paid and when: the page, what stands behind each figure, and every table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from insights import payable_rows
from insights.month_views import books_asked
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
    table = behind(found, request.GET.get("about", "")[:300])
    if request.GET.get("as") == "csv":
        return table_answer(f"inboek-payables-{found.today}-behind", table)
    return render(request, "insights/month_behind.html", {**context, "table": table, "back": "payables"})


@login_required
@require_GET
def payables_table(request: Request, payable: str) -> HttpResponse:
    """One table of the page as CSV."""
    found, _context = _asked(request)
    wanted = next((each for each in tables(found) if each.name == payable), None)
    if wanted is None:
        raise Http404
    return table_answer(f"inboek-payables-{wanted.name}-{found.today}", wanted)


def _asked(request: Request) -> tuple[Payables, dict[str, Any]]:
    chosen, books = books_asked(request)
    found = payable_rows.payables(chosen)
    query = request.GET.copy()
    for name in ("about", "as"):
        query.pop(name, None)
    context = {"found": found, "books": books, "query": query.urlencode()}
    return found, context | {"only": chosen[0] if len(chosen) == 1 else None}
