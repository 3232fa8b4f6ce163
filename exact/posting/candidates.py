"""What stands in Exact that may be the outcome of a posting, and in what it differs from what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from exact import wire
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration, BookedEntry, Posting
from exact.number_key import number_key
from exact.posting import earlier, lookup
from exact.posting.targets import TARGETS

NEAR = timedelta(days=60)
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry. ``ours``: it carries our mark. ``differs`` names amount, your_ref, party or date.

    ``elsewhere`` names the administration when it is another one than the posting's: it cannot be adopted from here.
    ``seen``: read in Exact just now; otherwise it comes from the mirror.
    """

    entry_guid: str
    entry_number: str
    your_ref: str
    day: date | None
    amount: Decimal | None
    ours: bool = False
    seen: bool = True
    elsewhere: str = ""
    differs: tuple[str, ...] = ()


def look_up(posting: Posting) -> list[Candidate]:
    """What Exact has now that could be this posting: ours first, then others with its supplier and reference.

    Also what an earlier posting of the same draft left behind and, after an answer from another division, what
    carries our mark in the connection's other administrations. At most a handful of calls. Raises the gateway's errors.
    """
    gateway = ExactGateway(posting.administration, Purpose.PEOPLE, patience=PATIENCE)
    seen = lookup.entries(gateway, posting)
    found = [_live(posting, row, ours=True) for row in seen.ours]
    found += [_live(posting, row) for row in seen.others]
    for before, row in earlier.arrived(earlier.unsettled(posting), Purpose.PEOPLE):
        other = before.administration if before.administration_id != posting.administration_id else None
        found.append(_live(posting, row, ours=True, elsewhere=other))
    if posting.error_code == "wrong_division":
        found += _in_other_divisions(posting)
    once: dict[str, Candidate] = {}
    for each in sorted(found, key=lambda candidate: not candidate.ours):
        once.setdefault(each.entry_guid, each)
    return list(once.values())


def _in_other_divisions(posting: Posting) -> list[Candidate]:
    others = Administration.objects.filter(connection_id=posting.administration.connection_id, active=True)
    target = TARGETS[posting.target]
    found = []
    for other in others.exclude(pk=posting.administration_id):
        rows = ExactGateway(other, Purpose.PEOPLE, patience=PATIENCE).get(
            target.path, filter=f"YourRef eq {wire.literal(posting.your_ref)}", select=target.columns
        )
        found += [_live(posting, row, ours=True, elsewhere=other) for row in rows if lookup.has_marker(posting, row)]
    return found


def nearby(posting: Posting, known: Iterable[Candidate] = ()) -> list[Candidate]:
    """Entries of the supplier in the mirror with the same number written otherwise, or the same amount nearby.

    For what a colleague may have booked by hand. No call; newest first, at most ten, without those ``known`` already.
    """
    rows = BookedEntry.objects.filter(
        administration=posting.administration, vendor__exact_id__iexact=posting.supplier_exact_id, gone_at__isnull=True
    ).exclude(exact_id__in=[each.entry_guid for each in known])
    same = Q(amount=posting.amount)
    day = _day_sent(posting)
    if day is not None:
        same &= Q(date__range=(day - NEAR, day + NEAR))
    key = number_key(posting.your_ref)
    if key:
        same |= Q(number_key=key)
    return [
        Candidate(
            row.exact_id,
            row.entry_number,
            row.your_ref,
            row.date,
            row.amount,
            seen=False,
            differs=_differs(posting, row.your_ref, row.amount, row.date),
        )
        for row in rows.filter(same).order_by("-date", "-pk")[:10]
    ]


def _live(
    posting: Posting, row: dict[str, Any], *, ours: bool = False, elsewhere: Administration | None = None
) -> Candidate:
    target = TARGETS[posting.target]
    amount = wire.decimal(row, target.amount, 2) if target.amount else None
    day, reference = wire.day(row, target.date), wire.text(row, "YourRef")
    differs = _differs(posting, reference, amount, day)
    if wire.text(row, target.party).lower() != posting.supplier_exact_id.lower():
        differs = ("party", *differs)
    return Candidate(
        wire.text(row, target.key),
        wire.text(row, target.number, 32),
        reference,
        day,
        amount,
        ours=ours,
        elsewhere=elsewhere.name if elsewhere else "",
        differs=differs,
    )


def _differs(posting: Posting, reference: str, amount: Decimal | None, day: date | None) -> tuple[str, ...]:
    found = []
    if reference.strip() != posting.your_ref.strip():
        found.append("your_ref")
    if amount is not None and amount != posting.amount:
        found.append("amount")
    sent = _day_sent(posting)
    if day is not None and sent is not None and day != sent:
        found.append("date")
    return tuple(found)


def _day_sent(posting: Posting) -> date | None:
    try:
        return date.fromisoformat(str(posting.payload.get(TARGETS[posting.target].date, ""))[:10])
    except ValueError:
        return None
