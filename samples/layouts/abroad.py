"""Layouts from abroad: German business letter, French facture, Belgian with a payment slip, subscription, American."""

from __future__ import annotations

from reportlab.lib.pagesizes import LETTER

from samples.bill import Bill
from samples.layouts.parts import (
    brand,
    epc,
    grid_of,
    head_rows,
    identity,
    money,
    notes,
    pay_sentence,
    title,
    total_rows,
    totals,
)
from samples.layouts.sheet import Column, Sheet
from samples.words import day, spaced, word


def _turn(sheet: Sheet) -> float:
    sheet.next_page()
    return 25


def german(bill: Bill) -> bytes:
    """After DIN 5008: sender line over the window, information block, three column footer."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.text(190, 22, bill.supplier.name, 16, True, "r", "#00415a")
    sheet.text(190, 28, "Präzision seit 1962", 8.5, align="r", color="#777777", italic=True)
    sender = f"{bill.supplier.name} · {' · '.join(bill.supplier.address)}"
    sheet.text(25, 48, sender, 6.5, color="#444444")
    sheet.line(25, 49, 105, 49, 0.3)
    sheet.block(25, 56, [bill.buyer.name, *bill.buyer.address, "Niederlande"], 10.5, 5)
    y = 56.0
    for label, value in head_rows(bill):
        sheet.text(125, y, label, 8.5, color="#444444")
        sheet.text(190, y, value, 8.5, align="r")
        y += 4.8
    sheet.text(25, 104, f"{title(bill)} Nr. {bill.number}", 14, True)
    intro = "Sehr geehrte Damen und Herren,"
    lead = "für unsere Lieferung berechnen wir Ihnen:" if bill.kind == "invoice" else "wir schreiben Ihnen gut:"
    sheet.block(25, 113, [intro, lead], 9.5, 5)
    columns = [
        Column("Pos.", 26.5, 9, "l"),
        Column("Artikel", 36, 22),
        Column("Bezeichnung", 59, 58),
        Column("Menge", 118, 12, "r"),
        Column("Einheit", 132, 12),
        Column("Einzelpreis", 145, 19, "r"),
        Column("Gesamt", 167, 21.5, "r"),
    ]
    _, rows, _ = grid_of(
        bill,
        [
            ("code", 0, 0, "l"),
            ("description", 0, 0, "l"),
            ("quantity", 0, 0, "r"),
            ("unit", 0, 0, "l"),
            ("price", 0, 0, "r"),
            ("amount", 0, 0, "r"),
        ],
        keep=True,
    )
    y = sheet.table(
        124, columns, [[str(place), *row] for place, row in enumerate(rows, 1)], rule=True, turn=lambda _: _turn(sheet)
    )
    y = totals(sheet, bill, y + 8, 125, 188.5)
    y = notes(sheet, bill, 25, y + 5, 160, 9)
    sheet.block(25, y + 4, sheet.wrap(pay_sentence(bill), 160, 9.5), 9.5)
    sheet.line(25, 268, 190, 268, 0.3)
    party = bill.supplier
    for x, lines in (
        (25, [party.name, *party.address]),
        (82, [f"Telefon {party.phone}", party.email, party.website.removeprefix("https://")]),
        (138, [f"USt-IdNr. {party.vat_number}", f"Amtsgericht {party.registration}", f"IBAN {spaced(party.iban)}"]),
    ):
        sheet.block(x, 273, lines, 7, 3.4, color="#444444")
    return sheet.done()


def facture(bill: Bill) -> bytes:
    """French: title in a frame, seller left, client framed at the right, shaded table head, legal mentions."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.text(15, 20, bill.supplier.name, 13, True)
    sheet.block(15, 25.5, [*bill.supplier.address, f"Tél. {bill.supplier.phone}", bill.supplier.email], 8.5, 4)
    sheet.box(115, 14, 80, 14, stroke=brand(bill), weight=1.4, round_corner=2)
    sheet.text(155, 23.5, f"{title(bill).upper()} N° {bill.number}", 12, True, "c", brand(bill))
    sheet.box(115, 34, 80, 30, fill="#f4f4f4", stroke="")
    sheet.block(119, 41, [bill.buyer.name, *bill.buyer.address], 10, 5, True)
    y = 52.0
    for label, value in head_rows(bill)[1:]:
        sheet.text(15, y, f"{label} :", 8.5)
        sheet.text(62, y, value, 8.5, True)
        y += 4.6
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 16.5, 22, "l"),
            ("description", 41, 70, "l"),
            ("quantity", 113, 12, "r"),
            ("price", 128, 24, "r"),
            ("rate", 154, 12, "r"),
            ("amount", 168, 25.5, "r"),
        ],
    )
    y = sheet.table(
        max(y, 72) + 6,
        columns,
        rows,
        head_fill=brand(bill),
        head_color="#ffffff",
        zebra="#f0f4f5",
        headings=headings,
        turn=lambda _: _turn(sheet),
    )
    sheet.line(15, y, 195, y, 0.8, brand(bill))
    y = totals(sheet, bill, y + 9, 128, 193.5)
    y = notes(sheet, bill, 15, y + 4, 178, 8.5)
    sheet.block(15, y + 4, sheet.wrap(pay_sentence(bill), 178, 9), 9)
    penalty = (
        "Pénalités de retard : trois fois le taux d'intérêt légal. Indemnité forfaitaire de recouvrement : 40 €. "
        "Pas d'escompte pour paiement anticipé."
    )
    sheet.block(105, 270, sheet.wrap(penalty, 170, 7), 7, 3.3, align="c", color="#666666")
    sheet.text(105, 279, " – ".join(identity(bill)), 7.5, align="c", color="#444444")
    return sheet.done()


