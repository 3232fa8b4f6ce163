"""Which people a document needs, case by case."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workbench.approval.routes import (
    Facts,
    Given,
    LineFacts,
    Route,
    Rule,
    Seat,
    complete,
    filled,
    holds,
    open_stage,
    route_of,
    seat_of,
)

ANNA, BEN, CAS, DIRK = 1, 2, 3, 4
D = Decimal


def rule(**conditions: Any) -> Rule:
    return Rule(7, frozenset({ANNA}), **conditions)


def facts(amount: str | None = "1000.00", *lines: tuple[str, str], **more: Any) -> Facts:
    return Facts(None if amount is None else D(amount), lines=tuple(LineFacts(*line) for line in lines), **more)


@pytest.mark.parametrize(
    ("conditions", "document", "expected"),
    [
        ({}, facts(), True),  # a rule without a condition is for everything
        ({"amount_from": D(1000)}, facts("999.99"), False),
        ({"amount_from": D(1000)}, facts("1000.00"), True),  # from is including
        ({"amount_from": D(1000)}, facts(None), True),  # not shown to be below
        ({"vendor": 5}, facts(vendor=5), True),
        ({"vendor": 5}, facts(vendor=6), False),
        ({"vendor": 5}, facts(), False),
        ({"kind": "credit_note"}, facts(kind="credit_note"), True),
        ({"kind": "credit_note"}, facts(kind="purchase_invoice"), False),
        ({"cost_centre": "MKT"}, facts("1", ("4000", ""), ("4100", "MKT")), True),  # one line is enough
        ({"cost_centre": "MKT"}, facts("1", ("4000", "IT")), False),
        ({"cost_centre": "MKT"}, facts("1"), False),
        ({"gl_from": "4000", "gl_to": "4999"}, facts("1", ("4999", "")), True),
        ({"gl_from": "4000", "gl_to": "4999"}, facts("1", ("5000", "")), False),
        ({"gl_from": "4000", "gl_to": "4999"}, facts("1", ("40000", "")), False),  # by figure, not by letter
        ({"gl_from": "4000", "gl_to": "4999"}, facts("1", ("0400", "")), False),
        ({"gl_from": "4000"}, facts("1", ("9000", "")), True),  # open to one side
        ({"gl_to": "3999"}, facts("1", ("0100", "")), True),
        ({"gl_to": "3999"}, facts("1", ("", "")), False),  # not coded is not in a range
        ({"gl_from": "A1", "gl_to": "A9"}, facts("1", ("A5", "")), True),
        ({"gl_from": "A1", "gl_to": "A9"}, facts("1", ("4000", "")), False),
        # both of one and the same line
        (
            {"cost_centre": "MKT", "gl_from": "4000", "gl_to": "4000"},
            facts("1", ("4000", "IT"), ("5000", "MKT")),
            False,
        ),
        ({"cost_centre": "MKT", "gl_from": "4000", "gl_to": "4000"}, facts("1", ("4000", "MKT")), True),
        # every condition
        ({"amount_from": D(10), "vendor": 5}, facts("100", vendor=6), False),
    ],
)
def test_when_a_rule_holds(conditions: dict[str, Any], document: Facts, expected: bool) -> None:
    assert holds(rule(**conditions), document) is expected


BIG = Rule(1, frozenset({ANNA}), frozenset({BEN}), amount_from=D(5000))
REST = Rule(2, frozenset({CAS, DIRK}))


@pytest.mark.parametrize(
    ("rules", "document", "alone_up_to", "expected"),
    [
        ([], facts(), "0", Route()),
        ([BIG], facts(), "0", Route()),  # none holds: as it always was
        ([BIG, REST], facts("5000"), "0", Route(1, (frozenset({ANNA}), frozenset({BEN})))),
        ([REST, BIG], facts("5000"), "0", Route(2, (frozenset({CAS, DIRK}),))),  # the first one decides
        ([REST], facts("100", spotless=True), "0", Route(2, (frozenset({CAS, DIRK}),))),  # off by default
        ([REST], facts("100", spotless=True), "100", Route(alone=True)),
        ([REST], facts("100.01", spotless=True), "100", Route(2, (frozenset({CAS, DIRK}),))),
        ([REST], facts("50"), "100", Route(2, (frozenset({CAS, DIRK}),))),
        ([REST], facts(None, spotless=True), "100", Route(2, (frozenset({CAS, DIRK}),))),  # no amount, no favour
        ([BIG], facts("50", spotless=True), "100", Route()),
    ],
)
def test_the_way_a_document_goes(rules: list[Rule], document: Facts, alone_up_to: str, expected: Route) -> None:
    assert route_of(document, rules, D(alone_up_to)) == expected


ONE = Route(2, (frozenset({ANNA, BEN}),))
TWO = Route(1, (frozenset({ANNA, BEN}), frozenset({CAS, DIRK})))


@pytest.mark.parametrize(
    ("route", "given", "by", "for_whom", "expected"),
    [
        (Route(), [], DIRK, set(), Seat()),
        (ONE, [], ANNA, set(), Seat(0, None, True)),
        (ONE, [], CAS, set(), None),
        (ONE, [], CAS, {BEN}, Seat(0, BEN, True)),
        (ONE, [], ANNA, {BEN}, Seat(0, None, True)),  # one's own name goes before
        (ONE, [], CAS, {DIRK}, None),  # no chain: who is absent and not named gives nothing
        (TWO, [], ANNA, set(), Seat(0, None, False)),
        (TWO, [], CAS, set(), None),  # the second step does not come first
        (TWO, [], CAS, {ANNA}, None),  # named in the second step: would fill both
        (TWO, [], 9, {ANNA}, Seat(0, ANNA, False)),
        (TWO, [Given(ANNA)], CAS, set(), Seat(1, None, True)),
        (TWO, [Given(ANNA)], ANNA, set(), None),
        (TWO, [Given(ANNA)], BEN, set(), None),
        (TWO, [Given(ANNA)], ANNA, {CAS}, None),  # had part in the first
        (TWO, [Given(9, ANNA)], 9, {CAS}, None),
        (TWO, [Given(9, ANNA)], ANNA, {CAS}, None),  # in her name it was given already
        (TWO, [Given(ANNA)], 9, {DIRK}, Seat(1, DIRK, True)),
        (TWO, [Given(CAS)], ANNA, set(), Seat(0, None, False)),  # one that came too early waits for its step
        # All filled, and not approved as a whole: the rule was changed. The last step is asked once more.
        (ONE, [Given(ANNA)], ANNA, set(), Seat(0, None, True)),
        (TWO, [Given(ANNA), Given(CAS)], DIRK, set(), Seat(1, None, True)),
        (TWO, [Given(ANNA), Given(CAS)], ANNA, set(), None),
    ],
)
def test_from_where_somebody_may_approve(
    route: Route, given: list[Given], by: int, for_whom: set[int], expected: Seat | None
) -> None:
    assert seat_of(route, given, by, frozenset(for_whom)) == expected


@pytest.mark.parametrize(
    ("route", "given", "steps", "waits"),
    [
        (Route(), [], 0, 0),
        (TWO, [], 0, 0),
        (TWO, [Given(DIRK)], 0, 0),
        (TWO, [Given(DIRK), Given(ANNA)], 2, 1),  # whatever order they came in
        (TWO, [Given(ANNA)], 1, 1),
        (TWO, [Given(9, ANNA), Given(9, CAS)], 1, 1),  # the same hands count once
        (TWO, [Given(9, ANNA), Given(CAS)], 2, 1),
    ],
)
def test_which_steps_are_filled(route: Route, given: list[Given], steps: int, waits: int) -> None:
    assert len(filled(route.stages, given)) == steps
    assert open_stage(route, given) == waits
    assert complete(route, given) is (steps == len(route.stages))
