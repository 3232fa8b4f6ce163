"""Differences between our postings and Exact's ledger, as people see and settle them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exact.models import FindingClass, ReconciliationFinding
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, administrations_for, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused

WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    FindingClass.REMOTE_MISSING: (
        _("Posted by us, no longer in Exact"),
        _("Somebody removed the entry. Book it again there, or correct the books."),
    ),
    FindingClass.ADOPTED: (_("Found in Exact and taken as posted"), _("Nothing to do.")),
    FindingClass.DOUBLE: (
        _("Twice in Exact"),
        _("Remove one of the entries in Exact before anything is paid."),
    ),
    FindingClass.DIFFERS: (
        _("The entry differs from what was sent"),
        _("Compare them; correct the entry in Exact when it is wrong."),
    ),
    FindingClass.CHANGED: (
        _("Changed or removed in Exact after it was posted"),
        _("Ask who changed it and why; the audit of Exact shows it."),
    ),
    FindingClass.FOREIGN: (
        _("Somebody else booked the same vendor and number"),
        _("Compare the two; remove one in Exact before anything is paid."),
    ),
    FindingClass.GIVEN_UP: (
        _("An entry arrived after its posting was given up"),
        _("Remove it in Exact, or post the document again and adopt it."),
    ),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One open difference in words."""

    finding: ReconciliationFinding
    title: str | Promise
    next_step: str | Promise
    number: str
    draft_id: str


def open_for(user: Person) -> list[FindingRow]:
    """The open differences of the administrations in which a person decides about postings."""
    mine = administrations_for(user, Right.SETTLE)
    rows = ReconciliationFinding.objects.filter(resolved_at__isnull=True, administration__in=mine).select_related(
        "posting", "administration"
    )[:100]
    return [_row(finding) for finding in rows]


def _row(finding: ReconciliationFinding) -> FindingRow:
    title, next_step = WORDS[finding.kind]
    details: dict[str, Any] = finding.details
    number = str(details.get("entry_number") or (finding.posting.entry_number if finding.posting else ""))
    subject = finding.posting.subject if finding.posting else ""
    return FindingRow(finding, title, next_step, number, subject if len(subject) == 36 else "")


@transaction.atomic
def resolve(finding: ReconciliationFinding, *, reason: str, by: Person) -> None:
    """A person has settled it and says how. Raises RightMissing; DraftRefused without a reason."""
    require(by, Right.SETTLE, finding.administration)
    if not reason.strip():
        raise DraftRefused("REASON_NEEDED")
    ReconciliationFinding.objects.filter(pk=finding.pk, resolved_at__isnull=True).update(
        resolved_at=timezone.now(), resolved_by=by.get_username()
    )
    audit.record(
        "finding.resolved",
        by=by,
        administration=finding.administration,
        reason=reason.strip()[:300],
        kind=finding.kind,
        entry=finding.entry_guid,
    )
