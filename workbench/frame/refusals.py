"""What is said when a form is not taken because somebody logged in, or out, since it was shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stood_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is not of this session, with what to do now."""
    return render(request, "stood_open.html", status=403)
