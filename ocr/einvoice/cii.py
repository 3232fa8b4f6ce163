"""UN/CEFACT Cross Industry Invoice and Order: ZUGFeRD 1.0 to 2.x, Factur-X, XRechnung CII, Order-X.

ZUGFeRD 1.0 has the same tree under older names; both names are given at each step."""

from __future__ import annotations

from lxml import etree

from domain.reading import Charge, DocumentType, VatRow
from ocr.einvoice.cii_lines import read_lines
from ocr.einvoice.codes import document_type_of
from ocr.einvoice.identifiers import (
    MAX_ATTACHMENTS,
    decoded,
    given,
    iban,
    is_company_id,
    is_company_register,
    is_direct_debit,
    scheme_and_number,
)
from ocr.einvoice.told import Told
from ocr.einvoice.tree import as_number, currency_code, date, first, number, own, text, without_empty

_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure")
_TRADE = ("SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
_ACCOUNT = "PayeePartyCreditorFinancialAccount"


def is_cii(root: etree._Element) -> bool:
    """Whether a root element (namespaces taken off) is one of this family; a draft of ZUGFeRD 1.0 called it Invoice."""
    return str(root.tag) in _ROOTS or (root.tag == "Invoice" and first(root, *_TRADE) is not None)


def read(root: etree._Element) -> Told:
    """Read a document of this family whose tags have lost their namespaces."""
    without_empty(root)
    head = first(root, "ExchangedDocument", "HeaderExchangedDocument")
    code = text(head, "TypeCode")
    kind = document_type_of(code)
    if kind is None and not str(root.tag).startswith("SCRDM"):
        kind = DocumentType.INVOICE
    told = Told("Order-X" if str(root.tag).startswith("SCRDM") else "CII", kind, type_code=code)
    trade = first(root, *_TRADE)
    agreement = first(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    delivery = first(trade, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
    settlement = first(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    _document(told, head, agreement, delivery, settlement)
    _party(told, "supplier", first(agreement, "SellerTradeParty"))
    _party(told, "buyer", first(agreement, "BuyerTradeParty"))
    _payment(told, settlement)
    _totals(told, settlement)
    _vat(told, settlement)
    _charges(told, settlement)
    told.lines = read_lines(trade)
    if kind is not DocumentType.PURCHASE_ORDER:
        for name in ("order_reference", "delivery_note"):
            numbers = {getattr(line, name) for line in told.lines} - {""}
            if len(numbers) == 1:
                told.put(name, numbers.pop())
    _attachments(told, agreement)
    return told


def _document(
    told: Told,
    head: etree._Element | None,
    agreement: etree._Element | None,
    delivery: etree._Element | None,
    settlement: etree._Element | None,
) -> None:
    told.put("invoice_number", text(head, "ID"))
    told.put("issue_date", date(head, "IssueDateTime"))
    told.put("currency", currency_code(text(settlement, "InvoiceCurrencyCode", "OrderCurrencyCode")))
    if told.document_type is not DocumentType.PURCHASE_ORDER:
        order = text(agreement, *(f"BuyerOrderReferencedDocument/{i}" for i in ("IssuerAssignedID", "ID")))
        told.put("order_reference", given(order))
    note = "DespatchAdviceReferencedDocument", "DeliveryNoteReferencedDocument"
    told.put("delivery_note", given(text(delivery, *(f"{n}/{i}" for n in note for i in ("IssuerAssignedID", "ID")))))
    told.put("delivery_date", date(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime"))
    told.put("service_start", date(settlement, "BillingSpecifiedPeriod/StartDateTime"))
    told.put("service_end", date(settlement, "BillingSpecifiedPeriod/EndDateTime"))
    told.put("original_invoice", text(settlement, "InvoiceReferencedDocument/IssuerAssignedID"))
    told.put("due_date", _due_date(settlement))
    if head is not None:
        told.notes += [content for note in head.findall("IncludedNote") if (content := text(note, "Content"))]


def _due_date(settlement: etree._Element | None) -> str:
    """The last day to pay in full: terms with cash discount name the discount's date, unless there are no others."""
    if settlement is None:
        return ""
    terms = settlement.findall("SpecifiedTradePaymentTerms")
    full = [t for t in terms if first(t, "ApplicableTradePaymentDiscountTerms") is None]
    dates = [found for term in (full or terms) if (found := date(term, "DueDateDateTime"))]
    if not dates:
        dates = [found for term in terms if (found := date(term, "DueDateDateTime"))]
    return max(dates, default="")


def _party(told: Told, role: str, party: etree._Element | None) -> None:
    told.put(f"{role}_name", text(party, "Name", "SpecifiedLegalOrganization/TradingBusinessName"))
    if party is not None:
        for registration in party.findall("SpecifiedTaxRegistration/ID"):
            if registration.get("schemeID", "VA").upper() in ("VA", "VAT"):
                told.put(f"{role}_vat", own(registration))
    organization = first(party, "SpecifiedLegalOrganization/ID")
    if organization is not None:
        scheme, written = scheme_and_number(organization)
        if is_company_id(scheme):
            told.put(f"{role}_registration", written)
    for number_of in () if party is None else party.findall("GlobalID"):
        scheme, written = scheme_and_number(number_of)
        if is_company_register(scheme, ""):
            told.put(f"{role}_registration", written)
    told.put(f"{role}_country", text(party, "PostalTradeAddress/CountryID").upper())
    if role == "supplier":
        told.put("supplier_email", text(party, "DefinedTradeContact/EmailURIUniversalCommunication/URIID"))


def _payment(told: Told, settlement: etree._Element | None) -> None:
    if settlement is None:
        return
    told.put("payment_reference", text(settlement, "PaymentReference"))
    for means in settlement.findall("SpecifiedTradeSettlementPaymentMeans"):
        if not is_direct_debit(text(means, "TypeCode")):
            told.put(
                "supplier_iban",
                iban(text(means, f"{_ACCOUNT}/IBANID")) or iban(text(means, f"{_ACCOUNT}/ProprietaryID")),
            )
        else:
            told.collected = text(means, "TypeCode")


def _totals(told: Told, settlement: etree._Element | None) -> None:
    sums = first(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    currency = told.fields.get("currency", "")
    if sums is not None:
        told.currencies = {a.get("currencyID", "").upper() for a in sums if a.get("currencyID")}
    told.put("net_total", _in_currency(sums, "TaxBasisTotalAmount", currency))
    told.put("gross_total", _in_currency(sums, "GrandTotalAmount", currency))
    told.put("prepaid", number(sums, "TotalPrepaidAmount"))
    told.put("amount_due", number(sums, "DuePayableAmount"))
    told.put("vat_total", _in_currency(sums, "TaxTotalAmount", currency))
    for name, path in (
        ("line_total", "LineTotalAmount"),
        ("allowance_total", "AllowanceTotalAmount"),
        ("charge_total", "ChargeTotalAmount"),
        ("rounding", "RoundingAmount"),
    ):
        told.put_total(name, number(sums, path))


def _in_currency(sums: etree._Element | None, name: str, currency: str) -> str:
    """An amount that may be told in two currencies (the document's, that of the VAT return): the document's."""
    amounts = [] if sums is None else sums.findall(name)
    ours = [a for a in amounts if a.get("currencyID", currency).upper() == currency]
    return as_number(own(ours[0])) if ours else (as_number(own(amounts[0])) if len(amounts) == 1 else "")


def _vat(told: Told, settlement: etree._Element | None) -> None:
    if settlement is None:
        return
    for tax in settlement.findall("ApplicableTradeTax"):
        if text(tax, "TypeCode").upper() not in ("VAT", ""):
            continue
        reason = text(tax, "ExemptionReason")
        told.vat_rows.append(
            VatRow(
                rate=number(tax, "RateApplicablePercent", "ApplicablePercent"),
                base=number(tax, "BasisAmount"),
                amount=number(tax, "CalculatedAmount"),
                category=text(tax, "CategoryCode"),
                exemption=text(tax, "ExemptionReasonCode") or reason,
            )
        )
        if reason:
            told.notes.append(reason)


def _charges(told: Told, settlement: etree._Element | None) -> None:
    if settlement is None:
        return
    for charge in settlement.findall("SpecifiedTradeAllowanceCharge"):
        amount = number(charge, "ActualAmount")
        if not amount:
            continue
        if text(charge, "ChargeIndicator/Indicator", "ChargeIndicator").lower() in ("false", "0"):
            amount = amount[1:] if amount.startswith("-") else f"-{amount}"
        rate = number(charge, "CategoryTradeTax/RateApplicablePercent", "CategoryTradeTax/ApplicablePercent")
        told.charges.append(Charge(text(charge, "Reason", "ReasonCode"), amount, rate))
    for charge in settlement.findall("SpecifiedLogisticsServiceCharge"):
        amount = number(charge, "AppliedAmount")
        if amount:
            rate = number(charge, "AppliedTradeTax/RateApplicablePercent", "AppliedTradeTax/ApplicablePercent")
            told.charges.append(Charge(text(charge, "Description"), amount, rate))


def _attachments(told: Told, agreement: etree._Element | None) -> None:
    if agreement is None:
        return
    for reference in agreement.findall("AdditionalReferencedDocument")[:MAX_ATTACHMENTS]:
        content = first(reference, "AttachmentBinaryObject")
        data = decoded(content.text or "") if content is not None else b""
        if content is not None and data:
            name = content.get("filename") or text(reference, "IssuerAssignedID") or "attachment"
            told.attachments.append((name, content.get("mimeCode", ""), data))
