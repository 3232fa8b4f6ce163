"""From a reading to a draft: the values as read, before anybody judged them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from domain.findings import Finding, Severity
from domain.money import decimal_or_none, round_money
from domain.reading import EXTRA_FIELDS, HEADER_FIELDS, DocumentType, FieldValue, Reading, ReadLine
from workbench.audit import services as audit
from workbench.drafts.fields import FieldState, field_state
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Document, Draft, DraftLine, writing
from workbench.pipeline.just_read import JustRead

KIND_OF_TYPE: dict[DocumentType, DraftKind] = {
    DocumentType.INVOICE: DraftKind.PURCHASE_INVOICE,
    DocumentType.RECEIPT: DraftKind.PURCHASE_INVOICE,
    DocumentType.CREDIT_NOTE: DraftKind.CREDIT_NOTE,
    DocumentType.ORDER_CONFIRMATION: DraftKind.PURCHASE_ORDER,
    # An order that is sent *to* us is a customer's: a sales order. Derivation turns it round when we are the buyer.
    DocumentType.PURCHASE_ORDER: DraftKind.SALES_ORDER,
}


def draft_from_reading(document: Document, reading: Reading, told: JustRead | None = None) -> Draft | None:
    """Make the document's draft, or renew it with a new reading; values a person set stay.

    None for an annex of an existing case, and for a draft that is not open work: what was approved, and what stands
    frozen in a posting, never changes under it. Runs in the caller's transaction. ``told`` is told what was written.
    """
    if document.role != "main" and document.draft_id:
        return None
    # Locked, so that what a person does to it meanwhile is neither overwritten nor taken back.
    kept = Draft.objects.select_for_update().get(pk=document.draft_id) if document.draft_id else None
    draft = kept or Draft(
        administration_id=document.administration_id, source=document.source, received_at=document.received_at
    )
    if draft.state != DraftState.REVIEW:
        return None
    _fill_header(draft, reading)
    draft.document_type = reading.document_type.value if reading.document_type else ""
    if not draft.kind_by_person:
        draft.kind = kind_of(reading).value
    draft.auto_ok = reading.auto_ok
    draft.vat_rows = Reading(vat_breakdown=reading.vat_breakdown).to_json()["vat_breakdown"]
    draft.version += 1 if draft.pk and draft.derived_at else 0
    writing.insert([draft]) if kept is None else writing.update([draft])
    if kept is None or not _lines_touched(draft):
        lines = _fill_lines(draft, reading, new=kept is None)
        if told is not None and kept is None:
            writing.insert_known(lines)
            told.lines, told.new = lines, True
        else:
            writing.insert(lines)
    if document.draft_id != draft.pk:
        document.draft = draft
        writing.update([document], ["draft_id"])
        audit.record("draft.created", actor="pipeline", draft=draft, document=document, kind=draft.kind)
    return draft


def kind_of(reading: Reading) -> DraftKind:
    """What we would book for a paper of this type; unreadable ones are taken for invoices to be typed in."""
    if reading.document_type is None:
        return DraftKind.PURCHASE_INVOICE
    return KIND_OF_TYPE.get(reading.document_type, DraftKind.NONE)


def _lines_touched(draft: Draft) -> bool:
    return any(line.by_person for line in draft.lines.all())


def doubts(findings: Iterable[Finding]) -> dict[str, str]:
    """Fields the reader wants looked at whatever its confidence says, each with the code of the reason."""
    return {f.field: f.code for f in reversed(list(findings)) if f.field and f.severity is Severity.CHECK}


def stored_field(found: FieldValue, doubt: str = "") -> dict[str, Any]:
    """A read field as the draft keeps it. ``doubt`` is the code of what speaks against it: it is then to be checked."""
    return {
        "value": found.value,
        "confidence": round(found.confidence, 4),
        "source": found.source.value,
        "raw": found.raw,
        "boxes": [[b.page, round(b.x0, 5), round(b.y0, 5), round(b.x1, 5), round(b.y1, 5)] for b in found.boxes],
        "proven": found.proven,
        "checks": list(found.checks),
        "state": (FieldState.CHECK if doubt else field_state(found)).value,
    } | ({"doubt": doubt} if doubt else {})


def _fill_header(draft: Draft, reading: Reading) -> None:
    kept = {name: field for name, field in draft.fields.items() if field.get("state") == FieldState.CONFIRMED}
    asked = doubts(reading.findings)
    read = {name: stored_field(found, asked.get(name, "")) for name, found in reading.fields.items()}
    draft.fields = read | kept
    # The order of the form, so that JSON readers and the clerk see the same one.
    order = {name: place for place, name in enumerate((*HEADER_FIELDS, *EXTRA_FIELDS))}
    draft.fields = dict(sorted(draft.fields.items(), key=lambda item: order.get(item[0], 99)))
    copy_fields_to_columns(draft)


def copy_fields_to_columns(draft: Draft) -> None:
    """Bring the searched and booked columns in line with ``fields``. Does not save."""

    def text(name: str) -> str:
        return str(draft.fields.get(name, {}).get("value") or "")

    draft.supplier_name = text("supplier_name")[:200]
    draft.invoice_number = text("invoice_number")[:100]
    draft.number_key = number_key(draft.invoice_number)[:100]
    draft.issue_date = day_of(text("issue_date"))
    draft.due_date = day_of(text("due_date"))
    draft.currency = text("currency")[:3] or "EUR"
    draft.order_reference = text("order_reference")[:100]
    draft.description = text("description")
    for name in ("net_total", "vat_total", "gross_total"):
        setattr(draft, name, amount_of(text(name), draft.currency))
    if draft.gross_total is not None and draft.net_total is not None and draft.vat_total is None:
        draft.vat_total = draft.gross_total - draft.net_total


def number_key(number: str) -> str:
    """An invoice number as compared: letters and digits, upper case, without leading zeros."""
    return "".join(sign for sign in number.upper() if sign.isalnum()).lstrip("0")


def amount_of(text: str, currency: str) -> Decimal | None:
    """A read amount rounded to the currency's unit; None when it is no amount or absurdly large."""
    number = decimal_or_none(text)
    if number is None or abs(number) >= Decimal("1e14"):
        return None
    return round_money(number, currency)


