"""Webhooks only shorten the wait: checked, de-duplicated, and always followed by a read."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from exact import clock, wire
from exact.errors import BusinessRefusal
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration
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


PATH = "webhooks/WebhookSubscriptions"


def register(administration: Administration, url: str) -> list[str]:
    """Subscribe to every topic we read, at ``url`` (HTTPS and public; it must answer an empty POST with 200 already).

    Returns the topics that Exact accepted; subscriptions of ours that exist with this address are kept. Raises the
    gateway's errors when the list cannot be read; a topic that is refused (not in the licence) is passed over.
    """
    gateway = ExactGateway(administration, Purpose.PEOPLE, patience=5)
    existing = {wire.text(row, "Topic"): row for row in gateway.get_all(PATH, select=("ID", "Topic", "CallbackURL"))}
    accepted = []
    for topic in sorted(TOPICS):
        known = existing.get(topic)
        if known is not None and wire.text(known, "CallbackURL") == url:
            accepted.append(topic)
            continue
        if known is not None:
            gateway.delete(PATH, wire.text(known, "ID"))
        try:
            gateway.post(PATH, {"CallbackURL": url, "Topic": topic})
        except BusinessRefusal:
            continue
        accepted.append(topic)
    return accepted


def unregister(administration: Administration) -> int:
    """Remove our subscriptions; how many there were."""
    gateway = ExactGateway(administration, Purpose.PEOPLE, patience=5)
    rows = list(gateway.get_all(PATH, select=("ID", "Topic")))
    for row in rows:
        gateway.delete(PATH, wire.text(row, "ID"))
    return len(rows)


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


def receive(raw: bytes) -> bool:
    """Take a notification: True when it was genuine (or the empty call at registration), whatever follows from it.

    At most one read per topic, key, action and minute.
    """
    if not raw.strip():
        return True
    notice = verify(raw)
    if notice is None:
        return False
    minute = int(clock.now().timestamp()) // 60
    name = f"exact-webhook-{notice.division}-{number_key(notice.topic + notice.key + notice.action)}-{minute}"
    if cache.add(name, 1, timeout=120):
        nudge(notice)
    return True


def nudge(notice: Notice) -> bool:
    """Ask for the delta that the notice is about; False when it concerns nothing that is mirrored."""
    from exact.job_handlers import sync_soon

    resource = TOPICS.get(notice.topic)
    administration = Administration.objects.filter(division=notice.division, active=True).first()
    if resource is None or administration is None:
        return False
    if resource == "receipt_lines":
        sync_soon(administration, "often")
    else:
        sync_soon(administration, resource)
    return True
