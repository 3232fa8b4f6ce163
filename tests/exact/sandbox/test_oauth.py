"""The OAuth dialect: consent page, one-time codes and refresh tokens, lifetimes, the 570-second rule."""

import base64
import http.client
import json
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import DUTCH_USER, ENGLISH_USER, ONE, TWO

BACK = "http://127.0.0.1:9/exact/back"


class Browser:
    """Plain form posts and page reads, without following redirects."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.parts = urlsplit(server.url)

    def send(
        self, method: str, path: str, form: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, bytes]:
        connection = http.client.HTTPConnection(str(self.parts.hostname), int(self.parts.port or 0), timeout=10)
        sent = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
        connection.request(method, path, urlencode(form) if form is not None else None, sent)
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found

    def auth_path(self, **changes: str) -> str:
        values = {
            "client_id": self.server.settings.client_id,
            "redirect_uri": BACK,
            "response_type": "code",
            "state": "s 1",
        }
        return "/api/oauth2/auth?" + urlencode(values | changes)

    def decide(self, **changes: Any) -> tuple[int, Any, bytes]:
        settings = self.server.settings
        form = {"client_id": settings.client_id, "redirect_uri": BACK, "state": "s 1", "user": ENGLISH_USER}
        pairs = list((form | {"decision": "allow"} | changes).items())
        return self.send("POST", "/api/oauth2/auth", [*pairs, ("division", ONE)])

    def code(self) -> str:
        status, headers, _ = self.decide()
        assert status == 302
        return parse_qs(urlsplit(headers["Location"]).query)["code"][0]

    def token(self, **form: str) -> tuple[int, Any, Any]:
        settings = self.server.settings
        basis = {"client_id": settings.client_id, "client_secret": settings.client_secret}
        status, headers, body = self.send("POST", "/api/oauth2/token", basis | form)
        return status, headers, json.loads(body) if body else None

    def exchange(self, code: str) -> tuple[int, Any, Any]:
        return self.token(grant_type="authorization_code", code=code, redirect_uri=BACK)

    def refresh(self, token: str) -> tuple[int, Any, Any]:
        return self.token(grant_type="refresh_token", refresh_token=token)


@pytest.fixture
def browser(sandbox: SandboxServer) -> Browser:
    return Browser(sandbox)


@pytest.mark.parametrize(("language", "word"), [("nl-NL,nl;q=0.9", "Toestaan"), ("en", "Allow"), ("", "Allow")])
def test_the_consent_page_speaks_the_browsers_language(browser: Browser, language: str, word: str) -> None:
    status, _, body = browser.send("GET", browser.auth_path(), headers={"Accept-Language": language})
    assert status == 200
    assert word in body.decode()
    assert "Eén BV" in body.decode() and "Nel" in body.decode()


def test_the_redirect_address_may_come_with_unencoded_slashes(browser: Browser) -> None:
    path = f"/api/oauth2/auth?client_id={browser.server.settings.client_id}&redirect_uri={quote(BACK, safe=':/')}"
    assert browser.send("GET", path + "&response_type=code")[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "someone-else"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_unknown_apps_and_addresses_are_refused(browser: Browser, changes: dict[str, str]) -> None:
    assert browser.send("GET", browser.auth_path(**changes))[0] == 401
    status, headers, _ = browser.decide(**changes)
    assert status == 401 and headers["Location"] is None


def test_a_registered_address_outside_loopback_is_accepted(browser: Browser) -> None:
    browser.server.settings.redirect_uris.append("https://inboek.example/back")
    assert browser.send("GET", browser.auth_path(redirect_uri="https://inboek.example/back"))[0] == 200


def test_a_client_id_in_braces_is_the_same_app(browser: Browser) -> None:
    assert browser.send("GET", browser.auth_path(client_id="{" + browser.server.settings.client_id + "}"))[0] == 200


def test_the_state_comes_back_unchanged_and_the_code_is_encoded(browser: Browser) -> None:
    _, headers, _ = browser.decide()
    query = urlsplit(headers["Location"]).query
    assert parse_qs(query)["state"] == ["s 1"]
    assert "%21" in query and "!" in parse_qs(query)["code"][0]


def test_a_refusal_returns_access_denied(browser: Browser) -> None:
    _, headers, _ = browser.decide(decision="deny")
    assert parse_qs(urlsplit(headers["Location"]).query)["error"] == ["access_denied"]


def test_page_values_are_escaped(browser: Browser) -> None:
    _, _, body = browser.send("GET", browser.auth_path(state='"><script>x</script>'))
    assert b"<script>" not in body


def test_a_code_becomes_tokens_once(browser: Browser) -> None:
    code = browser.code()
    status, _, tokens = browser.exchange(code)
    assert status == 200
    assert tokens["expires_in"] == "600" and tokens["token_type"].lower() == "bearer"
    assert "!" in tokens["refresh_token"]
    assert browser.exchange(code)[::2] == (400, {"error": "invalid_request"})


def test_a_code_lives_three_minutes(browser: Browser) -> None:
    code = browser.code()
    browser.server.clock.advance(181)
    assert browser.exchange(code)[::2] == (400, {"error": "invalid_request"})


def test_a_code_belongs_to_its_redirect_address(browser: Browser) -> None:
    status, _, body = browser.token(grant_type="authorization_code", code=browser.code(), redirect_uri=BACK + "x")
    assert (status, body) == (400, {"error": "invalid_request"})


def test_credentials_may_come_in_a_basic_header(browser: Browser) -> None:
    settings = browser.server.settings
    pair = base64.b64encode(f"{settings.client_id}:{settings.client_secret}".encode()).decode()
    form = {"grant_type": "authorization_code", "code": browser.code(), "redirect_uri": BACK}
    status, _, body = browser.send("POST", "/api/oauth2/token", form, {"Authorization": "Basic " + pair})
    assert status == 200 and json.loads(body)["access_token"]


def test_a_wrong_secret_is_refused(browser: Browser) -> None:
    status, _, body = browser.token(grant_type="refresh_token", refresh_token="x", client_secret="wrong")
    assert (status, body) == (400, {"error": "invalid_request"})


def test_refresh_before_570_seconds_is_refused_with_body_and_reason(browser: Browser) -> None:
    tokens = browser.server.issue_tokens()
    browser.server.clock.advance(569)
    status, headers, body = browser.refresh(tokens.refresh)
    assert status == 400
    assert body == {"error": "access_denied", "error_description": "Rate limit exceeded: access_token not expired"}
    assert headers["Reason"] == "TooEarlyToRefreshTokens: Rate limit exceeded: access_token not expired"
    browser.server.clock.advance(2)
    assert browser.refresh(tokens.refresh)[0] == 200


def test_a_refresh_token_works_once_and_the_old_one_is_named_old(browser: Browser) -> None:
    first = browser.server.issue_tokens()
    browser.server.clock.advance(571)
    _, _, second = browser.refresh(first.refresh)
    assert second["refresh_token"] != first.refresh
    status, _, body = browser.refresh(first.refresh)
    assert (status, body) == (401, {"error": "unauthorized_client", "error_description": "Old refresh token used."})
    browser.server.clock.advance(571)
    assert browser.refresh(second["refresh_token"])[0] == 200


def test_a_new_consent_kills_the_earlier_refresh_token_of_that_user_only(browser: Browser) -> None:
    other = browser.server.issue_tokens(DUTCH_USER)
    old = browser.server.issue_tokens(ENGLISH_USER)
    assert browser.exchange(browser.code())[0] == 200
    browser.server.clock.advance(571)
    assert browser.refresh(old.refresh)[0] == 401
    assert browser.refresh(other.refresh)[0] == 200


def test_a_refresh_token_lives_thirty_days(browser: Browser) -> None:
    tokens = browser.server.issue_tokens()
    browser.server.clock.advance(30 * 86400 + 1)
    status, _, body = browser.refresh(tokens.refresh)
    assert status == 400 and body["error"] == "invalid_request"
    assert body["error_description"].startswith("The refresh token expired at ")


def test_token_calls_are_limited_per_day(browser: Browser) -> None:
    browser.server.settings.token_calls_per_day = 3
    tokens = browser.server.issue_tokens()
    statuses = [browser.refresh(tokens.refresh)[0] for _ in range(4)]
    assert statuses == [400, 400, 400, 429]


def test_an_access_token_lives_ten_minutes(sandbox: SandboxServer, client: Client) -> None:
    assert client.get("/api/v1/current/Me").status == 200
    sandbox.clock.advance(601)
    answer = client.get("/api/v1/current/Me")
    assert answer.status == 401


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic x"])
def test_without_a_good_token_the_answer_is_401(client: Client, header: str) -> None:
    assert client.call("GET", "/api/v1/current/Me", headers={"Authorization": header}).status == 401


def test_revoking_ends_both_tokens(sandbox: SandboxServer, browser: Browser) -> None:
    tokens = sandbox.issue_tokens(ENGLISH_USER)
    client = Client(sandbox, ONE, ENGLISH_USER)
    assert browser.send("POST", "/_sandbox/revoke")[0] == 200
    sandbox.clock.advance(571)
    assert client.get("/api/v1/current/Me").status == 401
    assert browser.refresh(tokens.refresh)[0] == 401


def test_only_granted_administrations_are_seen_and_reached(sandbox: SandboxServer) -> None:
    client = Client(sandbox, ONE, ENGLISH_USER, [ONE])
    assert [row["Code"] for row in client.rows("system/Divisions", select="Code")] == [ONE]
    answer = client.get(f"/api/v1/{TWO}/financial/Journals")
    assert answer.status == 403 and answer.headers["reason"] == "NoDivisionAccess"
