"""Layouts of Dutch companies: ruled, airy, letter, boxed form, wholesale with several rates."""

from __future__ import annotations

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
    percent,
    title,
    total_rows,
    totals,
)
from samples.layouts.sheet import Column, Sheet
from samples.words import day, spaced, word


def grid(bill: Bill) -> bytes:
    """Fully ruled table, logo block at the left, head facts at the right."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(18, 14, 13, 13, fill=brand(bill), stroke="")
    sheet.text(24.5, 23, bill.supplier.name[0], 20, True, "c", "#ffffff")
    sheet.text(35, 20, bill.supplier.name, 14, True, color=brand(bill))
    sheet.text(35, 25.5, "  |  ".join(bill.supplier.address), 8, color="#555555")
    sheet.text(192, 20, title(bill).upper(), 17, True, "r", brand(bill))
    sheet.block(18, 46, [bill.buyer.name, "t.a.v. crediteurenadministratie", *bill.buyer.address], 10, 4.9, True)
    y = 46.0
    for label, value in head_rows(bill):
        sheet.text(118, y, label, 9, color="#555555")
        sheet.text(158, y, value, 9, True)
        y += 5
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 20, 22, "l"),
            ("description", 45, 66, "l"),
            ("quantity", 114, 12, "r"),
            ("unit", 129, 12, "l"),
            ("price", 144, 17, "r"),
            ("rate", 164, 9, "r"),
            ("amount", 176, 15, "r"),
        ],
    )
    y = sheet.table(
        max(y, 76) + 8,
        columns,
        rows,
        grid=True,
        head_fill="#dce6f1",
        size=8.5,
        headings=headings,
        turn=lambda _: _turn(sheet),
    )
    y = totals(sheet, bill, y + 9, 124, 191)
    notes(sheet, bill, 18, y + 6, 174)
    sheet.block(18, 258, sheet.wrap(pay_sentence(bill), 170, 9), 9)
    sheet.text(18, 292, bill.hidden, 3, color="#ffffff")
    _foot(sheet, bill)
    return sheet.done()


def _turn(sheet: Sheet) -> float:
    sheet.next_page()
    return 25


def _foot(sheet: Sheet, bill: Bill) -> None:
    sheet.line(18, 273, 192, 273, 0.4, "#999999")
    sheet.text(105, 278, "  ·  ".join(identity(bill)), 7.5, align="c", color="#444444")
    sheet.text(
        105,
        282,
        f"{bill.supplier.phone}  ·  {bill.supplier.email}  ·  {bill.supplier.website.removeprefix('https://')}",
        7.5,
        align="c",
        color="#444444",
    )


def airy(bill: Bill) -> bytes:
    """No rules but one; a coloured band on top, address at the right, payment code at the foot."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(0, 0, 210, 6, fill=brand(bill), stroke="")
    sheet.text(20, 24, bill.supplier.name, 18, True, color=brand(bill))
    sheet.block(
        190, 18, [*bill.supplier.address, bill.supplier.phone, bill.supplier.email], 8, 3.9, align="r", color="#555555"
    )
    sheet.text(20, 48, title(bill), 22)
    sheet.block(20, 60, [bill.buyer.name, *bill.buyer.address], 10, 5)
    y = 60.0
    for label, value in head_rows(bill, "long"):
        sheet.text(150, y, label, 8.5, align="r", color="#888888")
        sheet.text(154, y, value, 9)
        y += 5
    columns, rows, headings = grid_of(
        bill,
        [
            ("quantity", 20, 14, "r"),
            ("description", 40, 84, "l"),
            ("price", 126, 22, "r"),
            ("rate", 150, 13, "r"),
            ("amount", 165, 25, "r"),
        ],
    )
    y = sheet.table(
        max(y, 82) + 6, columns, rows, size=9.5, leading=4.8, gap=2.6, headings=headings, turn=lambda _: _turn(sheet)
    )
    sheet.line(18.5, y + 2, 191.5, y + 2, 0.4, "#999999")
    y = totals(sheet, bill, y + 10, 122, 190, rule=False)
    if bill.qr:
        sheet.qr(20, y - 18, 30, epc(bill))
        sheet.text(
            20,
            y + 16,
            "Betaal met uw bank-app" if bill.language == "nl" else "Pay with your banking app",
            7.5,
            color="#666666",
        )
    notes(sheet, bill, 20 if not bill.qr else 56, y + 4, 170 if not bill.qr else 134)
    sheet.block(20, 262, sheet.wrap(pay_sentence(bill), 168, 8.5), 8.5)
    sheet.text(20, 282, "   ".join(identity(bill)), 7.5, color="#666666")
    return sheet.done()


