"""Who is away today, and who is asked instead: reads, light enough for every list."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from workbench.models import Absence, ApprovalAsked


def name_of(user: User) -> str:
    """Name, or the name to log in with where there is none."""
    return user.get_full_name() or user.get_username()


def absent_today() -> QuerySet[Absence]:
    """The absences of today."""
    today = timezone.localdate()
    return Absence.objects.filter(starts_on__lte=today, ends_on__gte=today, ended_at=None)


def deputies_today(people: Iterable[int]) -> dict[int, str]:
    """Who stands in today for those of these people (by key) who are away, by name; no statement for nobody."""
    wanted = set(people)
    if not wanted:
        return {}
    rows = absent_today().filter(person__in=wanted).select_related("deputy")
    return {row.person_id: name_of(row.deputy) for row in rows}


def waits_for(person: int) -> Q:
    """Drafts that wait for somebody's approval by name, or for one for whom they stand in today."""
    absent = absent_today().filter(deputy_id=person).values("person_id")
    named = Q(person_id=person) | Q(person_id__in=absent)
    return Q(Exists(ApprovalAsked.objects.filter(named, draft=OuterRef("pk"))))
