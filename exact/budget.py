"""How many calls are left in one administration, as Exact's own headers told last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exact.models import Administration, RateWindow


@dataclass(frozen=True, slots=True)
class Budget:
    """Calls left today and this minute; None: Exact did not say, or what it said is over. ``limit``: calls a day."""

    day: int | None
    minute: int | None
    limit: int
    day_reset: datetime | None = None

    @property
    def is_low(self) -> bool:
        """Whether less than a tenth of the day is left."""
        return self.day is not None and self.day * 10 < self.limit


def budget_of(administration: Administration, now: datetime) -> Budget | None:
    """The budget of an administration; None when no call was made yet."""
    row = RateWindow.objects.filter(
        connection_id=administration.connection_id, division=administration.division
    ).first()
    if row is None:
        return None
    day = row.day_remaining if row.day_reset and row.day_reset > now else None
    minute = row.minute_remaining if row.minute_reset and row.minute_reset > now else None
    return Budget(
        max(0, day) if day is not None else None,
        max(0, minute) if minute is not None else None,
        row.day_limit,
        row.day_reset if day is not None else None,
    )
