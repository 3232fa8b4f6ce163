"""One approved draft becomes one entry, asserted in the sandbox's ledger; and every way in which it can go wrong."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from exact import api, clock
from exact.mirror.run import synchronise
from exact.models import (
    Administration,
    BookedEntry,
    Connection,
    ConnectionState,
    Payable,
    Posting,
    PostingState,
    ReconciliationFinding,
)
from exact.posting import blobs
from exact.posting.payload import EntryDraft, EntryLine
from exact.posting.protocol import Later, process
from exact.reconcile.run import reconcile
from exact.sandbox.server import SandboxServer
from tests.exact.conftest import ORIGINAL
from tests.exact.connecting import entries, payable_change, sha256, stored
from tests.exact.sandbox.mini_world import BARE, BLOCKED, COSTS, ITEM, ONE, PAYABLE, STRICT, SUPPLIER

pytestmark = pytest.mark.django_db


def draft(number: str = "F2026-0317", **changes: Any) -> EntryDraft:
    """An invoice of 121.00 with 21 % on top."""
    values: dict[str, Any] = {
        "journal": "60",
        "supplier": SUPPLIER,
        "your_ref": number,
        "entry_date": date(2026, 3, 14),
        "description": "Bolts",
        "lines": [EntryLine(COSTS, Decimal("100.00"), Decimal("21.00"), vat_code="2", description="M6 bolts")],
    }
    return EntryDraft(**(values | changes))


def queue(administration: Administration, entry: EntryDraft, **changes: Any) -> Posting:
    """Queue a draft with one attachment."""
    values: dict[str, Any] = {
        "subject": f"draft:{entry.your_ref}",
        "administration": administration,
        "target": "purchase_entry",
        "payload": api.purchase_entry_payload(entry),
        "attachments": [{"sha256": sha256(ORIGINAL), "name": "invoice.pdf"}],
        "your_ref": entry.your_ref,
        "supplier_exact_id": entry.supplier,
        "amount": api.entry_amount(entry),
        "requested_by": "Ann",
    }
    return api.queue_posting(**(values | changes))


def work(posting: Posting, seconds: float = 120) -> Posting:
    """Run the posting's job as the queue would, until it rests or is done."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            process(posting.pk)
        except Later as later:
            time.sleep(min(later.seconds, 2))
            continue
        break
    posting.refresh_from_db()
    return posting


def test_an_invoice_is_booked_with_its_original(exact_server: SandboxServer, administration: Administration) -> None:
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.error_text) == (PostingState.POSTED, "")
    (entry,) = entries(exact_server, ONE, "F2026-0317")
    assert entry["EntryID"] == posting.entry_guid and str(entry["EntryNumber"]) == posting.entry_number
    assert Decimal(entry["AmountFC"]) == Decimal("121.00") and entry["Supplier"] == SUPPLIER
    (line,) = [
        r for r in stored(exact_server, ONE, "purchaseentry/PurchaseEntryLines") if r["EntryID"] == entry["EntryID"]
    ]
    assert (line["GLAccount"], line["VATCode"], Decimal(line["VATAmountFC"])) == (COSTS, "2", Decimal(21))
    assert entry["Document"] == posting.document_guid
    (attached,) = stored(exact_server, ONE, "documents/DocumentAttachments")
    assert attached["Document"] == posting.document_guid and attached["FileName"] == "invoice.pdf"
    assert payable_change(exact_server, ONE, posting.entry_guid, PAYABLE) == Decimal("-121")
    assert [a.status for a in posting.attempts.all()] == ["done"] * 3


def test_the_mirror_knows_at_once_what_was_booked(administration: Administration) -> None:
    posting = work(queue(administration, draft()))
    booked = BookedEntry.objects.get(administration=administration, exact_id=posting.entry_guid)
    assert (booked.number_key, booked.amount, booked.date) == ("F20260317", Decimal("121.00"), date(2026, 3, 14))
    synchronise(administration, "hourly")
    again = BookedEntry.objects.get(administration=administration, exact_id=posting.entry_guid)
    assert (again.amount, again.entry_number, again.vendor_id) == (
        booked.amount,
        posting.entry_number,
        booked.vendor_id,
    )
    owed = Payable.objects.get(administration=administration, entry_exact_id=posting.entry_guid, gone_at=None)
    assert (owed.amount, owed.own_amount, owed.your_ref, owed.vendor_id) == (121, 121, "F2026-0317", booked.vendor_id)
    assert owed.entry_number == posting.entry_number and owed.due_date is not None


