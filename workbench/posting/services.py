"""From an approved draft to its durable posting, and back from its outcome to the draft."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from exact import api as exact
from exact.models import Posting, PostingState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, require
from workbench.approval.router import Router
from workbench.approval.routes import Seat
from workbench.approval.services import approve_draft, judge_beside_twins, missing_approval
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused, lock, lock_whole, move
from workbench.drafts.room import closed_period
from workbench.drafts.states import DraftState
from workbench.messages import CATALOGUE
from workbench.models import Batch, BatchItem, Draft, NoticeKind
from workbench.models.once import only_looking
from workbench.models.posting_decision import DecisionState
from workbench.posting.agreement import check_payable
from workbench.posting.payload import Codes, codes_by_books, codes_of, payload_hash, request_and_hash

WORKABLE = (PostingState.QUEUED, PostingState.SENDING, PostingState.UNKNOWN)
LIVE = (*WORKABLE, PostingState.HELD)


def post_draft(draft_id: uuid.UUID, *, by: Person) -> Posting:
    """Queue one approved draft for Exact: frozen payload and job in one transaction with the state change.

    Raises RightMissing or DraftRefused; a draft that is already on its way is refused, never posted again.
    """
    with transaction.atomic():
        return _post(lock_whole(draft_id), by)


def _post(draft: Draft, by: Person) -> Posting:
    """Queue a draft that is locked whole, in the caller's transaction; see ``post_draft``."""
    require(by, Right.POST, draft.administration)
    if draft.state != DraftState.APPROVED:
        raise DraftRefused(f"DRAFT_{draft.state.upper()}")
    approval = draft.approvals.filter(voided_at=None).order_by("-id").first()
    codes = codes_of(draft)
    request, bound = request_and_hash(draft, codes)
    if approval is None or approval.version != draft.version or approval.payload_sha256 != bound:
        raise DraftRefused("APPROVAL_STALE")
    if names := missing_approval(draft):
        raise DraftRefused("ROUTE_CHANGED", names=names)
    check_payable(draft, codes)
    assert draft.administration is not None
    if not draft.administration.first_posting_confirmed:
        raise DraftRefused("FIRST_POSTING", name=draft.administration.name)
    if closed := closed_period(draft, today=timezone.localdate()):
        # Closed since the approval: told here, where it can still be booked elsewhere, instead of by Exact.
        raise DraftRefused("PERIOD_CLOSED", period=closed.period, open_period=closed.open_period)
    if request is None:
        raise DraftRefused("APPROVAL_STALE")
    try:
        posting = exact.queue_posting(
            subject=str(draft.pk),
            administration=draft.administration,
            requested_by=by.get_username(),
            despite_twin=draft.holds.filter(code="DUPLICATE_SUSPECT", released_by__isnull=False).exists(),
            **request,
        )
    except exact.TwinQueued as twin:
        raise DraftRefused("TWIN_ON_ITS_WAY", number=twin.posting.your_ref) from twin
    except exact.AlreadyQueued as other:
        raise DraftRefused("POSTING_SENT") from other
    except ValueError as incomplete:
        raise DraftRefused("APPROVAL_STALE") from incomplete
    if posting.state not in LIVE:
        raise DraftRefused("POSTING_SENT")
    move(draft, DraftState.POSTING)
    audit.record("posting.queued", by=by, draft=draft, marker=posting.marker)
    return posting


