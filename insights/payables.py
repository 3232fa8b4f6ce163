"""What has to be paid when: open entries and what is not in the books yet. Pure: items in, weeks out.

Money leaves on the last day to pay; what is overdue leaves now. A credit note lowers the week it falls in. What the
vendor collects leaves by itself and stands apart. Amounts are in the books' own currency and include VAT.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.money import ZERO
from insights.period import monday_of

WEEKS = 13
# Without a day on the invoice and without a payment condition it is taken to be due so many days after its date.
USUAL_TERM = 30


class Column(StrEnum):
    """Where an item stands: open in Exact, not in Exact yet, or collected by the vendor, whether posted or not."""

    OPEN = "open"
    UNPOSTED = "unposted"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to pay. ``amount``: own currency, None without a rate; credit notes negative. ``expected``: its day is
    computed, not told. ``discount`` may be taken off until ``discount_until``. ``holder``: who has it now."""

    key: str
    books: int
    column: Column
    vendor: int
    vendor_name: str
    number: str
    due: date
    amount: Decimal | None
    expected: bool = False
    discount: Decimal = ZERO
    discount_until: date | None = None
    holder: str = ""
    href: str = ""

    def had(self, today: date) -> bool:
        """Whether its discount can still be had."""
        return self.discount > 0 and self.discount_until is not None and self.discount_until >= today


@dataclass(frozen=True, slots=True)
class Bucket:
    """Part of the forecast. ``since`` None: overdue; ``until`` None: all that comes later."""

    since: date | None
    until: date | None

    @property
    def mark(self) -> str:
        """Its name in an address."""
        return self.since.isoformat() if self.since else "overdue"

    def holds(self, day: date) -> bool:
        """Whether a day falls in it."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def buckets(today: date) -> list[Bucket]:
    """Overdue, the rest of this week, twelve whole weeks, and later."""
    monday = monday_of(today)
    found = [Bucket(None, today - timedelta(days=1)), Bucket(today, monday + timedelta(days=6))]
    for number in range(1, WEEKS):
        first = monday + timedelta(days=7 * number)
        found.append(Bucket(first, first + timedelta(days=6)))
    return [*found, Bucket(monday + timedelta(days=7 * WEEKS), None)]


@dataclass(frozen=True, slots=True)
class Week:
    """What leaves in one bucket, by column, and how many items without a rate are not in it."""

    bucket: Bucket
    amounts: Mapping[Column, Decimal]
    counts: Mapping[Column, int]

    @property
    def total(self) -> Decimal:
        """All columns together."""
        return sum(self.amounts.values(), ZERO)


def forecast(items: Iterable[Item], today: date) -> list[Week]:
    """The forecast of the items of books with one currency; every bucket, also the empty ones."""
    kept = list(items)
    weeks = []
    for bucket in buckets(today):
        inside = [item for item in kept if bucket.holds(item.due)]
        weeks.append(
            Week(
                bucket,
                {column: total(item for item in inside if item.column is column) for column in Column},
                {column: sum(item.column is column for item in inside) for column in Column},
            )
        )
    return weeks


def total(items: Iterable[Item]) -> Decimal:
    """The sum of what has an amount."""
    return sum((item.amount for item in items if item.amount is not None), ZERO)


def due_on(printed: date | None, by_condition: date | None, issued: date | None, came_in: date) -> tuple[date, bool]:
    """The day something is to be paid, and whether it is only expected: printed, else by the payment condition, else
    ``USUAL_TERM`` days after the invoice date, or after the day it came in."""
    if printed is not None:
        return printed, False
    if by_condition is not None:
        return by_condition, True
    return (issued or came_in) + timedelta(days=USUAL_TERM), True
