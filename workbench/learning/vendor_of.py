"""Whose document this is, as soon as its first reading says so: the vendor's layouts for the reader's second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exact.models import Administration, Vendor
from matching.mirror.vendors import directory_of, own_identifiers
from matching.vendors.learned import mappings_for, policy_of
from matching.vendors.resolve import resolve_vendor
from ocr.local.api import LearntLayout
from workbench.learning.services import stored
from workbench.models import Document, VendorLayout
from workbench.pipeline.clues import clues_from


def lessons_for(document: Document) -> Callable[[Mapping[str, str]], Sequence[LearntLayout]]:
    """What the reader asks once the fields of a document are read. Nothing is looked up before, and nothing at all
    in an administration that has not learned yet."""

    def lessons(fields: Mapping[str, str]) -> Sequence[LearntLayout]:
        administration = document.administration
        if administration is None or not VendorLayout.objects.filter(administration=administration).exists():
            return ()
        vendor_id = _vendor_id(document, administration, fields)
        return [stored(layout) for layout in VendorLayout.objects.filter(vendor_id=vendor_id)] if vendor_id else ()

    return lessons


def _vendor_id(document: Document, administration: Administration, fields: Mapping[str, str]) -> int | None:
    """The vendor by an exact key, as derivation finds it afterwards; a person's choice on the draft goes before."""
    draft = document.draft
    if draft is not None and draft.vendor_by_person and draft.vendor_id:
        return draft.vendor_id
    clues = clues_from(lambda name: fields.get(name, ""), document.message)
    found = resolve_vendor(
        clues,
        directory_of(administration),
        own=own_identifiers(),
        mappings=mappings_for(administration),
        policy=policy_of(administration),
    )
    if not found.vendor_id:
        return None
    rows = Vendor.objects.filter(administration=administration, exact_id=found.vendor_id, gone_at=None)
    return rows.values_list("pk", flat=True).first()
