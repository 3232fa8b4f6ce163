"""What learning has to say about a draft: another layout than the vendor's usual ones, a kind taken from memory."""

from __future__ import annotations

from domain.findings import Severity
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts


def step(facts: Facts) -> list[Cause]:
    """A new layout is news, no hold: nothing was taken from the old one. A kind that a title told is to be seen."""
    causes = []
    for finding in facts.reading.findings:
        if finding.code == "LAYOUT_CHANGED" and _knows(facts):
            causes.append(Cause("LAYOUT_CHANGED", Severity.INFO, dict(finding.params), "layout"))
        elif finding.code == "TYPE_LEARNED" and not facts.draft.kind_by_person:
            causes.append(Cause("TYPE_LEARNED", Severity.CHECK, dict(finding.params), "kind"))
    return causes


def _knows(facts: Facts) -> bool:
    return facts.draft.vendor_id in facts.lookup.get(reference.LEARNED)
