"""What lists of drafts need to draw."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from workbench.models import Draft
from workbench.queue.asked import back_url

register = template.Library()


@register.filter
def due_short(due: date | None) -> str:
    """How far away the due date is, in as few letters as a column needs."""
    if due is None:
        return ""
    days = (due - timezone.localdate()).days
    if days < 0:
        return _("%(days)d d late") % {"days": -days}
    if days == 0:
        return _("today")
    return _("in %(days)d d") % {"days": days}


@register.simple_tag(takes_context=True)
def queue_url(context: template.Context, draft: Draft | None = None) -> str:
    """The list one came from, at the row of a draft."""
    return back_url(context["request"], draft.pk if draft else None)
