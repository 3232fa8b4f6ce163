"""The start page: the work that waits, per administration and stage."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import administrations_for
from workbench.frame.selectors import SESSION_KEY, current_administration
from workbench.models import Preference
from workbench.start.selectors import matrix, now_for


@login_required
@require_GET
def start(request: Request) -> HttpResponse:
    """Workload matrix: administrations × stages; every number is a link to exactly those rows."""
    rows = matrix(request.user)
    current = current_administration(request, [row.administration for row in rows])
    return render(request, "start/start.html", {"rows": rows, "now": now_for(request.user, current)})


@login_required
@require_POST
def choose_administration(request: Request) -> HttpResponse:
    """Work in one administration, or in all."""
    chosen = request.POST.get("administration", "")
    if chosen.isdecimal() and len(chosen) < 19 and administrations_for(request.user).filter(pk=int(chosen)).exists():
        request.session[SESSION_KEY] = int(chosen)
    else:
        request.session.pop(SESSION_KEY, None)
    return redirect(_safe_next(request))


@login_required
@require_POST
def preferences(request: Request) -> HttpResponse:
    """Language, theme, height of rows and shortcuts of one person; kept on the server."""
    preference, _created = Preference.objects.get_or_create(user_id=request.user.pk)
    if request.POST.get("language") in ("nl", "en"):
        preference.language = request.POST["language"]
        translation.activate(preference.language)
    if request.POST.get("theme") in ("", "light", "dark") and "theme" in request.POST:
        preference.theme = request.POST["theme"]
    if request.POST.get("shortcuts") in ("on", "off"):
        preference.shortcuts = request.POST["shortcuts"] == "on"
    if request.POST.get("density") in ("", "comfortable") and "density" in request.POST:
        preference.density = request.POST["density"]
    preference.save()
    return redirect(_safe_next(request))


def _safe_next(request: Request) -> str:
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if ours else "/"
