"""Webhooks only shorten the wait: checked, de-duplicated, and always followed by a read."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.cache import cache

from exact import clock, wire
from exact.errors import BusinessRefusal
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration, ConnectionState, WebhookState
from exact.number_key import number_key

_FRAME = re.compile(rb'^\s*\{\s*"Content"\s*:\s*(\{.*\})\s*,\s*"HashCode"\s*:\s*"([0-9A-Fa-f]+)"\s*\}\s*$', re.DOTALL)

# Topic to the mirrored resource that is read again.
TOPICS = {
    "Accounts": "vendors",
    "BankAccounts": "bank_accounts",
    "GLAccounts": "gl_accounts",
    "Items": "items",
    "PurchaseOrders": "purchase_orders",
    "GoodsReceipts": "receipt_lines",
    "PurchaseEntries": "booked_lines",
    "FinancialTransactions": "booked_lines",
    "StockPositions": "purchase_orders",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified notification."""

    topic: str
    division: int
    action: str
    key: str


class Heard(StrEnum):
    """What a notification is: ours to follow, not signed as Exact signs, or about books that are not connected here."""

    GENUINE = "genuine"
    FORGED = "forged"
    UNKNOWN = "unknown"


PATH = "webhooks/WebhookSubscriptions"


def register(
    administration: Administration, url: str, *, skip: Iterable[str] = (), purpose: Purpose = Purpose.PEOPLE
) -> list[str]:
    """Subscribe to every topic we read but ``skip``, at ``url`` (HTTPS and public; it must answer an empty POST with
    200 already).

    Returns the topics that Exact accepted; subscriptions of ours that exist with this address are kept. A topic that is
    refused (not in the licence) is passed over. Raises BusinessRefusal when Exact does not reach ``url``, and the
    gateway's other errors.
    """
    gateway = ExactGateway(administration, purpose, patience=_patience(purpose))
    existing = {wire.text(row, "Topic"): row for row in gateway.get_all(PATH, select=("ID", "Topic", "CallbackURL"))}
    accepted = []
    for topic in sorted(TOPICS):
        known = existing.get(topic)
        if known is not None and wire.text(known, "CallbackURL") == url:
            accepted.append(topic)
            continue
        if topic in skip:
            continue
        if known is not None:
            gateway.delete(PATH, wire.text(known, "ID"))
        try:
            gateway.post(PATH, {"CallbackURL": url, "Topic": topic})
        except BusinessRefusal as refusal:
            # Exact's own attempt to call us failed: it would for every other topic, too.
            if "callback" in refusal.text.lower():
                raise
            continue
        accepted.append(topic)
    return accepted


def unregister(
    administration: Administration, *, url: str = "", purpose: Purpose = Purpose.PEOPLE, deadline: float | None = None
) -> int:
    """Remove our subscriptions, with ``url`` only those that call this address; how many. Goes on until ``deadline``
    (monotonic seconds)."""
    gateway = ExactGateway(administration, purpose, patience=_patience(purpose))
    count = 0
    for row in list(gateway.get_all(PATH, select=("ID", "Topic", "CallbackURL"))):
        if deadline is not None and time.monotonic() >= deadline:
            break
        if not url or wire.text(row, "CallbackURL") == url:
            gateway.delete(PATH, wire.text(row, "ID"))
            count += 1
    return count


def _patience(purpose: Purpose) -> float:
    """Seconds to wait for a permit: a person waits a little, a job comes back."""
    return 5 if purpose is Purpose.PEOPLE else 0


def verify(raw: bytes) -> Notice | None:
    """The notice in ``raw`` when its signature is right, else None.

    The HMAC-SHA256 with the app's webhook secret, upper-case hex, covers the raw bytes of ``Content``; they are cut
    out of the body as they came, never written anew. Without a configured secret nothing is believed. An empty body
    is Exact's call at registration: answer 200.
    """
    found = _FRAME.match(raw)
    if found is None or not settings.EXACT_WEBHOOK_SECRET:
        return None
    content, said = found.group(1), found.group(2).decode().upper()
    right = hmac.new(settings.EXACT_WEBHOOK_SECRET.encode(), content, hashlib.sha256).hexdigest().upper()
    if not hmac.compare_digest(right, said):
        return None
    try:
        row = wire.loads(content)
    except ValueError:
        return None
    return Notice(
        topic=wire.text(row, "Topic", 60),
        division=wire.integer(row, "Division"),
        action=wire.text(row, "Action", 20),
        key=wire.text(row, "Key", 64),
    )


def receive(raw: bytes) -> Heard:
    """Take a notification, whatever follows from it; an empty one is Exact's call at registration.

    At most one read per topic, key, action and minute. Whoever repeats a genuine notice causes no more than that.
    """
    if not raw.strip():
        return Heard.GENUINE
    notice = verify(raw)
    if notice is None:
        return Heard.FORGED
    administration = (
        Administration.objects.filter(division=notice.division, active=True)
        .exclude(connection__state=ConnectionState.DISCONNECTED)
        .first()
    )
    if administration is None:
        return Heard.UNKNOWN
    minute = int(clock.now().timestamp()) // 60
    name = f"exact-webhook-{notice.division}-{number_key(notice.topic + notice.key + notice.action)}-{minute}"
    if cache.add(name, 1, timeout=120):
        WebhookState.objects.filter(administration=administration).update(heard_at=clock.now())
        nudge(notice, administration)
    return Heard.GENUINE


def nudge(notice: Notice, administration: Administration) -> bool:
    """Ask for the delta that the notice is about; False when it concerns nothing that is mirrored."""
    from exact.job_handlers import sync_soon

    resource = TOPICS.get(notice.topic)
    if resource is None:
        return False
    sync_soon(administration, "often" if resource == "receipt_lines" else resource)
    return True
