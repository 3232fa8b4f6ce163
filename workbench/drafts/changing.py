"""The one way to change a draft: lock, right, state, change, derive again, audit; all in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from exact import api as exact
from exact.models import Posting, PostingState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.states import DraftState, check_move
from workbench.learning.due import lesson_due
from workbench.models import Draft


class DraftRefused(Exception):
    """What was asked cannot be done with this draft now; carries a message code and its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def lock(draft_id: uuid.UUID) -> Draft:
    """The draft, locked for this transaction. Raises Draft.DoesNotExist."""
    return Draft.objects.select_for_update().get(pk=draft_id)


def lock_whole(draft_id: uuid.UUID) -> Draft:
    """The draft, locked, with its lines and documents at hand: for who reads them more than once and changes none.

    Raises Draft.DoesNotExist.
    """
    draft = lock(draft_id)
    prefetch_related_objects([draft], "lines", "documents")
    return draft


def move(draft: Draft, to: DraftState) -> None:
    """Change the state, refusing an impossible move. Saves only the state."""
    check_move(DraftState(draft.state), to)
    draft.state = to.value
    draft.save(update_fields=["state"])
    if draft.route is not None and to is not DraftState.REVIEW:
        from workbench.approval.asking import forget

        forget(draft)


def void_approvals(draft: Draft) -> int:
    """An approval holds for one version; a change voids it. Returns how many were voided."""
    voided = draft.approvals.filter(voided_at=None).update(voided_at=timezone.now())
    if voided:
        lesson_due(draft)
    return voided


def give_up_posting(draft: Draft, by: Person, why: str) -> None:
    """Void the posting of a failed draft that is taken back, so that it can be queued anew with other content.

    Raises DraftRefused("EXACT_DOUBLE") while two entries in Exact carry its marker: a third would be one more too many.
    """
    if draft.state != DraftState.FAILED:
        return
    posting = Posting.objects.filter(subject=str(draft.pk)).exclude(state=PostingState.VOID).first()
    if posting is None:
        return
    if posting.state == PostingState.DOUBLE:
        raise DraftRefused("EXACT_DOUBLE")
    if not exact.discard(posting, why, by.get_username()):
        raise DraftRefused("POSTING_SENT")
    audit.record("posting.discarded", by=by, draft=draft, marker=posting.marker, reason=why)


@contextmanager
def changing(draft_id: uuid.UUID, *, by: Person, right: Right = Right.EDIT, derive: bool = True) -> Iterator[Draft]:
    """Open a draft for a change by a person.

    An approved or failed draft goes back to review first, its approvals void. On leaving, the version is
    raised, the columns and everything derived are renewed. Raises RightMissing, DraftRefused when the draft
    is being posted, posted, rejected or filed.
    """
    from workbench.pipeline.derive import derive as derive_again

    with transaction.atomic():
        draft = lock(draft_id)
        require(by, right, draft.administration)
        _back_to_review(draft, by)
        yield draft
        draft.version += 1
        draft.edited_by_id = by.pk
        draft.edited_at = timezone.now()
        draft.save()
        if derive:
            derive_again(draft)


def _back_to_review(draft: Draft, by: Person) -> None:
    state = DraftState(draft.state)
    if state is DraftState.REVIEW:
        # The first step of a route may have been taken.
        if draft.route and draft.route.get("given") and void_approvals(draft):
            audit.record("approval.voided", by=by, draft=draft)
        return
    if state not in (DraftState.APPROVED, DraftState.FAILED):
        raise DraftRefused(f"DRAFT_{state.value.upper()}")
    if void_approvals(draft):
        audit.record("approval.voided", by=by, draft=draft)
    give_up_posting(draft, by, "changed")
    move(draft, DraftState.REVIEW)
