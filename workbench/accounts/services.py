"""People, their roles and passwords: the only writer. Each change is audited in the administration it is about."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.selectors import configured_by, people_of, works_elsewhere
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import Membership, Preference, Role

ONE_TIME = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Wish:
    """The roles somebody should have in one administration; ``limit`` is the approver's, None: without limit."""

    roles: frozenset[str]
    limit: Decimal | None = None


def create_person(*, username: str, name: str, email: str, wishes: Mapping[int, Wish], by: Person) -> tuple[User, str]:
    """Make somebody who can log in, with roles; the person and a one-time password, which is shown once and kept
    nowhere. Raises RightMissing; DraftRefused for a name that cannot be used or no role at all."""
    configured_by(by)
    username, email = username.strip(), email.strip()
    try:
        UnicodeUsernameValidator()(username)
        if email:
            validate_email(email)
    except ValidationError as error:
        raise DraftRefused("USER_NAME") from error
    if not username or len(username) > 60 or User.objects.filter(username__iexact=username).exists():
        raise DraftRefused("USER_NAME")
    if not any(wish.roles for wish in wishes.values()):
        raise DraftRefused("USER_NO_ROLE")
    with transaction.atomic():
        first, _space, last = name.strip()[:120].partition(" ")
        person = User.objects.create(username=username, first_name=first[:60], last_name=last[:60], email=email)
        password = _one_time(person)
        audit.record("user.created", by=by, name=username)
        _set_roles(person, wishes, by)
    return person, password


def set_roles(person: User, wishes: Mapping[int, Wish], *, by: Person) -> int:
    """Give and take roles in the administrations that ``by`` sets up; how many changed.

    Nobody gives roles to himself, and no administration loses its last admin. Raises RightMissing, DraftRefused.
    """
    theirs(person, by)
    with transaction.atomic():
        return _set_roles(person, wishes, by)


def _set_roles(person: User, wishes: Mapping[int, Wish], by: Person) -> int:
    count = 0
    for administration in configured_by(by):
        wish = wishes.get(administration.pk)
        if wish is None:
            continue
        # The administration's row is the lock: two admins must not each remove the other at the same moment.
        Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
        now = {row.role: row for row in Membership.objects.filter(user=person, administration=administration)}
        wanted = wish.roles & set(Role.values)
        if wanted - set(now) and person.pk == by.pk:
            raise DraftRefused("USER_SELF")
        for role in sorted(wanted - set(now)):
            limit = wish.limit if role == Role.APPROVER else None
            Membership.objects.create(user=person, administration=administration, role=role, approval_limit=limit)
            audit.record(
                "user.role_given",
                by=by,
                administration=administration,
                name=person.username,
                role=role,
                limit=_text(limit) if role == Role.APPROVER else "",
            )
            count += 1
        for role in sorted(set(now) - wanted):
            now[role].delete()
            audit.record("user.role_taken", by=by, administration=administration, name=person.username, role=role)
            count += 1
        count += _limit(person, now.get(Role.APPROVER) if Role.APPROVER in wanted else None, wish, by)
        _still_an_admin(administration)
    return count


def _limit(person: User, row: Membership | None, wish: Wish, by: Person) -> int:
    """Change an approver's limit."""
    if row is None or row.approval_limit == wish.limit:
        return 0
    if person.pk == by.pk:
        raise DraftRefused("USER_SELF")
    old, row.approval_limit = row.approval_limit, wish.limit
    row.save(update_fields=["approval_limit"])
    audit.record(
        "user.limit_changed",
        by=by,
        administration=row.administration,
        name=person.username,
        old=_text(old),
        new=_text(wish.limit),
    )
    return 1


def _text(limit: Decimal | None) -> str:
    return "–" if limit is None else str(limit)


def _still_an_admin(administration: Administration) -> None:
    admins = Membership.objects.filter(administration=administration, role=Role.ADMIN, user__is_active=True)
    if not admins.exists():
        raise DraftRefused("LAST_ADMIN", name=administration.name)


def switch(person: User, *, active: bool, by: Person) -> None:
    """Let somebody in again, or out: at once, also where logged in. Their work and name stay.

    Raises RightMissing; DraftRefused for oneself, for somebody who works elsewhere too, and for a last admin.
    """
    theirs(person, by, whole=True)
    if person.pk == by.pk:
        raise DraftRefused("USER_SELF")
    with transaction.atomic():
        for administration in Administration.objects.select_for_update(no_key=True).filter(
            memberships__user=person, memberships__role=Role.ADMIN
        ):
            if not active:
                others = Membership.objects.filter(administration=administration, role=Role.ADMIN, user__is_active=True)
                if not others.exclude(user=person).exists():
                    raise DraftRefused("LAST_ADMIN", name=administration.name)
        User.objects.filter(pk=person.pk).update(is_active=active)
        audit.record("user.activated" if active else "user.deactivated", by=by, name=person.username)


def reset_password(person: User, *, by: Person) -> str:
    """A one-time password, shown once; the old one and every session end. Raises RightMissing, DraftRefused."""
    theirs(person, by, whole=True)
    with transaction.atomic():
        password = _one_time(person)
        audit.record("user.password_reset", by=by, name=person.username)
    return password


def password_changed(person: User) -> None:
    """The person chose a password of their own."""
    Preference.objects.filter(user=person).update(one_time_until=None)
    audit.record("user.password_changed", by=person, name=person.username)


def _one_time(person: User) -> str:
    """Letters and digits that are not mistaken for one another, in groups, to be read out on the telephone."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    password = "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))
    person.set_password(password)
    person.save(update_fields=["password"])
    Preference.objects.update_or_create(user=person, defaults={"one_time_until": timezone.now() + ONE_TIME})
    return password


def theirs(person: User, by: Person, *, whole: bool = False) -> None:
    """``by`` sets this person up; with ``whole`` nobody else does. Raises RightMissing, DraftRefused."""
    if not people_of(by).filter(pk=person.pk).exists():
        raise DraftRefused("USER_ELSEWHERE")
    if whole and works_elsewhere(person, by):
        raise DraftRefused("USER_ELSEWHERE")
