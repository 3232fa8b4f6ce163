"""What the review screen shows of one draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workbench.accounts.people import Person, Visitor
from workbench.approval.router import Router
from workbench.approval.services import refusal_of
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FORM, FieldKind, FieldState
from workbench.drafts.holding import open_holds
from workbench.drafts.services import NEVER_RELEASED
from workbench.learning.selectors import field_notes
from workbench.messages import Message, describe
from workbench.messages.words import OWNERS
from workbench.models import AuditEvent, Document, Draft, Hold
from workbench.models.document import DocumentState
from workbench.queue.selectors import drafts_for

FIELD_LABELS = {
    "invoice_number": _("Invoice number"),
    "issue_date": _("Invoice date"),
    "due_date": _("Due date"),
    "delivery_date": _("Delivery date"),
    "order_reference": _("Order"),
    "payment_reference": _("Payment ref."),
    "original_invoice": _("Credits invoice"),
    "net_total": _("Net"),
    "vat_total": _("VAT"),
    "gross_total": _("Total"),
    "currency": _("Currency"),
    "supplier_iban": _("IBAN"),
    "supplier_vat": _("VAT number"),
    "supplier_registration": _("Registration"),
    "supplier_name": _("Name"),
    "booking_date": _("Booking date"),
    "description": _("Description"),
    "payment_condition": _("Payment condition"),
    "service_start": _("Service from"),
    "service_end": _("Service to"),
    "buyer_name": _("Addressed to"),
    "buyer_vat": _("Buyer's VAT number"),
}
STATE_WORDS = {
    "sure": _("sure"),
    "check": _("check"),
    "missing": _("missing"),
    "confirmed": _("confirmed"),
    "hold": _("differs"),
    "adds_up": _("adds up"),
    "empty": "",
}
SEVERITY_ORDER = {"security": 0, "hold": 1, "check": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class Field:
    """A header field ready to draw. ``css`` is the row's class, ``mark`` the margin's mark."""

    name: str
    label: object
    kind: FieldKind
    value: str
    source: str
    state: str
    word: object
    boxes: list[list[float]]
    raw: str
    reasons: list[str]
    needs_attention: bool
    mark: str
    css: str
    note: str = ""  # what was learned from earlier documents had to do with it
    doubt: str = ""  # code of what the reader holds against it
    choices: str = ""  # id of the list it is chosen from


@dataclass(frozen=True, slots=True)
class Blocker:
    """One open hold or finding in words, with the verb that moves it."""

    hold: Hold
    told: Message
    owner: object
    target: str
    releasable: bool
    also: tuple[int, ...] = ()


MATCH_TARGETS = (
    "PRICE",
    "QTY",
    "AWAIT",
    "PO_",
    "LINE_",
    "UOM",
    "CHARGE",
    "BLANKET",
    "CURRENCY",
    "CREDIT",
    "INVOICE_TOTAL",
)


def visible(user: Visitor) -> QuerySet[Draft]:
    """The drafts a person may open."""
    return drafts_for(user, None).select_related("vendor", "administration", "edited_by")


def load_parts(draft: Draft, *, readings: bool) -> None:
    """Load the draft's lines with what they are linked to, and its documents, once for all that is drawn of them.
    ``readings``: also what was read from each document, which is large and which only its pages show."""
    documents = Document.objects.all() if readings else Document.objects.defer("reading")
    prefetch_related_objects([draft], "lines", Prefetch("documents", documents))
    prefetch_related_objects([line for line in draft.lines.all() if line.order_line_id], "order_line__order")


def blockers(draft: Draft) -> list[Blocker]:
    """The open holds, security first."""
    rows = sorted(
        open_holds(draft),
        key=lambda hold: (SEVERITY_ORDER.get(hold.severity, 9), hold.pk),
    )
    groups: dict[tuple[str, ...], list[Hold]] = {}
    for hold in rows:
        groups.setdefault(_same_problem(hold), []).append(hold)
    return [_blocker(holds) for holds in groups.values()]


def _same_problem(hold: Hold) -> tuple[str, ...]:
    """Holds of several lines with one cause stand in one row, and so do the fields that are missing."""
    if hold.params.get("line") or hold.code == "MISSING_FIELD":
        return hold.code, hold.severity, hold.owner_role
    return (str(hold.pk),)


def _blocker(holds: list[Hold]) -> Blocker:
    first = holds[0]
    told = _with_stop(describe(first.code, first.params))
    target = _target(first)
    if len(holds) > 1 and first.code == "MISSING_FIELD":
        told, target = _missing(told, holds), "next"
    elif len(holds) > 1:
        told = _for_lines(told, [describe(hold.code, hold.params) for hold in holds])
    return Blocker(
        first,
        told,
        str(OWNERS.get(first.owner_role, first.owner_role)),
        target,
        first.code not in NEVER_RELEASED,
        tuple(hold.pk for hold in holds[1:]),
    )


def _with_stop(told: Message) -> Message:
    """A cause that is a list of names or likenesses ends before the next step begins."""
    cause = str(told.cause)
    return replace(told, cause=f"{cause}.") if cause and cause[-1] not in ".!?:…" else told


def _missing(first: Message, holds: list[Hold]) -> Message:
    """ "3 fields are missing: number, date, total." """
    title = ngettext("%(n)d field is missing", "%(n)d fields are missing", len(holds)) % {"n": len(holds)}
    names = ", ".join(str(FIELD_LABELS.get(hold.field, hold.field)) for hold in holds)
    return replace(first, title=title, cause=f"{names}.")


def _for_lines(first: Message, all_told: list[Message]) -> Message:
    """ "3 lines: cost unit missing"; where the lines differ in more than their number, each says its own."""
    said = {re.sub(r"^\S+ \d+: *", "", str(told.title)) for told in all_told}
    if len(said) == 1:
        n = len(all_told)
        title = ngettext("%(n)d line: %(what)s", "%(n)d lines: %(what)s", n) % {"n": n, "what": said.pop()}
    else:
        title = " · ".join(str(told.title) for told in all_told)
    causes = {str(told.cause) for told in all_told}
    return replace(first, title=title, cause=first.cause if len(causes) == 1 else "")


def _target(hold: Hold) -> str:
    """Which part of the screen settles the hold: match, vendor, duplicate, iban, field:<name>, line:<n> or the like."""
    if hold.code.startswith("IBAN"):
        return "iban"
    if hold.code.startswith("VENDOR"):
        return "vendor"
    if hold.code.startswith("DUPLICATE"):
        return "duplicate"
    if hold.code in ("WRONG_ADMINISTRATION", "ADMINISTRATION_UNCLEAR"):
        return "administration"
    if hold.code == "NOT_AN_INVOICE":
        return "kind"
    if hold.code == "ANNEX_PROPOSED":
        return "annex"
    if hold.code == "PERIOD_CLOSED":
        return "period"
    if hold.params.get("condition"):
        return "condition"
    if hold.code == "INVESTMENT" and hold.params.get("account"):
        return "asset"
    if hold.code == "SPLIT_PROPOSED":
        return "pages"
    if hold.code == "READ_DOUBTFUL":
        return "next"
    if hold.code == "LAYOUT_CHANGED":
        return "learned"
    if hold.code.startswith(MATCH_TARGETS):
        return "match"
    if hold.field.startswith("lines."):
        return f"line:{hold.field.split('.')[1]}"
    return f"field:{hold.field}" if hold.field else ""


def fields(draft: Draft, held: set[str]) -> list[list[Field]]:
    """The form's two columns. ``held`` names the fields an open hold is about."""
    columns: list[list[Field]] = [[], []]
    adds_up, notes = _adds_up(draft), field_notes(draft)
    for spec in FORM:
        stored: dict[str, Any] = draft.fields.get(spec.name, {})
        value, source = stored.get("value", ""), stored.get("source", "")
        if not value and "state" not in stored and spec.kind is FieldKind.AMOUNT:
            computed = getattr(draft, spec.name)
            if computed is not None:
                # Printed per rate only: the sum is ours.
                value, source, stored = str(computed), "derived", {"state": FieldState.SURE.value}
        if (
            not value
            and not spec.needed
            and spec.name in ("delivery_date", "original_invoice")
            and "state" not in stored
        ):
            continue
        state = stored.get("state") or (FieldState.MISSING.value if spec.needed else "empty")
        if not value and spec.needed and state != FieldState.CONFIRMED:
            state = FieldState.MISSING.value
        word = state
        if spec.name in held:
            word = "hold"
        elif state == FieldState.SURE and spec.kind is FieldKind.AMOUNT and adds_up:
            word = "adds_up"
        columns[spec.column].append(
            Field(
                name=spec.name,
                label=FIELD_LABELS[spec.name],
                kind=spec.kind,
                value=value,
                source=source,
                state=state,
                word=STATE_WORDS["missing" if word == "hold" and not value else word],
                boxes=stored.get("boxes", []),
                raw=stored.get("raw", ""),
                reasons=list(stored.get("checks", [])),
                needs_attention=state in ("check", "missing") or spec.name in held,
                mark={"hold": "security" if spec.name == "supplier_iban" else "hold"}.get(word)
                or {"check": "check", "missing": "missing", "confirmed": "confirmed", "empty": ""}.get(state, "sure"),
                css={"hold": "f-hold", "check": "f-check", "missing": "f-miss", "confirmed": "f-done"}.get(word, ""),
                note=notes.get(spec.name, ""),
                doubt=stored.get("doubt", "") if word == "check" else "",
            )
        )
    return columns


