"""What templates need to draw what people say about a draft."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from workbench.drafts.holding import is_own
from workbench.models import Draft, Hold
from workbench.outgoing.quoting import names_account
from workbench.talk.selectors import Talk
from workbench.talk.selectors import talk_of as talk_as_seen_by

register = template.Library()


@register.simple_tag
def talk_of(draft: Draft, person: User) -> Talk:
    """The talk of a draft as this person sees it."""
    return talk_as_seen_by(draft, person)


@register.filter
def full_name(person: User | None) -> str:
    """A person as colleagues know them; "" for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""


@register.filter
def own_of(hold: Hold, person: User) -> bool:
    """Whether this person put the hold on."""
    return is_own(hold, person)


register.filter(names_account)


@register.filter
def short_age(moment: datetime) -> str:
    """How old something is, as short as it can be said: "today", "3 d"."""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return _("%(n)d d") % {"n": days} if days > 0 else _("today")
