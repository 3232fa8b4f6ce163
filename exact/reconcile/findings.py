"""Findings: kept once while open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exact import clock, events, wire
from exact.models import FindingClass, Posting, ReconciliationFinding
from exact.posting.targets import TARGETS


def raise_finding(
    administration_id: int,
    kind: FindingClass,
    *,
    posting: Posting | None = None,
    entry_guid: str = "",
    details: Mapping[str, Any] | None = None,
) -> ReconciliationFinding:
    """Record a difference; the same one is not recorded twice while it is open."""
    finding, created = ReconciliationFinding.objects.get_or_create(
        administration_id=administration_id,
        kind=kind,
        posting=posting,
        entry_guid=entry_guid,
        resolved_at=None,
        defaults={"details": dict(details or {})},
    )
    if created:
        events.notify("finding_raised", finding_id=finding.pk)
    return finding


def differs(posting: Posting, row: Mapping[str, Any]) -> ReconciliationFinding:
    """Class D: the entry in Exact is not what was sent."""
    target = TARGETS[posting.target]
    remote = {
        "party": wire.text(row, target.party),
        "your_ref": wire.text(row, "YourRef"),
        "amount": str(wire.decimal(row, target.amount, 2)) if target.amount else "",
    }
    own = {"party": posting.supplier_exact_id, "your_ref": posting.your_ref, "amount": str(posting.amount)}
    return raise_finding(
        posting.administration_id,
        FindingClass.DIFFERS,
        posting=posting,
        entry_guid=wire.text(row, target.key),
        details={"sent": own, "found": remote},
    )


def resolve(posting: Posting, kinds: tuple[FindingClass, ...], by: str = "reconciliation") -> int:
    """The facts have resolved these findings of a posting; how many were open."""
    return ReconciliationFinding.objects.filter(posting=posting, kind__in=kinds, resolved_at__isnull=True).update(
        resolved_at=clock.now(), resolved_by=by
    )
