"""Whether a draft's period takes its entry, by the mirror as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exact.models import Administration, Period
from workbench.drafts.booking import booking_day
from workbench.drafts.periods import first_open_day, period_on
from workbench.drafts.states import DraftKind
from workbench.models import Draft

ENTRIES = (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that takes no entry: its name ("2026-03"), and the day to book instead (None: nothing is open)."""

    period: str
    day: date
    open_day: date | None
    open_period: str

    @property
    def params(self) -> dict[str, str]:
        """As the hold tells it."""
        return {"period": self.period} | ({"open_period": self.open_period} if self.open_day else {})


def closed_for(
    periods: Sequence[Period], administration: Administration, day: date, *, issued: date, today: date
) -> Closed | None:
    """Why nothing can be booked on ``day`` in the administration's purchase journal; None when it can.

    ``issued`` is the invoice's date: nothing is proposed before it.
    """
    journal = administration.purchase_journal
    period = period_on(periods, day)
    if period is not None and journal not in period.closed_journals:
        return None
    free = first_open_day(periods, journal, today=today, not_before=issued)
    within = period_on(periods, free) if free else None
    return Closed(str(period) if period else day.strftime("%Y-%m"), day, free, str(within) if within else "")


def periods_of(administration: Administration) -> list[Period]:
    """The administration's periods as Exact counts them: where two overlap, the lower number goes first."""
    return list(Period.objects.filter(administration=administration).defer("raw").order_by("number"))


def closed_period(draft: Draft, *, today: date, periods: Sequence[Period] | None = None) -> Closed | None:
    """Why the draft's entry would be refused for its period; None when it would not, or for an order.

    ``periods`` are those of its administration, for a caller who asks about many drafts.
    """
    day, administration = booking_day(draft), draft.administration
    if draft.kind not in ENTRIES or day is None or administration is None:
        return None
    rows = periods_of(administration) if periods is None else periods
    return closed_for(rows, administration, day, issued=draft.issue_date or day, today=today)


def open_day_for(draft: Draft, *, today: date) -> date | None:
    """The day to book the draft on when its own is closed."""
    if draft.administration is None or draft.issue_date is None or draft.kind not in ENTRIES:
        return None
    journal = draft.administration.purchase_journal
    return first_open_day(periods_of(draft.administration), journal, today=today, not_before=draft.issue_date)
