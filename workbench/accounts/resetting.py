"""Taking away the second factor of somebody who lost it: by an admin, and by two where there are two."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exact.models import Administration
from workbench.accounts import second_factor
from workbench.accounts.people import Person
from workbench.accounts.selectors import works_elsewhere
from workbench.accounts.services import theirs
from workbench.accounts.sessions import end_sessions
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused
from workbench.models import NoticeKind, Role, SecondFactor


def other_admins(person: User, by: Person) -> list[User]:
    """Everybody else who may set this person up as a whole: who can agree."""
    books = Administration.objects.filter(active=True, memberships__user=person)
    rows = User.objects.filter(is_active=True).exclude(pk__in=(person.pk, by.pk))
    admins = Q(memberships__role=Role.ADMIN, memberships__administration__in=books)
    found = rows.filter(Q(is_superuser=True) | admins).distinct().order_by("pk")
    return [each for each in found if not works_elsewhere(person, each)]


def ask(person: User, *, by: Person) -> bool:
    """Take somebody's second factor away; True when it is gone, False when a second admin is asked first.

    Asking again changes nothing. Raises RightMissing; DraftRefused: USER_SELF, USER_ELSEWHERE, SECOND_FACTOR_NONE.
    """
    theirs(person, by, whole=True)
    if person.pk == by.pk:
        raise DraftRefused("USER_SELF")
    with transaction.atomic():
        row = _locked(person)
        others = other_admins(person, by)
        if not others:
            _reset(person, by)
            return True
        if row.reset_asked_by_id is None:
            row.reset_asked_by_id, row.reset_asked_at = by.pk, timezone.now()
            row.save(update_fields=["reset_asked_by", "reset_asked_at"])
            audit.record("user.second_factor_reset_asked", by=by, name=person.username)
            people = [each.pk for each in others]
            what = {"what": "factor", "name": person.username}
            bell.tell(people, NoticeKind.SECOND, _subject(person), administration_id=None, by=by, **what)
    return False


def agree(person: User, *, by: Person) -> None:
    """The second admin's yes. Raises RightMissing; DraftRefused: USER_SELF, USER_ELSEWHERE, SECOND_FACTOR_NONE,
    SECOND_IS_FIRST for who asked."""
    theirs(person, by, whole=True)
    if person.pk == by.pk:
        raise DraftRefused("USER_SELF")
    with transaction.atomic():
        row = _locked(person)
        if row.reset_asked_by_id is None:
            raise DraftRefused("SECOND_FACTOR_NONE")
        if row.reset_asked_by_id == by.pk:
            raise DraftRefused("SECOND_IS_FIRST")
        _reset(person, by)


def refuse(person: User, *, by: Person) -> None:
    """Nothing is taken away; also for who asked, and for the person. Raises RightMissing, DraftRefused."""
    theirs(person, by)
    with transaction.atomic():
        row = _locked(person)
        if row.reset_asked_by_id is None:
            raise DraftRefused("SECOND_FACTOR_NONE")
        row.reset_asked_by, row.reset_asked_at = None, None
        row.save(update_fields=["reset_asked_by", "reset_asked_at"])
        bell.settle(NoticeKind.SECOND, _subject(person))
        audit.record("user.second_factor_reset_refused", by=by, name=person.username)


def by_command(person: User) -> bool:
    """From the machine's own command line, for an admin nobody else can help; whether there was anything to take."""
    with transaction.atomic():
        found = SecondFactor.objects.filter(person_id=person.pk).exists()
        if found:
            _reset(person, None)
    return found


def _locked(person: User) -> SecondFactor:
    row = SecondFactor.objects.select_for_update().exclude(confirmed_at=None).filter(person_id=person.pk).first()
    if row is None:
        raise DraftRefused("SECOND_FACTOR_NONE")
    return row


def _reset(person: User, by: Person | None) -> None:
    second_factor.remove(person)
    end_sessions(person)
    bell.settle(NoticeKind.SECOND, _subject(person))
    audit.record("user.second_factor_reset", by=by, actor="" if by else "second_factor_reset", name=person.username)


def _subject(person: User) -> str:
    return f"person:{person.pk}"
