"""Before what opens doors or moves money, whoever has a second factor shows it again, unless he just did."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workbench.accounts import second_factor
from workbench.accounts.people import Request
from workbench.accounts.second_factor import Outcome
from workbench.accounts.sessions import prove, proved_lately

CODE = "second_code"
# What is no part of what somebody filled in.
_OWN = (CODE, "csrfmiddlewaretoken")

P = ParamSpec("P")


def asks_again(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Whatever the view changes waits for a code, with all that was filled in; below ``login_required``.

    People without a second factor are not asked: there is nothing to ask for.
    """

    @wraps(view)
    def asked(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        typed = request.POST.get(CODE, "")
        if CODE in request.POST:
            kept = request.POST.copy()
            kept.pop(CODE)
            request.POST = kept  # type: ignore[assignment]
        if proved_lately(request) or second_factor.factor_of(request.user) is None:
            return view(request, *args, **kwargs)
        outcome = second_factor.check(request, request.user, typed) if typed else None
        if outcome is Outcome.TAKEN:
            prove(request)
            return view(request, *args, **kwargs)
        return _ask(request, outcome)

    return asked


def told_of(outcome: Outcome | None) -> str:
    """What is said of a code that does not open; "" before one was typed."""
    if outcome is Outcome.WRONG:
        return _("This code does not open. Take the one your app shows now; each works once.")
    if outcome is Outcome.TOO_MANY:
        return _("Too many attempts. Wait 15 minutes, or ask an admin.")
    return ""


def _ask(request: Request, outcome: Outcome | None) -> HttpResponse:
    filled: list[tuple[str, Any]] = [
        (name, value) for name, values in request.POST.lists() if name not in _OWN for value in values
    ]
    context = {"filled": filled, "told": told_of(outcome)}
    status = 429 if outcome is Outcome.TOO_MANY else 403
    return render(request, "accounts/again.html", context, status=status)
