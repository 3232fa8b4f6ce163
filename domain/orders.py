"""What was ordered, received and billed: the three sides of a match, as plain data.

Quantities of an order line and its receipts are in the order line's unit; amounts are net of VAT in
the document's currency. Nothing here computes a verdict; see ``matching.three_way``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.evidence import Box
from domain.money import ZERO

ONE = Decimal(1)


class OrderStatus(StrEnum):
    """Life of a purchase order line. Only the first three take invoices; credits may also touch CLOSED."""

    OPEN = "open"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN_STATUSES = frozenset({OrderStatus.OPEN, OrderStatus.PARTLY_RECEIVED, OrderStatus.RECEIVED})


@dataclass(frozen=True, slots=True)
class PurchaseOrderLine:
    """One line of a purchase order with what is already billed against it.

    ``invoiced`` counts posted invoices (credits negative), ``pending`` other drafts that are matched but
    not posted; both in quantity, with ``*_amount`` in money (None: quantity × net unit price).
    ``received`` is used only when no receipt lines are known. ``discount_percent`` and ``discount_amount``
    lower the line's net; ``line_charge`` raises it. ``blanket_limit`` turns the line into a contract.
    ``unit_factor`` says how many ``base_unit`` go into one ``unit``; None means unknown.
    """

    key: str
    order: str
    line: str = ""
    vendor: str = ""
    administration: str = ""
    currency: str = "EUR"
    ordered: Decimal = ZERO
    cancelled: Decimal = ZERO
    unit_price: Decimal | None = None
    price_per: Decimal = ONE
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    line_charge: Decimal = ZERO
    net_amount: Decimal | None = None
    unit: str = ""
    unit_factor: Decimal | None = None
    base_unit: str = ""
    item: str = ""
    item_group: str = ""
    supplier_item: str = ""
    gtin: str = ""
    description: str = ""
    status: OrderStatus = OrderStatus.OPEN
    order_date: date | None = None
    supplier_reference: str = ""
    your_reference: str = ""
    invoiced: Decimal = ZERO
    invoiced_amount: Decimal | None = None
    pending: Decimal = ZERO
    pending_amount: Decimal | None = None
    received: Decimal | None = None
    rejected: Decimal = ZERO
    returned: Decimal = ZERO
    delivery_complete: bool = False
    needs_receipt: bool = True
    self_billed: bool = False
    blanket_limit: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    gl_account: str = ""
    cost_centre: str = ""
    cost_unit: str = ""

    @property
    def wanted(self) -> Decimal:
        """Ordered minus cancelled, in the line's unit."""
        return self.ordered - self.cancelled

    @property
    def net(self) -> Decimal:
        """Net amount of the whole line: price × quantity − discounts + line charge."""
        if self.net_amount is not None:
            return self.net_amount
        gross = self.ordered * (self.unit_price or ZERO) / self.price_per
        return gross - gross * self.discount_percent / 100 - self.discount_amount + self.line_charge

    @property
    def net_unit_price(self) -> Decimal | None:
        """Net amount ÷ ordered quantity; None when the order states no price or no quantity."""
        if self.ordered:
            priced = self.net_amount is not None or self.unit_price is not None
            return self.net / self.ordered if priced else None
        if self.unit_price is None:
            return None
        return self.unit_price / self.price_per * (1 - self.discount_percent / 100)

    @property
    def billed(self) -> Decimal:
        """Quantity on posted invoices and on other drafts."""
        return self.invoiced + self.pending

    @property
    def billed_amount(self) -> Decimal:
        """Money on posted invoices and other drafts, as given or valued at the order's price."""
        price = self.net_unit_price or ZERO
        posted = self.invoiced * price if self.invoiced_amount is None else self.invoiced_amount
        waiting = self.pending * price if self.pending_amount is None else self.pending_amount
        return posted + waiting


@dataclass(frozen=True, slots=True)
class GoodsReceiptLine:
    """One receipt of goods (or acceptance of a service) on an order line, in the order line's unit
    unless ``unit`` says otherwise. ``consumed`` is what invoices other than the one at hand have used."""

    key: str
    order_line: str
    quantity: Decimal
    receipt: str = ""
    date: date | None = None
    delivery_note: str = ""
    rejected: Decimal = ZERO
    returned: Decimal = ZERO
    consumed: Decimal = ZERO
    unit: str = ""
    self_billed: bool = False


