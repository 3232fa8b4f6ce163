"""How one logs in oneself: the second factor, its recovery codes, and where else one is logged in."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exact import sealing
from workbench.accounts import guesses, second_factor, totp
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.sessions import end_sessions, prove, proved_lately, sessions_of
from workbench.accounts.views import MUST_ENROL
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.messages import Message, describe

# Fresh recovery codes, sealed, until their owner says that they are kept: a page may be loaded again.
SHOWN = "recovery_codes"


@login_required
@never_cache
def second(request: Request) -> HttpResponse:
    """One's own second factor: set up, confirmed, with new codes or taken off."""
    if request.method != "POST":
        return _page(request)
    action = request.POST.get("action", "")
    try:
        if action == "kept":
            request.session.pop(SHOWN, None)
            return redirect("second-factor")
        if action in ("begin", "confirm"):
            return _set_up(request, action)
        if action in ("codes", "off"):
            return _change(request)
    except DraftRefused as refused:
        return _page(request, told=describe(refused.code, refused.params), status=409)
    return redirect("second-factor")


def _set_up(request: Request, action: str) -> HttpResponse:
    """Show the secret, then take its first code. Somebody who finds an open browser must not set up his own.

    Where one counts already, a password proves nothing any more: what asks again wants a code.
    """
    if second_factor.factor_of(request.user) is not None:
        raise DraftRefused("SECOND_FACTOR_THERE")
    if not proved_lately(request):
        name = request.user.get_username()
        if guesses.too_many(request, name):
            raise DraftRefused("GUESSES")
        if not request.user.check_password(request.POST.get("password", "")):
            guesses.count(request, name)
            raise DraftRefused("PASSWORD_WRONG")
        prove(request)
    if action == "begin":
        second_factor.begin(request.user)
        return redirect("second-factor")
    codes = second_factor.confirm(request.user, request.POST.get("code", ""))
    # Other sessions began with the password alone.
    end_sessions(request.user, but=request.session.session_key or "")
    request.session.pop(MUST_ENROL, None)
    prove(request)
    _show(request, codes)
    return redirect("second-factor")


@asks_again
def _change(request: Request) -> HttpResponse:
    if request.POST.get("action") == "off":
        second_factor.take_off(request.user)
        request.session.pop(SHOWN, None)
        messages.success(request, _("Done."))
    elif second_factor.factor_of(request.user) is not None:
        _show(request, second_factor.new_codes(request.user))
    return redirect("second-factor")


def _show(request: Request, codes: list[str]) -> None:
    request.session[SHOWN] = sealing.seal(_owner(request), " ".join(codes))


def _shown(request: Request) -> list[str]:
    try:
        return sealing.unseal(_owner(request), request.session[SHOWN]).split()
    except (KeyError, sealing.Unreadable):
        return []


def _owner(request: Request) -> str:
    return f"recovery codes:{request.user.pk}"


def _page(request: Request, *, told: Message | None = None, status: int = 200) -> HttpResponse:
    factor = second_factor.factor_of(request.user)
    secret = second_factor.begun(request.user) if factor is None and proved_lately(request) else ""
    context: dict[str, Any] = {
        "factor": factor,
        "codes_left": second_factor.codes_left(factor) if factor else 0,
        "required": second_factor.required_for(request.user),
        "must": MUST_ENROL in request.session,
        "secret": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "picture": _qr(totp.address_of(secret, issuer=second_factor.ISSUER, account=request.user.username))
        if secret
        else "",
        "codes": _shown(request),
        "ask_password": not proved_lately(request),
        "sessions": sessions_of(request.user, here=request.session.session_key or ""),
        "told": told,
    }
    return render(request, "accounts/second.html", context, status=status)


def _qr(text: str) -> str:
    """A QR code as the address of a picture that stands in the page itself."""
    import zxingcpp

    drawn = zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=4)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()


@login_required
@require_POST
def end_others(request: Request) -> HttpResponse:
    """Log out everywhere else."""
    count = end_sessions(request.user, but=request.session.session_key or "")
    if count:
        audit.record("user.sessions_ended", by=request.user, name=request.user.username, count=count)
    messages.success(request, _("Logged out everywhere else."))
    return redirect("second-factor")