def belgian(bill: Bill) -> bytes:
    """Belgian: dark side bar, and a tear-off payment slip with the structured communication."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(0, 0, 14, 297, fill=brand(bill), stroke="")
    sheet.text(24, 22, bill.supplier.name, 16, True, color=brand(bill))
    sheet.block(24, 28, [*bill.supplier.address, *identity(bill)[:2], bill.supplier.email], 8.5, 4)
    sheet.text(195, 22, title(bill), 18, align="r", color=brand(bill))
    sheet.block(
        120,
        40,
        [bill.buyer.name, *bill.buyer.address, f"{'BTW' if bill.language == 'nl' else 'TVA'} {bill.buyer.vat_number}"],
        10,
        5,
        True,
    )
    heads = [row for row in head_rows(bill) if row[1] not in (bill.buyer.vat_number, bill.reference)]
    width = 171 / len(heads)
    sheet.box(24, 70, 171, 12, fill="#e9efe9", stroke="")
    for place, (label, value) in enumerate(heads):
        sheet.text(26 + place * width, 74.5, label, 7, color="#555555")
        sheet.text(26 + place * width, 79.5, value, 9, True)
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 25.5, 22, "l"),
            ("description", 49, 62, "l"),
            ("quantity", 112, 14, "r"),
            ("unit", 129, 10, "l"),
            ("price", 140, 18, "r"),
            ("rate", 160, 9, "r"),
            ("amount", 171, 22.5, "r"),
        ],
    )
    y = sheet.table(88, columns, rows, rule=True, bottom=205, headings=headings, turn=lambda _: _turn(sheet))
    y = totals(sheet, bill, y + 8, 130, 193.5)
    notes(sheet, bill, 24, y + 3, 168, 8)
    sheet.line(24, 236, 195, 236, 0.6, "#555555", dash=True)
    labels = {
        "nl": ("Bedrag", "Begunstigde", "Gestructureerde mededeling"),
        "fr": ("Montant", "Bénéficiaire", "Communication structurée"),
    }.get(bill.language, ("Amount", "Payee", "Structured communication"))
    sheet.text(26, 243, labels[0], 7, color="#555555")
    sheet.text(26, 249, money(bill, bill.gross, True), 13, True)
    sheet.text(75, 243, labels[1], 7, color="#555555")
    sheet.block(75, 248.5, [bill.supplier.name, spaced(bill.supplier.iban), bill.supplier.bic], 9.5, 4.6)
    if bill.reference:
        sheet.text(26, 258, labels[2], 7, color="#555555")
        sheet.box(26, 260, 62, 8)
        sheet.text(29, 265.6, bill.reference, 11, True)
    if bill.due:
        sheet.text(95, 265.6, f"{word(bill.language, 'due')}: {day(bill.language, bill.due)}", 9.5)
    if bill.qr:
        sheet.qr(162, 240, 32, epc(bill))
    return sheet.done()


def subscription(bill: Bill) -> bytes:
    """A software company's: the amount large on top, cards, no lines, much white."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(20, 18, 8, 8, fill=brand(bill), stroke="", round_corner=2)
    sheet.text(31, 24.5, bill.supplier.name, 13, True)
    sheet.text(190, 24.5, title(bill), 13, align="r", color="#777777")
    sheet.text(20, 52, money(bill, bill.gross, True), 26, True)
    if bill.due:
        due = {"en": "due", "nl": "te betalen vóór", "fr": "payable avant le", "de": "fällig am"}[bill.language]
        sheet.text(20, 59, f"{due} {day(bill.language, bill.due, 'long')}", 10, color="#777777")
    sheet.box(20, 68, 82, 38, fill="#f6f6fb", stroke="", round_corner=2)
    sheet.box(108, 68, 82, 38, fill="#f6f6fb", stroke="", round_corner=2)
    sheet.text(25, 75, {"en": "From", "nl": "Van", "fr": "De", "de": "Von"}[bill.language], 7.5, color="#777777")
    sheet.block(
        25,
        81,
        [bill.supplier.name, *bill.supplier.address, f"{word(bill.language, 'vat_number')} {bill.supplier.vat_number}"],
        9,
        4.6,
        True,
    )
    sheet.text(113, 75, word(bill.language, "to"), 7.5, color="#777777")
    sheet.block(
        113,
        81,
        [bill.buyer.name, *bill.buyer.address, f"{word(bill.language, 'vat_number')} {bill.buyer.vat_number}"],
        9,
        4.6,
        True,
    )
    y = 116.0
    for label, value in head_rows(bill, "long"):
        if value != bill.buyer.vat_number:
            sheet.text(20, y, label, 8.5, color="#777777")
            sheet.text(62, y, value, 9)
            y += 5
    columns, rows, _ = grid_of(
        bill,
        [
            ("description", 21.5, 92, "l"),
            ("quantity", 116, 14, "r"),
            ("price", 133, 24, "r"),
            ("amount", 162, 26.5, "r"),
        ],
    )
    y = sheet.table(y + 4, columns, rows, size=9.5, leading=4.8, gap=4, rule=True)
    y = totals(sheet, bill, y + 9, 130, 188.5)
    y = notes(sheet, bill, 20, y + 6, 168, 8.5)
    sheet.block(20, y + 4, sheet.wrap(pay_sentence(bill), 168, 8.5), 8.5)
    sheet.text(20, 282, "   ".join([*identity(bill), bill.supplier.email]), 7, color="#888888")
    return sheet.done()


