"""What is booked is what is owed and was approved; what came in or failed is never stuck or lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from exact.models import Administration, Posting, PostingState, VatCode
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import approve_draft, refusal_of, weight_of
from workbench.connect import services as connect
from workbench.drafts import lines
from workbench.drafts import services as drafts
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftKind
from workbench.intake import unpack
from workbench.intake.services import Incoming, receive_files
from workbench.job_handlers import orphans
from workbench.messages import describe
from workbench.models import Draft, IntakeEntry, Membership, Message, Role
from workbench.posting import services as posting
from workbench.posting.journal import journal_of
from workbench.posting.payload import posting_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.INBOEK_HOME = tmp_path
    return desk.books()


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "clerk", "approver")


def with_code(books: Administration, by: Person, code: str) -> Draft:
    """An invoice of 100 and 21 VAT, its line on this VAT code by hand."""
    draft = desk.made(books, "F-1", by=by)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="vat_code", typed=code, by=by)
    draft.refresh_from_db()
    return draft


# -- the supplier is owed what the invoice says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "cost", "vat"),
    [
        ("2", "100.00", "21.00"),
        # Not claimed back: part of the cost, and owed all the same.
        ("0", "121.00", None),
    ],
)
def test_the_amount_posted_is_the_amount_owed(
    books: Administration, sam: Person, code: str, cost: str, vat: str | None
) -> None:
    draft = with_code(books, sam, code)
    request = posting_request(draft)
    (line,) = request["payload"]["PurchaseEntryLines"]
    assert request["amount"] == draft.gross_total == Decimal("121.00")
    assert (line["AmountFC"], line.get("VATAmountFC")) == (Decimal(cost), Decimal(vat) if vat else None)
    shown = journal_of(draft)
    assert shown is not None and shown.balanced and shown.credit == Decimal("121.00")


def test_charged_vat_on_a_code_for_vat_we_owe_ourselves_stops_the_draft_for_good(
    books: Administration, sam: Person
) -> None:
    VatCode.objects.create(
        administration=books,
        exact_id=desk.guid(1, "vat9"),
        code="9",
        description="Verlegd",
        kind="E",
        charged=True,
        percentage=Decimal("0.21"),
        transaction_type="P",
    )
    draft = with_code(books, sam, "9")
    hold = draft.holds.get(code="TAX_VARIANCE")
    with pytest.raises(DraftRefused, match="HOLD_NEEDS_CAUSE"):
        drafts.release_hold(draft.pk, hold_id=hold.pk, reason="toch maar", by=sam)
    with_right_code = lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="vat_code", typed="2", by=sam)
    assert not with_right_code.holds.filter(code="TAX_VARIANCE").exists()


@pytest.mark.parametrize(
    ("code", "net", "held"),
    [
        ("4", "100.00", [{"reason": "9.00 ≠ 21.00", "difference": "12.00"}]),
        ("4", "0.30", [{"why": "vat_total", "stated": "0.06", "computed": "0.03"}]),
        ("0", "100.00", []),
    ],
)
def test_a_vat_code_of_another_rate_than_is_charged_stops_the_draft(
    books: Administration, sam: Person, code: str, net: str, held: list[dict[str, str]]
) -> None:
    """Under the code's own rate less VAT would be booked than the paper charges; be it three cents, that is said."""
    draft = desk.made(books, "F-1", net, by=sam)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="vat_code", typed=code, by=sam)
    found = draft.holds.filter(code="TAX_VARIANCE")
    assert [hold.params for hold in found] == held


# -- a posting that failed ---------------------------------------------------------------------------------------------


def failed(books: Administration, by: Person, state: PostingState = PostingState.REFUSED) -> Draft:
    """A draft whose posting rests in this state."""
    draft = desk.made(books, "F-1", by=by)
    approve_draft(draft.pk, by=by)
    row = posting.post_draft(draft.pk, by=by)
    Posting.objects.filter(pk=row.pk).update(state=state, error_code="refused_by_exact")
    posting.posting_changed(row.pk)
    draft.refresh_from_db()
    assert draft.state == "failed"
    return draft


