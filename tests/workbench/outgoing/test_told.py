"""The bell by mail, troubles to admins, and the page of outgoing mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from exact.models import Administration, Connection
from tests.workbench.outgoing.conftest import Server
from tests.workbench.support import desk
from workbench.bell.services import tell
from workbench.models import Digest, NoticeKind, OutgoingMail, Policy, Preference, Trouble
from workbench.outgoing import digest, troubles

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(books: Administration) -> Any:
    person = desk.person("mk", books, "clerk")
    person.email = "mk@een.example"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock of the digest: day of November and hour, in Amsterdam."""

    def set_to(day: int, hour: int) -> None:
        now = datetime(2026, 11, day, hour, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
        monkeypatch.setattr(digest.timezone, "localtime", lambda: now)

    return set_to


def told(person: Any, books: Administration, text: str) -> None:
    subject = "batch:6f2b3c1e-0000-4000-8000-000000000007"
    tell({person.pk}, NoticeKind.MENTION, subject, administration_id=books.pk, text=text)


def test_daily_from_eight_on_each_notice_once(
    books: Administration, clerk: Any, smtp: Server, at: Any, settings: Settings
) -> None:
    quiet = desk.person("stil", books, "clerk")
    type(quiet).objects.filter(pk=quiet.pk).update(email="stil@een.example")  # for whom nothing waits
    told(clerk, books, "kijk eens, NL91 ABNA 0417 1643 00 voor € 1.234,50 <b>")
    at(3, 7)
    assert digest.send_due() == 0
    at(3, 9)
    assert digest.send_due() == 1 and digest.send_due() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to, mail.subject) == ("digest", "mk@een.example", "Inboek: 1 thing waits for you")
    assert "€ 1.234,50 <b>" in mail.text and "0417" not in mail.text  # of an account only its end
    assert f"{settings.PUBLIC_URL}/post/runs/6f2b3c1e-0000-4000-8000-000000000007/" in mail.text
    told(clerk, books, "en nog iets")
    assert digest.send_due() == 0
    at(4, 8)
    assert digest.send_due() == 1
    newest = OutgoingMail.objects.order_by("-made_at").first()
    assert newest is not None and "en nog iets" in newest.text and "kijk eens" not in newest.text


@pytest.mark.parametrize(("wish", "count"), [(Digest.AT_ONCE, 1), (Digest.DAILY, 0), (Digest.NEVER, 0)])
def test_by_each_ones_wish(books: Administration, clerk: Any, smtp: Server, at: Any, wish: Digest, count: int) -> None:
    at(3, 6)
    told(clerk, books, "van eerder")
    digest.set_wish(clerk, wish)
    assert digest.send_due() == 0  # what waited already is not mailed at once
    told(clerk, books, "nieuw")
    assert digest.send_due() == count
    if count:
        assert "van eerder" not in OutgoingMail.objects.get().text


def test_no_mail_to_who_may_not_see_or_has_left(
    books: Administration, clerk: Any, smtp: Server, at: Any, settings: Settings
) -> None:
    at(3, 9)
    told(clerk, books, "geheim")
    settings.INBOEK_SMTP_URL = ""
    assert digest.send_due() == 0
    settings.INBOEK_SMTP_URL = f"smtp://127.0.0.1:{smtp.port}"
    clerk.memberships.all().delete()
    assert digest.send_due() == 0 and not OutgoingMail.objects.exists()
    type(clerk).objects.update(is_active=False)
    told(clerk, books, "geheim")
    at(4, 9)
    assert digest.send_due() == 0


def test_a_trouble_is_told_once_and_once_when_it_is_over(books: Administration, admin: Any, smtp: Server) -> None:
    def kinds() -> list[str]:
        return list(OutgoingMail.objects.order_by("made_at").values_list("kind", flat=True))

    Connection.objects.update(state="needs_consent")
    troubles.look()
    exact = Trouble.objects.get(key__startswith="exact:")
    assert exact.told_at is None and kinds() == []
    Trouble.objects.update(since=timezone.now() - timedelta(minutes=6))
    # That no worker runs is a trouble of this test, too.
    for _ in range(2):
        troubles.look()
    assert kinds() == ["alarm", "alarm"]
    mail = OutgoingMail.objects.filter(subject__contains="connection with Exact").get()
    assert mail.to == admin.email and reverse("connect") in mail.text
    Connection.objects.update(state="ok")
    for _ in range(2):
        troubles.look()
    assert kinds() == ["alarm", "alarm", "over"]
    Connection.objects.update(state="needs_consent")
    troubles.look()
    assert Trouble.objects.filter(key=exact.key).count() == 2


