"""Senders: whose first mail waits, what is decided about them, and that nothing of it is lost."""

from __future__ import annotations

import pytest

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.inbox.senders import Verdict, ask_about_new, decide, domain_to_decide, forget, names_of
from workbench.intake.services import receive_message
from workbench.models import AuditEvent, Document, Message, SenderDecision

pytestmark = pytest.mark.django_db

MAIL = """From: {sender}\r\nTo: x\r\nSubject: {subject}\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHallo\r
--b\r\nContent-Type: application/xml\r\nContent-Disposition: attachment; filename=f.xml\r\n\r\n{data}\r\n--b--\r\n"""


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def clerk(books: Administration) -> Person:
    return desk.person("klerk", books, "clerk")


@pytest.fixture
def asks(books: Administration) -> None:
    ask_about_new(books, True, by=desk.person("beheer", books, "admin"))


def mail(books: Administration, sender: str, number: str, *, source: str = "smtp") -> Message:
    """A mail with an invoice, received and opened."""
    raw = MAIL.format(sender=sender, subject=number, data=desk.ubl(number).decode()).encode()
    message = receive_message(raw, administration=books, recipient="x", source=source)
    desk.work()
    message.refresh_from_db()
    return message


def told(message: Message) -> tuple[str, str, int]:
    message.refresh_from_db()
    return message.state, message.note, message.entries.count()


WAITS, IN, NOISE = ("question", "SENDER_NEW", 0), ("processed", "", 1), ("noise", "SENDER_NEVER", 0)


@pytest.mark.parametrize(
    ("address", "names", "domain"),
    [
        ("Info@Facturen.Bakker.nl", ["info@facturen.bakker.nl", "@facturen.bakker.nl", "@bakker.nl"], "bakker.nl"),
        ("jan@gmail.com", ["jan@gmail.com", "@gmail.com"], ""),
    ],
)
def test_a_sender_is_an_address_or_its_domain_where_not_anybody_has_one(
    address: str, names: list[str], domain: str
) -> None:
    assert (names_of(address), domain_to_decide(address)) == (names, domain)


def test_by_default_everything_is_taken_in(books: Administration) -> None:
    assert told(mail(books, "a@nieuw.nl", "1")) == IN


@pytest.mark.usefixtures("asks")
def test_the_first_mail_of_a_stranger_waits_and_others_do_not(books: Administration) -> None:
    assert told(mail(books, "a@nieuw.nl", "1")) == WAITS
    assert told(mail(books, "a@nieuw.nl", "2")) == WAITS  # still nobody decided
    assert told(mail(books, "b@elders.nl", "3", source="upload")) == IN  # somebody handed it in


@pytest.mark.usefixtures("asks")
def test_who_was_taken_in_before_is_no_stranger(books: Administration) -> None:
    ask_about_new(books, False, by=desk.person("beheer", books))
    mail(books, "a@nieuw.nl", "1")
    ask_about_new(books, True, by=desk.person("beheer", books))
    assert told(mail(books, "a@nieuw.nl", "2")) == IN


@pytest.mark.usefixtures("asks")
def test_always_for_a_domain_opens_all_that_wait(books: Administration, clerk: Person) -> None:
    first, second, other = (mail(books, s, s) for s in ("a@nieuw.nl", "b@nieuw.nl", "c@anders.nl"))
    for _twice in range(2):
        decide(first.pk, Verdict.ALWAYS, whole_domain=True, by=clerk)
        desk.work()
    assert [told(each) for each in (first, second, other)] == [IN, IN, WAITS]
    assert told(mail(books, "d@nieuw.nl", "4")) == IN
    assert AuditEvent.objects.filter(action="sender.decided").count() == 1
    assert Document.objects.count() == 3


@pytest.mark.usefixtures("asks")
def test_once_decides_nothing(books: Administration, clerk: Person) -> None:
    first = mail(books, "a@nieuw.nl", "1")
    decide(first.pk, Verdict.ONCE, whole_domain=False, by=clerk)
    desk.work()
    assert told(first) == ("processed", "SENDER_ONCE", 1)
    assert told(mail(books, "a@nieuw.nl", "2")) == WAITS


def test_never_is_kept_as_noise_and_can_be_taken_back(books: Administration, clerk: Person) -> None:
    first = mail(books, "a@reclame.nl", "1")
    decide(first.pk, Verdict.NEVER, whole_domain=False, by=clerk)
    assert told(first) == IN  # what gave a document stays
    second = mail(books, "a@reclame.nl", "2")
    assert told(second) == NOISE
    assert told(mail(books, "b@reclame.nl", "3")) == IN  # the address was meant, not its domain
    decide(second.pk, Verdict.ONCE, whole_domain=False, by=clerk)
    desk.work()
    assert told(second) == ("processed", "SENDER_ONCE", 1)
    forget(SenderDecision.objects.get(), by=desk.person("beheer", books, "admin"))
    assert told(mail(books, "a@reclame.nl", "4")) == IN


def test_rights(books: Administration, clerk: Person) -> None:
    message = mail(books, "a@nieuw.nl", "1")
    with pytest.raises(RightMissing):
        decide(message.pk, Verdict.NEVER, whole_domain=False, by=desk.person("kijker", books, "viewer"))
    with pytest.raises(RightMissing):
        ask_about_new(books, True, by=clerk)
    assert not SenderDecision.objects.exists()