@pytest.mark.parametrize("way", ["changed", "rejected and reopened"])
def test_a_failed_draft_is_put_right_and_posted_anew(books: Administration, sam: Person, way: str) -> None:
    draft = failed(books, sam)
    if way == "changed":
        drafts.edit_field(draft.pk, name="invoice_number", typed="F-1-goed", by=sam)
    else:
        drafts.reject(draft.pk, reason="nee", by=sam)
        drafts.reopen(draft.pk, by=sam)
    approve_draft(draft.pk, by=sam)
    again = posting.post_draft(draft.pk, by=sam)
    assert again.state == PostingState.QUEUED
    assert sorted(Posting.objects.values_list("state", flat=True)) == ["queued", "void"]


@pytest.mark.parametrize(
    ("before", "outcome", "after"),
    [("posting", "posted", "posted"), ("posting", "refused", "failed"), ("posting", "sending", "posting"),
     ("posting", "held", "posting"), ("failed", "posted", "posted"), ("failed", "queued", "posting")],
)  # fmt: skip
def test_a_draft_hears_of_an_outcome_although_the_process_died_before_telling_it(
    books: Administration, sam: Person, before: str, outcome: str, after: str
) -> None:
    draft = desk.made(books, "F-1", by=sam)
    approve_draft(draft.pk, by=sam)
    row = posting.post_draft(draft.pk, by=sam)
    Draft.objects.filter(pk=draft.pk).update(state=before)
    Posting.objects.filter(pk=row.pk).update(state=outcome, entry_number="26600007")
    orphans(None)  # type: ignore[arg-type]  # asks nothing of its lease
    draft.refresh_from_db()
    assert draft.state == after
    assert draft.entry_number == ("26600007" if after == "posted" else "")
    assert posting.catch_up() == 0


@pytest.mark.parametrize(("sends", "taken_back"), [(0, True), (1, False)])
def test_a_held_posting_is_taken_back_only_while_nothing_was_sent(
    books: Administration, sam: Person, sends: int, taken_back: bool
) -> None:
    draft = desk.made(books, "F-1", by=sam)
    approve_draft(draft.pk, by=sam)
    row = posting.post_draft(draft.pk, by=sam)
    Posting.objects.filter(pk=row.pk).update(state=PostingState.HELD, error_code="administration_held", sends=sends)
    if taken_back:
        posting.undo_posting(draft.pk, by=sam)
    else:
        with pytest.raises(DraftRefused, match="POSTING_SENT"):
            posting.undo_posting(draft.pk, by=sam)
    draft.refresh_from_db()
    row.refresh_from_db()
    assert (draft.state, row.state) == (("approved", "void") if taken_back else ("posting", "held"))


def test_a_draft_with_two_entries_in_exact_is_not_queued_for_a_third(books: Administration, sam: Person) -> None:
    draft = failed(books, sam, PostingState.DOUBLE)
    with pytest.raises(DraftRefused, match="EXACT_DOUBLE"):
        drafts.edit_field(draft.pk, name="invoice_number", typed="F-1-anders", by=sam)
    assert Posting.objects.get().state == PostingState.DOUBLE


def test_one_draft_that_cannot_be_queued_does_not_stop_the_run(books: Administration, sam: Person) -> None:
    broken, good = desk.made(books, "F-1", by=sam), desk.made(books, "F-2", "200.00", by=sam)
    broken.lines.update(net_amount=0, vat_amount=0)
    batch = posting.start_batch([broken.pk, good.pk], token="t", by=sam)
    assert list(batch.items.order_by("position").values_list("state", flat=True)) == ["left_out", "posting"]


