"""The only writer of notices: somebody is told, in the transaction of what they are told of."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, roles_with
from workbench.models import Notice, NoticeKind

# Of these one that is unread says it all: told again it takes the new figures and does not stand there twice.
WAITING = (NoticeKind.APPROVE, NoticeKind.APPROVE_LATE)
ONCE = frozenset({NoticeKind.SECOND, NoticeKind.RUN_FAILED, *WAITING})


def tell(
    people: Iterable[int],
    kind: NoticeKind,
    subject: str,
    *,
    administration_id: int | None,
    by: Person | None = None,
    **params: str,
) -> int:
    """Make a notice for each of these people (by key) but ``by``, who knows it already; returns how many were made.

    ``subject`` is ``draft:<id>``, ``batch:<id>``, ``bank:<id>``, ``vendor:<id>`` or ``approve:<administration>`` (with
    ``:<person>`` of who is stood in for); ``params`` fill the sentence.
    """
    wanted = set(people) - {by.pk if by else 0}
    if kind in ONCE:
        told = Notice.objects.filter(person__in=wanted, kind=kind, subject=subject, read_at=None)
        wanted -= set(told.values_list("person_id", flat=True))
        told.update(params=params)
    rows = [
        Notice(
            person_id=key,
            kind=kind,
            subject=subject[:60],
            administration_id=administration_id,
            by_id=by.pk if by else None,
            params=params,
        )
        for key in sorted(wanted)
    ]
    Notice.objects.bulk_create(rows)
    return len(rows)


def settle(kind: NoticeKind, subject: str) -> None:
    """What was asked of several is done: nobody need look any more."""
    Notice.objects.filter(subject=subject, kind=kind, read_at=None).update(read_at=timezone.now())


def revise(person: int, subject: str, params: dict[str, str] | None) -> None:
    """What somebody (by key) was told of approvals that wait, and has not opened, says how many there are now; None:
    nothing waits any more."""
    unread = Notice.objects.filter(person_id=person, kind__in=WAITING, subject=subject, read_at=None)
    if params is None:
        unread.update(read_at=timezone.now())
    else:
        unread.update(params=params)


def seen(person: Person, keys: Iterable[int]) -> None:
    """A person opened what these notices are about."""
    Notice.objects.filter(person_id=person.pk, pk__in=list(keys), read_at=None).update(read_at=timezone.now())


def seen_all(person: Person) -> None:
    """A person has looked at the list and needs none of it any more."""
    Notice.objects.filter(person_id=person.pk, read_at=None).update(read_at=timezone.now())


def people_with(right: Right, administration: int | None) -> list[int]:
    """Keys of the active people who have a right in an administration (by key)."""
    rows = User.objects.filter(
        is_active=True, memberships__administration=administration or 0, memberships__role__in=roles_with(right)
    )
    return list(rows.distinct().values_list("pk", flat=True))
