"""What lists of drafts need to draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from workbench.accounts.people import Person
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


@register.filter
def discount_short(until: date) -> str:
    """Until when a payment discount can be had, in as few letters as a column needs."""
    if until == timezone.localdate():
        return _("discount today")
    return _("discount %(day)s") % {"day": until.strftime("%d-%m")}


@register.simple_tag(takes_context=True)
def queue_url(context: template.Context, draft: Draft | None = None) -> str:
    """The list one came from, at the row of a draft."""
    return back_url(context["request"], draft.pk if draft else None)


@register.simple_tag
def approvers(draft: Draft, stand_ins: Mapping[int, str] | str = "") -> str:
    """Whose approval a draft waits for, by name; where somebody is away, who stands in too: "Ben for Anna"."""
    away = stand_ins if isinstance(stand_ins, Mapping) else {}
    names = [
        _("%(deputy)s for %(name)s") % {"deputy": away[key], "name": name} if key in away else name
        for key, name in (draft.route or {}).get("waits", [])
    ]
    return ", ".join(names)


@register.simple_tag
def approved_by(draft: Draft) -> str:
    """Who approved a draft that waits for its next step: "approved by Anna", or "by Ben for Anna"."""
    names = [
        _("%(deputy)s for %(name)s") % {"deputy": name, "name": behalf} if behalf else name
        for _key, name, behalf in (draft.route or {}).get("given", [])
    ]
    return _("approved by %(names)s") % {"names": ", ".join(names)} if names else ""


@register.filter
def given_by(given: list[tuple[int, str, str]] | None, user: Person) -> bool:
    """Whether the last of these approvals is this person's."""
    return given is not None and bool(given) and given[-1][0] == user.pk
