"""Every fault switch does what its name says: to the caller, and to the ledger."""

import http.client
import json
import time
from typing import Any

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ONE
from tests.exact.sandbox.test_purchase_entries import ENTRIES, entry, post

DROPPED = (ConnectionResetError, http.client.RemoteDisconnected, BrokenPipeError)


def entries(client: Client) -> int:
    return len(client.rows(ENTRIES, select="EntryID"))


def arm(client: Client, kind: str, **options: Any) -> None:
    """Arm a fault the way an outside tool does."""
    answer = client.call("POST", "/_sandbox/faults", {"kind": kind, "method": "POST", "path": ENTRIES} | options)
    assert answer.status == 200, answer.body


@pytest.mark.parametrize(("kind", "booked"), [("reset_before", 0), ("reset_after_commit", 1)])
def test_resets(client: Client, kind: str, booked: int) -> None:
    arm(client, kind)
    with pytest.raises(DROPPED):
        post(client, entry())
    assert entries(client) == booked
    assert post(client, entry(YourRef="F2")).status == 201


def test_a_reset_is_a_real_reset(client: Client) -> None:
    arm(client, "reset_after_commit")
    with pytest.raises(ConnectionResetError):
        post(client, entry())


@pytest.mark.parametrize(
    ("kind", "options", "status", "body", "booked"),
    [
        ("error500_before", {}, 500, b"A problem has occurred", 0),
        ("error500_after", {}, 500, b"A problem has occurred", 1),
        ("status", {"status": 401}, 401, b"", 0),
        ("status", {"status": 403, "body": "Forbidden"}, 403, b"Forbidden", 0),
        ("status", {"status": 429}, 429, b"", 0),
        ("html", {}, 503, b"<!doctype html>", 0),
        ("html", {"status": 200}, 200, b"<!doctype html>", 0),
        ("garbage", {}, 201, b"garbage", 1),
        ("empty_201", {}, 201, b"", 1),
        ("wrong_division", {}, 201, b'"Division":%d' % (ONE + 1), 1),
    ],
)
def test_answers(client: Client, kind: str, options: dict[str, Any], status: int, body: bytes, booked: int) -> None:
    arm(client, kind, **options)
    answer = post(client, entry())
    assert answer.status == status and body in answer.body
    assert entries(client) == booked
    assert post(client, entry(YourRef="F2")).status == 201


def test_truncated_json_is_committed_but_cannot_be_read(client: Client) -> None:
    arm(client, "truncated")
    answer = post(client, entry())
    assert answer.status == 201
    with pytest.raises(json.JSONDecodeError):
        _ = answer.json
    assert entries(client) == 1


def test_slow_answers_after_the_commit(client: Client) -> None:
    arm(client, "slow", seconds=0.4)
    started = time.monotonic()
    assert post(client, entry()).status == 201
    assert time.monotonic() - started >= 0.4


def test_a_late_commit_books_after_the_caller_has_gone(sandbox: SandboxServer, client: Client) -> None:
    arm(client, "late_commit", seconds=0.5)
    with pytest.raises(DROPPED):
        post(client, entry())
    assert entries(client) == 0
    deadline = time.monotonic() + 5
    while not entries(client) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert entries(client) == 1
    assert [row["status"] for row in sandbox.log.entries() if row["fault"] == "late_commit:done"] == [201]


def test_lookup_lag_hides_young_rows(sandbox: SandboxServer, client: Client) -> None:
    sandbox.faults.arm("lookup_lag", path=ENTRIES, count=None, seconds=30)
    assert post(client, entry()).status == 201
    assert entries(client) == 0
    sandbox.clock.advance(31)
    assert entries(client) == 1


def test_a_fault_strikes_as_often_as_it_is_told(client: Client) -> None:
    arm(client, "status", status=503, count=2)
    assert [post(client, entry(YourRef=f"F{n}")).status for n in range(4)] == [503, 503, 201, 201]
    assert client.get("/_sandbox/faults").json[0]["struck"] == 2


def test_probability_is_drawn_from_its_seed(sandbox: SandboxServer, client: Client) -> None:
    def pattern(seed: int) -> list[int]:
        sandbox.faults.clear()
        sandbox.faults.arm("status", path="financial/*", probability=0.5, seed=seed, status=503)
        return [client.get("financial/Journals").status for _ in range(12)]

    first = pattern(7)
    assert set(first) == {200, 503} and pattern(7) == first and pattern(8) != first


def test_a_fault_can_be_bound_to_one_administration(sandbox: SandboxServer, client: Client) -> None:
    sandbox.faults.arm("status", division=ONE + 1, status=503)
    assert client.get("financial/Journals").status == 200
    assert client.get(f"/api/v1/{ONE + 1}/financial/Journals").status == 503


def test_the_token_endpoint_can_fail_after_rotating(sandbox: SandboxServer, client: Client) -> None:
    tokens = sandbox.issue_tokens()
    sandbox.clock.advance(571)
    sandbox.faults.arm("reset_after_commit", path="oauth2/token")
    form = f"grant_type=refresh_token&refresh_token={tokens.refresh}&client_id={sandbox.settings.client_id}"
    body = (form + f"&client_secret={sandbox.settings.client_secret}").encode()
    with pytest.raises(DROPPED):
        client.call("POST", "/api/oauth2/token", body)
    answer = client.call("POST", "/api/oauth2/token", body)
    assert answer.status == 401 and answer.json["error_description"] == "Old refresh token used."


@pytest.mark.parametrize("body", [{"kind": "nonsense"}, {}, {"kind": "slow", "colour": "red"}])
def test_unknown_switches_are_refused(client: Client, body: dict[str, Any]) -> None:
    assert client.call("POST", "/_sandbox/faults", body).status == 400


def test_down_and_up_again(client: Client) -> None:
    client.call("POST", "/_sandbox/down", {})
    with pytest.raises(DROPPED):
        client.get("financial/Journals")
    client.call("POST", "/_sandbox/down", {"mode": "503"})
    assert client.get("financial/Journals").status == 503
    client.call("POST", "/_sandbox/down", {"down": False})
    assert client.get("financial/Journals").status == 200
