"""Teaching, forgetting and resetting a vendor's layouts: the only writer of what was learned about them.

A lesson is a draft that a person approved; it counts as long as the approval stands. Work of a job, so that approving
two hundred drafts at once waits for none of it.
"""

from __future__ import annotations

import uuid

from django.db import transaction

from domain.reading import Reading
from exact.models import Vendor
from ocr.local.learning.layout import WINDOW, LearntLayout, best_match, learnt
from ocr.local.learning.lesson import Lesson
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.states import DraftKind, DraftState
from workbench.learning.confirming import confirmed_of, lesson_document, pages_of
from workbench.models import Document, Draft, LayoutLesson, VendorLayout

# Layouts kept per vendor; one more drops the one that was taught longest ago.
MOST_LAYOUTS = 5
CONFIRMED = (DraftState.APPROVED, DraftState.POSTING, DraftState.POSTED, DraftState.FAILED)
TAUGHT_KINDS = (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE, DraftKind.PURCHASE_ORDER)


def learn_by_id(draft_id: uuid.UUID) -> None:
    """Teach what a confirmed draft shows; take back what one that is no longer confirmed taught.

    Running it again for the same draft changes nothing but the place of its lesson in the order of time."""
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        return
    document = lesson_document(draft) if _teaches(draft) else None
    # Worked out before the transaction: others write meanwhile.
    lesson = _taught_by(draft, document) if document is not None else None
    with transaction.atomic():
        now = Draft.objects.select_for_update().get(pk=draft_id)
        _take_back(now)
        if document is not None and lesson is not None and _teaches(now) and now.version == draft.version:
            _keep(now, document, lesson)


def _taught_by(draft: Draft, document: Document) -> Lesson | None:
    """The lesson of a draft; None when its pages hold no text to know a layout by."""
    from ocr.local import api as reader

    lesson = reader.learn(pages_of(document), confirmed_of(draft, Reading.from_json(document.reading)))
    return lesson if lesson.marks else None


def _teaches(draft: Draft) -> bool:
    return draft.state in CONFIRMED and draft.kind in TAUGHT_KINDS and draft.vendor_id is not None


def _take_back(draft: Draft) -> None:
    old = LayoutLesson.objects.select_related("layout").filter(draft=draft).first()
    if old is None:
        return
    Vendor.objects.select_for_update().get(pk=old.layout.vendor_id)
    layout = old.layout
    old.delete()
    _renew(layout)


def _keep(draft: Draft, document: Document, lesson: Lesson) -> None:
    """Put the lesson to the layout it belongs to, or begin a new one. The vendor's row is the writers' lock."""
    assert draft.vendor_id is not None
    vendor = Vendor.objects.select_for_update().get(pk=draft.vendor_id)
    layouts = list(VendorLayout.objects.filter(vendor=vendor))
    match, _alike = best_match(lesson.marks, [stored(layout) for layout in layouts])
    if match is not None:
        layout = next(each for each in layouts if str(each.pk) == match.key)
    else:
        layout = VendorLayout.objects.create(administration=vendor.administration, vendor=vendor)
        audit.record(
            "layout.learned", actor="pipeline", draft=draft, administration=vendor.administration, vendor=vendor.name
        )
        for oldest in sorted(layouts, key=lambda each: each.taught_at)[: max(0, len(layouts) + 1 - MOST_LAYOUTS)]:
            oldest.delete()
    LayoutLesson.objects.create(layout=layout, draft=draft, document=document, data=lesson.to_json())
    _renew(layout)


def _renew(layout: VendorLayout) -> None:
    """Compute anew what the layout's lessons teach together; lessons too old to count go, and a layout without any."""
    rows = list(layout.lessons.order_by("taught_at", "pk"))
    for old in rows[:-WINDOW]:
        old.delete()
    lessons = [lesson for row in rows[-WINDOW:] if (lesson := _lesson(row)) is not None]
    if not lessons:
        layout.delete()
        return
    layout.learnt = learnt(lessons).to_json()
    layout.documents = len(lessons)
    layout.save()


def _lesson(row: LayoutLesson) -> Lesson | None:
    try:
        return Lesson.from_json(row.data)
    except (KeyError, TypeError, ValueError):
        return None  # written by another version: it is learned again from what is confirmed next


def stored(layout: VendorLayout) -> LearntLayout:
    """A layout as the reader takes it, under its primary key; an empty one when it was stored by another version."""
    try:
        return LearntLayout.from_json(layout.learnt, str(layout.pk))
    except (KeyError, TypeError, ValueError):
        return LearntLayout(key=str(layout.pk))


def reset(vendor: Vendor, *, by: Person, layout_id: int | None = None) -> int:
    """Forget one layout of a vendor, or all (``layout_id`` None). Returns how many were forgotten; raises RightMissing.

    Documents read before keep what was read; from now on the vendor is read as a stranger until three more documents
    are confirmed."""
    require(by, Right.MAP_VENDOR, vendor.administration)
    with transaction.atomic():
        Vendor.objects.select_for_update().get(pk=vendor.pk)
        rows = VendorLayout.objects.filter(vendor=vendor)
        if layout_id is not None:
            rows = rows.filter(pk=layout_id)
        learnt_from = list(rows.values_list("documents", flat=True))
        rows.delete()
        for documents in learnt_from:
            audit.record(
                "layout.reset", by=by, administration=vendor.administration, vendor=vendor.name, documents=documents
            )
    return len(learnt_from)
