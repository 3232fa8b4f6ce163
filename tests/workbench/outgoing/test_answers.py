"""Receipts and refusals: what a sender is told of a mail, and who is told nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from exact.models import Administration
from jobs.api import RetryLater
from jobs.models import Job
from tests.workbench.outgoing.conftest import Server
from tests.workbench.support import desk
from workbench.inbox.authentication import Verdict
from workbench.intake import unpack
from workbench.intake.services import receive_message
from workbench.models import Document, IntakeEntry, Message, OutgoingMail, Policy
from workbench.outgoing.answers import fate_of, write

pytestmark = pytest.mark.django_db

PROVEN = "Authentication-Results: mx.een.example; dmarc=pass header.from=bakker.example"
PARTS = """From: Jan <jan@bakker.example>\r\nTo: x\r\nSubject: Factuur 7\r\nMessage-ID: <7@bakker.example>\r
{headers}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r
Content-Type: text/plain\r\n\r\nHallo\r\n{parts}--b--\r\n"""
PART = "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename={0}\r\n\r\n{1}\r\n"


@pytest.fixture
def answering(books: Administration, smtp: Server) -> Administration:
    Policy.objects.create(administration=books, mail_receipts=True, mail_refusals=True)
    return books


def mail(
    books: Administration, *files: tuple[str, str], headers: str = PROVEN, envelope: str = "jan@bakker.example"
) -> Message:
    parts = "".join(PART.format(*each) for each in files)
    raw = PARTS.format(headers=headers, parts=parts).encode()
    message = receive_message(raw, administration=books, recipient="x", source="smtp", envelope_sender=envelope)
    unpack.unpack_message(message.pk)
    message.refresh_from_db()
    return message


def asked(message: Message) -> bool:
    return Job.objects.filter(kind="mail_answer", subject=f"message:{message.pk}").exists()


PDF = ("factuur.pdf", "%PDF-1.4 x")


def test_a_receipt_says_what_became_of_each_file(answering: Administration, client: Client) -> None:
    message = mail(answering, PDF, ("leeg.pdf", ""))
    assert asked(message)
    with pytest.raises(RetryLater):
        write(message.pk)  # still being read
    Document.objects.update(state="read")
    row = write(message.pk)
    assert row is not None and write(message.pk) is None
    client.force_login(desk.person("mk", answering, "clerk"))
    shown = client.get(f"/inbox/?chosen={message.pk}").content.decode()
    assert "The sender was told: Received: Factuur 7" in " ".join(shown.split())
    assert (row.kind, row.to, row.references) == ("receipt", "jan@bakker.example", "<7@bakker.example>")
    assert (
        row.subject == "Received: Factuur 7" and "- factuur.pdf: received" in row.text and "leeg.pdf: empty" in row.text
    )


def test_a_refusal_when_nothing_can_be_used(answering: Administration) -> None:
    message = mail(answering, PDF)
    Document.objects.update(state="locked")
    row = write(message.pk)
    assert row is not None and row.kind == "refusal" and "locked with a password" in row.text
    bare = write(mail(answering, headers=f"{PROVEN}\r\nX-A: b").pk)
    assert bare is not None and "There was no attachment" in bare.text


@pytest.mark.parametrize(("receipts", "refusals", "kinds"), [(True, False, ["receipt"]), (False, True, ["refusal"])])
def test_each_by_its_switch(answering: Administration, receipts: bool, refusals: bool, kinds: list[str]) -> None:
    Policy.objects.update(mail_receipts=receipts, mail_refusals=refusals)
    good = mail(answering, PDF)
    Document.objects.update(state="read")
    for message in (good, mail(answering, headers=f"{PROVEN}\r\nX-A: b")):
        write(message.pk)
    assert list(OutgoingMail.objects.values_list("kind", flat=True)) == kinds


@pytest.mark.parametrize(
    ("headers", "envelope"),
    [
        ("X-A: nothing proven", "jan@bakker.example"),
        (PROVEN.replace("pass", "fail"), "jan@bakker.example"),
        (PROVEN.replace("mx.een", "mx.dief"), "jan@bakker.example"),
        (PROVEN, ""),  # a bounce
        (f"{PROVEN}\r\nAuto-Submitted: auto-replied", "jan@bakker.example"),
        (f"{PROVEN}\r\nList-Id: <x.y>", "jan@bakker.example"),
        (f"{PROVEN}\r\nIn-Reply-To: <ours@een.example>", "jan@bakker.example"),
    ],
)
def test_silence(answering: Administration, headers: str, envelope: str) -> None:
    OutgoingMail.objects.create(kind="receipt", key="o", to="z@z.example", message_id="<ours@een.example>")
    message = mail(answering, PDF, headers=headers, envelope=envelope)
    Document.objects.update(state="read")
    assert write(message.pk) is None


def test_a_vendor_of_ours_is_known(answering: Administration) -> None:
    message = mail(answering, PDF, headers="X-A: nothing proven")
    Document.objects.update(state="read")
    assert write(message.pk) is None
    answering.vendors.update(email="Jan@Bakker.example")
    assert write(message.pk) is not None
    Message.objects.update(authentication=Verdict(passed=False).as_json())
    OutgoingMail.objects.all().delete()
    assert write(message.pk) is None


def test_nothing_is_even_asked_without_a_switch(books: Administration, smtp: Server) -> None:
    assert not asked(mail(books, PDF))


@pytest.mark.parametrize(
    ("outcome", "reason", "fate"),
    [
        ("ignored", "SIGNATURE_IMAGE", ""),
        ("unpacked", "", ""),
        ("duplicate", "SAME_BYTES", "again"),
        ("refused", "FILE_OFFICE", "office"),
        ("refused", "ARCHIVE_REFUSED", "archive"),
        ("refused", "FILE_SOMETHING_NEW", "type"),
        ("waiting", "", "busy"),
    ],
)
def test_fates(outcome: str, reason: str, fate: str) -> None:
    assert fate_of(IntakeEntry(outcome=outcome, reason=reason)) == fate