def test_a_draft_that_changed_since_the_pre_check_stays_behind(
    books: Administration, sam: Person, client: Client
) -> None:
    draft = desk.made(books, "F-1", by=sam)
    client.force_login(sam)
    page = client.post(reverse("precheck"), {"draft": [draft.pk]}).content.decode()
    assert f'name="version:{draft.pk}" value="{draft.version}"' in page
    drafts.edit_field(draft.pk, name="invoice_number", typed="F-1-anders", by=desk.person("kim", books, "clerk"))
    sent = {"draft": [draft.pk], "token": "t", f"version:{draft.pk}": draft.version}
    client.post(reverse("batch-start"), sent)
    draft.refresh_from_db()
    assert draft.state == "review" and not Posting.objects.exists()


@pytest.mark.parametrize("together", [True, False])
def test_a_number_put_right_does_not_make_two_entries_of_one_invoice(
    books: Administration, sam: Person, together: bool
) -> None:
    first, copy = desk.made(books, "F-1-fout", by=sam), desk.made(books, "F-1", "100.00", day="2026-03-01", by=sam)
    drafts.edit_field(first.pk, name="invoice_number", typed="F-1", by=sam)
    if together:
        posting.start_batch([first.pk, copy.pk], token="t", by=sam)
    else:
        approve_draft(first.pk, by=sam)
        with pytest.raises(DraftRefused, match="STILL_BLOCKED"):
            approve_draft(copy.pk, by=sam)
    copy.refresh_from_db()
    assert (copy.state, desk.holds_of(copy)) == ("review", ["DUPLICATE_SUSPECT"])
    assert Posting.objects.count() == int(together)


@pytest.mark.parametrize("told", [False, True])
def test_two_approved_copies_do_not_both_go_unless_a_person_said_so(
    books: Administration, sam: Person, client: Client, told: bool
) -> None:
    first, copy = desk.made(books, "F-1", by=sam), desk.made(books, "F-2", "200.00", by=sam)
    # What two workers see that approve at the same moment: each its own draft, the other not yet further on.
    Draft.objects.filter(pk=copy.pk).update(invoice_number="f 1")
    for draft in (first, copy):
        approve_draft(draft.pk, by=sam)
    if told:
        copy.holds.create(code="DUPLICATE_SUSPECT", severity="hold", released_by_id=sam.pk, released_at=timezone.now())
    posting.post_draft(first.pk, by=sam)
    client.force_login(sam)
    sent = client.post(reverse("draft-approve", args=[copy.pk]), {"post": "1"}, headers={"HX-Request": "true"})
    assert (sent.status_code, Posting.objects.count()) == ((200, 2) if told else (409, 1))
    titles = []
    for language in ("nl", "en"):
        with translation.override(language):
            titles.append(describe("TWIN_ON_ITS_WAY", {"number": "F-1"}).title)
    assert told or any(title in sent.content.decode() for title in titles)


# -- two people at one draft -------------------------------------------------------------------------------------------


def test_a_stale_page_does_not_undo_a_colleagues_edit(books: Administration, sam: Person, client: Client) -> None:
    draft, kim = desk.made(books, "F-1", by=sam), desk.person("kim", books, "clerk")
    client.force_login(kim)
    page = client.get(reverse("review", args=[draft.pk])).content.decode()
    form = page[page.index('id="save-form"') :]
    assert f'name="version" value="{draft.version}"' in form[: form.index("</form>")]
    drafts.edit_field(draft.pk, name="invoice_number", typed="F-1-goed", by=sam)
    stale = {"version": draft.version, "field:invoice_number": "F-1"}
    assert client.post(reverse("draft-save", args=[draft.pk]), stale, headers={"HX-Request": "true"}).status_code == 409
    cell = {"line_id": draft.lines.get().pk, "column": "gl_account"}
    address = reverse("draft-line", kwargs={"draft_id": draft.pk, **cell})
    sent = {"version": draft.version, "value": "4100"}
    assert client.post(address, sent, headers={"HX-Request": "true"}).status_code == 409
    draft.refresh_from_db()
    assert (draft.invoice_number, draft.lines.get().gl_account) == ("F-1-goed", "4000")


# -- limits ------------------------------------------------------------------------------------------------------------


