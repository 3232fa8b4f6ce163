"""What templates need to draw what people say about a draft."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from workbench.models import Draft
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
