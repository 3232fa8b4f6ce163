"""The formats of Austria and Italy, and those that are known by name only. All in process."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ocr.children.refusal import Refusal
from ocr.einvoice.tasks import read as read_xml
from ocr.read import Reader
from tests.ocr.einvoices import Ubl


def read(document: str) -> dict[str, Any]:
    return dict(read_xml({}, document.encode())[0]["reading"])


def told(reading: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in reading["fields"].items() if value}


def broken(reading: dict[str, Any]) -> list[str]:
    return [f["params"].get("rule", f["code"]) for f in reading["findings"] if f["severity"] != "info"]


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


# Version 6: attributes without a namespace, VAT in TaxItem. Two rates, a discount, a charge, an amount below the line.
AUSTRIAN = """<Invoice xmlns="http://www.ebinterface.at/schema/6p0/" DocumentType="Invoice" InvoiceCurrency="EUR">
<InvoiceNumber>A-17</InvoiceNumber><InvoiceDate>2026-03-14</InvoiceDate>
<Delivery><DeliveryID>L-5</DeliveryID><Period><FromDate>2026-02-01</FromDate><ToDate>2026-02-28</ToDate></Period></Delivery>
<Biller><VATIdentificationNumber>ATU12345675</VATIdentificationNumber>
<FurtherIdentification IdentificationType="DVR">0012345</FurtherIdentification>
<FurtherIdentification IdentificationType="FN">FN 180219 d</FurtherIdentification>
<OrderReference><OrderID>seller's own</OrderID></OrderReference>
<Address><Name>Holzbau Ahorn KG</Name><Country CountryCode="AT">Österreich</Country><Email>re@ahorn.example</Email>
</Address></Biller><InvoiceRecipient><VATIdentificationNumber>00000000</VATIdentificationNumber>
<OrderReference><OrderID>PO-77</OrderID></OrderReference><Address><Name>Bouw B.V.</Name></Address></InvoiceRecipient>
<Details><ItemList><ListLineItem><Description>Brett</Description><Description>gehobelt</Description>
<ArticleNumber ArticleNumberType="BillersArticleNumber">B-1</ArticleNumber>
<ArticleNumber ArticleNumberType="GTIN">9012345678905</ArticleNumber>
<Quantity Unit="MTR">200</Quantity><UnitPrice BaseQuantity="100">50.00</UnitPrice>
<TaxItem><TaxableAmount>100.00</TaxableAmount><TaxPercent TaxCategoryCode="S">20</TaxPercent></TaxItem>
<LineItemAmount>100.00</LineItemAmount></ListLineItem></ItemList><ItemList><ListLineItem><Description>Fachbuch</Description>
<Quantity Unit="C62">1</Quantity><UnitPrice>20.00</UnitPrice>
<TaxItem><TaxPercent TaxCategoryCode="AA">10</TaxPercent></TaxItem><LineItemAmount>20.00</LineItemAmount></ListLineItem>
</ItemList><BelowTheLineItem><Description>Pfand</Description><LineItemAmount>3.00</LineItemAmount></BelowTheLineItem></Details>
<ReductionAndSurchargeDetails>
<Reduction><Amount>10.00</Amount><Comment>Rabatt</Comment><TaxItem><TaxPercent>20</TaxPercent></TaxItem></Reduction>
<Surcharge><Amount>5.00</Amount><Comment>Fracht</Comment><TaxItem><TaxPercent>20</TaxPercent></TaxItem></Surcharge>
</ReductionAndSurchargeDetails>
<Tax><TaxItem><TaxableAmount>95.00</TaxableAmount><TaxPercent TaxCategoryCode="S">20</TaxPercent>
<TaxAmount>19.00</TaxAmount></TaxItem><TaxItem><TaxableAmount>20.00</TaxableAmount>
<TaxPercent TaxCategoryCode="AA">10</TaxPercent><TaxAmount>2.00</TaxAmount></TaxItem></Tax>
<TotalGrossAmount>136.00</TotalGrossAmount><PrepaidAmount>36.00</PrepaidAmount><PayableAmount>103.00</PayableAmount>
<PaymentMethod><UniversalBankTransaction><BeneficiaryAccount><IBAN>AT611904300234573201</IBAN></BeneficiaryAccount>
<PaymentReference>RF18539007547034</PaymentReference></UniversalBankTransaction></PaymentMethod>
<PaymentConditions><DueDate>2026-04-13</DueDate><Discount><PaymentDate>2026-03-24</PaymentDate></Discount></PaymentConditions>
</Invoice>"""


def test_an_austrian_invoice() -> None:
    reading = read(AUSTRIAN)
    assert told(reading) == {
        "invoice_number": "A-17",
        "issue_date": "2026-03-14",
        "due_date": "2026-04-13",
        "service_start": "2026-02-01",
        "service_end": "2026-02-28",
        "delivery_note": "L-5",
        "currency": "EUR",
        "order_reference": "PO-77",
        "supplier_name": "Holzbau Ahorn KG",
        "supplier_vat": "ATU12345675",
        "supplier_registration": "FN 180219 d",
        "supplier_country": "AT",
        "supplier_email": "re@ahorn.example",
        "supplier_iban": "AT611904300234573201",
        "buyer_name": "Bouw B.V.",
        "net_total": "115.00",
        "vat_total": "21.00",
        "gross_total": "136.00",
        "prepaid": "36.00",
        "amount_due": "103.00",
        "payment_reference": "RF18539007547034",
    }
    assert (reading["document_type"], broken(reading), reading["auto_ok"]) == ("invoice", [], True)
    plank, book = reading["lines"]
    assert (plank["description"], plank["price_per"], plank["net_amount"]) == ("Brett gehobelt", "100", "100.00")
    assert (plank["item_code"], plank["ean"], plank["unit"]) == ("B-1", "9012345678905", "MTR")
    assert (book["vat_rate"], book["vat_category"]) == ("10", "AA")


# Version 4.0: attributes in the namespace, the account right below PaymentMethod, other names for the rate.
OLDER = """<eb:Invoice xmlns:eb="http://www.ebinterface.at/schema/4p0/" eb:DocumentType="CreditNote"
 eb:InvoiceCurrency="EUR"><eb:InvoiceNumber>G-1</eb:InvoiceNumber><eb:InvoiceDate>2026-03-14+01:00</eb:InvoiceDate>
