"""What has to be paid when: a table of cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from insights.payables import Column, Item, buckets, due_on, forecast, total

D = Decimal
TODAY = date(2026, 11, 25)  # a Wednesday


def item(due: date, amount: str | None = "100", column: Column = Column.OPEN, **more: Any) -> Item:
    return Item("k", 1, column, 1, "V", "F-1", due, None if amount is None else D(amount), **more)


@pytest.mark.parametrize(
    ("due", "mark"),
    [
        (date(2026, 10, 1), "overdue"),
        (date(2026, 11, 24), "overdue"),
        (date(2026, 11, 25), "2026-11-25"),
        (date(2026, 11, 29), "2026-11-25"),
        (date(2026, 11, 30), "2026-11-30"),
        (date(2026, 12, 6), "2026-11-30"),
        (date(2027, 2, 21), "2027-02-15"),
        (date(2027, 2, 22), "2027-02-22"),
        (date(2030, 1, 1), "2027-02-22"),
    ],
    ids=["long ago", "yesterday", "today", "on Sunday", "on Monday", "the Sunday after", "last day", "later", "years"],
)
def test_every_day_falls_in_exactly_one_bucket(due: date, mark: str) -> None:
    assert [bucket.mark for bucket in buckets(TODAY) if bucket.holds(due)] == [mark]


def test_thirteen_weeks_with_what_is_overdue_before_and_what_comes_later_after_them() -> None:
    assert len(buckets(TODAY)) == 1 + 13 + 1


def test_a_week_adds_its_columns_and_a_credit_note_lowers_it() -> None:
    weeks = forecast(
        [
            item(TODAY), item(TODAY, "-30"), item(TODAY, "50", Column.UNPOSTED), item(TODAY, "20", Column.COLLECTED),
            item(TODAY, None, Column.UNPOSTED), item(date(2026, 12, 1), "7"),
        ],
        TODAY,
    )  # fmt: skip
    this = weeks[1]
    assert dict(this.amounts) == {Column.OPEN: D(70), Column.UNPOSTED: D(50), Column.COLLECTED: D(20)}
    assert dict(this.counts) == {Column.OPEN: 2, Column.UNPOSTED: 2, Column.COLLECTED: 1}
    assert this.total == D(140) and weeks[2].total == D(7) and weeks[0].total == 0
    assert total([item(TODAY), item(TODAY, None)]) == D(100)


@pytest.mark.parametrize(
    ("printed", "by_condition", "issued", "due"),
    [
        (date(2026, 12, 1), date(2026, 12, 9), date(2026, 11, 1), (date(2026, 12, 1), False)),
        (None, date(2026, 12, 9), date(2026, 11, 1), (date(2026, 12, 9), True)),
        (None, None, date(2026, 11, 1), (date(2026, 12, 1), True)),
        (None, None, None, (date(2026, 12, 20), True)),
    ],
    ids=["as printed", "by the condition", "thirty days after its date", "thirty days after it came in"],
)
def test_when_something_is_due(
    printed: date | None, by_condition: date | None, issued: date | None, due: tuple[date, bool]
) -> None:
    assert due_on(printed, by_condition, issued, date(2026, 11, 20)) == due


@pytest.mark.parametrize(
    ("discount", "until", "had"),
    [("2", TODAY, True), ("2", date(2026, 11, 24), False), ("0", TODAY, False), ("2", None, False)],
)
def test_a_discount_can_be_had_up_to_and_including_its_last_day(discount: str, until: date | None, had: bool) -> None:
    assert item(TODAY, discount=D(discount), discount_until=until).had(TODAY) is had
