"""Every signal on a generated, labelled set: found at least 98 times in 100, false at most once in 100."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from benchmarks.fraud import SETS
from benchmarks.fraud.labelled import FALSE_ALARMS, RECALL, Labelled
from matching.fraud.api import Bill, round_amount, unusual_amount, unusual_rhythm


@pytest.mark.parametrize("name", SETS)
def test_found_and_not_cried_over(name: str) -> None:
    figures = SETS[name]()
    print(f"{name}: {figures.recall:.4f} of {len(figures.caught)}, {figures.false_alarms:.4f} of {len(figures.alarms)}")
    assert len(figures.caught) >= 400 and len(figures.alarms) >= 500
    assert figures.recall >= RECALL
    assert figures.false_alarms <= FALSE_ALARMS


def test_a_set_that_misses_or_cries_is_not_good() -> None:
    assert Labelled("x", "G1", [True] * 98 + [False] * 2, [False] * 99 + [True]).good
    assert not Labelled("x", "G1", [True] * 97 + [False] * 3, [False] * 100).good
    assert not Labelled("x", "G1", [True] * 100, [False] * 98 + [True] * 2).good


_Check = Callable[[Bill, list[Bill]], object]


@pytest.mark.parametrize("check", [unusual_amount, unusual_rhythm, round_amount])
def test_a_vendor_without_history_raises_nothing(check: _Check) -> None:
    assert check(Bill("new", date(2026, 1, 1), Decimal(99000)), []) is None
