"""Exact is down, or took its consent back: what was approved waits, says so, and goes on by itself. Nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact import events
from exact.mirror.run import synchronise
from exact.models import Administration, Connection, ConnectionState, Posting, Vendor
from exact.sandbox.server import SandboxServer
from jobs import api as jobs
from jobs import runner
from jobs.models import Job
from tests.exact.conftest import exact_server
from tests.exact.connecting import administration_for, connect, control, entries
from tests.exact.sandbox.mini_world import ONE, SUPPLIER
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import approve_draft
from workbench.messages import describe
from workbench.models import AuditEvent, Batch, DecisionAction, Draft, Policy
from workbench.posting import deciding
from workbench.posting import services as posting

# Subscribers are told after a commit, so these tests commit.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
__all__ = ["exact_server"]


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"


@pytest.fixture
def books(exact_server: SandboxServer, transactional_db: None) -> Administration:
    """The small world's administration, connected and mirrored."""
    made = administration_for(connect([ONE]), ONE)
    synchronise(made)
    made.refresh_from_db()
    Vendor.objects.filter(administration=made, exact_id=SUPPLIER).update(vat_number=desk.BOLTS.vat)
    Administration.objects.filter(pk=made.pk).update(first_posting_confirmed=True)
    Policy.objects.create(administration=made, match_without_reference=False)
    return made


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "clerk", "approver")


def started(books: Administration, sam: Person, *numbers: str) -> tuple[list[Draft], Batch]:
    """Approved drafts in one bulk run, not sent yet."""
    drafts = [
        desk.made(books, number, f"{100 + 10 * place}.00", by=sam, supplier_iban="")
        for place, number in enumerate(numbers)
    ]
    assert [desk.holds_of(draft) for draft in drafts] == [[]] * len(drafts)
    batch = posting.start_batch([draft.pk for draft in drafts], token="once", by=sam)
    assert set(batch.items.values_list("state", "code")) == {("posting", "")}
    return drafts, batch


def work_until(ready: Callable[[], bool], seconds: float = 120) -> None:
    """Work on the postings as the work loop does, however long they wanted to wait, until ``ready``."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, list(Posting.objects.values_list("state", "error_code", "error_text"))
        Job.objects.filter(kind="exact_post", state="ready").update(run_at=jobs.database_now() - timedelta(seconds=1))
        if runner.run_next(("exact_post",)) is None:
            time.sleep(0.02)


def send(drafts: list[Draft], until: str) -> None:
    """Work until every draft has come to this state."""
    work_until(lambda: states(drafts) == {until})


def states(drafts: list[Draft]) -> set[str]:
    return set(Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).values_list("state", flat=True))


def once(drafts: list[Draft]) -> None:
    """One job's turn for each."""
    for _ in drafts:
        Job.objects.filter(kind="exact_post", state="ready").update(run_at=jobs.database_now() - timedelta(seconds=1))
        runner.run_next(("exact_post",))


@pytest.mark.parametrize("mode", ["refuse", "html"])
def test_what_is_posted_while_exact_is_down_waits_and_is_posted_once_when_it_is_back(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
    client: Client,
    mode: str,
) -> None:
    drafts, batch = started(books, sam, "WEG-1", "WEG-2")
    if mode == "refuse":
        control(exact_server, "down", mode="refuse")
    else:
        exact_server.faults.arm("html", count=None)
    for _ in range(3):
        once(drafts)
    assert states(drafts) == {"posting"}, "down is no refusal"
    assert not entries(exact_server, ONE, "WEG-1")
    client.force_login(sam)
    assert client.get(reverse("batch", args=[batch.pk])).status_code == 200
    control(exact_server, "down", down=False)
    exact_server.faults.clear()
    send(drafts, "posted")
    assert [len(entries(exact_server, ONE, number)) for number in ("WEG-1", "WEG-2")] == [1, 1]
    assert set(batch.items.values_list("state", flat=True)) == {"posted"}
    assert all(Draft.objects.get(pk=draft.pk).entry_number for draft in drafts)


