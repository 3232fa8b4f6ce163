"""Who may do what: one table, asked by views, services, the command line and the API alike."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from exact.models import Administration
from exact.prepared import Prepared
from workbench.accounts.people import Visitor
from workbench.models import Membership, Role
from workbench.models.once import once


class Right(StrEnum):
    """What can be done in an administration."""

    VIEW = "view"
    UPLOAD = "upload"
    EDIT = "edit"
    APPROVE = "approve"
    POST = "post"
    SETTLE = "settle"
    MAP_VENDOR = "map_vendor"
    CHANGE_BANK = "change_bank"
    CONFIGURE = "configure"
    AUDIT = "audit"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.VIEW}),
    Role.CLERK: frozenset({Right.VIEW, Right.UPLOAD, Right.EDIT, Right.POST, Right.MAP_VENDOR}),
    Role.APPROVER: frozenset(
        {Right.VIEW, Right.UPLOAD, Right.EDIT, Right.APPROVE, Right.POST, Right.SETTLE, Right.MAP_VENDOR, Right.AUDIT}
    ),
    Role.VENDOR_EDITOR: frozenset({Right.VIEW, Right.MAP_VENDOR, Right.CHANGE_BANK}),
    Role.ADMIN: frozenset({Right.VIEW, Right.UPLOAD, Right.SETTLE, Right.CONFIGURE, Right.AUDIT, Right.MAP_VENDOR}),
    Role.AUDITOR: frozenset({Right.VIEW, Right.AUDIT}),
}


class RightMissing(PermissionDenied):
    """A person lacks a right in an administration; carries which, for the page that says who can give it."""

    def __init__(self, right: Right, administration: Administration | None) -> None:
        super().__init__(f"right {right.value} is missing in {administration}")
        self.right = right
        self.administration = administration


def roles_with(right: Right) -> list[str]:
    """The roles that carry a right."""
    return [role for role, rights in RIGHTS.items() if right in rights]


def administrations_for(user: Visitor, right: Right = Right.VIEW) -> QuerySet[Administration]:
    """The active administrations in which a person has a right."""
    if not user.is_authenticated:
        return Administration.objects.none()
    return Administration.objects.filter(
        active=True, memberships__user_id=user.pk, memberships__role__in=roles_with(right)
    ).distinct()


def may(user: Visitor, right: Right, administration: Administration | None) -> bool:
    """Whether a person has a right in an administration (None: in any)."""
    if not user.is_authenticated:
        return False
    roles = roles_with(right)
    if administration is not None:
        return any(role in roles for role, _limit in _seats(user.pk, administration))
    return Membership.objects.filter(user_id=user.pk, role__in=roles).exists()


def _seats(user_id: int, administration: Administration) -> list[tuple[str, Decimal | None]]:
    """A person's roles in an administration, each with its limit."""
    return once(("seats", user_id, administration.pk), lambda: _SEATS.ask(user_id, administration.pk))


_SEATS = Prepared(
    lambda user, administration: Membership.objects.filter(user=user, administration=administration).values_list(
        "role", "approval_limit"
    ),
    (Membership, "user"),
    (Membership, "administration"),
)


def rights_anywhere(user: Visitor) -> frozenset[Right]:
    """All rights a person has in some administration; one statement."""
    if not user.is_authenticated:
        return frozenset()
    roles = Membership.objects.filter(user_id=user.pk).values_list("role", flat=True).distinct()
    return frozenset[Right]().union(*(RIGHTS[role] for role in roles))


def require(user: Visitor, right: Right, administration: Administration | None) -> None:
    """Raise RightMissing unless the person has the right."""
    if not may(user, right, administration):
        raise RightMissing(right, administration)


def may_approve(user: Visitor, administration: Administration, gross: Decimal | None) -> bool:
    """Whether a person's limit allows approving this gross amount (absolute, in the administration's currency).

    None is an amount that is not known in that currency: only somebody without a limit may approve it.
    """
    if not user.is_authenticated:
        return False
    limits = [limit for role, limit in _seats(user.pk, administration) if role in roles_with(Right.APPROVE)]
    return any(limit is None or (gross is not None and abs(gross) <= limit) for limit in limits)
