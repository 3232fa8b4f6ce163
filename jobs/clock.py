"""The database's clock. Leases and due moments use no other: two machines may disagree about the time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.dateparse import parse_datetime


def now_sql(seconds: bool = False) -> str:
    """SQL for the current moment, or, with ``seconds``, that moment plus a number bound to one ``%s``.

    On PostgreSQL the wall clock, not the transaction's start; on SQLite text in the form Django stores.
    """
    if connection.vendor == "postgresql":
        return "(clock_timestamp() + make_interval(secs => %s))" if seconds else "clock_timestamp()"
    if seconds:
        return "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', printf('%%+.3f seconds', %s))"
    return "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"


def as_moment(value: object) -> datetime:
    """A moment as the database returned it to a raw query (text on SQLite) as an aware datetime."""
    if isinstance(value, datetime):
        return value
    parsed = parse_datetime(str(value))
    if parsed is None:
        raise ValueError(f"not a moment: {value!r}")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def database_now() -> datetime:
    """The current moment according to the database, aware, UTC."""
    with connection.cursor() as cursor:
        # An empty list keeps the doubled percent signs meaningful on both databases.
        cursor.execute(f"SELECT {now_sql()}", [])
        return as_moment(cursor.fetchone()[0])
