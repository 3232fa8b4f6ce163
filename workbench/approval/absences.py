"""Who is away and who stands in: the only writer of absences, and what is read of them."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for, may, roles_with
from workbench.accounts.selectors import people_of, works_elsewhere
from workbench.approval import asking
from workbench.approval.router import Router
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import Absence

LONGEST = timedelta(days=366)


def absences_of(person: User) -> QuerySet[Absence]:
    """Those of now and later."""
    rows = Absence.objects.filter(person=person, ends_on__gte=timezone.localdate(), ended_at=None)
    return rows.select_related("deputy", "set_by")


def stood_in_by(person: User) -> QuerySet[Absence]:
    """For whom this person stands in, now and later."""
    rows = Absence.objects.filter(deputy=person, ends_on__gte=timezone.localdate(), ended_at=None)
    return rows.select_related("person")


def deputies_for(person: User) -> QuerySet[User]:
    """Who may approve somewhere where this person does, by name."""
    books = administrations_for(person, Right.APPROVE)
    return (
        User.objects.filter(
            is_active=True, memberships__administration__in=books, memberships__role__in=roles_with(Right.APPROVE)
        )
        .exclude(pk=person.pk)
        .distinct()
        .order_by("username")
    )


def set_absence(person: User, *, deputy: int, starts_on: date, ends_on: date, by: Person) -> Absence:
    """Somebody is away from the first to the last day, and ``deputy`` (by key) may approve in their name.

    For oneself, or for somebody whom ``by`` sets up alone; then ``by`` is not the deputy. Raises RightMissing;
    DraftRefused: USER_ELSEWHERE, ABSENCE_DAYS, ABSENCE_DEPUTY, ABSENCE_SELF, ABSENCE_TWICE.
    """
    _check_right(person, by)
    if ends_on < timezone.localdate() or not timedelta(0) <= ends_on - starts_on <= LONGEST:
        raise DraftRefused("ABSENCE_DAYS")
    chosen = deputies_for(person).filter(pk=deputy).first()
    if chosen is None:
        raise DraftRefused("ABSENCE_DEPUTY")
    if chosen.pk == by.pk:
        raise DraftRefused("ABSENCE_SELF")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)  # two at once would both see free days
        taken = Absence.objects.filter(person=person, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if same := taken.filter(deputy=chosen, starts_on=starts_on, ends_on=ends_on).first():
            return same
        if taken.exists():
            raise DraftRefused("ABSENCE_TWICE")
        row = Absence.objects.create(
            person=person, deputy=chosen, starts_on=starts_on, ends_on=ends_on, set_by_id=by.pk
        )
        _record("absence.set", row, by)
        tell_deputies(Absence.objects.filter(pk=row.pk))
    return row


def end_absence(row: Absence, *, by: Person) -> None:
    """Take an absence back, or end it before its last day; what was approved meanwhile stands. Raises RightMissing,
    DraftRefused("USER_ELSEWHERE")."""
    _check_right(row.person, by)
    with transaction.atomic():
        if Absence.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now()):
            _record("absence.ended", row, by)


def tell_deputies(rows: QuerySet[Absence]) -> int:
    """Deputies hear what waits for whom they stand in for, once it is the first day; how many absences began."""
    today, router, count = timezone.localdate(), Router(), 0
    begun = rows.filter(starts_on__lte=today, ends_on__gte=today, ended_at=None, told_at=None)
    for row in begun.select_related("person", "deputy"):
        for books in administrations_for(row.deputy, Right.APPROVE).values_list("pk", flat=True):
            asking.tell_deputy(books, row, asking.counted(books, [row.person_id]), router)
        Absence.objects.filter(pk=row.pk).update(told_at=timezone.now())
        count += 1
    return count


def _check_right(person: User, by: Person) -> None:
    if person.pk == by.pk:
        if not may(person, Right.APPROVE, None):
            raise RightMissing(Right.APPROVE, None)
        return
    if not people_of(by).filter(pk=person.pk).exists() or works_elsewhere(person, by):
        raise DraftRefused("USER_ELSEWHERE")


def _record(action: str, row: Absence, by: Person) -> None:
    audit.record(
        action,
        by=by,
        name=row.person.get_username(),
        deputy=row.deputy.get_username(),
        start=row.starts_on.isoformat(),
        end=row.ends_on.isoformat(),
    )