def test_minimum_of_calls(exact_server: SandboxServer, administration: Administration) -> None:
    before = len(exact_server.log.entries())
    work(queue(administration, draft()))
    calls = [(c["method"], c["path"]) for c in exact_server.log.entries()[before:]]
    assert len(calls) == 4, calls  # one look, one document, one attachment, one entry


def test_a_credit_note_lowers_the_payable(exact_server: SandboxServer, administration: Administration) -> None:
    posting = work(queue(administration, draft("C-1", credit_note=True)))
    assert posting.state == PostingState.POSTED and posting.amount == Decimal("-121.00")
    assert payable_change(exact_server, ONE, posting.entry_guid, PAYABLE) == Decimal("121")
    synchronise(administration, "payables")
    assert Payable.objects.get(administration=administration, entry_exact_id=posting.entry_guid).amount == -121


def test_vat_is_the_suppliers_figure_not_a_computed_one(
    exact_server: SandboxServer, administration: Administration
) -> None:
    line = EntryLine(COSTS, Decimal("100.02"), Decimal("21.01"), vat_code="2")
    posting = work(queue(administration, draft("V-1", lines=[line])))
    assert posting.state == PostingState.POSTED, posting.error_text
    (entry,) = entries(exact_server, ONE, "V-1")
    assert Decimal(entry["AmountFC"]) == Decimal("121.03")


def test_reverse_charge_leaves_the_payable_net(exact_server: SandboxServer, administration: Administration) -> None:
    line = EntryLine(COSTS, Decimal("500.00"), vat_code="7", vat_kind="B", vat_charged=True)
    posting = work(queue(administration, draft("RC-1", lines=[line])))
    assert posting.state == PostingState.POSTED, posting.error_text
    assert payable_change(exact_server, ONE, posting.entry_guid, PAYABLE) == Decimal("-500")


def test_a_code_that_includes_vat_gets_the_gross_amount(
    exact_server: SandboxServer, administration: Administration
) -> None:
    line = EntryLine(COSTS, Decimal("100.00"), Decimal("21.00"), vat_code="1", vat_kind="I")
    posting = work(queue(administration, draft("I-1", lines=[line])))
    assert posting.state == PostingState.POSTED, posting.error_text
    assert payable_change(exact_server, ONE, posting.entry_guid, PAYABLE) == Decimal("-121")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"supplier": BLOCKED}, "party_blocked"),
        ({"supplier": "99999999-9999-9999-9999-999999999999"}, "party_unknown"),
        ({"journal": "70"}, "journal_not_for_purchases"),
        ({"journal": "99"}, "journal_unknown"),
        ({"entry_date": date(2026, 1, 10)}, "period_closed"),
        ({"entry_date": date(2031, 1, 10)}, "period_unknown"),
        ({"lines": [EntryLine(PAYABLE, Decimal(1))]}, "account_not_for_purchases"),
        ({"lines": [EntryLine(STRICT, Decimal(1))]}, "cost_centre_missing"),
        ({"lines": [EntryLine(BARE, Decimal(1), cost_centre="PROD")]}, "cost_centre_not_allowed"),
        ({"lines": [EntryLine(COSTS, Decimal(1), vat_code="XX")]}, "vat_code_blocked"),
        ({"lines": [EntryLine(COSTS, Decimal(1), vat_code="VN")]}, "vat_code_not_for_purchases"),
        ({"lines": [EntryLine(COSTS, Decimal(1), vat_code="??")]}, "vat_code_unknown"),
    ],
)
def test_what_exact_would_refuse_costs_no_call(
    exact_server: SandboxServer, administration: Administration, changes: dict[str, Any], code: str
) -> None:
    before = len(exact_server.log.entries())
    posting = work(queue(administration, draft(**changes)))
    assert (posting.state, posting.error_code) == (PostingState.REFUSED, code)
    assert len(exact_server.log.entries()) == before


