"""Count and price printed under their item, as tills do: "ORDNER A4   68,08" and below it "2 x 34,04"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.local.layout import Layout
from ocr.local.numbers import Amount
from ocr.local.row import Row

_COUNT = re.compile(r"\d{1,3}")
_TIMES = frozenset({"x", "X", "×", "*", "à", "@"})


def counts_below(rows: Sequence[Row], layout: Layout, by_line: dict[int, list[Amount]]) -> None:
    """Give rows without a count the one of the line below when count x price is their amount to the cent."""
    taken = {row.line.number for row in rows}
    for row in rows:
        number = row.line.number + 1
        amount = row.cells.get("amount") or row.cells.get("gross_amount")
        if amount is None or "quantity" in row.cells or number in taken or number >= len(layout.lines):
            continue
        line = layout.lines[number]
        if line.page != row.line.page or len(line.tokens) < 3 or line.tokens[1].text not in _TIMES:
            continue
        numbers = by_line.get(number, [])
        if len(numbers) != 2 or not _COUNT.fullmatch(numbers[0].raw) or not numbers[1].is_money:
            continue
        count, price = numbers
        if count.value * price.value == amount.value:
            row.cells["quantity"] = count
            row.cells.setdefault("price", price)
            row.used.add(number)