def letter(bill: Bill) -> bytes:
    """A letter without a table: sentences, and amounts behind dotted leaders."""
    sheet = Sheet(f"{title(bill)} {bill.number}", "Times")
    sheet.text(105, 22, bill.supplier.name.upper(), 16, True, "c")
    sheet.text(105, 28, " · ".join([*bill.supplier.address, bill.supplier.phone]), 9, align="c", italic=True)
    sheet.line(60, 32, 150, 32, 0.4)
    sheet.block(25, 50, [bill.buyer.name, *bill.buyer.address], 11, 5.2)
    place = bill.supplier.address[-1].split(" ", 2)[-1]
    sheet.text(25, 78, f"{place}, {day(bill.language, bill.day, 'long')}", 11)
    lead = {"nl": "Betreft: factuur", "en": "Re: invoice", "de": "Betreff: Rechnung", "fr": "Objet : facture"}[
        bill.language
    ]
    sheet.text(25, 88, f"{lead} {bill.number}" + (f" – {bill.subject}" if bill.subject else ""), 11, True)
    if bill.order:
        sheet.text(25, 94, f"{word(bill.language, 'order')}: {bill.order}", 11)
    y = 104.0
    for paragraph in bill.paragraphs:
        y = sheet.block(25, y, sheet.wrap(paragraph, 160, 11), 11, 5.2) + 3
    for line in bill.lines:
        wrapped = sheet.wrap(line.description, 118, 11)
        y = sheet.block(32, y, wrapped, 11, 5.2)
        sheet.line(34 + sheet.long(wrapped[-1], 11), y - 5.2, 160, y - 5.2, 0.5, "#777777", dash=True)
        sheet.text(185, y - 5.2, money(bill, line.net, True), 11, align="r")
        y += 1.5
    y += 4
    for label, value, last in total_rows(bill):
        if last:
            sheet.line(150, y - 4.4, 185, y - 4.4, 0.5)
        sheet.text(32, y, label, 11, last)
        sheet.text(185, y, value, 11, last, "r")
        y += 6
    y = notes(sheet, bill, 25, y + 4, 160, 10)
    y = sheet.block(25, y + 4, sheet.wrap(pay_sentence(bill), 160, 11), 11, 5.2)
    closing = {
        "nl": "Met vriendelijke groet,",
        "en": "Yours sincerely,",
        "de": "Mit freundlichen Grüßen",
        "fr": "Cordialement,",
    }[bill.language]
    sheet.block(25, y + 6, [closing, "", "", bill.supplier.name], 11, 5.2)
    sheet.text(105, 284, "  –  ".join(identity(bill)), 8, align="c")
    return sheet.done()


