"""Turning a printed invoice into lines that can be compared: signs, charges, discounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import CENT, ZERO
from domain.orders import InvoiceForMatch, InvoiceLine, OrderCharge, PurchaseOrderLine
from matching.three_way import charge_words
from matching.three_way.references import split

TEXT = ""  # a printed line without quantity and money: a heading, a remark


@dataclass(frozen=True, slots=True)
class BilledGoods:
    """A goods or service line, signed (credits negative), with its share of the invoice discount taken off.
    ``quantity`` None: the invoice gives an amount only."""

    source: InvoiceLine
    quantity: Decimal | None
    net: Decimal
    references: tuple[str, ...]
    adjustment: bool = False
    ordered_negative: bool = False  # a reduction that stands on the order as a line of its own

    @property
    def key(self) -> str:
        """The invoice line's key."""
        return self.source.key

    @property
    def unit_price(self) -> Decimal | None:
        """Net per invoice unit, positive; None without a quantity."""
        return abs(self.net / self.quantity) if self.quantity else None


@dataclass(frozen=True, slots=True)
class BilledCharge:
    """A charge line or document charge, signed. ``order`` is our order number when it names one."""

    key: str
    kind: str
    amount: Decimal
    order: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The invoice in parts. ``netted`` is the prepayment taken off on this invoice (positive)."""

    goods: tuple[BilledGoods, ...]
    charges: tuple[BilledCharge, ...]
    ignored: tuple[BilledCharge, ...]  # payment discounts and lines of text, never a variance
    discount: Decimal = ZERO
    netted: Decimal = ZERO


def upright(invoice: InvoiceForMatch) -> InvoiceForMatch:
    """A credit note as if printed with positive figures, whichever way its lines, totals and VAT were printed."""
    if not invoice.credit:
        return invoice
    lines, charges, vat = invoice.lines, invoice.charges, invoice.vat
    if sum((line.net for line in lines), ZERO) + sum((charge.amount for charge in charges), ZERO) < 0:
        lines = tuple(replace(line, net_amount=-line.net) for line in lines)
        charges = tuple(replace(charge, amount=-charge.amount) for charge in charges)
    if sum((row.base + row.amount for row in vat), ZERO) < 0:
        vat = tuple(replace(row, base=-row.base, amount=-row.amount) for row in vat)
    net, gross = invoice.net_total, invoice.gross_total
    return replace(
        invoice,
        lines=lines,
        charges=charges,
        vat=vat,
        net_total=None if net is None else abs(net),
        gross_total=None if gross is None else abs(gross),
    )


def net_of_vat(invoice: InvoiceForMatch) -> InvoiceForMatch:
    """The invoice with net lines, where its lines add up to the total with VAT and not to the one without.

    Only with one rate of VAT: with several nobody says which line has which.
    """
    rates = [row.rate for row in invoice.vat]
    net, gross = invoice.net_total, invoice.gross_total
    if len(rates) != 1 or rates[0] <= 0 or net is None or gross is None or not invoice.lines_usable:
        return invoice
    total = sum((line.net for line in invoice.lines), ZERO) + sum((c.amount for c in invoice.charges), ZERO)
    slack = CENT * (1 + len(invoice.lines))
    if abs(total - gross) > slack or abs(total - net) <= slack:
        return invoice
    whole = 1 + rates[0] / 100
    return replace(
        invoice,
        lines=tuple(replace(line, net_amount=line.net / whole) for line in invoice.lines),
        charges=tuple(replace(charge, amount=charge.amount / whole) for charge in invoice.charges),
    )


def with_order_discounts(
    orders: Sequence[PurchaseOrderLine], charges: Sequence[OrderCharge]
) -> Sequence[PurchaseOrderLine]:
    """Order lines with the discount agreed on their order as a whole taken off pro rata, as on the invoice."""
    discounts: dict[str, Decimal] = {}
    for charge in charges:
        if charge.kind == charge_words.DISCOUNT:
            discounts[charge.order] = discounts.get(charge.order, ZERO) + abs(charge.amount)
    if not discounts:
        return orders
    worth: dict[tuple[str, str], Decimal] = {}  # by vendor and number: another vendor's order may have the same number
    for order in orders:
        name = (order.vendor, order.order)
        worth[name] = worth.get(name, ZERO) + order.net
    return [
        replace(order, net_amount=order.net * (1 - discounts[order.order] / worth[order.vendor, order.order]))
        if order.order in discounts and worth[order.vendor, order.order] > 0 and order.ordered
        else order
        for order in orders
    ]


def prepare(
    invoice: InvoiceForMatch, orders: Sequence[PurchaseOrderLine], order_charges: Sequence[OrderCharge] = ()
) -> Prepared:
    """Split the invoice into goods, charges and discounts, sign it, and spread the document discount."""
    sign = Decimal(-1) if invoice.credit else Decimal(1)
    known = _order_texts(orders)
    reductions = _order_texts([order for order in orders if order.net < 0])
    goods: list[BilledGoods] = []
    other: list[BilledCharge] = []
    for line in invoice.lines if invoice.lines_usable else ():
        kind = line.charge_kind or _kind_of(line, known)
        if kind:
            other.append(BilledCharge(line.key, kind, sign * line.net, line.order_reference, line.description))
            continue
        if not line.net and not line.quantity:
            other.append(BilledCharge(line.key, TEXT, ZERO, description=line.description))
            continue
        goods.append(_goods(line, sign, reduction=not invoice.credit and _names(line, reductions)))
    for charge in invoice.charges:
        kind = charge.kind or charge_words.charge_kind(charge.description) or _unnamed(charge.amount)
        other.append(BilledCharge(charge.key, kind, sign * charge.amount, charge.order, charge.description))
    return _spread(goods, other, sign)


def _goods(line: InvoiceLine, sign: Decimal, *, reduction: bool = False) -> BilledGoods:
    quantity = line.quantity or None  # no pieces and yet money: an amount
    net = sign * line.net
    if quantity is not None:
        # A credit may print its quantity positive or negative; the money decides the direction.
        magnitude = abs(quantity)
        backwards = net < 0 or (net == 0 and sign * quantity < 0)
        quantity = -magnitude if backwards and not reduction else magnitude
    adjustment = line.price_adjustment or charge_words.is_price_adjustment(line.description)
    return BilledGoods(line, quantity, net, split([line.order_reference]), adjustment, reduction)


def _unnamed(amount: Decimal) -> str:
    return charge_words.DISCOUNT if amount < 0 else "surcharge"


def _order_texts(orders: Sequence[PurchaseOrderLine]) -> frozenset[str]:
    texts = {" ".join(order.description.split()).casefold() for order in orders}
    codes = {code.strip().casefold() for order in orders for code in (order.item, order.supplier_item, order.gtin)}
    return frozenset((texts | codes) - {""})


def _names(line: InvoiceLine, known: frozenset[str]) -> bool:
    texts = (line.item, line.supplier_item, line.gtin, " ".join(line.description.split()))
    return any(text and text.strip().casefold() in known for text in texts)


def _kind_of(line: InvoiceLine, known: frozenset[str]) -> str:
    # What was ordered as a line of its own (an item TRANSPORT) is matched as a line.
    return "" if _names(line, known) else charge_words.charge_kind(line.description)


def _spread(goods: list[BilledGoods], other: list[BilledCharge], sign: Decimal) -> Prepared:
    ignored = tuple(c for c in other if c.kind in (charge_words.PAYMENT_DISCOUNT, TEXT))
    # A down payment taken off is negative; one that is billed is a charge like any other.
    netted = [c for c in other if c.kind == charge_words.PREPAYMENT and sign * c.amount < 0]
    discounts = [c for c in other if c.kind == charge_words.DISCOUNT]
    gone = {id(c) for c in (*ignored, *netted, *discounts)}
    charges = tuple(c for c in other if id(c) not in gone)
    # A discount is printed with or without its minus sign; it always lowers what is billed.
    discount = sum((-sign * abs(c.amount) for c in discounts), ZERO)
    spread = _pro_rata(goods, discount)
    return Prepared(
        tuple(spread),
        charges,
        ignored + tuple(netted) + tuple(discounts),
        discount,
        sum((abs(c.amount) for c in netted), ZERO),
    )


def _pro_rata(goods: list[BilledGoods], discount: Decimal) -> list[BilledGoods]:
    base = sum((line.net for line in goods if not line.adjustment), ZERO)
    if not discount or not base:
        return goods
    return [line if line.adjustment else replace(line, net=line.net + discount * line.net / base) for line in goods]
