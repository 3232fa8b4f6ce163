"""What the rows add up to, held against the amounts printed outside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from ocr.local.numbers import Amount
from ocr.local.row import CENT, Row


def sums_outside(rows: Sequence[Row], by_line: dict[int, list[Amount]]) -> set[Decimal]:
    """The amounts printed on lines that are no rows: the totals are among them."""
    own = {row.line.number for row in rows}
    return {abs(a.value) for number, found in by_line.items() if number not in own for a in found if a.is_money}


def adds_up(rows: Sequence[Row], printed: set[Decimal]) -> bool:
    """Whether every row has an amount and their sum is printed."""
    amounts = [row.value("amount") for row in rows]
    if not amounts or any(amount is None for amount in amounts):
        return False
    total = sum((amount + row.adjustment for amount, row in zip(amounts, rows, strict=True) if amount), Decimal(0))
    return bool(total) and abs(total) in printed


def settle_amounts(rows: Sequence[Row], printed: set[Decimal]) -> None:
    """Rows of a table without a column of amounts: what stands under the price is the amount of the row when that adds
    up to a printed sum; else the amount is count times price when that does."""
    if not rows or any("amount" in row.cells or not {"quantity", "price"} <= row.cells.keys() for row in rows):
        return
    prices = [row.cells["price"] for row in rows]
    products = [
        (row.cells["quantity"].value * price.value).quantize(CENT, ROUND_HALF_UP)
        for row, price in zip(rows, prices, strict=True)
    ]
    if abs(sum((price.value for price in prices), Decimal(0))) in printed:
        for row in rows:
            row.cells["amount"] = row.cells.pop("price")
    elif abs(sum(products, Decimal(0))) in printed:
        for row, price, product in zip(rows, prices, products, strict=True):
            row.cells["amount"] = Amount(product, 2, price.currency, False, list(price.tokens), f"{product}")
            row.good = True
