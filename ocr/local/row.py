"""One item while it is read, what ends the items, and how an item is written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.evidence import Box, Source
from domain.reading import ReadLine
from ocr.local.layout import Layout, Line, Token, box_of
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours

CENT = Decimal("0.01")


STOP = frozenset({"net", "gross", "payable", "subtotal", "vat", "rounding"})


ADJUST = frozenset({"discount", "shipping"})


@dataclass(slots=True, eq=False)
class Row:
    """One item while it is read; amounts by column kind."""

    line: Line
    cells: dict[str, Amount] = field(default_factory=dict)
    description: list[Token] = field(default_factory=list)
    unit: Token | None = None
    glued: str = ""  # the unit printed in one word with the quantity
    code: str = ""
    adjustment: Decimal = Decimal(0)
    used: set[int] = field(default_factory=set)
    good: bool = False  # quantity x price = amount

    def value(self, kind: str) -> Decimal | None:
        found = self.cells.get(kind)
        return found.value if found else None


def ends_items(line: Line, near: Neighbours, by_line: dict[int, list[Amount]]) -> bool:
    """Whether a line closes the table of items: a total with its amount, or what is printed below every table."""
    for label in near.on_line.get(line.number, ()):
        if label.kinds & STOP and any(a.x0 > label.x1 for a in by_line.get(line.number, ())):
            return True
        if (
            label.kinds & {"iban", "vat_id", "terms", "payee"}
            and label.tokens[-1].text.endswith(":")
            and not (label.kinds & {"vat"})
        ):
            return True
        if "net" in label.kinds and "gross" not in label.kinds and len(label.phrase) > 6:
            return True
    return heads_totals(line, near)


_TOTALS = frozenset({"net", "vat", "gross", "payable"})
_RATE_HEAD = re.compile(r"(?i)satz|taux|rate|tarief|%|percent")


def heads_totals(line: Line, near: Neighbours) -> bool:
    """A row of heads over net, VAT and total: three cells or more, each with the name of one of these amounts or of
    the rate."""
    if len(line.cells) < 3 or any(c.isdigit() for c in line.text):
        return False
    kinds: set[str] = set()
    for cell in line.cells:
        own = [lb for lb in near.on_line.get(line.number, ()) if lb.tokens[0].cell is cell]
        named = {kind for label in own for kind in label.kinds & _TOTALS}
        if not named and not _RATE_HEAD.search(cell.text):
            return False
        kinds |= named
    return len(kinds) > 1


def total_line(line: Line, near: Neighbours, row: Row) -> bool:
    """A total or VAT line, not an item."""
    quantity, price, amount = row.value("quantity"), row.value("price"), row.value("amount")
    if quantity and price and amount and close(quantity * price, amount, row):
        return False
    for label in near.on_line.get(line.number, ()):
        if not label.kinds & (STOP | {"prepaid", "previous", "cash", "count"}):
            continue
        cell = label.tokens[0].cell
        if cell is None:
            continue
        lead = cell.tokens[0] is label.tokens[0]
        rest = [t for t in cell.tokens if t not in label.tokens and any(c.isalpha() for c in t.text)]
        if lead and len(rest) <= 3 and not ({"quantity", "price"} <= row.cells.keys()):
            return True
    return False


def close(product: Decimal, amount: Decimal, row: Row) -> bool:
    """Product equals amount within what rounding of the printed price can explain."""
    if product == amount:
        return True
    price = row.cells.get("price")
    slack = CENT
    if price is not None:
        quantity = abs(row.value("quantity") or Decimal(1))
        slack = max(CENT, quantity * Decimal(1).scaleb(-max(price.decimals, 2)) / 2 + Decimal("0.005"))
        slack = min(slack, max(CENT, abs(amount) * Decimal("0.004")))
    return abs(product - amount) <= slack or abs(product + amount) <= slack


def position_of(row: Row) -> int | None:
    """The number an item is counted with: digits at the start of its line, apart from words."""
    first = row.line.cells[0]
    if len(first.tokens) == 1 and re.fullmatch(r"\d{1,4}\.?", first.text):
        return int(first.text.rstrip("."))
    return None


def to_line(row: Row, layout: Layout) -> ReadLine:
    """The row as a line of the reading, with the places of its cells; discounts below it are in its amount."""
    amount = row.value("amount")
    if amount is not None:
        amount += row.adjustment
    rate = row.cells.get("vat_rate")
    boxes: dict[str, Box] = {}
    names = {
        "quantity": "quantity",
        "price": "unit_price",
        "amount": "net_amount",
        "vat_rate": "vat_rate",
        "discount": "discount",
    }
    every: list[Token] = list(row.line.tokens)
    for kind, name in names.items():
        if kind in row.cells:
            boxes[name] = box_of(row.cells[kind].tokens)
    if row.description:
        boxes["description"] = box_of(row.description)
    boxes["row"] = box_of(every)
    text = _joined(row.description).strip(" -:|·")
    quantity, price = row.value("quantity"), row.value("price")
    return ReadLine(
        description=text,
        quantity=_text(quantity),
        unit=row.unit.text.strip(".") if row.unit else row.glued,
        unit_price=_text(price),
        price_per=_price_per(row, amount),
        discount=_text(row.value("discount")),
        net_amount=_text(amount),
        vat_rate=_text(abs(rate.value)) if rate is not None and abs(rate.value) <= 30 else "",
        item_code=row.code,
        confidence=0.9 if row.good else 0.6,
        source=Source.OCR if layout.is_ocr else Source.TEXT,
        boxes=boxes,
    )


def _price_per(row: Row, amount: Decimal | None) -> str:
    """For how many pieces the price is: as stated, or 100 or 1000 where only then quantity times price is right."""
    per, quantity, price = row.value("per"), row.value("quantity"), row.value("price")
    if per is not None and per in (100, 1000):
        return f"{per:f}"
    if not (quantity and price and amount) or row.adjustment:
        return "1"
    discount = row.value("discount")
    paid = quantity * (1 - discount / 100) if discount and 0 < discount < 100 else quantity
    found = "1"
    for n in (100, 1000):
        if abs(quantity) >= 10 and abs(paid * price / n - amount) <= CENT:
            found = str(n)
        if abs(quantity) >= 10 and abs(quantity * price / n - amount) <= CENT and abs(quantity * price - amount) > CENT:
            found = str(n)
    return found


def _joined(tokens: Sequence[Token]) -> str:
    """Words with spaces; a word broken at a line's end with a hyphen is put together."""
    out = ""
    previous: Token | None = None
    for token in tokens:
        if (
            previous is not None
            and previous.line is not token.line
            and previous.text.endswith("-")
            and len(previous.text) > 2
        ):
            out += token.text
        else:
            out += (" " if out else "") + token.text
        previous = token
    return out


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
