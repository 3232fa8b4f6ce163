"""A second look at a draft whose vendor became known only later, on the words at hand: nothing is recognised anew."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from domain.reading import Reading
from matching.mirror.kept import Lookup
from ocr.local.learning.layout import LearntLayout
from ocr.local.learning.lesson import LEARNED
from ocr.page import ReadContext
from workbench.drafts.fields import FieldState
from workbench.learning.confirming import lesson_document, pages_of
from workbench.learning.services import stored
from workbench.models import Document, Draft, VendorLayout
from workbench.pipeline import reference
from workbench.pipeline.drafting import doubts, stored_field

_TOLD = ("READ_AS_LEARNED", "LAYOUT_CHANGED", "LEARNED_DIFFERS")


def look_again(draft: Draft) -> list[str]:
    """Fill what is missing or doubtful by what the draft's vendor taught; returns the names of the fields that changed.

    What was read surely or set by a person stays. Does not save the draft; runs in the caller's transaction."""
    layouts = [stored(layout) for layout in VendorLayout.objects.filter(vendor_id=draft.vendor_id or 0)]
    document = lesson_document(draft) if any(layout.active for layout in layouts) else None
    if document is None:
        return []
    reading = _read(document, layouts)
    asked = doubts(reading.findings)
    changed = []
    for name, found in reading.fields.items():
        state = draft.fields.get(name, {}).get("state", FieldState.MISSING)
        if LEARNED in found.checks and state in (FieldState.MISSING, FieldState.CHECK):
            draft.fields[name] = stored_field(found, asked.get(name, ""))
            changed.append(name)
    _tell(document, reading)
    return changed


def _read(document: Document, layouts: list[LearntLayout]) -> Reading:
    from ocr.local.api import read_pages

    lookup = Lookup()
    own = lookup.get(reference.OWN_ON_PAPER)
    context = ReadContext(own, timezone.localdate(), annexes=frozenset(), lessons=lambda _fields: layouts)
    return read_pages(pages_of(document), context=context)


def _tell(document: Document, reading: Reading) -> None:
    """Keep with the first reading what the second look has to say."""
    before = Reading.from_json(document.reading)
    others = tuple(finding for finding in before.findings if finding.code not in _TOLD)
    told = tuple(finding for finding in reading.findings if finding.code in _TOLD)
    document.reading = replace(before, findings=(*others, *told)).to_json(str(document.pk))
    document.save(update_fields=["reading"])
