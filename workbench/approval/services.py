"""Approving: guard, change, audit in one place, for one draft or many."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from domain.money import ZERO
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, may_approve, require
from workbench.approval import asking, routes
from workbench.approval.router import Router, given_of
from workbench.approval.routes import Seat
from workbench.approval.weights import weight_in_own_currency, weight_of
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, lock, lock_whole, move, void_approvals
from workbench.drafts.states import DraftState
from workbench.learning.due import lesson_due
from workbench.models import Approval, AuditEvent, Draft
from workbench.models.policy import policy_of
from workbench.posting.agreement import check_payable
from workbench.posting.payload import codes_of, payload_hash

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


__all__ = ["approve_draft", "needs_other_eyes", "refusal_of", "weight_in_own_currency", "weight_of"]


def approve_draft(draft_id: uuid.UUID, *, by: Person, seen_version: int | None = None) -> Draft:
    """Approve what would be booked now; where a rule asks for another step, the draft stays in review and waits for it.

    Raises RightMissing, or DraftRefused with the reason in words' code.
    """
    judge_beside_twins(draft_id)
    with transaction.atomic():
        draft = lock_whole(draft_id)
        router = Router()
        seat = seat_for(draft, by, router)
        if seen_version is not None and draft.version != seen_version:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        codes = codes_of(draft)
        check_payable(draft, codes)
        Approval.objects.create(
            draft=draft,
            version=draft.version,
            payload_sha256=payload_hash(draft, codes),
            by_id=by.pk,
            on_behalf_of_id=seat.on_behalf_of,
            final=seat.last,
        )
        if seat.last:
            move(draft, DraftState.APPROVED)
            lesson_due(draft)
        else:
            # Now there are approvals to be looked at.
            draft.route = draft.route or {}
            asking.renew(draft, router)
            draft.save(update_fields=["route"])
        _record(draft, seat, by, router)
    return draft


def _record(draft: Draft, seat: Seat, by: Person, router: Router) -> None:
    behalf = router.name(seat.on_behalf_of) if seat.on_behalf_of else ""
    gross, currency = str(draft.gross_total or ""), draft.currency
    if seat.last:
        audit.record(
            "draft.approved",
            by=by,
            draft=draft,
            version=draft.version,
            gross=gross,
            currency=currency,
            on_behalf_of=behalf,
        )
        return
    waits = ", ".join(name for _key, name in (draft.route or {}).get("waits", []))
    audit.record(
        "approval.step",
        by=by,
        draft=draft,
        version=draft.version,
        gross=gross,
        currency=currency,
        waits=waits,
        on_behalf_of=behalf,
    )


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


def refusal_of(draft: Draft, by: Person, router: Router | None = None) -> DraftRefused | RightMissing | None:
    """Why this person may not approve this draft now; None when nothing is in the way. ``router``: for many drafts the
    same one."""
    try:
        seat_for(draft, by, router or Router())
    except (DraftRefused, RightMissing) as refusal:
        return refusal
    return None


def seat_for(draft: Draft, by: Person, router: Router) -> Seat:
    """From where this person may approve this draft now. Raises RightMissing, DraftRefused."""
    require(by, Right.APPROVE, draft.administration)
    if draft.state != DraftState.REVIEW:
        raise DraftRefused(f"DRAFT_{draft.state.upper()}")
    if draft.kind == "none":
        raise DraftRefused("NOTHING_TO_BOOK")
    if draft.administration is None:
        raise DraftRefused("ADMINISTRATION_UNCLEAR", reason="")
    if draft.blockers:
        raise DraftRefused("STILL_BLOCKED", count=str(draft.blockers))
    seat = _seat(draft, by, router)
    own = weight_in_own_currency(draft)
    if not may_approve(by, draft.administration, own):
        if own is None:
            raise DraftRefused("LIMIT_IN_OTHER_CURRENCY", amount=str(weight_of(draft)), currency=draft.currency)
        raise DraftRefused("OVER_LIMIT", amount=str(own), limit=str(limit_of(by, draft)))
    if needs_other_eyes(draft, by):
        if own is None:
            raise DraftRefused("FOUR_EYES_OTHER_CURRENCY", amount=str(weight_of(draft)), currency=draft.currency)
        raise DraftRefused("FOUR_EYES", limit=str(policy_of(draft.administration_id or 0).four_eyes_from))
    if seat.on_behalf_of:
        _check_deputy(draft, by, seat.on_behalf_of, own, router)
    return seat


def _seat(draft: Draft, by: Person, router: Router) -> Seat:
    """The person's place in the draft's route. Raises DraftRefused when it waits for others."""
    route = router.route(draft)
    if not route.stages:
        return Seat()
    # Without a hint of any there are none: the hint is written with the approval.
    approvals = asking.standing(draft) if draft.route and draft.route.get("given") else []
    if seat := router.seat(draft, route, approvals, by):
        return seat
    given = [given_of(row) for row in approvals]
    waits = route.stages[routes.open_stage(route, given)] & router.able(draft.administration_id or 0)
    names = ", ".join(router.names(waits))
    if not names:
        raise DraftRefused("ROUTE_NOBODY", names=", ".join(router.names(route.stages[routes.open_stage(route, given)])))
    raise DraftRefused("ROUTE_GIVEN" if any(row.by_id == by.pk for row in approvals) else "ROUTE_WAITS", names=names)


def _check_deputy(draft: Draft, by: Person, absent: int, own: Decimal | None, router: Router) -> None:
    """Who stands in approves within the absent one's limit too, and nothing that either of them had a hand in."""
    other, name = Person.objects.get(pk=absent), router.name(absent)
    if changed_by(draft, by):
        raise DraftRefused("DEPUTY_CHANGED", name=name)
    if draft.administration is not None and not may_approve(other, draft.administration, own):
        raise DraftRefused("DEPUTY_OVER_LIMIT", name=name)
    if needs_other_eyes(draft, other):
        raise DraftRefused("DEPUTY_FOUR_EYES", name=name)


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
    return changed_by(draft, by)


