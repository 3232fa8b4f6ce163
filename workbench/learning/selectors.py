"""What was learned of a vendor, in words for the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from domain.reading import Reading
from exact.models import Administration, Vendor
from ocr.local.learning.layout import ENOUGH, LearntLayout, LearntSpot
from ocr.local.learning.lesson import LEARNED, TAUGHT
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.learning.services import stored
from workbench.messages import describe
from workbench.models import Draft, LayoutLesson, VendorLayout

_COLUMNS: dict[str, str | Promise] = {
    "description": gettext_lazy("description"),
    "code": gettext_lazy("item code"),
    "quantity": gettext_lazy("quantity"),
    "unit": gettext_lazy("unit"),
    "price": gettext_lazy("price"),
    "vat_rate": gettext_lazy("VAT rate"),
    "amount": gettext_lazy("amount"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A field and where it stands, in words; ``used`` once enough documents agree; ``documents`` how many did."""

    field: str
    where: str
    documents: int
    used: bool


@dataclass(frozen=True, slots=True)
class LayoutShown:
    """One layout as the vendor's page shows it. ``missing``: confirmed documents until it is read by."""

    row: VendorLayout
    active: bool
    missing: int
    places: list[Place]
    habits: list[str]
    columns: list[str]
    last: LayoutLesson | None
    last_taught: datetime
    page: int  # of the last document, for its picture


def vendors_for(user: Visitor) -> QuerySet[Vendor]:
    """The vendors whose page a person may open."""
    return Vendor.objects.filter(administration__in=administrations_for(user)).select_related("administration")


def learned_vendors(scope: Iterable[Administration]) -> QuerySet[Vendor]:
    """Vendors with something learned, latest first, each with ``n_layouts`` and ``n_documents`` (of its best known)."""
    rows = Vendor.objects.filter(administration__in=list(scope), layouts__isnull=False)
    counted = rows.annotate(
        n_layouts=Count("layouts"), n_documents=Max("layouts__documents"), last=Max("layouts__taught_at")
    )
    return counted.order_by("-last")


def layouts_shown(vendor: Vendor) -> list[LayoutShown]:
    """Every layout of a vendor, the best known first."""
    rows = VendorLayout.objects.filter(vendor=vendor).prefetch_related("lessons__document", "lessons__draft")
    return [_shown(row) for row in rows]


def _shown(row: VendorLayout) -> LayoutShown:
    layout = stored(row)
    lessons = list(row.lessons.all())
    return LayoutShown(
        row=row,
        active=layout.active,
        missing=max(0, ENOUGH - layout.documents),
        places=_places(layout),
        habits=_habits(layout),
        columns=[str(_COLUMNS[c.kind]) for c in layout.table.columns if c.kind in _COLUMNS],
        last=lessons[-1] if lessons else None,
        last_taught=lessons[-1].taught_at if lessons else row.taught_at,
        page=_first_page(lessons[-1]) if lessons else 1,
    )


def _first_page(lesson: LayoutLesson) -> int:
    document = lesson.document
    return int(document.pages[0]) if document is not None and document.pages else 1


def _places(layout: LearntLayout) -> list[Place]:
    """The best place of each field, in the order a clerk reads them."""
    out = []
    for name in TAUGHT:
        used = layout.places(name)
        known = used or sorted((s for s in layout.spots if s.spot.field == name), key=lambda s: (s.against, -s.weight))
        if known:
            out.append(Place(name, _where(known[0]), known[0].count, bool(used) and layout.active))
    return out


def _where(place: LearntSpot) -> str:
    """Beside "Volgcode", under it, or where on the page."""
    spot = place.spot
    if spot.label:
        words = {"label": spot.words or spot.label}
        return _("under “%(label)s”") % words if spot.dy > 0.008 else _("beside “%(label)s”") % words
    side = _("left") if spot.dx < 0.33 else _("middle") if spot.dx < 0.6 else _("right")
    height = _("top") if spot.dy < 0.33 else _("middle") if spot.dy < 0.66 else _("bottom")
    return _("without a label, %(height)s %(side)s on the first page") % {"height": height, "side": side}


def _habits(layout: LearntLayout) -> list[str]:
    out = []
    if currency := layout.habits.get("currency"):
        out.append(_("in %(currency)s") % {"currency": currency})
    order = layout.habits.get("date_order", "")
    if order:
        out.append(_("day before month") if order == "dm" else _("month before day"))
    return out


def field_notes(draft: Draft) -> dict[str, str]:
    """Per header field of a draft what learning did to it, as a sentence; nothing for fields it left alone."""
    if not any(LEARNED in field.get("checks", []) or field.get("state") == "check" for field in draft.fields.values()):
        return {}
    document = draft.documents.filter(role="main").order_by("received_at").first()
    findings = Reading.from_json(document.reading).findings if document and document.reading else ()
    known = next((f.params.get("documents", "") for f in findings if f.code == "READ_AS_LEARNED"), "")
    notes = {}
    for name, field in draft.fields.items():
        if known and LEARNED in field.get("checks", []):
            notes[name] = str(describe("READ_AS_LEARNED", {"documents": known}).title)
    for finding in findings:
        if finding.code == "LEARNED_DIFFERS" and draft.fields.get(finding.field, {}).get("state") == "check":
            notes[finding.field] = str(describe(finding.code, finding.params).cause)
    return notes
