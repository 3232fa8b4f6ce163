"""Consent: from "Connect to Exact" to chosen administrations, and back to disconnected."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.text import slugify

from exact import clock, events, subscriptions, token_journal, tokens, wire
from exact.errors import ConsentRefused, ExactError
from exact.gateway import connection_rows
from exact.models import Administration, Connection, ConnectionState, Posting, PostingState

AUTHORISE_PATH = "/api/oauth2/auth"
STATE_SECONDS = 900
_SALT = "exact.consent"

# Reasons of a held posting that go away with the connection's trouble. An answer for a wrong division does not: a
# person looks at that posting first.
WAITED_FOR_CONNECTION = (
    "needs_consent",
    "connection_held",
    "administration_held",
    "forbidden",
    "not_found",
    "unauthorised",
)

_ME = ("CurrentDivision", "FullName", "UserID")
_DIVISION = (
    "Code",
    "Description",
    "Country",
    "Currency",
    "VATNumber",
    "ChamberOfCommerceNumber",
    "Status",
    "BlockingStatus",
    "CustomerName",
    "Hid",
)


@dataclass(frozen=True, slots=True)
class DivisionChoice:
    """A division the user granted. ``chosen`` when it is an administration here already."""

    division: int
    name: str
    country: str
    currency: str
    vat_number: str
    registration: str
    open: bool
    chosen: bool


def _bound(user_key: str) -> str:
    """The session and user behind a consent, in a form that may appear in an address."""
    return hashlib.sha256(f"{settings.SECRET_KEY}|{user_key}".encode()).hexdigest()[:32]


def start_consent(user_key: str, redirect_uri: str) -> str:
    """Address to send the user to. ``user_key`` names session and user; only the same pair can finish."""
    state = signing.dumps(
        {"u": _bound(user_key), "r": redirect_uri, "n": secrets.token_urlsafe(8)}, salt=_SALT, compress=True
    )
    query = urlencode(
        {
            "client_id": settings.EXACT_CLIENT_ID,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "force_login": "0",
            "state": state,
        }
    )
    return f"{settings.EXACT_BASE_URL.rstrip('/')}{AUTHORISE_PATH}?{query}"


def finish_consent(state: str, code: str, user_key: str, *, consented_by: str = "") -> Connection:
    """Exchange the code and keep the tokens. Postings that waited for the consent go on.

    Raises ConsentRefused for a forged, foreign or old ``state`` and for a code Exact does not take; NotSent and
    OutcomeUnknown when Exact cannot be reached (the user starts again).
    """
    try:
        known = signing.loads(state, salt=_SALT, max_age=STATE_SECONDS)
    except signing.BadSignature as error:
        raise ConsentRefused("state") from error
    if known.get("u") != _bound(user_key):
        raise ConsentRefused("state")
    connection, _ = Connection.objects.get_or_create(
        base_url=settings.EXACT_BASE_URL.rstrip("/"), client_id=settings.EXACT_CLIENT_ID
    )
    started = clock.now()
    answer = tokens.call_token_endpoint(
        connection, {"grant_type": "authorization_code", "code": code, "redirect_uri": known["r"]}
    )
    if answer.status != 200:
        raise ConsentRefused(answer.body[:200].decode("utf-8", "replace"), status=answer.status)
    try:
        granted = tokens.parse_grant(answer.body)
    except (ValueError, TypeError) as error:
        raise ConsentRefused("unreadable token answer") from error
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        Connection.objects.filter(pk=row.pk).update(
            **tokens.fresh(row.pk, granted, started),
            token_version=row.token_version + 1,
            refresh_owner="",
            refresh_started_at=None,
            consented_by=consented_by,
        )
        release_held(row.pk)
        subscriptions.soon_for(row)
        events.notify("connection_changed", connection_id=row.pk)
    token_journal.drop(connection.pk)
    connection.refresh_from_db()
    return connection


def release_held(connection_id: int) -> int:
    """Lift the holds on a connection's administrations and put what waited back into the queue; how many."""
    from exact.posting.queue import enqueue, requeue

    Administration.objects.filter(connection_id=connection_id).update(posting_hold="")
    of_connection = Posting.objects.filter(administration__connection_id=connection_id)
    for posting in of_connection.filter(state__in=(PostingState.UNKNOWN, PostingState.SENDING)):
        enqueue(posting)
    waiting = of_connection.filter(state=PostingState.HELD, error_code__in=WAITED_FOR_CONNECTION)
    return sum(1 for posting in waiting if requeue(posting))


