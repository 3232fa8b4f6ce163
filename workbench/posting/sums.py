"""What documents add up to, per currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbench.models import Draft

Sums = list[tuple[str, Decimal]]


def sums_of(drafts: Iterable[Draft]) -> Sums:
    """What drafts add up to per currency; credit notes lower it."""
    found: dict[str, Decimal] = {}
    for draft in drafts:
        found[draft.currency] = found.get(draft.currency, Decimal(0)) + (draft.payable or Decimal(0))
    return list(found.items())
