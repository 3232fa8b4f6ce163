"""ebInterface 3.0 to 6.x, the Austrian invoice format: a table of paths for the head, a few functions for the rest.

It states no net total and no total of VAT: both are the sums of its rows per rate. Versions differ in names only
("TaxRate" became "VATRate" and "TaxPercent"); all are tried. Source: the schemas of AUSTRIAPRO."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from domain.evidence import Source
from domain.money import decimal_or_none
from domain.reading import Charge, DocumentType, ReadLine, VatRow
from ocr.einvoice.identifiers import given, iban
from ocr.einvoice.told import Told
from ocr.einvoice.tree import attribute, currency_code, date, every, first, number, own, text

_CREDIT_NOTES = {"CreditNote", "SubsequentCredit"}
_UNKNOWN_VAT = "00000000"  # written where a party has no VAT number, because the element is required
_COMPANY_REGISTERS = {"FN", "FNR", "FIRMENBUCHNUMMER", "COMPANYREGISTER"}
_RATES = ("VATRate", "TaxItem/TaxPercent", "TaxPercent", "TaxRate")
_BASES = ("TaxedAmount", "TaxableAmount")
_ACCOUNT = ("PaymentMethod/UniversalBankTransaction/BeneficiaryAccount", "PaymentMethod/BeneficiaryAccount")

_TEXTS = (
    ("invoice_number", ("InvoiceNumber",)),
    ("supplier_name", ("Biller/Address/Name", "Biller/Contact/Name")),
    ("buyer_name", ("InvoiceRecipient/Address/Name", "InvoiceRecipient/Contact/Name")),
    ("supplier_email", ("Biller/Address/Email", "Biller/Contact/Email")),
    ("original_invoice", ("CancelledOriginalDocument/InvoiceNumber",)),
    ("delivery_note", ("Delivery/DeliveryID",)),
    ("payment_reference", tuple(f"PaymentMethod/{way}PaymentReference" for way in ("UniversalBankTransaction/", ""))),
)
_DATES = (
    ("issue_date", ("InvoiceDate",)),
    ("due_date", ("PaymentConditions/DueDate",)),
    ("delivery_date", ("Delivery/Date",)),
    ("service_start", ("Delivery/Period/FromDate",)),
    ("service_end", ("Delivery/Period/ToDate",)),
)


def is_ebinterface(namespace: str, root: etree._Element) -> bool:
    """Whether a root element (namespaces taken off) is an ebInterface invoice."""
    return root.tag == "Invoice" and "ebinterface.at" in namespace.lower()


def read(root: etree._Element) -> Told:
    """Read an ebInterface invoice whose tags have lost their namespaces."""
    code = attribute(root, "DocumentType")
    kind = DocumentType.CREDIT_NOTE if code in _CREDIT_NOTES else DocumentType.INVOICE
    told = Told("ebInterface", kind, type_code=code)
    for name, paths in _TEXTS:
        told.put(name, text(root, *paths))
    for name, paths in _DATES:
        told.put(name, date(root, *paths))
    told.put("currency", currency_code(attribute(root, "InvoiceCurrency")))
    _party(told, root, "supplier", "Biller")
    _party(told, root, "buyer", "InvoiceRecipient")
    for place in _ACCOUNT:
        told.put("supplier_iban", iban(text(root, f"{place}/IBAN")))
    told.lines = [_line(line) for line in root.iter("ListLineItem")]
    _vat(told, root)
    _charges(told, root)
    _totals(told, root)
    _order(told, root)
    told.notes += [own(note) for path in ("Details/HeaderDescription", "Comment") for note in every(root, path)]
    return told


def _party(told: Told, root: etree._Element, role: str, place: str) -> None:
    vat = text(root, f"{place}/VATIdentificationNumber")
    told.put(f"{role}_vat", "" if vat == _UNKNOWN_VAT else vat)
    for further in root.findall(f"{place}/FurtherIdentification"):
        if attribute(further, "IdentificationType").upper() in _COMPANY_REGISTERS:
            told.put(f"{role}_registration", own(further))
    country = first(root, f"{place}/Address/Country")
    code = attribute(country, "CountryCode") or own(country)
    told.put(f"{role}_country", code.upper() if len(code) == 2 else "")


def _line(line: etree._Element) -> ReadLine:
    codes = {attribute(article, "ArticleNumberType"): own(article) for article in line.findall("ArticleNumber")}
    discount, is_amount = _discount(line)
    order = "InvoiceRecipientsOrderReference"
    return ReadLine(
        description=" ".join(own(part) for part in line.findall("Description")),
        quantity=number(line, "Quantity"),
        unit=attribute(first(line, "Quantity"), "Unit"),
        unit_price=number(line, "UnitPrice"),
        price_per=attribute(first(line, "UnitPrice"), "BaseQuantity") or "1",
        discount=discount,
        discount_is_amount=is_amount,
        net_amount=number(line, "LineItemAmount"),
        vat_rate=number(line, *_RATES),
        vat_category=_category(line),
        item_code=codes.get("BillersArticleNumber", ""),
        buyer_item_code=codes.get("InvoiceRecipientsArticleNumber", ""),
        ean=codes.get("GTIN", ""),
        order_reference=given(text(line, f"{order}/OrderID")),
        order_line=text(line, f"{order}/OrderPositionNumber"),
        delivery_note=text(line, "Delivery/DeliveryID"),
        service_start=date(line, "Delivery/Period/FromDate"),
        service_end=date(line, "Delivery/Period/ToDate"),
        confidence=0.99,
        source=Source.XML,
    )


def _discount(line: etree._Element) -> tuple[str, bool]:
    reductions = list(every(line, "ReductionAndSurchargeListLineItemDetails/ReductionListLineItem"))
    if len(reductions) == 1 and decimal_or_none(number(reductions[0], "Percentage")):
        return number(reductions[0], "Percentage"), False
    amounts = [decimal_or_none(number(reduction, "Amount")) or Decimal(0) for reduction in reductions]
    total = sum(amounts, Decimal(0))
    return (str(total), True) if total else ("", False)


def _category(node: etree._Element) -> str:
    """The category of VAT (UNTDID 5305) in its own attribute, or "E" where an exemption stands instead of a rate."""
    for path in ("TaxItem/TaxPercent", "TaxPercent"):
        if code := attribute(first(node, path), "TaxCategoryCode"):
            return code
    return "E" if first(node, "TaxExemption") is not None else ""


def _vat(told: Told, root: etree._Element) -> None:
    for row in every(root, "Tax/TaxItem", "Tax/VAT/VATItem", "Tax/VAT/Item"):
        category = _category(row)
        told.vat_rows.append(
            VatRow(
                rate=number(row, *_RATES) or ("0" if category else ""),
                base=number(row, *_BASES),
                amount=number(row, "TaxAmount", "Amount"),
                category=category,
                exemption=text(row, "TaxExemption") or (text(row, "Comment") if category not in ("", "S") else ""),
            )
        )


def _charges(told: Told, root: etree._Element) -> None:
    details = first(root, "ReductionAndSurchargeDetails")
    for name, sign in (("Reduction", -1), ("Surcharge", 1), ("OtherVATableTax", 1)):
        for charge in every(details, name):
            amount = decimal_or_none(number(charge, "Amount", "TaxAmount"))
            if amount:
                told.charges.append(Charge(text(charge, "Comment"), str(sign * amount), number(charge, *_RATES)))


def _totals(told: Told, root: etree._Element) -> None:
    bases, taxes = (
        [decimal_or_none(written) or Decimal(0) for written in column]
        for column in ([row.base for row in told.vat_rows], [row.amount for row in told.vat_rows])
    )
    told.put("gross_total", number(root, "TotalGrossAmount"))
    if bases:
        told.put("net_total", str(sum(bases, Decimal(0))))
        told.put("vat_total", str(sum(taxes, Decimal(0))))
    told.put("prepaid", number(root, "PrepaidAmount"))
    told.put("amount_due", number(root, "PayableAmount"))
    told.put_total("rounding", number(root, "RoundingAmount"))
    below = [decimal_or_none(number(item, "LineItemAmount")) for item in root.iter("BelowTheLineItem")]
    told.put_total("third_party", str(sum((amount for amount in below if amount), Decimal(0)) or ""))


def _order(told: Told, root: etree._Element) -> None:
    """The recipient's order: of the head, else the only one of the lines."""
    told.put("order_reference", given(text(root, "InvoiceRecipient/OrderReference/OrderID")))
    numbers = {line.order_reference for line in told.lines} - {""}
    if len(numbers) == 1:
        told.put("order_reference", numbers.pop())