def day_of(text: str) -> date | None:
    """An ISO date; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fill_lines(draft: Draft, reading: Reading, *, new: bool) -> list[DraftLine]:
    """The lines of a reading, not saved; those of an earlier one go."""
    if not new:
        draft.lines.all().delete()
    rows = [line_from_reading(draft, position, line) for position, line in enumerate(reading.lines, start=1)]
    for charge in reading.charges:
        rows.append(
            DraftLine(
                draft=draft,
                position=len(rows) + 1,
                description=charge.description[:300],
                quantity=Decimal(1),
                net_amount=amount_of(charge.amount, draft.currency),
                vat_rate=rate_of(charge.vat_rate),
                is_charge=True,
                read={"description": charge.description, "net_amount": charge.amount, "vat_rate": charge.vat_rate},
            )
        )
    if not rows and draft.net_total is not None:
        rows = [
            DraftLine(
                draft=draft,
                position=place,
                description=draft.description or draft.invoice_number,
                net_amount=net,
                vat_rate=rate,
            )
            for place, (net, rate) in enumerate(_per_rate(draft, reading), start=1)
        ]
    return rows


def _per_rate(draft: Draft, reading: Reading) -> list[tuple[Decimal, Decimal | None]]:
    """Net amounts per VAT rate when the document has no lines; one amount when even that is unknown."""
    rows = [(amount_of(row.base, draft.currency), rate_of(row.rate)) for row in reading.vat_breakdown if row.base]
    known = [(net, rate) for net, rate in rows if net is not None]
    if known and draft.net_total is not None and sum(net for net, _rate in known) == draft.net_total:
        return known
    assert draft.net_total is not None
    return [(draft.net_total, known[0][1] if len(known) == 1 else None)]


def line_from_reading(draft: Draft, position: int, line: ReadLine) -> DraftLine:
    """One read line as a booking line, not saved."""
    return DraftLine(
        draft=draft,
        position=position,
        description=line.description[:300],
        item_code=(line.item_code or line.buyer_item_code or line.ean)[:60],
        quantity=_quantity(line.quantity),
        unit=line.unit[:16],
        unit_price=_quantity(line.unit_price),
        price_per=decimal_or_none(line.price_per) or Decimal(1),
        discount=line.discount[:20],
        net_amount=amount_of(line.net_amount, draft.currency),
        vat_rate=rate_of(line.vat_rate),
        read=_read_line(line),
    )


def _read_line(line: ReadLine) -> dict[str, Any]:
    return Reading(lines=(line,)).to_json()["lines"][0]


def _quantity(text: str) -> Decimal | None:
    number = decimal_or_none(text)
    return number if number is not None and abs(number) < Decimal("1e12") else None


def rate_of(text: str) -> Decimal | None:
    """A VAT rate in per cent between 0 and 100, else None."""
    number = decimal_or_none(text)
    return number if number is not None and 0 <= number <= 100 else None
