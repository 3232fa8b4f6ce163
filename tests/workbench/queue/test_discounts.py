"""A payment discount: what it is, how long it can be had, and where it is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exact.models import Administration, PaymentCondition
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.discount import discount_of
from workbench.models import Draft, Role

D = Decimal
DAY = date(2026, 11, 20)


def condition(percentage: str = "0.02", days: int = 10, on: str = "I") -> PaymentCondition:
    told = {"DiscountPercentage": percentage, "DiscountPaymentDays": days, "DiscountCalculation": on}
    return PaymentCondition(code="SK", days=30, raw={"PaymentMethod": "B"} | told)


@pytest.mark.parametrize(
    ("terms", "issued", "net", "gross", "currency", "found"),
    [
        (condition(), DAY, D(100), D(121), "EUR", (date(2026, 11, 30), D("2.42"))),
        (condition(on="E"), DAY, D(100), D(121), "EUR", (date(2026, 11, 30), D("2.00"))),
        (condition("2.25", 0), DAY, D(100), D(121), "EUR", (DAY, D("2.72"))),
        (condition(), DAY, D(100), D(12345), "JPY", (date(2026, 11, 30), D("247"))),
        (condition("0"), DAY, D(100), D(121), "EUR", None),
        (condition(), None, D(100), D(121), "EUR", None),
        (condition(), DAY, D(100), None, "EUR", None),
        (condition(on="E"), DAY, None, D(121), "EUR", None),
        (condition(), DAY, D(0), D(0), "EUR", None),
        (None, DAY, D(100), D(121), "EUR", None),
    ],
    ids=["of the total", "of the net", "as a percentage, the same day", "without cents", "none", "no date", "no total",
         "no net", "nothing to pay", "no condition"],
)  # fmt: skip
def test_what_may_be_taken_off(
    terms: PaymentCondition | None, issued: date | None, net: Any, gross: Any, currency: str, found: Any
) -> None:
    discount = discount_of(terms, issued, net, gross, currency)
    assert (discount and (discount.until, discount.amount)) == found


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def clerk(books: Administration, client: Client) -> Person:
    clerk = desk.person("mk", books, Role.CLERK)
    client.force_login(clerk)
    return clerk


def listed(client: Client) -> str:
    return client.get("/queue/?view=open", HTTP_ACCEPT_LANGUAGE="en").content.decode()


@pytest.mark.django_db
def test_the_list_and_the_header_tell_it_as_long_as_it_can_be_had(
    books: Administration, clerk: Person, client: Client
) -> None:
    today = timezone.localdate()
    draft = desk.made(books, "F-1")
    Draft.objects.filter(pk=draft.pk).update(issue_date=today)
    assert "discount" not in listed(client)
    terms = condition()
    terms.administration, terms.exact_id, terms.code = books, "sk", "30"
    terms.save()
    last = today + timedelta(days=10)
    assert f"discount {last:%d-%m}" in listed(client)
    page = client.get(f"/drafts/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert f"2 % discount: 2.42 off when paid by {last:%d-%m-%Y}" in page
    Draft.objects.filter(pk=draft.pk).update(issue_date=today - timedelta(days=10))
    assert "discount today" in listed(client)
    Draft.objects.filter(pk=draft.pk).update(issue_date=today - timedelta(days=11))
    assert "discount" not in listed(client)
    page = client.get(f"/drafts/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert f"2 % discount could be had until {today - timedelta(days=1):%d-%m-%Y}" in page


@pytest.mark.django_db
def test_another_condition_on_the_document_goes_before_the_vendors(
    books: Administration, clerk: Person, client: Client
) -> None:
    terms = condition()
    terms.administration, terms.exact_id = books, "sk"
    terms.save()
    draft = desk.made(books, "F-1")
    Draft.objects.filter(pk=draft.pk).update(issue_date=timezone.localdate())
    assert "% discount:" not in listed(client)
    Draft.objects.filter(pk=draft.pk).update(fields=draft.fields | {"payment_condition": {"value": "SK"}})
    assert "% discount:" in listed(client)
    Draft.objects.filter(pk=draft.pk).update(kind="credit_note")
    assert "% discount:" not in listed(client)
