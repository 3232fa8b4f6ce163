"""What is opened is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workbench.bell.services import seen


def opened_is_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever is shown a page has seen the notices about it, which its frame left on the request; who is refused it
    has not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        keys = getattr(request, "notices_here", ())
        if keys and response.status_code < 400 and request.user.is_authenticated:
            seen(request.user, keys)
        return response

    return middleware
