"""The address that Exact calls: what it answers to whom, and a change in Exact that arrives by itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from exact import http, oauth, subscriptions, webhooks
from exact.gateway import ExactGateway
from exact.models import Administration, Connection, ConnectionState, WebhookState
from exact.sandbox.server import SandboxServer
from jobs import runner
from jobs.models import Job
from tests.exact.conftest import point_at
from tests.exact.connecting import administration_for, connect, stored
from tests.exact.sandbox.mini_world import ONE, SUPPLIER, TWO, world
from tests.workbench.support import desk
from workbench import checks
from workbench.connect import notices
from workbench.connect.services import notices_of

ADDRESS = "/webhooks/exact"


def notice(secret: str, *, division: int = 900001, key: str = "k", topic: str = "Accounts") -> bytes:
    """A notification as Exact writes and signs it."""
    content = json.dumps({"Topic": topic, "Division": division, "Action": "Update", "Key": key}, separators=(",", ":"))
    code = hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest().upper()
    return f'{{"Content":{content},"HashCode":"{code}"}}'.encode()


@pytest.fixture
def books(db: None, settings: Settings) -> Administration:
    settings.EXACT_WEBHOOK_URL, settings.EXACT_WEBHOOK_SECRET = "https://inboek.example/webhooks/exact", "own"
    return desk.books()


def knock(client: Client, raw: bytes) -> int:
    return client.post(ADDRESS, raw, content_type="application/json").status_code


def syncs() -> int:
    return Job.objects.filter(kind="sync_administration").count()


def test_a_thousandfold_replay_of_a_genuine_notice_is_one_read(books: Administration, client: Client) -> None:
    assert [knock(client, notice("own")) for _ in range(20)] == [200] * 20
    assert syncs() == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 200),
        (notice("another"), 401),
        (notice("own").replace(b"Update", b"Delete"), 401),
        (notice("own").replace(b":", b": "), 401),
        (b"{}", 401),
        (b"\xff\xfe", 401),
        (notice("own", division=7), 404),
        (notice("own", key="x" * notices.MOST_BYTES), 413),
        (notice("own", topic="Quotations"), 200),
    ],
)
def test_what_is_not_a_genuine_notice_about_our_books_has_no_effect(
    books: Administration, client: Client, raw: bytes, status: int
) -> None:
    assert (knock(client, raw), syncs()) == (status, 0)


def test_a_small_letter_in_the_code_is_the_same_code(books: Administration, client: Client) -> None:
    raw = notice("own")
    assert knock(client, raw[:-66] + raw[-66:].lower()) == 200


@pytest.mark.parametrize("state", ["inactive", "disconnected"])
def test_books_that_are_no_longer_connected_hear_nothing(books: Administration, client: Client, state: str) -> None:
    if state == "inactive":
        Administration.objects.update(active=False)
    else:
        Connection.objects.update(state=ConnectionState.DISCONNECTED)
    assert (knock(client, notice("own")), syncs()) == (404, 0)


@pytest.mark.parametrize("name", ["EXACT_WEBHOOK_URL", "EXACT_WEBHOOK_SECRET"])
def test_without_an_address_or_a_secret_nobody_is_listened_to(
    books: Administration, client: Client, settings: Settings, name: str
) -> None:
    setattr(settings, name, "")
    assert [knock(client, raw) for raw in (b"", notice("own"), notice(""))] == [404, 404, 404]
    subscriptions.soon(books)
    assert not Job.objects.exists() and notices_of(books).word == "off"


@pytest.mark.parametrize(
    ("address", "sandbox", "fault"),
    [
        ("", False, False),
        ("https://a.example/x", False, False),
        ("http://a.example/x", True, True),
        ("http://127.0.0.1/x", True, False),
        ("http://127.0.0.1/x", False, True),
    ],
)
def test_the_public_address_has_to_be_https(address: str, sandbox: bool, fault: bool, settings: Settings) -> None:
    settings.EXACT_WEBHOOK_URL, settings.EXACT_USES_SANDBOX = address, sandbox
    assert [found.id for found in checks.notices_come_over_tls(None)] == ["inboek.E010"] * fault


# -- with an Exact that calls back ------------------------------------------------------------------------------------


@pytest.fixture
def exact(tmp_path: Path, settings: Settings, live_server: LiveServer) -> Iterator[SandboxServer]:
    """A sandbox that reaches our real web server."""
    limits = {"minutely_limit": 100_000, "daily_limit": 1_000_000}
    with SandboxServer(tmp_path / "exact", seed=world(), fsync_log=False, **limits) as server:
        point_at(server, settings, tmp_path)
        settings.EXACT_WEBHOOK_URL = live_server.url + ADDRESS
        yield server
        http.close()


def subscribed(exact: SandboxServer, division: int = ONE) -> set[str]:
    return {row["Topic"] for row in stored(exact, division, webhooks.PATH)}


def test_from_consent_to_a_change_that_arrives_by_itself_to_disconnecting(exact: SandboxServer) -> None:
    connection = connect([ONE, TWO])
    one, two = oauth.choose_administrations(connection, [ONE, TWO], "ada")
    assert notices_of(one).word == "waiting"
    runner.drain((subscriptions.JOB,))
    state = WebhookState.objects.get(administration=one)
    assert subscribed(exact) == subscribed(exact, TWO) == set(state.topics) >= {"Accounts", "PurchaseOrders"}
    assert state.refused == ["GoodsReceipts"] and not state.error and state.heard_at is None

    ExactGateway(one).put("crm/Accounts", SUPPLIER, {"Name": "Bouten en Moeren"})
    wanted = Job.objects.filter(kind="sync_administration", payload={"administration": one.pk, "which": "vendors"})
    until = time.monotonic() + 10
    while not wanted.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert wanted.count() == 1
    state.refresh_from_db()
    assert state.heard_at is not None and notices_of(one).word == "on"

    # Books no longer worked in are no longer told of; the others stay as they are.
    oauth.choose_administrations(connection, [ONE], "ada")
    assert subscriptions.due() == [two]
    runner.drain((subscriptions.JOB,))
    assert (subscribed(exact, TWO), subscribed(exact)) == (set(), set(state.topics)) and not subscriptions.due()
    oauth.disconnect(connection)
    assert subscribed(exact) == set() and not WebhookState.objects.exists()


def test_an_address_that_exact_does_not_reach_is_told_and_tried_again(
    exact: SandboxServer, settings: Settings, live_server: LiveServer
) -> None:
    administration = administration_for(connect([ONE]), ONE)
    settings.EXACT_WEBHOOK_URL = live_server.url + "/nowhere"
    state = subscriptions.keep(administration)
    assert state is not None and "callback" in state.error and subscribed(exact) == set()
    assert notices_of(administration).word == "failed" and subscriptions.due() == [administration]
    settings.EXACT_WEBHOOK_URL = live_server.url + ADDRESS
    state = subscriptions.keep(administration)
    assert state is not None and not state.error and "Accounts" in subscribed(exact)
    assert subscriptions.due() == [] and reverse("exact-notices") == ADDRESS
