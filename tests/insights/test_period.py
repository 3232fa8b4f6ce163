"""The period somebody asks for, and the days before it."""

from __future__ import annotations

from datetime import date

import pytest

from insights.period import Period, period_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "since", "until", "first", "last"),
    [
        pytest.param("month", "", "", "2026-11-01", "2026-11-22", id="this month, to today"),
        pytest.param("last-month", "", "", "2026-10-01", "2026-10-31", id="last month, whole"),
        pytest.param("90-days", "", "", "2026-08-25", "2026-11-22", id="today is the ninetieth"),
        pytest.param("year", "", "", "2026-01-01", "2026-11-22", id="this year"),
        pytest.param("own", "2026-02-03", "2026-03-04", "2026-02-03", "2026-03-04", id="from, to"),
        pytest.param("own", "2026-03-04", "2026-02-03", "2026-02-03", "2026-03-04", id="the wrong way round"),
        pytest.param("own", "2026-03-04", "", "2026-03-04", "2026-11-22", id="from a day to today"),
        pytest.param("own", "", "2025-05-06", "2025-01-01", "2025-05-06", id="up to a day, from the start of its year"),
        pytest.param("own", "2001-01-01", "2026-11-22", "2023-11-21", "2026-11-22", id="three years at most"),
        pytest.param("own", "31-02-2026", "nonsense", "2026-08-25", "2026-11-22", id="no days: 90 days"),
        pytest.param("own", "0001-01-01", "9999-12-31", "2026-08-25", "2026-11-22", id="days no clock shows: 90 days"),
        pytest.param("", "2026-02-03", "2026-03-04", "2026-08-25", "2026-11-22", id="nothing asked: 90 days"),
        pytest.param("for ever", "", "", "2026-08-25", "2026-11-22", id="unknown: 90 days"),
    ],
)
def test_asked_for(name: str, since: str, until: str, first: str, last: str) -> None:
    found = period_of(name, since, until, today=TODAY)
    assert (found.since.isoformat(), found.until.isoformat()) == (first, last)


def test_in_january_last_month_is_december() -> None:
    found = period_of("last-month", "", "", today=date(2026, 1, 5))
    assert (found.since, found.until) == (date(2025, 12, 1), date(2025, 12, 31))


def test_before_it_lie_as_many_days() -> None:
    period = Period("own", date(2026, 3, 10), date(2026, 3, 16))
    assert (period.days, period.before.since, period.before.until) == (7, date(2026, 3, 3), date(2026, 3, 9))


def test_weeks_begin_on_monday_and_cover_every_day() -> None:
    period = Period("own", date(2026, 3, 8), date(2026, 3, 16))  # a Sunday to a Monday
    assert list(period.weeks()) == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
