"""The billed items of a document: rows of a table, or lines of text with an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from domain.reading import ReadLine
from ocr.local.item_text import describe
from ocr.local.labels import Label
from ocr.local.layout import Layout, Line
from ocr.local.loose_rows import plain_rows, product_rows, stacked_rows
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, CENT, Row, close, ends_items, to_line, total_line
from ocr.local.tables import Column, Head, find_heads, place
from ocr.local.text import key, plain
from ocr.local.totals import RATES
from ocr.local.units import is_unit

_REDUCES = re.compile(
    r"^(?:\w{1,3}\s)?(abzgl|abzuglich|abzol|zzgl|minus|moins|less|korting|remise|charge|rabatt|discount|rechnungsrabatt"
    r"|artikelrabatt|abschlag|zuschlag|toeslag)\b"
)


_NOTE = re.compile(
    r"^(?:transport|carry|carried|brought|report|a reporter|ubertrag|overdracht|transporteren"
    r"|zwischensumme|subtotaal|sous-total|subtotal)\b"
)


@dataclass(slots=True)
class Items:
    """Items in page order, the printed lines they take, and lines that are heads of tables."""

    lines: list[ReadLine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    head_lines: set[int] = field(default_factory=set)
    text_lines: set[int] = field(default_factory=set)  # lines with nothing but an item's further text
    used_lines: set[int] = field(default_factory=set)

    def total(self) -> Decimal | None:
        """Sum of the line amounts; None when there is no line or one has no amount."""
        if not self.lines or any(not line.net_amount for line in self.lines):
            return None
        return sum((Decimal(line.net_amount) for line in self.lines), Decimal(0))


def read_items(
    layout: Layout,
    amounts: Sequence[Amount],
    labels: Sequence[Label],
    near: Neighbours,
    mark: str,
    heads: Sequence[Head] | None = None,
) -> Items:
    """Read the table with the most telling heads; without heads, rows that multiply out. ``heads``: where they are
    already known."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    money_lines = {n for n, found in by_line.items() if any(a.is_money for a in found)}
    heads = find_heads(layout, money_lines) if heads is None else heads
    items = Items()
    for head in heads:
        items.head_lines.update(head.lines)
    rows = _table_rows(layout, heads, by_line, near)
    if not rows:
        rows = stacked_rows(layout, by_line, near)
    if not rows:
        rows = product_rows(layout, by_line, near)
    if not rows:
        rows = plain_rows(layout, by_line, near)
    items.rows = rows
    for row in rows:
        items.used_lines.add(row.line.number)
        items.text_lines.update(row.used - {row.line.number})
        items.lines.append(to_line(row, layout))
    return items


