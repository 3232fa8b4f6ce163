"""Small e-invoices made here, with every part that the tests change."""

from __future__ import annotations

from dataclasses import dataclass, field

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


@dataclass
class Ubl:
    """A UBL invoice or credit note of two lines at 21 and 9 per cent."""

    root: str = "Invoice"
    number: str = "2026-0117"
    net: str = "150.00"
    vat: str = "25.50"
    gross: str = "175.50"
    due: str = "175.50"
    prepaid: str = ""
    line_total: str = "150.00"
    means: str = "30"
    iban: str = "NL91ABNA0417164300"
    type_code: str = "380"
    before: str = ""
    after_totals: str = ""
    parties: str = ""
    rows: list[tuple[str, str, str]] = field(
        default_factory=lambda: [("21", "100.00", "21.00"), ("9", "50.00", "4.50")]
    )

    def xml(self) -> bytes:
        """The document."""
        line = "InvoiceLine" if self.root == "Invoice" else "CreditNoteLine"
        quantity = "InvoicedQuantity" if self.root == "Invoice" else "CreditedQuantity"
        prepaid = f'<cbc:PrepaidAmount currencyID="EUR">{self.prepaid}</cbc:PrepaidAmount>' if self.prepaid else ""
        rows = "".join(
            f'<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{base}</cbc:TaxableAmount>'
            f'<cbc:TaxAmount currencyID="EUR">{amount}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
            f"<cbc:Percent>{rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
            "</cac:TaxSubtotal>"
            for rate, base, amount in self.rows
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<{self.root} xmlns="{_UBL}{self.root}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2"
 xmlns:cbc="{_UBL}CommonBasicComponents-2">
<cbc:ID>{self.number}</cbc:ID><cbc:IssueDate>2026-03-14</cbc:IssueDate><cbc:DueDate>2026-04-13</cbc:DueDate>
<cbc:{self.root}TypeCode>{self.type_code}</cbc:{self.root}TypeCode><cbc:Note>Verlegd niet.</cbc:Note>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:InvoicePeriod><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-02-28</cbc:EndDate></cac:InvoicePeriod>
<cac:OrderReference><cbc:ID>PO-77</cbc:ID></cac:OrderReference>{self.before}{self.parties or self._parties()}
<cac:PaymentMeans><cbc:PaymentMeansCode>{self.means}</cbc:PaymentMeansCode><cbc:PaymentID>RF18539007547034</cbc:PaymentID>
<cac:PayeeFinancialAccount><cbc:ID>{self.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{self.vat}</cbc:TaxAmount>{rows}</cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{self.line_total}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">{self.net}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">{self.gross}</cbc:TaxInclusiveAmount>{prepaid}
<cbc:PayableAmount currencyID="EUR">{self.due}</cbc:PayableAmount></cac:LegalMonetaryTotal>{self.after_totals}
<cac:{line}><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="C62">2000</cbc:{quantity}>
<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cac:OrderLineReference><cbc:LineID>10</cbc:LineID></cac:OrderLineReference>
<cac:Item><cbc:Name>Schroeven M4</cbc:Name>
<cac:BuyersItemIdentification><cbc:ID>K-9</cbc:ID></cac:BuyersItemIdentification>
<cac:SellersItemIdentification><cbc:ID>S-4</cbc:ID></cac:SellersItemIdentification>
<cac:StandardItemIdentification><cbc:ID schemeID="0160">8712345678906</cbc:ID></cac:StandardItemIdentification>
<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
</cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">5.00</cbc:PriceAmount>
<cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity></cac:Price></cac:{line}>
<cac:{line}><cbc:ID>2</cbc:ID><cbc:{quantity} unitCode="HUR">1</cbc:{quantity}>
<cbc:LineExtensionAmount currencyID="EUR">50.00</cbc:LineExtensionAmount>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
<cbc:MultiplierFactorNumeric>50</cbc:MultiplierFactorNumeric><cbc:Amount currencyID="EUR">50.00</cbc:Amount>
</cac:AllowanceCharge><cac:Item><cbc:Name>Montage</cbc:Name>
<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>9</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
</cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:{line}>
</{self.root}>""".encode()

    def _parties(self) -> str:
        return """<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>De Schroef</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>822222222</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID></cac:TaxScheme>
</cac:PartyTaxScheme>
<cac:PartyTaxScheme><cbc:CompanyID>NL123456782B90</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>De Schroef B.V.</cbc:RegistrationName>
<cbc:CompanyID schemeID="0106">12345678</cbc:CompanyID></cac:PartyLegalEntity>
<cac:Contact><cbc:ElectronicMail>facturen@schroef.example</cbc:ElectronicMail></cac:Contact>
</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Bouw &amp; Co</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>"""


def cii(
    *, version: int = 2, number: str = "R-5", gross: str = "119.00", terms: str = "", type_code: str = "380"
) -> bytes:
    """A cross industry invoice of one line: ``version`` 1 is ZUGFeRD 1.0 with its older names, 2 all later ones."""
    if version == 1:
        root, head, trade = "CrossIndustryDocument", "HeaderExchangedDocument", "SpecifiedSupplyChainTradeTransaction"
        part, line_part, rate = "ApplicableSupplyChainTrade", "SpecifiedSupplyChainTrade", "ApplicablePercent"
        sums = line_sums = "SpecifiedTradeSettlementMonetarySummation"
        space = "urn:ferd:CrossIndustryDocument:invoice:1p0"
    else:
        root, head, trade = "CrossIndustryInvoice", "ExchangedDocument", "SupplyChainTradeTransaction"
        part, line_part, rate = "ApplicableHeaderTrade", "SpecifiedLineTrade", "RateApplicablePercent"
        sums = "SpecifiedTradeSettlementHeaderMonetarySummation"
        line_sums = "SpecifiedTradeSettlementLineMonetarySummation"
        space = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
    line = f"""<IncludedSupplyChainTradeLineItem><SpecifiedTradeProduct><Name>Schrauben</Name></SpecifiedTradeProduct>
<{line_part}Agreement><NetPriceProductTradePrice><ChargeAmount>10.00</ChargeAmount></NetPriceProductTradePrice>
</{line_part}Agreement><{line_part}Delivery><BilledQuantity unitCode="C62">10</BilledQuantity></{line_part}Delivery>
<{line_part}Settlement><ApplicableTradeTax><TypeCode>VAT</TypeCode><CategoryCode>S</CategoryCode><{rate}>19</{rate}>
</ApplicableTradeTax><{line_sums}><LineTotalAmount>100.00</LineTotalAmount></{line_sums}></{line_part}Settlement>
</IncludedSupplyChainTradeLineItem>"""
    settlement = f"""<{part}Agreement><SellerTradeParty><Name>Lieferant GmbH</Name>
<SpecifiedTaxRegistration><ID schemeID="FC">201/113/40209</ID></SpecifiedTaxRegistration>
<SpecifiedTaxRegistration><ID schemeID="VA">DE136695976</ID></SpecifiedTaxRegistration></SellerTradeParty>
<BuyerTradeParty><Name>Kunde AG</Name></BuyerTradeParty></{part}Agreement>
<{part}Settlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>
<SpecifiedTradeSettlementPaymentMeans><TypeCode>58</TypeCode><PayeePartyCreditorFinancialAccount>
<IBANID>DE89370400440532013000</IBANID></PayeePartyCreditorFinancialAccount></SpecifiedTradeSettlementPaymentMeans>
<ApplicableTradeTax><CalculatedAmount>19.00</CalculatedAmount><TypeCode>VAT</TypeCode><BasisAmount>100.00</BasisAmount>
<CategoryCode>S</CategoryCode><{rate}>19</{rate}></ApplicableTradeTax>{terms}
<{sums}><LineTotalAmount>100.00</LineTotalAmount><TaxBasisTotalAmount>100.00</TaxBasisTotalAmount>
<TaxTotalAmount currencyID="EUR">19.00</TaxTotalAmount><GrandTotalAmount>{gross}</GrandTotalAmount></{sums}>
</{part}Settlement>"""
    body = line + settlement if version == 2 else settlement + line
    return f"""<?xml version="1.0"?><{root} xmlns="{space}"><{head}><ID>{number}</ID><TypeCode>{type_code}</TypeCode>
<IssueDateTime><DateTimeString format="102">20260314</DateTimeString></IssueDateTime></{head}><{trade}>{body}</{trade}>
</{root}>""".encode()


def terms(due: str, *, discount: bool) -> str:
    """Payment terms of a cross industry invoice, with or without cash discount."""
    percent = "<CalculationPercent>2</CalculationPercent>"
    cash = f"<ApplicableTradePaymentDiscountTerms>{percent}</ApplicableTradePaymentDiscountTerms>"
    date = f'<DueDateDateTime><DateTimeString format="102">{due}</DateTimeString></DueDateDateTime>'
    return f"<SpecifiedTradePaymentTerms>{date}{cash if discount else ''}</SpecifiedTradePaymentTerms>"