def _adds_up(draft: Draft) -> bool:
    if draft.net_total is None or draft.vat_total is None or draft.gross_total is None:
        return False
    return draft.net_total + draft.vat_total == draft.gross_total


def held_fields(holds: list[Blocker]) -> set[str]:
    """Header fields that an open hold (not a mere doubt) is about."""
    return {b.hold.field for b in holds if b.hold.field and b.hold.severity in ("hold", "security")} - {"lines"}


def pages_of(draft: Draft) -> list[dict[str, Any]]:
    """All pages of the case's documents in order, main document first; which are an annex, or its first page."""
    documents = sorted(
        draft.documents.all(), key=lambda d: ({"main": 0, "second_source": 1}.get(d.role, 2), d.received_at)
    )
    found: list[dict[str, Any]] = []
    for document in documents:
        wanted, before = set(document.pages), len(found)
        # Pages of terms within a file: the reader set them apart.
        apart = {number for annex in document.reading.get("annexes", []) for number in annex.get("pages", [])}
        for page in document.page_rows.filter(hidden=False):
            if not wanted or page.number in wanted:
                shown = {"document": document, "page": page, "place": len(found) + 1}
                shown["annex"] = document.role == "annex" or page.number in apart
                found.append({**shown, "first": len(found) == before})
    return found


