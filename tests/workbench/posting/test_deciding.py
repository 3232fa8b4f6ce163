"""A posting that rests: what a person may decide, with what proof, and with whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from exact import api
from exact.gateway import ExactGateway
from exact.models import Administration, FindingClass, Posting, ReconciliationFinding
from exact.reconcile.findings import raise_finding
from exact.sandbox.server import SandboxServer
from tests.exact.conftest import exact_server
from tests.exact.connecting import entries
from tests.exact.sandbox.mini_world import ONE
from tests.workbench.support import desk
from tests.workbench.test_exact_away import _own_store, books, sam, send, started, states
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.approval.services import approve_draft
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, DecisionAction, Draft, PostingDecision
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.drafting import draft_from_reading
from workbench.posting import deciding
from workbench.posting import services as posting
from workbench.posting.payload import posting_request

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["_own_store", "books", "exact_server", "sam"]
ENTRY = "purchaseentry/PurchaseEntries"


@pytest.fixture
def eve(books: Administration) -> Person:
    """The controller: an admin, no approver."""
    return desk.person("eve", books, "admin")


def beside(
    books: Administration, sam: Person, number: str, amount: Decimal | None = None, net: str = "100.00"
) -> tuple[Draft, str]:
    """A draft whose posting stopped at somebody else's entry under the same number; that entry's id."""
    draft = desk.made(books, number, net, by=sam, supplier_iban="")
    assert desk.holds_of(draft) == []
    approve_draft(draft.pk, by=sam)
    posting.post_draft(draft.pk, by=sam)
    draft.refresh_from_db()
    payload = posting_request(draft)["payload"]
    if amount is not None:
        for line in payload["PurchaseEntryLines"]:
            line["AmountFC"], line["VATAmountFC"] = amount, Decimal(0)
    made = ExactGateway(books).post(ENTRY, payload)
    send([draft], "failed")
    assert posting_of(draft).state == "foreign_duplicate"
    return draft, str(made["EntryID"])


def posting_of(draft: Draft) -> Posting:
    """The draft's posting that is not given up."""
    found = posting.posting_of(draft)
    assert found is not None
    return found


def wanted(action: str, **more: str) -> deciding.Wanted:
    return deciding.Wanted(DecisionAction(action), "gebeld met de leverancier", **more)


def test_an_entry_that_is_the_same_is_adopted_by_one_person(
    exact_server: SandboxServer, books: Administration, sam: Person, eve: Person
) -> None:
    draft, guid = beside(books, sam, "BE-1")
    with pytest.raises(RightMissing):
        deciding.decide(draft.pk, wanted("adopt", entry_guid=guid), by=desk.person("cas", books, "clerk"))
    exact_server.down = "refuse"
    with pytest.raises(DraftRefused, match="EXACT_NOT_ASKED"):
        deciding.decide(draft.pk, wanted("adopt", entry_guid=guid), by=sam)
    exact_server.down = ""
    with pytest.raises(DraftRefused, match="REASON_NEEDED"):
        deciding.decide(draft.pk, deciding.Wanted(DecisionAction.ADOPT, " ", guid), by=eve)
    with pytest.raises(DraftRefused, match="ENTRY_NOT_THERE"):
        deciding.decide(draft.pk, wanted("adopt", entry_guid=desk.guid(1, "no")), by=eve)
    assert not PostingDecision.objects.exists()
    assert deciding.decide(draft.pk, wanted("adopt", entry_guid=guid), by=eve).state == "done"
    draft.refresh_from_db()
    assert (draft.state, draft.entry_number) == ("posted", Posting.objects.get().entry_number)
    assert AuditEvent.objects.get(action="posting.adopted").data["reason"] == "gebeld met de leverancier"
    assert not ReconciliationFinding.objects.exists()


def test_an_entry_with_another_amount_needs_a_second_person(
    exact_server: SandboxServer, books: Administration, sam: Person, eve: Person, client: Client
) -> None:
    draft, guid = beside(books, sam, "BE-2", Decimal("77.00"))
    address = reverse("posting-decide", args=[draft.pk])
    client.force_login(eve)
    page = client.get(address).context["page"]
    (row,) = page.rows
    assert (row.entry.entry_guid, row.second, page.may_despite, page.may_discard) == (guid, True, True, True)
    assert address in client.get(reverse("posting")).content.decode()
    assert address in client.get(reverse("review", args=[draft.pk])).content.decode()
    sent = {"action": "adopt", "entry": guid, "reason": "zelfde factuur"}
    client.post(reverse("posting-decide-send", args=[draft.pk]), sent)
    decision = PostingDecision.objects.get()
    assert (decision.state, decision.differs, states([draft])) == ("waiting", ["amount"], {"failed"})
    for act in (lambda: deciding.confirm(decision.pk, by=eve), lambda: posting.retry_posting(draft.pk, by=sam)):
        with pytest.raises(DraftRefused):
            act()
    with pytest.raises(DraftRefused, match="DECISION_WAITING"):
        deciding.decide(draft.pk, wanted("discard"), by=sam)
    client.force_login(sam)
    assert client.get(address).context["page"].may_second
    client.post(reverse("decision-second", args=[draft.pk, decision.pk]), {"agree": "1"})
    assert states([draft]) == {"posted"} and ReconciliationFinding.objects.get().kind == "D"
    assert len(entries(exact_server, ONE, "BE-2")) == 1
    assert client.get(address).status_code == 302, "nothing rests any more"


