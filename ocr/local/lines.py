"""The billed items of a document: rows of a table, or lines of text with an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from rapidfuzz.distance import Levenshtein

from domain.evidence import Box, Source
from domain.reading import ReadLine
from ocr.local.labels import Label
from ocr.local.layout import Layout, Line, Token, box_of
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.tables import Column, Head, find_heads, place, text_column
from ocr.local.text import key, plain
from ocr.local.totals import RATES
from ocr.local.units import is_unit

CENT = Decimal("0.01")
_STOP = frozenset({"net", "gross", "payable", "subtotal", "vat", "rounding"})
_ADJUST = frozenset({"discount", "shipping"})
_REDUCES = re.compile(
    r"^(?:\w{1,3}\s)?(abzgl|abzuglich|abzol|zzgl|minus|moins|less|korting|remise|charge|rabatt|discount|rechnungsrabatt"
    r"|artikelrabatt|abschlag|zuschlag|toeslag)\b"
)
# A further line of an item that names a property instead of describing it.
_PROPERTY = re.compile(r"^\W{0,2}(?:[\w.-]+ ){0,3}[\w.()/-]+\s?:")
_NOTE = re.compile(
    r"^(?:transport|carry|carried|brought|report|a reporter|ubertrag|overdracht|transporteren"
    r"|zwischensumme|subtotaal|sous-total|subtotal)\b"
)


@dataclass(slots=True, eq=False)
class Row:
    """One item while it is read; amounts by column kind."""

    line: Line
    cells: dict[str, Amount] = field(default_factory=dict)
    description: list[Token] = field(default_factory=list)
    unit: Token | None = None
    code: str = ""
    adjustment: Decimal = Decimal(0)
    used: set[int] = field(default_factory=set)
    good: bool = False  # quantity x price = amount

    def value(self, kind: str) -> Decimal | None:
        found = self.cells.get(kind)
        return found.value if found else None


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
    layout: Layout, amounts: Sequence[Amount], labels: Sequence[Label], near: Neighbours, mark: str
) -> Items:
    """Read the table with the most telling heads; without heads, rows that multiply out."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.line.number, []).append(amount)
    money_lines = {n for n, found in by_line.items() if any(a.is_money for a in found)}
    heads = find_heads(layout, money_lines)
    items = Items()
    for head in heads:
        items.head_lines.update(head.lines)
    rows = _table_rows(layout, heads, by_line, near)
    if not rows:
        rows = _stacked_rows(layout, by_line, near)
    if not rows:
        rows = _product_rows(layout, by_line, near)
    if not rows:
        rows = _plain_rows(layout, by_line, near)
    items.rows = rows
    for row in rows:
        items.used_lines.add(row.line.number)
        items.text_lines.update(row.used - {row.line.number})
        items.lines.append(_to_line(row, layout))
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
            and _ends(line, near, by_line)
            and not _more_rows(layout, head, number, until, by_line, near, others)
        ):
            break
        region.append(line)
        pending.append((number, row))
    rows = [row for _, row in pending if row is not None]
    _roles(rows, head)
    priced = any(c.kind in ("amount", "gross_amount", "price") for c in head.columns)
    rows = [row for row in rows if _is_item(row, priced)]
    if any("amount" in row.cells and row.good for row in rows):
        rows = [row for row in rows if "amount" in row.cells]
    _adjust(rows, pending, by_line, near)
    _describe(rows, region, head, layout, near, by_line)
    return [row for row in rows if row.description or row.good]


def _ends(line: Line, near: Neighbours, by_line: dict[int, list[Amount]]) -> bool:
    for label in near.on_line.get(line.number, ()):
        if label.kinds & _STOP and any(a.x0 > label.x1 for a in by_line.get(line.number, ())):
            return True
        if (
            label.kinds & {"iban", "vat_id", "terms", "payee"}
            and label.tokens[-1].text.endswith(":")
            and not (label.kinds & {"vat"})
        ):
            return True
        if "net" in label.kinds and "gross" not in label.kinds and len(label.phrase) > 6:
            return True
    return False


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
    if _total_line(line, near, row):
        return None
    return row


def _worded(line: Line) -> bool:
    return any(len(t.text) > 2 and sum(c.isalpha() for c in t.text) > 2 and not is_unit(t.text) for t in line.tokens)


