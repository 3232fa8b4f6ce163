"""Numbers of rows that recognition lost or changed, put right by the others: count x price = amount.

Only on scans, and only where one small slip explains what is printed: a mark that got lost, a count that vanished, one
digit of an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP

from rapidfuzz.distance import Levenshtein

from ocr.local.column_roles import row_fits
from ocr.local.numbers import Amount
from ocr.local.row import CENT, Row

_MANY = 1000  # counts from here on have digits enough not to get lost whole
_DOUBT = 0.5  # confidence of a number that was worked out


def mend(rows: Sequence[Row], *, counted: bool) -> None:
    """Mend the rows of one table. ``counted``: whether the table has a column of quantities."""
    _marks_of_columns(rows)
    for row in rows:
        if row_fits(row, "quantity", "price", "amount"):
            continue
        if {"quantity", "price", "amount"} <= row.cells.keys():
            row.good = _lost_mark(row) or _wrong_digit(row) or row.good
        elif counted:
            row.good = _lost_count(row) or row.good


def _marks_of_columns(rows: Sequence[Row]) -> None:
    """Numbers without their decimal mark in a column whose other numbers, two or more, all have two decimals."""
    for kind in ("quantity", "price", "amount"):
        column = [row for row in rows if kind in row.cells]
        bare = [row for row in column if not row.cells[kind].decimals and not row.cells[kind].currency]
        whole = [row for row in column if row.cells[kind].decimals == 2]
        if len(whole) < 2 or len(whole) + len(bare) < len(column) or len(bare) > len(whole):
            continue
        for row in bare:
            seen = row.cells[kind]
            if abs(seen.value) >= 100 and seen.raw.strip("-").isdigit():
                row.cells[kind] = replace(seen, value=seen.value.scaleb(-2), decimals=2, confidence=_DOUBT)
                if row_fits(row, "quantity", "price", "amount") or _fewer(row):
                    continue
                row.cells[kind] = seen


def _fewer(row: Row) -> bool:
    """Whether a row lacks one of the three numbers, so that nothing can be held against it."""
    return not {"quantity", "price", "amount"} <= row.cells.keys()


def _lost_count(row: Row) -> bool:
    """The count of a row that prints price and amount, when it is whole: single digits vanish."""
    price, amount = row.value("price"), row.value("amount") or row.value("gross_amount")
    if "quantity" in row.cells or not price or not amount or amount % price or row.value("discount"):
        return False
    count = amount / price
    if abs(count) >= _MANY:
        return False
    row.cells["quantity"] = Amount(count, 0, "", False, list(row.cells["price"].tokens), f"{count:f}", _DOUBT)
    return True


def _lost_mark(row: Row) -> bool:
    """ "26" for "2.6", "18000" for "180.00": the number without its decimal mark, with which the row multiplies out."""
    for kind, places in (("quantity", (1, 2)), ("price", (2,)), ("amount", (2,))):
        seen = row.cells[kind]
        for digits in places:
            if seen.decimals or abs(seen.value) < 10**digits:
                continue
            row.cells[kind] = replace(seen, value=seen.value.scaleb(-digits), decimals=digits, confidence=_DOUBT)
            if row_fits(row, "quantity", "price", "amount"):
                return True
        row.cells[kind] = seen
    return False


def _wrong_digit(row: Row) -> bool:
    """An amount that is one digit off from count x price: the product is what was printed."""
    quantity, price, amount = row.value("quantity"), row.value("price"), row.value("amount")
    if not quantity or not price or amount is None or row.cells["price"].decimals < 2:
        return False
    product = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    seen, wanted = f"{abs(amount):.2f}", f"{abs(product):.2f}"
    if seen == wanted or Levenshtein.distance(seen, wanted) != 1:
        return False
    row.cells["amount"] = replace(row.cells["amount"], value=product.copy_sign(amount), confidence=_DOUBT)
    return True
