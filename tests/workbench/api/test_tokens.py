"""Tokens: shown once, kept as a digest, ended at once; and what a request without a right one gets."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exact.models import Administration
from tests.workbench.api.conftest import ADDRESS, Ask, made
from tests.workbench.support import desk
from tests.workbench.test_rights_matrix import patterns
from workbench.accounts.people import Person
from workbench.api import tokens
from workbench.api.door import ADDRESSES
from workbench.models import ApiToken, AuditEvent

SHAPE = re.compile(r"inboek_[a-z0-9]{10}_[\w-]{43}")


def test_a_token_is_shown_once_and_stands_nowhere(books: Administration, ada: Person, client: Client) -> None:
    client.force_login(ada)
    form = {"name": "Kassa", "administration": books.pk, "scope": ["upload", "read"], "days": "90"}
    answer = client.post(reverse("tokens"), form)
    token = SHAPE.search(answer.content.decode())
    assert token and "no-store" in answer["Cache-Control"]
    assert token.group() not in client.get(reverse("tokens")).content.decode()
    row = ApiToken.objects.get()
    assert token.group() not in str(ApiToken.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.get(action="token.made").data == {"name": "Kassa", "prefix": row.prefix, "days": 90}
    assert tokens.check(token.group()) == row


@pytest.mark.parametrize("missing", ["name", "administration", "scope", "days"])
def test_a_token_needs_a_name_an_administration_a_scope_and_an_end(
    books: Administration, ada: Person, client: Client, missing: str
) -> None:
    client.force_login(ada)
    form = {"name": "Kassa", "administration": books.pk, "scope": ["read"], "days": "90"}
    del form[missing]
    assert client.post(reverse("tokens"), form).status_code == 422
    foreign = desk.books(900002, "twee", "Twee BV")
    assert client.post(reverse("tokens"), form | {"administration": [books.pk, foreign.pk]}).status_code == 404
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"revoked_at": timezone.now()}, "TOKEN_REVOKED"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "TOKEN_EXPIRED"),
        ({"digest": "0" * 64}, "TOKEN_INVALID"),
        ({"prefix": "anders"}, "TOKEN_INVALID"),
    ],
)
def test_a_token_that_does_not_count_gets_401_in_one_shape(ask: Ask, change: dict[str, object], code: str) -> None:
    ApiToken.objects.update(**change)
    answer = ask("get")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer") and answer.json()["code"] == code
    assert set(answer.json()) == {"type", "status", "code", "title", "detail", "next_step"}
    assert ApiToken.objects.get().last_used_at is None  # a wrong token writes nothing


def test_neither_a_log_in_nor_another_scheme_opens_the_api(ada: Person, token: str, client: Client) -> None:
    client.force_login(ada)
    assert client.get(ADDRESS).status_code == 401
    for shown in (token, f"Basic {token}", f"Bearer {token}x", "Bearer"):
        assert client.get(ADDRESS, headers={"Authorization": shown}).status_code == 401
    assert client.get(f"{ADDRESS}?token={token}").status_code == 401
    assert client.get(ADDRESS, headers={"Authorization": f"bearer  {token}"}).status_code == 200


def test_nothing_of_a_body_is_read_for_somebody_without_a_token(books: Administration) -> None:
    class Untouched:
        def read(self, *_: object) -> bytes:
            raise AssertionError("read")

        readline = read

    for kind in ("multipart/form-data; boundary=b", "application/x-www-form-urlencoded"):
        answer = Client().post(ADDRESS, b"--b--", content_type=kind, **{"wsgi.input": Untouched()})
        assert answer.status_code == 401


@pytest.mark.parametrize(("upload", "method"), [(True, "get"), (False, "post")])
def test_a_scope_that_was_not_given_is_refused(
    ask: Ask, books: Administration, ada: Person, upload: bool, method: str
) -> None:
    answer = ask(method, shown=made(ada, books, upload=upload, read=not upload))
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")


def test_too_many_requests_of_one_token_wait_and_others_do_not(
    ask: Ask, books: Administration, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "PER_MINUTE", 2)
    other, now = made(ada, books), timezone.now().replace(second=20, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        answers = [ask("get") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert (answers[-1]["Retry-After"], answers[-1].json()["code"]) == ("40", "TOO_MANY_REQUESTS")
        assert ask("get", shown=other).status_code == 200
        clock.shift(40)
        assert ask("get").status_code == 200


def test_other_methods_and_addresses_are_answered_in_the_same_shape(ask: Ask) -> None:
    wrong = ask("delete")
    assert (wrong.status_code, wrong["Allow"], wrong.json()["code"]) == (405, "GET, POST", "METHOD_NOT_SERVED")
    for address in ("/api/v1/documents/", "/api/v1/documents/7", "/api/v2/documents", "/api/x"):
        assert ask("get", address).json()["code"] == "NOT_HERE"


# -- who ends them ----------------------------------------------------------------------------------------------------


def test_revoking_counts_at_once_and_is_audited(ask: Ask, ada: Person, client: Client) -> None:
    client.force_login(ada)
    assert ask("get").status_code == 200
    client.post(reverse("token-revoke", args=[ApiToken.objects.get().pk]))
    assert ask("get").json()["code"] == "TOKEN_REVOKED"
    assert AuditEvent.objects.filter(action="token.revoked").count() == 1
    assert "Kassa" in client.get(reverse("tokens")).content.decode()


def test_who_sets_up_one_of_two_administrations_shuts_the_token_out_of_that_one(
    ask: Ask, books: Administration, ada: Person, client: Client
) -> None:
    other = desk.books(900002, "twee", "Zeer Geheim BV")
    desk.person("ada", other, "admin")
    both = made(ada, books, other)
    client.force_login(desk.person("bob", books, "admin"))
    assert "Zeer Geheim" not in client.get(reverse("tokens")).content.decode()
    row = ApiToken.objects.get(administrations=other)
    client.post(reverse("token-revoke", args=[row.pk]))
    row.refresh_from_db()
    assert (list(row.administrations.all()), row.revoked_at) == ([other], None)
    assert ask("get", shown=both).status_code == 200
    assert client.post(reverse("token-revoke", args=[row.pk])).status_code == 404


# -- what is exempt from the check of forms ---------------------------------------------------------------------------


def test_only_these_addresses_take_requests_without_the_token_of_a_form() -> None:
    exempt = {name for name, pattern in patterns().items() if getattr(pattern.callback, "csrf_exempt", False)}
    assert exempt == {"api-documents", "api-document", "api-file", "api-unknown", "exact-notices"}
    for name in exempt:
        assert f"/{patterns()[name].pattern}".startswith(ADDRESSES), "a cookie would count there"
