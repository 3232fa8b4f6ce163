"""The proof that events stand in the audit log: each with its hash, bound to the one before it, up to the log's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from workbench.audit import stored
from workbench.audit.selectors import last_check
from workbench.audit.services import body_of
from workbench.models import AuditEvent
from workbench.models.audit import AuditHead

# As many links at most are gone through while somebody waits, and put into a pack: some 2 MB, a tenth of a second.
MOST_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class Proof:
    """The chain from an event (``first``) to its end (``head_seq``, ``head_hash``) as it was when this was made.

    ``whole``: every hash in between was computed anew and fits; None when there were more than ``MOST_LINKS``.
    ``links``: number and hash of each; the hash before the first is ``before``. ``checked_at`` and ``checked_found``:
    when the whole log was last gone through, and how many broken links were found then.
    """

    first: int
    head_seq: int
    head_hash: str
    whole: bool | None
    before: str = ""
    links: list[tuple[int, str]] = field(default_factory=list)
    checked_at: datetime | None = None
    checked_found: int | None = None


def proof_from(first: int) -> Proof:
    """The proof for events from number ``first`` on."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    last = last_check()
    checked = (last.at, int(last.data.get("broken") or 0)) if last else (None, None)
    if head.seq - first >= MOST_LINKS:
        return Proof(first, head.seq, head.hash, None, "", [], *checked)
    previous = AuditEvent.objects.filter(seq=first - 1).values_list("hash", flat=True).first() or ""
    before, links, whole = previous, list[tuple[int, str]](), True
    for batch in stored.batches(head.seq, first):
        for row in batch:
            whole = whole and row[:2] == (first + len(links), previous) and stored.fits(row)
            links.append((row[0], row[2]))
            previous = row[2]
    whole = whole and (not links or links[-1] == (head.seq, head.hash))
    return Proof(first, head.seq, head.hash, whole, before, links, *checked)


def events_with_hashes(events: Iterable[AuditEvent]) -> list[dict[str, object]]:
    """Events with all that their hashes are made of."""
    return [body_of(event) | {"hash": event.hash} for event in events]
