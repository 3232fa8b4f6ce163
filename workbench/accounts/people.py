"""Who acts: a logged-in person, and requests that carry one."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

Person = User
Visitor = User | AnonymousUser


class Request(HttpRequest):
    """A request behind ``login_required``: it has a person, and says whether htmx sent it."""

    user: User  # the decorator turned visitors away
    htmx: HtmxDetails
