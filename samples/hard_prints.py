"""Papers that are hard for somebody who sees them for the first time and easy for somebody who saw three.

Invented suppliers with eight papers each: the number under the supplier's own word or under no word, month before
day, an order reference called something else, heads of the item table that no list of words holds. Made on demand and
not kept: what learning per layout is worth is measured on them (``python -m benchmarks.accuracy.replay --hard``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.reading import HEADER_FIELDS
from samples import words
from samples.bill import cents
from samples.layouts.sheet import Column, Sheet
from samples.words import number, spaced

PAPERS_EACH = 8
_BUYER = ("De Korenwolf B.V.", "Havenkade 12", "4201 AB Gorinchem")
_GOODS = (
    "Onderhoud heftruck", "Filter type K", "Hydraulische slang", "Keuring installatie", "Smeervet blik", "Rubber ring",
    "Montage ter plaatse", "Pakkingset", "Afvoer reststoffen", "Dichtstrip per meter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Print:
    """How one supplier prints. ``head``: (field or free text, label, x, y) in mm, an empty label prints none;
    ``below``: values stand under their labels. ``columns``: the words over description, quantity, price and amount,
    ``extra`` one more column with a number of days that the amount is multiplied by. ``totals``: words for net, VAT and
    gross."""

    name: str
    language: str
    title: str
    head: tuple[tuple[str, str, float, float], ...]
    day: Callable[[date], str]
    number: Callable[[int, random.Random], str]
    order: Callable[[int, random.Random], str]
    columns: tuple[str, str, str, str] = ("Omschrijving", "Aantal", "Prijs", "Bedrag")
    extra: str = ""
    totals: tuple[str, str, str] = ("Totaal excl. btw", "Btw 21%", "Totaal te betalen")
    below: bool = False
    identity: tuple[str, str, str] = ("", "", "")  # VAT number, registration, IBAN
    early: bool = False  # days up to the twelfth: day and month could change places


def _dutch(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def _american(day: date) -> str:
    return day.strftime("%m/%d/%Y")


def _written(day: date) -> str:
    return words.day("nl", day, "long")


PRINTS = (
    Print(
        "Volgwerk Techniek B.V.", "nl", "FACTUUR",
        (("invoice_number", "Volgcode", 120, 48), ("issue_date", "Opgemaakt", 120, 54),
         ("order_reference", "Uw merkteken", 120, 60), ("free", "Werkbon", 120, 66)),
        _dutch, lambda n, r: f"VT{26}{4100 + 7 * n}", lambda n, r: f"MK-{r.randint(2000, 9000)}",
        identity=("NL810433941B01", "24312200", "NL20INGB0001234567"),
    ),
    Print(
        "Harbour Street Supplies Ltd", "en", "INVOICE",
        (("invoice_number", "Invoice no.", 120, 50), ("issue_date", "Dated", 120, 56), ("due_date", "Payable", 120, 62),
         ("order_reference", "Job ticket", 120, 68)),
        _american, lambda n, r: f"HS-{880 + n}", lambda n, r: f"{r.randint(51000, 58999)}",
        ("Description", "Qty", "Unit price", "Amount"), "", ("Subtotal", "VAT 21%", "Total due"),
        identity=("GB999999973", "07654321", "GB82WEST12345698765432"), early=True,
    ),
    Print(
        "Ateliers du Quai", "nl", "Werk op maat",
        (("invoice_number", "", 25, 74), ("issue_date", "", 150, 74)),
        _written, lambda n, r: f"{2026}/{310 + n}", lambda n, r: "",
        identity=("BE0403170701", "0403170701", "BE68539007547034"),
    ),
    Print(
        "Steigerhuis Van der Meer", "nl", "FACTUUR",
        (("invoice_number", "Factuurnummer", 120, 48), ("issue_date", "Factuurdatum", 120, 54),
         ("order_reference", "Ordernummer", 120, 60)),
        _dutch, lambda n, r: f"F{26000 + n}", lambda n, r: f"PO{r.randint(7000, 7999)}",
        ("Wat er staat", "Keer", "Huur", "Komt neer op"), "Dgn",
        identity=("NL004495445B01", "30112233", "NL02ABNA0123456789"),
    ),
    Print(
        "Brand & Zoon Installaties", "nl", "Nota",
        (("invoice_number", "Boekstuk", 25, 60), ("issue_date", "Dag", 65, 60), ("due_date", "Graag voor", 105, 60),
         ("order_reference", "Klus", 150, 60)),
        _dutch, lambda n, r: f"{10400 + 3 * n}", lambda n, r: f"K{r.randint(100, 999)}-{r.randint(10, 99)}",
        totals=("Samen", "Btw 21%", "U maakt over"), below=True,
        identity=("NL001234567B01", "55667788", "NL91ABNA0417164300"),
    ),
    Print(
        "Nordlicht Handel GmbH", "de", "RECHNUNG",
        (("free", "Vorgang", 120, 48), ("invoice_number", "Beleg", 120, 54), ("issue_date", "Stand", 120, 60),
         ("delivery", "Versandt", 120, 66), ("order_reference", "Ihr Stichwort", 120, 72)),
        lambda day: day.strftime("%d.%m.%Y"), lambda n, r: f"{730_100 + 11 * n}",
        lambda n, r: f"NW{r.randint(10, 99)}/{n}",
        ("Bezeichnung", "Menge", "Einzelpreis", "Gesamt"), "", ("Nettobetrag", "USt. 21%", "Rechnungsbetrag"),
        identity=("DE136695976", "HRB 4711", "DE89370400440532013000"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    quantity: int
    price: Decimal
    days: int

    @property
    def amount(self) -> Decimal:
        return cents(self.quantity * self.price * self.days)


@dataclass(frozen=True, slots=True)
class HardPaper:
    """One paper: its supplier's print, the PDF, and its truth in the scorer's schema."""

    print: Print
    data: bytes
    truth: dict[str, Any]


def papers() -> Iterator[HardPaper]:
    """All papers, supplier by supplier in the order they would arrive; always the same."""
    for each in PRINTS:
        for n in range(PAPERS_EACH):
            yield _paper(each, n)


def _paper(each: Print, n: int) -> HardPaper:
    dice = random.Random(f"{each.name}:{n}")
    day = date(2026, 1 + n, dice.randint(2, 12)) if each.early else date(2026, 1, 9) + timedelta(days=29 * n)
    while each.early and day.day == day.month:
        day += timedelta(days=1)
    # A month and a bit, so that a term of thirty days does not give the order of day and month away.
    due = date(day.year, day.month + 1, 3 + dice.randint(0, 8)) if each.early else day + timedelta(days=30)
    goods = dice.sample(_GOODS, dice.randint(2, 4))
    lines = [
        _Row(
            text, dice.randint(2, 12), Decimal(dice.randint(350, 9900)) / 100, dice.randint(2, 20) if each.extra else 1
        )
        for text in goods
    ]
    net = sum((line.amount for line in lines), Decimal(0))
    vat = cents(net * 21 / 100)
    values: dict[str, str] = {
        "supplier_name": each.name, "supplier_vat": each.identity[0], "supplier_registration": each.identity[1],
        "supplier_iban": each.identity[2], "buyer_name": _BUYER[0], "invoice_number": each.number(n, dice),
        "order_reference": each.order(n, dice), "issue_date": day.isoformat(), "due_date": due.isoformat(),
        "currency": "EUR", "net_total": f"{net:.2f}", "vat_total": f"{vat:.2f}", "gross_total": f"{net + vat:.2f}",
    }  # fmt: skip
    shown = {name for name, *_ in each.head}
    for name in ("order_reference", "due_date"):
        if name not in shown:
            values[name] = ""
    free = {"free": f"{dice.randint(30000, 39999)}", "delivery": each.day(day - timedelta(days=dice.randint(2, 6)))}
    data = _draw(each, values, lines, (day, due), free)
    return HardPaper(each, data, _truth(each, n, values, lines))


def _draw(
    each: Print,
    values: dict[str, str],
    lines: list[_Row],
    days: tuple[date, date],
    free: dict[str, str],
) -> bytes:
    sheet = Sheet(each.name)
    vat, registration, iban = each.identity
    sheet.text(25, 24, each.name, 15, True)
    sheet.text(185, 24, each.title, 14, align="r")
    sheet.block(25, 36, list(_BUYER), 10, 5)
    printed = {**values, **free, "issue_date": each.day(days[0]), "due_date": each.day(days[1])}
    for name, label, x, y in each.head:
        sheet.text(x, y, label, 9)
        sheet.text(x if each.below or not label else x + 35, y + 5 if each.below else y, printed[name], 9, True)
    heads = each.columns
    columns = [Column(heads[0], 25, 70)]
    columns += [Column(each.extra, 98, 12, "r")] if each.extra else []
    columns += [Column(heads[1], 113, 15, "r"), Column(heads[2], 132, 22, "r"), Column(heads[3], 158, 27, "r")]
    rows = []
    for line in lines:
        extra = [str(line.days)] if each.extra else []
        amounts = (number(each.language, amount) for amount in (line.price, line.amount))
        rows.append([line.text, *extra, str(line.quantity), *amounts])
    y = sheet.table(92, columns, rows, rule=True) + 10
    for label, value in zip(each.totals, ("net_total", "vat_total", "gross_total"), strict=True):
        sheet.text(125, y, label, 9, value == "gross_total")
        sheet.text(185, y, f"€ {number(each.language, Decimal(values[value]))}", 9, value == "gross_total", "r")
        y += 6
    kind = {"nl": ("Btw-nummer", "KvK"), "en": ("VAT no.", "Company no."), "de": ("USt-IdNr.", "Amtsgericht")}
    says = kind[each.language]
    sheet.text(105, 280, f"{says[0]} {vat}   {says[1]} {registration}   IBAN {spaced(iban)}", 8, align="c")
    return sheet.done()


def _truth(each: Print, n: int, values: dict[str, str], lines: list[_Row]) -> dict[str, Any]:
    family = each.name.split()[0].lower()
    known = {name: values.get(name) or None for name in HEADER_FIELDS}
    return {
        "id": f"{family}-{n + 1}",
        "family": family,
        "kind": "digital_pdf",
        "language": each.language,
        "document_type": "invoice",
        "fields": known,
        "status": {name: "known" if known[name] else "absent" for name in HEADER_FIELDS},
        "vat_status": "unknown",
        "vat_breakdown": [],
        "lines_status": "complete",
        "lines": [
            {
                "description": line.text,
                "quantity": str(line.quantity),
                "unit": None,
                "unit_price": str(line.price),
                "net_amount": str(line.amount),
                "vat_rate": None,
            }
            for line in lines
        ],
    }
