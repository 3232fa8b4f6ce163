"""Since when Exact is away, how much it lets us ask, and when its consent ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exact import http, reach, tokens
from exact.budget import Budget, budget_of
from exact.errors import ExactError, NotSent
from exact.gateway import ExactGateway
from exact.models import Connection, ConnectionState, RateWindow
from tests.workbench.support import desk

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def ago(**passed: float) -> datetime:
    return NOW - timedelta(**passed)


@pytest.mark.parametrize(
    ("since", "failures", "away"),
    [
        (None, 0, False),
        (ago(seconds=70), 1, False),  # one call says little
        (ago(seconds=30), 5, False),  # a moment says little
        (ago(seconds=60), 2, True),
        (ago(hours=9), 80, True),
    ],
)
def test_away(since: datetime | None, failures: int, away: bool) -> None:
    assert reach.is_away(Connection(away_since=since, away_failures=failures), NOW) is away


@pytest.mark.parametrize(
    ("state", "renewed", "ends"),
    [
        ("ok", ago(days=1), None),
        ("ok", ago(days=22), None),
        ("ok", ago(days=23), ago(days=-7)),
        ("held", ago(days=29), ago(days=-1)),  # nothing renews it while it is held
        ("needs_consent", ago(days=29), None),  # it has ended: that is told otherwise
        ("ok", None, None),
    ],
)
def test_consent_ends(state: str, renewed: datetime | None, ends: datetime | None) -> None:
    assert reach.consent_ends(Connection(state=ConnectionState(state), received_at=renewed), NOW) == ends


@pytest.mark.django_db
def test_calls_that_fail_are_kept_and_the_first_answer_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    books = desk.books()  # its Exact is a port of loopback on which nobody listens
    monkeypatch.setattr(tokens, "access_token", lambda connection_id: "x")
    gateway = ExactGateway(books)
    for _again in range(2):
        with pytest.raises(NotSent):
            gateway.get("crm/Accounts")
    connection = Connection.objects.get()
    assert connection.away_failures == 2 and connection.away_since is not None
    first = connection.away_since
    for status, body, still in ((503, b"<html>maintenance</html>", True), (404, b"", False)):
        monkeypatch.setattr(http, "request", lambda *a, _s=status, _b=body, **k: http.Answer(_s, {}, _b))
        with pytest.raises(ExactError):
            gateway.get("crm/Accounts")
        connection.refresh_from_db()
        assert connection.away_since == (first if still else None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "resets", "told"),
    [
        (4212, NOW + timedelta(hours=3), 4212),
        (0, NOW + timedelta(hours=3), 0),
        (None, None, None),  # never read as zero
        (17, NOW - timedelta(minutes=1), None),  # of a day that is over
    ],
)
def test_budget_of_the_day(day: int | None, resets: datetime | None, told: int | None) -> None:
    books = desk.books()
    assert budget_of(books, NOW) is None
    RateWindow.objects.create(connection=books.connection, division=books.division, day_remaining=day, day_reset=resets)
    assert budget_of(books, NOW) == Budget(told, None, 5000, resets if told is not None else None)
