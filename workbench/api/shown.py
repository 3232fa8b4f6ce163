"""Files, documents and drafts as the API shows them: amounts as decimal text, dates as ISO 8601, codes with words."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from workbench.drafts.fields import SPECS
from workbench.messages import describe
from workbench.models import Document, Draft, DraftLine, Hold, IntakeEntry

_HEADER = (
    *("kind", "state", "supplier_name", "invoice_number", "issue_date", "due_date", "currency"),
    *("net_total", "vat_total", "gross_total", "order_reference", "description"),
)
_LINE = (
    *("position", "description", "item_code", "quantity", "unit", "unit_price", "discount", "net_amount", "vat_rate"),
    *("vat_treatment", "vat_code", "vat_amount", "gl_account", "cost_centre", "cost_unit", "match_state"),
)


def file_of(entry: IntakeEntry) -> dict[str, Any]:
    """One file that was handed in, and what became of it; a ZIP or mail names its parts once it was opened."""
    found: dict[str, Any] = {
        "id": str(entry.pk),
        "name": entry.name,
        "size": entry.size,
        "sha256": entry.blob_id,
        "outcome": str(entry.outcome),
        "document": str(entry.document_id) if entry.document_id else None,
        "url": _address("api-file", file_id=entry.pk),
        "document_url": _address("api-document", document_id=entry.document_id) if entry.document_id else None,
    }
    if entry.reason:
        found |= _told(entry.reason, entry.params)
    return found


def document_of(document: Document, reached: set[int], *, whole: bool = True) -> dict[str, Any]:
    """A document and its draft, as far as it belongs to an administration among ``reached`` (ids). Without ``whole``:
    no lines, fields, holds or parts."""
    draft = document.draft if document.draft and document.draft.administration_id in reached else None
    found = {
        "id": str(document.pk),
        "url": _address("api-document", document_id=document.pk),
        "administration": document.administration.code if document.administration else None,
        "name": document.name,
        "kind": document.kind,
        "source": document.source,
        "sha256": document.blob_id,
        "received_at": _plain(document.received_at),
        "state": document.state,
        "read_at": _plain(document.read_at),
        "role": document.role,
        "part_of": str(document.parent_id) if document.parent_id else None,
        "draft": _draft(draft, whole=whole) if draft else None,
    }
    if whole:
        found["pages"] = document.page_count
        parts = document.parts.filter(administration__in=reached).order_by("received_at", "pk")
        found["parts"] = [str(key) for key in parts.values_list("pk", flat=True)]
    return found


def _draft(draft: Draft, *, whole: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": str(draft.pk),
        "screen": settings.PUBLIC_URL + reverse("review", args=[draft.pk]),
        **{name: _plain(getattr(draft, name)) for name in _HEADER},
        "vendor": {"code": draft.vendor.code.strip(), "name": draft.vendor.name} if draft.vendor else None,
        "turn": draft.turn,
        "blockers": draft.blockers,
        "entry_number": draft.entry_number or None,
        "posted_at": _plain(draft.posted_at),
    }
    if whole:
        found["fields"] = {name: _field(value) for name, value in draft.fields.items() if name in SPECS}
        found["lines"] = [_line(line) for line in draft.lines.all()]
        found["holds"] = [_hold(hold) for hold in draft.holds.filter(released_at=None).order_by("pk")]
    return found


def _field(value: dict[str, Any]) -> dict[str, Any]:
    return {name: value.get(name) for name in ("value", "state", "confidence", "proven")}


def _line(line: DraftLine) -> dict[str, Any]:
    return {name: _plain(getattr(line, name)) for name in _LINE}


def _hold(hold: Hold) -> dict[str, Any]:
    place = {"severity": hold.severity, "field": hold.field or None, "owner": hold.owner_role}
    return {**_told(hold.code, hold.params), **place}


def _told(code: str, params: dict[str, Any]) -> dict[str, str]:
    told = describe(code, params)
    return {"code": code, "title": str(told.title), "detail": str(told.cause), "next_step": str(told.next_step)}


def _plain(value: Any) -> Any:
    """A column as JSON: decimals as text, moments in UTC."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def _address(name: str, **arguments: Any) -> str:
    return settings.PUBLIC_URL + reverse(name, kwargs=arguments)
