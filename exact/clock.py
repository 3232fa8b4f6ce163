"""Time. Windows and ages use the database's clock, so that several machines agree; deadlines are monotonic."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC, by the database's clock where the database has one of its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
        return row[0].astimezone(UTC)
    return timezone.now()
