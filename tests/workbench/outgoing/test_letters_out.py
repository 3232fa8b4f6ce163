"""Letters to vendors: sent from the review screen, kept in the talk, and their answers find back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.outgoing.conftest import Server
from tests.workbench.support import desk
from workbench.intake import unpack
from workbench.intake.services import receive_message
from workbench.models import AuditEvent, BankChange, Comment, Draft, Mailbox, Message, Notice, OutgoingMail, Policy
from workbench.outgoing.letters import answers_to, send_letter
from workbench.outgoing.sending import send

pytestmark = pytest.mark.django_db

TO = "debiteuren@bouten.example"
LETTER = {"action": "send", "to": TO, "subject": "Vraag over L-1", "text": "Waar blijft het?", "once": "a"}


@pytest.fixture
def draft(books: Administration) -> Draft:
    return desk.made(books, "L-1")


@pytest.fixture
def clerk(books: Administration, client: Client) -> Any:
    person = desk.person("mk", books, "clerk")
    client.force_login(person)
    return person


def letter_of(draft: Draft, by: Any, once: str = "a") -> OutgoingMail:
    sent = send_letter(draft.pk, to=TO, subject="Vraag", text="Waar blijft het?", once=once, by=by)
    assert sent is not None
    return sent


def answer(books: Administration, to: str, headers: str = "", sender: str = TO, text: str = "Morgen.") -> Message:
    raw = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Re: Vraag\r\nMessage-ID: <{uuid.uuid4()}@x>\r\n{headers}\r\n{text}\r\n"
    )
    message = receive_message(raw.encode(), administration=books, recipient=to, source="smtp", envelope_sender=sender)
    unpack.unpack_message(message.pk)
    message.refresh_from_db()
    return message


def test_sent_from_the_screen_once(draft: Draft, clerk: Any, client: Client, smtp: Server) -> None:
    address = reverse("draft-letter", args=[draft.pk])
    shown = client.get(address).content.decode()
    assert "Sent from Administratie Eén" in shown and 'value="send"' in shown
    for _ in range(2):
        client.post(address, LETTER)
    mail = OutgoingMail.objects.get()
    assert mail.comment is not None and mail.comment.text == "Vraag over L-1\n\nWaar blijft het?"
    assert Comment.objects.count() == 1
    send(mail.pk)
    (came,) = smtp.came
    assert (
        came["Reply-To"] == f"een-{mail.reply_to.split('-')[1]}" and f"+r{mail.token}@mail.een.example" in mail.reply_to
    )
    # A person wrote it: nothing says that a machine did.
    assert came["Auto-Submitted"] is None and came["Precedence"] is None
    events = AuditEvent.objects.filter(draft_id=draft.pk, action__in=["talk.vendor_mailed", "mail.sent"])
    assert events.count() == 2
    talk = client.get(reverse("review", args=[draft.pk]) + "?tab=talk").content.decode()
    assert f"mailed to {TO}, sent" in talk


@pytest.mark.parametrize(
    "change",
    [
        {"to": "geen adres"},
        {"to": ""},
        {"to": f"{TO}\nBcc: x@y.example"},
        {"text": "Waar blijft het?\r\n\r\nOnze vraag: \r\n\r\nMet vriendelijke groet"},
    ],
)
def test_no_address_or_no_question_no_letter(
    draft: Draft, clerk: Any, client: Client, smtp: Server, change: dict[str, str]
) -> None:
    refused = client.post(reverse("draft-letter", args=[draft.pk]), LETTER | change)
    assert refused.status_code == 422 and "Waar blijft het?" in refused.content.decode()
    assert not OutgoingMail.objects.exists() and not Comment.objects.exists()


def test_off_by_setting_and_by_switch(
    draft: Draft, clerk: Any, client: Client, smtp: Server, settings: Settings
) -> None:
    address = reverse("draft-letter", args=[draft.pk])
    assert draft.administration is not None
    Policy.objects.create(administration=draft.administration, mail_letters=False)
    assert 'value="send"' not in client.get(address).content.decode()
    assert client.post(address, LETTER).status_code == 422
    Policy.objects.update(mail_letters=True)
    settings.INBOEK_SMTP_URL = ""
    assert "Inboek sends nothing itself" in client.get(address).content.decode()
    assert client.post(address, LETTER).status_code == 422


@pytest.mark.parametrize("way", ["token", "thread"])
def test_an_answer_stands_in_the_talk_of_its_draft(
    books: Administration, draft: Draft, clerk: Any, client: Client, smtp: Server, way: str
) -> None:
    mail = letter_of(draft, clerk)
    text = "Ons nieuwe nummer is NL91 ABNA 0417 1643 00.\r\n\r\n> Waar blijft het?"
    if way == "token":
        message = answer(books, mail.reply_to, "", "iemand@elders.example", text)
    else:
        message = answer(books, "een@mail.een.example", f"In-Reply-To: {mail.message_id}\r\n", text=text)
    said = Comment.objects.get(kind="vendor_in")
    assert (said.draft_id, said.by, said.message_id) == (draft.pk, None, message.pk)
    assert said.text == "Ons nieuwe nummer is NL91 ABNA 0417 1643 00."
    assert (message.state, message.note) == ("processed", "LETTER_ANSWERED")
    assert list(Notice.objects.values_list("person_id", "kind")) == [(clerk.pk, "mail_answer")]
    # Shown with who wrote it and that nobody vouches for them; it changes nothing.
    talk = client.get(reverse("review", args=[draft.pk]) + "?tab=talk").content.decode()
    assert message.sender_address in talk and "sender not proven" in talk and "An account number stands in" in talk
    assert not BankChange.objects.exists()


def test_only_in_its_own_books_and_known_by_its_token(
    books: Administration, draft: Draft, clerk: Any, smtp: Server
) -> None:
    mail = letter_of(draft, clerk)
    other = desk.books(900002, "twee", "Twee BV")
    assert answer(other, mail.reply_to).state == "question"
    assert answer(books, mail.reply_to.replace(mail.token, "a" * 12)).state == "question"
    assert answer(books, "een@mail.een.example", "In-Reply-To: <elders@x>\r\n").state == "question"
    assert not Comment.objects.filter(kind="vendor_in").exists()


def test_a_quoted_invoice_is_no_invoice(books: Administration, draft: Draft, clerk: Any, smtp: Server) -> None:
    mail = letter_of(draft, clerk)
    quoted = "\r\n".join(
        ["Factuurnummer 2026-77", "Factuurdatum 03-11-2026", "Totaal te betalen EUR 121,00", "IBAN NL91ABNA0417164300"]
    )
    assert answer(books, mail.reply_to, text=quoted).entries.count() == 0


def test_where_answers_come_back(books: Administration, settings: Settings) -> None:
    settings.INBOEK_MAIL_DOMAIN = "mail.een.example"
    assert answers_to(books, "abc").endswith("+rabc@mail.een.example")
    settings.INBOEK_MAIL_DOMAIN = ""
    assert answers_to(books, "abc") == ""
    Mailbox.objects.create(administration=books, host="h", username="facturen@een.example", created_by="x")
    assert answers_to(books, "abc") == "facturen@een.example"


def test_a_letter_that_did_not_go_is_told(draft: Draft, clerk: Any, client: Client, smtp: Server) -> None:
    smtp.rcpt = "550 5.1.1 no such user"
    send(letter_of(draft, clerk).pk)
    assert list(Notice.objects.values_list("person_id", "kind")) == [(clerk.pk, "mail_failed")]
    talk = client.get(reverse("review", args=[draft.pk]) + "?tab=talk").content.decode()
    assert "not sent" in talk and "550 5.1.1 no such user" in talk
