"""Taking an entry that stands in Exact as the outcome of a posting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from exact import clock, wire
from exact.models import Posting, PostingState
from exact.posting import lookup, record
from exact.posting.queue import changed
from exact.posting.targets import TARGETS


def adopt_row(posting: Posting, row: Mapping[str, Any], by: str) -> bool:
    """Make ``row`` the posting's entry. False when it was posted or voided meanwhile, or the entry is another's.

    The claim number goes up, so that a run that is under way cannot write any more.
    """
    target = TARGETS[posting.target]
    guid = wire.text(row, target.key)
    if not guid or Posting.objects.filter(entry_guid=guid).exclude(pk=posting.pk).exists():
        return False
    with transaction.atomic():
        done = (
            Posting.objects.filter(pk=posting.pk)
            .exclude(state__in=(PostingState.POSTED, PostingState.VOID, PostingState.SENDING))
            .update(
                state=PostingState.POSTED,
                step="done",
                fence=F("fence") + 1,
                entry_guid=guid,
                entry_number=wire.text(row, target.number, 32),
                posted_at=clock.now(),
                unknown_since=None,
                error_code="",
                error_text="",
            )
        )
        if not done:
            return False
        posting.refresh_from_db()
        record.note(posting, "entry", "adopted", f"by {by}")
        record.mirror(posting)
        changed(posting)
    if not lookup.agrees(posting, target, row):
        from exact.reconcile.findings import differs

        differs(posting, row)
    return True
