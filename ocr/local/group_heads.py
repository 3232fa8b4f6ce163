"""Rows that head a group and show its sum before the rows themselves: the bill of a water company.

"COLLECTE ET TRAITEMENT … 40,00" over rows of 30,00 and 10,00 is no item: those two are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ocr.local.row import Row
from ocr.local.row_sums import adds_up


def without_group_heads(rows: Sequence[Row], sums: set[Decimal]) -> list[Row]:
    """The rows without those that only add up the rows below them, where what is left makes a sum (one of ``sums``,
    amounts printed outside the rows)."""
    left = [row for at, row in enumerate(rows) if not _heads_group(row, rows[at + 1 :])]
    return left if len(left) < len(rows) and adds_up(left, sums) else list(rows)


def _heads_group(head: Row, below: Sequence[Row]) -> bool:
    """An amount without quantity and price that the next two rows or more, which have both, make together."""
    amount = head.value("amount")
    if amount is None or {"quantity", "price"} & head.cells.keys():
        return False
    made = Decimal(0)
    for at, row in enumerate(below):
        if not {"quantity", "price"} <= row.cells.keys():
            return False
        made += row.value("amount") or Decimal(0)
        if made == amount:
            return at > 0
    return False
