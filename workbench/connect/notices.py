"""The address at which Exact tells of changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from exact import subscriptions, webhooks
from exact.webhooks import Heard

MOST_BYTES = 64 * 1024
_STATUS = {Heard.GENUINE: 200, Heard.FORGED: 401, Heard.UNKNOWN: 404}


@csrf_exempt
@require_POST
def exact_notices(request: HttpRequest) -> HttpResponse:
    """Take a notice: 200 for one signed by Exact, and for the empty call at registration; 401 for any other, 404 for
    books that are not connected here or while no public address is set.

    A notice only causes a read, by a job; its body is never read beyond 64 kB, nor looked into before its signature.
    """
    if not subscriptions.address():
        return _answer(404)
    raw = request.read(MOST_BYTES + 1)
    return _answer(413 if len(raw) > MOST_BYTES else _STATUS[webhooks.receive(raw)])


def _answer(status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    # Anybody may knock here; that is nothing for the log.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
