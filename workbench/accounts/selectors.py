"""Who works in the administrations that a person sets up, and in which roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import QuerySet

from exact.models import Administration
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.messages.words import ROLES
from workbench.models import Membership, Role

ROLE_ORDER = (Role.VIEWER, Role.CLERK, Role.APPROVER, Role.VENDOR_EDITOR, Role.AUDITOR, Role.ADMIN)


def configured_by(user: User) -> QuerySet[Administration]:
    """The administrations in which a person gives and takes roles. Raises RightMissing when there are none."""
    rows = (
        Administration.objects.filter(active=True) if user.is_superuser else administrations_for(user, Right.CONFIGURE)
    )
    if not user.is_superuser and not rows.exists():
        raise RightMissing(Right.CONFIGURE, None)
    return rows.order_by("name")


def people_of(user: User) -> QuerySet[User]:
    """The people with a role in those administrations; for the superuser everybody."""
    mine = configured_by(user)
    rows = User.objects.all() if user.is_superuser else User.objects.filter(memberships__administration__in=mine)
    return rows.distinct().order_by("-is_active", "username")


def works_elsewhere(person: User, user: User) -> bool:
    """Whether somebody also has roles in administrations that this person does not set up."""
    if user.is_superuser:
        return False
    return person.is_superuser or person.memberships.exclude(administration__in=configured_by(user)).exists()


@dataclass(slots=True)
class Held:
    """One role of somebody and where: the names of the administrations, or everywhere this person sets up."""

    word: object
    limit: object
    names: list[str] = field(default_factory=list)
    everywhere: bool = False


def held_by(person: User, mine: list[Administration]) -> list[Held]:
    """Somebody's roles in these administrations, each once; approvers with different limits apart."""
    found: dict[tuple[str, object], Held] = {}
    for membership in person.memberships.all():
        if membership.administration in mine:
            key = (membership.role, membership.approval_limit)
            held = found.setdefault(key, Held(ROLES[membership.role], membership.approval_limit))
            held.names.append(membership.administration.name)
    for held in found.values():
        held.everywhere = len(held.names) == len(mine) > 1
    return list(found.values())


@dataclass(slots=True)
class RolesIn:
    """One person's roles in one administration, for the form. ``typed`` is a limit that was not understood or kept."""

    administration: Administration
    roles: set[str] = field(default_factory=set)
    limit: object = None
    typed: str = ""


def roles_of(person: User, user: User) -> list[RolesIn]:
    """A row per administration that ``user`` sets up."""
    rows = {a.pk: RolesIn(a) for a in configured_by(user)}
    for membership in Membership.objects.filter(user=person, administration__in=list(rows)):
        row = rows[membership.administration_id]
        row.roles.add(membership.role)
        if membership.role == Role.APPROVER:
            row.limit = membership.approval_limit
    return list(rows.values())