def _total_line(line: Line, near: Neighbours, row: Row) -> bool:
    """A total or VAT line, not an item."""
    quantity, price, amount = row.value("quantity"), row.value("price"), row.value("amount")
    if quantity and price and amount and close(quantity * price, amount, row):
        return False
    for label in near.on_line.get(line.number, ()):
        if not label.kinds & (_STOP | {"prepaid", "previous", "cash", "count"}):
            continue
        cell = label.tokens[0].cell
        if cell is None:
            continue
        lead = cell.tokens[0] is label.tokens[0]
        rest = [t for t in cell.tokens if t not in label.tokens and any(c.isalpha() for c in t.text)]
        if lead and len(rest) <= 3 and not ({"quantity", "price"} <= row.cells.keys()):
            return True
    return False


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


def close(product: Decimal, amount: Decimal, row: Row) -> bool:
    """Product equals amount within what rounding of the printed price can explain."""
    price = row.cells.get("price")
    slack = CENT
    if price is not None:
        quantity = abs(row.value("quantity") or Decimal(1))
        slack = max(CENT, quantity * Decimal(1).scaleb(-max(price.decimals, 2)) / 2 + Decimal("0.005"))
        slack = min(slack, max(CENT, abs(amount) * Decimal("0.004")))
    return abs(product - amount) <= slack or abs(product + amount) <= slack


def _roles(rows: Sequence[Row], head: Head) -> None:
    """Check quantity x price (x discount, per) = amount; where heads misled, exchange columns that multiply out."""
    if not rows:
        return
    names = sorted({k for row in rows for k in row.cells})
    if {"quantity", "price", "amount"} <= set(names) and _fits(rows, "quantity", "price", "amount") >= 0.5 * len(rows):
        for row in rows:
            row.good = _row_fits(row, "quantity", "price", "amount")
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
        row.good = _row_fits(row, "quantity", "price", "amount")


def _fits(rows: Sequence[Row], quantity: str, price: str, amount: str) -> int:
    return sum(_row_fits(row, quantity, price, amount) for row in rows)


def _row_fits(row: Row, quantity: str, price: str, amount: str) -> bool:
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


def _adjust(
    rows: list[Row], pending: Sequence[tuple[int, Row | None]], by_line: dict[int, list[Amount]], near: Neighbours
) -> None:
    """A discount line under an item lowers it; other discount and charge lines are no items."""
    gone: list[Row] = []
    for row in rows:
        if row.good and "quantity" in row.cells:
            continue
        text = plain(row.line.text)
        first = next(iter(near.on_line.get(row.line.number, ())), None)
        leads = first is not None and first.kinds & _ADJUST and first.tokens[0].index <= 2
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


def _describe(
    rows: Sequence[Row],
    region: Sequence[Line],
    head: Head,
    layout: Layout,
    near: Neighbours,
    by_line: dict[int, list[Amount]],
) -> None:
    """Give each row its text: its own line and the lines up to the next row, or the lines above it."""
    if not rows:
        return
    order = {line.number: at for at, line in enumerate(region)}
    left, right = _text_span(rows, head, layout)
    anchors = {row.line.number for row in rows}
    empty_own = 0
    own: list[list[Token]] = []
    for row in rows:
        tokens = _texts(row.line, row, left, right, near, head)
        own.append(tokens)
        empty_own += not any(len(t.text) > 2 and any(c.isalpha() for c in t.text) for t in tokens)
    above_style = empty_own > 0.5 * len(rows) and _text_above(rows, region, order, left, right, near, layout)
    for index, row in enumerate(rows):
        start = order.get(row.line.number)
        if start is None:
            continue
        tokens = list(own[index])
        wordy = any(len(t.text) > 2 and any(c.isalpha() for c in t.text) for t in tokens)
        if above_style and not wordy:
            before: list[Token] = []
            previous = row.line
            for at in range(start - 1, max(-1, start - 5), -1):
                line = region[at]
                if line.number in anchors or line.page != row.line.page or previous.y - line.y > 2.2 * layout.height:
                    break
                text = _texts(line, None, left, right, near)
                before = text + before
                previous = line
                row.used.add(line.number)
            tokens = before + tokens
        previous = row.line
        added = 0
        for at in range(start + 1, len(region)):
            line = region[at]
            if line.number in anchors or added >= (1 if above_style and not wordy else 4):
                break
            if line.page != row.line.page or line.y - previous.y > 2.6 * layout.height:
                break
            if _ends(line, near, by_line):
                break
            text = _texts(line, None, left, right, near)
            previous = line
            if text and tokens and _PROPERTY.match(" ".join(t.text for t in text)):
                row.used.add(line.number)
                continue
            if text:
                tokens += text
                added += 1
                row.used.add(line.number)
        row.description = tokens


