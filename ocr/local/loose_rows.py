"""Items without a row of heads: till receipts, lines that multiply out, text with an amount at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from ocr.local.column_words import names_columns
from ocr.local.layout import Cell, Layout, Line, Token
from ocr.local.numbers import Amount, parse_core
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, CENT, STOP, Row, total_line
from ocr.local.units import glued_unit, is_unit

# --- without heads --------------------------------------------------------------------------------------------------
_AT_PRICE = re.compile(
    r"(?i)(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:x|×|@|a|à|\*|stk\.? ?x|st\.? ?x)\s?(?:€|\$|£|rm"
    r"|eur)?\s?(\d{1,6}[.,]\s?\d{2})(?!\d)"
)


def stacked_rows(layout: Layout, by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
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
        if any(label.kinds & STOP for label in near.on_line.get(number, ())) or not found:
            break
        words = [t for t in other.tokens if sum(c.isalpha() for c in t.text) > 2]
        if found[-1].value < 0 or any(label.kinds & ADJUST for label in near.on_line.get(number, ())):
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


def product_rows(layout: Layout, by_line: dict[int, list[Amount]], near: Neighbours) -> list[Row]:
    """Lines on which two numbers multiply to a third, with words on them, above or below them."""
    rows: list[Row] = []
    for number, amounts in sorted(by_line.items()):
        line = layout.lines[number]
        counted = [*_leading_count(line), *amounts]
        row = _product_row(line, [a for a in counted if not _in_words(a)]) or _product_row(line, counted)
        if row is None or _begins_as_total(line, near):
            continue
        taken = {id(t) for a in row.cells.values() for t in a.tokens}
        row.description = [t for cell in line.cells for t in _words_of(cell, taken)]
        while row.description and row.description[-1].text in ("à", "@"):
            row.description.pop()
        if row.description and names_columns(row.description, layout.is_ocr, least=2):
            row.description = []
        elif not row.description:
            first = min(a.x0 for a in row.cells.values())
            row.description = [t for t in line.tokens if t.x1 <= first and any(c.isalpha() for c in t.text)]
        rows.append(row)
    _describe_beside(rows, layout, by_line)
    return [row for row in rows if row.description]


def _begins_as_total(line: Line, near: Neighbours) -> bool:
    """Whether the first words of a line name a total, whatever multiplies out on it."""
    first = line.cells[0]
    return total_line(line, near, Row(line)) and any(
        label.tokens[0].cell is first for label in near.on_line.get(line.number, ())
    )


def _describe_beside(rows: Sequence[Row], layout: Layout, by_line: dict[int, list[Amount]]) -> None:
    """Rows of numbers alone take the line of words above them, or below them where more of them have one there."""
    bare = [row for row in rows if not row.description]
    found: dict[int, list[Line]] = {-1: [], 1: []}
    for step, lines in found.items():
        for row in bare:
            number = row.line.number + step
            line = layout.lines[number] if 0 <= number < len(layout.lines) else row.line
            near = (
                line.page == row.line.page and abs(line.y - row.line.y) < (2.8 if layout.is_ocr else 2) * layout.height
            )
            if near and line is not row.line and not any(a.is_money for a in by_line.get(number, ())):
                lines.append(line)
    step = 1 if len(found[1]) > len(found[-1]) else -1
    for row in bare:
        for line in found[step]:
            if line.number == row.line.number + step:
                row.description = list(line.tokens)
                row.used.add(line.number)


def _words_of(cell: Cell, taken: set[int]) -> list[Token]:
    """The words of a cell that describe: all of it when none of its numbers count, else what is no number or unit."""
    words = [t for t in cell.tokens if id(t) not in taken and any(c.isalpha() for c in t.text) and not is_unit(t.text)]
    whole = words and not any(id(t) in taken for t in cell.tokens) and len(words[0].text) > 2
    return list(cell.tokens) if whole else words


def _in_words(amount: Amount) -> bool:
    """A number that stands among words, as part of a name ("bags 60 x 80 cm")."""
    first = amount.tokens[0]
    before = amount.line.tokens[first.index - 1] if first.index else None
    if before is None or before.cell is not first.cell or not any(c.isalpha() for c in before.text):
        return False
    return not amount.is_money and not is_unit(before.text)


def _leading_count(line: Line) -> list[Amount]:
    """A count in one word with its unit at the start of a line: "3x Bread"."""
    found = glued_unit(line.tokens[0].text)
    parsed = parse_core(found[0], ",") if found else None
    if parsed is None:
        return []
    token = line.tokens[0]
    return [Amount(parsed[0], parsed[1], "", False, [token], token.text, token.confidence)]


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
                if numbers[j].decimals == 2 and j > k:
                    continue
                quantity, price = numbers[j], numbers[k]
                if quantity.value in (0, 1) and price.value != amount.value:
                    continue
                if abs(quantity.value * price.value - amount.value) <= CENT:
                    return Row(line, {"quantity": quantity, "price": price, "amount": amount}, good=True)
    return _discounted_row(line, numbers, amounts)


def _discounted_row(line: Line, numbers: Sequence[Amount], amounts: Sequence[Amount]) -> Row | None:
    """Count and price, then a discount and the amount it leaves, the discount in per cent or as an amount of money."""
    for i, amount in reversed(list(enumerate(numbers))):
        before = [a for a in amounts if a.x1 <= amount.x0 and a.value]
        for quantity, price in permutations(numbers[:i], 2):
            product = quantity.value * price.value
            if price.decimals < 2 or amount.decimals != 2 or abs(product) <= abs(amount.value):
                continue
            if quantity.decimals == 2 and quantity.x0 > price.x0:
                continue
            for discount in before:
                per_cent = product * (1 - abs(discount.value) / 100)
                lowered = min(abs(per_cent - amount.value), abs(product - discount.value - amount.value))
                if discount.x0 > max(price.x1, quantity.x1) and lowered <= CENT:
                    cells = {"quantity": quantity, "price": price, "discount": discount, "amount": amount}
                    return Row(line, cells, good=True)
    return None
