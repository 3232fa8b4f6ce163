"""Routing rules on the page of an administration's tuning."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.models import RoutingRule
from workbench.accounts.people import Request
from workbench.accounts.rights import administrations_for
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.tuning import routing


@login_required
@require_POST
def add_rule(request: Request, administration_id: int) -> HttpResponse:
    """Add a rule that sends documents here."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    try:
        routing.add_rule(administration, request.POST.dict(), by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    else:
        messages.success(request, _("Kept; open documents are judged again."))
    return redirect("tuning", administration.pk)


@login_required
@require_POST
def end_rule(request: Request, routing_id: int) -> HttpResponse:
    """Switch a rule off."""
    rows = RoutingRule.objects.filter(administration__in=administrations_for(request.user), active=True)
    row = get_object_or_404(rows.select_related("administration"), pk=routing_id)
    routing.end_rule(row, by=request.user)
    messages.success(request, _("Removed; open documents are judged again."))
    return redirect("tuning", row.administration_id)
