"""What a person decides about a posting that rests: adopt an entry, booked by hand, send it despite another, give up.

Every decision has a reason and is audited. What can end in paying twice or not at all needs a second person: booked
by hand, sent despite another entry, and adopting an entry that is not what was sent.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from exact import api as exact
from exact.errors import ExactError
from exact.models import Posting, PostingState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused, lock, move, void_approvals
from workbench.drafts.states import DraftState
from workbench.models import Draft, NoticeKind
from workbench.models.posting_decision import DecisionAction, DecisionState, PostingDecision
from workbench.posting.services import posting_of

MATTERS = frozenset({"amount", "your_ref", "party"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for: the action, with the chosen entry or the typed number, and why."""

    action: DecisionAction
    reason: str
    entry_guid: str = ""
    entry_number: str = ""


def decide(draft_id: uuid.UUID, wanted: Wanted, *, by: Person) -> PostingDecision:
    """Carry the decision out, or keep it for a second person (state WAITING).

    Looks in Exact before anything is believed. Raises RightMissing; DraftRefused when the reason is missing, the
    posting does not rest, the entry cannot be the outcome, or Exact cannot be asked now.
    """
    if not wanted.reason.strip():
        raise DraftRefused("REASON_NEEDED")
    draft = Draft.objects.select_related("administration").get(pk=draft_id)
    require(by, Right.SETTLE, draft.administration)
    posting = _resting(draft)
    differs = _checked(posting, wanted)
    with transaction.atomic():
        draft = lock(draft_id)
        if _resting(draft) != posting:
            raise DraftRefused("POSTING_SENT")
        if PostingDecision.objects.filter(posting=posting, state=DecisionState.WAITING).exists():
            raise DraftRefused("DECISION_WAITING")
        decision = PostingDecision.objects.create(
            draft=draft,
            posting=posting,
            action=wanted.action,
            entry_guid=wanted.entry_guid,
            entry_number=wanted.entry_number.strip()[:32],
            differs=differs,
            reason=wanted.reason.strip()[:300],
            asked_by_id=by.pk,
        )
        if needs_second(wanted.action, differs):
            audit.record(
                "posting.decision_asked", by=by, draft=draft, decision=wanted.action.value, reason=decision.reason
            )
            people = bell.people_with(Right.SETTLE, draft.administration_id)
            about, books = f"draft:{draft.pk}", draft.administration_id
            bell.tell(people, NoticeKind.SECOND, about, administration_id=books, by=by, what="posting")
            return decision
    try:
        return _carry_out(decision, by)
    except DraftRefused:
        decision.delete()
        raise


def needs_second(action: str, differs: list[str]) -> bool:
    """Whether a second person must agree."""
    return action in (DecisionAction.BY_HAND, DecisionAction.DESPITE) or (
        action == DecisionAction.ADOPT and bool(MATTERS & set(differs))
    )


def confirm(decision_id: int, *, by: Person) -> PostingDecision:
    """The second person agrees; Exact is looked at again first. Raises as ``decide``, and for the same person."""
    decision = _waiting(decision_id, by)
    if decision.asked_by_id == by.pk:
        raise DraftRefused("DECISION_SECOND")
    posting = _resting(decision.draft)
    if posting != decision.posting:
        _close(decision, DecisionState.VOID, by)
        raise DraftRefused("POSTING_SENT")
    wanted = Wanted(DecisionAction(decision.action), decision.reason, decision.entry_guid, decision.entry_number)
    if sorted(_checked(posting, wanted)) != sorted(decision.differs):
        raise DraftRefused("CHANGED_MEANWHILE", who="Exact")
    try:
        return _carry_out(decision, by)
    except DraftRefused as refused:
        if refused.code == "POSTING_SENT":
            _close(decision, DecisionState.VOID, by)
        raise


def turn_down(decision_id: int, *, by: Person) -> PostingDecision:
    """The second person says no, or the first takes it back; the posting rests on."""
    decision = _waiting(decision_id, by)
    _close(decision, DecisionState.REFUSED, by)
    audit.record("posting.decision_refused", by=by, draft=decision.draft, decision=decision.action)
    return decision


def _waiting(decision_id: int, by: Person) -> PostingDecision:
    rows = PostingDecision.objects.select_related("draft__administration", "posting")
    decision = rows.get(pk=decision_id)
    require(by, Right.SETTLE, decision.draft.administration)
    if decision.state != DecisionState.WAITING:
        raise DraftRefused("DECISION_CLOSED")
    return decision


