"""Sessions end in time; the language a person chose goes before the browser's; a one-time password is changed, and a
second factor that is asked for set up, before anything else; who has to log in comes back to a page; browsers keep
nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import translation

from workbench.accounts import sessions
from workbench.models import Preference

# What is needed to change the password, or to leave.
_OPEN = frozenset({"/password/", "/logout/", "/healthz", "/readyz"})
# The same for a second factor; texts in one's own language are needed for both.
_OPEN_TO_ENROL = _OPEN | {"/second/", "/preferences/"}


def ends_in_time(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A session ends so long after its log-in, whatever was done in it, and (when that is set) after nobody was there
    for a while. Asks the session alone, which is read anyway."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.has_ended(request):
                logout(request)
            else:
                sessions.note_presence(request)
        return get_response(request)

    return middleware


def second_factor_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Of whom the instance asks a second factor sets it up before anything else; it was said at the log-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.get("must_enrol") and request.path not in _OPEN_TO_ENROL and request.user.is_authenticated:
            # A part of a page is answered with nothing, never with another page.
            return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect("second-factor")
        return get_response(request)

    return middleware


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


def back_to_a_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever has to log in on sending something comes back to the page it was sent from: it is not sent by itself
    afterwards, and its own address shows nothing. A part of a page is answered 401, never with the log-in page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        if response.status_code != 302 or not response["Location"].startswith(f"{login}?"):
            return response
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if request.method == "POST":
            came = urlsplit(request.headers.get("Referer", ""))
            page = f"{came.path}?{came.query}" if came.query else came.path
            response["Location"] = f"{login}?{urlencode({'next': page if came.netloc == request.get_host() else '/'})}"
        return response

    return middleware


def nothing_stays_in_the_browser(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who logs out leaves nothing behind to go back to. Until then a browser may show a page again as it was left, with
    what was ticked or typed there: ``no-store`` would lose that on every step back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated
        response = get_response(request)
        if known and "Cache-Control" not in response.headers:
            response["Cache-Control"] = "private, no-cache"
        if known and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware
