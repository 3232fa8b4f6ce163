"""The period that figures are about, and the one before it. Pure: days in, days out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

NAMES = ("month", "last-month", "90-days", "year", "own")
LONGEST = 366 * 3


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from ``since`` to ``until``, both within it; ``name`` is one of ``NAMES``."""

    name: str
    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days, at least one."""
        return (self.until - self.since).days + 1

    @property
    def before(self) -> Period:
        """As many days right before it."""
        return Period(self.name, self.since - timedelta(days=self.days), self.since - timedelta(days=1))

    def weeks(self) -> Iterator[date]:
        """The Monday of every calendar week that has a day in it."""
        monday = monday_of(self.since)
        while monday <= self.until:
            yield monday
            monday += timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of a day's calendar week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def period_of(name: str, since: str, until: str, *, today: date) -> Period:
    """The period somebody asked for; the last 90 days when the question makes no sense.

    ``since`` and ``until`` (ISO dates) count for ``own`` only; turned round when they stand the wrong way, one that is
    missing is the other one's year or today, and nothing is longer than three years.
    """
    if name == "month":
        return Period(name, today.replace(day=1), today)
    if name == "last-month":
        last = today.replace(day=1) - timedelta(days=1)
        return Period(name, last.replace(day=1), last)
    if name == "year":
        return Period(name, date(today.year, 1, 1), today)
    if name == "own" and (day_of(since) or day_of(until)):
        last = day_of(until) or today
        first = day_of(since) or date(last.year, 1, 1)
        first, last = min(first, last), max(first, last)
        return Period(name, max(first, last - timedelta(days=LONGEST - 1)), last)
    return Period("90-days", today - timedelta(days=89), today)


def day_of(text: str) -> date | None:
    """An ISO date between 2000 and 2100; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
