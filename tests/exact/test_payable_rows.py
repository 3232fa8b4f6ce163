"""Payment terms of Exact: what is open to be paid is kept, what is paid, matched or deleted ends."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from exact.mirror.payable_rows import payment_terms, terms_gone
from exact.models import Administration, Payable, PaymentCondition
from tests.workbench.support import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


def term(key: str = "t1", **changed: Any) -> dict[str, Any]:
    row = {
        "ID": key, "Account": desk.guid(900001, "vendor"), "LineType": 22, "Status": 20, "EntryNumber": 26600001,
        "TransactionEntryID": "e1", "YourRef": "F-1", "InvoiceDate": datetime(2026, 11, 1),
        "DueDate": datetime(2026, 12, 1),
        "EndDate": None, "Currency": "USD", "AmountFC": Decimal("121"), "AmountDC": Decimal("110.50"),
        "AmountDiscountFC": Decimal("2.42"), "DiscountDueDate": datetime(2026, 11, 11), "PaymentMethod": "B",
    }  # fmt: skip
    return row | changed


def open_keys(books: Administration) -> set[str]:
    return set(Payable.objects.filter(administration=books, gone_at=None).values_list("exact_id", flat=True))


def test_an_open_term_is_kept_with_its_discount_and_both_amounts(books: Administration) -> None:
    payment_terms(books, [term()])
    row = Payable.objects.get()
    assert (row.vendor, row.due_date, row.amount, row.own_amount) == (
        books.vendors.get(), date(2026, 12, 1), Decimal("121"), Decimal("110.50"),
    )  # fmt: skip
    assert (row.discount, row.discount_until, row.selected) == (Decimal("2.42"), date(2026, 11, 11), False)


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, True),
        ({"Status": 30}, True),
        ({"Status": 40}, False),
        ({"Status": 50}, False),
        ({"EndDate": datetime(2026, 11, 20)}, False),
        ({"LineType": 20}, False),
    ],
    ids=["open", "in a payment run", "paid", "matched", "ended", "a receipt of ours"],
)
def test_which_terms_are_open(books: Administration, changed: dict[str, Any], kept: bool) -> None:
    payment_terms(books, [term(**changed)])
    assert open_keys(books) == ({"t1"} if kept else set())


def test_what_was_open_ends_when_it_is_paid_and_opens_again_when_that_is_undone(books: Administration) -> None:
    payment_terms(books, [term(), term("t2")])
    payment_terms(books, [term(Status=50)])
    assert open_keys(books) == {"t2"}
    payment_terms(books, [term()])
    assert open_keys(books) == {"t1", "t2"}
    terms_gone(books, ["t1"])
    assert open_keys(books) == {"t2"}


@pytest.mark.parametrize(
    ("told", "share"), [("0.02", "0.02"), ("2", "0.02"), ("0", "0"), (None, "0"), ("1.5", "0.015"), ("100", "0")]
)
def test_a_conditions_discount_is_a_fraction_or_a_percentage(told: str | None, share: str) -> None:
    assert PaymentCondition(raw={"DiscountPercentage": told}).discount == Decimal(share)
