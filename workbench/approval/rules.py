"""The rules of approval: the only writer. Every change is audited, and no document keeps what they no longer allow."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from domain.money import ZERO
from exact import api as exact
from exact.models import Administration, Vendor
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require, roles_with
from workbench.approval.router import Router
from workbench.approval.services import back_to_review, missing_approval
from workbench.approval.stored import rules_in
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused, lock
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import ApprovalRule, Draft
from workbench.vendors.lookup import vendor_named

MOST = 50  # rules of one administration: nobody oversees more
HIGHEST, CENT = Decimal(10) ** 12, Decimal("0.01")
KINDS = tuple(kind.value for kind in DraftKind if kind is not DraftKind.NONE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as wanted; the fields are those of ``ApprovalRule``."""

    first: tuple[int, ...]
    second: tuple[int, ...] = ()
    amount_from: Decimal | None = None
    cost_centre: str = ""
    gl_from: str = ""
    gl_to: str = ""
    vendor: Vendor | None = None
    kind: str = ""

    def put_in(self, row: ApprovalRule) -> ApprovalRule:
        """The row with this content, not saved."""
        row.first, row.second, row.amount_from = list(self.first), list(self.second), self.amount_from
        row.cost_centre, row.gl_from, row.gl_to = self.cost_centre, self.gl_from, self.gl_to
        row.vendor, row.kind = self.vendor, self.kind
        return row


def approvers_in(administration: Administration) -> list[User]:
    """Who may approve in an administration, by name."""
    rows = User.objects.filter(
        is_active=True, memberships__administration=administration, memberships__role__in=roles_with(Right.APPROVE)
    )
    return list(rows.distinct().order_by("username"))


def rule_from(administration: Administration, post: MultiValueDict[str, str]) -> Wanted:
    """What was typed: ``amount_from``, ``cost_centre``, ``gl_from``, ``gl_to``, ``vendor``, ``kind``, and as ``first``
    and ``second`` keys of people.

    Raises FieldInvalid for what is no amount; DraftRefused: APPROVAL_NOBODY without anybody for the first step,
    APPROVAL_BOTH for somebody in both, APPROVAL_UNKNOWN for what the books do not know, APPROVAL_RANGE.
    """

    def text(name: str, longest: int = 20) -> str:
        return str(post.get(name) or "").strip()[:longest]

    able = {user.pk for user in approvers_in(administration)}
    first, second = (
        tuple(sorted({int(key) for key in post.getlist(name) if key.isdecimal() and len(key) < 19} & able))
        for name in ("first", "second")
    )
    if not first:
        raise DraftRefused("APPROVAL_NOBODY")
    if set(first) & set(second):
        raise DraftRefused("APPROVAL_BOTH")
    # Lists offer "4000 Costs"; the code is what counts.
    centre, low, high = (text(name, 80).split(" ")[0][:20] for name in ("cost_centre", "gl_from", "gl_to"))
    vendor, kind = text("vendor", 200), text("kind")
    found = vendor_named(administration, vendor) if vendor else None
    if vendor and found is None:
        raise DraftRefused("APPROVAL_UNKNOWN", typed=vendor[:60])
    if kind and kind not in KINDS:
        raise DraftRefused("APPROVAL_UNKNOWN", typed=kind)
    if centre and not exact.cost_centres_for(administration).filter(code=centre).exists():
        raise DraftRefused("APPROVAL_UNKNOWN", typed=centre)
    if low.isdecimal() and high.isdecimal() and int(low) > int(high):
        raise DraftRefused("APPROVAL_RANGE", typed=f"{low} – {high}")
    return Wanted(first, second, _amount(text("amount_from", 40)), centre, low, high, found, kind)


def _amount(typed: str) -> Decimal | None:
    """An amount from 0 on; nothing, and 0, is no condition. Raises FieldInvalid."""
    number = parse_amount(typed) if typed else ZERO
    if not 0 <= number < HIGHEST:
        raise FieldInvalid("AMOUNT_INVALID", typed)
    return number.quantize(CENT) if number else None


