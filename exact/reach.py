"""Whether Exact can be reached: since when its calls fail, kept on the connection so that every page can say so.

One call that fails says little. Exact is away when two or more failed in a row, the first at least a minute ago; any
answer of its own, a refusal too, ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from exact import clock
from exact.models import Connection, ConnectionState

AFTER = timedelta(minutes=1)
IN_A_ROW = 2
# Exact's refresh token lives this long unused: every renewal begins it anew (exact-online-api.md, tokens).
CONSENT = timedelta(days=30)
WARN_BEFORE = timedelta(days=7)
# So many renewals refused or unanswered in a row are no hiccup.
MANY_FAILURES = 3


def failed(connection_id: int) -> None:
    """A call did not arrive, was not answered in time, or was answered by 5xx without a verdict."""
    Connection.objects.filter(pk=connection_id).update(
        away_since=Coalesce(F("away_since"), clock.now()), away_failures=F("away_failures") + 1
    )


def answered(connection_id: int) -> None:
    """Exact said something itself."""
    Connection.objects.filter(pk=connection_id, away_since__isnull=False).update(away_since=None, away_failures=0)


def is_away(connection: Connection, now: datetime) -> bool:
    """Whether Exact is away for this connection."""
    since = connection.away_since
    return since is not None and connection.away_failures >= IN_A_ROW and now - since >= AFTER


def consent_ends(connection: Connection, now: datetime) -> datetime | None:
    """When the consent ends if nothing renews it, when that is within a week; None when it is not, or has ended."""
    if connection.state in (ConnectionState.NEEDS_CONSENT, ConnectionState.DISCONNECTED):
        return None
    if connection.received_at is None:
        return None
    end = connection.received_at + CONSENT
    return end if end - now <= WARN_BEFORE else None


def renewal_fails(connection: Connection) -> bool:
    """Whether the token could not be renewed several times in a row."""
    return connection.refresh_failures >= MANY_FAILURES