def undo_posting(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Take a draft back as long as nothing was sent to Exact; afterwards DraftRefused("POSTING_SENT")."""
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.POST, draft.administration)
        posting = posting_of(draft)
        if draft.state != DraftState.POSTING or posting is None or not exact.withdraw(posting, by.get_username()):
            raise DraftRefused("POSTING_SENT")
        move(draft, DraftState.APPROVED)
        audit.record("posting.undone", by=by, draft=draft, marker=posting.marker)
    return draft


def posting_of(draft: Draft) -> Posting | None:
    """The draft's current posting."""
    return Posting.objects.filter(subject=str(draft.pk)).exclude(state=PostingState.VOID).order_by("-pk").first()


def postings_of(drafts: Sequence[Draft]) -> dict[str, Posting]:
    """The current posting of each of these drafts, by the draft's key as text; one query."""
    rows = Posting.objects.filter(subject__in=[str(draft.pk) for draft in drafts]).exclude(state=PostingState.VOID)
    return {posting.subject: posting for posting in rows.order_by("pk")}


@dataclass(frozen=True, slots=True)
class BulkItem:
    """One row of the pre-check: goes (code empty), goes with a warning, or stays behind and why."""

    draft: Draft
    code: str = ""
    params: dict[str, str] | None = None


@only_looking()
def precheck(drafts: list[Draft], by: Person) -> tuple[list[BulkItem], list[BulkItem]]:
    """What would go and what would not, without changing anything. What goes with the code ROUTE_STEP is approved, and
    then waits for the next step of its route."""
    from workbench.approval.services import seat_for
    from workbench.posting.room import Rooms

    prefetch_related_objects(drafts, "lines")
    going, staying, rooms, router = [], [], Rooms(), Router()
    codes = codes_by_books(drafts)
    for draft in drafts:
        refusal: DraftRefused | RightMissing | None = None
        seat = Seat()
        if draft.state != DraftState.APPROVED:
            try:
                seat = seat_for(draft, by, router)
            except (DraftRefused, RightMissing) as refused:
                refusal = refused
        if refusal is None:
            try:
                require(by, Right.POST, draft.administration)
            except RightMissing as missing:
                refusal = missing
        if refusal is None and draft.administration is not None and not draft.administration.first_posting_confirmed:
            refusal = DraftRefused("FIRST_POSTING", name=draft.administration.name)
        if refusal is None or (isinstance(refusal, DraftRefused) and refusal.code == "STILL_BLOCKED"):
            refusal = rooms.refusal(draft) or refusal
        if refusal is None:
            refusal = _disagrees(draft, codes[draft.administration_id or 0])
        if refusal is None and not seat.last:
            going.append(BulkItem(draft, "ROUTE_STEP", {"names": router.next_after(draft, seat)}))
        elif refusal is None:
            going.append(BulkItem(draft))
        elif isinstance(refusal, DraftRefused):
            staying.append(BulkItem(draft, refusal.code, refusal.params))
        else:
            staying.append(BulkItem(draft, "RIGHT_MISSING", {"right": refusal.right.value}))
    return going, staying


def _disagrees(draft: Draft, codes: Codes) -> DraftRefused | None:
    """What the last look before an approval would say."""
    try:
        check_payable(draft, codes)
    except DraftRefused as refused:
        return refused
    return None


def start_batch(
    draft_ids: list[uuid.UUID], *, token: str, by: Person, seen: Mapping[uuid.UUID, int] | None = None
) -> Batch:
    """Approve (where still needed) and queue many drafts. The same token again returns the same batch.

    ``seen`` holds the versions that the pre-check showed: one that was changed since stays behind.

    Each draft stands alone: one that is refused is listed with its reason and stops no other.
    """
    batch, created = Batch.objects.get_or_create(token=token, defaults={"by_id": by.pk})
    if not created:
        return batch
    seen = seen or {}
    for position, draft_id in enumerate(draft_ids, start=1):
        item = BatchItem(batch=batch, draft_id=draft_id, position=position)
        judge_beside_twins(draft_id)  # here too: what it finds stays, although the refused approval is taken back
        try:
            with transaction.atomic():
                step = _approve_and_post(draft_id, by, seen.get(draft_id))
        except DraftRefused as refused:
            item.state, item.code, item.params = "left_out", refused.code, refused.params
        except RightMissing as missing:
            item.state, item.code, item.params = "left_out", "RIGHT_MISSING", {"right": missing.right.value}
        else:
            # One step of its route is done; it is not posted yet.
            item.state, item.code, item.params = ("left_out", "ROUTE_STEP", step) if step else ("posting", "", {})
        item.save()
    audit.record("batch.started", by=by, batch=str(batch.pk), drafts=len(draft_ids))
    return batch


def _approve_and_post(draft_id: uuid.UUID, by: Person, seen_version: int | None) -> dict[str, str] | None:
    """Approve a draft where it is in review, and queue it; when it waits for another step instead, who that is for
    ("names"). Approved here it is still locked whole, and need not be read again."""
    if Draft.objects.values_list("state", flat=True).get(pk=draft_id) != DraftState.REVIEW:
        post_draft(draft_id, by=by)
        return None
    draft = approve_draft(draft_id, by=by, seen_version=seen_version)
    if draft.state == DraftState.REVIEW:
        return {"names": ", ".join(name for _key, name in (draft.route or {}).get("waits", []))}
    _post(draft, by)
    return None


def cancel_batch(batch: Batch, *, by: Person) -> int:
    """Stop what was not sent yet; returns how many were taken back."""
    stopped = 0
    for item in batch.items.filter(state="posting").select_related("draft"):
        try:
            undo_posting(item.draft_id, by=by)
        except DraftRefused:
            continue
        item.state = "cancelled"
        item.save(update_fields=["state"])
        stopped += 1
    audit.record("batch.cancelled", by=by, batch=str(batch.pk), stopped=stopped)
    return stopped


def retry_posting(draft_id: uuid.UUID, *, by: Person) -> Posting:
    """Try a failed posting again, unchanged: only where nothing was booked and the cause is outside the draft."""
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.POST, draft.administration)
        posting = posting_of(draft)
        if draft.state != DraftState.FAILED or posting is None:
            raise DraftRefused(f"DRAFT_{draft.state.upper()}")
        # What goes is the payload frozen at approval: it must still be what the screen shows.
        approval = draft.approvals.filter(voided_at=None).order_by("-id").first()
        if approval is None or approval.version != draft.version or approval.payload_sha256 != payload_hash(draft):
            raise DraftRefused("RETRY_STALE")
        if draft.decisions.filter(posting=posting, state=DecisionState.WAITING).exists():
            raise DraftRefused("DECISION_WAITING")
        if not exact.retry(posting, by.get_username()):
            raise DraftRefused("POSTING_SENT")
        move(draft, DraftState.POSTING)
        draft.batch_items.filter(state="failed").update(state="posting", code="", params={})
        audit.record("posting.retried", by=by, draft=draft, marker=posting.marker)
    return posting


