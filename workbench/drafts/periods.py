"""In which financial period something is booked, and where there is still room. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar


class PeriodLike(Protocol):
    """A financial period: both days included, and the codes of the journals that are closed in it."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...

    @property
    def closed_journals(self) -> list[str]: ...


P = TypeVar("P", bound=PeriodLike)


def period_on(periods: Iterable[P], day: date) -> P | None:
    """The period a day falls in; the first one given where several overlap. None where Exact has none."""
    return next((period for period in periods if period.start <= day <= period.end), None)


def is_open(periods: Iterable[PeriodLike], day: date, journal: str) -> bool:
    """Whether the journal takes entries of that day. A day without a period takes none: Exact refuses it."""
    period = period_on(periods, day)
    return period is not None and journal not in period.closed_journals


def first_open_day(periods: Sequence[PeriodLike], journal: str, *, today: date, not_before: date) -> date | None:
    """Where to book what cannot be booked on its own day: today when that is open, else the first open day after it,
    else the last open period before it. Never before ``not_before``, the invoice's own date. None: nothing is open.
    """
    wanted = max(today, not_before)
    if is_open(periods, wanted, journal):
        return wanted
    room = [period for period in periods if journal not in period.closed_journals]
    later = [period.start for period in room if period.start > wanted]
    earlier = [period.end for period in room if not_before <= period.end < wanted]
    return min(later, default=None) or max(earlier, default=None)
