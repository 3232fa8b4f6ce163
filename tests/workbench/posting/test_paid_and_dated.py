"""Bills with nothing left to pay, and dates that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from workbench.pipeline.derive.dates import implausible_date
from workbench.pipeline.derive.payment import Told, judged


@dataclass(frozen=True)
class Condition:
    """A payment condition by Exact's method: B on credit, I collected, K cash."""

    method: str

    collected = property(lambda self: self.method == "I")
    paid_by_us = property(lambda self: self.method == "B")

    def __str__(self) -> str:
        return {"B": "30 dagen", "I": "Incasso", "K": "Contant"}[self.method]


CREDIT, DEBIT, CASH = (Condition(method) for method in "BIK")
ALL = (CREDIT, DEBIT, CASH)
D = Decimal
GROSS = D("121.00")


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        pytest.param(Told(GROSS), CREDIT, None, id="an ordinary bill"),
        pytest.param(Told(GROSS, due=GROSS), CREDIT, None, id="all of it is to be paid"),
        pytest.param(Told(GROSS, due=D(0)), CREDIT, ("ALREADY_PAID", "check", "Contant"), id="nothing to pay"),
        pytest.param(Told(GROSS, prepaid=GROSS), CREDIT, ("ALREADY_PAID", "check", "Contant"), id="prepaid whole"),
        pytest.param(Told(GROSS, prepaid=D(50)), CREDIT, None, id="prepaid in part"),
        pytest.param(
            Told(GROSS, paid_words="Reeds voldaan"), CREDIT, ("ALREADY_PAID", "check", "Contant"), id="said in words"
        ),
        pytest.param(
            Told(GROSS, due=GROSS, paid_words="Paid by card"),
            CREDIT,
            ("ALREADY_PAID", "check", "Contant"),
            id="words against a printed total to pay",
        ),
        pytest.param(
            Told(GROSS, due=D("71.00"), paid_words="Voldaan via iDEAL"), CREDIT, None, id="words about a part of it"
        ),
        pytest.param(Told(GROSS, due=D(0)), CASH, None, id="booked as cash: settled"),
        pytest.param(Told(GROSS, due=D(0)), DEBIT, None, id="booked as collected: in no payment run either"),
        pytest.param(Told(GROSS, due=D(0)), None, ("ALREADY_PAID", "check", "Contant"), id="no condition known"),
        pytest.param(Told(D(0), due=D(0)), CREDIT, None, id="a bill of nothing"),
        pytest.param(Told(None, due=D(0)), CREDIT, None, id="total not known yet"),
        pytest.param(
            Told(GROSS, collected_words="wordt afgeschreven"),
            CREDIT,
            ("DIRECT_DEBIT", "info", "Incasso"),
            id="collected",
        ),
        pytest.param(Told(GROSS, collected_words="59"), CREDIT, ("DIRECT_DEBIT", "info", "Incasso"), id="by its code"),
        pytest.param(Told(GROSS, collected_words="59"), DEBIT, None, id="the vendor's condition says so already"),
    ],
)
def test_what_is_left_to_pay(told: Told, now: Condition | None, expected: tuple[str, str, str] | None) -> None:
    found = [(c.code, c.severity.value, c.params["condition"]) for c in judged(told, now, ALL)]
    assert found == ([expected] if expected else [])


def test_without_a_fitting_condition_in_the_books_none_is_offered() -> None:
    (cause,) = judged(Told(GROSS, due=D(0)), CREDIT, (CREDIT, DEBIT))
    assert "condition" not in cause.params


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("issued", "codes"),
    [
        (None, []),
        (TODAY, []),
        (date(2026, 11, 23), ["DATE_FUTURE"]),
        (date(2027, 1, 18), ["DATE_FUTURE"]),
        (date(2021, 11, 22), []),
        (date(2021, 11, 21), ["DATE_OLD"]),
        (date(2016, 11, 22), ["DATE_OLD"]),
    ],
)
def test_dates_that_a_person_looks_at(issued: date | None, codes: list[str]) -> None:
    assert [cause.code for cause in implausible_date(issued, TODAY)] == codes
