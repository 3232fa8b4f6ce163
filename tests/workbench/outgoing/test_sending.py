"""Mail over a real server: at most once as far as SMTP allows, and always known what became of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from exact.models import Administration
from jobs.api import RetryLater
from jobs.models import Job
from tests.workbench.outgoing.conftest import SENDER, Server
from tests.workbench.support import desk
from workbench.drafts.changing import DraftRefused
from workbench.models import MailKind, MailState, OutgoingMail
from workbench.outgoing import services
from workbench.outgoing.outcomes import MOST_ATTEMPTS
from workbench.outgoing.sending import send

pytestmark = pytest.mark.django_db


def written(books: Administration, **more: Any) -> OutgoingMail:
    given = {"key": "k", "to": "jan@bakker.example", "subject": "Ontvangen", "text": "Dag\nJan"} | more
    row = services.queue(MailKind.RECEIPT, administration=books, **given)
    assert row is not None
    return row


def fresh(row: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=row.pk)


def test_sent_once_with_our_headers(books: Administration, smtp: Server) -> None:
    row = written(books, references="<van-jan@bakker.example>")
    send(row.pk)
    send(row.pk)
    (mail,) = smtp.came
    assert smtp.envelopes == [("boekhouding@een.example", ["jan@bakker.example"])]
    said = {name: mail[name] for name in ("From", "To", "Subject", "Message-ID", "In-Reply-To", "Auto-Submitted")}
    assert said == {
        "From": SENDER,
        "To": "jan@bakker.example",
        "Subject": "Ontvangen",
        "Message-ID": row.message_id,
        "In-Reply-To": "<van-jan@bakker.example>",
        "Auto-Submitted": "auto-replied",
    }
    assert mail["Precedence"] == "bulk" and mail.get_content() == "Dag\r\nJan\r\n" and not mail.is_multipart()
    assert fresh(row).state == MailState.SENT and fresh(row).attempts == 1


def test_a_cause_is_told_once_and_nobody_without_a_server(
    books: Administration, smtp: Server, settings: Settings
) -> None:
    written(books)
    assert services.queue(MailKind.RECEIPT, key="k", to="jan@bakker.example", subject="s", text="t") is None
    assert services.queue(MailKind.RECEIPT, key="l", to="geen adres", subject="s", text="t") is None
    settings.INBOEK_SMTP_URL = ""
    assert services.queue(MailKind.RECEIPT, key="m", to="jan@bakker.example", subject="s", text="t") is None
    assert OutgoingMail.objects.count() == Job.objects.filter(kind="mail_send").count() == 1


def test_waiting_for_a_server_uses_no_attempt_up(books: Administration, smtp: Server, settings: Settings) -> None:
    row, url = written(books), settings.INBOEK_SMTP_URL
    settings.INBOEK_SMTP_URL = ""
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(RetryLater):
            send(row.pk)
    assert fresh(row).attempts == 0
    settings.INBOEK_SMTP_URL = url
    send(row.pk)
    assert (fresh(row).state, fresh(row).attempts) == (MailState.SENT, 1)


def test_no_second_header_from_what_others_wrote(books: Administration, smtp: Server) -> None:
    row = written(books, subject="Ontvangen: x\r\nBcc: dief@elders.example\r\n\r\nKoop", text="a\r\n.\r\nMAIL FROM:<x>")
    send(row.pk)
    (mail,) = smtp.came
    assert mail["Bcc"] is None and "Bcc: dief@elders.example" in mail["Subject"]
    assert smtp.envelopes[0][1] == ["jan@bakker.example"] and mail.get_content() == "a\r\n.\r\nMAIL FROM:<x>\r\n"


@pytest.mark.parametrize(
    ("rcpt", "data", "state", "reason"),
    [
        ("550 5.1.1 no such user", "", "failed", "MAIL_REFUSED_ADDRESS"),
        ("", "554 5.7.1 spam", "failed", "MAIL_REFUSED_TEXT"),
        ("451 4.7.1 greylisted", "", "waiting", "MAIL_LATER"),
        ("", "452 4.3.1 full", "waiting", "MAIL_LATER"),
        ("", "cut", "unknown", "MAIL_UNKNOWN"),
    ],
)
def test_what_the_server_says(
    books: Administration, smtp: Server, rcpt: str, data: str, state: str, reason: str
) -> None:
    smtp.rcpt, smtp.data = rcpt, data
    row = written(books)
    if state == "waiting":
        with pytest.raises(RetryLater) as later:
            send(row.pk)
        assert later.value.free and later.value.seconds >= 1
    else:
        send(row.pk)
    found = fresh(row)
    assert (found.state, found.reason) == (state, reason)
    smtp.calm()
    send(row.pk)
    # Only what surely was not taken goes by itself.
    assert len(smtp.came) == (1 if state == "waiting" else 0)


def test_a_process_that_died_with_it_leaves_a_question(books: Administration, smtp: Server) -> None:
    row = written(books)
    OutgoingMail.objects.filter(pk=row.pk).update(state=MailState.SENDING, attempts=1)
    send(row.pk)
    assert fresh(row).state == MailState.UNKNOWN and not smtp.came


def test_tried_too_often(books: Administration, smtp: Server) -> None:
    smtp.rcpt = "451 later"
    row = written(books)
    OutgoingMail.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS)
    send(row.pk)
    assert fresh(row).state == MailState.FAILED
    old = written(books, key="old")
    OutgoingMail.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=4))
    send(old.pk)
    assert fresh(old).state == MailState.FAILED


def test_no_server_there(books: Administration, smtp: Server, settings: Settings) -> None:
    settings.INBOEK_SMTP_URL = "smtp://127.0.0.1:9"
    row = written(books)
    with pytest.raises(RetryLater):
        send(row.pk)
    assert fresh(row).reason == "MAIL_NO_ANSWER"
    settings.INBOEK_SMTP_URL = f"smtp+starttls://127.0.0.1:{smtp.port}"
    with pytest.raises(RetryLater):
        send(row.pk)
    assert fresh(row).reason == "MAIL_NOT_ENCRYPTED" and not smtp.came


def test_an_admin_sends_again_or_gives_up(books: Administration, smtp: Server, admin: Any) -> None:
    row = written(books)
    services.give_up(row.pk, by=admin)
    send(row.pk)
    assert fresh(row).state == MailState.GIVEN_UP and not smtp.came
    services.try_again(row.pk, by=admin)
    send(row.pk)
    assert fresh(row).state == MailState.SENT
    for settled in (services.try_again, services.give_up):
        with pytest.raises(DraftRefused):
            settled(row.pk, by=admin)


def test_a_test_mail_goes_to_oneself(books: Administration, smtp: Server, admin: Any) -> None:
    row = services.test_mail(by=admin, subject="Test", text="Test")
    assert row.to == admin.email and row.key != services.test_mail(by=admin, subject="Test", text="Test").key
    send(row.pk)
    assert smtp.came[0]["Auto-Submitted"] == "auto-generated"
    nameless = desk.person(f"x{uuid.uuid4().hex[:6]}", books, "admin")
    with pytest.raises(DraftRefused):
        services.test_mail(by=nameless, subject="Test", text="Test")
