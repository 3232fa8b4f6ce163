"""From a draft to what is frozen and sent: the one mapper between our words and Exact's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from domain.money import ZERO
from exact import api as exact
from exact.models import GLAccount, Item, Period, PostingTarget, VatCode
from exact.posting.payload import (
    EntryDraft,
    EntryLine,
    OrderDraft,
    OrderLine,
    entry_amount,
    purchase_entry_payload,
    purchase_order_payload,
    sales_order_payload,
)
from workbench.documents.names import attached_name
from workbench.drafts import booking
from workbench.drafts.states import DraftKind
from workbench.models import Document, Draft, DraftLine


@dataclass(frozen=True, slots=True)
class Codes:
    """What lines are booked on: Exact's keys of the accounts by their codes, and the VAT codes."""

    accounts: Mapping[str, str]
    vat: Mapping[str, VatCode]


def codes_of(draft: Draft) -> Codes:
    """The accounts of the draft's lines and the VAT codes of its administration, as the mirror has them; for who maps
    the same draft more than once."""
    books, wanted = draft.administration_id or 0, {line.gl_account for line in draft.lines.all()}
    accounts = GLAccount.objects.filter(administration_id=books, code__in=wanted).values_list("code", "exact_id")
    return Codes(dict(accounts), {code.code: code for code in VatCode.objects.filter(administration_id=books)})


def codes_by_books(drafts: Iterable[Draft]) -> dict[int, Codes]:
    """What the lines of many drafts are booked on, by the key of their administration; two statements in all."""
    books: set[int] = set()
    wanted: set[str] = set()
    for draft in drafts:
        books.add(draft.administration_id or 0)
        wanted.update(line.gl_account for line in draft.lines.all())
    accounts: dict[int, dict[str, str]] = {key: {} for key in books}
    codes: dict[int, dict[str, VatCode]] = {key: {} for key in books}
    found = GLAccount.objects.filter(administration__in=books, code__in=wanted)
    for key, code, exact_id in found.values_list("administration_id", "code", "exact_id"):
        accounts[key][code] = exact_id
    for vat in VatCode.objects.filter(administration__in=books):
        codes[vat.administration_id][vat.code] = vat
    return {key: Codes(accounts[key], codes[key]) for key in books}


def posting_request(draft: Draft, codes: Codes | None = None) -> dict[str, Any]:
    """Keyword arguments of ``exact.api.queue_posting`` for a draft that is complete.

    Raises ValueError when something that Exact needs is missing; validation before approval prevents that.
    """
    if draft.kind in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        entry = entry_of(draft, codes)
        return {
            "target": PostingTarget.PURCHASE_ENTRY,
            "payload": purchase_entry_payload(entry),
            "your_ref": entry.your_ref,
            "supplier_exact_id": entry.supplier,
            "amount": entry_amount(entry),
            "currency": draft.currency,
            "attachments": attachments_of(draft),
        }
    order = order_of(draft)
    sales = draft.kind == DraftKind.SALES_ORDER
    return {
        "target": PostingTarget.SALES_ORDER if sales else PostingTarget.PURCHASE_ORDER,
        "payload": sales_order_payload(order) if sales else purchase_order_payload(order),
        "your_ref": order.your_ref,
        "supplier_exact_id": order.party,
        "amount": draft.net_total or sum((line.net_amount or ZERO for line in draft.lines.all()), ZERO),
        "currency": draft.currency,
        "attachments": attachments_of(draft),
    }


def payload_hash(draft: Draft, codes: Codes | None = None) -> str:
    """What an approval binds to: the hash of everything that would be booked. Incomplete drafts hash too."""
    return request_and_hash(draft, codes)[1]


def request_and_hash(draft: Draft, codes: Codes | None = None) -> tuple[dict[str, Any] | None, str]:
    """What would be booked, None when something is missing, and the hash that an approval binds to."""
    request: dict[str, Any] | None = None
    try:
        request = told = posting_request(draft, codes)
    except ValueError as incomplete:
        told = {"incomplete": str(incomplete)}
    text = json.dumps(
        {"division": draft.administration.division if draft.administration else None, **told},
        sort_keys=True,
        cls=DjangoJSONEncoder,
    )
    return request, hashlib.sha256(text.encode()).hexdigest()