def list_divisions(connection: Connection) -> list[DivisionChoice]:
    """What the user granted, for choosing. Raises the gateway's errors."""
    current = connection_rows(connection, "current/Me", _ME)
    if not current:
        raise ExactError("current/Me is empty")
    # The number in this path is not checked by Exact and chooses nothing.
    any_division = wire.integer(current[0], "CurrentDivision")
    chosen = set(Administration.objects.filter(active=True).values_list("division", flat=True))
    choices = []
    for row in connection_rows(connection, f"{any_division}/system/Divisions", _DIVISION):
        division = wire.integer(row, "Code")
        choices.append(
            DivisionChoice(
                division=division,
                name=wire.text(row, "Description", 200),
                country=wire.text(row, "Country", 2),
                currency=wire.text(row, "Currency", 3) or "EUR",
                vat_number=_identifier(wire.text(row, "VATNumber")),
                registration=_identifier(wire.text(row, "ChamberOfCommerceNumber")),
                open=wire.integer(row, "Status", 1) == 1 and wire.integer(row, "BlockingStatus") == 0,
                chosen=division in chosen,
            )
        )
    return sorted(choices, key=lambda choice: choice.name)


def _identifier(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())[:32]


def _code(choice: DivisionChoice) -> str:
    """A short name for addresses, unique: the first words of the name, else with the division number."""
    legal = {"bv", "b-v", "nv", "n-v", "bvba", "srl", "gmbh", "vof", "holding"}
    words = [word for word in slugify(choice.name).split("-") if word and word not in legal and len(word) > 1]
    short = "-".join(words[:2])[:24] or str(choice.division)
    if Administration.objects.filter(code=short).exclude(division=choice.division).exists():
        short = f"{short[:20]}-{choice.division}"
    return short


def choose_administrations(connection: Connection, divisions: Iterable[int], by: str) -> list[Administration]:
    """Make the chosen divisions administrations and start their first synchronisation.

    Others of this connection become inactive; nothing is deleted. Raises ValueError for a division that the user
    did not grant or that is archived or blocked, and for the number of books of another Exact.
    ``by`` is the person's name, for the log.
    """
    from jobs import api as jobs_api

    wanted = {int(division) for division in divisions}
    granted = {choice.division: choice for choice in list_divisions(connection)}
    unknown = sorted(d for d in wanted if d not in granted or not granted[d].open)
    if unknown:
        raise ValueError(f"not granted or not open: {unknown}")
    others = Administration.objects.filter(division__in=wanted).exclude(connection__base_url=connection.base_url)
    if others.exists():
        # The sandbox's or another country's: its documents and postings must not become these books'.
        raise ValueError(f"the number is that of other books here: {[other.division for other in others]}")
    with transaction.atomic():
        Administration.objects.filter(connection=connection).exclude(division__in=wanted).update(active=False)
        made = []
        for division in sorted(wanted):
            choice = granted[division]
            administration, _ = Administration.objects.update_or_create(
                division=division,
                defaults={
                    "connection": connection,
                    "name": choice.name,
                    "country": choice.country or "NL",
                    "currency": choice.currency,
                    "vat_number": choice.vat_number,
                    "registration": choice.registration,
                    "active": True,
                },
                create_defaults={
                    "connection": connection,
                    "code": _code(choice),
                    "name": choice.name,
                    "country": choice.country or "NL",
                    "currency": choice.currency,
                    "vat_number": choice.vat_number,
                    "registration": choice.registration,
                    "raw": {"chosen_by": by},
                },
            )
            jobs_api.enqueue(
                "sync_administration",
                subject=f"administration:{administration.pk}",
                dedupe_key=f"{administration.pk}:all",
                payload={"administration": administration.pk, "which": "all"},
            )
            made.append(administration)
        subscriptions.soon_for(connection)
    return made


def disconnect(connection: Connection) -> None:
    """End Exact's notices and forget the tokens. The mirror stays; postings wait. The user can also revoke the app in
    Exact's own pages."""
    subscriptions.end(connection)
    with transaction.atomic():
        _forget_tokens(connection)


def _forget_tokens(connection: Connection) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        state=ConnectionState.DISCONNECTED,
        access_token="",
        refresh_token="",
        issued_at=None,
        received_at=None,
        refresh_owner="",
        refresh_started_at=None,
        held_reason="",
    )
    token_journal.drop(connection.pk)
    events.notify("connection_changed", connection_id=connection.pk)


@transaction.atomic
def release(connection: Connection) -> int:
    """A person lifts the hold on the connection and its administrations; how many postings go on."""
    state = ConnectionState.OK if connection.refresh_token else ConnectionState.NEEDS_CONSENT
    Connection.objects.filter(pk=connection.pk, state=ConnectionState.HELD).update(
        state=state, held_reason="", refresh_owner="", refresh_started_at=None
    )
    released = release_held(connection.pk)
    events.notify("connection_changed", connection_id=connection.pk)
    return released
