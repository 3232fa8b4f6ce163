"""Is the process alive, and can the instance do its work?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from workbench.health.readiness import look


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything serves, else 503. Only a caller on this machine or a signed-in person reads the details."""
    results = look()
    ready = all(result.ok for result in results)
    answer: dict[str, object] = {"ready": ready}
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "HTTP_X_FORWARDED_FOR" not in request.META
    if local or request.user.is_authenticated:
        answer["checks"] = {result.name: result.detail or "ok" for result in results}
    response = JsonResponse(answer, status=200 if ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # "not ready" is an answer, not an error
    return response
