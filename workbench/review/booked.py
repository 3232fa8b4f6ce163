"""A document beside an entry that stands in Exact already: is it the same invoice?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exact import api as exact
from exact.models import BookedEntry, BookedLine, GLAccount
from workbench.accounts.people import Request, Visitor
from workbench.accounts.rights import Right, administrations_for, may
from workbench.drafts.services import NEVER_RELEASED
from workbench.models import Draft, Hold
from workbench.pipeline.drafting import number_key
from workbench.review import selectors

# How a hold names an entry of the mirror as the other one.
PREFIX = "exact:"


def entry_named(hold: Hold) -> int | None:
    """The key of the entry that a duplicate hold is about; None when that is another document."""
    other = str(hold.params.get("other", ""))
    key = other[len(PREFIX) :] if other.startswith(PREFIX) else ""
    return int(key) if key.isdecimal() and len(key) < 19 else None


def comparable(holds: Iterable[Hold], user: Visitor) -> dict[int, int]:
    """Entries that this person may see, by the hold that names them."""
    named = {hold.pk: key for hold in holds if (key := entry_named(hold)) is not None}
    if not named:
        return {}
    books = administrations_for(user)
    seen = set(BookedEntry.objects.filter(pk__in=named.values(), administration__in=books).values_list("pk", flat=True))
    return {hold: entry for hold, entry in named.items() if entry in seen}


@login_required
@require_GET
def compare_booked(request: Request, draft_id: uuid.UUID, booked_id: int) -> HttpResponse:
    """The document and the entry side by side: header, lines, page; the link leads to the entry in Exact."""
    draft = get_object_or_404(selectors.visible(request.user), pk=draft_id)
    entry = get_object_or_404(
        BookedEntry.objects.select_related("vendor", "administration__connection").filter(
            administration__in=administrations_for(request.user)
        ),
        pk=booked_id,
    )
    lines = list(
        BookedLine.objects.filter(administration=entry.administration, entry_exact_id=entry.exact_id, gone_at=None)
    )
    codes = {line.gl_account_code for line in lines}
    names = GLAccount.objects.filter(administration=entry.administration, code__in=codes)
    hold = next(
        (each for each in draft.holds.filter(released_at=None) if entry_named(each) == entry.pk),
        None,
    )
    return render(
        request,
        "review/compare_booked.html",
        {
            "draft": draft,
            "may_edit": may(request.user, Right.EDIT, draft.administration),
            "entry": entry,
            "rows": _rows(draft, entry),
            "lines": lines,
            "own_lines": list(draft.lines.all()),
            "account_names": dict(names.values_list("code", "description")),
            "url": exact.url_of_entry(entry.administration, entry.exact_id),
            "pages": selectors.pages_of(draft)[:1],
            "hold": hold if hold and hold.code not in NEVER_RELEASED else None,
            "kept": _("Belongs to entry %(number)s in Exact") % {"number": entry.entry_number},
        },
    )


def _rows(draft: Draft, entry: BookedEntry) -> list[dict[str, Any]]:
    """Particulars that both have, each with whether they are the same."""
    pairs = (
        (
            "supplier_name",
            draft.vendor_name,
            str(entry.vendor.name if entry.vendor else ""),
        ),
        ("invoice_number", draft.invoice_number, entry.your_ref),
        (
            "issue_date",
            draft.issue_date.isoformat() if draft.issue_date else "",
            entry.date.isoformat() if entry.date else "",
        ),
        ("gross_total", "" if draft.payable is None else str(draft.payable), str(entry.amount)),
        ("currency", draft.currency, entry.currency),
    )
    return [
        {
            "name": name,
            "values": [ours, theirs],
            "same": ours == theirs or (name == "invoice_number" and number_key(ours) == number_key(theirs)),
        }
        for name, ours, theirs in pairs
    ]
