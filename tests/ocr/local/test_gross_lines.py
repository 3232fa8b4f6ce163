"""Lines of a till receipt carry VAT; the table below tells each line's rate and net amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ocr.local.gross_lines import net_lines, net_price

D = Decimal

LOW, HIGH = ("9", "69.00", "6.21"), ("21", "12.00", "2.52")


@pytest.mark.parametrize(
    ("amounts", "rates", "lines"),
    [
        (["65.40", "9.81", "14.52"], [LOW, HIGH], [("60.00", "9"), ("9.00", "9"), ("12.00", "21")]),
        (["14.52"], [HIGH], [("12.00", "21")]),
        # Three times 3.33 of 8.26 net: the rounding stays within the lines of the rate.
        (["3.33", "3.33", "3.33"], [("21", "8.26", "1.73")], [("2.76", "21"), ("2.75", "21"), ("2.75", "21")]),
        (["65.40", "9.81", "14.00"], [LOW, HIGH], None),  # adds up to something else
        (["10.90", "12.10"], [("9", "10.00", "0.90")], None),  # a rate is missing
        (["12.10", "12.10"], [("9", "11.10", "1.00"), ("21", "10.00", "2.10")], None),  # either line could be either
        ([], [LOW], None),
        (["1.00"] * 40, [LOW, HIGH], None),  # too many ways
    ],
)
def test_each_line_has_the_rate_that_makes_the_sums(
    amounts: list[str], rates: list[tuple[str, str, str]], lines: list[tuple[str, str]] | None
) -> None:
    found = net_lines(
        [Decimal(amount) for amount in amounts], [(Decimal(r), Decimal(b), Decimal(v)) for r, b, v in rates]
    )
    wanted = None if lines is None else [(Decimal(net), Decimal(rate)) for net, rate in lines]
    assert found == wanted


def test_rates_printed_on_the_lines_decide() -> None:
    """Two lines alike could have either rate; the rates beside them tell which."""
    rates = [(D("21"), D("100"), D("21")), (D("10"), D("110.00"), D("11.00"))]
    assert net_lines([D("121"), D("121")], rates) is None
    told = net_lines([D("121"), D("121")], rates, [D("10"), D("21")])
    assert told == [(D("110.00"), D("10")), (D("100.00"), D("21"))]


@pytest.mark.parametrize(
    ("quantity", "net", "printed", "expected"),
    [
        ("2", "200.00", ["107.00", "100.00"], "100.00"),  # both prices are printed
        ("3", "99.99", ["40.33"], "33.33"),  # to be divided without rest
        ("3", "100.00", ["40.33"], None),  # not so
        ("7", "70.02", ["12.10", "10.00"], "10.00"),  # cents were rounded per line
    ],
)
def test_price_without_vat(quantity: str, net: str, printed: list[str], expected: str | None) -> None:
    found = net_price(D(quantity), D(net), [D(p) for p in printed])
    assert found == (None if expected is None else D(expected))
