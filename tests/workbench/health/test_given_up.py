"""Work that was given up is shown to the admin, tried again or left; what lost its job gets one again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exact.models import Administration
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.health import given_up
from workbench.intake import blobs
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.models import AuditEvent, Document, Draft, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def admin(books: Administration) -> Person:
    return desk.person("ada", books, "admin")


def unread(books: Administration) -> tuple[Document, Job]:
    """A document whose reading was given up."""
    (entry,) = receive_files([Incoming("factuur.xml", desk.ubl("DOOD-1"))], administration=books, by=None)
    assert entry.document is not None
    Document.objects.filter(pk=entry.document.pk).update(state="reading")
    Job.objects.filter(subject=str(entry.document.pk)).update(state="dead", last_error="WorkerDied")
    return entry.document, Job.objects.get(subject=str(entry.document.pk))


def test_a_reading_that_was_given_up_is_tried_again(books: Administration, admin: Person, client: Client) -> None:
    document, job = unread(books)
    client.force_login(admin)
    (row,) = client.get(reverse("given-up-work")).context["rows"]
    assert (row.job.pk, row.about, row.administration) == (job.pk, "factuur.xml", books)
    client.post(reverse("given-up-settle", args=[job.pk]))
    desk.work()
    document.refresh_from_db()
    assert document.state == "read" and document.draft is not None and document.draft.invoice_number == "DOOD-1"
    assert not client.get(reverse("given-up-work")).context["rows"]
    assert AuditEvent.objects.filter(action="work.retried", user_id=admin.pk).count() == 1


def test_left_with_a_reason_it_becomes_a_draft_to_type_in(books: Administration, admin: Person, client: Client) -> None:
    document, job = unread(books)
    client.force_login(admin)
    address = reverse("given-up-settle", args=[job.pk])
    client.post(address, {"leave": "1", "reason": " "})
    assert not Draft.objects.exists()
    client.post(address, {"leave": "1", "reason": "stuk bestand"})
    document.refresh_from_db()
    assert (document.state, Draft.objects.get().state) == ("unreadable", "review")
    assert AuditEvent.objects.get(action="work.left").data["reason"] == "stuk bestand"


def test_what_was_done_later_is_not_shown_and_foreign_work_neither(books: Administration, admin: Person) -> None:
    _document, job = unread(books)
    elsewhere = desk.person("els", desk.books(900002, "twee", "Twee BV"), "admin")
    assert given_up.given_up_for(elsewhere) == []
    Job.objects.create(kind=job.kind, subject=job.subject, dedupe_key=job.dedupe_key, state="done")
    assert given_up.given_up_for(admin) == []


def test_what_waits_without_any_job_gets_one_and_what_was_given_up_does_not(books: Administration) -> None:
    document, job = unread(books)
    message = receive_message(b"Subject: x\n\n.", administration=books, recipient="x", source="smtp")
    lost = Document.objects.create(administration=books, blob=blobs.put(b"x"), name="weg.pdf", kind="pdf")
    Job.objects.filter(kind="unpack").delete()
    assert given_up.repair_orphans() == 0, "what came in just now may still get its job"
    old = timezone.now() - timedelta(minutes=10)
    Document.objects.update(received_at=old)
    Message.objects.update(received_at=old)
    assert given_up.repair_orphans() == 2 and given_up.repair_orphans() == 0
    live = Job.objects.filter(state="ready").values_list("kind", "subject")
    assert set(live) == {("read", str(lost.pk)), ("unpack", f"message:{message.pk}")}
    assert str(document.pk) not in {subject for _kind, subject in live}
    job.refresh_from_db()
    assert job.state == "dead"
