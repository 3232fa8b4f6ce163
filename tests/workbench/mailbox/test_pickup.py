"""Mails in a mailbox become messages once, whatever happens between fetching, committing and moving them."""

from __future__ import annotations

import math
from typing import cast

import pytest
from imapclient import IMAPClient
from pytest_django import Settings

from jobs import rows
from jobs.lease import Lease, LeaseLost
from jobs.models import Job
from tests.workbench.mailbox.conftest import Box, CutWire, mail
from tests.workbench.support import desk
from workbench.intake import blobs
from workbench.mailbox import pickup, services
from workbench.mailbox.session import WINDOW, Folder, Session, logged_in
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import AuditEvent, Document, Mailbox, Message, PickedMail
from workbench.models.mailbox import PickOutcome

pytestmark = pytest.mark.django_db


def outcomes() -> list[str]:
    return list(PickedMail.objects.order_by("pk").values_list("outcome", flat=True))


def test_a_mail_becomes_a_document_once_and_moves_after_its_commit(box: Box) -> None:
    invoice = mail("F-1", attached=desk.ubl("F-1"))
    box.deliver(mail("eerst"), folder="Klaar")
    box.deliver(invoice)
    box.add(done_folder="Klaar")
    box.fetch()
    message = Message.objects.get()
    assert blobs.get(message.raw_id) == invoice, "byte for byte as it was delivered"
    assert (message.source, message.recipient, message.administration) == ("mailbox", box.user, box.books)
    assert box.flags_in() == [""], "reading marks nothing, and nothing moves before its own job"
    box.settle()
    assert (box.flags_in(), box.flags_in("Klaar")) == ([], ["", "\\Seen"])
    desk.work()
    box.fetch()
    assert Message.objects.count() == 1
    assert Document.objects.get().draft.invoice_number == "F-1"


def test_without_a_folder_for_taken_mails_they_are_marked_as_seen(box: Box) -> None:
    box.deliver(mail("a"), mail("b"))
    box.add()
    box.fetch()
    box.settle()
    assert box.flags_in() == ["\\Seen", "\\Seen"]
    assert not PickedMail.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize("moved_already", [False, True])
def test_killed_between_commit_and_move_it_is_moved_later_and_taken_once(box: Box, moved_already: bool) -> None:
    box.deliver(mail("eerst"), folder="Klaar")
    box.deliver(mail("a"))
    mailbox = box.add(done_folder="Klaar")
    box.fetch()
    assert rows.claim({"mailbox_done": -1.0}) is not None  # its worker is killed …
    if moved_already:
        with logged_in(mailbox) as session:  # … after the server did it
            session.open(to_change=True)
            session.settle([1])
    box.fetch()
    rows.expire()
    box.settle()
    assert (box.flags_in(), len(box.flags_in("Klaar")), box.subjects()) == ([], 2, ["a"])


def test_a_worker_that_lost_its_job_writes_nothing(box: Box) -> None:
    box.deliver(mail("a"))
    mailbox = box.add()
    claimed = rows.claim({"mailbox_fetch": -1.0})
    assert claimed is not None
    rows.expire()
    with pytest.raises(LeaseLost):
        pickup.pick_up(mailbox.pk, Lease(claimed, seconds=60))
    assert not Message.objects.exists()
    box.fetch()
    assert box.subjects() == ["a"]


def test_a_connection_cut_in_a_mail_goes_on_where_it_stopped(
    box: Box, cut_wire: CutWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pickup, "TOGETHER_BYTES", 250_000)  # one mail goes with no other
    letters = [mail(f"m{number}", body=b"x" * 70 + b"\r\n" + b"y" * 200_000) for number in range(3)]
    box.deliver(*letters)
    mailbox = box.add(port=cut_wire.port)
    cut_wire.left = 300_000
    box.fetch()
    mailbox.refresh_from_db()
    assert (mailbox.failure, mailbox.last_uid, Message.objects.count()) == ("MAILBOX_CUT", 1, 1)
    assert mailbox.next_at is not None, "it waits before the next try"
    cut_wire.left = None
    Mailbox.objects.update(next_at=None)
    box.fetch()
    mailbox.refresh_from_db()
    assert (mailbox.failure, mailbox.failures, box.subjects()) == ("", 0, ["m0", "m1", "m2"])
    assert {blobs.get(row.raw_id) for row in Message.objects.all()} == set(letters)
    assert list(AuditEvent.objects.filter(action__startswith="mailbox.").values_list("action", flat=True)) == [
        "mailbox.added",
        "mailbox.failed",
        "mailbox.recovered",
    ]