<eb:Biller><eb:VATIdentificationNumber>ATU12345675</eb:VATIdentificationNumber><eb:Address><eb:Name>Ahorn</eb:Name>
<eb:Country>AT</eb:Country></eb:Address></eb:Biller><eb:Details><eb:ItemList><eb:ListLineItem>
<eb:Description>Tag</eb:Description><eb:Quantity eb:Unit="d">1</eb:Quantity><eb:UnitPrice>400.00</eb:UnitPrice>
<eb:TaxRate>20</eb:TaxRate><eb:ReductionAndSurchargeListLineItemDetails><eb:ReductionListLineItem>
<eb:Percentage>50.00</eb:Percentage></eb:ReductionListLineItem></eb:ReductionAndSurchargeListLineItemDetails>
<eb:LineItemAmount>200.00</eb:LineItemAmount></eb:ListLineItem></eb:ItemList></eb:Details><eb:Tax><eb:VAT><eb:Item>
<eb:TaxedAmount>200.00</eb:TaxedAmount><eb:TaxRate>20</eb:TaxRate><eb:Amount>40.00</eb:Amount></eb:Item></eb:VAT></eb:Tax>
<eb:TotalGrossAmount>240.00</eb:TotalGrossAmount><eb:PaymentMethod><eb:BeneficiaryAccount>
<eb:IBAN>AT611904300234573201</eb:IBAN></eb:BeneficiaryAccount></eb:PaymentMethod></eb:Invoice>"""


def test_an_older_austrian_credit_note() -> None:
    reading = read(OLDER)
    fields = told(reading)
    assert (reading["document_type"], fields["currency"], fields["supplier_country"]) == ("credit_note", "EUR", "AT")
    assert (fields["net_total"], fields["vat_total"], fields["gross_total"]) == ("200.00", "40.00", "240.00")
    assert (fields["supplier_iban"], fields["issue_date"]) == ("AT611904300234573201", "2026-03-14")
    assert (reading["lines"][0]["discount"], reading["lines"][0]["vat_rate"]) == ("50.00", "20")
    assert (broken(reading), reading["auto_ok"]) == ([], True)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("<TotalGrossAmount>136.00", "<TotalGrossAmount>137.00"), "BR-CO-15"),
        (("<PayableAmount>103.00", "<PayableAmount>130.00"), "BR-CO-16"),
        (("<LineItemAmount>20.00", "<LineItemAmount>25.00"), "BR-S-08"),
        (("<TaxAmount>2.00", "<TaxAmount>4.00"), "BR-CO-17"),
    ],
)
def test_an_austrian_invoice_that_contradicts_itself(change: tuple[str, str], rule: str) -> None:
    reading = read(changed(AUSTRIAN, change))
    assert rule in broken(reading)
    assert not reading["auto_ok"]


PDF = base64.b64encode(b"%PDF-1.4 ...").decode()
BODY = f"""<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD01</TipoDocumento>
<Divisa>EUR</Divisa><Data>2026-03-14</Data><Numero>12/A</Numero>
<ImportoTotaleDocumento>122.00</ImportoTotaleDocumento><Causale>Vendita</Causale></DatiGeneraliDocumento>
<DatiOrdineAcquisto><RiferimentoNumeroLinea>1</RiferimentoNumeroLinea><IdDocumento>PO-77</IdDocumento><NumItem>10</NumItem>
</DatiOrdineAcquisto><DatiDDT><NumeroDDT>D-3</NumeroDDT></DatiDDT></DatiGenerali>
<DatiBeniServizi><DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Viti</Descrizione><Quantita>2.00</Quantita>
<UnitaMisura>PZ</UnitaMisura><PrezzoUnitario>62.50</PrezzoUnitario>
<ScontoMaggiorazione><Tipo>SC</Tipo><Percentuale>20.00</Percentuale></ScontoMaggiorazione>
<PrezzoTotale>100.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
<DettaglioLinee><NumeroLinea>2</NumeroLinea><Descrizione>Consegna come concordato</Descrizione>
<PrezzoUnitario>0.00</PrezzoUnitario><PrezzoTotale>0.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto><Imposta>22.00</Imposta>
<EsigibilitaIVA>I</EsigibilitaIVA></DatiRiepilogo></DatiBeniServizi>
<DatiPagamento><CondizioniPagamento>TP01</CondizioniPagamento>
<DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento><DataScadenzaPagamento>2026-04-14</DataScadenzaPagamento>
<ImportoPagamento>61.00</ImportoPagamento><IBAN>IT60X0542811101000000123456</IBAN></DettaglioPagamento>
<DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento><DataScadenzaPagamento>2026-05-14</DataScadenzaPagamento>
<ImportoPagamento>61.00</ImportoPagamento><CodicePagamento>X9</CodicePagamento></DettaglioPagamento></DatiPagamento>
<Allegati><NomeAttachment>f.pdf</NomeAttachment><FormatoAttachment>PDF</FormatoAttachment><Attachment>{PDF}</Attachment>
</Allegati></FatturaElettronicaBody>"""
ITALIAN = f"""<p:FatturaElettronica versione="FPR12"
 xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader><CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese>
