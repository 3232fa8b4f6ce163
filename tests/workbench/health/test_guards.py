"""Guesses at a password, another's consent, overridden holds, runs whose drafts went elsewhere, unsigned webhooks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from exact import api, webhooks
from exact.models import Administration, Connection
from tests.workbench.support import desk
from workbench.accounts import guesses
from workbench.accounts.address import address_of
from workbench.accounts.people import Person
from workbench.drafts.services import move_administration, put_on_hold, release_hold
from workbench.models import AuditEvent, Batch, BatchItem, Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk", "approver")


@pytest.mark.usefixtures("kim")
def test_guesses_at_one_account_from_many_addresses_are_counted_together(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "ACCOUNT_ATTEMPTS", 5)
    address, right = reverse("login"), {"username": "kim", "password": "geheim-genoeg-7"}
    assert Client().post(address, right, REMOTE_ADDR="10.0.0.1").status_code == 302
    for number in range(5):
        wrong = {"username": "KIM", "password": "fout"}
        assert client.post(address, wrong, REMOTE_ADDR=f"10.0.1.{number}").status_code == 401
    assert client.post(address, right, REMOTE_ADDR="10.0.1.99").status_code == 429
    assert client.post(address, right, REMOTE_ADDR="10.0.0.1").status_code == 302, "the owner's own place stays open"


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "192.0.2.7", "", "192.0.2.7"),
        (0, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (1, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "127.0.0.1", "203.0.113.66, 198.51.100.1", "198.51.100.1"),
        (2, "127.0.0.1", "203.0.113.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "127.0.0.1", "198.51.100.1", "127.0.0.1"),
        (1, "127.0.0.1", "not an address", "127.0.0.1"),
        (1, "127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
    ],
)
def test_whose_guesses_are_counted_together(
    rf: RequestFactory, settings: Settings, proxies: int, remote: str, forwarded: str, address: str
) -> None:
    settings.INBOEK_TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/login/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_behind_a_proxy_a_strangers_guesses_do_not_lock_the_owner_out(
    books: Administration, kim: Person, settings: Settings
) -> None:
    settings.INBOEK_TRUSTED_PROXIES = 1
    address, wrong = reverse("login"), {"username": "kim", "password": "geraden"}
    for _ in range(9):
        answer = Client().post(address, wrong, HTTP_X_FORWARDED_FOR="203.0.113.66")
    assert answer.status_code == 429
    right = wrong | {"password": "geheim-genoeg-7"}
    assert Client().post(address, right, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 302


def test_browsers_keep_nothing_of_what_somebody_was_shown(kim: Person, client: Client) -> None:
    client.force_login(kim)
    for name in ("start", "queue", "inbox", "audit"):
        assert client.get(reverse(name)).headers["Cache-Control"] == "private, no-cache", name
    answer = client.post(reverse("logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "no-store" in client.get(reverse("login")).headers["Cache-Control"]


def test_another_admins_consent_is_replaced_only_when_that_is_said(
    books: Administration, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = books.connection
    settings.EXACT_BASE_URL, settings.EXACT_CLIENT_ID = "http://127.0.0.1:9", "app"
    Connection.objects.filter(pk=connection.pk).update(client_id="app", consented_by="ada")
    eve = desk.person("eve", books, "admin")
    client.force_login(eve)
    asked = client.post(reverse("connect-consent"))
    assert asked.status_code == 200 and "ada" in asked.content.decode(), "asks first"

    def finished(*_: object, consented_by: str) -> Connection:
        Connection.objects.filter(pk=connection.pk).update(consented_by=consented_by)
        return connection

    monkeypatch.setattr(api, "finish_consent", finished)
    answer = {"state": "s", "code": "c"}
    assert client.get(reverse("connect-callback"), answer)["Location"] == reverse("connect")
    assert Connection.objects.get().consented_by == "ada", "a way back that was not begun here changes nothing"
    assert client.post(reverse("connect-consent"), {"replace": "1"}).status_code == 302
    assert "administrations" in client.get(reverse("connect-callback"), answer)["Location"]
    assert AuditEvent.objects.get(action="exact.consent_replaced").data == {"old": "ada", "new": "eve"}


def test_what_was_overridden_is_judged_anew_in_another_administration(books: Administration, kim: Person) -> None:
    other = desk.books(900002, "twee", "Twee BV")
    desk.person("kim", other, "clerk")
    draft = desk.made(books, "HOLD-1", by=kim)
    put_on_hold(draft.pk, reason="eerst bellen", by=kim)
    hold = draft.holds.get(code="MANUAL")
    release_hold(draft.pk, hold_id=hold.pk, reason="gebeld", by=kim)
    draft.holds.create(
        code="DUPLICATE_SUSPECT", key="DUPLICATE_SUSPECT||x", severity="hold", released_at=hold.created_at
    )
    move_administration(draft.pk, to=other, by=kim)
    assert not draft.holds.filter(released_at__isnull=False).exists()


def test_a_run_says_what_became_of_drafts_that_went_elsewhere(
    books: Administration, kim: Person, client: Client
) -> None:
    batch = Batch.objects.create(token="t", by=kim)
    foreign = desk.books(900002, "twee", "Twee BV")
    made = [desk.made(books, f"RUN-{n}", f"{100 + 50 * n}.00", by=kim) for n in range(3)]
    for position, (draft, state) in enumerate(zip(made, ("failed", "posting", "failed"), strict=True)):
        BatchItem.objects.create(batch=batch, draft=draft, position=position, state=state, code="EXACT_REFUSED")
    Draft.objects.filter(pk=made[1].pk).update(state="approved")
    Draft.objects.filter(pk=made[2].pk).update(state="review", administration=foreign)
    client.force_login(kim)
    page = client.get(reverse("batch", args=[batch.pk]))
    assert page.context["running"] == 0 and page.context["counted"]["elsewhere"] == 3
    text = page.content.decode()
    assert "RUN-0" in text and "RUN-1" in text and "RUN-2" not in text


def test_without_a_secret_of_its_own_no_webhook_is_believed(settings: Settings) -> None:
    import hashlib
    import hmac

    content = b'{"Topic":"Accounts","Division":1,"Action":"Update","Key":"k"}'

    def signed(secret: str) -> bytes:
        mark = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest().upper()
        return b'{"Content":' + content + b',"HashCode":"' + mark.encode() + b'"}'

    settings.EXACT_WEBHOOK_SECRET = "own"
    assert webhooks.verify(signed("own")) is not None and webhooks.verify(signed("other")) is None
    settings.EXACT_WEBHOOK_SECRET = ""
    assert webhooks.verify(signed("")) is None


def test_a_file_is_read_no_further_than_it_can_be_taken(
    books: Administration, kim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.queue import views

    asked: list[int] = []
    monkeypatch.setattr(views, "receive_files", lambda files, **_: [len(file.data) for file in files])
    monkeypatch.setattr(views, "render", lambda request, name, context, status: context["entries"])

    class Sent:
        name = "groot.pdf"

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            return b"x"

    request = SimpleNamespace(
        user=kim,
        method="POST",
        htmx=True,
        POST={"administration": str(books.pk)},
        FILES=SimpleNamespace(getlist=lambda name: [Sent(), Sent()]),
    )
    assert views.upload(request) == [1, 1]  # type: ignore[arg-type, comparison-overlap]
    assert asked == [views.MAX_BYTES + 1] * 2