def test_a_total_that_does_not_add_up_is_not_sent(exact_server: SandboxServer, administration: Administration) -> None:
    posting = work(queue(administration, draft(), amount=Decimal("121.01")))
    assert (posting.state, posting.error_code) == (PostingState.REFUSED, "out_of_balance")


ENTRY = "purchaseentry/PurchaseEntries"
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("reset_before", {}),
    ("reset_after_commit", {}),
    ("error500_before", {}),
    ("error500_after", {}),
    ("garbage", {}),
    ("truncated", {}),
    ("empty_201", {}),
    ("html", {}),
    ("status", {"status": 429}),
    ("status", {"status": 401}),
    ("status", {"status": 503}),
    ("late_commit", {"seconds": 0.3}),
]


@pytest.mark.parametrize(
    ("path", "refuse"),
    [(ENTRY, True), (ENTRY, False), ("documents/Documents", False), ("documents/DocumentAttachments", False)],
    ids=["entry-refusing", "entry-accepting", "document", "attachment"],
)
@pytest.mark.parametrize(("kind", "options"), FAULTS, ids=lambda v: str(v))
def test_every_fault_ends_in_exactly_one_entry(
    exact_server: SandboxServer,
    administration: Administration,
    path: str,
    kind: str,
    options: dict[str, Any],
    refuse: bool,
) -> None:
    exact_server.settings.refuse_duplicates = refuse
    exact_server.faults.arm(kind, path=path, method="POST", **options)
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.error_text) == (PostingState.POSTED, "")
    (entry,) = entries(exact_server, ONE, "F2026-0317")
    assert entry["EntryID"] == posting.entry_guid
    mine = [r for r in stored(exact_server, ONE, "documents/DocumentAttachments") if r["Document"] == entry["Document"]]
    assert len(mine) == 1


def test_a_late_commit_outside_the_first_look_is_found(
    exact_server: SandboxServer, administration: Administration, settings: Settings
) -> None:
    exact_server.settings.refuse_duplicates = False
    settings.EXACT_SETTLE = 1.0 / settings.EXACT_PERIOD_SCALE
    exact_server.faults.arm("late_commit", path=ENTRY, method="POST", seconds=0.7)
    posting = work(queue(administration, draft()))
    assert posting.state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_without_the_settle_window_the_same_fault_posts_twice(
    exact_server: SandboxServer, administration: Administration, settings: Settings
) -> None:
    """The proof that the test above can fail."""
    exact_server.settings.refuse_duplicates = False
    settings.EXACT_SETTLE = 0
    exact_server.faults.arm("late_commit", path=ENTRY, method="POST", seconds=0.7)
    work(queue(administration, draft()))
    time.sleep(0.9)
    assert len(entries(exact_server, ONE, "F2026-0317")) == 2


def test_an_answer_for_another_division_holds_the_connection(
    exact_server: SandboxServer, administration: Administration
) -> None:
    exact_server.faults.arm("wrong_division", path=ENTRY, method="POST")
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.error_code) == (PostingState.HELD, "wrong_division")
    held = Connection.objects.get()
    assert held.state == ConnectionState.HELD and str(ONE) in held.held_reason
    other = work(queue(administration, draft("F-2")))
    assert (other.state, other.error_code) == (PostingState.HELD, "connection_held")
    api.release(held)
    assert work(other).state == PostingState.POSTED
    api.retry(posting, "Ann")
    assert work(posting).state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_someone_elses_entry_is_shown_and_nothing_is_sent(
    exact_server: SandboxServer, administration: Administration
) -> None:
    from exact.gateway import ExactGateway

    made = ExactGateway(administration).post(ENTRY, api.purchase_entry_payload(draft()))
    posting = work(queue(administration, draft()))
    assert posting.state == PostingState.FOREIGN_DUPLICATE
    assert posting.foreign[0]["entry_guid"] == made["EntryID"]
    assert posting.sends == 0
    (found,) = api.look_up(posting)
    assert (found.entry_guid, found.ours, found.differs) == (made["EntryID"], False, ())
    assert api.adopt(posting, made["EntryID"], "Ann")
    assert posting.state == PostingState.POSTED and posting.entry_guid == made["EntryID"]


