"""What deciding about a vendor does to the documents that wait: said before and done by the same function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.db import transaction

from domain.money import ZERO
from exact.models import Administration
from jobs import api as jobs
from matching.vendors.keys import Key
from matching.vendors.values import normalise_value
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft
from workbench.pipeline.clues import clue_values
from workbench.pipeline.derive import derive_by_id

T = TypeVar("T")

# As many are judged at once, and looked at; the rest follows in the background.
AT_ONCE, LOOKED_AT = 60, 2000


@dataclass(slots=True)
class Impact:
    """The other documents a decision touches. ``assigned``: have this vendor now; ``ready``: wait for nobody any
    more; ``lost``: had a vendor and have none, or another one; ``later``: judged in the background, outcome not known.
    """

    assigned: list[Draft] = field(default_factory=list)
    ready: list[Draft] = field(default_factory=list)
    lost: list[Draft] = field(default_factory=list)
    later: int = 0

    @property
    def nothing(self) -> bool:
        """Whether no other document is touched."""
        return not (self.assigned or self.ready or self.lost or self.later)


def keys_of(draft: Draft) -> set[tuple[str, str]]:
    """The keys of a draft as mappings keep them."""
    return {(kind, value) for kind, typed in clue_values(draft) if (value := normalise_value(Key(kind), typed))}


def waiting(administration: Administration | None, keys: set[tuple[str, str]], *, unmapped: bool) -> list[Draft]:
    """Drafts in review that share one of the keys, the oldest first; only those without a vendor when asked."""
    if not keys or administration is None:
        return []
    rows = Draft.objects.filter(administration=administration, state=DraftState.REVIEW).exclude(kind="sales_order")
    if unmapped:
        rows = rows.filter(vendor=None)
    rows = rows.prefetch_related("documents__message").order_by("received_at", "pk")
    return [draft for draft in rows[:LOOKED_AT] if keys & keys_of(draft)]


def amounts(drafts: Iterable[Draft]) -> dict[str, Decimal]:
    """What waits, by currency: gross totals as far as they are known, credit notes taken off."""
    found: dict[str, Decimal] = {}
    for draft in drafts:
        if draft.gross_total is not None:
            signed = -draft.gross_total if draft.kind == DraftKind.CREDIT_NOTE else draft.gross_total
            found[draft.currency] = found.get(draft.currency, ZERO) + signed
    return found


def senders(drafts: Iterable[Draft]) -> list[str]:
    """The addresses the drafts were mailed from, each once; fetch ``documents__message`` with the drafts."""
    mails = [document.message for draft in drafts for document in draft.documents.all() if document.message]
    return list(dict.fromkeys(mail.sender_address for mail in mails if mail.sender_address))


def groups(drafts: list[Draft]) -> list[list[Draft]]:
    """Drafts that share a key, directly or through others, together: what mapping one of them can assign.

    In the order of the first of each group.
    """
    found: list[tuple[set[tuple[int | None, str, str]], list[Draft]]] = []
    for draft in drafts:
        keys = {(draft.administration_id, kind, value) for kind, value in keys_of(draft)}
        sharing = [group for group in found if group[0] & keys]
        if not sharing:
            found.append((keys, [draft]))
            continue
        first = sharing[0]
        first[0].update(keys)
        first[1].append(draft)
        for other in sharing[1:]:
            first[0].update(other[0])
            first[1].extend(other[1])
            found.remove(other)
    return [rows for _keys, rows in found]


def judge(drafts: Iterable[Draft]) -> Impact:
    """Judge drafts again, now, and tell what changed."""
    found = Impact()
    for place, before in enumerate(drafts):
        if place >= AT_ONCE:
            jobs.enqueue("derive", subject=str(before.pk), dedupe_key=f"derive:{before.pk}")
            found.later += 1
            continue
        after = derive_by_id(before.pk)
        if after.state != DraftState.REVIEW:
            continue  # it joined another case
        if after.vendor_id and after.vendor_id != before.vendor_id:
            found.assigned.append(after)
        if before.vendor_id and after.vendor_id != before.vendor_id:
            found.lost.append(after)
        if after.turn == "ready" and before.turn != "ready":
            found.ready.append(after)
    return found


def rehearse(action: Callable[[], T]) -> T:
    """Do it for real, see what came of it, and undo it: the preview cannot say anything else than what happens."""
    with transaction.atomic():
        found = action()
        transaction.set_rollback(True)
    return found
