"""No NUL character in what a person sends: no text column of PostgreSQL holds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from workbench.api.door import for_machines


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to an address, question or form with a NUL character; no keyboard and no browser makes one.

    Bodies sent to addresses for machines are not read here: who sends them is asked first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not for_machines(request) and any("\0" in text for text in _texts(request)):
            raise BadRequest("a NUL character was sent")
        return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield name
            yield from map(str, values)
