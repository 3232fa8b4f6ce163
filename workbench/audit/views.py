"""The audit log, for those who may read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, may
from workbench.models import AuditEvent


@login_required
@require_GET
def audit(request: Request) -> HttpResponse:
    """The newest events of the person's administrations; ``before`` walks back."""
    if not may(request.user, Right.AUDIT, None):
        raise RightMissing(Right.AUDIT, None)
    events = AuditEvent.objects.filter(administration__in=administrations_for(request.user, Right.AUDIT)).order_by(
        "-seq"
    )
    before = request.GET.get("before", "")
    if before.isdigit():
        events = events.filter(seq__lt=int(before))
    rows = list(events[:100])
    return render(request, "audit/audit.html", {"events": rows, "last": rows[-1].seq if len(rows) == 100 else None})
