"""Approving: guard, change, audit in one place, for one draft or many."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from domain.money import ZERO, round_money
from exact import api as exact
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, may_approve, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, lock, lock_whole, move, void_approvals
from workbench.drafts.states import DraftState
from workbench.learning.due import lesson_due
from workbench.models import Approval, AuditEvent, Draft
from workbench.models.policy import policy_of
from workbench.posting.agreement import check_payable
from workbench.posting.payload import payload_hash

# What counts as "changed the draft" for the second pair of eyes.
CHANGES = (
    "field.changed",
    "line.changed",
    "line.added",
    "line.deleted",
    "line.split",
    "lines.pasted",
    "lines.collapsed",
    "lines.taken",
    "lines.spread",
    "lines.unspread",
    "draft.stepped_back",
    "vendor.mapped",
    "draft.moved",
    "draft.kind_changed",
    "pages.arranged",
    "pages.made",
    "order_line.chosen",
    "hold.released",
    "variance.answered",
    "variance.seconded",
    "unit.confirmed",
    "bank_change.seconded",
    "bank_change.accepted",
)
FURTHER_ON = (DraftState.APPROVED, DraftState.POSTING, DraftState.POSTED, DraftState.FAILED)


def approve_draft(draft_id: uuid.UUID, *, by: Person, seen_version: int | None = None) -> Draft:
    """Approve what would be booked now. Raises RightMissing, or DraftRefused with the reason in words' code."""
    judge_beside_twins(draft_id)
    with transaction.atomic():
        draft = lock_whole(draft_id)
        if refusal := refusal_of(draft, by):
            raise refusal
        if seen_version is not None and draft.version != seen_version:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        check_payable(draft)
        Approval.objects.create(draft=draft, version=draft.version, payload_sha256=payload_hash(draft), by_id=by.pk)
        move(draft, DraftState.APPROVED)
        lesson_due(draft)
        audit.record(
            "draft.approved",
            by=by,
            draft=draft,
            version=draft.version,
            gross=str(draft.gross_total or ""),
            currency=draft.currency,
        )
    return draft


def judge_beside_twins(draft_id: uuid.UUID) -> None:
    """Judge a draft again when another one with its vendor and number is further on, and it was not held for that.

    A number or vendor put right on one draft makes a twin of another that was judged before; two workers may judge
    twins at the same moment. In a transaction of its own, so that the hold stays when the approval is refused.
    """
    from workbench.pipeline.derive import derive_by_id

    draft = Draft.objects.get(pk=draft_id)
    if draft.state != DraftState.REVIEW or not draft.number_key or draft.vendor_id is None:
        return
    twins = Draft.objects.filter(vendor_id=draft.vendor_id, number_key=draft.number_key, state__in=FURTHER_ON)
    if twins.exists() and not draft.holds.filter(code__startswith="DUPLICATE").exists():
        derive_by_id(draft_id)


def refusal_of(draft: Draft, by: Person) -> DraftRefused | RightMissing | None:
    """Why this person may not approve this draft now; None when nothing is in the way."""
    try:
        require(by, Right.APPROVE, draft.administration)
    except RightMissing as missing:
        return missing
    if draft.state != DraftState.REVIEW:
        return DraftRefused(f"DRAFT_{draft.state.upper()}")
    if draft.kind == "none":
        return DraftRefused("NOTHING_TO_BOOK")
    if draft.administration is None:
        return DraftRefused("ADMINISTRATION_UNCLEAR", reason="")
    if draft.blockers:
        return DraftRefused("STILL_BLOCKED", count=str(draft.blockers))
    own = weight_in_own_currency(draft)
    if not may_approve(by, draft.administration, own):
        if own is None:
            return DraftRefused("LIMIT_IN_OTHER_CURRENCY", amount=str(weight_of(draft)), currency=draft.currency)
        return DraftRefused("OVER_LIMIT", amount=str(own), limit=str(limit_of(by, draft)))
    if needs_other_eyes(draft, by):
        if own is None:
            return DraftRefused("FOUR_EYES_OTHER_CURRENCY", amount=str(weight_of(draft)), currency=draft.currency)
        return DraftRefused("FOUR_EYES", limit=str(policy_of(draft.administration_id or 0).four_eyes_from))
    return None


def weight_of(draft: Draft) -> Decimal:
    """The amount that limits are held against: the highest of the printed totals and the lines, never negative.

    It is in the draft's currency. An order often prints no total; what its lines ask for is then what is approved.
    """
    lines = list(draft.lines.all())
    nets = sum((line.net_amount or ZERO for line in lines), ZERO)
    asked = sum(((line.quantity or Decimal(1)) * line.unit_price for line in lines if line.unit_price), ZERO)
    amounts = [draft.gross_total or ZERO, draft.net_total or ZERO, nets]
    if draft.kind in ("purchase_order", "sales_order"):
        amounts.append(asked)
    return max(abs(amount) for amount in amounts)


def weight_in_own_currency(draft: Draft) -> Decimal | None:
    """The weight in the administration's currency, in which limits are; None when it cannot be told.

    By Exact's rate of the invoice's day (today without one, and never a later one): a rate printed on the document is
    the sender's word.
    """
    if draft.administration is None:
        return None
    day = min(draft.issue_date or timezone.localdate(), timezone.localdate())
    rate = exact.rate_for(draft.administration, draft.currency, day)
    return None if rate is None else round_money(weight_of(draft) * rate, draft.administration.currency)


def limit_of(by: Person, draft: Draft) -> Decimal:
    """The highest gross amount this person may approve in the draft's administration."""
    from workbench.models import Membership, Role

    limits = Membership.objects.filter(
        user_id=by.pk, administration_id=draft.administration_id or 0, role=Role.APPROVER
    ).values_list("approval_limit", flat=True)
    return max((limit for limit in limits if limit is not None), default=ZERO)


def needs_other_eyes(draft: Draft, by: Person) -> bool:
    """Whether the amount is above the administration's four-eyes limit and this person changed the draft.

    An amount in another currency without a rate counts as above it: it cannot be shown to be below.
    """
    own = weight_in_own_currency(draft)
    if own is not None and own < policy_of(draft.administration_id or 0).four_eyes_from:
        return False
    return AuditEvent.objects.filter(draft_id=draft.pk, user_id=by.pk, action__in=CHANGES).exists()


def withdraw_approval(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Undo an approval while nothing was sent."""
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.APPROVE, draft.administration)
        if draft.state != DraftState.APPROVED:
            raise DraftRefused(f"DRAFT_{draft.state.upper()}")
        void_approvals(draft)
        move(draft, DraftState.REVIEW)
        audit.record("approval.withdrawn", by=by, draft=draft)
    return draft
