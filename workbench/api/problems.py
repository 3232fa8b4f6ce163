"""What every address of the API shares: the token first, then the work; every refusal in one shape (RFC 9457)."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from workbench.api import tokens
from workbench.messages import describe
from workbench.models import ApiToken

log = logging.getLogger(__name__)
View = Callable[..., JsonResponse]


class ApiRefused(Exception):
    """A request that is not done. ``code`` is a message's; ``more`` goes into the answer beside it."""

    def __init__(
        self, code: str, status: int, *, headers: dict[str, str] | None = None, more: Any = None, **params: Any
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.params = code, status, params
        self.headers, self.more = headers or {}, more or {}


def problem(refused: ApiRefused) -> JsonResponse:
    """The answer to a refused request: ``code`` for programs; title, detail and next step for people."""
    told = describe(refused.code, refused.params)
    body = {
        "type": "about:blank",
        "status": refused.status,
        "code": refused.code,
        "title": str(told.title),
        "detail": str(told.cause),
        "next_step": str(told.next_step),
        **refused.more,
    }
    answer = JsonResponse(body, status=refused.status, content_type="application/problem+json")
    for name, value in refused.headers.items():
        answer[name] = value
    # A refusal is an answer; the log is for our own mistakes.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return _private(answer)


def endpoint(**scopes: str) -> Callable[[View], View]:
    """Make a view of the API: ``GET="read"`` says which verbs there are and which scope each needs.

    The view gets the request and the token. Exempt from CSRF because cookies do not count here (``door``).
    """

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> JsonResponse:
            try:
                return _private(view(request, _token(request, scopes), **arguments))
            except ApiRefused as refused:
                return problem(refused)
            except (BadRequest, RequestDataTooBig, UnreadablePostError):
                return problem(ApiRefused("BODY_UNREADABLE", 400))
            except Exception:
                log.exception("a request to the API failed")
                return problem(ApiRefused("API_FAILED", 500))

        return guarded

    return wrap


def _token(request: HttpRequest, scopes: dict[str, str]) -> ApiToken:
    scheme, _blank, shown = request.headers.get("Authorization", "").partition(" ")
    found = tokens.check(shown.strip() if scheme.lower() == "bearer" else "")
    if isinstance(found, tokens.Refused):
        raise ApiRefused(found.code, 401, headers={"WWW-Authenticate": 'Bearer realm="Inboek"'})
    wait = tokens.take_turn(found)
    if wait:
        raise ApiRefused("TOO_MANY_REQUESTS", 429, headers={"Retry-After": str(wait)}, seconds=wait)
    scope = scopes.get(request.method or "")
    if scope is None:
        raise ApiRefused("METHOD_NOT_SERVED", 405, headers={"Allow": ", ".join(sorted(scopes))})
    if not {"upload": found.may_upload, "read": found.may_read, "any": True}[scope]:
        raise ApiRefused("SCOPE_MISSING", 403, scope=scope)
    return found


def _private(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
