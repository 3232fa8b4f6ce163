"""The vendor-mapping screen: who is this, one click, remembered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from domain.parties import normalise_iban, normalise_vat
from exact.models import Customer, Vendor
from matching.mirror.vendors import directory_of
from matching.models import VendorMapping
from matching.vendors import learned
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, require
from workbench.drafts.changing import DraftRefused
from workbench.frame.selectors import current_administration, visible_administrations
from workbench.learning.selectors import learned_vendors
from workbench.messages import describe
from workbench.models import Draft
from workbench.queue import selectors as queue
from workbench.vendors import services


@login_required
@require_GET
def vendors(request: Request) -> HttpResponse:
    """Unmapped senders with candidates, IBAN changes, learned mappings, duplicates in Exact."""
    administrations = visible_administrations(request.user)
    administration = current_administration(request, administrations)
    scope = [administration] if administration else administrations
    drafts = queue.drafts_for(request.user, administration)
    unmapped = (
        drafts.filter(state="review", vendor=None)
        .exclude(kind__in=["none", "sales_order"])
        .select_related("administration")
        .order_by("supplier_name", "received_at")[:100]
    )
    groups: dict[tuple[int | None, str], list[Draft]] = {}
    for draft in unmapped:
        groups.setdefault((draft.administration_id, draft.supplier_name or str(draft.pk)), []).append(draft)
    changed = (
        drafts.filter(state="review", holds__released_at=None, holds__code="IBAN_CHANGED")
        .select_related("vendor")
        .distinct()
    )
    duplicates = []
    for each in scope:
        directory = directory_of(each)
        for group in list(directory.duplicates())[:10]:
            rows = [directory.get(vendor_id) for vendor_id in group.vendor_ids]
            duplicates.append(
                {
                    "administration": each,
                    "key": group.key.value,
                    "value": group.value,
                    "vendors": [r for r in rows if r],
                }
            )
    context = {
        "groups": [(rows[0], rows) for rows in groups.values()],
        "changed": changed[:50],
        "learned": VendorMapping.objects.filter(administration__in=scope, active=True).order_by("-pk")[:100],
        "duplicates": duplicates[:10],
        "read_by": learned_vendors(scope)[:20],
    }
    return render(request, "vendors/vendors.html", context)


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
            solved = []
        else:
            vendor = get_object_or_404(
                Vendor, administration=draft.administration, exact_id=request.POST.get("vendor", "")
            )
            solved = services.choose_vendor(
                draft.pk, vendor=vendor, by=request.user, remember=request.POST.get("remember", "1") == "1"
            )
    except (DraftRefused, RightMissing) as refused:
        code = refused.code if isinstance(refused, DraftRefused) else "RIGHT_MISSING"
        told = describe(code)
        messages.error(request, f"{told.title}. {told.next_step}")
    else:
        if solved:
            text = ngettext(
                "Vendor remembered; %(n)d other document was solved with it.",
                "Vendor remembered; %(n)d other documents were solved with it.",
                len(solved),
            )
            messages.success(request, text % {"n": len(solved)})
        else:
            messages.success(request, _("Vendor chosen and remembered."))
    return redirect("vendors") if request.POST.get("back") == "vendors" else redirect("review", draft.pk)


@login_required
@require_GET
def search(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """Vendors of the draft's administration by name, code, VAT number or IBAN."""
    draft = _draft(request, draft_id)
    text = request.GET.get("q", "").strip()
    sales = draft.kind == "sales_order"
    rows: list[Vendor | Customer] = []
    if len(text) >= 2:
        model: type[Vendor | Customer] = Customer if sales else Vendor
        wanted = Q(name__icontains=text) | Q(code__iendswith=text)
        if vat := normalise_vat(text):
            wanted |= Q(vat_number=vat)
        if not sales and (iban := normalise_iban(text)):
            wanted |= Q(bank_accounts__iban=iban)
        rows = list(model.objects.filter(wanted, administration=draft.administration, gone_at=None).distinct()[:12])
    return render(request, "vendors/_found.html", {"draft": draft, "rows": rows, "q": text, "sales": sales})


@login_required
@require_POST
def forget(request: Request, mapping_id: int) -> HttpResponse:
    """Reset one learned mapping; documents that wait are judged without it from now on."""
    mapping = get_object_or_404(
        VendorMapping.objects.filter(administration__in=administrations_for(request.user)), pk=mapping_id
    )
    require(request.user, Right.MAP_VENDOR, mapping.administration)
    learned.forget(mapping, by=request.user.get_username())
    messages.success(request, _("Forgotten."))
    return redirect("vendors")
