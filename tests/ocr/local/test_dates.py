"""Dates in four languages, and the order of day and month."""

from __future__ import annotations

from datetime import date

import pytest

from ocr.local.dates import find_dates
from ocr.local.layout import lay_out
from tests.ocr.local.paper import page


def read(*texts: str) -> list[date]:
    return [d.value for d in find_dates(lay_out([page([[(0.1, t)] for t in texts])]))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("03-02-2026", date(2026, 2, 3)),
        ("3.2.26", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("3 februari 2026", date(2026, 2, 3)),
        ("3. März 2026", date(2026, 3, 3)),
        ("1er février 2026", date(2026, 2, 1)),
        ("February 3, 2026", date(2026, 2, 3)),
        ("3rd Feb 2026", date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3)),
    ],
)
def test_a_printed_date_is_read(text: str, value: date) -> None:
    assert read(text) == [value]


@pytest.mark.parametrize("text", ["32-01-2026", "12.34.5678", "10-02-1840", "020 555 12 34", "99/99/99"])
def test_what_is_no_date_stays_unread(text: str) -> None:
    assert read(text) == []


def test_one_date_that_allows_nothing_else_settles_the_order_of_all() -> None:
    assert read("11/03/2017", "11/17/2017") == [date(2017, 11, 3), date(2017, 11, 17)]
    assert read("11/03/2017", "17/11/2017") == [date(2017, 3, 11), date(2017, 11, 17)]


def test_an_american_address_with_dollars_puts_the_month_first() -> None:
    assert read("Portland, OR 97201", "Total $12.00", "03/04/2024") == [date(2024, 3, 4)]