def _text_above(
    rows: Sequence[Row],
    region: Sequence[Line],
    order: dict[int, int],
    left: float,
    right: float,
    near: Neighbours,
    layout: Layout,
) -> bool:
    """True when the first row has its text on the line above it, not below."""
    first = rows[0]
    at = order.get(first.line.number, 0)
    if at == 0:
        return False
    above = region[at - 1]
    return (
        above.page == first.line.page
        and first.line.y - above.y < 2.2 * layout.height
        and bool(_texts(above, None, left, right, near))
    )


def _text_span(rows: Sequence[Row], head: Head, layout: Layout) -> tuple[float, float]:
    """Left and right edge of the words that describe items."""
    column = head.column("description")
    em = layout.em
    numeric = [
        a.x0
        for row in rows
        for k, a in row.cells.items()
        if k in ("quantity", "price", "amount", "vat_rate", "discount", "per", "gross_amount")
    ]
    if column is None:
        right = min(numeric, default=1.0)
        if right < 0.25:
            right = min((x for x in numeric if x > 0.3), default=1.0)
        return 0.0, right
    lefts = [
        c.x1
        for c in head.columns
        if c.x1 <= column.x0 and c.kind in ("pos", "quantity", "code", "ean", "date", "unit", "price")
    ]
    right = min((x for x in numeric if x > column.x0 + em), default=1.0)
    later = [c.x0 for c in head.columns if c.x0 > column.x1 - 0.2 * em and c.kind in ("unit", "code", "date")]
    if later:
        right = min(right, min(later) - 0.2 * em) if min(later) > column.x1 else right
    left = max(lefts, default=0.0)
    numbers_left = [a.x1 for row in rows for k, a in row.cells.items() if a.x1 <= column.x0 + em]
    if numbers_left:
        left = max(left, max(numbers_left))
    return min(left, column.x0) - 0.1 * em, right


def _texts(
    line: Line, row: Row | None, left: float, right: float, near: Neighbours, head: Head | None = None
) -> list[Token]:
    taken = {id(t) for a in row.cells.values() for t in a.tokens} if row else set()
    out = []
    if row is None:
        for cell in line.cells:
            if left - 0.005 <= cell.x0 < right - 0.002:
                out.extend(cell.tokens)
            elif cell.x0 < left and cell.x1 > left and len(cell.tokens) > 1:
                out.extend(t for t in cell.tokens if left - 0.005 <= t.x0)
        return out
    own = _described_cells(line, head, left, right) if head is not None else set()
    for token in line.tokens:
        if id(token) in taken or token.x0 >= right - 0.002 or (token.x0 < left - 0.005 and id(token.cell) not in own):
            continue
        out.append(token)
    if row is not None:
        for token in line.tokens:
            if id(token) not in taken and is_unit(token.text) and token not in out and row.unit is None:
                row.unit = token
        if row.unit is None and out and is_unit(out[-1].text) and len(out) > 1 and "quantity" in row.cells:
            quantity = row.cells["quantity"].tokens[-1]
            if quantity.line is line and abs(out[-1].index - quantity.index) == 1 and out[-1].cell is quantity.cell:
                row.unit = out.pop()
    return out


def _described_cells(line: Line, head: Head, left: float, right: float) -> set[int]:
    """Cells that begin left of the description's head and still belong to it (words centred under their head)."""
    out: set[int] = set()
    for cell in line.cells:
        if cell.x0 < left and cell.x1 > left and cell.x0 < right:
            column = text_column(head, cell.x0, cell.x1)
            if column is not None and column.kind == "description":
                out.add(id(cell))
    return out


# --- without heads --------------------------------------------------------------------------------------------------
_AT_PRICE = re.compile(
    r"(?i)(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:x|@|a|à|\*|stk\.? ?x|st\.? ?x)\s?(?:€|\$|£|rm"
    r"|eur)?\s?(\d{1,6}[.,]\s?\d{2})(?!\d)"
)


