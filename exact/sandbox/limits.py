"""Call limits per app and administration, and the block after too many errors on one endpoint."""

import threading
from collections import defaultdict, deque
from typing import Any

from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings

COUNTED_ERRORS = (400, 401, 403, 404)
Counter = tuple[str, int]


class Limits:
    """Counts calls in clock minutes and UTC days, and errors in a sliding hour. Rebuilt from the call log at start."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self._lock = threading.Lock()
        self._minutes: dict[tuple[Counter, int], int] = defaultdict(int)
        self._days: dict[tuple[Counter, int], int] = defaultdict(int)
        self._errors: dict[tuple[Any, ...], deque[float]] = defaultdict(deque)
        self._blocked: dict[tuple[Any, ...], float] = {}
        self._strikes: dict[tuple[Any, ...], int] = defaultdict(int)

    def recall(self, client: str, division: int, at: float) -> None:
        """Count a call of the past (from the log)."""
        self._days[((client, division), int(at // 86400))] += 1
        self._minutes[((client, division), int(at // 60))] += 1

    def take(self, client: str, division: int) -> tuple[bool, dict[str, str]]:
        """Count one call. Returns (allowed, headers): all six when allowed, only the exhausted set when not."""
        settings, now = self.settings, self.clock.now()
        minute, day, who = int(now // 60), int(now // 86400), (client, division)
        with self._lock:
            used_minute, used_day = self._minutes[who, minute], self._days[who, day]
            daily = _headers("X-RateLimit", settings.daily_limit, used_day + 1, (day + 1) * 86400)
            minutely = _headers("X-RateLimit-Minutely", settings.minutely_limit, used_minute + 1, (minute + 1) * 60)
            if settings.limits and used_day >= settings.daily_limit:
                return False, daily
            if settings.limits and used_minute >= settings.minutely_limit:
                return False, minutely
            self._minutes[who, minute] += 1
            self._days[who, day] += 1
            if len(self._minutes) > 500:
                for old in [key for key in self._minutes if key[1] < minute - 1]:
                    del self._minutes[old]
        return True, daily | minutely

    def blocked(self, who: tuple[Any, ...]) -> bool:
        """True while (app, user, administration, endpoint) is blocked for its errors."""
        with self._lock:
            return self.settings.limits and self._blocked.get(who, 0) > self.clock.now()

    def record(self, who: tuple[Any, ...], status: int) -> None:
        """Note an answer; the error after the permitted ones starts a block, twice as long at each repetition."""
        if status not in COUNTED_ERRORS or not self.settings.limits:
            return
        now = self.clock.now()
        with self._lock:
            errors = self._errors[who]
            errors.append(now)
            while errors and errors[0] <= now - 3600:
                errors.popleft()
            if len(errors) > self.settings.error_limit:
                self._blocked[who] = now + self.settings.error_block_seconds * 2 ** self._strikes[who]
                self._strikes[who] += 1
                errors.clear()

    def reset(self) -> None:
        """Forget all counts and blocks."""
        with self._lock:
            for counted in (self._minutes, self._days, self._errors, self._blocked, self._strikes):
                counted.clear()


def _headers(prefix: str, limit: int, used: int, reset: int) -> dict[str, str]:
    return {
        f"{prefix}-Limit": str(limit),
        f"{prefix}-Remaining": str(max(limit - used, 0)),
        f"{prefix}-Reset": str(reset * 1000),
    }
