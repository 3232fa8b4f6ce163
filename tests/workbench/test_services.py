"""The services as a specification: states, typed values, changing, approving, holds, duplicates and the audit chain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.approval.services import approve_draft
from workbench.audit import services as audit
from workbench.drafts import lines
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, parse_amount, parse_date
from workbench.drafts.services import edit_field, move_administration, put_on_hold, release_hold
from workbench.drafts.states import MOVES, DraftState, ImpossibleMove, check_move
from workbench.intake import blobs
from workbench.models import AuditEvent, Draft
from workbench.models.audit import AuditHead
from workbench.pipeline.derive import derive_by_id

ALLOWED = """
review approved | review rejected | review filed | review superseded
approved review | approved posting | approved rejected
posting posted | posting failed | posting approved | failed review | failed posting | failed posted | failed rejected
rejected review | filed review
"""
PAIRS = {tuple(pair.split()) for row in ALLOWED.strip().splitlines() for pair in row.split("|")}


@pytest.mark.parametrize("to", list(DraftState))
@pytest.mark.parametrize("now", list(DraftState))
def test_exactly_these_moves_are_possible(now: DraftState, to: DraftState) -> None:
    if (now.value, to.value) in PAIRS:
        check_move(now, to)
    else:
        with pytest.raises(ImpossibleMove):
            check_move(now, to)
    assert (to in MOVES[now]) == ((now.value, to.value) in PAIRS)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20-11-2026", date(2026, 11, 20)),
        ("20/11/26", date(2026, 11, 20)),
        ("20.11.2026", date(2026, 11, 20)),
        ("20 nov", date(2026, 11, 20)),
        ("3 maart 2026", date(2026, 3, 3)),
        ("2026-11-20", date(2026, 11, 20)),
        ("20112026", date(2026, 11, 20)),
        ("5 jan", date(2027, 1, 5)),  # nearest to today, 21-11-2026
        ("29-2-2028", date(2028, 2, 29)),
    ],
)
def test_dates_as_people_type_them(typed: str, day: date) -> None:
    assert parse_date(typed, date(2026, 11, 21)) == day


@pytest.mark.parametrize("typed", ["31-2-2026", "13-13-2026", "morgen", "20 brumaire", "1-1-1899", "29-2-2026"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(FieldInvalid):
        parse_date(typed, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("€ 12,00", "12.00"),
        ("-12,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("(12,50)", "-12.50"),
        ("1.234.567,89", "1234567.89"),
        ("0,05", "0.05"),
    ],
)
def test_amounts_as_people_type_them(typed: str, amount: str) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "twaalf", "1e5", "NaN", "Infinity", "12%"])
def test_what_is_no_amount(typed: str) -> None:
    with pytest.raises(FieldInvalid):
        parse_amount(typed)


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk")


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "approver", limit=Decimal(5000))


def refused(code: str, act: object, *args: object, **named: object) -> None:
    with pytest.raises(DraftRefused) as error:
        act(*args, **named)  # type: ignore[operator]
    assert error.value.code == code


def test_approving_needs_the_right_the_limit_and_no_blockers(books: Administration, kim: Person, sam: Person) -> None:
    small, large = desk.made(books, "S-1", by=kim), desk.made(books, "L-1", "9000.00", by=kim)
    with pytest.raises(RightMissing):
        approve_draft(small.pk, by=kim)
    refused("OVER_LIMIT", approve_draft, large.pk, by=sam)
    refused("CHANGED_MEANWHILE", approve_draft, small.pk, by=sam, seen_version=small.version - 1)
    put_on_hold(small.pk, reason="wacht", by=kim)
    refused("STILL_BLOCKED", approve_draft, small.pk, by=sam)
    release_hold(small.pk, hold_id=small.holds.get(code="MANUAL").pk, reason="klaar", by=kim)
    assert approve_draft(small.pk, by=sam).state == "approved"
    refused("DRAFT_APPROVED", approve_draft, small.pk, by=sam)


def test_who_changed_it_is_not_its_only_approver_above_the_limit(books: Administration, sam: Person) -> None:
    below = desk.made(books, "E-1", "100.00", by=sam)
    above = desk.made(books, "E-2", "3000.00", by=sam)
    assert approve_draft(below.pk, by=sam).state == "approved"
    refused("FOUR_EYES", approve_draft, above.pk, by=sam)
    ann = desk.person("ann", books, "approver")
    assert approve_draft(above.pk, by=ann).state == "approved"


def test_a_change_voids_the_approval(books: Administration, kim: Person, sam: Person) -> None:
    draft = desk.made(books, "V-1", by=kim)
    approve_draft(draft.pk, by=sam)
    edit_field(draft.pk, name="due_date", typed="1-12-2026", by=kim)
    draft.refresh_from_db()
    assert draft.state == "review" and not draft.approvals.filter(voided_at=None).exists()


def test_a_persons_values_are_never_derived_over(books: Administration, kim: Person) -> None:
    draft = desk.made(books, "P-1", by=kim)
    edit_field(draft.pk, name="order_reference", typed="MIJN-7", by=kim)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="gl_account", typed="4100 Per plaats", by=kim)
    for _ in range(2):
        derive_by_id(draft.pk)
    draft.refresh_from_db()
    assert draft.order_reference == "MIJN-7" and draft.lines.get().gl_account == "4100"


def test_two_people_on_one_field_the_second_is_told(books: Administration, kim: Person, sam: Person) -> None:
    draft = desk.made(books, "T-1")
    seen = draft.version
    edit_field(draft.pk, name="due_date", typed="1-12-2026", by=kim, seen_version=seen)
    refused("CHANGED_MEANWHILE", edit_field, draft.pk, name="due_date", typed="2-12-2026", by=sam, seen_version=seen)
    edit_field(draft.pk, name="order_reference", typed="ANDER-VELD", by=sam, seen_version=seen)
    assert Draft.objects.get(pk=draft.pk).due_date == date(2026, 12, 1)


def test_judging_again_changes_nothing(books: Administration) -> None:
    draft = desk.made(books, "H-1")
    before = list(draft.holds.values()), list(draft.lines.values()), AuditEvent.objects.count()
    derive_by_id(draft.pk)
    assert before == (list(draft.holds.values()), list(draft.lines.values()), AuditEvent.objects.count())


def test_a_released_hold_stays_released_until_its_figures_change(books: Administration, kim: Person) -> None:
    draft = desk.made(books, "A-1", gross_total="125.00")
    hold = draft.holds.get(code="ARITHMETIC")
    refused("REASON_NEEDED", release_hold, draft.pk, hold_id=hold.pk, reason=" ", by=kim)
    release_hold(draft.pk, hold_id=hold.pk, reason="afgesproken", by=kim)
    derive_by_id(draft.pk)
    assert "ARITHMETIC" not in desk.holds_of(draft)
    edit_field(draft.pk, name="gross_total", typed="126,00", by=kim)
    assert "ARITHMETIC" in desk.holds_of(draft)


@pytest.mark.parametrize("code", ["VENDOR_AMBIGUOUS", "CUSTOMER_UNKNOWN", "ITEM_UNKNOWN", "LINES_MISSING"])
def test_what_an_entry_cannot_do_without_is_never_overridden(books: Administration, kim: Person, code: str) -> None:
    draft = desk.made(books, "N-1", by=kim)
    hold = draft.holds.create(code=code, key=code, severity="hold")
    refused("HOLD_NEEDS_CAUSE", release_hold, draft.pk, hold_id=hold.pk, reason="toch", by=kim)


def test_the_same_invoice_again_is_held_and_the_first_is_not(books: Administration) -> None:
    first, second = desk.made(books, "D-1"), desk.made(books, "D-1")
    for draft in (second, first, second):
        derive_by_id(draft.pk)
    assert "DUPLICATE_SUSPECT" in desk.holds_of(second) and "DUPLICATE_SUSPECT" not in desk.holds_of(first)


def test_a_negative_invoice_is_a_credit_note_kept_positive(books: Administration) -> None:
    draft = desk.made(books, "C-1", "-100.00")
    assert (draft.kind, draft.gross_total, draft.lines.get().net_amount) == ("credit_note", Decimal(121), Decimal(100))
    derive_by_id(draft.pk)
    assert Draft.objects.get(pk=draft.pk).gross_total == Decimal(121)


def test_moving_to_another_administration_keeps_nothing_of_the_first(books: Administration, kim: Person) -> None:
    two = desk.books(900002, "twee", "Twee BV")
    draft = desk.made(books, "M-1", by=kim)
    with pytest.raises(RightMissing):
        move_administration(draft.pk, to=two, by=kim)
    kim.memberships.create(administration=two, role="clerk")
    move_administration(draft.pk, to=two, by=kim)
    draft.refresh_from_db()
    assert draft.administration == two and (draft.vendor is None or draft.vendor.administration == two)
    assert draft.lines.get().by_person == []
    assert set(draft.documents.values_list("administration", flat=True)) == {two.pk}


def chain(books: Administration) -> list[AuditEvent]:
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    made = [audit.record("test", actor="x", administration=books, n=n) for n in range(5)]
    assert list(audit.broken_links()) == []
    return made


@pytest.mark.parametrize("how", ["change", "delete", "insert", "reorder", "truncate", "all", "with head"])
def test_what_was_done_to_the_audit_log_is_found(books: Administration, how: str) -> None:
    events = chain(books)
    rows = AuditEvent.objects
    if how == "change":
        rows.filter(seq=3).update(data={"n": 99})
    elif how == "delete":
        rows.filter(seq=3).delete()
    elif how == "insert":
        rows.filter(seq=5).update(seq=6)
        AuditEvent.objects.create(seq=5, at=events[0].at, actor="y", action="forged", previous="", hash="0" * 64)
    elif how == "reorder":
        for old, new in ((2, 100), (3, 2), (100, 3)):
            rows.filter(seq=old).update(seq=new)
    elif how == "truncate":
        rows.filter(seq__gt=3).delete()
    elif how == "all":
        rows.all().delete()
    else:
        rows.filter(seq__gt=3).delete()
        AuditHead.objects.all().delete()
    assert list(audit.broken_links())


def test_a_failed_write_leaves_no_blob_and_no_part(
    books: Administration, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("workbench.intake.blobs.os.fsync", fails)
        with pytest.raises(OSError, match="disk full"):
            blobs.put(b"bytes")
    assert not [path for path in Path(settings.BLOB_ROOT).rglob("*") if path.is_file()]
    assert blobs.get(blobs.put(b"bytes").pk) == b"bytes"
