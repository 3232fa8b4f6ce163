"""What a person can do with a posting that rests. Each is recorded in its history with who did it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from exact import clock, wire
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration, Posting, PostingState
from exact.posting import record
from exact.posting.adoption import adopt_row
from exact.posting.queue import changed, requeue
from exact.posting.targets import TARGETS

BY_HAND = "booked_by_hand"
RESTING = (
    PostingState.REFUSED,
    PostingState.HELD,
    PostingState.FOREIGN_DUPLICATE,
    PostingState.DOUBLE,
    PostingState.DEAD,
)


def retry(posting: Posting, by: str, *, despite_duplicate: bool = False) -> bool:
    """Send it again, unchanged; what left before is looked for first. False when it does not rest.

    ``despite_duplicate``: the person has seen the entries found in Exact and wants this one as well.
    """
    step = None
    if despite_duplicate and posting.step == "look":
        step = "document"
    if not requeue(posting, step=step):
        return False
    record.note(posting, posting.step, "retry", f"by {by}" + (" despite a duplicate" if despite_duplicate else ""))
    return True


def adopt(posting: Posting, entry_guid: str, by: str) -> bool:
    """Take the entry with this GUID as the outcome, after reading it in Exact.

    Raises ValueError when there is no such entry or it is another supplier's; the gateway's errors when Exact cannot
    be asked. False when the posting has been posted or voided meanwhile.
    """
    target = TARGETS[posting.target]
    gateway = ExactGateway(posting.administration, Purpose.PEOPLE, patience=5)
    rows = gateway.get(target.path, filter=f"{target.key} eq {wire.guid(entry_guid)}", select=target.columns)
    if len(rows) != 1:
        raise ValueError("no such entry in this administration")
    if wire.text(rows[0], target.party).lower() != posting.supplier_exact_id.lower():
        raise ValueError("the entry is another supplier's")
    return adopt_row(posting, rows[0], by)


def mark_booked_by_hand(posting: Posting, entry_number: str, by: str) -> bool:
    """A person says it was booked in Exact by hand; nothing will be sent. False when it does not rest."""
    return _close(posting, PostingState.POSTED, BY_HAND, by, entry_number=entry_number[:32])


def discard(posting: Posting, reason: str, by: str) -> bool:
    """Give this posting up; its subject may be queued anew. False when it does not rest.

    What it sent may still arrive: the subject's next posting waits for that and looks (exact.posting.earlier).
    """
    return _close(posting, PostingState.VOID, "discarded", f"{by}: {reason}")


def withdraw(posting: Posting, by: str) -> bool:
    """Take back a posting that has not sent anything yet (approval was withdrawn). False when it is too late.

    One that is held before it sent anything goes back as well: what holds it may last for days.
    """
    with transaction.atomic():
        done = Posting.objects.filter(
            pk=posting.pk,
            state__in=(PostingState.QUEUED, PostingState.HELD),
            sends=0,
            document_guid="",
            entry_guid="",
        ).update(state=PostingState.VOID, fence=F("fence") + 1)
        if done:
            posting.refresh_from_db()
            record.note(posting, posting.step, "withdrawn", f"by {by}")
            changed(posting)
    return bool(done)


def _close(posting: Posting, state: PostingState, status: str, by: str, **changes: str) -> bool:
    with transaction.atomic():
        values: dict[str, object] = {"state": state, "fence": F("fence") + 1, **changes}
        if state == PostingState.POSTED:
            values |= {"posted_at": clock.now(), "step": "done", "error_code": status, "error_text": ""}
        if not Posting.objects.filter(pk=posting.pk, state__in=RESTING).update(**values):
            return False
        posting.refresh_from_db()
        record.note(posting, posting.step, status, f"by {by}")
        changed(posting)
    return True


def release_administration(administration: Administration, by: str) -> int:
    """Lift the hold on an administration's postings and queue what waited; how many."""
    Administration.objects.filter(pk=administration.pk).update(posting_hold="")
    waiting = Posting.objects.filter(
        administration=administration,
        state=PostingState.HELD,
        error_code__in=("administration_held", "forbidden", "not_found", "unauthorised"),
    )
    return sum(1 for posting in waiting if retry(posting, by))
