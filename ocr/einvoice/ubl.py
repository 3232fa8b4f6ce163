"""UBL 2.0 and 2.1: invoice, credit note, order, order response, despatch advice, and kin.

Covers Peppol BIS 3, NLCIUS/SI-UBL 1.2 and 2.0, UBL.BE/e-FFF, XRechnung and older national profiles; element names are
those of the OASIS schemas, meanings those of EN 16931 (BT numbers in comments)."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from domain.reading import Charge, DocumentType, VatRow
from ocr.einvoice.codes import document_type_of
from ocr.einvoice.identifiers import (
    MAX_ATTACHMENTS,
    decoded,
    given,
    iban,
    is_company_id,
    is_company_register,
    is_direct_debit,
    is_vat_number,
    names_vat,
    scheme_and_number,
)
from ocr.einvoice.older import net_from_lines, vat_of_several
from ocr.einvoice.told import Told
from ocr.einvoice.tree import as_number, currency_code, date, every, first, number, own, text, without_empty
from ocr.einvoice.ubl_lines import read_lines
from ocr.einvoice.unread import is_ubl_1

_ROOTS = {
    "Invoice": DocumentType.INVOICE,
    "SelfBilledInvoice": DocumentType.INVOICE,
    "CreditNote": DocumentType.CREDIT_NOTE,
    "SelfBilledCreditNote": DocumentType.CREDIT_NOTE,
    "DebitNote": DocumentType.INVOICE,
    "Order": DocumentType.PURCHASE_ORDER,
    "OrderChange": DocumentType.PURCHASE_ORDER,
    "OrderResponse": DocumentType.ORDER_CONFIRMATION,
    "OrderResponseSimple": DocumentType.ORDER_CONFIRMATION,
    "DespatchAdvice": DocumentType.DELIVERY_NOTE,
    "Reminder": DocumentType.REMINDER,
    "Statement": DocumentType.STATEMENT,
}
_SUPPLIERS = ("AccountingSupplierParty", "SellerSupplierParty", "SupplierParty", "DespatchSupplierParty", "SellerParty")
_BUYERS = ("AccountingCustomerParty", "BuyerCustomerParty", "CustomerParty", "DeliveryCustomerParty", "BuyerParty")
_NAMES = ("PartyLegalEntity/RegistrationName", "PartyName/Name", "PartyTaxScheme/RegistrationName")
_SCHEMAS = "urn:oasis:names:specification:ubl:schema:xsd:"
_TOTALS = ("LegalMonetaryTotal", "RequestedMonetaryTotal", "AnticipatedMonetaryTotal")


def is_ubl(namespace: str, name: str) -> bool:
    """Whether a root element is a UBL document. Those without use here (quotation, catalogue, response …) are OTHER:
    their number, date and parties are read, so that a person sees what came."""
    known = name in _ROOTS and ("ubl" in namespace.lower() or namespace == "") and not is_ubl_1(namespace)
    return known or (namespace == f"{_SCHEMAS}{name}-2" and name != "AttachedDocument")


def read(root: etree._Element) -> Told:
    """Read a UBL document whose tags have lost their namespaces."""
    without_empty(root)
    name = str(root.tag)
    code = text(root, "InvoiceTypeCode", "CreditNoteTypeCode", "OrderTypeCode", "DespatchAdviceTypeCode")
    kind = _ROOTS.get(name, DocumentType.OTHER)
    if name == "Invoice":
        kind = document_type_of(code) or kind
    told = Told("UBL", kind, type_code=code)
    _document(told, root)
    # An order names who orders and who bills; the order is between the first two.
    ordering = "Order" in name
    _party(told, root, "supplier", sorted(_SUPPLIERS, key=lambda place: ordering and place.startswith("Accounting")))
    _party(told, root, "buyer", sorted(_BUYERS, key=lambda place: ordering and place.startswith("Accounting")))
    _payment(told, root)
    _totals(told, root)
    _vat(told, root)
    _charges(told, root)
    net_from_lines(told)
    told.type_unsure = _type_unsure(told, name)
    told.lines = read_lines(root, kind)
    _references_from_lines(told)
    _attachments(told, root)
    return told


def _type_unsure(told: Told, root: str) -> bool:
    """An Invoice said to be a credit note that names no invoice it credits and owes money: senders use the code for
    invoices too. A CreditNote said to be an invoice."""
    if root == "CreditNote":
        return document_type_of(told.type_code) is DocumentType.INVOICE
    credits = told.fields.get("original_invoice") or told.fields.get("gross_total", "").startswith("-")
    return root == "Invoice" and told.document_type is DocumentType.CREDIT_NOTE and not credits


def _document(told: Told, root: etree._Element) -> None:
    told.put("invoice_number", text(root, "ID"))
    told.put("issue_date", date(root, "IssueDate"))
    told.put("due_date", date(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"))
    told.put("currency", currency_code(_currency_named(root)))
    if told.document_type is not DocumentType.PURCHASE_ORDER:
        told.put("order_reference", given(text(root, "OrderReference/ID")))
    told.put("original_invoice", text(root, "BillingReference/InvoiceDocumentReference/ID"))
    told.put("delivery_note", given(text(root, "DespatchDocumentReference/ID")))
    told.put("delivery_date", date(root, "Delivery/ActualDeliveryDate", "Delivery/RequestedDeliveryPeriod/StartDate"))
    told.put("service_start", date(root, "InvoicePeriod/StartDate"))
    told.put("service_end", date(root, "InvoicePeriod/EndDate"))
    told.put("payment_terms_days", _days(first(root, "PaymentTerms/SettlementPeriod/DurationMeasure")))
    for note in (*every(root, "Note"), *every(root, "PaymentTerms/Note")):
        if own(note):
            told.notes.append(own(note))


def _days(measure: etree._Element | None) -> str:
    if measure is None or measure.get("unitCode", "DAY").upper() not in ("DAY", "D"):
        return ""
    days = as_number(own(measure))
    return days if days.isdigit() else ""


def _party(told: Told, root: etree._Element, role: str, places: list[str]) -> None:
    party = first(root, *(f"{place}/Party" for place in places), *places)
    if party is None:
        return
    told.put(f"{role}_name", text(party, *_NAMES) or _person(party))
    told.put(f"{role}_vat", _vat_number(party))
    for company in party.findall("PartyLegalEntity/CompanyID"):
        scheme, written = scheme_and_number(company)
        if is_company_id(scheme):
            told.put(f"{role}_registration", written)
    for identification in party.findall("PartyIdentification/ID"):
        agency = identification.get("schemeAgencyName", "")
        scheme, written = scheme_and_number(identification)
        if is_company_register(scheme, agency):
            told.put(f"{role}_registration", written)
        elif is_vat_number(written, scheme, agency):
            told.put(f"{role}_vat", written)
    told.put(f"{role}_country", text(party, "PostalAddress/Country/IdentificationCode").upper())
    if role == "supplier":
        told.put("supplier_email", text(party, "Contact/ElectronicMail"))


def _person(party: etree._Element) -> str:
    """The name of a party that is a person."""
    return " ".join(filter(None, (text(party, f"Person/{part}") for part in ("FirstName", "FamilyName"))))


def _vat_number(party: etree._Element) -> str:
    """The number under a scheme that says VAT; under one that says nothing only a number with its country before it."""
    silent = ""
    for scheme in party.findall("PartyTaxScheme"):
        written = text(scheme, "CompanyID")
        vat = names_vat(first(scheme, "TaxScheme"))
        if written and vat:
            return written
        if vat is None and not silent and written[:2].isalpha():
            silent = written
    return silent


def _payment_reference(means: etree._Element) -> str:
    """PaymentID; on Danish payment slips that is the kind of slip ("71") and InstructionID the reference."""
    payment, instruction = text(means, "PaymentID"), text(means, "InstructionID")
    slip = len(payment) == 2 and payment.isdigit() and text(means, "PaymentMeansCode") in ("50", "93")
    return instruction if instruction and (slip or not payment) else payment


def _payment(told: Told, root: etree._Element) -> None:
    blocked = "GACCOUNT"  # the Dutch g-rekening, for a part only: the supplier's own account first
    for means in sorted(every(root, "PaymentMeans"), key=lambda means: text(means, "ID") == blocked):
        told.put("payment_reference", _payment_reference(means))
        if not is_direct_debit(text(means, "PaymentMeansCode")):
            told.put("supplier_iban", iban(text(means, "PayeeFinancialAccount/ID")))
        else:
            told.collected = text(means, "PaymentMeansCode")


def _totals(told: Told, root: etree._Element) -> None:
    totals = first(root, *_TOTALS)
    if totals is None:
        return
    told.currencies = {a.get("currencyID", "").upper() for a in totals if a.get("currencyID")}
    payable = first(totals, "PayableAmount")
    if payable is not None and not _currency_named(root):
        told.put("currency", currency_code(payable.get("currencyID", "")))
    told.put("net_total", number(totals, "TaxExclusiveAmount"))
    told.put("gross_total", number(totals, "TaxInclusiveAmount"))
    told.put("prepaid", number(totals, "PrepaidAmount"))
    told.put("amount_due", number(totals, "PayableAmount"))
    told.put("gross_total", _gross_from_payable(told, totals))
    for name, path in (
        ("line_total", "LineExtensionAmount"),
        ("allowance_total", "AllowanceTotalAmount"),
        ("charge_total", "ChargeTotalAmount"),
        ("rounding", "PayableRoundingAmount"),
    ):
        told.put_total(name, number(totals, path))
    if first(totals, "PrepaidAmount") is None:
        advanced = [number(payment, "PaidAmount") for payment in root.findall("PrepaidPayment")]
        told.put_total("third_party", str(sum(Decimal(amount) for amount in advanced if amount) or ""))


def _currency_named(root: etree._Element) -> str:
    return text(root, "DocumentCurrencyCode", "PricingCurrencyCode")


def _gross_from_payable(told: Told, totals: etree._Element) -> str:
    """Orders and old invoices give only what is to be paid: without prepayment and rounding that is the gross total."""
    payable = number(totals, "PayableAmount")
    if not payable:
        return ""
    prepaid, rounding = (number(totals, path) or "0" for path in ("PrepaidAmount", "PayableRoundingAmount"))
    return str(Decimal(payable) + Decimal(prepaid) - Decimal(rounding))


def _vat(told: Told, root: etree._Element) -> None:
    """BT-110 and BG-23 of the document's currency; a second total in the accounting currency is left aside."""
    currency = told.fields.get("currency", "")
    sums: list[str] = []
    for total in root.findall("TaxTotal"):
        amount = first(total, "TaxAmount", "TaxSubtotal/TaxAmount")
        if amount is None or (currency and amount.get("currencyID", currency).upper() != currency):
            continue
        taxes = total.findall("TaxSubtotal")
        rows = [row for row in taxes if names_vat(first(row, "TaxCategory/TaxScheme")) is not False]
        if (taxes and not rows) or (sums and not taxes):  # another tax; the same total once more
            continue
        sums.append(number(total, "TaxAmount") or _summed(rows))
        for row in rows:
            category = first(row, "TaxCategory")
            reason = text(category, "TaxExemptionReason")
            told.vat_rows.append(
                VatRow(
                    rate=number(category, "Percent") or number(row, "Percent"),
                    base=number(row, "TaxableAmount"),
                    amount=number(row, "TaxAmount"),
                    category=text(category, "ID"),
                    exemption=text(category, "TaxExemptionReasonCode") or reason,
                )
            )
            if reason:
                told.notes.append(reason)
    told.put("vat_total", vat_of_several(told, sums))


