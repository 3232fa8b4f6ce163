"""Beside the field in focus: what else it could be, and what this vendor's last documents had there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from exact import api as exact
from exact.models import BookedLine
from workbench.accounts.people import Request
from workbench.drafts.booking import condition_of
from workbench.drafts.fields import SPECS
from workbench.drafts.states import DraftState
from workbench.models import Draft
from workbench.pipeline.drafting import day_of
from workbench.review import selectors
from workbench.templatetags.case import field_value

LAST = 3
OF_LINES = {"gl_account": "gl_account_code", "vat_code": "vat_code"}
OF_FIELDS = ("due_date", "supplier_iban")


@dataclass(frozen=True, slots=True)
class Choice:
    """Another value: as a person writes it, and where it comes from."""

    shown: str
    origin: str


@dataclass(slots=True)
class Beside:
    """``choices`` are taken by digit; ``last`` is what the vendor's last documents had, newest first."""

    choices: list[Choice] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


def beside_field(draft: Draft, name: str) -> Beside:
    """For a header field. A changed IBAN is never offered: it goes through the bank change. Two statements."""
    stored = draft.fields.get(name, {})
    found = Beside(last=_last_fields(draft, name) if name in OF_FIELDS else [])
    value, read = str(stored.get("value") or ""), str(stored.get("read") or "")
    kind = SPECS[name].kind if name in SPECS else ""
    if name == "supplier_iban":
        return found
    if read and read != value:
        found.choices.append(Choice(field_value(read, kind), _("as read")))
    if name == "due_date" and (day := _by_condition(draft)) is not None and day.isoformat() not in (value, read):
        found.choices.append(Choice(field_value(day.isoformat(), kind), _("Exact's payment condition")))
    return found


def beside_line(draft: Draft, column: str) -> Beside:
    """For a code on a line: what the vendor's last booked lines had. One statement."""
    if draft.vendor_id is None:
        return Beside()
    rows = BookedLine.objects.filter(vendor_id=draft.vendor_id, gone_at=None).exclude(**{OF_LINES[column]: ""})
    codes = rows.order_by("-date", "-pk").values_list(OF_LINES[column], flat=True)[:LAST]
    return Beside(last=list(codes))


def _by_condition(draft: Draft) -> date | None:
    """The last day to pay by the payment condition the entry would have."""
    code = condition_of(draft)
    if not code or draft.issue_date is None or draft.administration is None:
        return None
    condition = exact.payment_conditions_for(draft.administration).filter(code=code).first()
    return condition.last_day(draft.issue_date) if condition else None


def _last_fields(draft: Draft, name: str) -> list[str]:
    """The vendor's last posted documents: days to pay, or the account that stood on them."""
    if draft.vendor_id is None:
        return []
    posted = Draft.objects.filter(vendor_id=draft.vendor_id, state=DraftState.POSTED).exclude(pk=draft.pk)
    rows = posted.order_by("-posted_at").values("issue_date", "due_date", f"fields__{name}__value")[:LAST]
    return [text for row in rows if (text := _told(row, name))]


def _told(row: dict[str, Any], name: str) -> str:
    if name == "supplier_iban":
        return field_value(str(row[f"fields__{name}__value"] or ""), "iban")
    issued, due = row["issue_date"], day_of(str(row[f"fields__{name}__value"] or "")) or row["due_date"]
    if issued is None or due is None:
        return ""
    days = (due - issued).days
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@login_required
@require_GET
def beside(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """What stands beside a field or a line's column while it has the focus; empty when nothing is known."""
    draft = get_object_or_404(selectors.visible(request.user), pk=draft_id)
    name = request.GET.get("field", "")
    if name in OF_LINES:
        found = beside_line(draft, name)
    else:
        found = beside_field(draft, name) if name in SPECS else Beside()
    return render(request, "review/_beside.html", {"found": found})
