"""The lines and the totals of an invented paper."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.accuracy.stress.wording import ITEMS, WORDS

if TYPE_CHECKING:
    from benchmarks.accuracy.stress.compose import Facts
    from benchmarks.accuracy.stress.sheet import Printed

LEFT, RIGHT = 0.09, 0.93


def _sign(facts: Facts) -> int:
    return -1 if facts.kind == "credit_note" and facts.minus else 1


def set_lines(facts: Facts, dice: random.Random, out: Printed, y: float) -> float:
    """The table of items; sometimes the amounts of the lines include VAT, sometimes there is one line of prose."""
    canvas, style, sign = out.canvas, facts.style, _sign(facts)
    heads = WORDS[facts.language]["lines"].split("|")
    priced = facts.kind != "delivery_note"
    columns = (LEFT, 0.56, 0.74, RIGHT) if dice.random() < 0.6 else (LEFT + 0.09, LEFT + 0.06, 0.76, RIGHT)
    canvas.put(columns[0], y, heads[0], bold=True, tag="head")
    canvas.put(columns[1], y, heads[1], bold=True, right=True, tag="head")
    if priced:
        canvas.put(columns[2], y, heads[2], bold=True, right=True, tag="head")
        canvas.put(columns[3], y, heads[3], bold=True, right=True, tag="head")
    y += 1.5 * canvas.step
    items = ITEMS[facts.language].split("|")
    for quantity, price, amount in facts.bill.lines:
        canvas.put(columns[0], y, dice.choice(items), tag="line")
        canvas.put(columns[1], y, str(quantity), right=True, tag="line")
        if priced:
            canvas.put(columns[2], y, style.amount(price), right=True, tag="line")
            canvas.put(columns[3], y, style.amount(sign * amount), right=True, tag="line")
        y += 1.25 * canvas.step
    return y


def set_totals(facts: Facts, dice: random.Random, out: Printed, y: float) -> float:
    """Net, VAT per rate, gross, what was paid and what is left, below each other or as a strip."""
    bill, style, sign, canvas = facts.bill, facts.style, _sign(facts), out.canvas
    rows: list[tuple[str, str, Decimal]] = []
    taxed = bool(bill.tax)
    for kind, amount in bill.before:
        rows.append((kind, facts.word(dice, kind), amount))
    if taxed or bill.shifted or dice.random() < 0.5:
        rows.append(("net", facts.word(dice, "net"), bill.net))
        out.shown.add("net_total")
    for rate, base, amount in bill.vat if taxed else []:
        label = facts.word(dice, "vat").format(r=style.rate(rate))
        if len(bill.vat) > 1 and dice.random() < 0.5:
            label += f" {style.amount(sign * base)}"
        rows.append(("vat", label, amount))
    if taxed and len(bill.vat) == 1:
        out.shown.add("vat_total")
    elif taxed:
        out.open.add("vat_total")
    if not taxed:
        out.open |= {"vat_total", "net_total"}
    for kind, amount in bill.after:
        rows.append((kind, facts.word(dice, kind), amount))
        out.open |= {"net_total", "vat_total"}
    if bill.before and dice.random() < 0.3:
        rows.insert(0, ("subtotal", "Subtotal", sum((a for _, _, a in bill.lines), Decimal(0))))
    rows.append(("gross", facts.word(dice, "gross"), bill.gross))
    out.shown.add("gross_total")
    if bill.prepaid and facts.kind == "invoice":
        rows.append(("prepaid", facts.word(dice, "prepaid"), -bill.prepaid if dice.random() < 0.5 else bill.prepaid))
        rows.append(("payable", facts.word(dice, "payable"), bill.gross - bill.prepaid))
    out.shown.add("currency")
    if not style.sign:
        out.open.add("currency")
    if len(rows) <= 5 and dice.random() < 0.12:
        for number, (tag, label, amount) in enumerate(rows):
            x = RIGHT - 0.17 * (len(rows) - 1 - number)
            canvas.put(x, y, label, size=0.8, bold=True, right=True, tag=f"label:{tag}")
            canvas.put(x, y + 1.2 * canvas.step, style.amount(sign * amount, sign=True), right=True, tag=f"value:{tag}")
        return y + 3 * canvas.step
    x = dice.choice([0.58, 0.62, LEFT])
    edge = RIGHT if x > LEFT else 0.5
    for tag, label, amount in rows:
        last = tag in ("gross", "payable")
        canvas.put(x, y, label, bold=last, tag=f"label:{tag}")
        canvas.put(
            edge,
            y,
            style.amount(sign * amount, sign=last or dice.random() < 0.5),
            right=True,
            bold=last,
            tag=f"value:{tag}",
        )
        y += 1.3 * canvas.step
    if bill.shifted:
        canvas.put(LEFT, y, facts.word(dice, "shifted"))
        y += 1.3 * canvas.step
    return y