def american(bill: Bill) -> bytes:
    """Letter paper, bill-to and ship-to, terms in days, balance due at the bottom."""
    sheet = Sheet(f"Invoice {bill.number}", size=LETTER)
    sheet.text(18, 22, bill.supplier.name, 16, True, color="#1b3a6b")
    sheet.block(
        18, 28, [*bill.supplier.address, bill.supplier.phone, bill.supplier.website.removeprefix("https://")], 8.5, 4
    )
    sheet.text(198, 24, "INVOICE", 24, True, "r", "#1b3a6b")
    y = 32.0
    for label, value in (
        ("Invoice #", bill.number),
        ("Date", day("en", bill.day, "us")),
        ("Terms", f"Net {bill.terms}"),
        ("Due Date", day("en", bill.due, "us") if bill.due else ""),
        ("P.O. #", bill.order),
    ):
        if value:
            sheet.text(165, y, label, 9, align="r", color="#555555")
            sheet.text(198, y, value, 9, True, "r")
            y += 5
    for x, caption in ((18, "BILL TO"), (85, "SHIP TO")):
        sheet.box(x, 58, 60, 6, fill="#1b3a6b", stroke="")
        sheet.text(x + 2, 62.4, caption, 8.5, True, color="#ffffff")
        sheet.block(x + 2, 69, [bill.buyer.name, *bill.buyer.address, "The Netherlands"], 9, 4.5)
    columns = [
        Column("Item", 20, 100),
        Column("Qty", 122, 14, "r"),
        Column("Rate", 140, 24, "r"),
        Column("Amount", 168, 28, "r"),
    ]
    _, rows, _ = grid_of(
        bill,
        [("description", 0, 0, "l"), ("quantity", 0, 0, "r"), ("price", 0, 0, "r"), ("amount", 0, 0, "r")],
        keep=True,
    )
    y = sheet.table(94, columns, rows, zebra="#eef2f8", head_fill="#d5deec") + 8
    vat = (
        [row for row in total_rows(bill) if row[0].startswith("VAT")]
        if bill.vat
        else [("Sales tax", money(bill, bill.vat, True), False)]
    )
    for label, value in (
        ("Subtotal", money(bill, bill.net, True)),
        *((row[0], row[1]) for row in vat),
        ("Total", money(bill, bill.gross, True)),
    ):
        sheet.text(165, y, label, 9.5, align="r")
        sheet.text(196, y, value, 9.5, align="r")
        y += 5.6
    sheet.box(120, y - 2, 78, 9, fill="#1b3a6b", stroke="")
    sheet.text(124, y + 4, f"Balance Due ({bill.currency})", 10.5, True, color="#ffffff")
    sheet.text(196, y + 4, money(bill, bill.gross, True), 10.5, True, "r", "#ffffff")
    notes(sheet, bill, 18, y + 18, 170, 9)
    footer = [
        f"Please quote {bill.number} with your wire transfer." if bill.reference else "Thank you for your business."
    ]
    if bill.supplier.vat_number:
        footer.append("   ".join(identity(bill)))
    sheet.block(108, 262, footer, 8.5, 4.4, align="c")
    return sheet.done()
