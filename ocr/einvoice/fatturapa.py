"""FatturaPA 1.x, the Italian invoice format (ordinary invoices): what its body says, per the Agenzia delle Entrate's
schema. One file may hold several bodies, each an invoice of its own: the first is read and the others are told."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from domain.evidence import Source
from domain.money import decimal_or_none
from domain.reading import Charge, DocumentType, ReadLine, VatRow
from ocr.einvoice.identifiers import MAX_ATTACHMENTS, decoded, iban
from ocr.einvoice.told import Told
from ocr.einvoice.tree import currency_code, date, first, number, own, text

# TipoDocumento. Not here: self-invoices and integrations that a buyer writes for itself (TD16 … TD23, TD27 … TD29).
_KINDS = {"TD04": DocumentType.CREDIT_NOTE, "TD08": DocumentType.CREDIT_NOTE} | dict.fromkeys(
    ("TD01", "TD02", "TD03", "TD05", "TD06", "TD07", "TD09", "TD24", "TD25", "TD26"), DocumentType.INVOICE
)
_DEBIT = {"MP09", "MP10", "MP11", "MP12", "MP16", "MP17", "MP19", "MP20", "MP21"}  # the account is the payer's
# Natura: why no VAT is charged, as categories of UNTDID 5305; by its first letters.
_CATEGORIES = {"N3.1": "G", "N3.2": "K", "N4": "E", "N5": "E", "N6": "AE", "N1": "O", "N2": "O", "N3": "Z", "N7": "O"}
_SPLIT = "S"  # EsigibilitaIVA: the buyer pays the VAT to the state, not to the supplier


def is_fatturapa(root: etree._Element) -> bool:
    """Whether a root element (namespaces taken off) is an ordinary Italian invoice file."""
    return root.tag == "FatturaElettronica" and first(root, "FatturaElettronicaBody") is not None


def read(root: etree._Element) -> Told:
    """Read a FatturaPA file whose tags have lost their namespaces."""
    bodies = root.findall("FatturaElettronicaBody")
    head = first(root, "FatturaElettronicaHeader")
    general = first(bodies[0], "DatiGenerali")
    document = first(general, "DatiGeneraliDocumento")
    code = text(document, "TipoDocumento")
    told = Told("FatturaPA", _KINDS.get(code, DocumentType.OTHER), type_code=code, documents=len(bodies))
    told.put("invoice_number", text(document, "Numero"))
    told.put("issue_date", date(document, "Data"))
    told.put("currency", currency_code(text(document, "Divisa")))
    told.notes += [own(note) for note in ([] if document is None else document.findall("Causale"))]
    _party(told, "supplier", first(head, "CedentePrestatore"))
    _party(told, "buyer", first(head, "CessionarioCommittente"))
    _references(told, general)
    goods = first(bodies[0], "DatiBeniServizi")
    _lines(told, goods, general)
    _vat(told, goods)
    _charges(told, document)
    _totals(told, document, goods)
    _payment(told, bodies[0])
    _attachments(told, bodies[0])
    return told


def _party(told: Told, role: str, party: etree._Element | None) -> None:
    person = first(party, "DatiAnagrafici")
    names = [text(person, f"Anagrafica/{part}") for part in ("Nome", "Cognome")]
    told.put(f"{role}_name", text(person, "Anagrafica/Denominazione") or " ".join(filter(None, names)))
    number_of = text(person, "IdFiscaleIVA/IdCodice")
    told.put(f"{role}_vat", number_of and text(person, "IdFiscaleIVA/IdPaese").upper() + number_of)
    register = [text(party, f"IscrizioneREA/{part}") for part in ("Ufficio", "NumeroREA")]
    told.put(f"{role}_registration", "-".join(register) if all(register) else "")
    told.put(f"{role}_country", text(party, "Sede/Nazione").upper())
    if role == "supplier":
        told.put("supplier_email", text(party, "Contatti/Email"))


def _references(told: Told, general: etree._Element | None) -> None:
    """The order, delivery note and corrected invoice when there is one of the kind; several stand with their lines."""
    for name, path in (
        ("order_reference", "DatiOrdineAcquisto/IdDocumento"),
        ("delivery_note", "DatiDDT/NumeroDDT"),
        ("original_invoice", "DatiFattureCollegate/IdDocumento"),
    ):
        numbers = {own(found) for found in ([] if general is None else general.findall(path))} - {""}
        if len(numbers) == 1:
            told.put(name, numbers.pop())
    told.put("delivery_date", date(general, "DatiTrasporto/DataOraConsegna"))


def _lines(told: Told, goods: etree._Element | None, general: etree._Element | None) -> None:
    orders: dict[str, tuple[str, str]] = {}
    for order in [] if general is None else general.findall("DatiOrdineAcquisto"):
        for line in order.findall("RiferimentoNumeroLinea"):
            orders[own(line)] = (text(order, "IdDocumento"), text(order, "NumItem"))
    for line in [] if goods is None else goods.findall("DettaglioLinee"):
        if decimal_or_none(number(line, "PrezzoTotale")) or number(line, "Quantita"):  # others are text only
            told.lines.append(_line(line, *orders.get(text(line, "NumeroLinea"), ("", ""))))


def _line(line: etree._Element, order: str, order_line: str) -> ReadLine:
    discounts = [found for found in line.findall("ScontoMaggiorazione") if text(found, "Tipo") == "SC"]
    percent = number(discounts[0], "Percentuale") if len(discounts) == 1 else ""
    amounts = [decimal_or_none(number(found, "Importo")) for found in discounts]
    total = sum((amount for amount in amounts if amount), Decimal(0))
    return ReadLine(
        description=text(line, "Descrizione"),
        quantity=number(line, "Quantita"),
        unit=text(line, "UnitaMisura"),
        unit_price=number(line, "PrezzoUnitario"),
        discount=percent or (str(total) if total else ""),
        discount_is_amount=bool(total) and not percent,
        net_amount=number(line, "PrezzoTotale"),
        vat_rate=number(line, "AliquotaIVA"),
        vat_category=_category(line),
        item_code=text(line, "CodiceArticolo/CodiceValore"),
        order_reference=order,
        order_line=order_line,
        service_start=date(line, "DataInizioPeriodo"),
        service_end=date(line, "DataFinePeriodo"),
        confidence=0.99,
        source=Source.XML,
    )


def _category(node: etree._Element) -> str:
    nature = text(node, "Natura")
    if not nature:
        return "S" if decimal_or_none(number(node, "AliquotaIVA")) else ""
    return next((code for start, code in _CATEGORIES.items() if nature.startswith(start)), "")


def _vat(told: Told, goods: etree._Element | None) -> None:
    for row in [] if goods is None else goods.findall("DatiRiepilogo"):
        told.vat_rows.append(
            VatRow(
                rate=number(row, "AliquotaIVA"),
                base=number(row, "ImponibileImporto"),
                amount=number(row, "Imposta"),
                category=_category(row),
                exemption=text(row, "RiferimentoNormativo") if text(row, "Natura") else "",
            )
        )


def _charges(told: Told, document: etree._Element | None) -> None:
    """A professional's pension fund is billed on top of the lines; its rate stands with it."""
    for fund in [] if document is None else document.findall("DatiCassaPrevidenziale"):
        amount = number(fund, "ImportoContributoCassa")
        told.charges.append(Charge(text(fund, "TipoCassa"), amount, number(fund, "AliquotaIVA")))


