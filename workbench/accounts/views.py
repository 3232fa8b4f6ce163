"""Logging in, with a limit on guesses that does not lock the owner out for good."""

from __future__ import annotations

import hashlib

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workbench.accounts.address import address_of
from workbench.models import Preference

ATTEMPTS = 8
# Guesses at one account from all addresses together; many addresses must not mean many times eight.
ACCOUNT_ATTEMPTS = 30
WINDOW_SECONDS = 15 * 60
KNOWN_SECONDS = 90 * 24 * 3600


def _key(what: str, *parts: str) -> str:
    return f"login{what}:" + hashlib.sha256("|".join(parts).encode()).hexdigest()


def _own(request: HttpRequest, name: str) -> str:
    """One counter per account and address; neither can lock the other out alone."""
    return _key("", name.lower(), address_of(request))


def _account(name: str) -> str:
    """One counter per account."""
    return _key("-account", name.lower())


def _known(request: HttpRequest, name: str) -> str:
    """Marks an address from which this account has logged in: guesses elsewhere do not lock its owner out there."""
    return _key("-known", name.lower(), address_of(request))


def _too_many(request: HttpRequest, name: str) -> bool:
    if cache.get(_own(request, name), 0) >= ATTEMPTS:
        return True
    return cache.get(_account(name), 0) >= ACCOUNT_ATTEMPTS and not cache.get(_known(request, name))


_WRONG = gettext_lazy("Name or password is not right. Try again, or ask your administrator for a new password.")


class LoginForm(AuthenticationForm):
    """Says the same, with what to do now, whichever of name, password and account is not right."""

    error_messages = {"invalid_login": _WRONG, "inactive": _WRONG}

    def confirm_login_allowed(self, user: User) -> None:
        """Also refuse a one-time password that nobody used in its time."""
        super().confirm_login_allowed(user)
        until = Preference.objects.filter(user_id=user.pk).values_list("one_time_until", flat=True).first()
        if until is not None and until < timezone.now():
            raise ValidationError(_WRONG, code="inactive")


class Login(LoginView):
    """The log-in page. After eight wrong guesses from one address within 15 minutes, or thirty at one account from
    anywhere, further ones are not even looked at."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse before checking when there were too many failures."""
        if _too_many(request, request.POST.get("username", "")):
            form = self.get_form()
            form.add_error(None, _("Too many attempts. Wait 15 minutes, or ask your administrator for a new password."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Remember the address as one of the account's own."""
        cache.set(_known(self.request, self.request.POST.get("username", "")), 1, KNOWN_SECONDS)
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        """Count the failure."""
        name = self.request.POST.get("username", "")
        for key in (_own(self.request, name), _account(name)):
            cache.set(key, cache.get(key, 0) + 1, WINDOW_SECONDS)
        response = super().form_invalid(form)  # type: ignore[arg-type]
        response.status_code = 401
        return response


login, logout = Login.as_view(), LogoutView.as_view()
