"""What the pages of a month's end share: whose books they are about, what is behind a figure, tables as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from exact.models import Administration
from insights.table import Table
from insights.table_file import table_answer
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.frame.selectors import asked_administration, current_administration


def books_asked(request: Request) -> tuple[list[Administration], list[Administration]]:
    """Whose books the request is about, and all that the person may look into. Raises RightMissing."""
    books = list(administrations_for(request.user, Right.AUDIT).order_by("name"))
    if not books:
        raise RightMissing(Right.AUDIT, None)
    one = asked_administration(request, books) or current_administration(request, books)
    return ([one] if one else books), books


def context_of(
    request: Request, found: Any, chosen: Sequence[Administration], books: Sequence[Administration]
) -> dict[str, Any]:
    """What each of the templates is given; ``query`` is what was asked, without which figure and as what."""
    query = request.GET.copy()
    for name in ("about", "as"):
        query.pop(name, None)
    only = chosen[0] if len(chosen) == 1 else None
    return {"found": found, "books": books, "query": query.urlencode(), "only": only}


def asked_about(request: Request) -> str:
    """Which figure's documents are asked for; "" for none."""
    return request.GET.get("about", "")[:300]


def behind_answer(request: Request, table: Table, *, back: str, file: str, context: dict[str, Any]) -> HttpResponse:
    """What is behind a figure, on the screen or as a ``file`` (``as=csv``); ``back`` names the page of the figure."""
    if request.GET.get("as") == "csv":
        return table_answer(file, table)
    return render(request, "insights/month_behind.html", {**context, "table": table, "back": back})


def one_of(tables: Iterable[Table], name: str) -> Table:
    """The table of that name. Raises Http404."""
    found = next((each for each in tables if each.name == name), None)
    if found is None:
        raise Http404
    return found
