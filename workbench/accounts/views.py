"""Logging in, with a limit on guesses that does not lock the owner out for good."""

from __future__ import annotations

import hashlib

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ATTEMPTS = 8
WINDOW_SECONDS = 15 * 60


def _key(request: HttpRequest, name: str) -> str:
    """One counter per account and address; neither can lock the other out alone."""
    text = f"{name.lower()}|{request.META.get('REMOTE_ADDR', '')}"
    return "login:" + hashlib.sha256(text.encode()).hexdigest()


_WRONG = gettext_lazy("Name or password is not right. Try again, or ask your administrator for a new password.")


class LoginForm(AuthenticationForm):
    """Says the same, with what to do now, whichever of name, password and account is not right."""

    error_messages = {"invalid_login": _WRONG, "inactive": _WRONG}


class Login(LoginView):
    """The log-in page. After eight wrong guesses within 15 minutes further ones are not even looked at."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse before checking when there were too many failures."""
        if cache.get(_key(request, request.POST.get("username", "")), 0) >= ATTEMPTS:
            form = self.get_form()
            form.add_error(None, _("Too many attempts. Wait 15 minutes, or ask your administrator for a new password."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Form) -> HttpResponse:
        """Count the failure."""
        key = _key(self.request, self.request.POST.get("username", ""))
        cache.set(key, cache.get(key, 0) + 1, WINDOW_SECONDS)
        response = super().form_invalid(form)  # type: ignore[arg-type]
        response.status_code = 401
        return response
