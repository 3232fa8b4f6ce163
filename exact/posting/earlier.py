"""What was sent for the same draft by a posting that was given up since, and may still arrive in Exact.

Giving a posting up stops nothing that has left already: Exact may commit it minutes later. So the next posting of the
same draft waits until the settle window after that last departure is over, and then looks for what came of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from exact import conf, wire
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Posting, PostingState
from exact.posting.targets import TARGETS


def unsettled(posting: Posting) -> list[Posting]:
    """Given-up postings of the same draft of which an entry may have left and whose outcome is not known."""
    return list(
        Posting.objects.filter(subject=posting.subject, state=PostingState.VOID, step="entry", sends__gt=0)
        .exclude(pk=posting.pk)
        .exclude(document_guid="")
        .select_related("administration")
    )


def settled_at(earlier: list[Posting]) -> datetime | None:
    """From when on absence may be believed: the settle window after the last departure. None: nothing left."""
    departures = [each.last_sent_at for each in earlier if each.last_sent_at is not None]
    if not departures:
        return None
    return max(departures) + timedelta(seconds=conf.period("SETTLE"))


def arrived(earlier: list[Posting], purpose: Purpose = Purpose.POSTING) -> list[tuple[Posting, dict[str, Any]]]:
    """The entries that did arrive, each with its posting: known by the document they hang on, whatever else changed.

    One call for each earlier posting, in the administration it was sent to. Raises the gateway's errors.
    """
    found = []
    for each in earlier:
        target = TARGETS[each.target]
        rows = ExactGateway(each.administration, purpose).get_all(
            target.path, filter=f"Document eq {wire.guid(each.document_guid)}", select=target.columns
        )
        found += [(each, row) for row in rows]
    return found
