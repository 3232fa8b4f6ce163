"""Which tolerance counts, and what empty, zero and not checked mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.tolerances import (
    NOT_CHECKED,
    Level,
    Limit,
    Scope,
    Side,
    ToleranceKind,
    ToleranceRule,
    ToleranceTable,
    exceeds,
)

KIND, UP = ToleranceKind.PRICE_UNIT, Side.UPPER
LINE = Scope(order_line="L", vendor="V", vendor_group="VG", item="I", item_group="IG")
LEVELS = [
    (Level.ORDER_LINE, {"order_line": "L"}),
    (Level.VENDOR_ITEM, {"vendor": "V", "item": "I"}),
    (Level.ITEM, {"item": "I"}),
    (Level.ITEM_GROUP, {"item_group": "IG"}),
    (Level.VENDOR, {"vendor": "V"}),
    (Level.VENDOR_GROUP, {"vendor_group": "VG"}),
    (Level.ADMINISTRATION, {}),
]


def rule(percent: int | None, **scope: str) -> ToleranceRule:
    return ToleranceRule(KIND, UP, Limit(None if percent is None else Decimal(percent)), set_by="anna", **scope)


@pytest.mark.parametrize("nearest", range(len(LEVELS)))
def test_the_nearest_level_wins(nearest: int) -> None:
    rules = [rule(10 + place, **scope) for place, (_, scope) in enumerate(LEVELS) if place >= nearest]
    found = ToleranceTable(tuple(reversed(rules))).resolve(KIND, UP, LINE)
    assert (found.level, found.limit.percent, found.set_by) == (LEVELS[nearest][0], Decimal(10 + nearest), "anna")


def test_nothing_set_means_the_system_default() -> None:
    found = ToleranceTable().resolve(KIND, UP, LINE)
    assert (found.level, found.limit) == (Level.SYSTEM, Limit(Decimal(2), Decimal(25)))


def test_empty_inherits_and_zero_does_not() -> None:
    table = ToleranceTable((rule(None, item="I"), rule(7, vendor="V")))
    assert table.resolve(KIND, UP, LINE).limit.percent == 7
    table = ToleranceTable((rule(0, item="I"), rule(7, vendor="V")))
    assert table.resolve(KIND, UP, LINE).limit.percent == 0


def test_not_checked_is_a_choice_that_wins_too() -> None:
    table = ToleranceTable((ToleranceRule(KIND, UP, NOT_CHECKED, item="I"), rule(7)))
    assert not table.resolve(KIND, UP, LINE).limit.checked


@pytest.mark.parametrize(
    ("own", "expected"),
    [(Limit(Decimal(3)), 3), (Limit(Decimal(9)), 5), (NOT_CHECKED, 5)],
    ids=["tighter", "looser", "not checked"],
)
def test_stricter_only_lets_nobody_loosen(own: Limit, expected: int) -> None:
    table = ToleranceTable((ToleranceRule(KIND, UP, own, order_line="L"), rule(5)), stricter_only=True)
    assert table.resolve(KIND, UP, LINE).limit.percent == expected


@pytest.mark.parametrize(
    ("limit", "expected", "difference", "fails"),
    [
        (Limit(Decimal(5)), 100, "5.00", False),
        (Limit(Decimal(5)), 100, "5.01", True),
        (Limit(None, Decimal(5)), 100, "5.00", False),
        (Limit(None, Decimal(5)), 100, "5.01", True),
        (Limit(Decimal(10), Decimal(5)), 100, "6.00", True),
        (Limit(Decimal(1), Decimal(50)), 100, "6.00", True),
        (Limit(Decimal(0)), 100, "0.01", True),
        (Limit(Decimal(99), Decimal(99)), 0, "0.01", True),
        (NOT_CHECKED, 0, "999", False),
        (Limit(Decimal(0)), 100, "0", False),
    ],
)
def test_either_criterion_fails_and_the_boundary_passes(
    limit: Limit, expected: int, difference: str, fails: bool
) -> None:
    amount = Decimal(difference)
    assert exceeds(limit, expected=Decimal(expected), difference=amount, amount=amount) is fails
