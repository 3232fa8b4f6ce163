"""A mail whose invoice is behind a link: told so, its links as text, and closed by the file a person puts to it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.workbench.support import desk
from workbench.drafts.changing import DraftRefused
from workbench.inbox.adding import add_files
from workbench.inbox.senders import ask_about_new
from workbench.intake.services import Incoming, receive_message
from workbench.models import AuditEvent, Document

pytestmark = pytest.mark.django_db

MAIL = b"""From: a@bakker.nl\r\nSubject: Uw factuur\r\nContent-Type: text/html\r\n\r
<p>Uw factuur staat klaar: <a href="https://evil.example/f?id=7">portal.bakker.nl</a></p><p>Download hem daar.</p>"""


def test_it_is_closed_by_the_file_that_is_put_to_it() -> None:
    books = desk.books()
    clerk = desk.person("klerk", books, "clerk")
    message = receive_message(MAIL, administration=books, recipient="x", source="smtp")
    with pytest.raises(DraftRefused, match="MAIL_NOT_OPEN"):
        add_files(message.pk, [Incoming("f.xml", desk.ubl("1"))], by=clerk)  # its own parts come first
    desk.work()
    message.refresh_from_db()
    assert (message.state, message.note) == ("question", "LINK_ONLY")

    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(clerk)
    page = client.get(reverse("inbox")).content.decode()
    assert "https://evil.example/f?id=7" in page
    assert 'href="https://evil.example' not in page
    assert "says another host" in page

    sent = {"files": [SimpleUploadedFile("f.xml", desk.ubl("1")), SimpleUploadedFile("leeg.pdf", b"")]}
    client.post(reverse("message-add", args=[message.pk]), sent)
    desk.work()
    message.refresh_from_db()
    assert (message.state, message.note) == ("processed", "")
    assert sorted(message.entries.values_list("outcome", flat=True)) == ["document", "refused"]
    document = Document.objects.get()
    assert document.message == message  # so that its sender counts
    assert document.draft is not None
    assert AuditEvent.objects.filter(action="message.file_added").count() == 2


def test_a_mail_that_waits_for_a_decision_about_its_sender_takes_no_file() -> None:
    books = desk.books()
    ask_about_new(books, True, by=desk.person("beheer", books, "admin"))
    message = receive_message(MAIL, administration=books, recipient="x", source="smtp")
    desk.work()
    with pytest.raises(DraftRefused, match="MAIL_NOT_OPEN"):
        add_files(message.pk, [Incoming("f.pdf", b"%PDF-")], by=desk.person("klerk", books, "clerk"))
    assert not message.entries.exists()