def _resting(draft: Draft) -> Posting:
    posting = posting_of(draft)
    if posting is None:
        raise DraftRefused("POSTING_NONE")
    if draft.state != DraftState.FAILED:
        raise DraftRefused(f"DRAFT_{draft.state.upper()}")
    return posting


def _checked(posting: Posting, wanted: Wanted) -> list[str]:
    """In what the chosen entry differs from what was sent, by a look in Exact now. Raises DraftRefused."""
    if wanted.action == DecisionAction.BY_HAND and not wanted.entry_number.strip():
        raise DraftRefused("ENTRY_NUMBER_NEEDED")
    if wanted.action == DecisionAction.DESPITE and posting.state != PostingState.FOREIGN_DUPLICATE:
        raise DraftRefused("DESPITE_NOTHING")
    if wanted.action == DecisionAction.DISCARD and posting.state == PostingState.DOUBLE:
        raise DraftRefused("EXACT_DOUBLE")
    if wanted.action == DecisionAction.DISCARD and posting.last_sent_at is None:
        return []  # nothing of it can be there
    found = _looked(posting)
    ours = [each for each in found if each.ours]
    if wanted.action == DecisionAction.ADOPT:
        if posting.state == PostingState.DOUBLE and len(ours) > 1:
            raise DraftRefused("EXACT_DOUBLE")
        near = exact.nearby(posting, found)
        chosen = next((each for each in [*found, *near] if each.entry_guid == wanted.entry_guid), None)
        if chosen is None or chosen.elsewhere:
            raise DraftRefused("ENTRY_NOT_THERE")
        return list(chosen.differs)
    if ours:
        raise DraftRefused("ENTRY_IS_THERE", entry=ours[0].entry_number)
    return []


def _looked(posting: Posting) -> list[exact.Candidate]:
    try:
        return exact.look_up(posting)
    except ExactError as error:
        raise DraftRefused("EXACT_NOT_ASKED") from error


def _carry_out(decision: PostingDecision, by: Person) -> PostingDecision:
    """Do it. Each of Exact's own actions is one conditional change, so that two people cannot both succeed."""
    posting, name = decision.posting, by.get_username()
    if decision.action == DecisionAction.ADOPT:
        try:
            done = exact.adopt(posting, decision.entry_guid, name)
        except ValueError as error:
            raise DraftRefused("ENTRY_NOT_THERE") from error
        except ExactError as error:
            raise DraftRefused("EXACT_NOT_ASKED") from error
        _after(decision, by, done, "posting.adopted", entry=decision.entry_guid)
        return decision
    with transaction.atomic():
        draft = lock(decision.draft_id)
        if decision.action == DecisionAction.BY_HAND:
            done = exact.mark_booked_by_hand(posting, decision.entry_number, name)
            _after(decision, by, done, "posting.by_hand", entry=decision.entry_number)
        elif decision.action == DecisionAction.DESPITE:
            done = exact.retry(posting, name, despite_duplicate=True)
            _after(decision, by, done, "posting.despite")
            move(draft, DraftState.POSTING)
        else:
            done = exact.discard(posting, decision.reason, name)
            _after(decision, by, done, "posting.discarded")
            _back_to_review(draft)
    return decision


def _back_to_review(draft: Draft) -> None:
    """Open work again, judged by what is known now."""
    from workbench.pipeline.derive import derive

    void_approvals(draft)
    move(draft, DraftState.REVIEW)
    draft.version += 1
    draft.save(update_fields=["version"])
    derive(draft)


def _after(decision: PostingDecision, by: Person, done: bool, event: str, entry: str = "") -> None:
    if not done:
        raise DraftRefused("POSTING_SENT")
    _close(decision, DecisionState.DONE, by)
    marker = decision.posting.marker
    audit.record(event, by=by, draft=decision.draft, reason=decision.reason, marker=marker, entry=entry)


def _close(decision: PostingDecision, state: DecisionState, by: Person) -> None:
    decision.state, decision.closed_by_id, decision.closed_at = state, by.pk, timezone.now()
    decision.save(update_fields=["state", "closed_by", "closed_at"])
    bell.settle(NoticeKind.SECOND, f"draft:{decision.draft_id}")
