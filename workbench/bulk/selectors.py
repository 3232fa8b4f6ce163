"""Reads for doing the same to many documents: the codes of their books and the people who work in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet

from exact.models import CostCentre, CostUnit, GLAccount
from workbench.accounts.rights import Right, roles_with
from workbench.review.choices import NOT_FOR_PURCHASES

Codes = dict[int, dict[str, str]]


def codes_of(column: str, administrations: Iterable[int]) -> Codes:
    """Usable codes with their names, per administration; one query."""
    keys = list(administrations)
    rows: QuerySet[Any] = {
        "gl_account": GLAccount.objects.filter(blocked=False).exclude(kind__in=NOT_FOR_PURCHASES),
        "cost_centre": CostCentre.objects.filter(active=True),
        "cost_unit": CostUnit.objects.filter(active=True),
    }[column]
    found: Codes = {key: {} for key in keys}
    for key, code, name in rows.filter(administration_id__in=keys, gone_at=None).values_list(
        "administration_id", "code", "description"
    ):
        found[key][code] = name
    return found


def together(codes: Codes) -> list[tuple[str, str]]:
    """The codes that all of the administrations have, first; then those that only some have."""
    counted: dict[str, int] = {}
    names: dict[str, str] = {}
    for each in codes.values():
        for code, name in each.items():
            counted[code] = counted.get(code, 0) + 1
            names.setdefault(code, name)
    return sorted(names.items(), key=lambda row: (-counted[row[0]], row[0]))


def people_of(administrations: Iterable[int]) -> list[User]:
    """The active people who may work on documents of all these administrations, by name."""
    keys = set(administrations)
    return list(
        User.objects.filter(
            is_active=True, memberships__administration__in=keys, memberships__role__in=roles_with(Right.EDIT)
        )
        .annotate(n=Count("memberships__administration", distinct=True))
        .filter(n=len(keys))
        .order_by("username")
    )
