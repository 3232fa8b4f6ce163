"""Layouts of older or narrower paper: typewriter, receipt, long list with carry-over, price list, hours, energy."""

from __future__ import annotations

from decimal import Decimal

from reportlab.lib.units import mm

from samples.bill import Bill
from samples.layouts.parts import (
    brand,
    cell,
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


def _columns(quantity: str, description: str, price: str, amount: str) -> str:
    """One row of the typewriter's table in character columns."""
    return f"{quantity:>8} {description:<38}{price:>12}{amount:>14}"


def typewriter(bill: Bill) -> bytes:
    """Fixed pitch, nothing drawn: everything stands in character columns."""
    sheet = Sheet(f"{title(bill)} {bill.number}", "Courier")
    out: list[str] = [
        bill.supplier.name.upper(),
        *bill.supplier.address,
        f"Tel. {bill.supplier.phone}",
        *identity(bill),
        "",
        "",
    ]
    out += [bill.buyer.name, *bill.buyer.address, "", "", f"          {' '.join(title(bill).upper())}", ""]
    out += [f"{label:<22}: {value}" for label, value in head_rows(bill)]
    out += [
        "",
        _columns(*(word(bill.language, key) for key in ("quantity", "description", "price", "amount"))),
        "-" * 74,
    ]
    for line in bill.lines:
        parts = [line.description[n : n + 37] for n in range(0, len(line.description), 37)]
        out.append(_columns(cell(bill, line, "quantity"), parts[0], cell(bill, line, "price"), money(bill, line.net)))
        out += [f"{'':>9}{part}" for part in parts[1:]]
    out.append(f"{'':60}{'-' * 14}")
    out += [f"{'':26}{label:<34}{value:>14}" for label, value, _ in total_rows(bill, symbol=False)]
    out += [f"{'':60}{'=' * 14}", ""]
    for note in (*bill.notes, pay_sentence(bill)):
        out += [*sheet.wrap(note, 165, 9.5), ""]
    sheet.block(22, 24, out, 9.5, 4.55)
    return sheet.done()


def receipt(bill: Bill) -> bytes:
    """A till receipt on 80 mm paper, amounts including VAT."""
    sheet = Sheet(f"Bon {bill.number}", "Courier", (80 * mm, (112 + 5 * len(bill.lines)) * mm))
    y = 12.0
    for place, line in enumerate(
        [bill.supplier.name, *bill.supplier.address, bill.supplier.phone, f"Btw {bill.supplier.vat_number}"]
    ):
        sheet.text(40, y, line, 10 if place == 0 else 8, place == 0, "c")
        y += 4.4
    y += 3
    sheet.text(5, y, f"Bon {bill.number}", 8)
    sheet.text(75, y, f"{day(bill.language, bill.day)} 12:47", 8, align="r")
    sheet.line(5, y + 2, 75, y + 2, 0.5, dash=True)
    y += 7
    for item in bill.lines:
        sheet.text(5, y, f"{cell(bill, item, 'quantity'):>2} {item.description}", 8)
        sheet.text(75, y, money(bill, item.net * (100 + item.rate) / 100), 8, align="r")
        y += 5
    sheet.line(5, y - 2, 75, y - 2, 0.5, dash=True)
    y += 3
    sheet.text(5, y, "TOTAAL EUR", 11, True)
    sheet.text(75, y, money(bill, bill.gross), 11, True, "r")
    y += 6
    sheet.text(5, y, "PIN", 8)
    sheet.text(75, y, money(bill, bill.gross), 8, align="r")
    y += 8
    sheet.text(5, y, "Btw-tarief", 7.5)
    sheet.text(45, y, "Excl.", 7.5, align="r")
    sheet.text(75, y, "Btw", 7.5, align="r")
    for rate, _, base, amount in bill.rows():
        y += 4
        sheet.text(5, y, percent(bill, rate), 7.5)
        sheet.text(45, y, money(bill, base), 7.5, align="r")
        sheet.text(75, y, money(bill, amount), 7.5, align="r")
    sheet.text(40, y + 10, "Bedankt en tot ziens!", 8, align="c")
    return sheet.done()


def carried(bill: Bill) -> bytes:
    """A long list on several pages, each ending in a carry-over that the next one starts with."""
    sheet = Sheet(f"{title(bill)} {bill.number}")

    def letterhead() -> None:
        sheet.text(18, 16, bill.supplier.name, 12, True, color=brand(bill))
        sheet.text(192, 16, f"{title(bill)} {bill.number}", 10, align="r")
        sheet.line(18, 19, 192, 19, 0.8, brand(bill))
        sheet.text(192, 290, f"{word(bill.language, 'page')} {sheet.page}", 8, align="r", color="#666666")
        sheet.text(18, 290, "   ".join(identity(bill)), 7, color="#666666")

    def turn(done: int) -> float:
        sofar = sum((line.net for line in bill.lines[:done]), Decimal(0))
        sheet.text(140, 270, word(bill.language, "carried"), 9, italic=True)
        sheet.text(190.5, 270, money(bill, sofar), 9, align="r", italic=True)
        sheet.next_page()
        letterhead()
        sheet.text(140, 28, word(bill.language, "carried"), 9, italic=True)
        sheet.text(190.5, 28, money(bill, sofar), 9, align="r", italic=True)
        return 33

    letterhead()
    sheet.block(18, 26, [*bill.supplier.address, bill.supplier.email, bill.supplier.phone], 8, 3.8, color="#555555")
    sheet.block(18, 50, [bill.buyer.name, *bill.buyer.address], 10, 5, True)
    y = 50.0
    for label, value in head_rows(bill):
        sheet.text(120, y, label, 9)
        sheet.text(158, y, value, 9, True)
        y += 4.8
    columns, rows, headings = grid_of(
        bill,
        [
            ("code", 19.5, 24, "l"),
            ("description", 46, 68, "l"),
            ("quantity", 116, 12, "r"),
            ("unit", 131, 10, "l"),
            ("price", 140, 18, "r"),
            ("discount", 161, 11, "r"),
            ("amount", 173, 17.5, "r"),
        ],
    )
    y = sheet.table(
        max(y, 74) + 6,
        columns,
        rows,
        size=8.5,
        zebra="#f1f1f7",
        head_fill=brand(bill),
        head_color="#ffffff",
        headings=headings,
        bottom=262,
        turn=turn,
    )
    if y > 225:
        y = turn(len(bill.lines))
    y = totals(sheet, bill, y + 9, 122, 190.5)
    y = notes(sheet, bill, 18, y + 3, 170)
    sheet.block(18, y + 5, sheet.wrap(pay_sentence(bill), 170, 9), 9)
    return sheet.done()


def pricelist(bill: Bill) -> bytes:
    """Small parts: item codes, EAN, price per 1, 100 or 1000."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(15, 12, 180, 16, fill="#f2c200", stroke="")
    sheet.text(20, 23, bill.supplier.name, 16, True)
    sheet.text(190, 23, title(bill).upper(), 14, True, "r")
    sheet.block(15, 35, [*bill.supplier.address, bill.supplier.email], 8.5, 4)
    sheet.block(15, 56, [bill.buyer.name, *bill.buyer.address], 10, 5, True)
    y = 35.0
    for label, value in head_rows(bill):
        sheet.text(125, y, label, 9)
        sheet.text(195, y, value, 9, True, "r")
        y += 5
    columns, rows, _ = grid_of(
        bill,
        [
            ("code", 16.5, 20, "l"),
            ("ean", 39, 25, "l"),
            ("description", 66, 54, "l"),
            ("quantity", 121, 14, "r"),
            ("price", 138, 16, "r"),
            ("per", 156, 9, "r"),
            ("rate", 167, 9, "r"),
            ("amount", 178, 15.5, "r"),
        ],
    )
    y = sheet.table(max(y, 76) + 5, columns, rows, size=8.5, rule=True, head_fill="#eeeeee", turn=lambda _: 30)
    y = totals(sheet, bill, y + 9, 130, 193.5)
    notes(sheet, bill, 15, y + 4, 178)
    if bill.qr:
        sheet.qr(15, y - 22, 28, epc(bill))
    sheet.block(15, 266, sheet.wrap(pay_sentence(bill), 178, 9), 9)
    sheet.text(105, 282, "  |  ".join(identity(bill)), 7.5, align="c")
    return sheet.done()


def hours(bill: Bill) -> bytes:
    """A temp agency's: hours per week and person, part of it to a blocked account."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.text(20, 22, bill.supplier.name, 15, True, color=brand(bill))
    sheet.text(
        20,
        27,
        f"{' · '.join(bill.supplier.address)} · {bill.supplier.phone} · {bill.supplier.email}",
        8,
        color="#555555",
    )
    sheet.line(20, 31, 190, 31, 2, brand(bill))
    sheet.block(20, 44, [bill.buyer.name, *bill.buyer.address], 10, 5)
    sheet.text(20, 72, f"{title(bill).upper()} {bill.number}", 13, True)
    y = 44.0
    for label, value in head_rows(bill)[1:]:
        sheet.text(122, y, f"{label}", 9, color="#555555")
        sheet.text(190, y, value, 9, align="r")
        y += 5
    columns = [
        Column("Medewerker en week", 21.5, 88),
        Column("Uren", 112, 16, "r"),
        Column("Tarief", 132, 20, "r"),
        Column("Bedrag", 162, 26.5, "r"),
    ]
    _, rows, headings = grid_of(
        bill,
        [("description", 0, 0, "l"), ("quantity", 0, 0, "r"), ("price", 0, 0, "r"), ("amount", 0, 0, "r")],
        keep=True,
    )
    y = sheet.table(80, columns, rows, rule=True, headings=headings)
    y = totals(sheet, bill, y + 8, 125, 188.5)
    y = notes(sheet, bill, 20, y + 5, 168)
    sheet.block(20, y + 4, sheet.wrap(pay_sentence(bill), 168, 9), 9)
    sheet.text(105, 282, "   ".join(identity(bill)), 7.5, align="c")
    return sheet.done()


def energy(bill: Bill) -> bytes:
    """An energy company's: a summary with a large amount, then a specification on page two."""
    sheet = Sheet(f"{title(bill)} {bill.number}")
    sheet.box(0, 0, 210, 34, fill="#0077b6", stroke="")
    sheet.text(20, 21, bill.supplier.name, 20, True, color="#ffffff")
    sheet.text(190, 21, "Maandnota", 14, align="r", color="#ffffff")
    sheet.block(20, 52, [bill.buyer.name, *bill.buyer.address], 10, 5)
    y = 52.0
    for label, value in head_rows(bill):
        sheet.text(120, y, label, 9, color="#555555")
        sheet.text(160, y, value, 9, True)
        y += 5
    sheet.box(20, 92, 170, 30, fill="#e3f2fa", stroke="", round_corner=3)
    sheet.text(28, 104, word(bill.language, "gross"), 11)
    sheet.text(182, 106, money(bill, bill.gross, True), 22, True, "r", "#0077b6")
    if bill.due:
        sheet.text(28, 115, f"Wij schrijven dit bedrag omstreeks {day('nl', bill.due, 'long')} af van uw rekening.", 9)
    y = totals(sheet, bill, 136, 28, 182, 10, 6.4)
    notes(sheet, bill, 20, y + 8, 170)
    sheet.text(105, 284, "   ".join(identity(bill)), 7.5, align="c")
    sheet.next_page()
    sheet.text(20, 24, f"Specificatie bij factuur {bill.number}", 14, True, color="#0077b6")
    columns, rows, headings = grid_of(
        bill,
        [
            ("description", 21.5, 84, "l"),
            ("quantity", 108, 18, "r"),
            ("unit", 129, 12, "l"),
            ("price", 142, 18, "r"),
            ("amount", 164, 24.5, "r"),
        ],
    )
    sheet.table(32, columns, rows, rule=True, headings=headings)
    sheet.text(105, 284, f"{bill.supplier.name}   {spaced(bill.supplier.iban)}", 7.5, align="c")
    return sheet.done()
