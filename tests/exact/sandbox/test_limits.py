"""Rate headers, the clock minute, the day, the block after too many errors."""

from pathlib import Path

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ENGLISH_USER, ONE, TWO, world

MINUTE = ["x-ratelimit-minutely-limit", "x-ratelimit-minutely-remaining", "x-ratelimit-minutely-reset"]
DAY = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]


def at_start_of_minute(server: SandboxServer) -> None:
    """Move the clock just past a whole minute, so that a test's calls fall into one."""
    server.clock.advance(60 - server.clock.now() % 60 + 1)


def rate_headers(headers: dict[str, str]) -> set[str]:
    return {name for name in headers if name.startswith("x-ratelimit")}


def test_six_headers_in_milliseconds(sandbox: SandboxServer, client: Client) -> None:
    sandbox.settings.minutely_limit, sandbox.settings.daily_limit = 60, 5000
    at_start_of_minute(sandbox)
    headers = client.get("financial/Journals").headers
    assert rate_headers(headers) == {*MINUTE, *DAY}
    assert [headers[name] for name in (*MINUTE[:2], *DAY[:2])] == ["60", "59", "5000", "4999"]
    now = sandbox.clock.now() * 1000
    minute, day = int(headers[MINUTE[2]]), int(headers[DAY[2]])
    assert now < minute <= now + 60_000 and minute % 60_000 == 0
    assert now < day <= now + 86_400_000 and day % 86_400_000 == 0


def test_a_used_up_minute_answers_429_with_only_its_headers_until_the_next_minute(
    sandbox: SandboxServer, client: Client
) -> None:
    at_start_of_minute(sandbox)
    sandbox.settings.minutely_limit = 3
    assert [client.get("financial/Journals").status for _ in range(3)] == [200] * 3
    answer = client.get("financial/Journals")
    assert (answer.status, answer.body) == (429, b"")
    assert rate_headers(answer.headers) == set(MINUTE) and answer.headers[MINUTE[1]] == "0"
    assert "retry-after" not in answer.headers
    sandbox.clock.advance(60)
    assert client.get("financial/Journals").status == 200


def test_a_used_up_day_answers_429_with_only_its_headers(sandbox: SandboxServer, client: Client) -> None:
    sandbox.settings.daily_limit = 1
    assert client.get("financial/Journals").status == 200
    answer = client.get("financial/Journals")
    assert answer.status == 429 and rate_headers(answer.headers) == set(DAY)


def test_administrations_are_counted_apart_and_me_not_at_all(sandbox: SandboxServer, client: Client) -> None:
    sandbox.settings.daily_limit = 1
    assert client.get("financial/Journals").status == 200
    assert client.get(f"/api/v1/{TWO}/financial/Journals").status == 200
    me = client.get("/api/v1/current/Me")
    assert me.status == 200 and not rate_headers(me.headers)


def test_the_eleventh_error_on_an_endpoint_blocks_it_for_an_hour(sandbox: SandboxServer, client: Client) -> None:
    path = "crm/Accounts(guid'99999999-9999-9999-9999-999999999999')"
    assert [client.get(path).status for _ in range(11)] == [404] * 11
    blocked = client.get("crm/Accounts", filter="ID ne null")
    assert blocked.status == 429 and not rate_headers(blocked.headers)
    assert client.get("financial/Journals").status == 200
    sandbox.clock.advance(3601)
    client.token = sandbox.issue_tokens(ENGLISH_USER).access
    assert client.get("crm/Accounts", filter="ID ne null").status == 200


def test_ten_errors_in_an_hour_are_free(sandbox: SandboxServer, client: Client) -> None:
    path = "crm/Accounts(guid'99999999-9999-9999-9999-999999999999')"
    assert {client.get(path).status for _ in range(10)} == {404}
    assert client.get("crm/Accounts", filter="ID ne null").status == 200


def test_business_errors_do_not_count_as_errors(client: Client) -> None:
    assert {client.call("POST", "crm/Accounts", {}).status for _ in range(12)} == {500}


def test_dead_tokens_count_against_their_owner(sandbox: SandboxServer, client: Client) -> None:
    sandbox.oauth.expire_access()
    assert {client.get("financial/Journals").status for _ in range(11)} == {401}
    client.token = sandbox.issue_tokens(ENGLISH_USER).access
    assert client.get("financial/Journals").status == 429


@pytest.mark.parametrize("fsync", [True, False])
def test_the_day_goes_on_after_a_restart(tmp_path: Path, fsync: bool) -> None:
    with SandboxServer(tmp_path, seed=world(), daily_limit=100, fsync_log=fsync) as server:
        assert Client(server, ONE).get("financial/Journals").headers[DAY[1]] == "99"
    with SandboxServer(tmp_path, seed=world(), daily_limit=100, fsync_log=fsync) as server:
        assert Client(server, ONE).get("financial/Journals").headers[DAY[1]] == "98"