def test_refusal_by_exact_shows_its_own_words_and_is_not_repeated(
    exact_server: SandboxServer, administration: Administration
) -> None:
    body = '{"error":{"code":"","message":{"lang":"","value":"Verplicht: Kostenplaats"}}}'
    exact_server.faults.arm("status", path=ENTRY, method="POST", status=500, body=body, count=None)
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.error_text) == (PostingState.REFUSED, "Verplicht: Kostenplaats")
    exact_server.faults.clear()
    assert api.retry(posting, "Ann")
    assert work(posting).state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_forbidden_holds_the_administration_not_only_the_document(
    exact_server: SandboxServer, administration: Administration
) -> None:
    exact_server.faults.arm("status", path=ENTRY, method="POST", status=403)
    first = work(queue(administration, draft()))
    assert (first.state, first.error_code) == (PostingState.HELD, "forbidden")
    second = work(queue(administration, draft("F-2")))
    assert (second.state, second.error_code) == (PostingState.HELD, "administration_held")
    (status,) = api.connection_status()
    assert (status.state, status.waiting_postings) == ("held", 2) and "forbidden" in status.reason
    assert api.release_administration(administration, "Ann") == 2
    assert {work(first).state, work(second).state} == {PostingState.POSTED}


@pytest.mark.parametrize(
    ("status", "bulk", "state", "code"),
    [
        (400, 8_000_000, PostingState.REFUSED, "attachment_too_large"),
        (404, 8_000_000, PostingState.REFUSED, "attachment_too_large"),
        (413, 8_000_000, PostingState.REFUSED, "attachment_too_large"),
        (404, 0, PostingState.HELD, "not_found"),
        (413, 0, PostingState.REFUSED, "refused_by_exact"),
    ],
)
def test_a_file_too_large_for_exact_rests_alone_and_names_the_file(
    exact_server: SandboxServer,
    administration: Administration,
    status: int,
    bulk: int,
    state: PostingState,
    code: str,
) -> None:
    content = ORIGINAL + bytes(bulk)
    blobs.register({sha256(content): content, sha256(ORIGINAL): ORIGINAL}.__getitem__)
    exact_server.faults.arm("status", path="documents/DocumentAttachments", method="POST", status=status)
    large = [{"sha256": sha256(content), "name": "scan.pdf"}]
    posting = work(queue(administration, draft(), attachments=large))
    assert (posting.state, posting.error_code, posting.sends) == (state, code, 0)
    if code == "attachment_too_large":
        assert posting.error_text == "scan.pdf, 8.0 MB"
        assert work(queue(administration, draft("F-2"))).state == PostingState.POSTED, "others go on"


def test_books_taken_out_of_the_choice_get_nothing_more_until_they_are_chosen_again(
    exact_server: SandboxServer, administration: Administration
) -> None:
    posting = queue(administration, draft())
    Administration.objects.update(active=False)
    before = len(exact_server.log.entries())
    with pytest.raises(Later, match="administration_closed"):
        process(posting.pk)
    posting.refresh_from_db()
    assert (posting.state, len(exact_server.log.entries())) == (PostingState.QUEUED, before)
    Administration.objects.update(active=True)
    assert work(posting).state == PostingState.POSTED


def test_our_entry_that_a_person_took_for_another_draft_meanwhile_is_a_persons_turn(
    exact_server: SandboxServer, administration: Administration
) -> None:
    posting = work(queue(administration, draft()))
    guid = posting.entry_guid
    Posting.objects.filter(pk=posting.pk).update(state=PostingState.UNKNOWN, step="entry", entry_guid="")
    other = queue(administration, draft("F-2"))
    Posting.objects.filter(pk=other.pk).update(state=PostingState.POSTED, step="done", entry_guid=guid)
    assert work(posting).state == PostingState.FOREIGN_DUPLICATE
    assert [each["entry_guid"] for each in posting.foreign] == [guid]


