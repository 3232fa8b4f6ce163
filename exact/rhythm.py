"""What is due, by what was done last and not by the hour: an instance may be off at night, or busy on the hour.

Pure but for :func:`ages`, which reads the rows of durable work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from jobs.api import Job, JobState

HOUR = timedelta(minutes=55)  # ticks come every five minutes
DAY = timedelta(hours=25)  # past this it is done at any hour
NIGHTLY = timedelta(hours=12)  # at night already after this
AGAIN = timedelta(hours=1)  # between two tries of something large that does not succeed
WHOLE_HOURS = 35 * 24.0
SHORT_HOURS = 2.0


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago work of one sort was last asked for, and last done; None: never, or so long that nobody knows."""

    asked: timedelta | None = None
    done: timedelta | None = None


def ages(kind: str, subject: str, keys: Iterable[str], now: datetime) -> dict[str, Age]:
    """Of the jobs of a subject, by ``dedupe_key``."""
    keys = list(keys)
    rows = Job.objects.filter(kind=kind, subject=subject, dedupe_key__in=keys).order_by().values("dedupe_key", "state")
    found = {key: Age() for key in keys}
    for row in rows.annotate(asked=Max("created"), ended=Max("finished")):
        before = found[row["dedupe_key"]]
        asked = _least(before.asked, now - row["asked"])
        ended = row["ended"] if row["state"] == JobState.DONE else None
        found[row["dedupe_key"]] = Age(asked, _least(before.done, now - ended if ended else None))
    return found


def _least(*some: timedelta | None) -> timedelta | None:
    return min((each for each in some if each is not None), default=None)


def longer_than(age: timedelta | None, limit: timedelta) -> bool:
    """Whether it is that long ago; what was never done is."""
    return age is None or age > limit


def syncs_due(ages_of: dict[str, Age], hour: int) -> list[str]:
    """Which synchronisations to ask for now, by the ages of those named all, hourly and daily and the hour (UTC)."""
    hourly = _least(ages_of["hourly"].asked, ages_of["all"].asked)
    daily = _least(ages_of["daily"].asked, ages_of["all"].asked)
    due = ["hourly" if longer_than(hourly, HOUR) else "often"]
    if longer_than(daily, NIGHTLY if hour == 3 else DAY):
        due.append("daily")
    return due


def reconciliations_due(short: Age, whole: Age, hour: int) -> dict[str, float]:
    """Which comparisons to ask for now, ``day`` and ``night``, each with the hours to look back over.

    The short one reaches back to the last that was done, so that an outage leaves no hole; one that is longer than a
    day is left to the whole one, which is due then.
    """
    last = _least(short.done, whole.done)
    hours = SHORT_HOURS
    if not longer_than(last, DAY):
        assert last is not None
        hours = max(SHORT_HOURS, last.total_seconds() / 3600 + 1)
    due = {"day": hours}
    if longer_than(whole.done, NIGHTLY if hour == 1 else DAY) and longer_than(whole.asked, AGAIN):
        due["night"] = WHOLE_HOURS
    return due
