"""Holds that people put on: whose they are, their end on a day, and who is told when somebody else takes one off."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.bell.services import tell
from workbench.models import Draft, Hold, NoticeKind
from workbench.models.once import once

MANUAL = "MANUAL"
# The role of a hold that only waits for its day: nobody's turn before it.
WAITS_FOR_DAY = "later"


def is_own(hold: Hold, person: Person) -> bool:
    """Whether this person put the hold on."""
    if hold.code != MANUAL:
        return False
    # Those of earlier versions know the user name only.
    return hold.put_by_id == person.pk if hold.put_by_id else hold.params.get("by") == person.get_username()


def open_holds(draft: Draft) -> list[Hold]:
    """The holds and findings that stand open, with who put them on; one statement a page."""
    return once(("open_holds", draft.pk), lambda: list(draft.holds.filter(released_at=None).select_related("put_by")))


def tell_of_release(hold: Hold, by: Person) -> None:
    """Who put the hold on hears that somebody else took it off."""
    _tell(hold, NoticeKind.HOLD_RELEASED, by)


def _tell(hold: Hold, kind: NoticeKind, by: Person | None = None) -> None:
    if hold.put_by_id:
        books = hold.draft.administration_id
        text = str(hold.params.get("reason", ""))
        tell([hold.put_by_id], kind, f"draft:{hold.draft_id}", administration_id=books, by=by, text=text)


def end_due() -> int:
    """End the holds whose day has come, each with its draft in a transaction of its own; how many. A draft comes back
    to the queue, and who put the hold on is told."""
    due = Hold.objects.filter(until__lte=timezone.localdate(), released_at=None)
    return sum(_end(key) for key in due.values_list("pk", flat=True))


def _end(key: int) -> bool:
    from workbench.pipeline.derive import derive

    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(holds=key).first()
        hold = Hold.objects.filter(pk=key, released_at=None).first()
        if draft is None or hold is None:
            return False
        hold.released_at = timezone.now()
        hold.save(update_fields=["released_at"])
        if not draft.is_done:
            reason = str(hold.params.get("reason", ""))
            audit.record("hold.ended", actor="pipeline", draft=draft, reason=reason)
            _tell(hold, NoticeKind.HOLD_ENDED)
            derive(draft)
    return True
