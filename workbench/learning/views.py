"""A vendor's page: what was learned of its layouts, and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, may
from workbench.learning import selectors, services


@login_required
@require_GET
def vendor_learned(request: Request, vendor_id: int) -> HttpResponse:
    """What Inboek has learned about a vendor, layout by layout."""
    vendor = get_object_or_404(selectors.vendors_for(request.user), pk=vendor_id)
    context = {
        "vendor": vendor,
        "layouts": selectors.layouts_shown(vendor),
        "may_reset": may(request.user, Right.MAP_VENDOR, vendor.administration),
    }
    return render(request, "learning/vendor.html", context)


@login_required
@require_POST
def vendor_reset(request: Request, vendor_id: int) -> HttpResponse:
    """Forget one layout (``layout``) or all of a vendor."""
    vendor = get_object_or_404(selectors.vendors_for(request.user), pk=vendor_id)
    chosen = request.POST.get("layout", "")
    count = services.reset(vendor, by=request.user, layout_id=int(chosen) if chosen.isdigit() else None)
    text = ngettext("%(n)d layout forgotten.", "%(n)d layouts forgotten.", count)
    messages.success(request, text % {"n": count})
    return redirect("vendor-learned", vendor.pk)