def entry_of(draft: Draft, codes: Codes | None = None) -> EntryDraft:
    """The draft as a purchase entry. Raises ValueError when vendor, date or an account is missing."""
    if draft.vendor is None or draft.administration is None or draft.issue_date is None:
        raise ValueError("vendor, administration or date is missing")
    lines = entry_lines(draft, codes or codes_of(draft))
    period = chosen_period(draft)
    return EntryDraft(
        journal=draft.administration.purchase_journal,
        supplier=draft.vendor.exact_id,
        your_ref=draft.invoice_number[:30],
        # The invoice's own date always: the period is another thing, and only told when it is not the date's.
        entry_date=draft.issue_date,
        reporting_year=period.year if period else None,
        reporting_period=period.number if period else None,
        due_date=draft.due_date,
        description=draft.description or booking.default_text(draft),
        currency=draft.currency,
        payment_condition=booking.condition_of(draft),
        payment_reference=str(draft.fields.get("payment_reference", {}).get("value", "")),
        credit_note=draft.kind == DraftKind.CREDIT_NOTE,
        lines=lines,
    )


def entry_lines(draft: Draft, codes: Codes) -> list[EntryLine]:
    """The lines of its purchase entry. Raises ValueError when an account is missing."""
    return [_entry_line(line, codes) for line in draft.lines.all() if line.net_amount or line.vat_amount]


def chosen_period(draft: Draft) -> Period | None:
    """The period a person chose by the booking date; None when the invoice date decides, or lies in the same one.

    Raises ValueError for a day without a period.
    """
    day = booking.chosen_day(draft)
    if day is None or draft.administration is None or draft.issue_date is None:
        return None
    found = exact.period_for(draft.administration, day)
    if found is None:
        raise ValueError("the booking date lies in no period")
    return None if found.start <= draft.issue_date <= found.end else found


def _entry_line(line: DraftLine, codes: Codes) -> EntryLine:
    if line.gl_account not in codes.accounts:
        raise ValueError(f"line {line.position} has no account")
    code = codes.vat.get(line.vat_code)
    return EntryLine(
        gl_account=codes.accounts[line.gl_account],
        net=line.net_amount or ZERO,
        vat=line.vat_amount or ZERO,
        vat_code=line.vat_code,
        vat_kind=code.kind if code else "N",
        vat_charged=bool(code and code.charged),
        description=line.description,
        cost_centre=line.cost_centre,
        cost_unit=line.cost_unit,
        quantity=line.quantity,
        start=line.spread_from,
        end=line.spread_to,
    )


def order_of(draft: Draft) -> OrderDraft:
    """The draft as a purchase or sales order. Raises ValueError when the party or an item is missing."""
    sales = draft.kind == DraftKind.SALES_ORDER
    party = draft.customer if sales else draft.vendor
    if party is None:
        raise ValueError("the party is missing")
    items = dict(
        Item.objects.filter(
            administration_id=draft.administration_id or 0, code__in=[line.item_code for line in draft.lines.all()]
        ).values_list("code", "exact_id")
    )
    lines = []
    for line in draft.lines.all():
        if line.item_code not in items:
            raise ValueError(f"line {line.position} has no item")
        lines.append(
            OrderLine(
                item=items[line.item_code],
                quantity=line.quantity or Decimal(1),
                price=line.unit_price,
                description=line.description,
                vat_code=line.vat_code,
                cost_centre=line.cost_centre,
                cost_unit=line.cost_unit,
            )
        )
    delivery = draft.fields.get("delivery_date", {}).get("value") or None
    return OrderDraft(
        party=party.exact_id,
        lines=lines,
        your_ref=draft.invoice_number[:30],
        order_date=draft.issue_date,
        delivery_date=date.fromisoformat(delivery) if delivery else None,
        description=draft.description or booking.default_text(draft),
        currency=draft.currency,
        # Without one Exact takes the party's own, as it always did for orders.
        payment_condition=booking.chosen(draft, "payment_condition"),
    )


def attachments_of(draft: Draft) -> list[dict[str, str]]:
    """Every source of the case, main document first; the same bytes once.

    What a person arranged, or the machine cut out of a file, is attached as a PDF of its pages.
    """
    seen: set[str] = set()
    found = []
    order = {"main": 0, "second_source": 1}
    for document in sorted(draft.documents.all(), key=lambda d: (order.get(d.role, 2), d.received_at)):
        if document.attached_id not in seen:
            seen.add(document.attached_id)
            found.append({"sha256": document.attached_id, "name": _file_name(document)})
    return found


ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "tiff": ".tif", "xml": ".xml", "webp": ".webp"}


def _file_name(document: Document) -> str:
    if document.arranged_id:
        return attached_name(document)
    name = document.name
    ending = ENDINGS.get(document.kind, "")
    return name if name.lower().endswith((ending, ".jpeg", ".tiff")) else f"{name}{ending}"
