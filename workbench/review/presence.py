"""Who else has the same document open now. A screen tells of itself every few seconds; whoever is silent has gone."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.models import Draft, Presence

HERE = timedelta(seconds=20)
# So old may the last sign of life be before a new one is written: not every question is worth a write.
WRITE_AFTER = timedelta(seconds=8)
FORGET = timedelta(hours=1)


def here(draft: Draft, person: Person) -> list[User]:
    """Say that this person has the draft open; answers who else has, by name."""
    now = timezone.now()
    rows = list(Presence.objects.filter(draft=draft, at__gt=now - HERE).select_related("person"))
    mine = next((row for row in rows if row.person_id == person.pk), None)
    if mine is None:
        Presence.objects.filter(person_id=person.pk, at__lt=now - FORGET).delete()
    if mine is None or now - mine.at > WRITE_AFTER:
        Presence.objects.update_or_create(draft=draft, person_id=person.pk, defaults={"at": now})
    return sorted((row.person for row in rows if row.person_id != person.pk), key=lambda each: each.username)
