"""Bills beside a vendor's habit: amount, rhythm, round amounts, cut under the limit (G9, G11)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.fraud.labelled import Labelled, labelled
from matching.fraud.api import Bill, round_amount, split_under_limit, unusual_amount, unusual_rhythm

LIMIT = Decimal(5000)


def _year(draw: random.Random, *, every: int, centre: int, spread: float, jitter: int = 1) -> list[Bill]:
    bills: list[Bill] = []
    day = date(2025, 1, 1) + timedelta(days=draw.randrange(20))
    while day < date(2026, 1, 1):
        amount = Decimal(round(centre * 100 * draw.lognormvariate(0, spread))) / 100 + Decimal("0.37")
        bills.append(Bill(f"b{len(bills)}", day, amount.quantize(Decimal("0.01"))))
        day += timedelta(days=max(1, every + draw.randint(-jitter, jitter)))
    return bills


def _next(bills: list[Bill], days: int, amount: Decimal) -> Bill:
    return Bill("new", bills[-1].issued + timedelta(days=days), amount)


def amounts() -> Labelled:
    """Many times the usual, beside a year of the vendor's own."""
    draw = random.Random(4)
    fraud, normal = [], []
    for _ in range(500):
        spread = draw.choice([0.0, 0.05, 0.15, 0.3])
        bills = _year(draw, every=draw.choice([7, 14, 30]), centre=draw.choice([80, 900, 4000]), spread=spread)
        history, last = bills[:-1], bills[-1]
        normal.append(unusual_amount(last, history) is not None)
        times = Decimal(draw.randint(30, 60)) if spread >= 0.3 else Decimal(draw.randint(8, 30))
        fraud.append(unusual_amount(_next(bills, 7, (bills[len(bills) // 2].amount * times)), bills) is not None)
    return labelled("unusual amount", "G11", fraud, normal)


def rhythms() -> Labelled:
    """A bill far too soon, beside the next one in its time."""
    draw = random.Random(5)
    fraud, normal = [], []
    for _ in range(500):
        every = draw.choice([14, 28, 30])
        bills = _year(draw, every=every, centre=500, spread=0.1, jitter=2)
        normal.append(unusual_rhythm(bills[-1], bills[:-1]) is not None)
        fraud.append(unusual_rhythm(_next(bills, draw.randint(0, every // 3), Decimal("501.10")), bills) is not None)
    return labelled("unusual rhythm", "G11", fraud, normal)


def round_amounts() -> Labelled:
    """Whole hundreds from a vendor whose bills never are."""
    draw = random.Random(6)
    fraud, normal = [], []
    for _ in range(500):
        bills = _year(draw, every=14, centre=900, spread=0.4)
        normal.append(round_amount(bills[-1], bills[:-1]) is not None)
        fraud.append(round_amount(_next(bills, 9, Decimal(draw.randint(5, 90) * 100)), bills) is not None)
    return labelled("round amount", "G11", fraud, normal)


def splits() -> Labelled:
    """A purchase cut into bills under the limit, beside a vendor's usual weeks."""
    draw = random.Random(7)
    fraud, normal = [], []
    for _ in range(500):
        bills = _year(draw, every=draw.choice([7, 14, 30]), centre=draw.choice([300, 900, 1800]), spread=0.2)
        normal += [
            split_under_limit(bill, bills[:at], LIMIT) is not None for at, bill in enumerate(bills[-4:], len(bills) - 4)
        ]
        parts = draw.randint(2, 4)
        total = LIMIT * draw.randint(115, 190) / 100
        day, made = bills[-1].issued + timedelta(days=20), []
        for part in range(parts):
            share = min(LIMIT - 1, total / parts * draw.randint(95, 105) / 100)
            made.append(Bill(f"s{part}", day + timedelta(days=draw.randrange(7)), share.quantize(Decimal("0.01"))))
        made.sort(key=lambda bill: bill.issued)
        if sum(bill.amount for bill in made) > LIMIT:
            fraud.append(split_under_limit(made[-1], [*bills, *made[:-1]], LIMIT) is not None)
    return labelled("split under limit", "G9", fraud, normal)