def test_a_folder_numbered_anew_is_looked_through_again_and_nothing_comes_twice(box: Box) -> None:
    box.deliver(mail("a"), mail("b"), folder="Facturen")
    mailbox = box.add(folder="Facturen")
    box.fetch()
    mailbox.refresh_from_db()
    before = mailbox.uidvalidity
    with box.server.client(box.user) as client:
        client.delete("Facturen")
    box.deliver(mail("nieuw"), mail("b"), mail("a"), folder="Facturen")
    box.fetch()
    box.settle()
    mailbox.refresh_from_db()
    assert mailbox.uidvalidity not in (None, before)
    assert outcomes() == [PickOutcome.TAKEN] * 3 + [PickOutcome.AGAIN] * 2
    assert box.subjects() == ["a", "b", "nieuw"]
    assert box.flags_in("Facturen") == ["\\Seen"] * 3


def test_one_mail_in_two_folders_and_by_two_ways_is_one(box: Box) -> None:
    invoice = desk.ubl("F-2")
    first = mail("F-2", attached=invoice)
    again = mail("F-2", attached=invoice, trace="Received: from a list by mx.een.example; Mon, 2 Nov 2026 10:00:00\r\n")
    box.deliver(first, again)
    box.deliver(first, folder="Kopie")
    box.add()
    box.add(folder="Kopie")
    box.fetch()
    desk.work()
    assert box.subjects() == ["F-2", "=F-2", "=F-2"]
    assert Document.objects.count() == 1


def test_a_mail_too_large_is_refused_in_sight_and_left_where_it_is(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickup, "MAX_MAIL", 1000)
    box.deliver(mail("groot", body=b"x" * 2000), mail("klein"))
    box.add(done_folder="Klaar")
    box.fetch()
    assert box.subjects() == ["groot", "klein"]
    large = Message.objects.get(subject="groot")
    assert (large.state, large.note, large.sender_address) == ("failed", "MAIL_TOO_LARGE", "f@bouten.example")
    assert outcomes() == [PickOutcome.REFUSED, PickOutcome.TAKEN]
    box.fetch()
    assert Message.objects.count() == 2
    box.deliver(mail("eerst"), folder="Klaar")
    Job.objects.filter(kind="mailbox_done").update(run_at=rows.as_moment("2026-01-01"))
    box.settle()
    assert (len(box.flags_in()), len(box.flags_in("Klaar"))) == (1, 2)


def test_more_than_fits_into_one_run_goes_on_in_the_next(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickup, "RUN_SECONDS", 0.0)
    box.deliver(mail("a"))
    mailbox = box.add()
    pickup.pick_up(mailbox.pk, _lease())
    assert Job.objects.get(kind="mailbox_fetch").again, "asked for once more"
    assert not Message.objects.exists()


