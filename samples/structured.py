# ruff: noqa: E501 - lines are fragments of XML and stay whole
"""Structured e-invoices of a bill: UBL 2.1 (Peppol BIS 3, NLCIUS, UBL.BE) and CII for Factur-X.

Written after the published EN 16931 syntax bindings; element names are the standards' own.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from samples.bill import Bill, Line, Party

PROFILES = {
    "bis3": "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    "nlcius": "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
    "ublbe": "urn:cen.eu:en16931:2017#conformant#urn:UBL.BE:1.0.0.20180214",
}
UNIT_CODES = {
    "st": "C62",
    "m": "MTR",
    "doos": "BX",
    "uur": "HUR",
    "kg": "KGM",
    "rol": "RO",
    "l": "LTR",
    "set": "SET",
    "week": "WEE",
    "fles": "BO",
    "krat": "CR",
    "kWh": "KWH",
    "m³": "MTQ",
    "mnd": "MON",
}
_SCHEMES = {"NL": "0106", "BE": "0208", "DE": "0204", "FR": "0002"}
_EXEMPTIONS = {
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "K": ("VATEX-EU-IC", "Intra-Community supply"),
    "E": ("", "Vrijgesteld van btw"),
    "O": ("VATEX-EU-O", "Not subject to VAT"),
}


def _tag(name: str, value: object, **attributes: str) -> str:
    if value in ("", None):
        return ""
    extra = "".join(f' {key}="{escape(text)}"' for key, text in attributes.items())
    return f"<{name}{extra}>{escape(str(value))}</{name}>"


def _amount(name: str, value: Decimal, bill: Bill) -> str:
    return _tag(name, f"{value:.2f}", currencyID=bill.currency)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _registration(party: Party) -> str:
    return party.registration.replace(".", "") if party.country == "BE" else party.registration


def _party(role: str, party: Party) -> str:
    city = party.address[-1]
    postcode, _, town = city.partition(" ")
    if party.country == "NL":
        postcode, town = city[:7], city[8:]
    scheme = _SCHEMES.get(party.country, "")
    tax = (
        f"<cac:PartyTaxScheme>{_tag('cbc:CompanyID', party.vat_number)}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if party.vat_number
        else ""
    )
    legal = _tag("cbc:CompanyID", _registration(party), **({"schemeID": scheme} if scheme else {}))
    return (
        f"<cac:{role}><cac:Party>"
        + _tag("cbc:EndpointID", _registration(party), schemeID=scheme or "0106")
        + f"<cac:PartyName>{_tag('cbc:Name', party.name)}</cac:PartyName>"
        + f"<cac:PostalAddress>{_tag('cbc:StreetName', party.address[0])}{_tag('cbc:CityName', town)}{_tag('cbc:PostalZone', postcode)}"
        + f"<cac:Country>{_tag('cbc:IdentificationCode', party.country)}</cac:Country></cac:PostalAddress>{tax}"
        + f"<cac:PartyLegalEntity>{_tag('cbc:RegistrationName', party.name)}{legal}</cac:PartyLegalEntity>"
        + f"<cac:Contact>{_tag('cbc:Telephone', party.phone)}{_tag('cbc:ElectronicMail', party.email)}</cac:Contact>"
        + f"</cac:Party></cac:{role}>"
    )


def _category(rate: Decimal, category: str, element: str, reason: bool = False) -> str:
    code, text = _EXEMPTIONS.get(category, ("", "")) if reason else ("", "")
    percent = "" if category == "O" else _tag("cbc:Percent", _plain(rate))
    return f"<cac:{element}>{_tag('cbc:ID', category)}{percent}{_tag('cbc:TaxExemptionReasonCode', code)}{_tag('cbc:TaxExemptionReason', text)}<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:{element}>"


def _line(bill: Bill, number: int, line: Line) -> str:
    credit = bill.kind == "credit_note"
    kind, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    unit = UNIT_CODES[line.unit]
    gross = line.quantity * line.price / line.per
    discount = ""
    if line.discount:
        off = gross.quantize(Decimal("0.01")) - line.net
        discount = f"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>{_tag('cbc:AllowanceChargeReason', 'Korting')}{_tag('cbc:MultiplierFactorNumeric', _plain(line.discount))}{_amount('cbc:Amount', off, bill)}{_amount('cbc:BaseAmount', off + line.net, bill)}</cac:AllowanceCharge>"
    code = (
        f"<cac:SellersItemIdentification>{_tag('cbc:ID', line.code)}</cac:SellersItemIdentification>"
        if line.code
        else ""
    )
    ean = (
        f"<cac:StandardItemIdentification>{_tag('cbc:ID', line.ean, schemeID='0160')}</cac:StandardItemIdentification>"
        if line.ean
        else ""
    )
    base = _tag("cbc:BaseQuantity", line.per, unitCode=unit) if line.per != 1 else ""
    return (
        f"<cac:{kind}>{_tag('cbc:ID', number)}{_tag('cbc:' + quantity, _plain(line.quantity), unitCode=unit)}{_amount('cbc:LineExtensionAmount', line.net, bill)}{discount}"
        f"<cac:Item>{_tag('cbc:Name', line.description)}{code}{ean}{_category(line.rate, line.category, 'ClassifiedTaxCategory')}</cac:Item>"
        f"<cac:Price>{_tag('cbc:PriceAmount', _plain(line.price), currencyID=bill.currency)}{base}</cac:Price></cac:{kind}>"
    )


def ubl(bill: Bill, profile: str) -> bytes:
    """A UBL 2.1 Invoice or CreditNote of a profile: "bis3", "nlcius" or "ublbe"."""
    credit = bill.kind == "credit_note"
    root = "CreditNote" if credit else "Invoice"
    due = "" if credit or not bill.due else _tag("cbc:DueDate", bill.due.isoformat())
    kind = _tag("cbc:CreditNoteTypeCode", "381") if credit else _tag("cbc:InvoiceTypeCode", "380")
    period = (
        f"<cac:InvoicePeriod>{_tag('cbc:StartDate', bill.period[0].isoformat())}{_tag('cbc:EndDate', bill.period[1].isoformat())}</cac:InvoicePeriod>"
        if bill.period
        else ""
    )
    order = f"<cac:OrderReference>{_tag('cbc:ID', bill.order)}</cac:OrderReference>" if bill.order else ""
    original = (
        f"<cac:BillingReference><cac:InvoiceDocumentReference>{_tag('cbc:ID', bill.original)}</cac:InvoiceDocumentReference></cac:BillingReference>"
        if bill.original
        else ""
    )
    despatch = (
        f"<cac:DespatchDocumentReference>{_tag('cbc:ID', bill.delivery_note)}</cac:DespatchDocumentReference>"
        if bill.delivery_note
        else ""
    )
    means = (
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>{_tag('cbc:PaymentID', bill.reference.strip('+').replace('/', '') if bill.reference.startswith('+') else bill.reference)}"
        f"<cac:PayeeFinancialAccount>{_tag('cbc:ID', bill.supplier.iban)}</cac:PayeeFinancialAccount></cac:PaymentMeans>"
    )
    charges = "".join(
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{'true' if net > 0 else 'false'}</cbc:ChargeIndicator>{_tag('cbc:AllowanceChargeReason', text)}{_amount('cbc:Amount', abs(net), bill)}"
        f"{_category(rate, 'S' if rate else 'Z', 'TaxCategory')}</cac:AllowanceCharge>"
        for text, net, rate in bill.charges
    )
    subtotals = "".join(
        f"<cac:TaxSubtotal>{_amount('cbc:TaxableAmount', base, bill)}{_amount('cbc:TaxAmount', amount, bill)}{_category(rate, category, 'TaxCategory', True)}</cac:TaxSubtotal>"
        for rate, category, base, amount in bill.rows()
    )
    lines_net = sum((line.net for line in bill.lines), Decimal(0))
    extra = sum((net for _, net, _ in bill.charges if net > 0), Decimal(0))
    less = -sum((net for _, net, _ in bill.charges if net < 0), Decimal(0))
    sums = (
        _amount("cbc:LineExtensionAmount", lines_net, bill)
        + _amount("cbc:TaxExclusiveAmount", bill.net, bill)
        + _amount("cbc:TaxInclusiveAmount", bill.gross, bill)
        + (_amount("cbc:AllowanceTotalAmount", less, bill) if less else "")
        + (_amount("cbc:ChargeTotalAmount", extra, bill) if extra else "")
        + _amount("cbc:PayableAmount", bill.gross, bill)
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
        'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
        + _tag("cbc:CustomizationID", PROFILES[profile])
        + _tag("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
        + _tag("cbc:ID", bill.number)
        + _tag("cbc:IssueDate", bill.day.isoformat())
        + due
        + kind
        + "".join(_tag("cbc:Note", note) for note in bill.notes[:1])
        + _tag("cbc:DocumentCurrencyCode", bill.currency)
        + _tag("cbc:BuyerReference", bill.customer_number)
        + period
        + order
        + original
        + despatch
        + _party("AccountingSupplierParty", bill.supplier)
        + _party("AccountingCustomerParty", bill.buyer)
        + means
        + charges
        + f"<cac:TaxTotal>{_amount('cbc:TaxAmount', bill.vat, bill)}{subtotals}</cac:TaxTotal>"
        + f"<cac:LegalMonetaryTotal>{sums}</cac:LegalMonetaryTotal>"
        + "".join(_line(bill, place, line) for place, line in enumerate(bill.lines, 1))
        + f"</{root}>\n"
    )
    return body.replace("><c", ">\n<c").encode()


def _cii_party(role: str, party: Party) -> str:
    postcode, town = (
        (party.address[-1][:7], party.address[-1][8:]) if party.country == "NL" else party.address[-1].split(" ", 1)
    )
    tax = (
        f"<ram:SpecifiedTaxRegistration>{_tag('ram:ID', party.vat_number, schemeID='VA')}</ram:SpecifiedTaxRegistration>"
        if party.vat_number
        else ""
    )
    return (
        f"<ram:{role}>{_tag('ram:Name', party.name)}<ram:SpecifiedLegalOrganization>{_tag('ram:ID', _registration(party), schemeID=_SCHEMES.get(party.country, '0106'))}</ram:SpecifiedLegalOrganization>"
        f"<ram:PostalTradeAddress>{_tag('ram:PostcodeCode', postcode)}{_tag('ram:LineOne', party.address[0])}{_tag('ram:CityName', town)}{_tag('ram:CountryID', party.country)}</ram:PostalTradeAddress>"
        f"{tax}</ram:{role}>"
    )


def _cii_tax(rate: Decimal, category: str, amounts: str = "") -> str:
    return f"<ram:ApplicableTradeTax>{amounts and amounts.split('|')[0]}<ram:TypeCode>VAT</ram:TypeCode>{amounts and amounts.split('|')[1]}{_tag('ram:CategoryCode', category)}{_tag('ram:RateApplicablePercent', _plain(rate))}</ram:ApplicableTradeTax>"


def _cii_line(number: int, line: Line) -> str:
    unit = UNIT_CODES[line.unit]
    net_price = line.price * (100 - line.discount) / 100
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>{_tag('ram:LineID', number)}</ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct>{_tag('ram:GlobalID', line.ean, schemeID='0160')}{_tag('ram:SellerAssignedID', line.code)}{_tag('ram:Name', line.description)}</ram:SpecifiedTradeProduct>"
        f"<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>{_tag('ram:ChargeAmount', _plain(net_price))}</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>"
        f"<ram:SpecifiedLineTradeDelivery>{_tag('ram:BilledQuantity', _plain(line.quantity), unitCode=unit)}</ram:SpecifiedLineTradeDelivery>"
        f"<ram:SpecifiedLineTradeSettlement>{_cii_tax(line.rate, line.category)}<ram:SpecifiedTradeSettlementLineMonetarySummation>{_tag('ram:LineTotalAmount', f'{line.net:.2f}')}"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _stamp(name: str, value: date) -> str:
    return f"<ram:{name}>{_tag('udt:DateTimeString', value.strftime('%Y%m%d'), format='102')}</ram:{name}>"


def cii(bill: Bill) -> bytes:
    """A cross industry invoice in the EN 16931 (COMFORT) profile, as Factur-X embeds it."""
    taxes = "".join(
        _cii_tax(
            rate, category, f"{_tag('ram:CalculatedAmount', f'{amount:.2f}')}|{_tag('ram:BasisAmount', f'{base:.2f}')}"
        )
        for rate, category, base, amount in bill.rows()
    )
    order = (
        f"<ram:BuyerOrderReferencedDocument>{_tag('ram:IssuerAssignedID', bill.order)}</ram:BuyerOrderReferencedDocument>"
        if bill.order
        else ""
    )
    terms = (
        f"<ram:SpecifiedTradePaymentTerms>{_stamp('DueDateDateTime', bill.due)}</ram:SpecifiedTradePaymentTerms>"
        if bill.due
        else ""
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
        'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument>{_tag('ram:ID', bill.number)}{_tag('ram:TypeCode', '381' if bill.kind == 'credit_note' else '380')}{_stamp('IssueDateTime', bill.day)}</rsm:ExchangedDocument>"
        "<rsm:SupplyChainTradeTransaction>"
        + "".join(_cii_line(place, line) for place, line in enumerate(bill.lines, 1))
        + f"<ram:ApplicableHeaderTradeAgreement>{_cii_party('SellerTradeParty', bill.supplier)}{_cii_party('BuyerTradeParty', bill.buyer)}{order}</ram:ApplicableHeaderTradeAgreement>"
        f"<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>{_stamp('OccurrenceDateTime', bill.day)}</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>"
        f"<ram:ApplicableHeaderTradeSettlement>{_tag('ram:PaymentReference', bill.reference)}{_tag('ram:InvoiceCurrencyCode', bill.currency)}"
        f"<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>{_tag('ram:IBANID', bill.supplier.iban)}</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
        f"{taxes}{terms}<ram:SpecifiedTradeSettlementHeaderMonetarySummation>{_tag('ram:LineTotalAmount', f'{bill.net:.2f}')}{_tag('ram:TaxBasisTotalAmount', f'{bill.net:.2f}')}"
        f"{_tag('ram:TaxTotalAmount', f'{bill.vat:.2f}', currencyID=bill.currency)}{_tag('ram:GrandTotalAmount', f'{bill.gross:.2f}')}{_tag('ram:DuePayableAmount', f'{bill.gross:.2f}')}"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    )
    return body.replace("><r", ">\n<r").encode()