def test_a_look_that_exact_does_not_understand_is_told(
    exact_server: SandboxServer, administration: Administration
) -> None:
    body = '{"error":{"code":"","message":{"lang":"","value":"Bad Request - Error in query syntax."}}}'
    exact_server.faults.arm("status", path=ENTRY, method="GET", status=400, body=body, count=None)
    posting = work(queue(administration, draft()), seconds=10)
    assert (posting.state, posting.error_text) == (PostingState.REFUSED, "Bad Request - Error in query syntax.")
    exact_server.faults.clear()
    assert api.retry(posting, "Ann")
    assert work(posting).state == PostingState.POSTED


@pytest.mark.parametrize(("status", "code"), [(403, "forbidden"), (404, "not_found")])
def test_a_look_that_exact_does_not_allow_is_told_and_not_tried_for_ever(
    exact_server: SandboxServer, administration: Administration, status: int, code: str
) -> None:
    exact_server.faults.arm("status", path=ENTRY, method="GET", status=status, count=None)
    posting = work(queue(administration, draft()), seconds=10)
    assert (posting.state, posting.error_code) == (PostingState.HELD, code)
    assert code in Administration.objects.get(pk=administration.pk).posting_hold
    exact_server.faults.clear()
    assert api.release_administration(administration, "Ann") == 1
    assert work(posting).state == PostingState.POSTED


def test_a_look_that_is_not_allowed_keeps_what_was_sent_unknown(
    exact_server: SandboxServer, administration: Administration
) -> None:
    exact_server.faults.arm("reset_after_commit", path=ENTRY, method="POST")
    posting = queue(administration, draft())
    Posting.objects.filter(pk=posting.pk).update(looked_at=clock.now())  # so that the first look is the one after
    exact_server.faults.arm("status", path=ENTRY, method="GET", status=403, count=None)
    with pytest.raises(Later):
        process(posting.pk)
    posting.refresh_from_db()
    assert posting.state == PostingState.UNKNOWN
    assert "forbidden" in Administration.objects.get(pk=administration.pk).posting_hold
    exact_server.faults.clear()
    api.release_administration(administration, "Ann")
    assert work(posting).state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_three_sends_without_a_trace_are_dead_and_a_person_can_revive(
    exact_server: SandboxServer, administration: Administration
) -> None:
    exact_server.faults.arm("error500_before", path=ENTRY, method="POST", count=None)
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.sends) == (PostingState.DEAD, 3)
    exact_server.faults.clear()
    assert api.retry(posting, "Ann")
    assert work(posting).state == PostingState.POSTED


def test_exact_down_means_not_sent_and_nothing_is_lost(
    exact_server: SandboxServer, administration: Administration
) -> None:
    exact_server.down = "refuse"
    posting = queue(administration, draft())
    with pytest.raises(Later):
        process(posting.pk)
    exact_server.down = ""
    assert work(posting).state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_fifteen_invoices_share_one_look(exact_server: SandboxServer, administration: Administration) -> None:
    postings = [queue(administration, draft(f"B-{n}")) for n in range(15)]
    before = len(exact_server.log.entries())
    assert all(work(posting).state == PostingState.POSTED for posting in postings)
    looks = [c for c in exact_server.log.entries()[before:] if c["method"] == "GET"]
    assert len(looks) == 1


@pytest.mark.parametrize("step", ["look", "document", "entry"])
def test_a_restored_backup_posts_nothing_twice(
    exact_server: SandboxServer, administration: Administration, step: str
) -> None:
    """The database forgets that it posted; Exact, which would accept a second entry, still has the first."""
    exact_server.settings.refuse_duplicates = False
    posting = work(queue(administration, draft()))
    forgotten: dict[str, Any] = {"state": PostingState.QUEUED, "step": step, "sends": 0, "entry_guid": ""}
    if step != "entry":
        forgotten |= {"document_guid": "", "attachment_guids": {}}
    Posting.objects.filter(pk=posting.pk).update(**forgotten, entry_number="", looked_at=None, posted_at=None)
    assert work(posting).state == PostingState.POSTED
    (entry,) = entries(exact_server, ONE, "F2026-0317")
    assert entry["EntryID"] == posting.entry_guid


