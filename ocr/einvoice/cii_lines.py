"""Lines of Cross Industry documents."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from domain.evidence import Source
from domain.reading import ReadLine
from ocr.einvoice.identifiers import ean
from ocr.einvoice.older import price_base
from ocr.einvoice.tree import date, first, number, own, text

_QUANTITIES = ("BilledQuantity", "AgreedQuantity", "RequestedQuantity", "DespatchedQuantity")


def read_lines(trade: etree._Element | None) -> list[ReadLine]:
    """All lines that stand for an item. Left out: text-only lines, and group or information lines of sub-line
    structures (their parts are lines themselves)."""
    if trade is None:
        return []
    lines = trade.findall("IncludedSupplyChainTradeLineItem")
    return [_line(line) for line in lines if _is_item(line)]


def _is_item(line: etree._Element) -> bool:
    if text(line, "AssociatedDocumentLineDocument/LineStatusReasonCode").upper() in ("GROUP", "INFORMATION"):
        return False
    return first(line, "SpecifiedTradeProduct") is not None or bool(_amount(line))


def _settlement(line: etree._Element) -> etree._Element | None:
    return first(line, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")


def _amount(line: etree._Element) -> str:
    return number(
        _settlement(line),
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    )


def _line(line: etree._Element) -> ReadLine:
    product = first(line, "SpecifiedTradeProduct")
    agreement = first(line, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    delivery = first(line, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settlement = _settlement(line)
    price = first(agreement, "NetPriceProductTradePrice", "GrossPriceProductTradePrice")
    quantity = first(delivery, *_QUANTITIES)
    billed, each = number(delivery, *_QUANTITIES), number(price, "ChargeAmount")
    tax = first(settlement, "ApplicableTradeTax")
    code = first(product, "GlobalID")
    discount, is_amount = _discount(settlement)
    order = "BuyerOrderReferencedDocument"
    note = "DespatchAdviceReferencedDocument", "DeliveryNoteReferencedDocument"
    return ReadLine(
        description=text(product, "Name", "Description")
        or text(line, "AssociatedDocumentLineDocument/IncludedNote/Content"),
        quantity=billed,
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        unit_price=each,
        price_per=price_base(billed, each, number(price, "BasisQuantity"), _amount(line)),
        discount=discount,
        discount_is_amount=is_amount,
        net_amount=_amount(line),
        vat_rate=number(tax, "RateApplicablePercent", "ApplicablePercent"),
        vat_category=text(tax, "CategoryCode"),
        vat_exemption=text(tax, "ExemptionReasonCode", "ExemptionReason"),
        item_code=text(product, "SellerAssignedID"),
        buyer_item_code=text(product, "BuyerAssignedID"),
        ean=ean(own(code), code.get("schemeID", "")) if code is not None else "",
        order_reference=text(agreement, f"{order}/IssuerAssignedID", f"{order}/ID"),
        order_line=text(agreement, f"{order}/LineID"),
        delivery_note=text(delivery, *(f"{n}/{i}" for n in note for i in ("IssuerAssignedID", "ID"))),
        service_start=date(settlement, "BillingSpecifiedPeriod/StartDateTime"),
        service_end=date(settlement, "BillingSpecifiedPeriod/EndDateTime"),
        confidence=0.99,
        source=Source.XML,
    )


def _discount(settlement: etree._Element | None) -> tuple[str, bool]:
    """The line's discounts: a percentage when there is one and it says so, else their sum as an amount."""
    if settlement is None:
        return "", False
    discounts = [
        charge
        for charge in settlement.findall("SpecifiedTradeAllowanceCharge")
        if text(charge, "ChargeIndicator/Indicator", "ChargeIndicator").lower() in ("false", "0")
    ]
    if len(discounts) == 1 and number(discounts[0], "CalculationPercent"):
        return number(discounts[0], "CalculationPercent"), False
    amounts = [Decimal(amount) for charge in discounts if (amount := number(charge, "ActualAmount"))]
    total = sum(amounts, Decimal(0))
    return (str(total), True) if total else ("", False)
