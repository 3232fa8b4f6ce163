"""What is said to token services and mail servers, and how their answers are understood."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from pytest_django import Settings

from workbench.drafts.changing import DraftRefused
from workbench.mailbox import entering, sasl
from workbench.mailbox.oauth import endpoint, tokens
from workbench.mailbox.oauth.answers import parse_grant, pause_after, refusal
from workbench.mailbox.oauth.providers import consent_address, service_of
from workbench.mailbox.oauth.wish import AccessWish, access_wish_from, check_host, check_secret
from workbench.mailbox.session import Session
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox


def body(**answer: object) -> bytes:
    return json.dumps(answer).encode()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (body(access_token="a", refresh_token="r", expires_in=3599, token_type="Bearer"), ("a", "r", 3599)),
        (body(access_token="a", expires_in="3599"), ("a", "", 3599)),
        (body(access_token="a"), ("a", "", 3600)),
        (body(access_token="a", expires_in=-5), ("a", "", 60)),
        (body(access_token="a", expires_in="soon"), ("a", "", 3600)),
    ],
)
def test_tokens_are_read(answer: bytes, told: tuple[str, str, int]) -> None:
    given = parse_grant(answer)
    assert (given.access_token, given.refresh_token, given.expires_in) == told


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[]",
        b"[" * 100_000,
        body(refresh_token="r"),
        body(access_token=""),
        body(access_token="a\1auth=Bearer b"),
        body(access_token="a\r\nLOGOUT"),
        body(access_token="a", refresh_token="r r"),
        body(access_token="a", token_type="mac"),
    ],
)
def test_what_is_no_token_is_none(answer: bytes) -> None:
    with pytest.raises(ValueError, match="token"):
        parse_grant(answer)


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (400, {"error": "invalid_grant", "error_description": "AADSTS50173"}, "MAILBOX_CONSENT_ENDED"),
        (400, {"error": "invalid_grant", "error_description": "Token has been expired"}, "MAILBOX_CONSENT_ENDED"),
        (400, {"error": "interaction_required"}, "MAILBOX_CONSENT_ENDED"),
        (401, {"error": "invalid_client", "error_description": "AADSTS7000222"}, "MAILBOX_APP_SECRET"),
        (400, {"error": "unauthorized_client", "error_description": "AADSTS700016"}, "MAILBOX_APP_UNKNOWN"),
        (400, {"error": "invalid_request", "error_description": "AADSTS90002"}, "MAILBOX_APP_REFUSED"),
        (400, {"error": "invalid_scope"}, "MAILBOX_APP_REFUSED"),
        (400, {"error": "temporarily_unavailable"}, "MAILBOX_TOKEN_LATER"),
        (429, {"error": "invalid_grant"}, "MAILBOX_TOKEN_LATER"),
        (503, {"error": "invalid_grant"}, "MAILBOX_TOKEN_LATER"),
        (302, {}, "MAILBOX_TOKEN_LATER"),
        (400, {"error": 7}, "MAILBOX_TOKEN_LATER"),
        (404, {}, "MAILBOX_TOKEN_LATER"),
    ],
)
def test_only_the_standards_words_end_a_consent(status: int, answer: dict[str, Any], code: str) -> None:
    assert refusal(status, body(**answer)).code == code


def test_what_a_service_says_is_told_without_its_trace_numbers() -> None:
    said = "AADSTS65001: consent is missing.\r\nTrace ID: 1\r\nTimestamp: 2"
    assert refusal(400, body(error="invalid_grant", error_description=said)).said == "AADSTS65001: consent is missing."


@pytest.mark.parametrize(
    ("failures", "asked", "seconds"),
    [
        (1, "", 2),
        (5, "", 32),
        (9, "", 300),
        (900, "", 300),
        (1, "120", 120),
        (9, "20", 300),
        (1, "99999", 3600),
        (1, "1e9", 2),
        (1, "-5", 2),
        (1, "Wed, 21 Oct 2026 07:28:00 GMT", 2),
    ],
)
def test_the_pause_grows_and_a_service_may_ask_for_a_longer_one(failures: int, asked: str, seconds: int) -> None:
    assert pause_after(failures, asked) == seconds


def test_xoauth2_is_said_as_google_documents_it() -> None:
    words = sasl.first_words("XOAUTH2", "someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg", "h", 1)
    assert base64.b64encode(words) == (
        b"dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
    )


def test_oauthbearer_is_said_as_the_standard_has_it() -> None:
    words = sasl.first_words("OAUTHBEARER", "a,b=c@een.example", "t", "mail.een.example", 993)
    assert words == b"n,a=a=2Cb=3Dc@een.example,\1host=mail.een.example\1port=993\1auth=Bearer t\1\1"


@pytest.mark.parametrize(("mechanism", "end"), [("XOAUTH2", b""), ("OAUTHBEARER", b"\1")])
def test_a_refusing_challenge_is_answered_so_that_the_server_can_end(mechanism: str, end: bytes) -> None:
    exchange = sasl.Exchange(mechanism, b"first")
    challenge = b'{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}'
    assert [exchange(b""), exchange(challenge), exchange(b"and once more")] == [b"first", end, b""]


@pytest.mark.parametrize(
    ("challenge", "reason"),
    [(b'{"status":"401"}', "401"), (b'{"status": 400}', "400"), (b"", ""), (b"[]", ""), (b'{"status": {}}', "")],
)
def test_the_reason_in_a_challenge(challenge: bytes, reason: str) -> None:
    assert sasl.reason_in(challenge) == reason


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ({"AUTH=PLAIN", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER"}, "XOAUTH2"),
        ({"AUTH=OAUTHBEARER"}, "OAUTHBEARER"),
        ({"AUTH=PLAIN"}, ""),
    ],
)
def test_the_mechanism_is_one_that_the_server_offers(offered: set[str], chosen: str) -> None:
    assert sasl.choose(offered.__contains__) == chosen


@pytest.mark.parametrize(
    ("provider", "flow", "tenant", "authorise", "token", "scope"),
    [
        pytest.param(
            "microsoft", "person", "", "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access", id="microsoft",
        ),
        pytest.param(
            "microsoft", "app", "een.example", "https://login.microsoftonline.com/een.example/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/een.example/oauth2/v2.0/token",
            "https://outlook.office365.com/.default", id="microsoft's app by itself",
        ),
        pytest.param(
            "google", "person", "", "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token", "https://mail.google.com/", id="google",
        ),
    ],
)  # fmt: skip
def test_the_addresses_and_rights_of_known_providers(
    provider: str, flow: str, tenant: str, authorise: str, token: str, scope: str
) -> None:
    service = service_of(provider, flow, tenant=tenant)
    assert (service.authorise_url, service.token_url, service.scope) == (authorise, token, scope)


def test_google_is_asked_for_lasting_access_and_told_who_is_meant() -> None:
    address = consent_address(
        service_of("google", "person"), client_id="c", redirect_uri="https://i.example/x?", state="s",
        challenge="h", account="facturen@een.example",
    )  # fmt: skip
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked == {
        "response_type": "code", "client_id": "c", "redirect_uri": "https://i.example/x?", "state": "s",
        "code_challenge": "h", "code_challenge_method": "S256", "scope": "https://mail.google.com/",
        "login_hint": "facturen@een.example", "access_type": "offline", "prompt": "consent",
    }  # fmt: skip


MICROSOFT = {"sign_in": "microsoft", "client_id": "c", "client_secret": "s"}
OTHER = {"sign_in": "other", "client_id": "c", "authorise_url": "https://a.example/a", "token_url": "https://a.example"}


def wish(**typed: str) -> AccessWish:
    found = access_wish_from(typed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"sign_in": "yahoo"}, "MAILBOX_ACCESS_FIELD"),
        (MICROSOFT | {"flow": "implicit"}, "MAILBOX_ACCESS_FIELD"),
        (MICROSOFT | {"tenant": "een.example/x"}, "MAILBOX_ACCESS_FIELD"),
        (MICROSOFT | {"tenant": "..%2f"}, "MAILBOX_ACCESS_FIELD"),
        (MICROSOFT | {"flow": "app"}, "MAILBOX_TENANT"),
        (MICROSOFT | {"flow": "app", "tenant": "Common"}, "MAILBOX_TENANT"),
        (MICROSOFT | {"flow": "app", "tenant": "een.example", "client_id": ""}, "MAILBOX_OWN_APP"),
        (MICROSOFT | {"client_id": ""}, "MAILBOX_NO_APP"),
        (MICROSOFT | {"client_id": "a b"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"token_url": "http://a.example/t"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"token_url": "https:///t"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"token_url": "https://u:p@a.example/t"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"token_url": "https://a.example:99999/t"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"authorise_url": "javascript:alert(1)"}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"authorise_url": ""}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"scope": 'a"b'}, "MAILBOX_ACCESS_FIELD"),
        (OTHER | {"client_id": ""}, "MAILBOX_NO_APP"),
    ],
)
def test_what_cannot_be_an_app_is_refused(typed: dict[str, str], code: str) -> None:
    with pytest.raises(DraftRefused, match=code):
        access_wish_from(typed)


def test_a_secret_that_cannot_be_used_is_not_repeated() -> None:
    with pytest.raises(DraftRefused) as refused:
        access_wish_from(MICROSOFT | {"client_secret": "geheim é"})
    assert "geheim" not in str(refused.value.params)
    assert "geheim" not in repr(wish(**MICROSOFT | {"client_secret": "geheim"}))


def test_the_instances_app_serves_people_who_consent(settings: Settings) -> None:
    settings.INBOEK_MAILBOX_APPS = {"microsoft": ("van-de-instantie", "s"), "google": ("", "")}
    assert wish(sign_in="microsoft").client_id == ""
    with pytest.raises(DraftRefused, match="MAILBOX_OWN_APP"):
        wish(sign_in="microsoft", flow="app", tenant="een.example")
    with pytest.raises(DraftRefused, match="MAILBOX_NO_APP"):
        wish(sign_in="google")


@pytest.mark.parametrize(
    ("typed", "missing"),
    [(MICROSOFT | {"client_secret": ""}, True), (MICROSOFT, False), (OTHER, False), (OTHER | {"flow": "app"}, True)],
)
def test_an_app_needs_its_secret_unless_it_is_a_public_one(typed: dict[str, str], missing: bool) -> None:
    try:
        check_secret(wish(**typed))
    except DraftRefused as refused:
        assert (refused.code, missing) == ("MAILBOX_NO_SECRET", True)
    else:
        assert not missing


def test_a_known_providers_token_goes_to_its_own_servers_only() -> None:
    check_host(wish(**MICROSOFT), "outlook.office365.com")
    check_host(wish(**OTHER), "mail.een.example")
    with pytest.raises(DraftRefused, match="MAILBOX_OTHER_HOST"):
        check_host(wish(**MICROSOFT), "mail.een.example")


def test_a_server_without_tokens_is_told_none() -> None:
    client = SimpleNamespace(has_capability=lambda name: name == "AUTH=PLAIN")
    with pytest.raises(MailboxTrouble, match="MAILBOX_NO_OAUTH"):
        entering._with_token(cast(IMAPClient, client), Mailbox(host="mail.een.example"), "token")


@pytest.mark.parametrize(
    ("said", "code"),
    [("BAD User is authenticated but not connected.", "MAILBOX_NOT_ADMITTED"), ("NO nothing here", "MAILBOX_FOLDER")],
)
def test_a_mailbox_that_is_not_given_is_no_missing_folder(said: str, code: str) -> None:
    def refuse(*_name: object, **_how: object) -> None:
        raise IMAPClientError(said)

    client = SimpleNamespace(select_folder=refuse, list_folders=list)
    with pytest.raises(MailboxTrouble, match=code):
        Session(cast(IMAPClient, client), Mailbox(host="mail.een.example", username="a@een.example")).open()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("[UNAVAILABLE] Temporary authentication failure.", "MAILBOX_BUSY"),
        ("[ALERT] Too many simultaneous connections. (Failure)", "MAILBOX_BUSY"),
        ("[AUTHENTICATIONFAILED] Authentication failed.", "MAILBOX_TOKEN_REFUSED"),
        ("AUTHENTICATE failed.", "MAILBOX_TOKEN_REFUSED"),
    ],
)
def test_a_server_that_is_busy_does_not_refuse_for_good(said: str, code: str) -> None:
    refused = entering._refused("MAILBOX_TOKEN_REFUSED", Mailbox(host="h", username="a@een.example"), said)
    assert refused.code == code


@pytest.mark.parametrize(
    ("each", "tried"),
    [(10.0, 3), (25.0, 1), (0.0, 4)],
    ids=["silent addresses", "one slow handshake", "addresses that refuse"],
)
def test_nothing_is_sent_so_late_that_another_worker_might_ask_too(
    monkeypatch: pytest.MonkeyPatch, each: float, tried: int
) -> None:
    clock, seen = [0.0], []

    def connect(connection: Any) -> None:
        seen.append(connection)
        clock[0] += each
        if each <= 10:
            raise OSError("no answer")

    monkeypatch.setattr(endpoint, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(endpoint, "addresses_of", lambda _host, _port: ["192.0.2.1"] * 6)
    monkeypatch.setattr(endpoint._Pinned, "connect", connect)
    monkeypatch.setattr(endpoint, "_exchange", lambda *_asked: pytest.fail("sent"))
    with pytest.raises(MailboxTrouble, match="MAILBOX_TOKEN_LATER"):
        endpoint.ask("https://login.example/token", {})
    assert len(seen) == tried
    assert tokens.CLAIM.total_seconds() > endpoint.BEGIN_SECONDS + endpoint.CALL_SECONDS
