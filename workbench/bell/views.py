"""The page behind the bell."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.bell import selectors, services
from workbench.frame.selectors import visible_administrations
from workbench.outgoing.digest import wish_of
from workbench.outgoing.server import mail_is_on


@login_required
@require_GET
def notices(request: Request) -> HttpResponse:
    """What waits for this person by name, and what they have seen of it."""
    rows = selectors.rows_for(request.user, visible_administrations(request.user))
    preference = getattr(request.user, "preference", None)
    context = {
        "rows": rows,
        "mail_on": mail_is_on(),
        "digest": wish_of(preference),
        "alarms": preference is None or preference.mail_alarms,
    }
    return render(request, "bell/notices.html", context)


@login_required
@require_POST
def opened(request: Request, notice_id: int) -> HttpResponse:
    """Open what a notice is about: it is read then."""
    mine = selectors.notices_for(request.user, visible_administrations(request.user))
    notice = get_object_or_404(mine, pk=notice_id)
    services.seen(request.user, [notice.pk])
    return redirect(selectors.address_of(notice))


@login_required
@require_POST
def seen_all(request: Request) -> HttpResponse:
    """Have done with all of them."""
    services.seen_all(request.user)
    return redirect("notices")