def keep_rule(administration: Administration, wanted: Wanted, *, by: Person, row: ApprovalRule | None = None) -> None:
    """Add a rule at the end, or change one. Raises RightMissing; DraftRefused("APPROVAL_MANY")."""
    require(by, Right.CONFIGURE, administration)
    with _changing(administration) as rows:
        kept = next((each for each in rows if row is not None and each.pk == row.pk), None)
        if kept is None and any(_same(each, wanted) for each in rows):
            return
        if kept is None and len(rows) >= MOST:
            raise DraftRefused("APPROVAL_MANY", most=str(MOST))
        old = shown(kept) if kept else ""
        if kept is None:
            kept = ApprovalRule(administration=administration, position=len(rows) + 1)
        wanted.put_in(kept).set_by = by.get_username()
        kept.save()
        _told(administration, by, kept.position, old, shown(kept))


def remove_rule(row: ApprovalRule, *, by: Person) -> None:
    """Remove a rule. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with _changing(row.administration) as rows:
        if kept := next((each for each in rows if each.pk == row.pk), None):
            _told(row.administration, by, kept.position, shown(kept), "")
            rows.remove(kept)
            kept.delete()
            _number(rows)


def shift_rule(row: ApprovalRule, step: int, *, by: Person) -> None:
    """Move a rule among the others: -1 up, so that it goes before; 1 down. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with _changing(row.administration) as rows:
        here = next((at for at, each in enumerate(rows) if each.pk == row.pk), None)
        if here is None or not 0 <= here + step < len(rows):
            return
        rows.insert(here + step, rows.pop(here))
        _number(rows)
        moved = rows[here + step]
        _told(
            row.administration, by, moved.position, f"{here + 1}. {shown(moved)}", f"{here + step + 1}. {shown(moved)}"
        )


@contextmanager
def _changing(administration: Administration) -> Iterator[list[ApprovalRule]]:
    """A change of an administration's rules: one at a time, in a transaction; then its documents are judged again."""
    with transaction.atomic():
        Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
        approved = lock_approved(administration)
        yield list(ApprovalRule.objects.filter(administration=administration).select_related("vendor"))
        judge_again(administration, approved)


def lock_approved(administration: Administration) -> list[uuid.UUID]:
    """Hold the approved documents, before anything is recorded: whoever posts one holds it, and records after that."""
    approved = Draft.objects.filter(administration=administration, state=DraftState.APPROVED)
    return list(approved.select_for_update().order_by("pk").values_list("pk", flat=True))


def judge_again(administration: Administration, approved: Sequence[uuid.UUID]) -> None:
    """Open documents are judged again; what was approved (``lock_approved``) and would now need somebody else comes
    back to wait for them. One approved since is looked at when it is posted."""
    for key in approved if rules_in(administration.pk) else ():
        with transaction.atomic():
            draft = lock(key)
            if draft.state == DraftState.APPROVED and (names := missing_approval(draft)):
                back_to_review(draft)
                audit.record("approval.held_back", actor="pipeline", draft=draft, names=names)
    rederive(administration)


def shown(row: ApprovalRule) -> str:
    """A rule as one line for the log: codes and names, no sentence."""
    router = Router()
    conditions = (
        f"≥ {row.amount_from}" if row.amount_from is not None else "",
        row.cost_centre,
        f"{row.gl_from}–{row.gl_to}" if row.gl_from or row.gl_to else "",
        f"{row.vendor.code} {row.vendor.name}" if row.vendor else "",
        row.kind,
    )
    steps = " → ".join(" / ".join(router.names(people)) for people in (row.first, row.second) if people)
    return f"{' + '.join(filter(None, conditions)) or '*'}: {steps}"


def _same(row: ApprovalRule, wanted: Wanted) -> bool:
    columns = ("first", "second", "amount_from", "cost_centre", "gl_from", "gl_to", "vendor_id", "kind")
    other = wanted.put_in(ApprovalRule())
    return all(getattr(row, name) == getattr(other, name) for name in columns)


def _number(rows: Sequence[ApprovalRule]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _told(administration: Administration, by: Person, place: int, old: str, new: str) -> None:
    audit.record("approval_rule.changed", by=by, administration=administration, rule=str(place), old=old, new=new)