def test_an_order_without_a_printed_total_is_held_against_the_limit_by_its_lines(books: Administration) -> None:
    pat = desk.person("pat", books, "approver", limit=Decimal("500.00"))
    draft = desk.made(books, "O-1", "900.00")
    Draft.objects.filter(pk=draft.pk).update(
        kind=DraftKind.PURCHASE_ORDER, gross_total=None, net_total=None, vat_total=None, blockers=0
    )
    draft.lines.update(net_amount=None, quantity=3, unit_price=Decimal("300.00"))
    draft.refresh_from_db()
    refusal = refusal_of(draft, pat)
    assert weight_of(draft) == Decimal(900)
    assert isinstance(refusal, DraftRefused) and refusal.code == "OVER_LIMIT"


def test_an_amount_in_another_currency_is_not_held_against_a_limit_in_euros(books: Administration) -> None:
    pat = desk.person("pat", books, "approver", limit=Decimal("500.00"))
    boss, kim = desk.person("boss", books, "approver"), desk.person("kim", books, "clerk", "approver")
    draft = desk.made(books, "F-1", "100.00", by=kim)
    Draft.objects.filter(pk=draft.pk).update(currency="USD", blockers=0)
    draft.refresh_from_db()
    refusals = [refusal_of(draft, by) for by in (pat, kim)]
    assert [getattr(refusal, "code", "") for refusal in refusals] == [
        "LIMIT_IN_OTHER_CURRENCY",
        "FOUR_EYES_OTHER_CURRENCY",
    ]
    assert refusal_of(draft, boss) is None


def test_who_turned_an_invoice_into_a_credit_note_does_not_approve_it_alone(books: Administration) -> None:
    pat, kim = desk.person("pat", books, "clerk", "approver"), desk.person("kim", books, "clerk")
    draft = desk.made(books, "F-1", "5000.00", by=kim)
    drafts.set_kind(draft.pk, kind=DraftKind.CREDIT_NOTE, by=pat)
    draft.refresh_from_db()
    draft.blockers = 0
    refusal = refusal_of(draft, pat)
    assert isinstance(refusal, DraftRefused) and refusal.code == "FOUR_EYES"


# -- an uploaded mail --------------------------------------------------------------------------------------------------

MAIL = b"""From: a@example.test
To: b@example.test
Subject: factuur
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: application/xml; name=f.xml
Content-Disposition: attachment; filename=f.xml

%s
--x--
"""


def test_an_uploaded_mail_cut_off_while_it_was_opened_is_opened_again(
    books: Administration, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = receive_files([Incoming("m.eml", MAIL % desk.ubl("F-1"))], administration=books, by=sam)

    def killed(message_id: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(unpack, "unpack_message", killed)
        with pytest.raises(MemoryError):
            unpack.unpack_entry(entry.pk)
    unpack.unpack_entry(entry.pk)
    unpack.unpack_entry(entry.pk)
    assert Message.objects.get().state == "processed"
    assert IntakeEntry.objects.get(name="f.xml").parent_id == entry.pk
    assert Job.objects.filter(kind="read").count() == 1


# -- administrations of other people -----------------------------------------------------------------------------------


def test_an_admin_neither_opens_nor_closes_the_administrations_of_others(
    books: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = desk.person("ada", books, "admin")
    theirs = Administration.objects.create(connection=books.connection, division=900002, code="b", name="B")
    desk.person("bob", theirs, "admin")
    asked: list[int] = []

    def chosen(connection: Any, divisions: list[int], by: str) -> list[Administration]:
        asked.extend(divisions)
        return list(Administration.objects.filter(division__in=divisions))

    monkeypatch.setattr(connect.exact, "choose_administrations", chosen)
    connect.choose(books.connection, [900001, 900002], by=ada)
    assert asked == [900001, 900002], "theirs stays open"
    assert not Membership.objects.filter(user=ada, administration=theirs).exists()
    Administration.objects.filter(pk=theirs.pk).update(active=False)
    asked.clear()
    connect.choose(books.connection, [900001, 900002], by=ada)
    assert asked == [900001], "theirs stays closed"
    assert Membership.objects.filter(user=ada, role=Role.ADMIN).count() == 1
