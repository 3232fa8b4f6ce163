"""In which period an entry can be booked, and where to book it instead; texts of entries; last days to pay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from exact.models import PaymentCondition
from workbench.drafts.booking import booking_text
from workbench.drafts.periods import first_open_day, is_open


@dataclass
class Month:
    """A month of 2026; ``closed_journals`` as Exact tells them."""

    number: int
    closed_journals: list[str] = field(default_factory=list)

    @property
    def start(self) -> date:
        return date(2026, self.number, 1)

    @property
    def end(self) -> date:
        return date(2026, self.number, 28)


def year(open_months: set[int]) -> list[Month]:
    """The year, with journal 60 open in these months only; journal 70 is closed in June."""
    return [Month(n, [*([] if n in open_months else ["60"]), *(["70"] if n == 6 else [])]) for n in range(1, 13)]


TODAY = date(2026, 11, 22)
EVERY = set(range(1, 13))


@pytest.mark.parametrize(
    ("open_months", "issued", "booked"),
    [
        pytest.param(EVERY, date(2026, 3, 15), TODAY, id="today, when today is open, however much else is"),
        pytest.param({11, 12}, date(2026, 3, 15), TODAY, id="today, when only the year's end is open"),
        pytest.param({12}, date(2026, 3, 15), date(2026, 12, 1), id="today closed: the first open day after it"),
        pytest.param({9, 10}, date(2026, 3, 15), date(2026, 10, 28), id="nothing later: the last open one before"),
        pytest.param({2}, date(2026, 3, 15), None, id="never before the invoice itself"),
        pytest.param(EVERY, date(2026, 12, 3), date(2026, 12, 3), id="an invoice of the future: not before its day"),
        pytest.param(set(), date(2026, 3, 15), None, id="everything closed"),
        pytest.param(EVERY, date(2027, 1, 3), None, id="no periods made for that year yet"),
    ],
)
def test_the_first_open_period(open_months: set[int], issued: date, booked: date | None) -> None:
    assert first_open_day(year(open_months), "60", today=TODAY, not_before=issued) == booked


def test_a_period_is_closed_per_journal_and_a_day_outside_all_periods_takes_nothing() -> None:
    months = year(EVERY)
    assert is_open(months, date(2026, 6, 1), "60") and not is_open(months, date(2026, 6, 1), "70")
    assert not is_open(months, date(2025, 12, 31), "60")


@pytest.mark.parametrize(
    ("number", "vendor", "order", "text"),
    [
        ("F-1", "Jansen B.V.", "", "F-1 Jansen B.V."),
        ("F-1", "Jansen B.V.", "4500123", "F-1 Jansen B.V. 4500123"),
        ("", "Jansen B.V.", "", "Jansen B.V."),
        ("F-1", "J" * 54, "4500123", f"F-1 {'J' * 54}"),
        ("F-1", "J" * 80, "4500123", f"F-1 {'J' * 56}"),
    ],
    ids=["number and vendor", "with the order", "no number", "the order gives way first", "what Exact does not keep"],
)
def test_the_text_of_an_entry(number: str, vendor: str, order: str, text: str) -> None:
    found = booking_text(number, vendor, order)
    assert found == text and len(found) <= 60


@pytest.mark.parametrize(
    ("days", "month_ends", "issued", "last"),
    [
        (30, 0, date(2026, 1, 17), date(2026, 2, 16)),
        (0, 1, date(2026, 12, 17), date(2027, 1, 31)),
        (0, 2, date(2026, 1, 17), date(2026, 3, 31)),
        (15, 2, date(2026, 1, 17), date(2026, 4, 15)),
    ],
    ids=["days", "end of next month, over the year", "Exact's example", "with days on top"],
)
def test_the_last_day_to_pay_by_a_condition(days: int, month_ends: int, issued: date, last: date) -> None:
    condition = PaymentCondition(code="X", days=days, raw={"PaymentEndOfMonths": month_ends})
    assert condition.last_day(issued) == last
