"""What the rows add up to, held against the amounts printed outside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from ocr.local.marks import near_equal
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


def settle_amounts(rows: list[Row], printed: set[Decimal]) -> None:
    """Rows of a table without a column of amounts: the amount is count times price when that adds up to a printed sum;
    else what stands under the price is the amount of the row when that does."""
    if not rows or any({"amount", "gross_amount"} & row.cells.keys() for row in rows):
        return
    if any("price" not in row.cells for row in rows):
        _price_once(rows, printed)
        return
    prices = [row.cells["price"] for row in rows]
    products = [_product(row) for row in rows]
    known = [product for product in products if product is not None]
    if len(known) == len(rows) and abs(sum(known, Decimal(0))) in printed:
        for row, price, product in zip(rows, prices, known, strict=True):
            row.cells["amount"] = Amount(product, 2, price.currency, False, list(price.tokens), f"{product}")
            row.good = True
    elif abs(sum((price.value for price in prices), Decimal(0))) in printed:
        for row in rows:
            row.cells["amount"] = row.cells.pop("price")


def _price_once(rows: list[Row], printed: set[Decimal]) -> None:
    """Rows of which some print a price and those below them go by it: when that makes a printed sum, they are items;
    else those without a price are not."""
    last: Amount | None = None
    whole: list[Decimal] = []
    for row in rows:
        last = row.cells.get("price", last)
        quantity = row.value("quantity")
        if last is not None and quantity is not None:
            whole.append((quantity * last.value).quantize(CENT, ROUND_HALF_UP))
    if len(whole) == len(rows) and abs(sum(whole, Decimal(0))) in printed:
        last = None
        for row, product in zip(rows, whole, strict=True):
            last = row.cells.setdefault("price", last) if last is not None else row.cells["price"]
            row.cells["amount"] = Amount(product, 2, last.currency, False, list(last.tokens), f"{product}")
            row.good = True
    elif any("price" in row.cells for row in rows):
        rows[:] = [row for row in rows if "price" in row.cells]


def _product(row: Row) -> Decimal | None:
    quantity, price = row.value("quantity"), row.value("price")
    return None if quantity is None or price is None else (quantity * price).quantize(CENT, ROUND_HALF_UP)


class RunningSums:
    """What the amounts of the rows so far add up to: from the first row, and from every sum printed among them."""

    def __init__(self) -> None:
        self._total = Decimal(0)  # of all rows, with what was carried over
        self._count = 0
        self._starts = [(0, Decimal(0))]  # where a group may begin: rows before it, and what they and the carried make

    @property
    def counted(self) -> bool:
        return bool(self._count)

    def copy(self) -> Self:
        """The same sums, to look ahead with."""
        out = type(self)()
        out._total, out._count, out._starts = self._total, self._count, list(self._starts)
        return out

    def add(self, amount: Decimal) -> None:
        self._total += amount
        self._count += 1

    def carry(self, amount: Decimal) -> None:
        """The sum of rows on a page that was not seen."""
        if not self._count:
            self._total = amount

    def closes(self, value: Decimal, least: int) -> bool:
        """Whether ``value`` is the sum of the rows since some start, of ``least`` rows or more."""
        return bool(value) and any(
            self._count - before >= least and near_equal(value, self._total - made) for before, made in self._starts
        )

    def close(self) -> None:
        """A sum stands here: a group may begin after it."""
        self._starts.append((self._count, self._total))
