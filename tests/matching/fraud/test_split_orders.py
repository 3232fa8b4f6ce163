"""Bills of one week that together pass the approval limit: one purchase cut in parts, or several purchases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from matching.fraud.api import Bill, split_under_limit

LIMIT = Decimal(2500)


@pytest.mark.parametrize(
    ("orders", "others", "raised"),
    [
        ("", "", True),
        ("A", "A", True),  # one order billed in parts
        ("A", "", True),  # the other was matched to nothing
        ("", "B", True),
        ("A", "B", False),
        ("AB", "B", True),
    ],
)
def test_bills_of_different_orders_are_different_purchases(orders: str, others: str, raised: bool) -> None:
    first = Bill("one", date(2026, 11, 2), Decimal(1900), frozenset(others))
    second = Bill("two", date(2026, 11, 5), Decimal(1800), frozenset(orders))
    assert (split_under_limit(second, [first], LIMIT) is not None) is raised