@dataclass(frozen=True, slots=True)
class OrderCharge:
    """A charge agreed on the order; ``billed`` is what earlier invoices already took of it."""

    order: str
    kind: str
    amount: Decimal
    billed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One billed line. ``unit_price`` is per ``price_per`` units before discount; ``net_amount`` is the line's
    net after discount and line charge (computed when None). ``charge_kind`` marks freight and the like;
    ``price_adjustment`` marks a later debit or credit in value only, for ``quantity`` units billed before."""

    key: str
    description: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    price_per: Decimal = ONE
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    line_charge: Decimal = ZERO
    net_amount: Decimal | None = None
    item: str = ""
    supplier_item: str = ""
    gtin: str = ""
    order_reference: str = ""
    order_line: str = ""
    supplier_reference: str = ""
    delivery_note: str = ""
    service_date: date | None = None
    charge_kind: str = ""
    price_adjustment: bool = False
    boxes: tuple[Box, ...] = ()

    @property
    def net(self) -> Decimal:
        """Net amount of the line, as printed or computed from quantity, price, discount and charge."""
        if self.net_amount is not None:
            return self.net_amount
        quantity = ONE if self.quantity is None else self.quantity
        gross = quantity * (self.unit_price or ZERO) / self.price_per
        return gross - gross * self.discount_percent / 100 - self.discount_amount + self.line_charge


@dataclass(frozen=True, slots=True)
class InvoiceCharge:
    """A charge (positive) or discount (negative) of the invoice as a whole, net of VAT."""

    key: str
    amount: Decimal
    description: str = ""
    kind: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class StatedVat:
    """VAT the supplier states for one rate (per cent) over one base."""

    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The five figures of a totals comparison; None where a figure is unknown."""

    balance: Decimal | None = None
    discount: Decimal | None = None
    charges: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceForMatch:
    """The billed side. Quantities and amounts of a credit note are given as printed (positive) with ``credit``.

    ``ordering_parties`` are vendors whose orders this invoicing party may bill (factoring, group invoicing).
    ``exchange_rate`` is accounting currency per one unit of invoice currency. ``waited_days`` counts the days
    this invoice has been waiting for a receipt; the matcher reads no clock.
    """

    key: str
    vendor: str = ""
    vendor_group: str = ""
    ordering_parties: frozenset[str] = frozenset()
    administration: str = ""
    currency: str = "EUR"
    exchange_rate: Decimal = ONE
    daily_rate: Decimal | None = None
    invoice_date: date | None = None
    delivery_date: date | None = None
    service_date: date | None = None
    credit: bool = False
    prepayment: bool = False
    original_invoice: str = ""
    order_references: tuple[str, ...] = ()
    supplier_references: tuple[str, ...] = ()
    delivery_notes: tuple[str, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    charges: tuple[InvoiceCharge, ...] = ()
    net_total: Decimal | None = None
    gross_total: Decimal | None = None
    vat: tuple[StatedVat, ...] = ()
    totals: Totals | None = None
    expected_totals: Totals | None = None
    lines_usable: bool = True
    waited_days: int = 0


@dataclass(frozen=True, slots=True)
class BilledLine:
    """What one document has billed on one order line (credits negative). ``posted`` false means pending."""

    document: str
    line: str
    order_line: str
    quantity: Decimal
    amount: Decimal
    posted: bool = False
    number: str = ""
    item: str = ""
    charge_kind: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Consumption:
    """A receipt quantity used by an invoice line (negative: given back by a credit)."""

    document: str
    line: str
    receipt_line: str
    order_line: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class UnitFactor:
    """One ``unit_from`` is ``factor`` × ``unit_to``; for one item, one vendor, one supplier code, or for all."""

    unit_from: str
    unit_to: str
    factor: Decimal
    item: str = ""
    vendor: str = ""
    supplier_item: str = ""


@dataclass(frozen=True, slots=True)
class LearnedItems:
    """Supplier item codes confirmed by people: (vendor, their code) → our item code, and pairs refused."""

    items: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: frozenset[tuple[str, str, str]] = frozenset()  # (vendor, their code or description, order line's item)
