"""What stands around every page: administrations, the rail with its counts, the state of the link with Exact."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from workbench.accounts.rights import Right, may
from workbench.frame.selectors import current_administration, exact_status, rail_counts, visible_administrations


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; nothing for visitors and for parts asked for by htmx."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    administrations = visible_administrations(user)
    current = current_administration(request, administrations)
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        return {"current_administration": current}
    may_audit = may(user, Right.AUDIT, None)
    return {
        "administrations": administrations,
        "current_administration": current,
        "rail": rail_counts(user, current),
        "exact_status": exact_status(),
        "may_audit": may_audit,
        # Rules are made by clerks and read by those who look over what happened.
        "may_code": may_audit or may(user, Right.EDIT, None),
        "preference": getattr(user, "preference", None),
    }
