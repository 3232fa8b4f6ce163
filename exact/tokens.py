"""The tokens of one connection: encrypted at rest, renewed by one process at a time, never lost to a crash.

Exact's refresh token works once. Whoever renews therefore wins the row first by one conditional UPDATE, writes the
raw answer to a journal file and syncs it before reading it, and only then commits the new tokens. A renewal that was
cut off is finished from the journal, or tried once more with the old token. Renewal is legal only in the last
30 seconds of the token's 600; earlier attempts are refused and spend one of 200 token calls a day.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from exact import clock, conf, events, http, reach, sealing, token_journal, wire
from exact.errors import ConnectionHeld, ExactError, NeedsConsent, NotSent, OutcomeUnknown, TokenBudget, TokenBusy
from exact.faultpoint import faultpoint
from exact.models import Connection, ConnectionState

TOKEN_PATH = "/api/oauth2/token"  # noqa: S105 - an address
CALLS_PER_DAY = 190  # Exact allows 200 per key and user
POLL = 0.25  # seconds
LAST_SHARE = 0.05  # the last 30 of 600 seconds, in which renewal is legal
FORCED_PAUSE = 60  # seconds between two renewals that were not due


def encrypt(connection_id: int, secret: str) -> str:
    """Ciphertext bound to the connection: it cannot be moved to another row."""
    return sealing.seal(f"connection:{connection_id}", secret)


def decrypt(connection_id: int, stored: str) -> str:
    """The secret. Raises NeedsConsent when it cannot be read with our keys or belongs to another row."""
    try:
        return sealing.unseal(f"connection:{connection_id}", stored)
    except sealing.Unreadable as error:
        raise NeedsConsent(f"the stored token {error}") from None


@dataclass(frozen=True, slots=True)
class Granted:
    """A parsed token answer; ``expires_in`` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


def parse_grant(body: bytes) -> Granted:
    """Read a token answer; ``expires_in`` is text in practice. Raises ValueError when something is missing."""
    parsed = wire.loads(body)
    if not isinstance(parsed, dict):
        raise ValueError("not a token answer")
    access, refresh = parsed.get("access_token"), parsed.get("refresh_token")
    if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
        raise ValueError("not a token answer")
    return Granted(access, refresh, int(parsed.get("expires_in") or 600))


def call_token_endpoint(connection: Connection, form: dict[str, str]) -> http.Answer:
    """One counted call. Raises TokenBudget, NotSent, OutcomeUnknown."""
    from urllib.parse import urlencode

    today = clock.now().astimezone(UTC).date()
    rows = Connection.objects.filter(pk=connection.pk)
    rows.exclude(token_calls_day=today).update(token_calls_day=today, token_calls=0)
    if not rows.filter(token_calls__lt=CALLS_PER_DAY).update(token_calls=F("token_calls") + 1):
        raise TokenBudget("the token calls of today are used up")
    form = {**form, "client_id": connection.client_id, "client_secret": settings.EXACT_CLIENT_SECRET}
    return http.request(
        "POST",
        connection.base_url.rstrip("/") + TOKEN_PATH,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        content=urlencode(form).encode(),
        read_timeout=conf.period("TOKEN_TIMEOUT"),
        fault_marks=("", "T2"),
    )


def _due(row: Connection, now: datetime) -> bool:
    """Is it time, and legal, to renew? Counted from the arrival of the answer, so that Exact agrees."""
    if row.received_at is None or row.issued_at is None:
        return True
    return now >= row.received_at + timedelta(seconds=row.expires_in * (1 - LAST_SHARE) + min(1, row.expires_in * 0.01))


def _refuse_unusable(row: Connection) -> None:
    if row.state in (ConnectionState.NEEDS_CONSENT, ConnectionState.DISCONNECTED) or (
        row.state == ConnectionState.OK and not row.refresh_token
    ):
        raise NeedsConsent(row.held_reason or "no consent")
    if row.state == ConnectionState.HELD:
        raise ConnectionHeld(row.held_reason)


