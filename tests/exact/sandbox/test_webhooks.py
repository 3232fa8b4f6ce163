"""Webhooks: the trial call, signatures over the raw text, delivery and retries."""

import hashlib
import hmac
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ONE, SUPPLIER
from tests.exact.sandbox.test_purchase_entries import booked, entry

SUBSCRIPTIONS = "webhooks/WebhookSubscriptions"


class Receiver:
    """A callback address that keeps what it gets and answers what it is told."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def wait(self, count: int) -> list[bytes]:
        """The bodies after the trial call, once there are ``count``."""
        deadline = time.monotonic() + 5
        while len(self.bodies) < count + 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.bodies[1:]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


def subscribe(client: Client, receiver: Receiver, topic: str = "PurchaseEntries") -> None:
    answer = client.call("POST", SUBSCRIPTIONS, {"CallbackURL": receiver.url, "Topic": topic})
    assert answer.status == 201, answer.body


def test_creating_calls_back_with_an_empty_post(client: Client, receiver: Receiver) -> None:
    subscribe(client, receiver)
    assert receiver.bodies == [b""]
    assert client.rows(SUBSCRIPTIONS)[0]["Topic"] == "PurchaseEntries"


def test_a_callback_that_does_not_answer_200_refuses_the_subscription(client: Client, receiver: Receiver) -> None:
    receiver.statuses = [500]
    answer = client.call("POST", SUBSCRIPTIONS, {"CallbackURL": receiver.url, "Topic": "Accounts"})
    assert (answer.status, answer.message) == (500, "Invalid: Post to callback URL endpoint returns 500")
    assert client.rows(SUBSCRIPTIONS) == []


@pytest.mark.parametrize("body", [{"Topic": "Accounts"}, {"CallbackURL": "file:///etc/passwd", "Topic": "Accounts"}])
def test_subscription_rules(client: Client, body: dict[str, str]) -> None:
    assert client.call("POST", SUBSCRIPTIONS, body).status == 500


def test_one_subscription_per_topic(client: Client, receiver: Receiver) -> None:
    subscribe(client, receiver)
    again = client.call("POST", SUBSCRIPTIONS, {"CallbackURL": receiver.url, "Topic": "PurchaseEntries"})
    assert (again.status, again.message) == (500, "Data already exists")


def test_notifications_are_signed_over_the_raw_content(
    sandbox: SandboxServer, client: Client, receiver: Receiver
) -> None:
    subscribe(client, receiver)
    made = booked(client, entry())
    body = receiver.wait(1)[0]
    match = re.fullmatch(rb'\{"Content":(.*),"HashCode":"([0-9A-F]{64})"\}', body)
    assert match
    key = sandbox.settings.webhook_secret.encode()
    assert hmac.new(key, match[1], hashlib.sha256).hexdigest().upper() == match[2].decode()
    text = match[1].decode()
    members = re.findall(r'"(\w+)":', text)
    assert members == ["Topic", "ClientId", "Division", "Action", "Key", "ExactOnlineEndpoint", "EventCreatedOn"]
    assert f'"Division":{ONE},"Action":"Create","Key":"{made["EntryID"]}"' in text
    assert f"/api/v1/{ONE}/purchaseentry/PurchaseEntries(guid'{made['EntryID']}')" in text


def test_update_and_delete_are_reported_lines_on_their_header(client: Client, receiver: Receiver) -> None:
    subscribe(client, receiver)
    made = booked(client, entry())
    address = f"purchaseentry/PurchaseEntries(guid'{made['EntryID']}')"
    line = client.rows(address + "/PurchaseEntryLines")[0]["ID"]
    client.call("PUT", f"purchaseentry/PurchaseEntryLines(guid'{line}')", {"AmountFC": 5})
    client.call("DELETE", address)
    bodies = receiver.wait(3)
    assert [re.search(rb'"Action":"(\w+)"', body)[1] for body in bodies] == [b"Create", b"Update", b"Delete"]
    assert all(made["EntryID"].encode() in body for body in bodies)


def test_a_refused_change_reports_nothing(client: Client, receiver: Receiver) -> None:
    subscribe(client, receiver)
    client.call("POST", "purchaseentry/PurchaseEntries", {})
    booked(client, entry())
    assert len(receiver.wait(1)) == 1


def test_a_failing_receiver_is_tried_again(sandbox: SandboxServer, client: Client, receiver: Receiver) -> None:
    sandbox.settings.webhook_retry_unit = 0.05
    subscribe(client, receiver, "Accounts")
    receiver.statuses = [500, 503]
    client.call("PUT", f"crm/Accounts(guid'{SUPPLIER}')", {"City": "Assen"})
    bodies = receiver.wait(3)
    assert len(bodies) == 3 and len(set(bodies)) == 1
    time.sleep(0.4)
    assert len(receiver.bodies) == 4


def test_an_unreachable_receiver_does_not_hold_up_the_change(client: Client, receiver: Receiver) -> None:
    subscribe(client, receiver, "Accounts")
    receiver.server.shutdown()
    receiver.server.server_close()
    started = time.monotonic()
    assert client.call("PUT", f"crm/Accounts(guid'{SUPPLIER}')", {"City": "Assen"}).status == 204
    assert time.monotonic() - started < 2
