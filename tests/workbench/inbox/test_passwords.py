"""A sender's password: kept encrypted when somebody says so, tried on that sender's next locked file, forgotten."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from samples import bad
from tests.workbench.support import desk
from workbench.inbox import passwords
from workbench.intake.services import receive_message
from workbench.models import AuditEvent, Document, SenderPassword

pytestmark = pytest.mark.django_db


def locked_from(books: Administration, sender: str, subject: str) -> Document:
    """A mail with a locked file, received, opened and read."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    mail.set_content("Hallo")
    # Bytes of its own: the same file again would be told as such, and not be read.
    mail.add_attachment(bad.locked_pdf() + subject.encode(), maintype="application", subtype="pdf", filename="f.pdf")
    message = receive_message(mail.as_bytes(), administration=books, recipient="x", source="smtp")
    desk.work()
    return Document.objects.get(message=message)


def test_typed_once_it_opens_the_next_file_of_that_sender() -> None:
    books = desk.books()
    clerk, admin = desk.person("klerk", books, "clerk"), desk.person("beheer", books, "admin")
    browser = Client()
    browser.force_login(clerk)
    first = locked_from(books, "loon@bureau.nl", "1")
    assert first.state == "locked"

    browser.post(reverse("read-again", args=[first.pk]), {"password": "verkeerd", "remember": "1"})
    assert not SenderPassword.objects.exists()  # what opens nothing is not kept
    browser.post(reverse("read-again", args=[first.pk]), {"password": "geheim", "remember": "1"})
    row = SenderPassword.objects.get()
    assert (row.sender, row.remembered_by) == ("loon@bureau.nl", "klerk")
    kept = [repr(list(model.objects.values())) for model in (SenderPassword, Document, AuditEvent)]
    assert not any("geheim'" in text for text in kept)

    assert locked_from(books, "Loon@Bureau.nl", "2").state == "read"
    assert locked_from(books, "ander@bureau.nl", "3").state == "locked"

    passwords.forget(row, by=admin)
    assert locked_from(books, "loon@bureau.nl", "4").state == "locked"
    events = AuditEvent.objects.filter(action__startswith="sender.password").order_by("seq")
    assert [event.action for event in events] == ["sender.password_kept", "sender.password_forgotten"]
