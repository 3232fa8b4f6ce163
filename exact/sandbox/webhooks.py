"""Webhooks: subscriptions, the trial call, signed notifications, delivery in the background with retries."""

import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from typing import Any

from exact.sandbox import catalogue
from exact.sandbox.booking.books import Books, Event, Problems
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.errors import BusinessError, first_problem
from exact.sandbox.ledger import Ledger, Row

SUBSCRIPTIONS = "webhooks/WebhookSubscriptions"
TOPICS = frozenset(
    {
        *("Accounts", "BankAccounts", "BankEntries", "CashEntries", "Contacts", "CostTransactions"),
        *("DocumentAttachments", "Documents", "FinancialTransactions", "GLAccounts", "GeneralJournalEntries"),
        *("GoodsDeliveries", "Items", "Opportunities", "ProjectPlanning", "PurchaseEntries", "PurchaseOrders"),
        *("Quotations", "SalesEntries", "SalesInvoices", "SalesOrders", "StockPositions", "Subscriptions"),
        *("TimeTransactions",),
    }
)


def signed(content: dict[str, Any], secret: str) -> bytes:
    """Body of a notification: the hash covers the raw text between ``{"Content":`` and ``,"HashCode":``."""
    raw = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    digest = hmac.new(secret.encode(), raw.encode(), hashlib.sha256).hexdigest().upper()
    return f'{{"Content":{raw},"HashCode":"{digest}"}}'.encode()


def post(url: str, body: bytes, timeout: float) -> int:
    """POST to a callback and return the status; 0 when it could not be reached."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data=body, method="POST", headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 - the subscriber's own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return 0


class Webhooks:
    """Subscriptions and the delivery queue. The queue is in the ledger, so a restart loses nothing."""

    def __init__(self, ledger: Ledger, settings: SandboxSettings, clock: Clock) -> None:
        self.ledger, self.settings, self.clock = ledger, settings, clock
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start delivering."""
        self._thread = threading.Thread(target=self._run, name="sandbox-webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop delivering; what is queued stays queued."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=5)

    def wake(self) -> None:
        """Look at the queue now."""
        self._wake.set()

    def try_callback(self, payload: Any, language: str) -> None:
        """The empty POST that the service makes before it accepts a subscription; anything but 200 refuses it."""
        url = payload.get("CallbackURL") if isinstance(payload, dict) else None
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            return
        status = post(url, b"", self.settings.webhook_timeout)
        if status != 200:
            raise BusinessError(("invalid", f"Post to callback URL endpoint returns {status or 'no answer'}"))

    def subscribe(self, books: Books, payload: Any) -> Row:
        """Store a subscription: one per topic and administration."""
        values, _ = books.accept(SUBSCRIPTIONS, payload, "POST")
        problems: Problems = []
        url = values.get("CallbackURL") or ""
        if not url:
            problems.append(("mandatory", "CallbackURL"))
        elif not url.startswith(("http://", "https://")):
            problems.append(("invalid", "CallbackURL"))
        if not values.get("Topic"):
            problems.append(("mandatory", "Topic"))
        elif values["Topic"] not in TOPICS:
            problems.append(("invalid", "Topic"))
        first_problem(problems)
        for stored in self.ledger.rows(books.division, SUBSCRIPTIONS):
            if stored.row["Topic"] == values["Topic"]:
                raise BusinessError(("exists", ""))
        row = values | {"ID": books.new_id(), "ClientID": self.settings.client_id, "UserID": books.caller.user}
        row["Description"] = row.get("Description") or values["Topic"]
        return books.save(SUBSCRIPTIONS, row)

    def queue(self, events: list[Event], division: int, base: str) -> None:
        """Queue notifications for the subscribers of these events; part of the change's own transaction."""
        if not events:
            return
        targets = [stored.row for stored in self.ledger.rows(division, SUBSCRIPTIONS)]
        for event in events:
            for target in targets:
                if target["Topic"] == event.topic:
                    body = signed(self._content(event, division, base), self.settings.webhook_secret)
                    self.ledger.execute(
                        "INSERT INTO delivery (url, body, attempts, due, state) VALUES (?,?,0,?,'waiting')",
                        (target["CallbackURL"], body.decode(), self.clock.now()),
                    )

    def _content(self, event: Event, division: int, base: str) -> dict[str, Any]:
        entity = catalogue.load()[event.resource]
        address = f"{base}/api/v1/{division}/{entity.name}(guid'{event.key}')"
        return {
            "Topic": event.topic,
            "ClientId": self.settings.client_id,
            "Division": division,
            "Action": event.action,
            "Key": event.key,
            "ExactOnlineEndpoint": address,
            "EventCreatedOn": self.clock.local().isoformat(timespec="milliseconds"),
        }

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(0.25)
            self._wake.clear()
            for ident, url, body, attempts in self.ledger.execute(
                "SELECT id, url, body, attempts FROM delivery WHERE state='waiting' AND due <= ? ORDER BY id LIMIT 50",
                (self.clock.now(),),
            ):
                if self._stop.is_set():
                    return
                self._deliver(ident, url, body, attempts)

    def _deliver(self, ident: int, url: str, body: str, attempts: int) -> None:
        status = post(url, body.encode(), self.settings.webhook_timeout)
        if 200 <= status < 300:
            self.ledger.execute("UPDATE delivery SET state='delivered', attempts=attempts+1 WHERE id=?", (ident,))
            return
        state = "failed" if attempts >= self.settings.webhook_retries else "waiting"
        due = self.clock.now() + self.settings.webhook_retry_unit * 2**attempts
        self.ledger.execute("UPDATE delivery SET state=?, attempts=attempts+1, due=? WHERE id=?", (state, due, ident))
