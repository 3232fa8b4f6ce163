"""Changes a person makes to a draft's header and kind."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts import booking
from workbench.drafts.changing import DraftRefused, changing, give_up_posting, lock, move, void_approvals
from workbench.drafts.fields import SPECS, FieldState, parse
from workbench.drafts.holding import WAITS_FOR_DAY, is_own, tell_of_release
from workbench.drafts.items import ORDERS
from workbench.drafts.room import open_day_for
from workbench.drafts.states import DraftKind, DraftState
from workbench.drafts.vat_amounts import let_pass
from workbench.match.limits import limit_of, second_needed
from workbench.models import Draft, Hold
from workbench.pipeline.drafting import copy_fields_to_columns


def edit_field(
    draft_id: uuid.UUID,
    *,
    name: str,
    typed: str,
    by: Person,
    seen_version: int | None = None,
    boxes: list[list[float]] | None = None,
) -> Draft:
    """Set a header field to what a person typed or clicked; the person's value is never derived over.

    ``seen_version`` is the draft's version on the person's screen: when somebody else changed this very field
    since, DraftRefused("CHANGED_MEANWHILE") is raised. Raises FieldInvalid for input that is no such value. A field of
    the booking header that is set to what it is anyhow keeps following that.
    """
    value = parse(SPECS[name].kind, typed, today=timezone.localdate())
    with changing(draft_id, by=by) as draft:
        before = draft.fields.get(name, {})
        if seen_version is not None and before.get("version", 0) > seen_version and before.get("by") != by.pk:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(before.get("by_name", "")))
        if name in booking.DEFAULTED:
            booking.put(draft, name, value, typed, _by_person(before, value, by, draft.version + 1, None))
        else:
            draft.fields[name] = _by_person(before, value, by, draft.version + 1, boxes)
        copy_fields_to_columns(draft)
        _audit_field(draft, name, before, value, by, clicked=boxes is not None)
    return draft


def book_in_open_period(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Take over the first day that is open as the booking date (today, when it is). An approval is taken back, as by
    any change. Raises DraftRefused("NO_OPEN_PERIOD") when there is none, or no invoice date yet."""
    draft = Draft.objects.select_related("administration").get(pk=draft_id)
    day = open_day_for(draft, today=timezone.localdate())
    if day is None:
        raise DraftRefused("NO_OPEN_PERIOD")
    return edit_field(draft_id, name="booking_date", typed=day.isoformat(), by=by)


def confirm_field(draft_id: uuid.UUID, *, name: str, by: Person) -> Draft:
    """A person looked and agrees with what was read (or with its absence)."""
    with changing(draft_id, by=by) as draft:
        before = draft.fields.get(name, {})
        draft.fields[name] = {
            **before,
            "value": before.get("value", ""),
            "state": FieldState.CONFIRMED.value,
            "by": by.pk,
            "by_name": by.get_username(),
            "version": draft.version + 1,
        }
        audit.record("field.confirmed", by=by, draft=draft, field=name, value=before.get("value", ""))
    return draft


def _by_person(
    before: dict[str, Any], value: str, by: Person, version: int, boxes: list[list[float]] | None
) -> dict[str, Any]:
    return {
        "value": value,
        "confidence": 1,
        "source": "person",
        "raw": before.get("raw", ""),
        "boxes": boxes if boxes is not None else before.get("boxes", []),
        "proven": False,
        "checks": [],
        "state": FieldState.CONFIRMED.value,
        "read": before.get("read", before.get("value", "") if before.get("source") != "person" else ""),
        "by": by.pk,
        "by_name": by.get_username(),
        "version": version,
    }


def _audit_field(draft: Draft, name: str, before: dict[str, Any], value: str, by: Person, *, clicked: bool) -> None:
    default = booking.default_of(draft, name)
    old, new = before.get("value", "") or default, value or default
    if old != new:
        audit.record("field.changed", by=by, draft=draft, field=name, old=old, new=new, clicked=clicked)


def set_kind(draft_id: uuid.UUID, *, kind: DraftKind, by: Person) -> Draft:
    """Say what would be booked: purchase invoice, credit note, order, or nothing."""
    with changing(draft_id, by=by) as draft:
        old, draft.kind, draft.kind_by_person = draft.kind, kind.value, True
        audit.record("draft.kind_changed", by=by, draft=draft, old=old, new=kind.value)
    return draft


# Columns of a line that mean something in one administration only.
OF_THE_BOOKS = frozenset({"gl_account", "vat_code", "cost_centre", "cost_unit", "item_code", "order_line"})


def move_administration(draft_id: uuid.UUID, *, to: Administration, by: Person) -> Draft:
    """Move the case to another administration before posting (A19); everything is derived anew there."""
    require(by, Right.EDIT, to)
    with changing(draft_id, by=by) as draft:
        old = draft.administration
        draft.administration = to
        draft.administration_by_person = True
        draft.vendor, draft.vendor_by_person, draft.customer = None, False, None
        for name in booking.OF_THE_BOOKS:
            draft.fields.pop(name, None)
        for line in draft.lines.all():
            line.consumptions.all().delete()
            line.order_line = None
            # What a person typed of the paper stays his; codes and items belong to the books that are left.
            if "item_code" in line.by_person and draft.kind in ORDERS:
                line.item_code = str((line.read or {}).get("item_code") or "")
            line.by_person = [column for column in line.by_person if column not in OF_THE_BOOKS]
            line.choices = {}
            line.gl_account = line.vat_code = line.cost_centre = line.cost_unit = ""
            line.save()
        draft.documents.update(administration=to)
        # What was overridden there was overridden for those books: here it is judged anew.
        draft.holds.filter(released_at__isnull=False).delete()
        audit.record("draft.moved", by=by, draft=draft, old=old.code if old else "", new=to.code)
    return draft