def xml_documents(draft: Draft) -> list[Document]:
    """Documents shown as a readable table: those without pages (not while these are read), and every e-invoice. What
    is booked is what its data says, whatever the PDF beside or inside it shows."""
    rows = [
        document for document in draft.documents.all() if not (document.arrangement and document.state == "waiting")
    ]
    return [
        document
        for document in rows
        if document.reading
        and document.state != DocumentState.UNREADABLE
        and (document.kind == "xml" or not document.page_rows.exists())
    ]


def approval_refusal(draft: Draft, user: Person, router: Router) -> Message | None:
    """Why the approve button is not live, in words; None when it is. ``router``: with the administration's rules."""
    refusal = refusal_of(draft, user, router)
    if refusal is None:
        return None
    if isinstance(refusal, DraftRefused):
        return describe(refusal.code, refusal.params)
    return describe("RIGHT_MISSING", {"right": refusal.right.value})


def history(draft: Draft) -> QuerySet[AuditEvent]:
    """What happened to the draft and its documents, newest first."""
    documents = [document.pk for document in draft.documents.all()]
    return (
        AuditEvent.objects.filter(draft_id=draft.pk) | AuditEvent.objects.filter(document_id__in=documents)
    ).order_by("-seq")[:200]


WIDE = 100_000  # as many digits as the columns of amounts hold by themselves


def totals(draft: Draft) -> dict[str, Any]:
    """The sum of the lines, how far it is from net, and whether a line holds an amount that asks for a wide column."""
    rows = list(draft.lines.all())
    lines = [line.net_amount for line in rows if line.net_amount is not None]
    amounts = [amount for line in rows for amount in (line.net_amount, line.unit_price) if amount is not None]
    wide = any(abs(amount) >= WIDE for amount in amounts)
    total = sum(lines) if lines else None
    difference = None if total is None or draft.net_total is None else draft.net_total - total
    return {"lines": total, "difference": difference, "wide": wide}


def lines_held(draft: Draft, code: str) -> set[int]:
    """Positions of the lines about which a hold with this code is open."""
    found = [hold.params for hold in open_holds(draft) if hold.code == code]
    return {int(params["line"]) for params in found if str(params.get("line", "")).isdigit()}


# Somebody who saved this short ago is taken to be still at work on the draft.
AT_WORK = timedelta(minutes=5)


def edited_just_now(draft: Draft, user: Person) -> bool:
    """Whether another person saved something in the draft within the last minutes."""
    if draft.edited_by_id is None or draft.edited_by_id == user.pk or draft.edited_at is None:
        return False
    return timezone.now() - draft.edited_at < AT_WORK
