"""Terms of keeping. Pure.

Hints, no advice: the Netherlands ask seven years (ten for real estate) after the year (AWR article 52, Wet OB article
34a), Belgium ten for VAT since 2023 (article 60 of its VAT code).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

HINT_YEARS = {"NL": 7, "BE": 10}
MOST_YEARS = 50
MOST_DAYS = 3650


def before_which(today: date, years: int) -> date | None:
    """The first day that is not past its term: what is wholly before it may go. None when no term is set.

    A term counts in whole years after the year of a document: with 7, something of 2018 may go from 2026 on.
    """
    return date(today.year - years, 1, 1) if years > 0 else None


def noise_before(now: datetime, days: int) -> datetime | None:
    """The moment before which mails without anything to book may go; None when no term is set."""
    return now - timedelta(days=days) if days > 0 else None
