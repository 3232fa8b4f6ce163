"""Reads for the frame; a handful of counts, capped by the database's indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from exact import reach
from exact.models import Administration, Connection
from exact.models.connection import ConnectionState
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.models import Document, Draft, Message
from workbench.models.document import DocumentState
from workbench.models.message import MessageState
from workbench.queue.selectors import approve_view, counts

SESSION_KEY = "administration"


def visible_administrations(user: Visitor) -> list[Administration]:
    """The administrations a person works in, by name."""
    return list(administrations_for(user).order_by("name"))


def current_administration(request: HttpRequest, visible: list[Administration]) -> Administration | None:
    """The administration chosen in the top bar; None means all of them."""
    chosen = request.session.get(SESSION_KEY)
    return next((administration for administration in visible if administration.pk == chosen), None)


def asked_administration(request: HttpRequest, visible: list[Administration]) -> Administration | None:
    """The administration named in the address (``?administration=``), as the start page's figures link to it."""
    asked = request.GET.get("administration", "")
    return next((administration for administration in visible if str(administration.pk) == asked), None)


@dataclass(frozen=True, slots=True)
class RailCounts:
    """What waits for *you*, per part of the product; ``approve_view``: the view that ``approve`` counts."""

    inbox: int
    review: int
    match: int
    approve: int
    post: int
    failed: int
    vendors: int
    reading: int
    approve_view: str = "ready"


def rail_counts(user: Visitor, current: Administration | None) -> RailCounts:
    """The numbers beside the rail's entries, in three queries; a draft counts as in the view the entry leads to."""
    scope = [current] if current else administrations_for(user)
    named = ("mine", "ready", "approve", "match", "approved", "failed", "new-vendors")
    drafts = counts(Draft.objects.filter(administration__in=scope), named, user)
    inbox = Message.objects.filter(
        administration__in=scope, state__in=[MessageState.QUESTION, MessageState.FAILED]
    ).count()
    waiting = Document.objects.filter(
        administration__in=scope, state__in=[DocumentState.WAITING, DocumentState.READING]
    ).count()
    return RailCounts(
        inbox=inbox,
        review=drafts["mine"],
        match=drafts["match"],
        approve=drafts["approve"],
        post=drafts["approved"],
        failed=drafts["failed"],
        vendors=drafts["new-vendors"],
        reading=waiting,
        approve_view=approve_view(drafts["approve"], drafts["ready"]),
    )


@dataclass(frozen=True, slots=True)
class ExactStatus:
    """The link with Exact in one word: connected, away (``since`` when), none, signed_out or held.

    ``consent_ends``: the moment, when that is near; ``renewal_fails``: it could not be renewed several times."""

    word: str
    synced_at: datetime | None
    reason: str = ""
    since: datetime | None = None
    consent_ends: datetime | None = None
    renewal_fails: bool = False


def exact_status() -> ExactStatus:
    """How the link with Exact is doing, for the foot of the rail and the banner."""
    connection = Connection.objects.order_by("-pk").first()
    synced = (
        Administration.objects.filter(active=True)
        .exclude(synced_at=None)
        .order_by("-synced_at")
        .values_list("synced_at", flat=True)
    ).first()
    if connection is None or connection.state == ConnectionState.DISCONNECTED:
        return ExactStatus("none", synced)
    if connection.state == ConnectionState.NEEDS_CONSENT:
        return ExactStatus("signed_out", synced)
    if connection.state == ConnectionState.HELD:
        return ExactStatus("held", synced, connection.held_reason)
    now = timezone.now()
    if reach.is_away(connection, now):
        return ExactStatus("away", synced, since=connection.away_since)
    return ExactStatus(
        "connected",
        synced,
        consent_ends=reach.consent_ends(connection, now),
        renewal_fails=reach.renewal_fails(connection),
    )
