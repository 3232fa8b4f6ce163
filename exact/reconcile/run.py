"""Compare a stretch of Exact's ledger with our postings and set right what can be set right by looking."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from exact import clock, wire
from exact.faultpoint import faultpoint
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration, FindingClass, Posting, PostingState
from exact.posting import lookup
from exact.posting.actions import BY_HAND
from exact.posting.adoption import adopt_row
from exact.posting.targets import TARGETS
from exact.reconcile.findings import differs, raise_finding, resolve

# Exact stamps Created in its own local time, up to two hours ahead of UTC; ask from earlier than needed.
ZONE_SLACK = timedelta(hours=3)


def reconcile(administration: Administration, hours: float, *, patience: float = 65) -> dict[str, int]:
    """Classes A to G over the last ``hours``; how many of each were found.

    A posted by us but missing there, B there with our marker but not known as posted (adopted at once), C our marker
    twice, D supplier or amount differs, E changed or deleted since it was confirmed, F someone else's entry under
    our supplier and reference. One call per 60 entries. Raises the gateway's errors.
    """
    gateway = ExactGateway(administration, Purpose.RECONCILIATION, patience=patience)
    counts = dict.fromkeys("ABCDEFG", 0)
    since = clock.now() - timedelta(hours=hours)
    for target_name in _used_targets(administration):
        rows = _remote(gateway, target_name, since)
        faultpoint("R1")
        for kind, number in _compare(administration, target_name, rows, since, gateway).items():
            counts[kind] += number
    return counts


def _used_targets(administration: Administration) -> list[str]:
    return sorted(set(Posting.objects.filter(administration=administration).values_list("target", flat=True)))


def _remote(gateway: ExactGateway, target_name: str, since: datetime) -> list[dict[str, Any]]:
    target = TARGETS[target_name]
    start = (since - ZONE_SLACK + timedelta(hours=1)).replace(tzinfo=None, microsecond=0)
    condition = f"Modified ge datetime'{start.isoformat()}'"
    return list(gateway.get_all(target.path, filter=condition, select=target.columns))


def _compare(
    administration: Administration,
    target_name: str,
    rows: list[dict[str, Any]],
    since: datetime,
    gateway: ExactGateway,
) -> dict[str, int]:
    target = TARGETS[target_name]
    counts = dict.fromkeys("ABCDEFG", 0)
    postings = list(
        Posting.objects.filter(administration=administration, target=target_name)
        .exclude(state=PostingState.VOID)
        .filter(Q(created_at__gte=since - timedelta(days=1)) | Q(last_sent_at__gte=since) | Q(posted_at__gte=since))
    )
    by_document = {p.document_guid.lower(): p for p in postings if p.document_guid}
    by_guid = {p.entry_guid.lower(): p for p in postings if p.entry_guid}
    by_reference = {(p.supplier_exact_id.lower(), p.your_ref.strip().lower()): p for p in postings if p.your_ref}
    by_given_up = _given_up(administration, target_name, since)
    ours: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        guid = wire.text(row, target.key).lower()
        posting = by_guid.get(guid) or by_document.get(wire.text(row, "Document").lower()) or _marked(postings, row)
        if posting is not None:
            ours[posting.pk].append(row)
            continue
        given_up = by_given_up.get(wire.text(row, "Document").lower())
        if given_up is not None:
            counts["G"] += _arrived(given_up, row)
            continue
        other = by_reference.get((wire.text(row, target.party).lower(), wire.text(row, "YourRef").lower()))
        if other is not None and other.state != PostingState.FOREIGN_DUPLICATE:
            counts["F"] += 1
            raise_finding(
                administration.pk,
                FindingClass.FOREIGN,
                posting=other,
                entry_guid=wire.text(row, target.key),
                details=lookup.shown(target, row),
            )
    for posting in postings:
        kind = _judge(posting, ours.get(posting.pk, []), since, gateway)
        if kind:
            counts[kind] += 1
    return counts


def _given_up(administration: Administration, target_name: str, since: datetime) -> dict[str, Posting]:
    """Postings that were given up although something had left, by the document their entry would hang on."""
    rows = Posting.objects.filter(
        administration=administration, target=target_name, state=PostingState.VOID, last_sent_at__gte=since
    ).exclude(document_guid="")
    return {posting.document_guid.lower(): posting for posting in rows}


def _arrived(given_up: Posting, row: dict[str, Any]) -> int:
    """An entry came after its posting was given up: 1 unless a later posting of the draft took it as its own."""
    target = TARGETS[given_up.target]
    guid = wire.text(row, target.key)
    if Posting.objects.filter(entry_guid__iexact=guid).exists():
        return 0
    raise_finding(
        given_up.administration_id,
        FindingClass.GIVEN_UP,
        posting=given_up,
        entry_guid=guid,
        details=lookup.shown(target, row),
    )
    return 1


def _marked(postings: list[Posting], row: dict[str, Any]) -> Posting | None:
    subject = wire.text(row, "DocumentSubject")
    if "WB-" not in subject:
        return None
    return next((posting for posting in postings if posting.marker in subject), None)


def _judge(posting: Posting, rows: list[dict[str, Any]], since: datetime, gateway: ExactGateway) -> str:
    target = TARGETS[posting.target]
    if len(rows) > 1:
        raise_finding(
            posting.administration_id,
            FindingClass.DOUBLE,
            posting=posting,
            details={"entries": [lookup.shown(target, row) for row in rows]},
        )
        return "C"
    if rows and posting.error_code == BY_HAND:
        # A person booked it by hand, and what had been sent before arrived after all.
        raise_finding(
            posting.administration_id,
            FindingClass.DOUBLE,
            posting=posting,
            entry_guid=wire.text(rows[0], target.key),
            details=lookup.shown(target, rows[0]),
        )
        return "C"
    if posting.state != PostingState.POSTED:
        if rows and adopt_row(posting, rows[0], "reconciliation"):
            faultpoint("R2")
            raise_finding(
                posting.administration_id,
                FindingClass.ADOPTED,
                posting=posting,
                entry_guid=wire.text(rows[0], target.key),
                details=lookup.shown(target, rows[0]),
            )
            resolve(posting, (FindingClass.ADOPTED,))
            return "B"
        return ""
    if rows:
        return _same(posting, rows[0])
    if posting.entry_guid and posting.posted_at and posting.posted_at >= since:
        return _missing(posting, gateway)
    return ""


def _same(posting: Posting, row: dict[str, Any]) -> str:
    if not lookup.agrees(posting, TARGETS[posting.target], row):
        if posting.confirmed_at:
            raise_finding(
                posting.administration_id,
                FindingClass.CHANGED,
                posting=posting,
                entry_guid=posting.entry_guid,
                details=lookup.shown(TARGETS[posting.target], row),
            )
            return "E"
        differs(posting, row)
        return "D"
    Posting.objects.filter(pk=posting.pk, confirmed_at__isnull=True).update(confirmed_at=clock.now())
    resolve(posting, (FindingClass.REMOTE_MISSING, FindingClass.CHANGED, FindingClass.DIFFERS))
    return ""


def _missing(posting: Posting, gateway: ExactGateway) -> str:
    """Not in the list: ask for it by its own id before saying so, since the list is bounded by time."""
    target = TARGETS[posting.target]
    rows = gateway.get(target.path, filter=f"{target.key} eq {wire.guid(posting.entry_guid)}", select=target.columns)
    if rows:
        return _same(posting, rows[0])
    kind = FindingClass.CHANGED if posting.confirmed_at else FindingClass.REMOTE_MISSING
    raise_finding(
        posting.administration_id,
        kind,
        posting=posting,
        entry_guid=posting.entry_guid,
        details={"entry_number": posting.entry_number, "gone": True},
    )
    return kind.value