def _totals(told: Told, document: etree._Element | None, goods: etree._Element | None) -> None:
    """Net and VAT are the sums per rate. The total may be left out, and is then their sum. Withheld tax and VAT that
    the buyer pays to the state make what is to be paid smaller."""
    net, vat = (
        sum((decimal_or_none(written) or Decimal(0) for written in column), Decimal(0))
        for column in ([row.base for row in told.vat_rows], [row.amount for row in told.vat_rows])
    )
    if told.vat_rows:
        told.put("net_total", str(net))
        told.put("vat_total", str(vat))
    rounding = decimal_or_none(number(document, "Arrotondamento")) or Decimal(0)
    told.put("gross_total", number(document, "ImportoTotaleDocumento") or (str(net + vat) if told.vat_rows else ""))
    told.put_total("rounding", str(rounding or ""))
    withheld = [decimal_or_none(own(tax)) for tax in _all(document, "DatiRitenuta/ImportoRitenuta")]
    split = [decimal_or_none(number(row, "Imposta")) for row in _all(goods, "DatiRiepilogo") if _is_split(row)]
    told.put_total("third_party", str(-sum((amount for amount in (*withheld, *split) if amount), Decimal(0)) or ""))


def _is_split(row: etree._Element) -> bool:
    return text(row, "EsigibilitaIVA") == _SPLIT


def _all(node: etree._Element | None, path: str) -> list[etree._Element]:
    return [] if node is None else node.findall(path)


def _payment(told: Told, body: etree._Element) -> None:
    """The account unless the money is fetched; the last of the days to pay, and all instalments together."""
    details = body.findall("DatiPagamento/DettaglioPagamento")
    told.put("due_date", max((date(detail, "DataScadenzaPagamento") for detail in details), default=""))
    amounts = [decimal_or_none(number(detail, "ImportoPagamento")) for detail in details]
    if amounts and all(amount is not None for amount in amounts) and len(body.findall("DatiPagamento")) == 1:
        told.put("amount_due", str(sum((amount or Decimal(0) for amount in amounts), Decimal(0))))
    for detail in details:
        told.put("payment_reference", text(detail, "CodicePagamento"))
        if text(detail, "ModalitaPagamento") not in _DEBIT:
            told.put("supplier_iban", iban(text(detail, "IBAN")))


def _attachments(told: Told, body: etree._Element) -> None:
    for attachment in body.findall("Allegati")[:MAX_ATTACHMENTS]:
        data = decoded(text(attachment, "Attachment"))
        if data:
            kind = text(attachment, "FormatoAttachment").lower()
            told.attachments.append((text(attachment, "NomeAttachment") or "attachment", kind, data))
