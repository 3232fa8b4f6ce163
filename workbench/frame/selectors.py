"""Reads for the frame; a handful of counts, capped by the database's indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest

from exact.models import Administration, Connection
from exact.models.connection import ConnectionState
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.drafts.states import DraftState
from workbench.models import Document, Draft, Message
from workbench.models.document import DocumentState
from workbench.models.message import MessageState

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
    """What waits for *you*, per part of the product."""

    inbox: int
    review: int
    match: int
    approve: int
    post: int
    failed: int
    vendors: int
    reading: int


MATCH_CODES = [
    "AWAIT_RECEIPT",
    "QTY_RECEIVED",
    "QTY_ORDERED",
    "QTY_ACCEPTED",
    "PRICE_HIGH",
    "PRICE_LOW",
    "PRICE_TOTAL",
    "CHARGE_NOT_ON_PO",
    "CHARGE_HIGH",
    "PO_MISSING",
    "PO_NOT_FOUND",
    "PO_CLOSED",
    "LINE_AMBIGUOUS",
    "UOM_UNKNOWN",
    "CURRENCY_MISMATCH",
    "VENDOR_MISMATCH",
    "BLANKET_AMOUNT",
    "BLANKET_DATE",
    "CREDIT_EXCEEDS",
    "INVOICE_TOTAL",
    "LINE_AMOUNT",
]


def rail_counts(user: Visitor, current: Administration | None) -> RailCounts:
    """The numbers beside the rail's entries, in four queries."""
    scope = [current] if current else administrations_for(user)
    drafts = Draft.objects.filter(administration__in=scope)
    review = DraftState.REVIEW.value
    counted = drafts.aggregate(
        review=Count("pk", filter=Q(state=review, turn="you")),
        approve=Count("pk", filter=Q(state=review, turn="ready")),
        post=Count("pk", filter=Q(state=DraftState.APPROVED.value)),
        failed=Count("pk", filter=Q(state=DraftState.FAILED.value)),
        vendors=Count("pk", filter=Q(state=review, vendor=None) & ~Q(kind__in=["none", "sales_order"])),
    )
    held = (
        drafts.filter(state=review, holds__released_at=None, holds__code__in=MATCH_CODES)
        .values("pk")
        .distinct()
        .count()
    )
    inbox = Message.objects.filter(
        administration__in=scope, state__in=[MessageState.QUESTION, MessageState.FAILED]
    ).count()
    waiting = Document.objects.filter(
        administration__in=scope, state__in=[DocumentState.WAITING, DocumentState.READING]
    ).count()
    return RailCounts(inbox=inbox, match=held, reading=waiting, **counted)


@dataclass(frozen=True, slots=True)
class ExactStatus:
    """The link with Exact in one word: connected, none, signed_out or held."""

    word: str
    synced_at: datetime | None
    reason: str = ""


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
    return ExactStatus("connected", synced)