def posting_changed(posting_id: int) -> None:
    """Bring the draft in line with its posting's state; called after each of the posting's commits."""
    posting = Posting.objects.get(pk=posting_id)
    try:
        draft_id = uuid.UUID(posting.subject)
    except ValueError:
        return
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
        if draft is None:
            return
        _settle(draft, posting)


def catch_up() -> int:
    """Tell drafts of outcomes they did not hear of; how many. Normally none.

    A posting and its draft are two commits. Whoever was killed between them, or could not write just then, leaves a
    draft that seems to be on its way for ever: booked, or waiting for a person who is never told.
    """
    drafts = list(Draft.objects.filter(state__in=(DraftState.POSTING, DraftState.FAILED)).only("pk", "state"))
    current = postings_of(drafts)
    behind = [
        posting for draft in drafts if (posting := current.get(str(draft.pk))) is not None and _behind(draft, posting)
    ]
    for posting in behind:
        posting_changed(posting.pk)
    return len(behind)


def _behind(draft: Draft, posting: Posting) -> bool:
    """Whether the draft's state is not the one that its posting's leads to."""
    if posting.state == PostingState.POSTED:
        return True
    if draft.state == DraftState.FAILED:
        return posting.state in WORKABLE
    return needs_person(posting)


def _settle(draft: Draft, posting: Posting) -> None:
    items = BatchItem.objects.filter(draft=draft, state__in=["posting", "failed"])
    runs = set(items.values_list("batch_id", flat=True))
    if posting.state == PostingState.POSTED and draft.state in (DraftState.POSTING, DraftState.FAILED):
        move(draft, DraftState.POSTED)
        draft.entry_number = posting.entry_number
        draft.posted_at = posting.posted_at
        draft.save(update_fields=["entry_number", "posted_at"])
        items.update(state="posted", code="", params={})
        audit.record("draft.posted", actor="posting", draft=draft, entry=posting.entry_number, marker=posting.marker)
    elif posting.state in WORKABLE and draft.state == DraftState.FAILED:
        # Put back into the queue elsewhere, such as by the release of a connection.
        move(draft, DraftState.POSTING)
        items.update(state="posting", code="", params={})
    elif needs_person(posting) and draft.state == DraftState.POSTING:
        move(draft, DraftState.FAILED)
        code, params = failure_message(posting)
        items.update(state="failed", code=code, params=params)
        audit.record("posting.failed", actor="posting", draft=draft, code=code, text=posting.error_text[:300])
    else:
        return
    for run in runs:
        _tell_of_end(run)


def _tell_of_end(run: uuid.UUID) -> None:
    """Who started a run hears when its last document has an outcome and some could not be posted."""
    items = BatchItem.objects.filter(batch_id=run)
    if items.filter(state="posting", draft__state=DraftState.POSTING).exists():
        return
    failed = items.filter(state="failed").count()
    if failed:
        by = Batch.objects.values_list("by_id", flat=True).get(pk=run)
        count = str(items.count())
        bell.tell([by], NoticeKind.RUN_FAILED, f"batch:{run}", administration_id=None, failed=str(failed), all=count)


FAILED_STATES = (PostingState.REFUSED, PostingState.FOREIGN_DUPLICATE, PostingState.DOUBLE, PostingState.DEAD)


# Held for these, a posting does not go on by itself when the hold is lifted: somebody has to look where it went.
LOOK_FIRST = ("wrong_division",)


# Told in words of their own: Exact's about the entry would say the wrong thing, or nothing.
OWN_WORDS = ("given_up_arrived", "attachment_unreadable", "attachment_too_large")


def needs_person(posting: Posting) -> bool:
    """Whether a posting rests until a person decides."""
    return posting.state in FAILED_STATES or (posting.state == PostingState.HELD and posting.error_code in LOOK_FIRST)


def failure_message(posting: Posting) -> tuple[str, dict[str, Any]]:
    """The message code and parameters that say why a posting needs a person.

    A held posting says what it waits for; what our own check found is told problem by problem.
    """
    if posting.error_code in OWN_WORDS or (posting.state == PostingState.HELD and posting.error_code in CATALOGUE):
        return posting.error_code, {"text": posting.error_text}
    code = {
        PostingState.REFUSED: "EXACT_REFUSED",
        PostingState.FOREIGN_DUPLICATE: "FOREIGN_DUPLICATE",
        PostingState.DOUBLE: "EXACT_DOUBLE",
        PostingState.DEAD: "POSTING_DEAD",
        PostingState.HELD: "EXACT_HELD",
        PostingState.UNKNOWN: "EXACT_UNKNOWN",
    }.get(PostingState(posting.state), "EXACT_REFUSED")
    return code, {"text": posting.error_text, "entry": posting.entry_number, "problems": posting.problems}