def test_despite_and_by_hand_are_for_two_people_giving_up_for_one(
    exact_server: SandboxServer, books: Administration, sam: Person, eve: Person
) -> None:
    exact_server.settings.refuse_duplicates = False
    draft, _guid = beside(books, sam, "BE-3")
    decision = deciding.decide(draft.pk, wanted("despite"), by=sam)
    assert deciding.turn_down(decision.pk, by=eve).state == "refused" and states([draft]) == {"failed"}
    decision = deciding.decide(draft.pk, wanted("despite"), by=sam)
    deciding.confirm(decision.pk, by=eve)
    send([draft], "posted")
    assert len(entries(exact_server, ONE, "BE-3")) == 2
    with pytest.raises(DraftRefused, match="DECISION_CLOSED"):
        deciding.confirm(decision.pk, by=eve)

    hand, _guid = beside(books, sam, "HAND-4", net="210.00")
    with pytest.raises(DraftRefused, match="ENTRY_NUMBER_NEEDED"):
        deciding.decide(hand.pk, wanted("by_hand"), by=sam)
    asked = deciding.decide(hand.pk, wanted("by_hand", entry_number="26900001"), by=sam)
    assert (asked.state, states([hand])) == ("waiting", {"failed"})
    deciding.confirm(asked.pk, by=eve)
    hand.refresh_from_db()
    assert (hand.state, hand.entry_number) == ("posted", "26900001")

    left, _guid = beside(books, sam, "WEG-5", net="320.00")
    assert deciding.decide(left.pk, wanted("discard"), by=sam).state == "done"
    left.refresh_from_db()
    assert left.state == "review" and not left.approvals.filter(voided_at=None).exists()
    assert posting.posting_of(left) is None and len(entries(exact_server, ONE, "WEG-5")) == 1


def test_an_answer_from_another_division_is_a_persons_turn(
    exact_server: SandboxServer, books: Administration, sam: Person, eve: Person
) -> None:
    exact_server.faults.arm("wrong_division", path=ENTRY, method="POST")
    (draft,), batch = started(books, sam, "DIV-1")
    send([draft], "failed")
    item = batch.items.get()
    assert (item.state, item.code) == ("failed", "wrong_division")
    assert api.release(books.connection) == 0, "it does not go by itself when the connection is released"
    assert states([draft]) == {"failed"}
    with pytest.raises(DraftRefused, match="ENTRY_IS_THERE"):
        deciding.decide(draft.pk, wanted("discard"), by=eve)
    posting.retry_posting(draft.pk, by=sam)
    send([draft], "posted")
    assert len(entries(exact_server, ONE, "DIV-1")) == 1

    other = desk.made(books, "REL-1", "410.00", by=sam, supplier_iban="")
    approve_draft(other.pk, by=sam)
    Posting.objects.filter(pk=posting.post_draft(other.pk, by=sam).pk).update(state="dead")
    posting.posting_changed(posting_of(other).pk)
    assert states([other]) == {"failed"}
    api.retry(posting_of(other), "elsewhere")
    assert states([other]) == {"posting"}, "put back into the queue by somebody else"


def test_a_failed_draft_does_not_change_under_its_frozen_payload(
    exact_server: SandboxServer, books: Administration, sam: Person, client: Client
) -> None:
    draft, _guid = beside(books, sam, "VAST-1")
    unjudged = [field.name for field in Draft._meta.concrete_fields if field.name != "derived_at"]
    before = Draft.objects.values(*unjudged).get(pk=draft.pk)
    document = draft.documents.get()
    assert draft_from_reading(document, desk.reading("ANDERS-1", "999.00")) is None
    derive_by_id(draft.pk)
    assert Draft.objects.values(*unjudged).get(pk=draft.pk) == before
    Draft.objects.filter(pk=draft.pk).update(invoice_number="STIEKEM-1")
    with pytest.raises(DraftRefused, match="RETRY_STALE"):
        posting.retry_posting(draft.pk, by=sam)
    Draft.objects.filter(pk=draft.pk).update(invoice_number="VAST-1")
    client.force_login(sam)
    client.post(reverse("read-again", args=[document.pk]))
    draft.refresh_from_db()
    assert draft.state == "review" and Posting.objects.get().state == "void"
    assert not draft.approvals.filter(voided_at=None).exists()

    finding = raise_finding(books.pk, FindingClass.FOREIGN, details={"entry_number": "26600001"})
    for reason, left in ((" ", 1), ("verwijderd in Exact", 0)):
        assert [row.number for row in client.get(reverse("posting")).context["findings"]] == ["26600001"]
        client.post(reverse("finding-resolve", args=[finding.pk]), {"reason": reason})
        assert len(client.get(reverse("posting")).context["findings"]) == left
