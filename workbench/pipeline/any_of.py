"""Rows found one way or another, each way with its own index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

MOST = 200


def any_of(rows: QuerySet[Any], ways: Sequence[Q]) -> list[Any]:
    """Keys of the rows found one way or another, in one statement: a union, because each way has its own index and an
    OR over them reads the whole table."""
    if not ways:
        return []
    first, *others = [rows.filter(way).values_list("pk", flat=True) for way in ways]
    return list((first.union(*others) if others else first)[:MOST])