def test_a_short_trouble_is_never_told(books: Administration, admin: Any, smtp: Server) -> None:
    Connection.objects.update(state="held")
    troubles.look()
    Connection.objects.update(state="ok")
    troubles.look()
    assert not Trouble.objects.filter(key__startswith="exact:").exists() and not OutgoingMail.objects.exists()


def test_who_does_not_want_troubles(books: Administration, admin: Any, smtp: Server) -> None:
    digest.set_wish(admin, Digest.DAILY, alarms=False)
    Connection.objects.update(state="held")
    troubles.look()
    Trouble.objects.update(since=timezone.now() - timedelta(minutes=6))
    troubles.look()
    assert Trouble.objects.exclude(told_at=None).exists() and not OutgoingMail.objects.exists()


def mails(books: Administration, count: int) -> None:
    start = OutgoingMail.objects.count()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            kind="receipt",
            key=f"n{number}",
            to="jan@bakker.example",
            subject=f"Factuur {number}",
            message_id=f"<{number}@een.example>",
            administration=books,
            state="failed" if number % 2 else "sent",
            reason="MAIL_REFUSED_TEXT" if number % 2 else "",
        )
        for number in range(start, start + count)
    )


def test_the_page_says_how_it_stands(
    books: Administration, admin: Any, client: Client, smtp: Server, settings: Settings
) -> None:
    client.force_login(admin)
    address = reverse("outgoing")
    client.get(address)
    mails(books, 2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown = client.get(address).content.decode()
    assert (
        "Mail goes out" in shown and f"127.0.0.1:{smtp.port}" in shown and "0 wait · 0 not known · 1 not sent" in shown
    )
    mails(books, 60)
    with CaptureQueriesContext(connection) as many:
        assert "Factuur 60" in client.get(f"{address}?view=all").content.decode()
    assert len(few) == len(many)
    assert "Factuur 60" not in client.get(f"{address}?view=open").content.decode()
    settings.INBOEK_SMTP_URL = "smtp://"
    wrong = client.get(address).content.decode()
    assert "Mail is off" in wrong and "names no server" in wrong
    assert client.post(reverse("outgoing-test")).status_code == 409


def test_test_mail_switches_and_wish(books: Administration, admin: Any, client: Client, smtp: Server) -> None:
    client.force_login(admin)
    client.post(reverse("outgoing-test"))
    mail = OutgoingMail.objects.get(kind="test")
    assert mail.to == admin.email
    assert "one person" in client.get(reverse("outgoing-mail", args=[mail.pk])).content.decode()
    client.post(reverse("outgoing-switch", args=[books.pk]), {"name": "mail_receipts", "on": "1"})
    client.post(reverse("outgoing-switch", args=[books.pk]), {"name": "four_eyes_from", "on": "0"})
    policy = Policy.objects.get()
    assert policy.mail_receipts and policy.four_eyes_from == Policy(administration=books).four_eyes_from
    client.post(reverse("outgoing-settle", args=[mail.pk]), {"action": "end"})
    mail.refresh_from_db()
    assert mail.state == "given_up"
    client.post(reverse("notices-mail"), {"digest": "at_once", "email": "nieuw@een.example"})
    preference = Preference.objects.get(user=admin)
    admin.refresh_from_db()
    assert (preference.digest, preference.mail_alarms, admin.email) == ("at_once", False, "nieuw@een.example")
    client.post(reverse("notices-mail"), {"digest": "never", "email": "x\nBcc: y@z.example"})
    preference.refresh_from_db()
    assert preference.digest == "at_once"