def test_one_subject_one_posting(administration: Administration) -> None:
    first = queue(administration, draft())
    assert queue(administration, draft()).pk == first.pk
    with pytest.raises(api.AlreadyQueued):
        queue(administration, draft(description="changed"))
    assert api.withdraw(first, "Ann")
    assert queue(administration, draft(description="changed")).pk != first.pk


def test_an_order_is_made_as_purchase_order(exact_server: SandboxServer, administration: Administration) -> None:
    order = api.OrderDraft(
        party=SUPPLIER,
        your_ref="Q-9",
        order_date=date(2026, 3, 2),
        lines=[api.OrderLine(item=ITEM, quantity=Decimal(3), price=Decimal("19.50"), vat_code="2")],
    )
    posting = api.queue_posting(
        subject="draft:Q-9",
        administration=administration,
        target="purchase_order",
        payload=api.purchase_order_payload(order),
        attachments=[{"sha256": sha256(ORIGINAL), "name": "quote.pdf"}],
        your_ref="Q-9",
        supplier_exact_id=SUPPLIER,
        amount=Decimal("58.50"),
    )
    assert work(posting).state == PostingState.POSTED, posting.error_text
    made = [r for r in stored(exact_server, ONE, "purchaseorder/PurchaseOrders") if r.get("YourRef") == "Q-9"]
    assert len(made) == 1 and made[0]["PurchaseOrderID"] == posting.entry_guid
    assert str(made[0]["OrderNumber"]) == posting.entry_number


# -- reconciliation ------------------------------------------------------------------------------------------------


def _kinds(counts: dict[str, int]) -> str:
    return "".join(kind for kind, number in counts.items() for _ in range(number))


def test_two_ledgers_that_agree_give_no_finding(exact_server: SandboxServer, administration: Administration) -> None:
    posting = work(queue(administration, draft()))
    assert _kinds(reconcile(administration, 2)) == ""
    posting.refresh_from_db()
    assert posting.confirmed_at


def test_an_entry_that_vanished_is_found(exact_server: SandboxServer, administration: Administration) -> None:
    from exact.gateway import ExactGateway

    posting = work(queue(administration, draft()))
    ExactGateway(administration).delete(ENTRY, posting.entry_guid)
    assert _kinds(reconcile(administration, 2)) == "A"
    reconcile(administration, 2)
    assert ReconciliationFinding.objects.filter(kind="A").count() == 1


def test_an_entry_changed_after_confirmation_is_found(
    exact_server: SandboxServer, administration: Administration
) -> None:
    from exact.gateway import ExactGateway

    posting = work(queue(administration, draft()))
    reconcile(administration, 2)
    ExactGateway(administration).put(ENTRY, posting.entry_guid, {"YourRef": "other"})
    assert _kinds(reconcile(administration, 2)) == "E"


def test_an_entry_with_our_marker_is_adopted(exact_server: SandboxServer, administration: Administration) -> None:
    posting = work(queue(administration, draft()))
    Posting.objects.filter(pk=posting.pk).update(
        state=PostingState.DEAD, step="entry", entry_guid="", entry_number="", sends=3
    )
    assert _kinds(reconcile(administration, 2)) == "B"
    posting.refresh_from_db()
    assert posting.state == PostingState.POSTED and posting.entry_guid


def test_a_double_and_a_foreign_entry_are_told_apart(
    exact_server: SandboxServer, administration: Administration
) -> None:
    from exact.gateway import ExactGateway

    exact_server.settings.refuse_duplicates = False
    posting = work(queue(administration, draft()))
    gateway = ExactGateway(administration)
    gateway.post(ENTRY, api.purchase_entry_payload(draft()))
    assert _kinds(reconcile(administration, 2)) == "F"
    gateway.post(ENTRY, {**api.purchase_entry_payload(draft()), "Document": posting.document_guid})
    assert "C" in _kinds(reconcile(administration, 2))
