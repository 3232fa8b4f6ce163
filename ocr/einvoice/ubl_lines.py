"""Lines of UBL documents."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from domain.evidence import Source
from domain.reading import DocumentType, ReadLine
from ocr.einvoice.identifiers import ean, names_vat
from ocr.einvoice.older import price_base
from ocr.einvoice.tree import date, every, first, number, own, text

_LINES = ("InvoiceLine", "CreditNoteLine", "DebitNoteLine", "OrderLine/LineItem", "OrderLine", "DespatchLine")
_TAXES = "TaxTotal/TaxSubtotal"
_STATUS = "BillingReference/InvoiceDocumentReference/DocumentStatusCode"
_QUANTITIES = ("InvoicedQuantity", "CreditedQuantity", "DebitedQuantity", "DeliveredQuantity", "Quantity")


def read_lines(root: etree._Element, kind: DocumentType) -> list[ReadLine]:
    """All lines in document order. Left out: sub-lines of a line (a breakdown of the same amount), and where the French
    profile lists sub-lines flat, the group and information lines (their parts are lines themselves)."""
    return [_line(line) for line in every(root, *_LINES) if text(line, _STATUS).upper() not in ("GROUP", "INFORMATION")]


def _line(line: etree._Element) -> ReadLine:
    item = first(line, "Item")
    quantity = first(line, *_QUANTITIES)
    price = first(line, "Price")
    billed, each, net = number(line, *_QUANTITIES), number(price, "PriceAmount"), number(line, "LineExtensionAmount")
    category = _category(line, item)
    standard = first(item, "StandardItemIdentification/ID")
    discount, is_amount = _discount(line)
    return ReadLine(
        description=text(item, "Name", "Description") or text(line, "Note"),
        quantity=billed,
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        unit_price=each,
        price_per=price_base(billed, each, number(price, "BaseQuantity"), net),
        discount=discount,
        discount_is_amount=is_amount,
        net_amount=net,
        vat_rate=_rate(line, item),
        vat_category=text(category, "ID"),
        vat_exemption=text(category, "TaxExemptionReasonCode", "TaxExemptionReason"),
        item_code=text(item, "SellersItemIdentification/ID"),
        buyer_item_code=text(item, "BuyersItemIdentification/ID"),
        ean=ean(own(standard), standard.get("schemeID", "")) if standard is not None else "",
        order_reference=text(line, "OrderLineReference/OrderReference/ID", "OrderReference/ID"),
        order_line=text(line, "OrderLineReference/LineID"),
        delivery_note=text(line, "DespatchLineReference/DocumentReference/ID"),
        service_start=date(line, "InvoicePeriod/StartDate"),
        service_end=date(line, "InvoicePeriod/EndDate"),
        confidence=0.99,
        source=Source.XML,
    )


def _category(line: etree._Element, item: etree._Element | None) -> etree._Element | None:
    """The VAT category of a line, wherever the profile keeps it; other taxes are passed over."""
    places = (*_vat_categories(item, "ClassifiedTaxCategory"), *_vat_categories(line, _TAXES + "/TaxCategory"))
    return next(iter(places), None)


def _vat_categories(node: etree._Element | None, path: str) -> list[etree._Element]:
    return [found for found in every(node, path) if names_vat(first(found, "TaxScheme")) is not False]


def _rate(line: etree._Element, item: etree._Element | None) -> str:
    """The line's VAT rate; "" when it has none or several (older profiles let one line bill two rates)."""
    rates = [number(category, "Percent") for category in _vat_categories(item, "ClassifiedTaxCategory")]
    if not any(rates):
        rates = [number(category, "Percent") for category in _vat_categories(line, _TAXES + "/TaxCategory")]
    if not any(rates):
        rates = [number(tax, "Percent") for tax in every(line, _TAXES)]
    told = {rate for rate in rates if rate}
    return told.pop() if len(told) == 1 else ""


def _discount(line: etree._Element) -> tuple[str, bool]:
    """The line's discounts: a percentage when there is one and it says so, else their sum as an amount."""
    discounts = [
        charge
        for charge in line.findall("AllowanceCharge")
        if text(charge, "ChargeIndicator").lower() in ("false", "0")
    ]
    if len(discounts) == 1 and number(discounts[0], "MultiplierFactorNumeric"):
        return number(discounts[0], "MultiplierFactorNumeric"), False
    amounts = [Decimal(amount) for charge in discounts if (amount := number(charge, "Amount"))]
    total = sum(amounts, Decimal(0))
    return (str(total), True) if total else ("", False)
