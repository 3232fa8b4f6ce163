"""The dated rate table: no gaps, no overlaps where one rate is meant, and the changes on their day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from domain.vat import Treatment, expected_rates, standard_rate, valid_rates
from domain.vat.rates import BANDS, RATES, transition_for
from domain.vat.treatments import PROFILES


@pytest.mark.parametrize(
    ("country", "day", "rates"),
    [
        ("NL", "1995-06-01", "17.5 6 0"),
        ("NL", "2012-09-30", "19 6 0"),
        ("NL", "2012-10-01", "21 6 0"),
        ("NL", "2018-12-31", "21 6 0"),
        ("NL", "2019-01-01", "21 9 0"),
        ("BE", "2026-06-01", "21 12 6 0"),
        ("NL", "1980-01-01", ""),
        ("XX", "2026-01-01", ""),
    ],
)
def test_rates_on_a_day(country: str, day: str, rates: str) -> None:
    assert valid_rates(country, date.fromisoformat(day)) == {Decimal(r) for r in rates.split()}


@pytest.mark.parametrize(
    ("country", "category", "day", "rate"),
    [
        ("NL", "lodging", "2025-12-31", 9),
        ("NL", "lodging", "2026-01-01", 21),
        ("NL", "camping", "2026-07-01", 9),
        ("NL", "culture", "2026-07-01", 9),
        ("NL", "solar_home", "2022-12-31", 21),
        ("NL", "solar_home", "2023-01-01", 0),
        ("BE", "lodging", "2026-02-28", 6),
        ("BE", "lodging", "2026-03-01", 12),
        ("BE", "pesticide", "2026-02-28", 12),
        ("BE", "pesticide", "2026-03-01", 21),
        ("BE", "takeaway", "2026-03-01", 6),
    ],
)
def test_category_on_a_day(country: str, category: str, day: str, rate: int) -> None:
    assert [row.rate for row in expected_rates(country, category, date.fromisoformat(day))] == [Decimal(rate)]


@pytest.mark.parametrize("band", [(row.country, row.category) for row in RATES if row.category in BANDS])
def test_bands_follow_each_other_without_gap_or_overlap(band: tuple[str, str]) -> None:
    rows = sorted((r for r in RATES if (r.country, r.category) == band), key=lambda r: r.valid_from)
    for earlier, later in pairwise(rows):
        assert earlier.valid_to is not None
        assert later.valid_from == earlier.valid_to + timedelta(days=1)
    assert rows[-1].valid_to is None


@pytest.mark.parametrize(
    ("booked", "due", "holds"),
    [("2026-02-28", "2026-06-30", True), ("2026-03-01", "2026-06-30", False), ("2026-02-28", "2026-07-01", False)],
)
def test_belgian_lodging_transition(booked: str, due: str, holds: bool) -> None:
    rule = transition_for(
        "BE", "lodging", Decimal(6), date(2026, 5, 1), date.fromisoformat(booked), date.fromisoformat(due)
    )
    assert (rule is not None) is holds


def test_every_row_has_its_source_and_every_treatment_its_profile() -> None:
    assert all(row.source for row in RATES)
    assert set(PROFILES) == set(Treatment)
    assert standard_rate("NL", date(2026, 1, 1)) == 21
