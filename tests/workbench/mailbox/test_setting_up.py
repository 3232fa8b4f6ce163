"""What an admin is told about a mailbox that cannot be picked up, and what is never told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from benchmarks.mail_server import PASSWORD
from tests.workbench.mailbox.conftest import Box, mail
from workbench.drafts.changing import DraftRefused
from workbench.health.readiness import look as look_at_instance
from workbench.mailbox import health, selectors, services
from workbench.mailbox.reaching import is_public
from workbench.models import AuditEvent, Mailbox, Message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"password": "verkeerd"}, "MAILBOX_PASSWORD", "Authentication failed"),
        ({"folder": "Facturen"}, "MAILBOX_FOLDER", "INBOX"),
        ({"done_folder": "Klaar"}, "MAILBOX_DONE_FOLDER", "INBOX"),
        ({"port": "starttls"}, "MAILBOX_TLS", "other kind of encryption"),
        ({"port": "1"}, "MAILBOX_NO_ANSWER", "tried again by itself"),
    ],
)
def test_the_test_of_a_connection_says_what_is_wrong_and_what_to_do(
    box: Box, changes: dict[str, str], code: str, told: str
) -> None:
    if changes.get("port") == "starttls":
        changes = {"port": str(box.server.starttls)}
    mailbox = box.add(**changes)
    trouble = services.look(mailbox, by=box.admin)
    assert trouble is not None
    assert trouble.code == code
    mailbox.refresh_from_db()
    with translation.override("en"):
        words = selectors.told(mailbox)
        assert words is not None
        assert told in f"{words.title} {words.cause} {words.next_step}"
    assert (mailbox.failure, mailbox.failures) == (code, 1)
    assert "verkeerd" not in str(mailbox.failure_params)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("INBOEK_MAILBOX_CA", None, "MAILBOX_CERTIFICATE"), ("INBOEK_MAILBOX_HOSTS", frozenset(), "MAILBOX_INSIDE")],
)
def test_nothing_is_sent_to_a_server_that_may_not_be_trusted(
    box: Box, settings: Settings, name: str, value: object, code: str
) -> None:
    setattr(settings, name, value)
    trouble = services.look(box.add(), by=box.admin)
    assert trouble is not None
    assert trouble.code == code


def test_starttls_is_spoken_before_the_password(box: Box) -> None:
    box.deliver(mail("a"))
    mailbox = box.add(port=box.server.starttls, security="starttls")
    assert services.look(mailbox, by=box.admin) is None
    box.fetch()
    assert box.subjects() == ["a"]


def test_a_missing_folder_for_taken_mails_stops_no_mail(box: Box) -> None:
    box.deliver(mail("a"))
    mailbox = box.add(done_folder="Klaar")
    box.fetch()
    box.settle()
    (row,) = selectors.rows_for([box.books])
    assert (box.subjects(), row.mark) == (["a"], "failed")
    assert row.done_trouble is not None
    box.deliver(mail("eerst"), folder="Klaar")
    services.look(mailbox, by=box.admin)
    box.settle()
    (row,) = selectors.rows_for([box.books])
    assert (len(box.flags_in("Klaar")), row.mark) == (2, "sure")


def test_the_screens_say_how_it_does_and_never_the_password(box: Box, client: Client) -> None:
    client.force_login(box.admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    typed = {
        "administration": box.books.pk, "host": "127.0.0.1", "port": box.server.tls, "security": "tls",
        "username": box.user, "password": "verkeerd-wachtwoord",
    }  # fmt: skip
    pages = [client.post(reverse("mailbox-new"), typed, follow=True)]
    mailbox = Mailbox.objects.get()
    assert "User name or password is refused" in pages[0].content.decode()
    pages.append(client.post(reverse("mailbox", args=[mailbox.pk]), {"port": "", "password": PASSWORD}, follow=True))
    assert "The connection works" not in pages[1].content.decode(), "port 993 is another one"
    sent = {"port": box.server.tls, "password": PASSWORD}
    pages.append(client.post(reverse("mailbox", args=[mailbox.pk]), sent, follow=True))
    assert "The connection works" in pages[2].content.decode()
    pages += [client.get(reverse("mailboxes")), client.get(reverse("audit"))]
    mailbox.refresh_from_db()
    for secret in ("verkeerd-wachtwoord", PASSWORD):
        assert not any(secret in page.content.decode() for page in pages)
        assert secret not in mailbox.secret
        assert not any(secret in str(event.data) for event in AuditEvent.objects.all())
    assert (mailbox.since is not None, mailbox.failure) == (True, "")


def test_what_fails_for_a_while_is_told_in_the_inbox_and_at_readiness(box: Box, client: Client) -> None:
    mailbox = box.add(password="verkeerd")
    box.fetch()
    client.force_login(box.admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "User name or password is refused" not in client.get(reverse("inbox")).content.decode()
    Mailbox.objects.filter(pk=mailbox.pk).update(failed_at=health.database_now() - timedelta(minutes=6))
    assert "User name or password is refused" in client.get(reverse("inbox")).content.decode()
    assert selectors.health_line() == "1 of 1 mailboxes cannot be picked up"
    assert all(result.ok for result in look_at_instance() if result.name == "mailboxes")
    box.fetch()
    mailbox.refresh_from_db()
    assert mailbox.failures == 1, "a refused password is not tried every minute: that would lock the account"
    assert not Message.objects.exists()


def test_a_password_belongs_to_its_row(box: Box) -> None:
    first, other = box.add(), box.add(folder="Kopie")
    Mailbox.objects.filter(pk=first.pk).update(secret=other.secret)
    first.refresh_from_db()
    trouble = services.look(first, by=box.admin)
    assert trouble is not None
    assert trouble.code == "MAILBOX_KEY"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"host": "imap.een.example/x"}, "MAILBOX_FIELD"),
        ({"host": ""}, "MAILBOX_FIELD"),
        ({"port": "70000"}, "MAILBOX_FIELD"),
        ({"security": "none"}, "MAILBOX_FIELD"),
        ({"username": "a\r\nb"}, "MAILBOX_FIELD"),
        ({"done_folder": "INBOX"}, "MAILBOX_SAME_FOLDER"),
        ({"password": ""}, "MAILBOX_NO_PASSWORD"),
    ],
)
def test_what_cannot_be_a_mailbox_is_refused(box: Box, changes: dict[str, str], code: str) -> None:
    with pytest.raises(DraftRefused, match=code):
        box.add(**changes)


def test_a_folder_is_picked_up_once_for_an_administration(box: Box) -> None:
    box.add()
    with pytest.raises(DraftRefused, match="MAILBOX_TAKEN"):
        box.add()


@pytest.mark.parametrize(
    ("code", "failures", "minutes"),
    [
        ("MAILBOX_CUT", 1, 1),
        ("MAILBOX_CUT", 2, 2),
        ("MAILBOX_NO_ANSWER", 5, 16),
        ("MAILBOX_NO_ANSWER", 900, 60),
        ("MAILBOX_PASSWORD", 1, 30),
        ("MAILBOX_PASSWORD", 2, 60),
        ("MAILBOX_PASSWORD", 900, 360),
    ],
)
def test_the_wait_grows_while_it_fails(code: str, failures: int, minutes: int) -> None:
    assert health.wait_after(code, failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.7", False),
        ("192.168.1.5", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.7", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:7", False),
        ("64:ff9b:1::a00:7", False),
        ("2002:a00:7::1", False),
        ("::10.0.0.7", False),
        ("::ffff:0:10.0.0.7", False),
        ("fec0::1", False),
    ],
)
def test_only_public_addresses_are_reached_unless_the_operator_says_so(address: str, public: bool) -> None:
    assert is_public(address) is public