def put_on_hold(draft_id: uuid.UUID, *, reason: str, by: Person, until: date | None = None) -> Draft:
    """A person stops the draft; only a person releases it, or the day ``until``, on which it comes back by itself.

    Raises DraftRefused("DAY_PAST") for a day that is not to come.
    """
    if until is not None and until <= timezone.localdate():
        raise DraftRefused("DAY_PAST")
    with changing(draft_id, by=by) as draft:
        Hold.objects.create(
            draft=draft,
            code="MANUAL",
            key=f"MANUAL|{timezone.now().isoformat()}",
            severity="hold",
            params={"reason": reason[:200], "by": by.get_username()} | ({"until": until.isoformat()} if until else {}),
            owner_role=WAITS_FOR_DAY if until else "clerk",
            put_by_id=by.pk,
            until=until,
        )
        why = reason[:200]
        if until:
            audit.record("hold.put_until", by=by, draft=draft, code="MANUAL", reason=why, until=until.isoformat())
        else:
            audit.record("hold.put", by=by, draft=draft, code="MANUAL", reason=why)
    return draft


# Holds nobody may wave through: their cause itself must go, or their own procedure be followed.
NEVER_RELEASED = frozenset(
    {
        "VENDOR_UNMAPPED",
        "VENDOR_AMBIGUOUS",
        "CUSTOMER_UNKNOWN",
        "ITEM_UNKNOWN",
        "LINES_MISSING",
        "GL_UNKNOWN",
        "VAT_CODE_UNMAPPED",
        "COST_CENTRE_MISSING",
        "COST_UNIT_MISSING",
        "MISSING_FIELD",
        "PERIOD_CLOSED",
        "CURRENCY_MISMATCH",
        "LINES_TOTAL",
        # What is booked as owed is the total that is approved, or nothing is booked.
        "PAYABLE_DIFFERS",
        "READ_DOUBTFUL",
        # What would be approved is not what the pages say now.
        "PAGES_BEING_READ",
        "VENDOR_BLOCKED",
        "ADMINISTRATION_UNCLEAR",
        # Only the call-back procedure lifts it: one click would be the fraudster's best friend.
        "IBAN_CHANGED",
    }
)


def release_hold(draft_id: uuid.UUID, *, hold_id: int, reason: str, by: Person) -> Draft:
    """Override one named hold, with a reason; who put a hold on takes it off without one. Security holds need the right
    to change bank details; some holds go only when their cause goes. Raises DraftRefused."""
    with changing(draft_id, by=by) as draft:
        hold = Hold.objects.select_for_update().get(pk=hold_id, draft=draft, released_at=None)
        # VAT that would not be booked is no difference of opinion: what is paid would not be what is owed.
        if hold.code in NEVER_RELEASED or "unbooked" in hold.params:
            raise DraftRefused("HOLD_NEEDS_CAUSE", hold=hold.code)
        own = is_own(hold, by)
        if not reason.strip() and not own:
            raise DraftRefused("REASON_NEEDED")
        if second_needed(draft, hold):
            raise DraftRefused("SECOND_NEEDED", limit=str(limit_of(draft)))
        if hold.severity == "security":
            require(by, Right.CHANGE_BANK, draft.administration)
        hold.released_at = timezone.now()
        hold.released_by_id = by.pk
        hold.release_reason = reason[:300]
        hold.save()
        let_pass(draft, hold)
        if own:
            audit.record("hold.taken_off", by=by, draft=draft, reason=str(hold.params.get("reason", "")))
        else:
            audit.record("hold.released", by=by, draft=draft, code=hold.code, reason=reason[:300], params=hold.params)
            tell_of_release(hold, by)
    return draft


def reject(draft_id: uuid.UUID, *, reason: str, by: Person) -> Draft:
    """A person decides that this is not booked, and why."""
    if not reason.strip():
        raise DraftRefused("REASON_NEEDED")
    return _close(draft_id, DraftState.REJECTED, reason, by)


def file_away(draft_id: uuid.UUID, *, by: Person, reason: str = "") -> Draft:
    """Keep the document without booking it: a reminder, statement, advert or duplicate."""
    return _close(draft_id, DraftState.FILED, reason, by)


def _close(draft_id: uuid.UUID, to: DraftState, reason: str, by: Person) -> Draft:
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.EDIT, draft.administration)
        if draft.state == DraftState.APPROVED and to is DraftState.FILED:
            raise DraftRefused("DRAFT_APPROVED")
        void_approvals(draft)
        give_up_posting(draft, by, to.value)
        move(draft, to)
        for line in draft.lines.all():
            line.consumptions.all().delete()
        draft.rejected_reason = reason[:300]
        draft.version += 1
        draft.save(update_fields=["rejected_reason", "version"])
        audit.record(f"draft.{to.value}", by=by, draft=draft, reason=reason[:300])
    return draft


def reopen(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Take a rejected, filed or approved draft back into review."""
    from workbench.pipeline.derive import derive as derive_again

    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.EDIT, draft.administration)
        if draft.state == DraftState.REVIEW:
            return draft
        void_approvals(draft)
        give_up_posting(draft, by, "reopened")
        move(draft, DraftState.REVIEW)
        draft.rejected_reason = ""
        draft.version += 1
        draft.save(update_fields=["rejected_reason", "version"])
        audit.record("draft.reopened", by=by, draft=draft)
        derive_again(draft)
    return draft