# --- tables with heads ----------------------------------------------------------------------------------------------
def _table_rows(layout: Layout, heads: Sequence[Head], by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
    if not heads:
        return []
    best: list[Row] = []
    best_rank = 0.0
    tried: list[frozenset[str]] = []
    for main in sorted(heads, key=lambda h: -h.score)[:4]:
        if any(main.kinds() == kinds for kinds in tried):
            continue
        tried.append(main.kinds())
        chain = [h for h in heads if _alike(h, main)]
        rows: list[Row] = []
        for at, head in enumerate(chain):
            until = chain[at + 1].lines[0] if at + 1 < len(chain) else len(layout.lines)
            rows.extend(_region_rows(layout, head, until, by_line, near, heads))
        rank = sum(1.0 + row.good for row in rows if row.description or row.good) * (1 + 0.1 * main.score)
        if rank > best_rank:
            best, best_rank = rows, rank
    return best


def _alike(a: Head, b: Head) -> bool:
    both, either = a.kinds() & b.kinds(), a.kinds() | b.kinds()
    return len(both) >= 0.7 * len(either)


def _region_rows(
    layout: Layout, head: Head, until: int, by_line: dict[int, list[Amount]], near: Neighbours, heads: Sequence[Head]
) -> list[Row]:
    """Rows between a head and the totals, the next head, or the end."""
    start = max(head.lines) + 1
    others = {n for h in heads if h is not head for n in h.lines}
    rows: list[Row] = []
    region: list[Line] = []
    pending: list[tuple[int, Row | None]] = []
    for number in range(start, until):
        line = layout.lines[number]
        if number in others:
            break
        row = _row(line, head, by_line.get(number, ()), layout, near)
        if (
            row is None
            and ends_items(line, near, by_line)
            and not _more_rows(layout, head, number, until, by_line, near, others)
        ):
            break
        region.append(line)
        pending.append((number, row))
    rows = [row for _, row in pending if row is not None]
    assign_roles(rows, head)
    priced = any(c.kind in ("amount", "gross_amount", "price") for c in head.columns)
    rows = [row for row in rows if _is_item(row, priced)]
    if any("amount" in row.cells and row.good for row in rows):
        rows = [row for row in rows if "amount" in row.cells]
    fold_adjustments(rows, pending, by_line, near)
    describe(rows, region, head, layout, near, by_line)
    return [row for row in rows if row.description or row.good]


def _more_rows(
    layout: Layout,
    head: Head,
    number: int,
    until: int,
    by_line: dict[int, list[Amount]],
    near: Neighbours,
    others: set[int],
) -> bool:
    """True when items that multiply out follow a line that looks like a total (a subtotal inside, a carry-over)."""
    for ahead in range(number + 1, min(until, number + 60)):
        if ahead in others:
            return False
        row = _row(layout.lines[ahead], head, by_line.get(ahead, ()), layout, near)
        if row is not None and {"quantity", "price", "amount"} <= row.cells.keys():
            quantity, price, amount = row.value("quantity"), row.value("price"), row.value("amount")
            if quantity and price and amount and quantity != 1 and close(quantity * price, amount, row):
                return True
    return False


def _row(line: Line, head: Head, amounts: Sequence[Amount], layout: Layout, near: Neighbours) -> Row | None:
    """The numbers of a line by column, when they make an item."""
    row = Row(line)
    for amount in amounts:
        if _textual(amount, head):
            continue
        column = place(head, amount, layout.em)
        if column is None:
            continue
        kind = column.kind
        if amount.percent and kind not in ("vat_rate", "discount"):
            kind = (
                "vat_rate"
                if abs(amount.value) in RATES and "vat_rate" not in row.cells and head.column("vat_rate")
                else "discount"
                if head.column("discount")
                else "vat_rate"
            )
        if (
            kind in ("vat_rate", "discount", "quantity", "price", "per", "amount", "gross_amount", "vat_amount")
            or kind.endswith("_2")
            or not kind
        ):
            if kind in row.cells:
                other = row.cells[kind]
                if kind == "amount" and ((amount.is_money and not other.is_money) or amount.x0 > other.x0):
                    row.cells.setdefault("spare", other)
                    row.cells[kind] = amount
                else:
                    row.cells.setdefault("spare", amount)
                continue
            row.cells[kind or f"x{round(column.x0 * 100)}"] = amount
    if not row.cells:
        return None
    if not ({"amount", "gross_amount", "price", "quantity"} & row.cells.keys()):
        return None
    money = [a for k, a in row.cells.items() if k in ("amount", "gross_amount", "price", "spare")]
    priced = any(c.kind in ("amount", "gross_amount", "price") for c in head.columns)
    if not money and (priced or "quantity" not in row.cells or not _worded(line)):
        return None
    if total_line(line, near, row):
        return None
    return row


def _worded(line: Line) -> bool:
    return any(len(t.text) > 2 and sum(c.isalpha() for c in t.text) > 2 and not is_unit(t.text) for t in line.tokens)


def _textual(amount: Amount, head: Head) -> bool:
    """A number inside words ("paper 500 sheets") is text, unless a unit or code stands before it."""
    first = amount.tokens[0]
    line = first.line
    assert line is not None
    if first.index == 0:
        return False
    before = line.tokens[first.index - 1]
    if before.cell is not first.cell or not any(c.isalpha() for c in before.text):
        return False
    if is_unit(before.text) or (amount.is_money and amount.decimals == 2):
        return False
    after = line.tokens[amount.tokens[-1].index + 1] if amount.tokens[-1].index + 1 < len(line.tokens) else None
    if after is None or after.cell is not first.cell:
        column = head.columns
        return not any(
            c.kind in ("quantity", "amount", "price", "vat_rate") and c.x0 < amount.x1 and c.x1 > amount.x0
            for c in column
        )
    return True


def assign_roles(rows: Sequence[Row], head: Head) -> None:
    """Check quantity x price (x discount, per) = amount; where heads misled, exchange columns that multiply out."""
    if not rows:
        return
    names = sorted({k for row in rows for k in row.cells})
    if {"quantity", "price", "amount"} <= set(names) and _fits(rows, "quantity", "price", "amount") >= 0.5 * len(rows):
        for row in rows:
            row.good = row_fits(row, "quantity", "price", "amount")
        return
    best: tuple[float, tuple[str, str, str]] | None = None
    for quantity in names:
        for price in names:
            for amount in names:
                if len({quantity, price, amount}) < 3 or "vat_rate" in (quantity, price, amount):
                    continue
                if "amount" in names and amount != "amount" and head.column("amount") is not None:
                    continue
                fits = _fits(rows, quantity, price, amount)
                if fits < 1 or (fits < 2 and quantity != "quantity" and price != "price"):
                    continue
                prior = 0.3 * (quantity == "quantity") + 0.3 * (price == "price") + 0.3 * (amount == "amount")
                rank = fits + prior
                if best is None or rank > best[0]:
                    best = (rank, (quantity, price, amount))
    if best is not None and best[0] >= 0.5 * len(rows):
        quantity, price, amount = best[1]
        for row in rows:
            cells = row.cells
            moved = {"quantity": cells.get(quantity), "price": cells.get(price), "amount": cells.get(amount)}
            for name in (quantity, price, amount, "quantity", "price", "amount"):
                cells.pop(name, None)
            cells.update({k: v for k, v in moved.items() if v is not None})
    for row in rows:
        row.good = row_fits(row, "quantity", "price", "amount")


def _fits(rows: Sequence[Row], quantity: str, price: str, amount: str) -> int:
    return sum(row_fits(row, quantity, price, amount) for row in rows)


def row_fits(row: Row, quantity: str, price: str, amount: str) -> bool:
    q, p, a = row.value(quantity), row.value(price), row.value(amount)
    if q is None or p is None or a is None:
        return False
    if q == 0 or p == 0:
        return a == 0
    product = q * p
    slack = max(
        CENT,
        min(
            abs(q) * Decimal(1).scaleb(-max(row.cells[price].decimals, 2)) / 2 + Decimal("0.005"),
            abs(a) * Decimal("0.004"),
        ),
    )
    discount = row.value("discount")
    per = row.value("per")
    factors = [Decimal(1)]
    if discount:
        factors.append(1 - abs(discount) / 100)
    if per and per > 1:
        factors.extend([1 / per, per])
    for factor in factors:
        value = product * factor
        if abs(value - a) <= slack or abs(abs(value) - abs(a)) <= slack:
            return True
    if discount and abs(abs(product) - abs(discount) - abs(a)) <= slack:
        return True
    return any(abs(product / n - a) <= slack for n in (100, 1000)) and abs(q) >= 10


def _is_item(row: Row, priced: bool) -> bool:
    amount = row.cells.get("amount") or row.cells.get("gross_amount")
    if row.good:
        return True
    if amount is None:
        return "quantity" in row.cells and ("price" in row.cells or not priced)
    if not ({"quantity", "price"} & row.cells.keys()):
        own = [
            t for t in row.line.tokens if len(t.text) > 2 and any(c.isalpha() for c in t.text) and not is_unit(t.text)
        ]
        if not own:
            return False
    return not (not amount.is_money and amount.decimals != 2 and not {"quantity", "price"} <= row.cells.keys())


def fold_adjustments(
    rows: list[Row], pending: Sequence[tuple[int, Row | None]], by_line: dict[int, list[Amount]], near: Neighbours
) -> None:
    """A discount line under an item lowers it; other discount and charge lines are no items."""
    gone: list[Row] = []
    for row in rows:
        if row.good and "quantity" in row.cells:
            continue
        text = plain(row.line.text)
        first = next(iter(near.on_line.get(row.line.number, ())), None)
        leads = first is not None and first.kinds & ADJUST and first.tokens[0].index <= 2
        leads = leads or any(_REDUCES.match(plain(cell.text)) for cell in row.line.cells)
        if not leads:
            continue
        at = rows.index(row)
        value = row.value("amount") or Decimal(0)
        near_item = at > 0 and 0 < row.line.number - rows[at - 1].line.number <= 5 and rows[at - 1] not in gone
        if (
            near_item
            and value < 0
            and (rows[at - 1].value("amount") or 0) > 0
            and at + 1 <= len(rows)
            and "remise commerciale" not in text
        ):
            if at + 1 < len(rows) or row.line.number - rows[at - 1].line.number <= 3:
                rows[at - 1].adjustment += value
        gone.append(row)
    rows[:] = [row for row in rows if row not in gone]


__all__ = ["ROUND_HALF_UP", "Column", "Items", "Row", "key", "read_items"]
