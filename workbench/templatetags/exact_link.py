"""What the Exact page says about one connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone

from exact import reach
from exact.models import Connection

register = template.Library()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong or will be; empty where nothing is."""

    away_since: datetime | None
    consent_ends: datetime | None
    renewal_fails: bool


@register.simple_tag
def exact_trouble(connection: Connection) -> Trouble:
    """What an admin should know about a connection before it stops."""
    now = timezone.now()
    away = connection.away_since if reach.is_away(connection, now) else None
    return Trouble(away, reach.consent_ends(connection, now), reach.renewal_fails(connection))
