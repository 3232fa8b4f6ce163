"""The only writer of a posting's state while it is being worked on. Every write is fenced by the claim's number."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from exact import clock
from exact.errors import ExactError
from exact.mirror.history_rows import remember_posted
from exact.models import Administration, Posting, PostingAttempt, PostingState, PostingTarget
from exact.posting import owner
from exact.posting.queue import changed

WORKABLE = (PostingState.QUEUED, PostingState.SENDING, PostingState.UNKNOWN)


class Overtaken(Exception):
    """Another claim has taken the posting; nothing may be written any more."""


def claim(posting_id: int) -> Posting | None:
    """Take the posting for this run; None when there is nothing to do for it."""
    if not Posting.objects.filter(pk=posting_id, state__in=WORKABLE).update(fence=F("fence") + 1):
        return None
    return Posting.objects.select_related("administration", "administration__connection").get(pk=posting_id)


def write(posting: Posting, **changes: Any) -> None:
    """Change the row if the claim still holds, and the object with it. Raises Overtaken."""
    with transaction.atomic():
        if not Posting.objects.filter(pk=posting.pk, fence=posting.fence).update(**changes):
            raise Overtaken(str(posting.pk))
        for name, value in changes.items():
            setattr(posting, name, value)
        if "state" in changes or "step" in changes:
            changed(posting)


def begin(posting: Posting) -> PostingAttempt:
    """P5: commit that a request is about to leave, before it does."""
    now = clock.now()
    with transaction.atomic():
        write(
            posting,
            state=PostingState.SENDING,
            sends=posting.sends + 1,
            first_sent_at=posting.first_sent_at or now,
            last_sent_at=now,
            sender=owner.me(),
        )
        return note(posting, posting.step)


def note(posting: Posting, step: str, status: str = "", reason: str = "", excerpt: str = "") -> PostingAttempt:
    """One line of the posting's history."""
    me = owner.me()
    ended = clock.now() if status else None
    return PostingAttempt.objects.create(
        posting=posting,
        step=step,
        owner=f"{me['host']}:{me['pid']}",
        started_at=clock.now(),
        ended_at=ended,
        status=status,
        reason=reason[:2000],
        excerpt=excerpt[:2000],
    )


def conclude(attempt: PostingAttempt, status: str, reason: str = "", excerpt: str = "") -> None:
    """End a line of the history."""
    attempt.ended_at = clock.now()
    attempt.status, attempt.reason, attempt.excerpt = status[:40], reason[:2000], excerpt[:2000]
    attempt.save(update_fields=["ended_at", "status", "reason", "excerpt"])


def advance(posting: Posting, step: str, **changes: Any) -> None:
    """The present step is done: its recovery point and the next step are one commit; sends count per step."""
    write(
        posting,
        state=PostingState.QUEUED,
        step=step,
        sends=0,
        looks=0,
        unknown_since=None,
        error_code="",
        error_text="",
        **changes,
    )


def rest(posting: Posting, state: PostingState, code: str, text: str = "", **changes: Any) -> None:
    """Stop here; a person decides."""
    write(posting, state=state, error_code=code[:40], error_text=text[:4000], **changes)


def hold_administration(posting: Posting, error: ExactError) -> None:
    """What Exact does not allow for one posting it allows for none of its administration: all wait for an admin."""
    held = Administration.objects.filter(pk=posting.administration_id)
    held.update(posting_hold=f"{error.code}: {error.text}"[:500])


def posted(posting: Posting, entry_guid: str, entry_number: str) -> None:
    """The entry stands in Exact and we know it; the mirror learns it in the same commit."""
    with transaction.atomic():
        write(
            posting,
            state=PostingState.POSTED,
            step="done",
            entry_guid=entry_guid,
            entry_number=entry_number,
            posted_at=clock.now(),
            unknown_since=None,
            error_code="",
            error_text="",
        )
        mirror(posting)


def mirror(posting: Posting) -> None:
    """Let the mirror know what was made, without waiting for the next delta."""
    if posting.target in (PostingTarget.PURCHASE_ENTRY, PostingTarget.PURCHASE_INVOICE):
        remember_posted(posting, posting.entry_guid, posting.entry_number)
