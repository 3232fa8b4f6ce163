"""From a draft to what Exact is sent. Pure.

Sign of a credit note: ``Type`` of a purchase entry cannot be set through the API with certainty, while negative
amounts lower the payable whatever the type. So credit notes go as negative amounts and without ``Type``.
Amounts in a draft are as printed: positive on an invoice and positive on a credit note.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import round_money

INCLUDING, EXCLUDING = "I", "E"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One ledger line. ``net`` and ``vat`` as printed; ``vat_kind`` is the Type of the VAT code (B, E, I, N);
    ``vat_charged`` true for reverse charge and acquisitions, where Exact books the VAT on both sides itself."""

    gl_account: str
    net: Decimal
    vat: Decimal = Decimal(0)
    vat_code: str = ""
    vat_kind: str = EXCLUDING
    vat_charged: bool = False
    description: str = ""
    cost_centre: str = ""
    cost_unit: str = ""
    quantity: Decimal | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A purchase invoice or credit note ready to be booked. ``gl_account`` and ``supplier`` are Exact GUIDs."""

    journal: str
    supplier: str
    your_ref: str
    entry_date: date
    lines: Sequence[EntryLine]
    credit_note: bool = False
    due_date: date | None = None
    description: str = ""
    currency: str = ""
    rate: Decimal | None = None
    payment_condition: str = ""
    payment_reference: str = ""
    reporting_year: int | None = None
    reporting_period: int | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One ordered item; ``price`` is net per purchase unit."""

    item: str
    quantity: Decimal
    price: Decimal | None = None
    description: str = ""
    vat_code: str = ""
    discount: Decimal | None = None
    receipt_date: date | None = None
    cost_centre: str = ""
    cost_unit: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order. ``party`` is the supplier's (purchase) or customer's (sales) GUID."""

    party: str
    lines: Sequence[OrderLine]
    your_ref: str = ""
    order_date: date | None = None
    delivery_date: date | None = None
    description: str = ""
    currency: str = ""
    payment_condition: str = ""
    warehouse: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class OrderedInvoiceLine:
    """An invoice line that is booked against an order line; ``price`` is net per unit."""

    order_line: str
    quantity: Decimal
    price: Decimal
    vat_code: str = ""
    description: str = ""
    cost_centre: str = ""
    cost_unit: str = ""


@dataclass(frozen=True, slots=True)
class OrderedInvoiceDraft:
    """A purchase invoice for administrations that book invoices against orders."""

    journal: str
    supplier: str
    your_ref: str
    invoice_date: date
    lines: Sequence[OrderedInvoiceLine]
    credit_note: bool = False
    due_date: date | None = None
    description: str = ""
    currency: str = ""
    payment_condition: str = ""
    payment_reference: str = ""


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _money(amount: Decimal, currency: str) -> Decimal:
    return round_money(amount, currency or "EUR")


def _entry_line(line: EntryLine, draft: EntryDraft) -> dict[str, Any]:
    sign = -1 if draft.credit_note else 1
    amount = line.net + line.vat if _books_gross(line) else line.net
    # The supplier's own VAT figure, to the cent, instead of the one Exact would compute.
    own_vat = _money(line.vat, draft.currency) * sign if _carries_vat(line) else None
    return _filled(
        {
            "GLAccount": line.gl_account,
            "AmountFC": _money(amount, draft.currency) * sign,
            "VATCode": line.vat_code,
            "VATAmountFC": own_vat,
            "Description": line.description[:60],
            "CostCenter": line.cost_centre,
            "CostUnit": line.cost_unit,
            "Quantity": line.quantity * sign if line.quantity is not None else None,
            "From": line.start,
            "To": line.end,
        }
    )


def _carries_vat(line: EntryLine) -> bool:
    return line.vat_kind in (INCLUDING, EXCLUDING) and not line.vat_charged and bool(line.vat_code)


def _books_gross(line: EntryLine) -> bool:
    """VAT inside the line's amount: for codes that mean it so, and for VAT that is charged to us but that the code
    does not claim back. That is part of the cost, and owed to the supplier all the same."""
    return not line.vat_charged and (line.vat_kind == INCLUDING or not _carries_vat(line))


def gross_of(lines: Iterable[EntryLine], currency: str) -> Decimal:
    """What the lines make us owe the supplier: net and the VAT that is charged to us, not the VAT we owe ourselves."""
    return sum(
        (
            _money(line.net, currency) + (Decimal(0) if line.vat_charged else _money(line.vat, currency))
            for line in lines
        ),
        Decimal(0),
    )


def entry_amount(draft: EntryDraft) -> Decimal:
    """Gross of the draft as it changes the payable: negative for a credit note."""
    gross = gross_of(draft.lines, draft.currency)
    return -gross if draft.credit_note else gross


def purchase_entry_payload(draft: EntryDraft) -> dict[str, Any]:
    """Body of ``purchaseentry/PurchaseEntries``. Raises ValueError without lines or without the supplier's number."""
    if not draft.lines:
        raise ValueError("an entry needs at least one line")
    if not draft.your_ref.strip():
        raise ValueError("an entry needs the supplier's number")
    return _filled(
        {
            "Journal": draft.journal,
            "Supplier": draft.supplier,
            "YourRef": draft.your_ref,
            "EntryDate": draft.entry_date,
            "DueDate": draft.due_date,
            "Description": draft.description[:60],
            "Currency": draft.currency,
            "Rate": draft.rate,
            "PaymentCondition": draft.payment_condition,
            "PaymentReference": draft.payment_reference,
            "ReportingYear": draft.reporting_year,
            "ReportingPeriod": draft.reporting_period,
            "PurchaseEntryLines": [_entry_line(line, draft) for line in draft.lines],
        }
    )


