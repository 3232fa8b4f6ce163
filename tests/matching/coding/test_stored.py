"""Rules as people keep them: run as written, copied to other books switched off."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exact.models import Administration, Connection
from matching.coding.api import Coding
from matching.coding.stored import conditions_from, copy_rule, rules_of
from matching.models import CodingRule, SplitTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_books() -> tuple[Administration, Administration]:
    connection = Connection.objects.create()
    make = Administration.objects.create
    return (
        make(connection=connection, division=1, code="een", name="Een"),
        make(connection=connection, division=2, code="twee", name="Twee"),
    )


def test_a_stored_rule_runs_as_written(two_books: tuple[Administration, Administration]) -> None:
    here, _ = two_books
    template = SplitTemplate.objects.create(
        administration=here, name="fifty", parts=[{"share": "50", "gl": "1"}, {"share": "50", "gl": "2"}]
    )
    CodingRule.objects.create(
        administration=here,
        name="rent",
        conditions={"words": ["huur"], "amount_from": "10.50"},
        gl="4100",
        template=template,
        spread_months=3,
    )
    CodingRule.objects.create(administration=here, name="off", conditions={"words": ["x"]}, active=False)
    (rule,) = rules_of(here)
    assert rule.conditions.amount_from == Decimal("10.50")
    assert rule.coding == Coding("4100")
    assert [part.share for part in rule.split] == [50, 50]
    assert rule.spread is not None and rule.spread.months == 3


def test_a_copy_is_switched_off_and_names_no_vendor(two_books: tuple[Administration, Administration]) -> None:
    here, there = two_books
    row = CodingRule.objects.create(
        administration=here, name="rent", conditions={"words": ["huur"], "vendor_ids": ["v"]}, gl="4100"
    )
    copy = copy_rule(row, there, by="an")
    assert (copy.active, copy.copied_from, copy.created_by) == (False, row, "an")
    assert copy.conditions == {"words": ["huur"]}
    assert rules_of(there) == ()


def test_unknown_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        conditions_from({"colour": "red"})
