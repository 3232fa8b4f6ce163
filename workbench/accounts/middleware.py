"""The language a person chose goes before the browser's; a one-time password is changed before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from workbench.models import Preference

# What is needed to change the password, or to leave.
_OPEN = frozenset({"/password/", "/logout/", "/healthz", "/readyz"})


def language_of_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the language in the person's preferences for this request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            rows = Preference.objects.filter(user_id=request.user.pk)
            language, one_time = rows.values_list("language", "one_time_until").first() or ("", None)
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language
            if one_time is not None and request.path not in _OPEN:
                return redirect("password")
        return get_response(request)

    return middleware
