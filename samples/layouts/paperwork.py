"""Papers that are no invoice: order papers, delivery note, reminder, statement, circular."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.bill import Bill
from samples.layouts.parts import grid_of, identity, money, notes, total_rows
from samples.layouts.sheet import Column, Sheet
from samples.words import day, number, spaced

_TITLES = {
    "order_confirmation": {
        "nl": "Orderbevestiging",
        "en": "Order confirmation",
        "de": "Auftragsbestätigung",
        "fr": "Confirmation de commande",
    },
    "purchase_order": {"nl": "Inkooporder", "en": "Purchase order", "de": "Bestellung", "fr": "Bon de commande"},
    "delivery_note": {"nl": "Pakbon", "en": "Delivery note", "de": "Lieferschein", "fr": "Bon de livraison"},
}


def order_paper(bill: Bill) -> bytes:
    """An order confirmation (from our supplier) or a purchase order (from our customer to us)."""
    name = _TITLES[bill.kind][bill.language]
    writer, reader = (bill.buyer, bill.supplier) if bill.kind == "purchase_order" else (bill.supplier, bill.buyer)
    sheet = Sheet(f"{name} {bill.number}")
    sheet.text(20, 22, writer.name, 15, True, color="#4a4a4a")
    sheet.block(20, 28, [*writer.address, writer.phone, writer.email], 8.5, 4)
    sheet.text(190, 22, name, 17, align="r", color="#4a4a4a")
    sheet.block(20, 54, [reader.name, *reader.address], 10, 5, True)
    facts = [("Nummer", bill.number), ("Datum", day(bill.language, bill.day))]
    if bill.order and bill.order != bill.number:
        facts.append(("Uw ordernummer", bill.order))
    facts += [("Levering", day(bill.language, bill.period[1]))] if bill.period else []
    y = 54.0
    for label, value in facts:
        sheet.text(130, y, label, 9, color="#666666")
        sheet.text(190, y, value, 9, True, "r")
        y += 5
    lead = {
        "order_confirmation": "Hartelijk dank voor uw bestelling. Wij leveren u:",
        "purchase_order": "Hierbij bestellen wij bij u de volgende artikelen:",
    }[bill.kind]
    sheet.text(20, 84, lead, 9.5)
    columns, rows, _ = grid_of(
        bill,
        [
            ("code", 21.5, 24, "l"),
            ("description", 48, 76, "l"),
            ("quantity", 126, 14, "r"),
            ("unit", 143, 10, "l"),
            ("price", 152, 16, "r"),
            ("amount", 170, 18.5, "r"),
        ],
    )
    y = sheet.table(90, columns, rows, rule=True) + 8
    for label, value, last in total_rows(bill):
        text = "Totaal incl. btw" if last else label
        sheet.text(130, y, text, 9.5, last)
        sheet.text(188.5, y, value, 9.5, last, "r")
        y += 5.6
    y = notes(sheet, bill, 20, y + 5, 168)
    tail = (
        "Dit is geen factuur."
        if bill.kind == "order_confirmation"
        else "Graag ontvangen wij uw bevestiging. Vermeld ons ordernummer op pakbon en factuur."
    )
    sheet.text(20, y + 4, tail, 9.5, italic=True)
    own = identity(bill) if writer is bill.supplier else [f"KvK {writer.registration}", f"Btw {writer.vat_number}"]
    sheet.text(105, 282, "   ".join(own), 7.5, align="c")
    return sheet.done()


def delivery_note(bill: Bill) -> bytes:
    """Goods without prices."""
    sheet = Sheet(f"Pakbon {bill.number}")
    sheet.text(20, 22, bill.supplier.name, 15, True)
    sheet.block(20, 28, [*bill.supplier.address, bill.supplier.phone], 8.5, 4)
    sheet.box(130, 14, 60, 12, fill="#333333", stroke="")
    sheet.text(160, 22, "PAKBON", 14, True, "c", "#ffffff")
    sheet.block(20, 50, ["Afleveradres", bill.buyer.name, *bill.buyer.address], 10, 5)
    y = 50.0
    for label, value in (("Pakbonnummer", bill.number), ("Datum", day("nl", bill.day)), ("Uw ordernummer", bill.order)):
        sheet.text(130, y, label, 9)
        sheet.text(190, y, value, 9, True, "r")
        y += 5
    columns, rows, _ = grid_of(
        bill,
        [("code", 21.5, 26, "l"), ("description", 50, 90, "l"), ("quantity", 145, 18, "r"), ("unit", 168, 20, "l")],
    )
    y = sheet.table(82, columns, rows, grid=True)
    sheet.text(20, y + 14, "Voor ontvangst:  naam ______________________   handtekening ______________________", 9)
    return sheet.done()


def reminder(bill: Bill, step: int = 2) -> bytes:
    """A reminder for an invoice that stands open."""
    sheet = Sheet(f"Herinnering {bill.number}")
    sheet.text(20, 24, bill.supplier.name, 15, True, color="#8a1538")
    sheet.block(20, 30, [*bill.supplier.address, bill.supplier.phone], 8.5, 4)
    sheet.block(20, 56, [bill.buyer.name, *bill.buyer.address], 10, 5)
    sheet.text(20, 84, day("nl", bill.day, "long"), 10)
    sheet.text(20, 96, f"{step}e betalingsherinnering", 15, True, color="#8a1538")
    text = (
        "Volgens onze administratie hebben wij nog geen betaling ontvangen van onderstaande factuur. "
        "Misschien is zij aan uw aandacht ontsnapt. "
        f"Wij verzoeken u het openstaande bedrag van {money(bill, bill.gross, True)} binnen 8 dagen over te maken "
        f"op rekening {spaced(bill.supplier.iban)}."
    )
    y = sheet.block(20, 106, sheet.wrap(text, 168, 10), 10, 5)
    columns = [
        Column("Factuurnummer", 21.5, 40),
        Column("Factuurdatum", 64, 34),
        Column("Vervaldatum", 100, 34),
        Column("Dagen te laat", 136, 22, "r"),
        Column("Openstaand", 162, 26.5, "r"),
    ]
    assert bill.due
    late = str((bill.day - bill.due).days)
    sheet.table(
        y + 4,
        columns,
        [[bill.original, day("nl", bill.due.replace(day=1)), day("nl", bill.due), late, money(bill, bill.gross)]],
        grid=True,
    )
    sheet.block(
        20,
        y + 34,
        [
            "Heeft u al betaald, dan kunt u deze brief als niet verzonden beschouwen.",
            "",
            "Met vriendelijke groet,",
            "",
            "Afdeling debiteurenbeheer",
        ],
        10,
        5,
    )
    sheet.text(105, 282, "   ".join(identity(bill)), 7.5, align="c")
    return sheet.done()


def statement(bill: Bill, open_items: list[tuple[str, date, date, Decimal]]) -> bytes:
    """A statement of account: open items (number, date, due date, amount) of one customer."""
    sheet = Sheet("Rekeningoverzicht")
    sheet.text(20, 24, bill.supplier.name, 15, True)
    sheet.block(20, 30, [*bill.supplier.address, bill.supplier.email], 8.5, 4)
    sheet.text(190, 24, "Rekeningoverzicht", 15, align="r")
    sheet.block(20, 54, [bill.buyer.name, *bill.buyer.address], 10, 5)
    sheet.text(130, 54, "Datum", 9)
    sheet.text(190, 54, day("nl", bill.day), 9, True, "r")
    sheet.text(130, 59, "Klantnummer", 9)
    sheet.text(190, 59, bill.customer_number, 9, True, "r")
    columns = [
        Column("Factuur", 21.5, 40),
        Column("Datum", 64, 30),
        Column("Vervaldatum", 96, 30),
        Column("Bedrag", 130, 26, "r"),
        Column("Saldo", 160, 28.5, "r"),
    ]
    rows, saldo = [], Decimal(0)
    for name, issued, due, amount in open_items:
        saldo += amount
        rows.append([name, day("nl", issued), day("nl", due), number("nl", amount), number("nl", saldo)])
    y = sheet.table(80, columns, rows, rule=True)
    sheet.text(130, y + 9, "Totaal openstaand", 10, True)
    sheet.text(188.5, y + 9, f"€ {number('nl', saldo)}", 10, True, "r")
    sheet.text(20, y + 22, "Dit overzicht is geen factuur. Klopt er iets niet, neem dan contact met ons op.", 9)
    sheet.text(105, 282, "   ".join(identity(bill)), 7.5, align="c")
    return sheet.done()


def circular(bill: Bill) -> bytes:
    """A letter to all customers, with amounts in it that nobody has to pay."""
    sheet = Sheet(bill.subject)
    sheet.text(20, 26, bill.supplier.name, 16, True, color="#005f73")
    sheet.block(20, 54, [bill.buyer.name, *bill.buyer.address], 10, 5)
    sheet.text(20, 82, day("nl", bill.day, "long"), 10)
    sheet.text(20, 94, bill.subject, 14, True)
    y = 104.0
    for paragraph in bill.paragraphs:
        y = sheet.block(20, y, sheet.wrap(paragraph, 168, 10.5), 10.5, 5.2) + 3
    sheet.text(20, y + 8, bill.supplier.name, 10.5)
    sheet.text(105, 282, "   ".join(identity(bill)), 7.5, align="c")
    return sheet.done()
