"""Addresses for machines: no cookie counts there, and no body is read before somebody proved who is asking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ADDRESSES = ("/api/", "/webhooks/")


def for_machines(request: HttpRequest) -> bool:
    """Whether this is an address of the API or of notices from outside."""
    return request.path_info.startswith(ADDRESSES)


def without_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Forget the cookies of a request to a machine's address: what a browser is logged in to gives no right there, so
    that no foreign page can make one act."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if for_machines(request):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware
