"""Rows found one way or another, each way with its own index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

MOST = 200


def keys_of_any(rows: QuerySet[Any], ways: Sequence[Q]) -> QuerySet[Any, Any]:
    """Keys (tuples of one) of the rows found one way or another (at least one), in one statement: a union, because
    each way has its own index and an OR over them reads the whole table."""
    first, *others = [rows.filter(way).values_list("pk") for way in ways]
    return (first.union(*others) if others else first)[:MOST]
