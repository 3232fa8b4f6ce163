"""The vendor-mapping screen: who is this, one click, remembered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from domain.parties import normalise_vat
from exact.models import Administration, Customer, Vendor
from matching.mirror.vendors import directory_of
from matching.models import AgreedPrice, CustomerItem, LearnedPair, LearnedUnit, VendorMapping
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, may
from workbench.drafts.changing import DraftRefused
from workbench.frame.csv_file import csv_stream
from workbench.frame.selectors import current_administration, visible_administrations
from workbench.learning.selectors import learned_vendors
from workbench.match import expected
from workbench.messages import Message, describe
from workbench.models import Draft
from workbench.queue import selectors as queue
from workbench.queue.export import senders_table
from workbench.vendors import impact, services
from workbench.vendors.lookup import vendor_named, vendors_like

SHOWN = 100  # documents without a vendor on the page; the others come as these are settled


@login_required
@require_GET
def vendors(request: Request) -> HttpResponseBase:
    """Unmapped senders with candidates, IBAN changes, learned mappings, duplicates in Exact."""
    administrations = visible_administrations(request.user)
    administration = current_administration(request, administrations)
    scope = [administration] if administration else administrations
    drafts = queue.drafts_for(request.user, administration)
    unmapped = (
        drafts.filter(state="review", vendor=None)
        .exclude(kind__in=["none", "sales_order"])
        .select_related("administration")
        .prefetch_related("documents__message")
        .order_by("supplier_name", "received_at")
    )
    if request.GET.get("as") == "csv":
        return csv_stream("inboek-vendors", *senders_table(unmapped.prefetch_related(None)))
    changed = (
        drafts.filter(state="review", holds__released_at=None, holds__code="IBAN_CHANGED")
        .select_related("vendor")
        .distinct()
    )
    mappable = set(administrations_for(request.user, Right.MAP_VENDOR).values_list("pk", flat=True))
    context = {
        "groups": [
            (rows[0], rows, rows[0].administration_id in mappable, impact.amounts(rows), impact.senders(rows))
            for rows in impact.groups(list(unmapped[:SHOWN]))
        ],
        "waiting": unmapped.count(),
        "shown": SHOWN,
        "show_books": administration is None and len(administrations) > 1,
        "changed": changed[:50],
        "learned": VendorMapping.objects.filter(administration__in=scope, active=True)
        .select_related("vendor")
        .order_by("-pk")[:100],
        "credits": expected.open_credits().filter(draft__administration__in=scope)[:50],
        "duplicates": _twice(scope)[:10],
        "read_by": learned_vendors(scope)[:20],
    }
    return render(request, "vendors/vendors.html", context)


def _twice(administrations: Iterable[Administration]) -> list[dict[str, Any]]:
    """Vendors that stand in Exact more than once, each set of them once with all that they share."""
    found: dict[tuple[int, frozenset[str]], dict[str, Any]] = {}
    for each in administrations:
        directory = directory_of(each)
        for group in directory.duplicates():
            rows = [vendor for vendor_id in group.vendor_ids if (vendor := directory.get(vendor_id))]
            entry = found.setdefault((each.pk, frozenset(group.vendor_ids)), {"vendors": rows, "same": []})
            entry["same"].append((group.key.value, group.value))
    return list(found.values())


def _draft(request: Request, draft_id: uuid.UUID) -> Draft:
    return get_object_or_404(
        queue.drafts_for(request.user, None).select_related("administration", "vendor"), pk=draft_id
    )


@login_required
@require_POST
def choose(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Take this vendor, remember it, and solve what waited for the same."""
    draft = _draft(request, draft_id)
    try:
        if request.POST.get("customer"):
            customer = get_object_or_404(
                Customer, administration=draft.administration, exact_id=request.POST["customer"]
            )
            services.choose_customer(draft.pk, customer=customer, by=request.user)
            found = impact.Impact()
        else:
            vendor = get_object_or_404(
                Vendor, administration=draft.administration, exact_id=request.POST.get("vendor", "")
            )
            found = services.choose_vendor(
                draft.pk, vendor=vendor, by=request.user, remember=request.POST.get("remember", "1") == "1"
            )
    except (DraftRefused, RightMissing) as refused:
        code = refused.code if isinstance(refused, DraftRefused) else "RIGHT_MISSING"
        told = describe(code)
        messages.error(request, f"{told.title}. {told.next_step}")
    else:
        messages.success(request, _told(found))
    return redirect("vendors") if request.POST.get("back") == "vendors" else redirect("review", draft.pk)


