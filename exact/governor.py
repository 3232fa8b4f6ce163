"""The one who says whether a call may be made: calls and errors per division, kept in the database.

A permit is taken before the call by one conditional UPDATE and never given back, so a crash cannot overspend.
Exact allows 60 calls per clock minute and 5,000 a day, and blocks a key after more than 10 counted errors
(400, 401, 403, 404) per endpoint and hour. We stop at 54 and at 5. What Exact's headers say can only lower the
allowance; a header that is missing means unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Least

from exact import answers, clock, conf
from exact.errors import BreakerOpen, RateLimited
from exact.models import ErrorWindow, RateWindow

BREAKER_ERRORS = 5
DAY_LIMIT = 5000


class Purpose(StrEnum):
    """For whom a call is made; each has its share of the day."""

    POSTING = "posting"
    PEOPLE = "people"
    SYNC = "sync"
    RECONCILIATION = "reconciliation"


SHARES = {Purpose.POSTING: 70, Purpose.PEOPLE: 10, Purpose.SYNC: 15, Purpose.RECONCILIATION: 5}  # per cent


class Governor:
    """Permits and verdicts for one (connection, division)."""

    def __init__(self, connection_id: int, division: int, purpose: Purpose) -> None:
        self.connection_id = connection_id
        self.division = division
        self.purpose = purpose

    def permit(self, endpoint: str) -> None:
        """Spend one call. Raises BreakerOpen or RateLimited (with ``retry_at``) when it may not be made."""
        now = clock.now()
        self._breaker(endpoint, now)
        if self._spend(now):
            return
        row, created = RateWindow.objects.get_or_create(connection_id=self.connection_id, division=self.division)
        if created and self._spend(now):
            return
        row.refresh_from_db()
        raise RateLimited("our own limit", retry_at=self._when(row, now))

    def _spend(self, now: datetime) -> bool:
        minute = int(now.timestamp()) // 60
        today = now.astimezone(UTC).date()
        cap = int(conf.get("CALLS_PER_MINUTE", 54))
        mine = f"used_{self.purpose.value}"
        same_minute, same_day = Q(minute=minute), Q(day=today)
        server_open = Q(minute_reset__lte=now) | Q(minute_reset__isnull=True) | Q(minute_remaining__isnull=True)
        day_open = Q(day_reset__lte=now) | Q(day_reset__isnull=True) | Q(day_remaining__isnull=True)
        limit = F("day_limit")
        share = limit * SHARES[self.purpose] / 100
        evening = now.astimezone(ZoneInfo(conf.get("TIME_ZONE", "Europe/Amsterdam"))).time() >= time(20, 0)
        within_share = Q(day_used__lt=limit)
        if not (evening and self.purpose is Purpose.POSTING):
            within_share &= Q(**{f"{mine}__lt": share})
        fresh = {
            f"used_{other.value}": Case(
                When(same_day, then=F(f"used_{other.value}") + (1 if other is self.purpose else 0)),
                default=Value(1 if other is self.purpose else 0),
            )
            for other in Purpose
        }
        return bool(
            RateWindow.objects.filter(connection_id=self.connection_id, division=self.division)
            .filter(~same_minute | Q(used__lt=cap))
            .filter(server_open | Q(minute_remaining__gt=0))
            .filter(day_open | Q(day_remaining__gt=0))
            .filter(~same_day | Q(day__isnull=True) | within_share)
            .filter(Q(blocked_until__isnull=True) | Q(blocked_until__lte=now))
            .update(
                used=Case(When(same_minute, then=F("used") + 1), default=Value(1)),
                minute=minute,
                day_used=Case(When(same_day, then=F("day_used") + 1), default=Value(1)),
                day=today,
                minute_remaining=Case(
                    When(Q(minute_reset__gt=now), then=F("minute_remaining") - 1), default=Value(None)
                ),
                day_remaining=Case(When(Q(day_reset__gt=now), then=F("day_remaining") - 1), default=Value(None)),
                **fresh,
            )
        )

    def _when(self, row: RateWindow, now: datetime) -> datetime:
        """When the tightest of the limits that are shut opens again."""
        next_minute = datetime.fromtimestamp((int(now.timestamp()) // 60 + 1) * 60, UTC)
        tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(0), UTC)
        moments = [next_minute]
        if row.blocked_until and row.blocked_until > now:
            moments.append(row.blocked_until)
        if row.minute_reset and row.minute_reset > now and (row.minute_remaining or 0) <= 0:
            moments.append(row.minute_reset)
        if row.day_reset and row.day_reset > now and row.day_remaining is not None and row.day_remaining <= 0:
            moments.append(row.day_reset)
        if row.day == now.astimezone(UTC).date():
            used = getattr(row, f"used_{self.purpose.value}")
            if used >= row.day_limit * SHARES[self.purpose] / 100 or row.day_used >= row.day_limit:
                moments.append(tomorrow)
        return max(moments)

    def heard(self, endpoint: str, status: int, headers: Mapping[str, str]) -> None:
        """Learn from an answer: Exact's own counters, a refusal for rate, a counted error."""
        now = clock.now()
        window = RateWindow.objects.filter(connection_id=self.connection_id, division=self.division)
        self._learn(window, headers)
        if status == 429:
            until = answers.limit_reset(headers) or now + timedelta(seconds=conf.period("LIMIT_PAUSE"))
            window.update(blocked_until=until)
        if answers.counted(status):
            self._count(endpoint, now)
        elif status < 400:
            self._errors(endpoint).filter(Q(transport_failures__gt=0) | Q(open_until__isnull=False)).update(
                transport_failures=0, open_until=None, errors=0
            )

    def _learn(self, window: QuerySet[RateWindow], headers: Mapping[str, str]) -> None:
        changes: dict[str, object] = {}
        for name, prefix in (("minute", "X-RateLimit-Minutely-"), ("day", "X-RateLimit-")):
            try:
                left = int(headers[f"{prefix}Remaining"])
            except (KeyError, ValueError):
                continue
            reset = answers.epoch_ms(headers, f"{prefix}Reset")
            if reset is None:
                continue
            same = Q(**{f"{name}_reset": reset, f"{name}_remaining__isnull": False})
            changes[f"{name}_remaining"] = Case(
                When(same, then=Least(F(f"{name}_remaining"), Value(left))), default=Value(left)
            )
            changes[f"{name}_reset"] = reset
        limit = headers.get("X-RateLimit-Limit", "")
        if limit.isdigit() and int(limit) > 0:
            changes["day_limit"] = int(limit)
        if changes:
            window.update(**changes)

    def failed(self, endpoint: str) -> None:
        """A transport failure: five in a row pause the endpoint for a minute."""
        row = self._error_row(endpoint, clock.now())
        ErrorWindow.objects.filter(pk=row.pk).update(transport_failures=F("transport_failures") + 1)
        ErrorWindow.objects.filter(pk=row.pk, transport_failures__gte=BREAKER_ERRORS).update(
            open_until=clock.now() + timedelta(seconds=conf.period("BREAKER_TRANSPORT_PAUSE")), transport_failures=0
        )

    def _errors(self, endpoint: str) -> QuerySet[ErrorWindow]:
        return ErrorWindow.objects.filter(
            connection_id=self.connection_id, division=self.division, endpoint=endpoint[:100]
        )

    def _error_row(self, endpoint: str, now: datetime) -> ErrorWindow:
        row, _ = ErrorWindow.objects.get_or_create(
            connection_id=self.connection_id,
            division=self.division,
            endpoint=endpoint[:100],
            defaults={"started_at": now},
        )
        return row

    def _count(self, endpoint: str, now: datetime) -> None:
        row = self._error_row(endpoint, now)
        window = timedelta(seconds=conf.period("BREAKER_WINDOW"))
        ErrorWindow.objects.filter(pk=row.pk, started_at__lte=now - window).update(
            started_at=now, errors=0, open_until=None
        )
        ErrorWindow.objects.filter(pk=row.pk).update(errors=F("errors") + 1)
        ErrorWindow.objects.filter(pk=row.pk, errors__gte=BREAKER_ERRORS).update(open_until=now + window)

    def _breaker(self, endpoint: str, now: datetime) -> None:
        until = self._errors(endpoint).filter(open_until__isnull=False).values_list("open_until", flat=True).first()
        if until is None:
            return
        if until <= now:
            # One probe goes through: whoever moves the moment forward.
            pause = timedelta(seconds=conf.period("BREAKER_TRANSPORT_PAUSE"))
            if self._errors(endpoint).filter(open_until=until).update(open_until=now + pause):
                return
            until = now + pause
        raise BreakerOpen("too many errors on this endpoint", retry_at=until)