def access_token(connection_id: int) -> str:
    """A usable access token; renews when due. Waits for another process that is renewing, up to 20 s.

    Raises NeedsConsent, ConnectionHeld, TokenBudget, TokenBusy (come back later).
    """
    deadline = time.monotonic() + conf.period("TOKEN_WAIT")
    while True:
        row = Connection.objects.get(pk=connection_id)
        _refuse_unusable(row)
        now = clock.now()
        if row.state == ConnectionState.OK and not _due(row, now):
            return _opened(row, row.access_token)
        if row.refresh_not_before and row.refresh_not_before > now:
            if row.issued_at and now < row.issued_at + timedelta(seconds=row.expires_in - 2):
                return _opened(row, row.access_token)
            raise TokenBusy("renewal pauses after a failure", retry_at=row.refresh_not_before)
        stale = row.state == ConnectionState.REFRESHING and _stale(row, now)
        if row.state == ConnectionState.OK or stale:
            _renew(row, now, recovering=stale)
            continue
        if time.monotonic() > deadline:
            raise TokenBusy("another process is renewing the token", retry_at=now + timedelta(seconds=5))
        time.sleep(POLL)


def _opened(row: Connection, stored: str) -> str:
    """A stored token. One that our keys do not open stops the connection, which says so: with the right keys an admin
    releases it, without them he connects again. Raises ConnectionHeld."""
    try:
        return decrypt(row.pk, stored)
    except NeedsConsent as error:
        reason = f"{error}: the keys of this instance (secrets/token_keys) are not those it was stored with"
        rows = Connection.objects.filter(pk=row.pk, token_version=row.token_version)
        if rows.update(state=ConnectionState.HELD, held_reason=reason, refresh_owner="", refresh_started_at=None):
            events.notify("connection_changed", connection_id=row.pk)
        raise ConnectionHeld(reason) from error


def _stale(row: Connection, now: datetime) -> bool:
    """Has the renewing process died? Its call has a time limit; on our own host we can simply look."""
    if row.refresh_started_at is None:
        return True
    host, _, pid = row.refresh_owner.rpartition(":")
    if host == _host() and pid.isdigit() and int(pid) != os.getpid() and not _alive(int(pid)):
        return True
    return now > row.refresh_started_at + timedelta(seconds=conf.period("TOKEN_TIMEOUT") + 15)