def _stacked_rows(layout: Layout, by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
    """Till receipts: words, then "2 x 4.50", then or beside it the amount."""
    anchors = []
    for line in layout.lines:
        match = _AT_PRICE.search(line.text)
        if match:
            anchors.append((line, match))
    if not anchors:
        return []
    rows: list[Row] = []
    floor = _first_body_line(layout, anchors[0][0])
    for at, (line, match) in enumerate(anchors):
        end = anchors[at + 1][0].number if at + 1 < len(anchors) else len(layout.lines)
        row = _stacked_row(layout, line, match, floor, end, by_line, near)
        if row is None:
            continue
        rows.append(row)
        floor = max(row.used | {line.number}) + 1
    return rows


def _first_body_line(layout: Layout, anchor: Line) -> int:
    """The line after the last ruling of dashes, number or date above the first item."""
    for number in range(anchor.number - 1, max(-1, anchor.number - 5), -1):
        text = layout.lines[number].text
        if re.search(r"[-=_*]{5,}", text) or re.search(r"\d{1,2}[:/.-]\d{2}", text) or ":" in text:
            return number + 1
    return max(0, anchor.number - 2)


def _stacked_row(
    layout: Layout,
    line: Line,
    match: re.Match[str],
    floor: int,
    end: int,
    by_line: dict[int, list[Amount]],
    near: Neighbours,
) -> Row | None:
    quantity = _number_at(line, match, 1)
    price = _number_at(line, match, 2)
    if quantity is None or price is None:
        return None
    row = Row(line, {"quantity": quantity, "price": price})
    product = quantity.value * price.value
    after = [a for a in by_line.get(line.number, ()) if a.x0 >= price.x1 - 0.001 and a.decimals == 2]
    if after:
        row.cells["amount"] = after[-1]
    for number in range(line.number + 1, min(end, line.number + 4)):
        other = layout.lines[number]
        found = [a for a in by_line.get(number, ()) if a.decimals == 2 and not a.percent]
        if any(label.kinds & _STOP for label in near.on_line.get(number, ())) or not found:
            break
        words = [t for t in other.tokens if sum(c.isalpha() for c in t.text) > 2]
        if found[-1].value < 0 or any(label.kinds & _ADJUST for label in near.on_line.get(number, ())):
            row.used.add(number)
            if "amount" in row.cells:
                row.adjustment += -abs(found[-1].value)
            continue
        if words or abs(found[-1].value) > abs(product) + CENT:
            break
        row.cells.setdefault("amount", found[-1])
        row.used.add(number)
        break
    if "amount" not in row.cells:
        return None
    row.good = abs(product - row.cells["amount"].value) <= CENT
    start = line.starts
    words = [
        t
        for t, at in zip(line.tokens, start, strict=True)
        if at < match.start() and sum(c.isalpha() for c in t.text) > 1
    ]
    above: list[Token] = []
    for number in range(max(floor, line.number - 3), line.number):
        if by_line.get(number) and any(a.is_money for a in by_line[number]):
            above = []
            continue
        above += layout.lines[number].tokens
    row.description = above + words if above else words
    return row if row.description else None


def _number_at(line: Line, match: re.Match[str], group: int) -> Amount | None:
    text = match[group].replace(" ", "").replace(",", ".")
    tokens = line.span(match.start(group), match.end(group))
    if not tokens:
        return None
    places = len(text.partition(".")[2])
    return Amount(Decimal(text), places, "", False, tokens, match[group], min(t.confidence for t in tokens))


def _product_rows(layout: Layout, by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
    """Lines on which two numbers multiply to a third and words stand before them."""
    rows: list[Row] = []
    for number, amounts in sorted(by_line.items()):
        line = layout.lines[number]
        row = _product_row(line, amounts)
        if row is None or _total_line(line, near, Row(line)):
            continue
        taken = {id(t) for a in row.cells.values() for t in a.tokens}
        row.description = [
            t for t in line.tokens if id(t) not in taken and any(c.isalpha() for c in t.text) and not is_unit(t.text)
        ]
        if not row.description and number > 0:
            above = layout.lines[number - 1]
            if above.page == line.page and line.y - above.y < 2 * layout.height and not by_line.get(number - 1):
                row.description = list(above.tokens)
        rows.append(row)
    return [row for row in rows if row.description]


def _product_row(line: Line, amounts: Sequence[Amount]) -> Row | None:
    numbers = [a for a in amounts if not a.percent]
    if len(numbers) < 3 or len(numbers) > 7:
        return None
    for i, amount in reversed(list(enumerate(numbers))):
        if amount.decimals != 2 or amount.value == 0:
            continue
        for j in range(i):
            for k in range(i):
                if j == k or (numbers[k].decimals < 2 and not numbers[k].currency):
                    continue
                if numbers[j].value in (0, 1) and numbers[k].value != amount.value:
                    continue
                if abs(numbers[j].value * numbers[k].value - amount.value) <= CENT and (
                    numbers[j].decimals != 2 or j < k
                ):
                    return Row(line, {"quantity": numbers[j], "price": numbers[k], "amount": amount}, good=True)
    return None


def _plain_rows(layout: Layout, by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
    """Text with one amount at its end, above the first total: services, premiums, receipts."""
    rows: list[Row] = []
    for line in layout.lines:
        amounts = [a for a in by_line.get(line.number, ()) if a.is_money and not a.percent]
        stops = any(
            label.kinds & {"gross", "payable", "net", "subtotal"} and label.tokens[0].index <= 1
            for label in near.on_line.get(line.number, ())
        )
        if stops and amounts and rows:
            break
        if len(amounts) != 1:
            continue
        amount = amounts[0]
        if amount.tokens[-1].index < len(line.tokens) - 2 or amount.decimals != 2:
            continue
        words = [t for t in line.tokens if t.x1 <= amount.x0 + 0.001 and t not in amount.tokens]
        if not any(len(t.text) > 2 and any(c.isalpha() for c in t.text) for t in words):
            continue
        if any(
            label.kinds & (_STOP | _ADJUST | {"prepaid", "cash", "previous", "count", "other_no", "date", "number"})
            for label in near.on_line.get(line.number, ())
        ):
            continue
        if re.search(
            r"\b(inkl|inklusive|incl|inclusief|enthalt\w*|davon|waarvan|dont|of which|including|comprenant)\b",
            plain(line.text),
        ):
            continue
        gap = amount.x0 - words[-1].x1
        if gap < 1.0 * layout.em or len(words) > 12:
            continue
        row = Row(line, {"amount": amount}, words)
        if re.fullmatch(r"\d{1,3}", words[0].text) and len(words) > 1 and words[1].text[:1].isalpha():
            row.cells["quantity"] = Amount(Decimal(words[0].text), 0, "", False, [words[0]], words[0].text)
            row.description = words[1:]
        rows.append(row)
    return rows


# --- output ---------------------------------------------------------------------------------------------------------
def _to_line(row: Row, layout: Layout) -> ReadLine:
    amount = row.value("amount")
    if amount is not None and layout.is_ocr and not row.good:
        amount = _mended(row, amount)
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
    per = row.value("per")
    quantity, price = row.value("quantity"), row.value("price")
    price_per = "1"
    if per is not None and per in (100, 1000):
        price_per = f"{per:f}"
    elif quantity and price and amount and not row.adjustment:
        discount = row.value("discount")
        if discount and 0 < discount < 100:
            quantity_paid = quantity * (1 - discount / 100)
        else:
            quantity_paid = quantity
        for n in (100, 1000):
            if abs(quantity) >= 10 and abs(quantity_paid * price / n - amount) <= CENT:
                price_per = str(n)
            if (
                abs(quantity) >= 10
                and abs(quantity * price / n - amount) <= CENT
                and abs(quantity * price - amount) > CENT
            ):
                price_per = str(n)
    return ReadLine(
        description=text,
        quantity=_text(quantity),
        unit=row.unit.text.strip(".") if row.unit else "",
        unit_price=_text(price),
        price_per=price_per,
        discount=_text(row.value("discount")),
        net_amount=_text(amount),
        vat_rate=_text(abs(rate.value)) if rate is not None and abs(rate.value) <= 30 else "",
        item_code=row.code,
        confidence=0.9 if row.good else 0.6,
        source=Source.OCR if layout.is_ocr else Source.TEXT,
        boxes=boxes,
    )


def _mended(row: Row, amount: Decimal) -> Decimal:
    """On a scan, an amount that is one digit off from quantity x price: the product is what was printed."""
    quantity, price = row.value("quantity"), row.value("price")
    if not quantity or not price or row.cells["price"].decimals < 2:
        return amount
    product = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    seen, wanted = f"{abs(amount):.2f}", f"{abs(product):.2f}"
    if seen != wanted and Levenshtein.distance(seen, wanted) == 1:
        row.good = True
        return product.copy_sign(amount)
    return amount


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


__all__ = ["ROUND_HALF_UP", "Column", "Items", "Row", "key", "read_items"]