def test_a_revoked_consent_holds_postings_shows_a_banner_and_goes_on_after_a_new_one(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
    client: Client,
) -> None:
    drafts, batch = started(books, sam, "TOKEN-1")
    control(exact_server, "revoke")
    work_until(lambda: Posting.objects.get().state == "held")
    assert Connection.objects.get().state == ConnectionState.NEEDS_CONSENT
    assert states(drafts) == {"posting"}, "held is not failed"

    client.force_login(sam)
    start = client.get(reverse("start"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "The link with Exact has expired." in start and "until an admin connects again" in start
    run = client.get(reverse("batch", args=[batch.pk]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    told = describe("needs_consent")
    assert str(told.title) in run and str(told.next_step) in run

    connect([ONE])
    send(drafts, "posted")
    assert len(entries(exact_server, ONE, "TOKEN-1")) == 1
    assert "The link with Exact has expired." not in client.get(reverse("start")).content.decode()


def test_new_work_goes_on_while_exact_is_away(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
) -> None:
    control(exact_server, "down", mode="refuse")
    draft = desk.draft_from(books, sam, "nieuw.xml", desk.ubl("NIEUW-1"))
    assert draft.vendor is not None and draft.invoice_number == "NIEUW-1"


def test_a_refused_posting_is_told_retried_and_posted(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
) -> None:
    """Exact's own refusal is a person's turn; the cause solved in Exact, the same posting goes through."""
    exact_server.faults.arm(
        "status", path="purchaseentry/*", method="POST", status=400, body='{"error":{"message":{"value":"Nee"}}}'
    )
    drafts, batch = started(books, sam, "NEE-1")
    send(drafts, "failed")
    item = batch.items.get()
    assert (item.state, item.code) == ("failed", "EXACT_REFUSED")
    assert str(describe(item.code, item.params).next_step)
    assert AuditEvent.objects.filter(action="posting.failed", draft_id=drafts[0].pk).exists()
    posting.retry_posting(drafts[0].pk, by=sam)
    send(drafts, "posted")
    assert len(entries(exact_server, ONE, "NEE-1")) == 1
    item.refresh_from_db()
    assert (item.state, item.code) == ("posted", "")


def test_a_posting_that_was_not_sent_can_be_taken_back_and_one_that_was_cannot(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
) -> None:
    drafts, batch = started(books, sam, "TERUG-1")
    assert posting.cancel_batch(batch, by=sam) == 1
    assert states(drafts) == {"approved"} and batch.items.get().state == "cancelled"
    runner.drain(("exact_post",))
    assert not entries(exact_server, ONE, "TERUG-1"), "what was taken back is not sent"

    posting.post_draft(drafts[0].pk, by=sam)
    send(drafts, "posted")
    for act in (posting.undo_posting, posting.retry_posting, posting.post_draft):
        with pytest.raises(posting.DraftRefused):
            act(drafts[0].pk, by=sam)
    with pytest.raises(posting.DraftRefused):
        approve_draft(drafts[0].pk, by=sam)
    with pytest.raises(posting.DraftRefused):
        deciding.decide(drafts[0].pk, deciding.Wanted(DecisionAction.DISCARD, "x"), by=sam)
    assert states(drafts) == {"posted"} and len(entries(exact_server, ONE, "TERUG-1")) == 1


def test_the_event_of_a_posting_told_twice_changes_nothing(
    exact_server: SandboxServer,
    books: Administration,
    sam: Person,
) -> None:
    drafts, _batch = started(books, sam, "DUBBEL-1")
    send(drafts, "posted")
    before: Any = Draft.objects.filter(pk=drafts[0].pk).values().get(), AuditEvent.objects.count()
    events.notify("posting_changed", posting_id=Posting.objects.get().pk)
    assert before == (Draft.objects.filter(pk=drafts[0].pk).values().get(), AuditEvent.objects.count())
