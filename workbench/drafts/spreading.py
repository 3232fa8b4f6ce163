"""Cost of a period, spread over it by Exact: the days are sent with the line, the spreading is Exact's own."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from matching.coding.split import months_between
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts.changing import changing
from workbench.drafts.fields import FieldInvalid, parse_date
from workbench.models import Draft, DraftLine

# In ``by_person`` of a line: no rule spreads it otherwise any more.
SPREAD = "spread"
MOST_MONTHS = 120


def period_in(first: str, last: str, *, today: date) -> tuple[date, date] | None:
    """A typed period; None when both are empty. Raises FieldInvalid for no date, one alone, days the wrong way round,
    and more than MOST_MONTHS months."""
    if not first.strip() and not last.strip():
        return None
    start, end = (parse_date(" ".join(text.split()), today) for text in (first, last))
    if end < start or months_between(start, end) > MOST_MONTHS:
        raise FieldInvalid("SPREAD_INVALID", f"{first.strip()} – {last.strip()}"[:60])
    return start, end


def spread(draft_id: uuid.UUID, *, first: str, last: str, by: Person, line_id: int | None = None) -> Draft:
    """Spread one line, or all of them, over the days from ``first`` to ``last``; both empty: over none.

    Raises FieldInvalid, DraftLine.DoesNotExist.
    """
    period = period_in(first, last, today=timezone.localdate())
    start, end = period or (None, None)
    with changing(draft_id, by=by) as draft:
        rows = list(draft.lines.all()) if line_id is None else [DraftLine.objects.get(pk=line_id, draft=draft)]
        for line in rows:
            line.spread_from, line.spread_to = start, end
            line.by_person = sorted({*line.by_person, SPREAD})
            line.save(update_fields=["spread_from", "spread_to", "by_person"])
        number = "" if line_id is None else str(rows[0].position)
        if start and end:
            audit.record("lines.spread", by=by, draft=draft, line=number, start=start.isoformat(), end=end.isoformat())
        else:
            audit.record("lines.unspread", by=by, draft=draft, line=number)
    return draft