def _host() -> str:
    return os.uname().nodename


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _renew(row: Connection, now: datetime, *, recovering: bool) -> None:
    """Win the row, call, journal, commit. Returns when the row has changed; raises when nothing more can be done."""
    version = row.token_version + 1
    owner = f"{_host()}:{os.getpid()}"
    won = Connection.objects.filter(
        pk=row.pk, state=row.state, token_version=row.token_version, refresh_started_at=row.refresh_started_at
    ).update(state=ConnectionState.REFRESHING, token_version=version, refresh_owner=owner, refresh_started_at=now)
    if not won:
        return
    row.refresh_from_db()
    if recovering:
        kept = token_journal.read(row.pk, sealing.fernet())
        if kept is not None and _adopt(row, version, *kept):
            return
    refresh_token = _opened(row, row.refresh_token)
    try:
        token_journal.make_room(row.pk)
    except OSError as error:
        _pause(row, version, f"the answer could not be kept ({error.strerror})")
        return
    faultpoint("T1")
    started = clock.now()
    try:
        answer = call_token_endpoint(row, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    except (NotSent, OutcomeUnknown) as error:
        reach.failed(row.pk)
        _pause(row, version, type(error).__name__)
        return
    except TokenBudget:
        _back(row, version, refresh_not_before=clock.now() + timedelta(minutes=15))
        raise
    faultpoint("T3")
    _settle(row, version, started, answer)


def _settle(row: Connection, version: int, started: datetime, answer: http.Answer) -> None:
    if answer.status == 200:
        token_journal.write(row.pk, version, started, answer.body, sealing.fernet())
        faultpoint("T4")
        if not _adopt(row, version, started, answer.body):
            _pause(row, version, "unreadable token answer")
        return
    said = answer.body[:2000].decode("utf-8", "replace").lower()
    now = clock.now()
    try:
        # A refusal may carry a new refresh token all the same.
        token_journal.write(row.pk, version, started, answer.body, sealing.fernet())
        if _adopt(row, version, started, answer.body):
            return
    finally:
        token_journal.drop(row.pk)
    if "not expired" in said or "tooearly" in answer.headers.get("Reason", "").lower():
        # Exact vouches for the present token. Its age is unknown to us, so ask again in a while.
        _back(row, version, refresh_not_before=now + timedelta(seconds=max(1, row.expires_in * LAST_SHARE)))
        if row.issued_at is None or now > row.issued_at + timedelta(seconds=row.expires_in - 2):
            Connection.objects.filter(pk=row.pk, token_version=version).update(
                issued_at=now - timedelta(seconds=row.expires_in * 0.5)
            )
    elif answer.status in (400, 401) and any(
        sign in said for sign in ("unauthorized_client", "old refresh token", "refresh token expired", "invalid_grant")
    ):
        _lose(row, version, said)
    elif answer.status in (400, 401, 403):
        _end(row, version, ConnectionState.HELD, "the app's id or secret is refused by Exact")
    else:
        if answer.status >= 500:
            reach.failed(row.pk)
        _pause(row, version, f"status {answer.status}")


def _mine(row: Connection, version: int) -> QuerySet[Connection]:
    return Connection.objects.filter(pk=row.pk, token_version=version, state=ConnectionState.REFRESHING)


def _back(row: Connection, version: int, **changes: Any) -> None:
    _mine(row, version).update(state=ConnectionState.OK, refresh_owner="", refresh_started_at=None, **changes)


def _pause(row: Connection, version: int, reason: str) -> None:
    """The call failed without a verdict: try the same token again after a growing pause."""
    wait = min(300.0, 1.0 * 2 ** min(row.refresh_failures, 8))
    _back(
        row,
        version,
        refresh_not_before=clock.now() + timedelta(seconds=wait),
        refresh_failures=F("refresh_failures") + 1,
        held_reason=f"token service: {reason}"[:200],
    )


def _lose(row: Connection, version: int, said: str) -> None:
    _end(row, version, ConnectionState.NEEDS_CONSENT, "Exact no longer accepts the stored token")


def _end(row: Connection, version: int, state: ConnectionState, reason: str) -> None:
    with transaction.atomic():
        if _mine(row, version).update(state=state, held_reason=reason, refresh_owner="", refresh_started_at=None):
            events.notify("connection_changed", connection_id=row.pk)


def _adopt(row: Connection, version: int, started: datetime, body: bytes) -> bool:
    """Commit the tokens of a raw answer and forget the journal. False when it holds none."""
    try:
        granted = parse_grant(body)
    except (ValueError, TypeError):
        return False
    _mine(row, version).update(**fresh(row.pk, granted, started), refresh_owner="", refresh_started_at=None)
    faultpoint("T5")
    token_journal.drop(row.pk)
    return True


def fresh(connection_id: int, granted: Granted, started: datetime) -> dict[str, Any]:
    """The columns that a new grant sets."""
    return {
        "access_token": encrypt(connection_id, granted.access_token),
        "refresh_token": encrypt(connection_id, granted.refresh_token),
        "expires_in": granted.expires_in,
        "issued_at": started,
        "received_at": clock.now(),
        "state": ConnectionState.OK,
        "refresh_not_before": None,
        "refresh_failures": 0,
        "suspected_at": None,
        "held_reason": "",
        "away_since": None,
        "away_failures": 0,
    }


def suspect(connection_id: int) -> bool:
    """Exact refused a token twice that should be valid: renew once although it is not due. True when worth a retry.

    At most once a minute; if Exact then says the token has not expired, the refusal had another cause.
    """
    now = clock.now()
    row = Connection.objects.get(pk=connection_id)
    if row.state != ConnectionState.OK:
        return False
    if row.suspected_at and row.suspected_at > now - timedelta(seconds=FORCED_PAUSE):
        return False
    won = Connection.objects.filter(pk=row.pk, suspected_at=row.suspected_at).update(suspected_at=now)
    if not won:
        return False
    row.refresh_from_db()
    try:
        _renew(row, now, recovering=False)
    except ExactError:
        return False
    row.refresh_from_db()
    _refuse_unusable(row)
    return True
