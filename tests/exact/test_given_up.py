"""A posting that was given up after something had left: what arrives late is found, and nothing is booked twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import Settings

from exact import api
from exact.gateway import ExactGateway
from exact.models import Administration, FindingClass, Posting, PostingState, ReconciliationFinding
from exact.posting import lookup
from exact.posting.payload import EntryLine
from exact.posting.protocol import Later, process
from exact.reconcile.run import reconcile
from exact.sandbox.server import SandboxServer
from tests.exact.connecting import entries
from tests.exact.sandbox.mini_world import COSTS, ONE
from tests.exact.test_posting import ENTRY, draft, queue, work

pytestmark = pytest.mark.django_db


def sent_in_vain(server: SandboxServer, administration: Administration, subject: str = "case") -> Posting:
    """Sent once; the answer does not say whether it was executed, and nothing stands in Exact yet."""
    server.settings.refuse_duplicates = False
    server.faults.arm("error500_before", path=ENTRY, method="POST")
    posting = queue(administration, draft(), subject=subject)
    with pytest.raises(Later):
        process(posting.pk)
    posting.refresh_from_db()
    assert (posting.step, posting.sends) == ("entry", 1)
    return posting


def arrive(posting: Posting) -> str:
    """Exact commits late what had left; the entry's id."""
    made = ExactGateway(posting.administration).post(ENTRY, lookup.entry_body(posting))
    return str(made["EntryID"])


@pytest.fixture
def given_up(exact_server: SandboxServer, administration: Administration, settings: Settings) -> Posting:
    """A posting that was discarded while its outcome was not known."""
    settings.EXACT_SETTLE = 60 / settings.EXACT_PERIOD_SCALE
    posting = sent_in_vain(exact_server, administration)
    Posting.objects.filter(pk=posting.pk).update(state=PostingState.REFUSED)
    assert api.discard(posting, "changed", "Ann")
    return posting


@pytest.mark.parametrize("number", ["F2026-0317", "F2026-0371"], ids=["same-number", "number-corrected"])
def test_the_next_posting_waits_and_finds_what_arrived_late(
    exact_server: SandboxServer, administration: Administration, given_up: Posting, number: str, settings: Settings
) -> None:
    changed = draft(number, lines=[EntryLine(COSTS, Decimal("200.00"), Decimal("42.00"), vat_code="2")])
    again = queue(administration, changed, subject="case")
    with pytest.raises(Later):
        process(again.pk)
    assert not again.attempts.exists(), "nothing goes within the settle window"
    late = arrive(given_up)
    settings.EXACT_SETTLE = 0
    again = work(again)
    assert (again.state, again.error_code) == (PostingState.FOREIGN_DUPLICATE, "given_up_arrived")
    assert again.foreign[0]["entry_guid"] == late and again.sends == 0
    (found,) = [each for each in api.look_up(again) if each.ours]
    assert found.entry_guid == late
    assert set(found.differs) == {"amount"} | ({"your_ref"} if number != "F2026-0317" else set())
    assert api.adopt(again, late, "Ann")
    assert len(entries(exact_server, ONE, "F2026-0317")) + len(entries(exact_server, ONE, "F2026-0371")) == 1


def test_without_that_wait_the_corrected_number_is_booked_beside_the_first(
    exact_server: SandboxServer, administration: Administration, given_up: Posting
) -> None:
    """The proof that the test above can fail: as if nothing were known of what had left."""
    Posting.objects.filter(pk=given_up.pk).update(sends=0)
    again = work(queue(administration, draft("F2026-0371"), subject="case"))
    arrive(given_up)
    assert again.state == PostingState.POSTED and len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_when_nothing_arrives_the_next_posting_goes(
    exact_server: SandboxServer, administration: Administration, given_up: Posting, settings: Settings
) -> None:
    settings.EXACT_SETTLE = 0
    again = work(queue(administration, draft("F2026-0371"), subject="case"))
    assert again.state == PostingState.POSTED and len(entries(exact_server, ONE, "F2026-0371")) == 1


def test_reconciliation_tells_what_arrived_for_a_draft_that_was_not_posted_again(
    administration: Administration, given_up: Posting
) -> None:
    arrive(given_up)
    assert reconcile(administration, 2)["G"] == 1
    finding = ReconciliationFinding.objects.get()
    assert (finding.kind, finding.posting_id) == (FindingClass.GIVEN_UP, given_up.pk)
    assert reconcile(administration, 2)["G"] == 1 and ReconciliationFinding.objects.count() == 1


def test_a_late_entry_beside_one_booked_by_hand_is_an_alarm(
    exact_server: SandboxServer, administration: Administration
) -> None:
    posting = sent_in_vain(exact_server, administration)
    Posting.objects.filter(pk=posting.pk).update(state=PostingState.DEAD)
    assert api.mark_booked_by_hand(posting, "26600123", "Ann")
    arrive(posting)
    assert reconcile(administration, 2)["C"] == 1
    assert ReconciliationFinding.objects.get().kind == FindingClass.DOUBLE


def test_what_a_colleague_booked_under_a_number_written_otherwise_is_near(administration: Administration) -> None:
    first = work(queue(administration, draft("F2026-0317")))
    assert first.state == PostingState.POSTED
    other = queue(administration, draft("F 2026/0317"), despite_twin=True)
    (found,) = api.nearby(other)
    assert (found.entry_guid, found.differs, found.seen) == (first.entry_guid, ("your_ref",), False)
    assert api.nearby(other, [found]) == []
