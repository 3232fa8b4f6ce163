"""The sandbox's own clock: real time plus a shift that tests and demonstrations may set."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SERVER_ZONE = ZoneInfo("Europe/Amsterdam")
"""Zone of the simulated server: ``Created`` and ``Modified`` carry its local time, written as if it were UTC."""


class Clock:
    """Seconds since 1970 with an adjustable shift; every rule of the sandbox reads time here only."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def now(self) -> float:
        """Shifted time in seconds since 1970 UTC."""
        return time.time() + self.shift

    def advance(self, seconds: float) -> None:
        """Move the clock by ``seconds`` (negative is back)."""
        self.shift += seconds

    def local(self) -> datetime:
        """Server-local time without zone, to the millisecond."""
        moment = datetime.fromtimestamp(self.now(), SERVER_ZONE).replace(tzinfo=None)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def utc_offset(self) -> int:
        """Seconds by which server-local time is ahead of UTC."""
        offset = datetime.fromtimestamp(self.now(), SERVER_ZONE).utcoffset() or timedelta()
        return int(offset.total_seconds())

    def utc_day(self) -> int:
        """Number of whole UTC days since 1970 (the daily limit's day)."""
        return int(self.now() // 86400)

    def utc(self) -> datetime:
        """Shifted time as aware UTC datetime."""
        return datetime.fromtimestamp(self.now(), UTC)
