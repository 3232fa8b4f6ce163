"""What lists of drafts need to draw."""

from __future__ import annotations

from django import template

from workbench.models import Draft
from workbench.queue.asked import back_url

register = template.Library()


@register.simple_tag(takes_context=True)
def queue_url(context: template.Context, draft: Draft | None = None) -> str:
    """The list one came from, at the row of a draft."""
    return back_url(context["request"], draft.pk if draft else None)