def _summed(rows: list[etree._Element]) -> str:
    """The VAT of a breakdown whose own total is left out."""
    amounts = [number(row, "TaxAmount") for row in rows]
    return str(sum(map(Decimal, amounts), Decimal(0))) if amounts and all(amounts) else ""


def _charges(told: Told, root: etree._Element) -> None:
    for charge in root.findall("AllowanceCharge"):
        amount = number(charge, "Amount")
        if not amount:
            continue
        if text(charge, "ChargeIndicator").lower() in ("false", "0"):
            amount = amount[1:] if amount.startswith("-") else f"-{amount}"
        reason = text(charge, "AllowanceChargeReason", "AllowanceChargeReasonCode")
        told.charges.append(Charge(reason, amount, number(charge, "TaxCategory/Percent")))


def _references_from_lines(told: Told) -> None:
    """One order number on the lines and only one in all is the document's (of an order itself: none)."""
    if told.document_type is DocumentType.PURCHASE_ORDER:
        return
    for field_name in ("order_reference", "delivery_note"):
        numbers = {getattr(line, field_name) for line in told.lines} - {""}
        if len(numbers) == 1:
            told.put(field_name, numbers.pop())


def _attachments(told: Told, root: etree._Element) -> None:
    for reference in (
        *root.findall("AdditionalDocumentReference"),
        *root.findall("OriginatorDocumentReference"),
        *root.findall("ContractDocumentReference"),
    ):
        content = first(reference, "Attachment/EmbeddedDocumentBinaryObject")
        if content is None or len(told.attachments) >= MAX_ATTACHMENTS:
            continue
        data = decoded(content.text or "")
        if data:
            name = content.get("filename") or text(reference, "ID") or "attachment"
            told.attachments.append((name, content.get("mimeCode", ""), data))