@login_required
@require_GET
def search(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Vendors of the draft's administration by name, code, VAT number or IBAN."""
    draft = _draft(request, draft_id)
    text = request.GET.get("q", "").strip()
    sales = draft.kind == "sales_order"
    rows: list[Vendor] | list[Customer] = []
    if sales and len(text) >= 2:
        wanted = Q(name__icontains=text) | Q(code__iendswith=text)
        if vat := normalise_vat(text):
            wanted |= Q(vat_number=vat)
        rows = list(Customer.objects.filter(wanted, administration=draft.administration, gone_at=None)[:12])
    elif draft.administration is not None:
        rows = vendors_like(draft.administration, text)
    may_map = may(request.user, Right.MAP_VENDOR, draft.administration)
    found = {"draft": draft, "rows": rows, "q": text, "sales": sales, "may_map": may_map}
    return render(request, "vendors/_found.html", found)


@login_required
@require_GET
def preview(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """What choosing this vendor would do to the documents that wait."""
    draft = _draft(request, draft_id)
    vendor = get_object_or_404(Vendor, administration=draft.administration, exact_id=request.GET.get("vendor", "")[:60])
    context: dict[str, object] = {"draft": draft, "vendor": vendor}
    try:
        context["impact"] = services.preview_choice(draft.pk, vendor=vendor, by=request.user)
    except (DraftRefused, RightMissing) as refused:
        context["refusal"] = _refusal(refused)
    return render(request, "vendors/_impact.html" if request.htmx else "vendors/impact.html", context)


def _refusal(refused: DraftRefused | RightMissing) -> Message:
    if isinstance(refused, DraftRefused):
        return describe(refused.code, refused.params)
    return describe("RIGHT_MISSING", {"right": refused.right.value})


def _told(found: impact.Impact) -> str:
    """What a decision did, in one sentence."""
    if not found.assigned:
        return _("Vendor chosen and remembered.")
    text = ngettext(
        "Vendor remembered; %(n)d other document was assigned, %(ready)d of them ready.",
        "Vendor remembered; %(n)d other documents were assigned, %(ready)d of them ready.",
        len(found.assigned),
    )
    return text % {"n": len(found.assigned), "ready": len(found.ready)}


@login_required
@require_GET
def options(request: Request, administration_id: int) -> HttpResponse:
    """Vendors to choose from while typing in a field of any name, as options of a list."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    text = next(iter(request.GET.values()), "")
    return render(request, "vendors/_options.html", {"rows": vendors_like(administration, str(text))})


def _mapping(request: Request, mapping_id: int) -> VendorMapping:
    visible = VendorMapping.objects.filter(administration__in=administrations_for(request.user))
    return get_object_or_404(visible.select_related("administration", "vendor"), pk=mapping_id)


@login_required
@require_GET
def mapping(request: Request, mapping_id: int) -> HttpResponse:
    """One learned mapping: what it rests on, and what forgetting it or tying it to ``?vendor=`` would do."""
    row = _mapping(request, mapping_id)
    typed = request.GET.get("vendor", "").strip()
    context: dict[str, object] = {
        "mapping": row,
        "typed": typed,
        "may_map": may(request.user, Right.MAP_VENDOR, row.administration),
    }
    vendor = vendor_named(row.administration, typed)
    if typed and vendor is None:
        context["told"] = describe("RULE_VENDOR_UNKNOWN", {"typed": typed[:60]})
    elif row.active and context["may_map"]:
        context |= {
            "vendor": vendor,
            "impact": services.preview_mapping(row, vendor=vendor, by=request.user),
        }
    return render(request, "vendors/mapping.html", context)


@login_required
@require_POST
def reassign(request: Request, mapping_id: int) -> HttpResponse:
    """Tie a learned mapping to another vendor."""
    row = _mapping(request, mapping_id)
    vendor = get_object_or_404(
        Vendor, administration=row.administration, exact_id=request.POST.get("vendor", "")[:60], gone_at=None
    )
    return _changed(request, row, vendor)


@login_required
@require_POST
def forget(request: Request, mapping_id: int) -> HttpResponse:
    """Reset one learned mapping; documents that wait are judged without it at once."""
    return _changed(request, _mapping(request, mapping_id), None)


def _changed(request: Request, row: VendorMapping, vendor: Vendor | None) -> HttpResponse:
    try:
        found = services.change_mapping(row, vendor=vendor, by=request.user)
    except DraftRefused as refused:
        messages.error(request, str(_refusal(refused).title))
    else:
        text = _("Changed: %(assigned)d documents assigned, %(lost)d lost their vendor, %(ready)d ready.")
        numbers = {"assigned": len(found.assigned), "lost": len(found.lost), "ready": len(found.ready)}
        messages.success(request, _("Forgotten.") if vendor is None and found.nothing else text % numbers)
    return redirect("vendors")


@login_required
@require_GET
def taught(request: Request) -> HttpResponse:
    """Prices, units and items that were taught for orders."""
    visible = visible_administrations(request.user)
    current = current_administration(request, visible)
    scope = [current] if current else visible
    context = {
        "prices": AgreedPrice.objects.filter(administration__in=scope, ended_at=None).select_related("vendor")[:200],
        "units": LearnedUnit.objects.filter(administration__in=scope, ended_at=None).select_related("vendor")[:200],
        "named": CustomerItem.objects.filter(administration__in=scope, ended_at=None).select_related("customer")[:200],
        "pairs": LearnedPair.objects.filter(administration__in=scope, ended_at=None).select_related("vendor")[:200],
    }
    return render(request, "vendors/taught.html", context)


TAUGHT: dict[str, type[AgreedPrice | LearnedUnit | LearnedPair | CustomerItem]] = {
    "price": AgreedPrice,
    "unit": LearnedUnit,
    "pair": LearnedPair,
    "item": CustomerItem,
}


@login_required
@require_POST
def forget_taught(request: Request, kind: str, row_id: int) -> HttpResponse:
    """End a price, unit or pair that was taught; waiting documents are judged without it."""
    model = TAUGHT.get(kind)
    if model is None:
        raise Http404
    visible = administrations_for(request.user)
    row: Any = get_object_or_404(model._default_manager.filter(administration__in=visible), pk=row_id)
    services.forget_taught(row, by=request.user)
    messages.success(request, _("Forgotten."))
    return redirect("taught")