<IdCodice>12345670017</IdCodice></IdFiscaleIVA><Anagrafica><Denominazione>Viteria S.r.l.</Denominazione></Anagrafica>
</DatiAnagrafici><Sede><Nazione>IT</Nazione></Sede><IscrizioneREA><Ufficio>MI</Ufficio><NumeroREA>1234567</NumeroREA>
</IscrizioneREA></CedentePrestatore><CessionarioCommittente><DatiAnagrafici><Anagrafica><Nome>Anna</Nome>
<Cognome>Bianchi</Cognome></Anagrafica></DatiAnagrafici></CessionarioCommittente></FatturaElettronicaHeader>
{BODY}</p:FatturaElettronica>"""


def test_an_italian_invoice() -> None:
    answer, attachments = read_xml({}, ITALIAN.encode())
    reading = answer["reading"]
    assert told(reading) == {
        "invoice_number": "12/A",
        "issue_date": "2026-03-14",
        "due_date": "2026-05-14",
        "currency": "EUR",
        "order_reference": "PO-77",
        "delivery_note": "D-3",
        "supplier_name": "Viteria S.r.l.",
        "supplier_vat": "IT12345670017",
        "supplier_registration": "MI-1234567",
        "supplier_country": "IT",
        "supplier_iban": "IT60X0542811101000000123456",
        "buyer_name": "Anna Bianchi",
        "net_total": "100.00",
        "vat_total": "22.00",
        "gross_total": "122.00",
        "amount_due": "122.00",
        "payment_reference": "X9",
    }
    assert (reading["document_type"], broken(reading), reading["auto_ok"]) == ("invoice", [], True)
    (line,) = reading["lines"]  # the other one is text only
    assert (line["description"], line["discount"], line["order_line"]) == ("Viti", "20.00", "10")
    assert (answer["attachments"], attachments[0][:5]) == ([["f.pdf", "pdf"]], b"%PDF-")


WITHHELD = "<DatiRitenuta><ImportoRitenuta>20.00</ImportoRitenuta></DatiRitenuta><ImportoTotaleDocumento>"
NO_VAT = ("<Imposta>22.00", "<Imposta>0.00"), ("<ImportoTotaleDocumento>122.00", "<ImportoTotaleDocumento>100.00")


@pytest.mark.parametrize(
    ("changes", "kind", "rules"),
    [
        ([("TD01", "TD04")], "credit_note", []),
        ([("TD01", "TD17")], "other", []),  # what a buyer writes for itself
        ([("MP05", "MP19")], "invoice", []),
        ([("<ImportoTotaleDocumento>122.00</ImportoTotaleDocumento>", "")], "invoice", []),
        ([("<ImportoTotaleDocumento>122.00", "<ImportoTotaleDocumento>125.00")], "invoice", ["BR-CO-15", "BR-CO-16"]),
        ([("<ImportoTotaleDocumento>", WITHHELD), ("61.00", "41.00")], "invoice", []),
        ([("<EsigibilitaIVA>I", "<EsigibilitaIVA>S"), ("61.00", "50.00"), ("61.00", "50.00")], "invoice", []),
        ([(BODY, BODY + BODY)], "invoice", ["SEVERAL_INVOICES"]),
        ([("<Quantita>2.00", "<Quantita>-2.00"), *NO_VAT], "invoice", ["BR-CO-17", "BR-CO-16"]),
    ],
)
def test_italian_kinds_and_sums(changes: list[tuple[str, str]], kind: str, rules: list[str]) -> None:
    reading = read(changed(ITALIAN, *changes))
    assert reading["document_type"] == kind
    assert sorted(broken(reading)) == sorted(rules)
    assert reading["auto_ok"] == (not rules and kind != "other")


def test_money_that_is_fetched_names_the_payers_account() -> None:
    assert "supplier_iban" not in told(read(changed(ITALIAN, ("MP05", "MP19"))))


@pytest.mark.parametrize(
    ("root", "namespace", "called"),
    [
        ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0", "UBL 1.0"),
        ("Invoice", "urn:sfti:documents:BasicInvoice:1:0", "Svefaktura 1.0"),
        ("Invoice", "http://ns.hr-xml.org/2007-04-15", "HR-XML (SETU)"),
        ("Invoice", "rrn:org.xcbl:schemas/xcbl/v4_0/financial/v1_0/financial.xsd", "xCBL"),
        ("Finvoice", "", "Finvoice"),
        ("Faktura", "http://crd.gov.pl/wzor/2023/06/29/12648/", "KSeF"),
        ("FatturaElettronicaSemplificata", "http://ivaservizi.agenziaentrate.gov.it/v1.0", "FatturaPA (semplificata)"),
    ],
)
def test_a_format_that_is_not_read_is_told_by_name(root: str, namespace: str, called: str) -> None:
    result = Reader().xml(f'<{root} xmlns="{namespace}"><ID>1</ID></{root}>'.encode())
    assert [(f.code, f.params) for f in result.reading.findings] == [("EINVOICE_UNREAD", {"format": called})]
    assert (result.reading.document_type, result.reading.auto_ok) == (None, False)


def test_what_is_no_invoice_in_any_format_is_told_by_its_root() -> None:
    with pytest.raises(Refusal, match="NO_EINVOICE"):
        read("<Faktura><ID>1</ID></Faktura>")


def _party(inside: str) -> str:
    return f"<cac:AccountingSupplierParty><cac:Party>{inside}</cac:Party></cac:AccountingSupplierParty>"


@pytest.mark.parametrize(
    ("scheme", "kept"),
    [
        ("9956", True),
        ("9902", True),
        ("9908", True),
        ("9925", False),
        ("9906", False),
        ("9907", False),
        ("BE:CBE", True),
    ],
)
def test_old_codes_of_registers_are_no_vat_numbers(scheme: str, kept: bool) -> None:
    company = (
        f'<cac:PartyLegalEntity><cbc:CompanyID schemeID="{scheme}">0123456749</cbc:CompanyID></cac:PartyLegalEntity>'
    )
    reading = read(Ubl(parties=_party(company)).xml().decode())
    assert reading["fields"].get("supplier_registration") == ("0123456749" if kept else None)


TAX_NAME = "<cac:PartyTaxScheme><cbc:RegistrationName>Consortium</cbc:RegistrationName></cac:PartyTaxScheme>"
PERSON = "<cac:Person><cbc:FirstName>Jan</cbc:FirstName><cbc:FamilyName>Smit</cbc:FamilyName></cac:Person>"
CONTACT = "<cac:Contact><cbc:Name>Balie</cbc:Name></cac:Contact>"


@pytest.mark.parametrize(
    ("inside", "name"),
    [(TAX_NAME + CONTACT, "Consortium"), (PERSON + CONTACT, "Jan Smit"), (CONTACT, None)],
)
def test_a_party_without_a_name_of_its_own(inside: str, name: str | None) -> None:
    """Whoever answers the telephone is not the supplier."""
    reading = read(Ubl(parties=_party(inside)).xml().decode())
    assert (reading["fields"].get("supplier_name"), reading["auto_ok"]) == (name, name is not None)


@pytest.mark.parametrize("written", ["N.A.", "nvt", "n.v.t.", "Geen", "none", "---", "Not applicable"])
def test_more_ways_to_say_that_there_is_no_order(written: str) -> None:
    reading = read(changed(Ubl().xml().decode(), ("PO-77", written)))
    assert reading["fields"].get("order_reference") is None
