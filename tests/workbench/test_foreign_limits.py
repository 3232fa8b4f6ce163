"""Amounts in another currency are held against limits by Exact's rate of the day; without a rate nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exact import api
from exact.models import Administration, ExchangeRate
from tests.workbench.support import desk
from workbench.approval.services import needs_other_eyes, refusal_of, weight_in_own_currency
from workbench.drafts.changing import DraftRefused
from workbench.models import Draft, Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


def rate(books: Administration, start: str, value: str, currency: str = "USD", target: str = "EUR") -> None:
    key = desk.guid(1, f"{currency}{target}{start}")
    ExchangeRate.objects.create(
        administration=books, exact_id=key, source=currency, target=target, rate=Decimal(value), start=start
    )


@pytest.mark.parametrize(
    ("currency", "day", "expected"),
    [
        ("EUR", "2026-11-03", "1"),
        ("USD", "2026-11-03", "0.9"),
        ("usd", "2026-11-10", "0.8"),  # from that day on
        ("USD", "2026-11-01", None),  # before the first one: a later rate is no rate
        ("USD", "2027-06-01", None),  # an old one says little
        ("GBP", "2026-11-03", None),
        ("CHF", "2026-11-03", None),  # only towards another currency
    ],
)
def test_the_rate_of_a_day(books: Administration, currency: str, day: str, expected: str | None) -> None:
    rate(books, "2026-11-02", "0.9")
    rate(books, "2026-11-10", "0.8")
    rate(books, "2026-11-02", "1.1", "CHF", "GBP")
    found = api.rate_for(books, currency, date.fromisoformat(day))
    assert found == (None if expected is None else Decimal(expected))


def dollars(books: Administration, net: str) -> Draft:
    draft = desk.made(books, f"USD-{net}", net, currency="USD")
    Draft.objects.filter(pk=draft.pk).update(blockers=0)
    draft.refresh_from_db()
    return draft


def refused(draft: Draft, name: str, limit: str) -> str:
    assert draft.administration is not None
    who = desk.person(name, draft.administration, "approver", limit=Decimal(limit))
    found = refusal_of(draft, who)
    return found.code if isinstance(found, DraftRefused) else ""


def test_a_limit_is_held_against_the_converted_amount(books: Administration) -> None:
    draft = dollars(books, "1000.00")  # 1,210 dollars with VAT
    assert weight_in_own_currency(draft) is None
    assert refused(draft, "anna", "5000") == "LIMIT_IN_OTHER_CURRENCY"
    rate(books, "2026-11-02", "0.9")  # 1,089 euros
    assert weight_in_own_currency(draft) == Decimal("1089.00")
    assert refused(draft, "bram", "1088.99") == "OVER_LIMIT"
    assert refused(draft, "cleo", "1089.00") == ""


def test_the_second_pair_of_eyes_too(books: Administration) -> None:
    Policy.objects.create(administration=books, four_eyes_from=Decimal(1089))
    kim = desk.person("kim", books, "clerk", "approver")
    draft = desk.made(books, "OGEN-1", "1000.00", by=kim, currency="USD")
    assert needs_other_eyes(draft, kim), "without a rate it cannot be shown to be below"
    rate(books, "2026-11-02", "0.9")
    assert needs_other_eyes(draft, kim)
    ExchangeRate.objects.update(rate=Decimal("0.89"))
    assert not needs_other_eyes(draft, kim)
