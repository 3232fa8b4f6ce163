"""Discounts and charges among the rows of a table: what lowers the item above it, and what is no item at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ocr.local.charge_words import charge_name
from ocr.local.marks import near_equal
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, Row, position_of
from ocr.local.text import plain

_REDUCES = re.compile(
    r"^(?:\w{1,3}\s)?(abzgl|abzuglich|abzol|zzgl|minus|moins|less|korting|remise|charge|rabatt|discount|rechnungsrabatt"
    r"|artikelrabatt|abschlag|zuschlag|toeslag)\b"
)
_LOWERS = re.compile(r"\b\w*(?:korting|rabatt|nachlass|discount|rebate|voucher|coupon|remise|rabais|ristourne)\b")


def fold_adjustments(rows: list[Row], by_line: dict[int, list[Amount]], near: Neighbours) -> None:
    """A discount line under an item lowers it; other discount and charge lines are no items."""
    gone: list[Row] = []
    for row in rows:
        if "quantity" in row.cells and (row.good or position_of(row) is not None):
            continue
        if not _adjusts(row, rows, by_line, near):
            continue
        at = rows.index(row)
        above = rows[at - 1] if at and rows[at - 1] not in gone else None
        if above is not None and _lowers(row, above, by_line, last=at + 1 == len(rows)):
            above.adjustment += row.value("amount") or Decimal(0)
            above.used.add(row.line.number)
        gone.append(row)
    if len(gone) < len(rows) or any((row.value("amount") or 0) < 0 for row in rows):
        rows[:] = [row for row in rows if row not in gone]  # a table of nothing but costs bills those


def without_surcharge(rows: list[Row], by_line: dict[int, list[Amount]]) -> list[Row]:
    """Rows without the last one when that is a surcharge on all of them."""
    return rows[:-1] if len(rows) > 1 and _charged_last(rows[-1], rows, by_line) else rows


def _adjusts(row: Row, rows: Sequence[Row], by_line: dict[int, list[Amount]], near: Neighbours) -> bool:
    """Whether a row names a discount or charge instead of an item."""
    first = next(iter(near.on_line.get(row.line.number, ())), None)
    named = first is not None and bool(first.kinds & ADJUST) and first.tokens[0].index <= 2
    if not named and not any(_REDUCES.match(plain(cell.text)) for cell in row.line.cells):
        lowered = (row.value("amount") or 0) < 0 and _LOWERS.search(plain(row.line.text))
        if "quantity" in row.cells or not (lowered or _charged_last(row, rows, by_line)):
            return False
    return not _among_items(row, rows)


def _charged_last(row: Row, rows: Sequence[Row], by_line: dict[int, list[Amount]]) -> bool:
    """A surcharge below all items: named so, and of just the percentage it prints of what they make together."""
    items = [other.value("amount") for other in rows if other is not row]
    value = row.value("amount")
    rates = [a.value for a in by_line.get(row.line.number, ()) if a.percent]
    if rows[-1] is not row or not value or len(rates) != 1 or not items or any(amount is None for amount in items):
        return False
    words = " ".join(t.text for t in row.line.tokens if any(c.isalpha() for c in t.text))
    total = sum((amount for amount in items if amount), Decimal(0))
    return charge_name(words) == "charge" and near_equal(total * rates[0] / 100, value, Decimal("0.02"))


def _lowers(row: Row, above: Row, by_line: dict[int, list[Amount]], *, last: bool) -> bool:
    """Whether a discount belongs to the item above it: near it, with no sum between, of the percentage it prints."""
    value, full = row.value("amount") or Decimal(0), above.value("amount") or Decimal(0)
    if value >= 0 or full <= 0 or "remise commerciale" in plain(row.line.text):
        return False
    apart = row.line.number - above.line.number
    if not 0 < apart <= (3 if last else 5):
        return False
    before = [a.x0 for kind, a in above.cells.items() if kind in ("price", "amount", "discount", "vat_rate")]
    if before and row.line.tokens[0].x0 > min(before):
        return False  # words beside the column of amounts are about the whole
    between = range(above.line.number + 1, row.line.number)
    if any(a.is_money and abs(a.value) > full for number in between for a in by_line.get(number, ())):
        return False
    rates = [abs(a.value) for a in by_line.get(row.line.number, ()) if a.percent]
    if len(rates) != 1 or above.adjustment:
        return True
    return near_equal(full * rates[0] / 100, abs(value), Decimal("0.02"))


def _among_items(row: Row, rows: Sequence[Row]) -> bool:
    """A charge that stands between items and bears a rate of VAT as they do is one of them."""
    at = rows.index(row)
    after = rows[at + 1 :]
    if not after or "vat_rate" not in row.cells or (row.value("amount") or 0) <= 0:
        return False
    return not any(_REDUCES.match(plain(cell.text)) for cell in row.line.cells)
