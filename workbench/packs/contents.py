"""Everything that is known of one document's case, as data that a stranger can read without the product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, Q, QuerySet

from exact.models import Posting
from workbench.drafts.fields import FORM
from workbench.messages import describe, describe_event
from workbench.models import AuditEvent, Document, Draft, ReceiptConsumption
from workbench.review.selectors import FIELD_LABELS

# What a file of events needs of one event to be told to a field.
_OF_FIELDS = ("field.changed", "field.confirmed")


def row_of(row: Model) -> dict[str, Any]:
    """All columns of a row by their names."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def rows_of(rows: Iterable[Model]) -> list[dict[str, Any]]:
    """All columns of these rows."""
    return [row_of(row) for row in rows]


def events_of(draft: Draft) -> QuerySet[AuditEvent]:
    """Every event of the draft and of its documents, the first first."""
    documents = list(draft.documents.values_list("pk", flat=True))
    return AuditEvent.objects.filter(Q(draft_id=draft.pk) | Q(document_id__in=documents)).order_by("seq")


def case_of(draft: Draft, events: list[AuditEvent]) -> dict[str, Any]:
    """The case as JSON: the draft with its lines, fields, match, holds, approvals, postings and files."""
    postings = list(Posting.objects.filter(subject=str(draft.pk)).order_by("created_at").prefetch_related("attempts"))
    lines = list(draft.lines.all())
    return {
        "draft": row_of(draft),
        "administration": _administration(draft),
        "vendor": row_of(draft.vendor) if draft.vendor else None,
        "fields": fields_of(draft, events),
        "lines": rows_of(lines),
        "receipts": _receipts(lines),
        "match": {"state": draft.match_state, "result": draft.match_result, "answers": _signed(draft.match_answers)},
        "holds": [_hold(row) for row in rows_of(draft.holds.all())],
        "approvals": _signed(draft.approvals),
        "decisions": _signed(draft.decisions),
        "postings": [row_of(posting) | {"attempts": rows_of(posting.attempts.all())} for posting in postings],
        "talk": _signed(draft.comments),
    }


def _administration(draft: Draft) -> dict[str, Any] | None:
    books = draft.administration
    if books is None:
        return None
    return {name: getattr(books, name) for name in ("code", "name", "division", "currency", "vat_number")}


def fields_of(draft: Draft, events: list[AuditEvent]) -> list[dict[str, Any]]:
    """Each header field: value, what was read, where it comes from, and who changed or confirmed what and when."""
    told: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in events:
        if event.action in _OF_FIELDS:
            told[str(event.data.get("field"))].append(event)
    found = []
    for name in dict.fromkeys([*(spec.name for spec in FORM), *draft.fields]):
        stored = draft.fields.get(name, {})
        if not stored and name not in told:
            continue
        found.append(
            {
                "name": name,
                "label": str(FIELD_LABELS.get(name, name)),
                **{key: value for key, value in stored.items() if key != "boxes"},
                "changes": [
                    {"at": each.at, "who": each.actor, "what": describe_event(each.action, each.data), "seq": each.seq}
                    for each in told[name]
                ],
            }
        )
    return found


def _receipts(lines: list[Any]) -> list[dict[str, Any]]:
    used = ReceiptConsumption.objects.filter(draft_line__in=lines).select_related("receipt_line__receipt", "linked_by")
    return [
        row_of(row)
        | {
            "receipt": row.receipt_line.receipt.number,
            "delivery_note": row.receipt_line.receipt.your_ref,
            "date": row.receipt_line.receipt.date,
            "linked_by": row.linked_by.get_username() if row.linked_by else "",
        }
        for row in used.order_by("pk")
    ]


def _hold(row: dict[str, Any]) -> dict[str, Any]:
    told = describe(row["code"], row["params"])
    return _with_names(row) | {"title": str(told.title), "cause": str(told.cause)}


def _signed(rows: Any) -> list[dict[str, Any]]:
    return [_with_names(row) for row in rows_of(rows.all())]


def _with_names(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the log-in name beside every key of a person."""
    people = {name: key for name, key in row.items() if name.endswith("by_id") and key}
    names = dict(User.objects.filter(pk__in=people.values()).values_list("pk", "username")) if people else {}
    return row | {name.removesuffix("_id"): names.get(key, "") for name, key in people.items()}


def file_row(document: Document, path: str) -> dict[str, Any]:
    """A file of the case as the list of originals tells it; pages with how they were shown, and the mail it came in."""
    message = document.message
    return {
        "file": path,
        "name": document.name,
        "sha256": document.blob_id,
        "kind": document.kind,
        "role": document.role,
        "source": document.source,
        "received_at": document.received_at,
        "received_by": document.received_by.get_username() if document.received_by else "",
        "engine": document.engine,
        "read_at": document.read_at,
        "pages_of_the_file": document.pages or None,
        "arrangement": document.arrangement or None,
        "pages": [
            {"page": row.number, "source": row.source, "turned": row.rotation, "hidden": row.hidden}
            for row in document.page_rows.all()
        ],
        "mail": None
        if message is None
        else {
            name: getattr(message, name)
            for name in (
                *("message_id", "sender_address", "sender_name", "envelope_sender", "recipient", "subject"),
                *("sent_at", "received_at", "authentication"),
            )
        },
    }