def purchase_order_payload(draft: OrderDraft) -> dict[str, Any]:
    """Body of ``purchaseorder/PurchaseOrders``; quantities in purchase units. Raises ValueError without lines."""
    if not draft.lines:
        raise ValueError("an order needs at least one line")
    return _filled(
        {
            "Supplier": draft.party,
            "YourRef": draft.your_ref,
            "OrderDate": draft.order_date,
            "ReceiptDate": draft.delivery_date,
            "Description": draft.description[:60],
            "Currency": draft.currency,
            "PaymentCondition": draft.payment_condition,
            "Warehouse": draft.warehouse,
            "Remarks": draft.remarks,
            "PurchaseOrderLines": [
                _filled(
                    {
                        "Item": line.item,
                        "QuantityInPurchaseUnits": line.quantity,
                        "NetPrice": line.price,
                        "Discount": line.discount,
                        "Description": line.description[:60],
                        "VATCode": line.vat_code,
                        "ReceiptDate": line.receipt_date or draft.delivery_date,
                        "CostCenter": line.cost_centre,
                        "CostUnit": line.cost_unit,
                        "Notes": line.notes,
                    }
                )
                for line in draft.lines
            ],
        }
    )


def sales_order_payload(draft: OrderDraft) -> dict[str, Any]:
    """Body of ``salesorder/SalesOrders``. Raises ValueError without lines."""
    if not draft.lines:
        raise ValueError("an order needs at least one line")
    return _filled(
        {
            "OrderedBy": draft.party,
            "YourRef": draft.your_ref,
            "OrderDate": draft.order_date,
            "DeliveryDate": draft.delivery_date,
            "Description": draft.description[:60],
            "Currency": draft.currency,
            "PaymentCondition": draft.payment_condition,
            "WarehouseID": draft.warehouse,
            "Remarks": draft.remarks,
            "SalesOrderLines": [
                _filled(
                    {
                        "Item": line.item,
                        "Quantity": line.quantity,
                        "NetPrice": line.price,
                        "Discount": line.discount,
                        "Description": line.description[:60],
                        "VATCode": line.vat_code,
                        "DeliveryDate": line.receipt_date or draft.delivery_date,
                        "CostCenter": line.cost_centre,
                        "CostUnit": line.cost_unit,
                        "Notes": line.notes,
                    }
                )
                for line in draft.lines
            ],
        }
    )


INVOICE_FOR_ORDER, CREDIT_FOR_ORDER = 8033, 8034


def purchase_invoice_payload(draft: OrderedInvoiceDraft) -> dict[str, Any]:
    """Body of ``purchase/PurchaseInvoices``, for ordered goods. Raises ValueError without lines."""
    if not draft.lines:
        raise ValueError("an invoice needs at least one line")
    return _filled(
        {
            "Journal": draft.journal,
            "Supplier": draft.supplier,
            "Type": CREDIT_FOR_ORDER if draft.credit_note else INVOICE_FOR_ORDER,
            "InvoiceDate": draft.invoice_date,
            "DueDate": draft.due_date,
            "YourRef": draft.your_ref,
            "Description": draft.description[:60],
            "Currency": draft.currency,
            "PaymentCondition": draft.payment_condition,
            "PaymentReference": draft.payment_reference,
            "PurchaseInvoiceLines": [
                _filled(
                    {
                        "PurchaseOrderLine": line.order_line,
                        "Quantity": line.quantity,
                        "NetPrice": line.price,
                        "VATCode": line.vat_code,
                        "Description": line.description[:60],
                        "CostCenter": line.cost_centre,
                        "CostUnit": line.cost_unit,
                    }
                )
                for line in draft.lines
            ],
        }
    )
