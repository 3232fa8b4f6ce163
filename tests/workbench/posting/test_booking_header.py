"""What is decided about an entry besides what the invoice says: booking date, text, payment condition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact.models import Administration, PaymentCondition, Period
from exact.posting.payload import purchase_entry_payload
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import approve_draft
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.drafts.services import book_in_open_period, edit_field, set_kind
from workbench.drafts.states import DraftKind
from workbench.models import AuditEvent, Draft
from workbench.pipeline.rematch import periods_changed
from workbench.posting.payload import entry_of, order_of
from workbench.posting.services import post_draft, precheck


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    made = desk.books()
    for code, text, days, method in (("30", "30 dagen", 30, "B"), ("IN", "Incasso", 14, "I")):
        PaymentCondition.objects.create(
            administration=made,
            exact_id=desk.guid(made.division, f"pc{code}"),
            code=code,
            description=text,
            days=days,
            raw={"PaymentMethod": method},
        )
    return made


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "clerk", "approver")


def close(books: Administration, *months: int) -> None:
    Period.objects.filter(administration=books, number__in=months).update(closed_journals=["60"])


def sent(draft: Draft) -> dict[str, object]:
    """What would go to Exact."""
    return purchase_entry_payload(entry_of(Draft.objects.get(pk=draft.pk)))


def fresh(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_without_a_word_of_a_person_the_invoice_and_the_vendor_decide(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "K-1", by=sam, order_reference="4500")
    body = sent(draft)
    assert body["EntryDate"] == date(2026, 11, 3) and "ReportingPeriod" not in body
    assert body["Description"] == f"K-1 {desk.BOLTS.name} 4500" and body["PaymentCondition"] == "30"


def test_what_a_person_sets_is_sent_and_the_invoice_date_stays(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "K-2", by=sam)
    for name, typed in (
        ("booking_date", "2-12-2026"),
        ("description", "  Bouten   voor de loods "),
        ("payment_condition", "IN Incasso"),
    ):
        edit_field(draft.pk, name=name, typed=typed, by=sam)
    body = sent(draft)
    assert (body["EntryDate"], body["ReportingYear"], body["ReportingPeriod"]) == (date(2026, 11, 3), 2026, 12)
    assert (body["Description"], body["PaymentCondition"]) == ("Bouten voor de loods", "IN")
    told = [e.data for e in AuditEvent.objects.filter(draft_id=draft.pk, action="field.changed").order_by("seq")]
    assert [(e["field"], e["old"], e["new"]) for e in told] == [
        ("booking_date", "2026-11-03", "2026-12-02"),
        ("description", f"K-2 {desk.BOLTS.name}", "Bouten voor de loods"),
        ("payment_condition", "30", "IN"),
    ]


@pytest.mark.parametrize("name", ["booking_date", "description", "payment_condition"])
def test_what_is_set_to_its_default_or_emptied_follows_the_default_again(
    books: Administration, sam: Person, name: str
) -> None:
    draft = desk.made(books, "K-3", by=sam)
    default = {"booking_date": "3-11-2026", "description": f"K-3 {desk.BOLTS.name}", "payment_condition": "30"}[name]
    other = {"booking_date": "4-12-2026", "description": "Iets", "payment_condition": "IN"}[name]
    for typed in (default, ""):
        edit_field(draft.pk, name=name, typed=other, by=sam)
        assert name in fresh(draft).fields
        edit_field(draft.pk, name=name, typed=typed, by=sam)
        assert name not in fresh(draft).fields


def test_a_booking_date_in_the_invoice_s_own_period_sends_no_period(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "K-4", by=sam)
    edit_field(draft.pk, name="booking_date", typed="28-11-2026", by=sam)
    assert "ReportingPeriod" not in sent(draft)


def test_a_payment_condition_that_exact_does_not_have_is_refused(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "K-5", by=sam)
    with pytest.raises(FieldInvalid, match="CONDITION_UNKNOWN"):
        edit_field(draft.pk, name="payment_condition", typed="99", by=sam)


@pytest.mark.parametrize(
    ("name", "typed"), [("booking_date", "1-12-2026"), ("description", "Anders"), ("payment_condition", "IN")]
)
def test_an_approval_covers_the_header(books: Administration, sam: Person, name: str, typed: str) -> None:
    draft = desk.made(books, "K-6", by=sam)
    approve_draft(draft.pk, by=sam)
    edit_field(draft.pk, name=name, typed=typed, by=sam)
    assert fresh(draft).state == "review" and not draft.approvals.filter(voided_at=None).exists()


def test_an_order_has_a_text_and_a_condition_and_no_period(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "O-1", by=sam)
    set_kind(draft.pk, kind=DraftKind.PURCHASE_ORDER, by=sam)
    draft.lines.all().delete()
    assert (order_of(fresh(draft)).description, order_of(fresh(draft)).payment_condition) == ("O-1", "")
    edit_field(draft.pk, name="payment_condition", typed="IN", by=sam)
    edit_field(draft.pk, name="description", typed="Voorraad", by=sam)
    assert (order_of(fresh(draft)).description, order_of(fresh(draft)).payment_condition) == ("Voorraad", "IN")


def test_a_closed_period_is_settled_by_one_click_and_the_invoice_keeps_its_date(
    books: Administration, sam: Person, client: Client
) -> None:
    close(books, 3)
    draft = desk.made(books, "D-1", by=sam, day="2026-03-15")
    hold = draft.holds.get(code="PERIOD_CLOSED")
    assert hold.params["period"] == "2026-03" and hold.owner_role == "clerk" and hold.params["open_period"]
    client.force_login(sam)
    page = client.get(reverse("review", args=[draft.pk])).content.decode()
    assert reverse("draft-field", args=[draft.pk, "booking_date"]) in page
    client.post(reverse("draft-field", args=[draft.pk, "booking_date"]), {"open": "1"})
    body = sent(draft)
    assert body["EntryDate"] == date(2026, 3, 15) and body["ReportingPeriod"] != 3
    assert "PERIOD_CLOSED" not in desk.holds_of(draft)


def test_without_any_open_period_the_hold_says_so(books: Administration, sam: Person) -> None:
    close(books, *range(1, 13))
    draft = desk.made(books, "D-2", by=sam)
    assert draft.holds.get(code="PERIOD_CLOSED").params == {"period": "2026-11"}
    with pytest.raises(DraftRefused, match="NO_OPEN_PERIOD"):
        book_in_open_period(draft.pk, by=sam)


def test_a_period_that_is_opened_in_exact_releases_what_waited_for_it(books: Administration, sam: Person) -> None:
    close(books, 3)
    draft = desk.made(books, "D-3", by=sam, day="2026-03-15")
    Period.objects.filter(administration=books, number=3).update(closed_journals=[])
    periods_changed(books.pk)
    assert Job.objects.filter(kind="derive", subject=str(draft.pk)).exists()
    desk.work()
    assert "PERIOD_CLOSED" not in desk.holds_of(draft)


def test_a_period_that_closed_after_the_approval_is_told_before_posting_and_moved_from_the_pre_check(
    books: Administration, sam: Person, client: Client
) -> None:
    ready = desk.made(books, "S-1", "100.00", by=sam, day="2026-03-15")
    waiting = desk.made(books, "S-2", "170.00", by=sam, day="2026-03-16")
    approve_draft(ready.pk, by=sam)
    close(books, 3)
    with pytest.raises(DraftRefused, match="PERIOD_CLOSED"):
        post_draft(ready.pk, by=sam)
    going, staying = precheck([fresh(ready), fresh(waiting)], sam)
    assert not going and [item.code for item in staying] == ["PERIOD_CLOSED", "PERIOD_CLOSED"]
    client.force_login(sam)
    assert "PERIOD_CLOSED" in client.get(reverse("review", args=[ready.pk])).content.decode()
    keys = [str(ready.pk), str(waiting.pk)]
    page = client.post(reverse("precheck"), {"draft": keys})
    assert page.context["closed"]
    page = client.post(reverse("precheck"), {"draft": keys, "closed": keys, "open_period": "1"})
    assert {str(item.draft.pk) for item in page.context["going"]} == set(keys)
    assert fresh(ready).state == "review", "the approval was for another period"


def test_the_screen_shows_the_header_and_the_form_without_script_saves_only_what_was_changed(
    books: Administration, sam: Person, client: Client
) -> None:
    draft = desk.made(books, "B-1", by=sam)
    client.force_login(sam)
    page = client.get(reverse("review", args=[draft.pk]) + "?tab=journal")
    header = page.context["header"]
    shown = {f.name: f.value for column in (*header.columns, header.wide) for f in column}
    assert shown["payment_condition"] == "30 30 dagen" and shown["description"] == f"B-1 {desk.BOLTS.name}"
    assert (header.last_day, header.as_printed) == (date(2026, 12, 3), False)
    form = {
        "version": str(fresh(draft).version),
        "field:booking_date": "03-11-2026",
        "field:payment_condition": "30 30 dagen",
        "field:description": "Eigen tekst",
    }
    client.post(reverse("draft-save", args=[draft.pk]), form)
    assert fresh(draft).fields.keys() & {"booking_date", "payment_condition", "description"} == {"description"}
