"""Whose document this is, as soon as its first reading says so: the vendor's layouts for the reader's second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matching.mirror.kept import Lookup
from matching.vendors.resolve import resolve_vendor
from ocr.local.learning.layout import LearntLayout
from workbench.learning.services import stored
from workbench.models import Document, VendorLayout
from workbench.pipeline import reference
from workbench.pipeline.clues import clues_from


def lessons_for(
    document: Document, lookup: Lookup | None = None
) -> Callable[[Mapping[str, str]], Sequence[LearntLayout]]:
    """What the reader asks once the fields of a document are read. Nothing is looked up before, and nothing at all
    in an administration that has not learned yet. ``lookup``: the caller's look at its reference data."""
    lookup = lookup or Lookup(document.administration_id or 0)

    def lessons(fields: Mapping[str, str]) -> Sequence[LearntLayout]:
        if document.administration_id is None or not lookup.get(reference.LEARNED):
            return ()
        vendor_id = _vendor_id(document, lookup, fields)
        return [stored(layout) for layout in VendorLayout.objects.filter(vendor_id=vendor_id)] if vendor_id else ()

    return lessons


def _vendor_id(document: Document, lookup: Lookup, fields: Mapping[str, str]) -> int | None:
    """The vendor by an exact key, as derivation finds it afterwards; a person's choice on the draft goes before."""
    draft = document.draft
    if draft is not None and draft.vendor_by_person and draft.vendor_id:
        return draft.vendor_id
    clues = clues_from(lambda name: fields.get(name, ""), document.message)
    found = resolve_vendor(
        clues,
        lookup.get(reference.DIRECTORY),
        own=lookup.get(reference.OWN_IDENTIFIERS),
        mappings=lookup.get(reference.MAPPINGS),
        policy=lookup.get(reference.KEY_POLICY),
    )
    vendor = lookup.get(reference.VENDOR, found.vendor_id) if found.vendor_id else None
    return vendor.pk if vendor else None
