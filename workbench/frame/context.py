"""What stands around every page: administrations, the rail with its counts, the state of the link with Exact."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from exact.models import Administration
from workbench.accounts.rights import Right, rights_anywhere
from workbench.bell import selectors as bell
from workbench.frame.selectors import (
    SESSION_KEY,
    current_administration,
    exact_status,
    rail_counts,
    visible_administrations,
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; nothing for visitors and for parts asked for by htmx."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    htmx = getattr(request, "htmx", None)
    part = htmx and not htmx.boosted
    if part and SESSION_KEY not in request.session:
        return {"current_administration": None}
    administrations = visible_administrations(user)
    current = current_administration(request, administrations)
    if part:
        return {"current_administration": current}
    rights = rights_anywhere(user)
    may_audit = Right.AUDIT in rights
    return {
        "administrations": administrations,
        "current_administration": current,
        "rail": rail_counts(user, current),
        "exact_status": exact_status(),
        "may_audit": may_audit,
        "may_approve_somewhere": Right.APPROVE in rights,
        "may_upload": Right.UPLOAD in rights,
        "may_configure": Right.CONFIGURE in rights,
        # Rules are made by clerks and read by those who look over what happened.
        "may_code": may_audit or Right.EDIT in rights,
        "unread": unread_notices(request, administrations),
        "preference": getattr(user, "preference", None),
    }


def unread_notices(request: HttpRequest, administrations: list[Administration]) -> int:
    """How many notices this person has not opened; those about the page they are opening now are left on the request
    as ``notices_here``."""
    assert request.user.is_authenticated
    unread = bell.unread_for(request.user, administrations)
    here = bell.subject_of(request.resolver_match.kwargs) if request.resolver_match else ""
    opened = [key for key, subject in unread if here and subject == here and request.method == "GET"]
    request.notices_here = opened  # type: ignore[attr-defined]
    return len(unread) - len(opened)
