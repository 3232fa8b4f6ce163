"""The supplier's VAT over the lines: to the cent what is stated, never smoothed, never more than was let pass."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.money import ZERO
from matching.vat.spread import Bearer, Stated, rate_sums, slack, spread

D = Decimal
HIGH, LOW = D(21), D(9)


def bearers(*nets_and_rates: tuple[str, Decimal]) -> list[Bearer]:
    return [Bearer(D(net), rate) for net, rate in nets_and_rates]


@pytest.mark.parametrize(
    ("lines", "stated", "expected"),
    [
        # Three lines of 1.02: rounded per line 0.63, over the total 0.64, both legal; the largest line takes the cent.
        (bearers(*[("1.02", HIGH)] * 3), Stated({HIGH: D("0.64")}), ["0.22", "0.21", "0.21"]),
        (bearers(*[("1.02", HIGH)] * 3), Stated({HIGH: D("0.63")}), ["0.21", "0.21", "0.21"]),
        # A difference that rounding does not explain stays visible ...
        (bearers(("100", HIGH)), Stated({HIGH: D("20.00")}), ["21.00"]),
        # ... until a person lets this very difference pass; another one is another decision.
        (bearers(("100", HIGH)), Stated({HIGH: D("20.00")}, passed={HIGH: D("-1.00")}), ["20.00"]),
        (bearers(("100", HIGH)), Stated({HIGH: D("19.00")}, passed={HIGH: D("-1.00")}), ["21.00"]),
        (bearers(("100", HIGH)), Stated({}, D("20.00"), {None: D("-1.00")}), ["20.00"]),
        # In total: each rate gets what the paper says about it.
        (
            bearers(("100", HIGH), ("50", LOW)),
            Stated({HIGH: D("20.00"), LOW: D("5.00")}, D("25.00"), {None: D("-0.50")}),
            ["20.00", "5.00"],
        ),
        # One rate without a figure of its own: what the total leaves for it.
        (bearers(("100", HIGH), ("50", LOW)), Stated({HIGH: D("21.00")}, D("25.48")), ["21.00", "4.48"]),
        # Under reverse charge the supplier charges nothing, whatever the rate of the line.
        ([Bearer(D(100), HIGH, due=True), Bearer(D(50), LOW)], Stated({}, D("4.50")), ["0", "4.50"]),
    ],
)
def test_what_each_line_bears(lines: list[Bearer], stated: Stated, expected: list[str]) -> None:
    assert spread(lines, stated, "EUR") == [D(amount) for amount in expected]


nets = st.decimals("-9999.99", "99999.99", places=2)
lines_of = st.lists(
    st.builds(Bearer, nets, st.sampled_from([ZERO, LOW, HIGH, D(6)]), st.booleans()), min_size=1, max_size=8
)
amounts = st.decimals("-5000", "25000", places=2)


@settings(max_examples=150, deadline=None)
@given(lines_of, st.dictionaries(st.sampled_from([LOW, HIGH, D(6)]), amounts), st.none() | amounts)
def test_a_stated_figure_is_booked_whole_or_not_at_all(
    lines: list[Bearer], per_rate: dict[Decimal, Decimal], total: Decimal | None
) -> None:
    stated = Stated(per_rate, total)
    parts = spread(lines, stated, "EUR")
    assert all(part == 0 for line, part in zip(lines, parts, strict=True) if line.due)
    for each in rate_sums(lines, stated, "EUR"):
        booked = sum(
            (part for line, part in zip(lines, parts, strict=True) if line.rate == each.rate and not line.due), ZERO
        )
        explained = each.stated is not None and abs(each.stated - each.computed) <= slack(each.lines)
        assert booked == (each.stated if explained else each.computed)


@settings(max_examples=150, deadline=None)
@given(lines_of, amounts)
def test_what_was_let_pass_makes_the_total_to_the_cent(lines: list[Bearer], total: Decimal) -> None:
    before = sum(spread(lines, Stated({}, total), "EUR"), ZERO)
    parts = spread(lines, Stated({}, total, {None: total - before}), "EUR")
    charged = any(not line.due for line in lines)
    assert sum(parts, ZERO) == (total if charged else ZERO)
