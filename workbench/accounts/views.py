"""Logging in: the password, then the code of the second factor where there is one; each with a limit on guesses that
does not lock the owner out for good."""

from __future__ import annotations

import time

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from workbench.accounts import guesses, second_factor
from workbench.accounts.asking_again import told_of
from workbench.accounts.second_factor import Outcome
from workbench.accounts.sessions import enter
from workbench.models import Preference

# The session of somebody whose password was right, until the code is: no person is logged in yet.
PENDING = "code_pending"
PENDING_SECONDS = 10 * 60
# Set when the instance asks a second factor of somebody who has none: it is set up before anything else.
MUST_ENROL = "must_enrol"

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
        if guesses.too_many(request, request.POST.get("username", "")):
            form = self.get_form()
            form.add_error(None, _("Too many attempts. Wait 15 minutes, or ask your administrator for a new password."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In, or on to the code; the address is remembered as one of the account's own once somebody is in."""
        person = form.get_user()
        if second_factor.factor_of(person) is None:
            return _let_in(self.request, person, self.get_success_url())
        # A fresh session: what somebody else left in the browser has no part in it.
        self.request.session.flush()
        self.request.session[PENDING] = {
            "person": person.pk,
            "hash": person.get_session_auth_hash(),
            "at": int(time.time()),
            "next": self.get_success_url(),
        }
        return redirect("login-code")

    def form_invalid(self, form: Form) -> HttpResponse:
        """Count the failure."""
        guesses.count(self.request, self.request.POST.get("username", ""))
        response = super().form_invalid(form)  # type: ignore[arg-type]
        response.status_code = 401
        return response


@never_cache
def login_code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code. Without a right password just before it there is none."""
    if request.user.is_authenticated:
        return redirect("start")
    person, told = _pending(request), ""
    if person is None:
        return redirect("login")
    status = 200
    if request.method == "POST":
        outcome = second_factor.check(request, person, request.POST.get("code", ""))
        if outcome is Outcome.TAKEN:
            wanted = str(request.session[PENDING]["next"])
            ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
            return _let_in(request, person, wanted if ours else "/")
        told, status = told_of(outcome), 429 if outcome is Outcome.TOO_MANY else 401
    return render(request, "accounts/code.html", {"told": told}, status=status)


def _pending(request: HttpRequest) -> User | None:
    """Whose password was right within the last ten minutes, and still is."""
    known = request.session.get(PENDING) or {}
    if not 0 <= time.time() - known.get("at", 0) < PENDING_SECONDS:
        return None
    person = User.objects.filter(pk=known["person"], is_active=True).first()
    return person if person is not None and person.get_session_auth_hash() == known["hash"] else None


def _let_in(request: HttpRequest, person: User, where: str) -> HttpResponse:
    request.session.pop(PENDING, None)
    enter(request, person)
    guesses.remember(request, person.username)
    if second_factor.required_for(person) and second_factor.factor_of(person) is None:
        request.session[MUST_ENROL] = True
    return redirect(where)


login, logout = Login.as_view(), LogoutView.as_view()