def boxed(bill: Bill) -> bytes:
    """A printed form: every fact in a box with a small caption."""
    sheet = Sheet(f"{title(bill)} {bill.number}")

    def field(
        x: float,
        y: float,
        width: float,
        height: float,
        caption: str,
        values: list[str],
        size: float = 10,
        bold: bool = False,
    ) -> None:
        sheet.box(x, y, width, height, weight=0.8)
        sheet.text(x + 1.5, y + 3.2, caption, 6.5, color="#555555")
        sheet.block(x + 2, y + 8.4, values, size, 4.8, bold)

    sheet.text(15, 20, bill.supplier.name, 15, True)
    sheet.block(15, 26, [*bill.supplier.address, f"{bill.supplier.phone}   {bill.supplier.email}"], 8.5, 4)
    sheet.box(140, 12, 55, 14, fill=brand(bill), stroke="")
    sheet.text(167.5, 21.5, title(bill).upper(), 15, True, "c", "#ffffff")
    field(15, 42, 95, 30, word(bill.language, "to"), [bill.buyer.name, *bill.buyer.address], 10, True)
    heads = head_rows(bill)
    for place, (label, value) in enumerate(heads[:6]):
        field(112 + (place % 2) * 42, 42 + (place // 2) * 15, 41, 14, label, [value], 10)
    for place, (label, value) in enumerate(heads[6:]):
        field(15 + place * 48, 74, 47, 13, label, [value], 9)
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 17, 22, "l"),
            ("description", 42, 74, "l"),
            ("quantity", 119, 12, "r"),
            ("price", 134, 18, "r"),
            ("discount", 155, 12, "r"),
            ("rate", 170, 8, "r"),
            ("amount", 181, 12.5, "r"),
        ],
    )
    y = sheet.table(94, columns, rows, size=8.5, grid=True, headings=headings, turn=lambda _: _turn(sheet))
    top = max(y + 8, 190)
    sheet.box(15, top, 180, 8, fill="#eeeeee")
    edges = [15, 50, 85, 120, 155]
    captions = [
        word(bill.language, "rate"),
        word(bill.language, "net"),
        word(bill.language, "vat"),
        "",
        word(bill.language, "gross"),
    ]
    for x, caption in zip(edges, captions, strict=True):
        sheet.text(x + 2, top + 5.4, caption, 8, True)
    line_y = top + 14
    for text, net, _ in bill.charges:
        sheet.text(17, line_y, f"{text}: {money(bill, net)}", 8.5)
        line_y += 5
    for rate, _, base, amount in bill.rows():
        sheet.text(17, line_y, percent(bill, rate), 9)
        sheet.text(82, line_y, money(bill, base), 9, align="r")
        sheet.text(117, line_y, money(bill, amount), 9, align="r")
        line_y += 5
    sheet.box(15, top + 8, 180, line_y - top - 8)
    sheet.text(193, top + 15, money(bill, bill.gross, True), 13, True, "r")
    line_y = notes(sheet, bill, 17, line_y + 6, 170)
    field(
        15, 244, 120, 16, "Betaling" if bill.language == "nl" else "Payment", sheet.wrap(pay_sentence(bill), 114, 8), 8
    )
    field(137, 244, 58, 16, "IBAN", [spaced(bill.supplier.iban)], 9)
    sheet.text(105, 270, "   |   ".join(identity(bill)), 7.5, align="c")
    return sheet.done()


def wholesale(bill: Bill) -> bytes:
    """Serif, delivery notes as headings in the table, VAT summary at the lower left, totals at the right."""
    sheet = Sheet(f"{title(bill)} {bill.number}", "Times")
    sheet.text(105, 20, bill.supplier.name, 20, True, "c", brand(bill))
    sheet.text(105, 26, " – ".join([*bill.supplier.address, bill.supplier.phone, bill.supplier.email]), 8.5, align="c")
    sheet.line(18, 29, 192, 29, 1.2, brand(bill))
    sheet.text(18, 40, title(bill), 16, True)
    y = 48.0
    for label, value in head_rows(bill):
        sheet.text(18, y, f"{label}:", 9.5)
        sheet.text(55, y, value, 9.5, True)
        y += 4.8
    sheet.block(120, 48, [bill.buyer.name, *bill.buyer.address], 11, 5, True)
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 19.5, 24, "l"),
            ("description", 46, 74, "l"),
            ("quantity", 121, 12, "r"),
            ("unit", 136, 12, "l"),
            ("price", 148, 16, "r"),
            ("rate", 165, 9, "r"),
            ("amount", 174, 16.5, "r"),
        ],
    )
    y = sheet.table(
        max(y, 72) + 5, columns, rows, size=9.5, rule=True, headings=headings, bottom=240, turn=lambda _: _turn(sheet)
    )
    y += 8
    if y > 225:
        sheet.next_page()
        y = 30
    summary = [
        Column(word(bill.language, "rate"), 20, 14, "r"),
        Column(word(bill.language, "net"), 38, 28, "r"),
        Column(word(bill.language, "vat"), 70, 22, "r"),
    ]
    sheet.table(
        y,
        summary,
        [[percent(bill, rate), money(bill, base), money(bill, amount)] for rate, _, base, amount in bill.rows()],
        size=9,
        rule=True,
    )
    rows_total = [row for row in total_rows(bill) if not row[0].startswith(word(bill.language, "vat") + " ")]
    rows_total.insert(-1, (word(bill.language, "vat"), money(bill, bill.vat, True), False))
    at = y + 5
    for label, value, last in rows_total:
        sheet.text(125, at, label, 10, last)
        sheet.text(190.5, at, value, 10, last, "r")
        at += 5.6
    notes(sheet, bill, 18, at + 10, 172)
    sheet.block(18, 264, sheet.wrap(pay_sentence(bill), 172, 9.5), 9.5)
    sheet.text(105, 282, "   ".join(identity(bill)), 8, align="c")
    return sheet.done()