def changed_by(draft: Draft, by: Person) -> bool:
    """Whether this person changed what would be booked."""
    return AuditEvent.objects.filter(draft_id=draft.pk, user_id=by.pk, action__in=CHANGES).exists()


def withdraw_approval(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Undo an approval while nothing was sent: one's own last one (earlier steps stand), or as another approver all of
    them. In a draft that still waits for a next step one takes back one's own only.

    Raises RightMissing; DraftRefused("APPROVAL_NOT_YOURS") when there is none of one's own.
    """
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.APPROVE, draft.administration)
        last = draft.approvals.filter(voided_at=None).order_by("-pk").first()
        own = last is not None and last.by_id == by.pk
        if draft.state == DraftState.REVIEW and draft.route and draft.route.get("given"):
            if not own:
                raise DraftRefused("APPROVAL_NOT_YOURS")
        elif draft.state != DraftState.APPROVED:
            raise DraftRefused(f"DRAFT_{draft.state.upper()}")
        if last is not None and own and draft.approvals.filter(voided_at=None).count() > 1:
            draft.approvals.filter(pk=last.pk).update(voided_at=timezone.now())
            lesson_due(draft)
        else:
            void_approvals(draft)
        back_to_review(draft)
        audit.record("approval.withdrawn", by=by, draft=draft)
    return draft


def back_to_review(draft: Draft) -> None:
    """Put a draft that was approved, or partly so, back to where its approvals leave it, in the caller's transaction.
    What it waits for is asked anew."""
    if draft.state == DraftState.APPROVED:
        move(draft, DraftState.REVIEW)
    draft.approvals.filter(voided_at=None).update(final=False)
    draft.route = draft.route or {}
    asking.renew(draft)
    draft.save(update_fields=["route"])


def missing_approval(draft: Draft) -> str:
    """Who else must approve an approved draft by the rules as they are now, by name; "" when nobody need."""
    router = Router()
    route = router.route(draft)
    if not route.stages:
        return ""
    given = [given_of(row) for row in asking.standing(draft)]
    if routes.complete(route, given):
        return ""
    return ", ".join(router.names(route.stages[routes.open_stage(route, given)]))