class _Sparse:
    """A server that numbers by the clock: its only mail has a number far beyond the first."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def search(self, criteria: list[str]) -> list[int]:
        """No mail in this range."""
        self.asked.append(criteria[1])
        return []


def test_numbers_without_a_mail_are_passed_once_however_many_there_are(box: Box) -> None:
    mailbox, server, lease = box.add(), _Sparse(), _lease()
    session = Session(cast(IMAPClient, server), mailbox)
    for until, done, reached in ((0.0, False, WINDOW), (0.0, False, 2 * WINDOW), (math.inf, True, 9_999)):
        run = pickup._Run(mailbox, Folder(1, 10_000), session, lease, until=until, renumbered=False)
        assert pickup._take_new(run) is done
        mailbox.refresh_from_db()
        assert mailbox.last_uid == reached
    assert server.asked[:2] == ["1:1000", "1001:2000"]


class _Withholding:
    """A server that has a mail, or had it a moment ago, and gives no more than its head."""

    def __init__(self, *, there: bool, head: bytes | None) -> None:
        self.there, self.head = there, head

    def fetch(self, uids: list[int], what: list[str]) -> dict[int, dict[bytes, object]]:
        """Says yes, and gives nothing."""
        if not self.there:
            return {}
        given = {b"RFC822.SIZE": 7, b"BODY[]": None, b"BODY[HEADER]<0>": self.head}
        asked = what[0].replace(".PEEK", "").encode()
        return {uid: {name: value for name, value in given.items() if asked.startswith(name[:11])} for uid in uids}


@pytest.mark.parametrize(
    ("there", "head", "told"),
    [
        pytest.param(True, b"Subject: a", (b"Subject: a", "MAIL_NOT_GIVEN"), id="its head is shown as refused"),
        pytest.param(False, None, (None, ""), id="it is gone"),
        pytest.param(True, None, "MAILBOX_WITHHELD", id="the cursor stays before it"),
    ],
)
def test_a_mail_that_the_server_has_and_does_not_give_is_not_taken_for_gone(
    there: bool, head: bytes | None, told: object
) -> None:
    mailbox = Mailbox(host="mail.een.example")
    session = Session(cast(IMAPClient, _Withholding(there=there, head=head)), mailbox)
    run = pickup._Run(mailbox, Folder(1, 10), session, cast(Lease, None), until=math.inf, renumbered=False)
    try:
        (found,) = pickup._fetch(run, {5: 7})
    except MailboxTrouble as trouble:
        assert trouble.code == told
    else:
        assert (found.raw, found.refused) == told


def _lease() -> Lease:
    assert rows.claim({"mailbox_fetch": 60.0}) is not None
    return Lease(rows._claimed(_columns(Job.objects.get(kind="mailbox_fetch"))), seconds=60)


def _columns(job: Job) -> list[object]:
    return [
        job.pk, job.kind, job.subject, job.dedupe_key, job.payload, job.attempts, job.max_attempts, job.lease_token
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "together"),
    [
        ({}, [[1, 2, 3]]),
        ({1: 10, 2: 10, 3: 10}, [[1, 2, 3]]),
        ({1: 10, 2: pickup.TOGETHER_BYTES, 3: 10}, [[1], [2], [3]]),
        ({1: 1, 2: pickup.TOGETHER_BYTES - 1, 3: 1}, [[1, 2], [3]]),
    ],
)
def test_mails_are_fetched_together_while_they_are_small(sizes: dict[int, int], together: list[list[int]]) -> None:
    assert [list(group) for group in pickup.groups([1, 2, 3], sizes)] == together


def test_older_mails_are_left_alone_unless_asked_for(box: Box) -> None:
    with box.server.client(box.user) as client:
        client.append("INBOX", "", '"01-Oct-2025 10:00:00 +0000"', mail("oud"))
    box.deliver(mail("nieuw"))
    box.add(existing="")
    box.fetch()
    assert box.subjects() == ["nieuw"]
    box.deliver(mail("nog een"))
    box.fetch()
    assert box.subjects() == ["nieuw", "nog een"]


def test_a_paused_mailbox_rests_and_then_goes_on(box: Box) -> None:
    mailbox = box.add()
    services.switch(mailbox, active=False, by=box.admin)
    box.deliver(mail("a"))
    box.fetch()
    assert not Message.objects.exists()
    services.switch(mailbox, active=True, by=box.admin)
    box.fetch()
    assert box.subjects() == ["a"]
    services.remove(mailbox, by=box.admin)
    assert (box.subjects(), PickedMail.objects.count()) == (["a"], 0), "what came in stays"


@pytest.mark.parametrize(
    ("receiver", "written", "passed"),
    [
        ("mx.een.example", "mx.een.example", True),
        ("mx.een.example", "mx.ander.example", None),
        ("", "mx.een.example", None),
        ("", "mx.smtp.example", None),  # believed of mails over SMTP, but no word of this mailbox's server
    ],
)
def test_an_origin_is_proven_by_the_mailboxs_own_server_only(
    box: Box, settings: Settings, receiver: str, written: str, passed: bool | None
) -> None:
    settings.INBOEK_MAIL_TRUSTED_RECEIVERS = frozenset({"mx.smtp.example"})
    box.deliver(mail("a", trace=f"Authentication-Results: {written}; dmarc=pass header.from=bouten.example\r\n"))
    box.add(receiver=receiver)
    box.fetch()
    box.subjects()
    assert Message.objects.get().authentication["passed"] is passed
