"""Writing many mirrored rows in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from exact import clock


def upsert(model: type[Model], rows: Sequence[Model], unique: Sequence[str]) -> None:
    """Insert or overwrite by ``unique`` fields. Of rows with equal keys the last one stays. Clears ``gone_at``."""
    latest: dict[tuple[Any, ...], Model] = {}
    for row in rows:
        latest[tuple(getattr(row, _column(model, name)) for name in unique)] = row
    if not latest:
        return
    kept = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in unique]
    model._default_manager.bulk_create(
        list(latest.values()),
        update_conflicts=True,
        unique_fields=list(unique),
        update_fields=kept,
        batch_size=1000,
    )


def _column(model: type[Model], name: str) -> str:
    return model._meta.get_field(name).attname  # type: ignore[union-attr]


def ids(model: type[Model], administration_id: int, exact_ids: Iterable[str]) -> dict[str, int]:
    """Our ids by Exact's ids, for those that are known."""
    wanted = sorted({exact_id for exact_id in exact_ids if exact_id})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 900):
        part = wanted[start : start + 900]
        found.update(
            model._default_manager.filter(administration_id=administration_id, exact_id__in=part).values_list(
                "exact_id", "pk"
            )
        )
    return found


def mark_gone(model: type[Model], administration_id: int, kept: set[str], field: str = "exact_id") -> int:
    """Mark the rows of a list that was read whole and no longer holds them; how many."""
    present = model._default_manager.filter(administration_id=administration_id, gone_at__isnull=True)
    gone = [pk for pk, key in present.values_list("pk", field) if key not in kept]
    moment: datetime = clock.now()
    for start in range(0, len(gone), 900):
        model._default_manager.filter(pk__in=gone[start : start + 900]).update(gone_at=moment)
    return len(gone)
