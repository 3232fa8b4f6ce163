"""Terms of keeping: what is past them, what stays all the same, and that removal takes it all and leaves the proof."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exact.models import Administration
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.audit import services as audit
from workbench.backup import checking, taking
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.inbox import senders
from workbench.intake import blobs
from workbench.intake.checking import look_through
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.keeping import selectors, services, terms
from workbench.models import AuditEvent, Blob, Document, Draft, IntakeEntry, Message, Policy
from workbench.models.policy import policy_of

LONG_AGO = datetime(2015, 5, 5, tzinfo=UTC)
WHY = "termijn voorbij"


@pytest.fixture
def books(db: None, tmp_path: Path, settings: Any) -> Administration:
    settings.BLOB_ROOT, settings.INBOEK_HOME = tmp_path / "blobs", tmp_path
    made = desk.books()
    Policy.objects.create(administration=made, keep_years=7, noise_days=90)
    return made


@pytest.fixture
def ada(books: Administration) -> Person:
    return desk.person("ada", books, "admin")


def document(books: Administration, data: bytes = b"", *, number: str = "F-1", **draft: Any) -> Document:
    """One of a posted case of long ago, with a page and a reading."""
    values = {"state": DraftState.POSTED.value, "issue_date": date(2015, 5, 1), "posted_at": LONG_AGO} | draft
    case = Draft.objects.create(administration=books, received_at=LONG_AGO, invoice_number=number, **values)
    row = Document.objects.create(
        administration=books,
        blob=blobs.put(data or uuid.uuid4().bytes),
        name=f"{number}.pdf",
        kind="pdf",
        state="read",
        draft=case,
        reading={"text": "geheim"},
    )
    row.page_rows.create(number=1, words=[["geheim", 0, 0, 1, 1]])
    Document.objects.filter(pk=row.pk).update(received_at=LONG_AGO)
    row.refresh_from_db()
    return row


def past(books: Administration) -> set[Document]:
    return set(selectors.past_term(books, policy_of(books.pk)))


@pytest.mark.parametrize(
    ("today", "years", "day"),
    [
        (date(2026, 1, 1), 7, date(2019, 1, 1)),
        (date(2025, 12, 31), 7, date(2018, 1, 1)),
        (date(2026, 6, 1), 10, date(2016, 1, 1)),
        (date(2026, 6, 1), 0, None),
    ],
)
def test_a_term_counts_whole_years_after_the_year(today: date, years: int, day: date | None) -> None:
    assert terms.before_which(today, years) == day


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({}, True),
        ({"state": DraftState.REVIEW.value}, False),
        ({"state": DraftState.POSTING.value}, False),
        ({"state": DraftState.REJECTED.value, "posted_at": None}, True),
        ({"issue_date": date(2025, 1, 1)}, False),
        ({"posted_at": timezone.now()}, False),
        ({"issue_date": None}, True),
    ],
)
def test_what_is_past_its_term(books: Administration, change: dict[str, Any], gone: bool) -> None:
    row = document(books, **change)
    assert past(books) == ({row} if gone else set())


def test_no_term_no_list_and_what_is_kept_stays(books: Administration, ada: Person) -> None:
    row = document(books)
    services.keep(row.pk, why="boekenonderzoek", by=ada)
    assert past(books) == set() and list(selectors.kept_whatever(books)) == [row]
    assert services.remove(books, [row.pk], why=WHY, by=ada) == 0, "not by its key either"
    services.keep(row.pk, why="", by=ada)
    assert past(books) == {row}
    Policy.objects.update(keep_years=0)
    assert past(books) == set()


def test_removal_takes_everything_and_leaves_the_proof(books: Administration, ada: Person, tmp_path: Path) -> None:
    row, other = document(books, b"the paper"), document(books, number="F-2")
    picture = tmp_path / "renders" / row.blob_id[:2] / f"{row.blob_id}-1-240-0"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"drawn")
    assert services.remove(books, [row.pk, uuid.uuid4()], why=WHY, by=ada) == 1
    row.refresh_from_db()
    assert row.removed_at and row.reading == {} and not row.page_rows.exists()
    assert not blobs.path_of(row.blob_id).exists() and not picture.exists() and blobs.path_of(other.blob_id).exists()
    told = AuditEvent.objects.get(action="document.removed")
    assert (told.data["sha256"], told.data["bytes"], told.data["reason"]) == (row.blob_id, 9, WHY)
    assert list(audit.broken_links()) == [] and look_through().whole
    assert services.remove(books, [row.pk], why=WHY, by=ada) == 0, "twice is once"
    with pytest.raises(DraftRefused, match="REASON_NEEDED"):
        services.remove(books, [other.pk], why=" ", by=ada)
    with pytest.raises(DraftRefused, match="DOCUMENT_REMOVED"):
        services.keep(row.pk, why="te laat", by=ada)
    with pytest.raises(RightMissing):
        services.remove(books, [other.pk], why=WHY, by=desk.person("kim", books, "clerk", "approver"))


def test_bytes_that_another_document_needs_stay(books: Administration, ada: Person) -> None:
    row, young = document(books, b"same"), document(books, b"same", number="F-2", state=DraftState.REVIEW.value)
    services.remove(books, [row.pk], why=WHY, by=ada)
    assert blobs.get(young.blob_id) == b"same" and Blob.objects.get(pk=row.blob_id).removed_at is None


def test_a_mail_goes_with_its_last_document(books: Administration, ada: Person) -> None:
    mail = receive_message(b"Subject: geheim\n\ngeheim", administration=books, recipient="x", source="smtp")
    Message.objects.filter(pk=mail.pk).update(subject="geheim", text="geheim", sender_address="a@b.nl")
    one, two = document(books), document(books, number="F-2")
    for row in (one, two):
        Document.objects.filter(pk=row.pk).update(message=mail)
        IntakeEntry.objects.create(administration=books, message=mail, blob=row.blob, document=row, outcome="document")
    services.remove(books, [one.pk], why=WHY, by=ada)
    assert blobs.path_of(mail.raw_id).exists()
    services.remove(books, [two.pk], why=WHY, by=ada)
    mail.refresh_from_db()
    assert not blobs.path_of(mail.raw_id).exists()
    assert (mail.subject, mail.text, mail.sender_address) == ("", "", "")


def test_noise_goes_after_days(books: Administration, ada: Person) -> None:
    old, young, wanted = (
        receive_message(f"Subject: {n}\n\n.".encode(), administration=books, recipient="x", source="smtp")
        for n in range(3)
    )
    Message.objects.update(state="noise")
    Message.objects.filter(pk=wanted.pk).update(state="question")
    Message.objects.exclude(pk=young.pk).update(received_at=timezone.now() - timedelta(days=91))
    assert services.remove_noise(books, by=ada) == 1
    assert [blobs.path_of(each.raw_id).exists() for each in (old, young, wanted)] == [False, True, True]
    assert services.remove_noise(books, by=ada) == 0


@pytest.mark.parametrize("verdict", list(senders.Verdict))
def test_a_removed_mail_is_not_taken_in_any_more(books: Administration, ada: Person, verdict: senders.Verdict) -> None:
    mail = receive_message(b"Subject: 1\n\n.", administration=books, recipient="x", source="smtp")
    long_ago = timezone.now() - timedelta(days=91)
    Message.objects.update(state="noise", note=senders.NEVER, sender_address="a@b.nl", received_at=long_ago)
    services.remove_noise(books, by=ada)
    jobs = Job.objects.count()
    assert senders.decide(mail.pk, verdict, whole_domain=False, by=desk.person("cleo", books, "clerk")).state == "noise"
    assert Job.objects.count() == jobs


def test_a_mail_taken_in_while_noise_is_removed_stays(
    books: Administration, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (
        receive_message(f"Subject: {n}\n\n.".encode(), administration=books, recipient="x", source="smtp")
        for n in range(2)
    )
    Message.objects.update(state="noise", received_at=timezone.now() - timedelta(days=91))
    first, second = sorted((one, two), key=lambda each: each.pk)
    record = audit.record

    def somebody_takes_the_other_in(*told: Any, **more: Any) -> Any:
        Message.objects.filter(pk=second.pk).update(state="received")
        return record(*told, **more)

    monkeypatch.setattr(services.audit, "record", somebody_takes_the_other_in)
    assert services.remove_noise(books, by=ada) == 1
    assert [blobs.path_of(each.raw_id).exists() for each in (first, second)] == [False, True]


def test_the_same_file_may_come_in_again(books: Administration, ada: Person) -> None:
    data = b"%PDF-1.4 once more"
    row = document(books, data)
    services.remove(books, [row.pk], why=WHY, by=ada)
    (entry,) = receive_files([Incoming("weer.pdf", data)], administration=books, by=ada)
    assert entry.document_id not in (None, row.pk) and blobs.get(row.blob_id) == data
    assert Blob.objects.get(pk=row.blob_id).removed_at is None and look_through().whole


def test_bytes_removed_while_they_come_in_are_not_acknowledged(books: Administration) -> None:
    digest = blobs.keep(b"passing")
    blobs.path_of(digest).unlink()
    with pytest.raises(OSError, match="removed while it came in"):
        blobs.row_of(digest, 7)


def test_backups_follow_once_none_is_older(books: Administration, ada: Person, tmp_path: Path) -> None:
    row = document(books)
    folder = tmp_path / "backup"
    kept = folder / "blobs" / row.blob_id[:2] / row.blob_id

    def take() -> None:
        taken = taking.Taken(folder / f"backup-{timezone.now().strftime(taking.STAMP)}.json")
        taking._originals(folder / "blobs", taken)
        taken.manifest.write_text(f'{{"taken": "{timezone.now().isoformat()}", "database": "none"}}')

    take()
    services.remove(books, [row.pk], why=WHY, by=ada)
    take()
    taking._drop_removed(folder)
    assert kept.exists(), "the older backup names it"
    next(iter(sorted(folder.glob("backup-*.json")))).unlink()
    taking._drop_removed(folder)
    assert not kept.exists() and list(checking._of_originals(folder / "blobs")) == []


def test_the_page_removes_only_with_reason_and_a_second_thought(
    books: Administration, ada: Person, client: Client
) -> None:
    row = document(books)
    client.force_login(ada)
    page, address = reverse("keeping", args=[books.pk]), reverse("keeping-remove", args=[books.pk])
    assert client.post(page, {"keep_years": "zeven"}).status_code == 422
    client.post(page, {"keep_years": "9", "noise_days": "30"})
    assert policy_of(books.pk).keep_years == 9 and AuditEvent.objects.filter(action="keeping.changed").count() == 2
    assert row.name in client.get(page).content.decode()
    sent = {"document": [str(row.pk), "no key"], "reason": WHY}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"sure": "1"}).status_code == 302
    other = document(books, number="F-2")
    client.post(address, {"all": "1", "listed": [str(row.pk), str(other.pk)], "sure": "1", "reason": WHY})
    assert Document.objects.filter(removed_at=None).count() == 0
    row.refresh_from_db()
    assert row.removed_at is not None
    assert client.get(reverse("document-original", args=[row.pk])).status_code == 404
    assert client.post(reverse("read-again", args=[row.pk])).status_code in (403, 404)
    shown = client.get(reverse("review", args=[row.draft_id]), headers={"Accept-Language": "en"}).content.decode()
    assert "Removed on " in shown
