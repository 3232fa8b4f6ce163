"""Sessions: when they began, when they end, who proved when to be himself, and where else one is logged in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from workbench.accounts.address import address_of
from workbench.accounts.people import Person

ENTERED, SEEN, PROVED, WHENCE = "entered_at", "seen_at", "proved_at", "whence"
# For so long nobody is asked again who he is.
PROVED_SECONDS = 15 * 60
# How exactly it is known when somebody was last there: each time costs a write.
SEEN_SECONDS = 60
# Parts of pages that ask by themselves, by the element that does: no sign of a person.
BY_ITSELF = frozenset({"run", "presence", "exact-away", "connect-status", "reading-now"})


def enter(request: HttpRequest, person: User) -> None:
    """Log somebody in, with a fresh session that knows when and from where."""
    backend = "django.contrib.auth.backends.ModelBackend"
    login(request, person, backend=backend)
    request.session[ENTERED] = request.session[SEEN] = int(time.time())
    request.session[WHENCE] = [address_of(request), request.headers.get("User-Agent", "")[:200]]
    prove(request)


def prove(request: HttpRequest) -> None:
    """This person just proved to be who he is."""
    request.session[PROVED] = int(time.time())


def proved_lately(request: HttpRequest) -> bool:
    """Whether that was within the last quarter of an hour."""
    return 0 <= time.time() - request.session.get(PROVED, 0) < PROVED_SECONDS


def has_ended(request: HttpRequest) -> bool:
    """Whether the session is over: too long ago begun, or nobody there for too long (when that is set)."""
    now, session = time.time(), request.session
    if now - session.get(ENTERED, now) >= settings.SESSION_COOKIE_AGE:
        return True
    idle = settings.INBOEK_IDLE_MINUTES * 60
    return bool(idle) and now - session.get(SEEN, now) >= idle


def note_presence(request: HttpRequest) -> None:
    """Somebody is there; what a page asks by itself is no sign of it."""
    asked_by_itself = request.headers.get("HX-Trigger", "") in BY_ITSELF
    if not settings.INBOEK_IDLE_MINUTES or asked_by_itself:
        return
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= SEEN_SECONDS:
        request.session[SEEN] = now


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One session of a person: since when, last seen (only known when idle ones end), from which address and with
    which browser; ``here`` is the one that asks."""

    key: str
    since: datetime | None
    seen: datetime | None
    address: str
    browser: str
    here: bool


def sessions_of(person: Person, *, here: str = "") -> list[Elsewhere]:
    """Where a person is logged in now, this session first. All sessions there are are looked through: they are few."""
    found = []
    for row, data in _open(person):
        address, browser = (*data.get(WHENCE, ("", "")), "", "")[:2]
        seen = _moment(data.get(SEEN)) if settings.INBOEK_IDLE_MINUTES else None
        since = _moment(data.get(ENTERED))
        found.append(Elsewhere(row.session_key, since, seen, address, _browser(browser), row.session_key == here))
    return sorted(found, key=lambda each: (not each.here, -(each.since.timestamp() if each.since else 0)))


def end_sessions(person: Person, *, but: str = "") -> int:
    """End every session of a person, except the one with the key ``but``; how many."""
    keys = [row.session_key for row, _data in _open(person) if row.session_key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _open(person: Person) -> Iterator[tuple[Session, dict[str, Any]]]:
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500):
        data = row.get_decoded()
        if data.get(SESSION_KEY) == str(person.pk):
            yield row, data


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Macintosh", "Linux")


def _browser(agent: str) -> str:
    """The name of browser and machine in what a browser says of itself; what says neither is shown as it is."""
    named = next((name for sign, name in _BROWSERS if f"{sign}/" in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return " · ".join(filter(None, (named, system))) or agent[:40]
