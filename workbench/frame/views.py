"""The part of the frame that a page asks for again by itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.frame.selectors import exact_status


@login_required
@require_GET
def exact_state(request: Request) -> HttpResponse:
    """The banner while Exact is away; nothing as soon as it is back."""
    status = exact_status()
    if status.word != "away":
        return HttpResponse("")
    return render(request, "connect/_away.html", {"exact_status": status})
