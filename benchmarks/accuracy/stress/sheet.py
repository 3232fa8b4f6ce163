"""Setting a paper: heads, parties, numbers and dates, lines, totals and foot, each in one of several manners."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from benchmarks.accuracy.stress.canvas import Canvas, width_of
from benchmarks.accuracy.stress.firms import COUNTRY_NAMES, Firm, vat_id
from benchmarks.accuracy.stress.totals_block import set_lines, set_totals
from benchmarks.accuracy.stress.wording import WORDS

if TYPE_CHECKING:
    from benchmarks.accuracy.stress.compose import Facts

LEFT, RIGHT = 0.09, 0.93


@dataclass(slots=True)
class Printed:
    """The sheet, which fields it shows, which are open to interpretation, and in what manner it was set."""

    canvas: Canvas
    shown: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    how: str = ""


def set_paper(facts: Facts, dice: random.Random) -> Printed:
    """Print the paper from top to bottom."""
    out = Printed(Canvas(points=dice.choice([8.0, 9.0, 9.0, 10.0])))
    head = dice.choice(["left", "left", "right", "centre", "logo", "picture", "din"])
    meta = dice.choice(["beside", "beside", "beside", "strip", "above", "sentence", "two", "tight"])
    out.how = f"{head}/{meta}"
    y = _letterhead(facts, dice, out, head)
    y = _parties(facts, dice, out, head, y)
    y = _meta(facts, dice, out, meta, y + 1.5 * out.canvas.step)
    if facts.kind != "statement":
        y = set_lines(facts, dice, out, y + out.canvas.step)
    priced = facts.kind != "delivery_note"
    if priced:
        y = set_totals(facts, dice, out, y + out.canvas.step)
    _foot(facts, dice, out, head, y + 2 * out.canvas.step)
    return out


def shown_date(facts: Facts, value: date) -> str:
    """A date as this paper prints it."""
    style = facts.style
    if not style.months:
        return value.strftime(style.date)
    month = style.months.split()[value.month - 1]
    if facts.supplier.country == "US":
        return f"{month} {value.day}, {value.year}"
    return f"{value.day}{'.' if facts.language == 'de' else ''} {month} {value.year}"


def _title(facts: Facts, dice: random.Random) -> str:
    if facts.kind == "purchase_order":
        return {"nl": "INKOOPORDER", "de": "BESTELLUNG", "fr": "BON DE COMMANDE", "es": "PEDIDO"}.get(
            facts.language, "PURCHASE ORDER"
        )
    return facts.word(dice, facts.kind)


def _writer(facts: Facts) -> Firm:
    return facts.buyer if facts.kind == "purchase_order" else facts.supplier


def _reader(facts: Facts) -> Firm:
    return facts.supplier if facts.kind == "purchase_order" else facts.buyer


def _letterhead(facts: Facts, dice: random.Random, out: Printed, head: str) -> float:
    canvas, firm = out.canvas, _writer(facts)
    contact = [f"{facts.word(dice, 'phone')} {firm.phone}", firm.mail] if dice.random() < 0.7 else [firm.site]
    rows = [firm.street, firm.town, *contact]
    if dice.random() < 0.25 and facts.kind != "purchase_order":
        rows.append(facts.word(dice, "slogan"))
    y = 0.05
    if head == "left":
        canvas.put(LEFT, y, firm.name, size=dice.choice([1.0, 1.4, 1.9]), bold=True, tag="name")
        y = canvas.block(LEFT, y + 1.6 * canvas.step, rows)
    elif head == "right":
        canvas.put(0.6, y, firm.name, size=dice.choice([1.0, 1.3]), bold=True, tag="name")
        y = canvas.block(0.6, y + 1.4 * canvas.step, rows)
    elif head == "centre":
        canvas.put(0.33, y, firm.name, size=1.7, bold=True, tag="name")
        canvas.put(0.3, y + 1.7 * canvas.step, f"{firm.street} - {firm.town} - {contact[0]}")
        y += 4 * canvas.step
    elif head == "logo":  # the trade name large, the legal name in the foot
        canvas.put(LEFT, y, firm.trade, size=2.4, bold=True, tag="name")
        y = canvas.block(LEFT, y + 2.4 * canvas.step, rows)
    elif head == "picture":  # the name is a picture
        y = canvas.block(dice.choice([LEFT, 0.62]), y + 2 * canvas.step, rows[:2] if dice.random() < 0.5 else rows)
    else:  # German window: sender line over the address
        canvas.put(0.62, y, firm.name, size=1.5, bold=True, tag="name")
        canvas.block(0.62, y + 1.6 * canvas.step, rows)
        y += 8 * canvas.step
        mark = dice.choice([" · ", " - ", " | ", ", "])
        canvas.put(LEFT, y, mark.join([firm.name, firm.street, firm.town]), size=0.7, tag="name")
    title = (0.62 if head in ("left", "logo", "picture", "centre") else LEFT, 0.05 if head != "centre" else y)
    if dice.random() < 0.55 and head != "din":
        canvas.put(
            title[0], max(title[1], 0.05), _title(facts, dice), size=dice.choice([1.5, 2.0]), bold=True, tag="title"
        )
    else:
        out.how += "/title-low"
    out.shown |= {"supplier_name", "buyer_name"}
    return y


def _parties(facts: Facts, dice: random.Random, out: Printed, head: str, y: float) -> float:
    canvas, firm = out.canvas, _reader(facts)
    rows = [firm.name]
    if dice.random() < 0.25:
        rows.append(
            {"nl": "T.a.v. ", "de": "z.Hd. ", "fr": "À l'attention de "}.get(facts.language, "Attn: ") + firm.contact
        )
    rows += [firm.street, firm.town]
    if dice.random() < 0.3:
        rows.append(COUNTRY_NAMES[firm.country])
    x = 0.55 if facts.language == "fr" or (head == "right" and dice.random() < 0.0) else LEFT
    if head == "picture":
        x = dice.choice([LEFT, 0.55])
    y += 1.6 * canvas.step
    if dice.random() < 0.55 or facts.supplier.country == "US":
        label = "bill_to" if facts.kind != "purchase_order" else ""
        words = (
            facts.word(dice, label)
            if label
            else {"nl": "Leverancier", "de": "Lieferant", "fr": "Fournisseur"}.get(facts.language, "Supplier")
        )
        canvas.put(x, y, words + dice.choice(["", ":"]), bold=True, tag="label:buyer")
        y += 1.2 * canvas.step
    if facts.buyer_vat and dice.random() < 0.6 and facts.kind != "purchase_order":
        rows.append(f"{facts.word(dice, 'vat_id')}{dice.choice([':', ''])} {facts.buyer.vat}")
        out.shown.add("buyer_vat")
    top = y
    y = canvas.block(x, y, rows, bold_first=dice.random() < 0.3, tag="party")
    wide = max(width_of(row, 1.1 * canvas.points) for row in rows)
    if dice.random() < 0.15 and x == LEFT and wide < 0.3:
        canvas.put(0.42, top - 1.2 * canvas.step, facts.word(dice, "ship_to"), bold=True)
        canvas.block(
            0.42, top, [f"{dice.choice(['Depot', 'Magazijn', 'Lager', 'Site'])} {firm.name.split()[0]}", "Dock 4"]
        )
    return y


def _entries(facts: Facts, dice: random.Random, out: Printed) -> list[tuple[str, str, str]]:
    """(tag, label, value) of the numbers and dates, with those that can be confused with them."""
    number, order = facts.number, facts.order
    rows = [
        ("number", facts.word(dice, "number"), number),
        ("date", facts.word(dice, "date"), shown_date(facts, facts.issued)),
    ]
    out.shown |= {"invoice_number", "issue_date"}
    if facts.kind in (
        "order_confirmation",
        "purchase_order",
        "delivery_note",
        "quote",
        "proforma",
        "reminder",
        "statement",
    ):
        own = {
            "order_confirmation": {"nl": "Ordernummer", "de": "Auftrags-Nr.", "fr": "N° de confirmation"},
            "purchase_order": {"nl": "Inkoopordernummer", "de": "Bestellnummer", "fr": "Bon de commande n°"},
            "delivery_note": {"nl": "Pakbonnummer", "de": "Lieferschein-Nr.", "fr": "Bon de livraison n°"},
        }.get(facts.kind, {})
        label = own.get(
            facts.language,
            {"purchase_order": "PO Number", "delivery_note": "Delivery Note No."}.get(facts.kind, "Our order no."),
        )
        rows[0] = ("number", label, number)
        out.open |= {"invoice_number", "order_reference"}
    if facts.due and facts.kind in ("invoice", "credit_note"):
        rows.append(("due", facts.word(dice, "due"), shown_date(facts, facts.due)))
        out.shown.add("due_date")
    if order and facts.kind in ("invoice", "order_confirmation"):
        rows.append(("order", facts.word(dice, "order"), order))
        out.shown.add("order_reference")
    from datetime import timedelta

    if dice.random() < 0.6:
        rows.append(("other", facts.word(dice, "customer"), str(dice.randint(1000, 999999))))
    if dice.random() < 0.25:
        rows.append(("other", facts.word(dice, "delivery_no"), str(dice.randint(10000, 999999))))
    if dice.random() < 0.3:
        rows.append(
            (
                "other",
                facts.word(dice, "delivery_date"),
                shown_date(facts, facts.issued - timedelta(days=dice.randint(1, 20))),
            )
        )
    if dice.random() < 0.12:
        first = facts.issued.replace(day=1)
        rows.append(
            ("other", facts.word(dice, "period"), f"{shown_date(facts, first)} - {shown_date(facts, facts.issued)}")
        )
    if dice.random() < 0.3:
        rows.append(
            (
                "other",
                facts.word(dice, "our_ref"),
                dice.choice([f"{dice.randint(100, 9999)}/{dice.randint(10, 99)}", facts.supplier.contact]),
            )
        )
        out.open.add("order_reference") if not order else None
    if dice.random() < 0.15:
        rows.append(
            ("other", facts.word(dice, "your_ref"), dice.choice([facts.buyer.contact, f"K{dice.randint(100, 999)}"]))
        )
        out.open.add("order_reference")
    if facts.buyer_vat and "buyer_vat" not in out.shown and facts.kind != "purchase_order":
        rows.append(("other", facts.word(dice, "buyer_vat"), facts.buyer.vat))
        out.shown.add("buyer_vat")
    if facts.kind == "credit_note":
        rows.append(("other", facts.word(dice, "credits"), f"{dice.randint(10000, 99999)}"))
    if dice.random() < 0.4:
        dice.shuffle(rows)
    return rows


def _meta(facts: Facts, dice: random.Random, out: Printed, how: str, y: float) -> float:
    canvas = out.canvas
    title_there = "title" in canvas.tags
    rows = _entries(facts, dice, out)
    if not title_there:
        text = _title(facts, dice)
        if how == "sentence" and facts.kind in ("invoice", "credit_note"):
            text += f" {dice.choice(['nr. ', 'No. ', '', ''])}{facts.number}"
            rows = [r for r in rows if r[0] != "number"]
        canvas.put(LEFT, y, text, size=1.4, bold=True, tag="title")
        y += 2 * canvas.step
    elif how == "sentence" and facts.kind == "invoice":
        text = WORDS[facts.language]["sentence"].format(n=facts.number, d=shown_date(facts, facts.issued))
        canvas.put(LEFT, y, text)
        rows = [r for r in rows if r[0] not in ("number", "date")]
        y += 1.5 * canvas.step
    colon = dice.choice([":", ":", "", " :"])
    if how == "strip":
        for at in range(0, len(rows), 5):
            part = rows[at : at + 5]
            for number, (tag, label, value) in enumerate(part):
                x = LEFT + number * 0.17
                size = 0.8 if len(label) > 16 else 1.0
                canvas.put(x, y, label, size=size, bold=True, tag=f"label:{tag}")
                canvas.put(x, y + 1.3 * canvas.step, value, size=0.9 if len(value) > 14 else 1.0, tag=f"value:{tag}")
            y += 3.2 * canvas.step
        return y
    if how == "above":
        for tag, label, value in rows:
            canvas.put(0.65, y, label, size=0.8, tag=f"label:{tag}")
            canvas.put(0.65, y + canvas.step, value, bold=True, tag=f"value:{tag}")
            y += 2.3 * canvas.step
        return y
    if how == "two":
        for at in range(0, len(rows), 2):
            for number, (tag, label, value) in enumerate(rows[at : at + 2]):
                x = LEFT + number * 0.45
                canvas.put(x, y, label + colon, tag=f"label:{tag}")
                canvas.put(x + 0.2, y, value, tag=f"value:{tag}")
            y += 1.2 * canvas.step
        return y
    x = LEFT if how == "tight" else dice.choice([LEFT, 0.55])
    for tag, label, value in rows:
        end = canvas.put(x, y, label + colon, tag=f"label:{tag}")
        place = end + 0.012 if how == "tight" else max(end + 0.02, x + 0.2)
        canvas.put(place, y, value, tag=f"value:{tag}")
        y += 1.2 * canvas.step
    return y


def _foot(facts: Facts, dice: random.Random, out: Printed, head: str, y: float) -> None:
    canvas, firm = out.canvas, facts.supplier
    style = facts.style
    if facts.kind in ("invoice", "credit_note"):
        terms = facts.word(dice, "terms")
        if "30" not in terms:
            out.open.add("payment_reference")
        canvas.put(LEFT, y, terms)
        y += 1.3 * canvas.step
        if facts.pay_ref:
            canvas.put(LEFT, y, f"{facts.word(dice, 'pay_ref')}: {facts.pay_ref}", tag="pay_ref")
            out.shown.add("payment_reference")
            y += 1.3 * canvas.step
        if facts.debit_iban:
            canvas.put(LEFT, y, WORDS[facts.language]["debit"].format(i=facts.debit_iban))
            y += 1.3 * canvas.step
        if style.currency != "EUR" and firm.country not in ("US", "GB"):
            canvas.put(LEFT, y, f"{facts.word(dice, 'euro')}: {style.amount(facts.bill.gross * 9 / 10)}")
            y += 1.3 * canvas.step
    if dice.random() < 0.05 and firm.vat:
        canvas.put(
            LEFT,
            y,
            f"{facts.word(dice, 'representative')}: Fiducia Nord, "
            f"{facts.word(dice, 'vat_id')} {vat_id(dice, 'NL', True)}",
        )
        y += 1.3 * canvas.step
    if facts.kind == "purchase_order":
        return
    parts: list[str] = []
    name_needed = head in ("logo", "picture") or dice.random() < 0.5
    if name_needed and (head != "picture" or dice.random() < 0.75):
        parts.append(firm.name)
    if firm.registration and dice.random() < 0.85:
        parts.append(f"{firm.reg_label} {firm.registration}".strip())
        out.shown.add("supplier_registration")
    if firm.vat and dice.random() < 0.92:
        parts.append(f"{facts.word(dice, 'vat_id')}{dice.choice([': ', ' '])}{firm.vat}")
        out.shown.add("supplier_vat")
    if firm.iban and not facts.debit_iban and dice.random() < 0.9:
        parts.append(f"IBAN{dice.choice([': ', ' '])}{firm.iban}")
        out.shown.add("supplier_iban")
    manner = dice.choice(["line", "rows", "columns"])
    y = max(y + canvas.step, 0.9)
    if manner == "columns":
        for number, part in enumerate(parts):
            canvas.put(LEFT + 0.28 * (number % 3), y + canvas.step * (number // 3), part, size=0.75, tag="foot")
    elif manner == "rows":
        for number, part in enumerate(parts):
            canvas.put(LEFT, y + 0.9 * canvas.step * number, part, size=0.8, tag="foot")
    else:
        mark = dice.choice([" | ", " · ", " - "])
        for number in range(0, len(parts), 2):
            canvas.put(
                LEFT, y + 0.9 * canvas.step * (number // 2), mark.join(parts[number : number + 2]), size=0.8, tag="foot"
            )
