"""What stands beside the field in focus: other values, and what the vendor's last documents had."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exact.models import PaymentCondition
from tests.workbench.support.books import KNOWN_IBAN, NEW_IBAN, Books, book_history, make_books, make_draft
from workbench.models import Draft
from workbench.review.beside import beside_field, beside_line

DUE, READ = "2026-06-01", "2026-05-31"


@pytest.fixture
def books(db: None) -> Books:
    return make_books()


def held(books: Books, **fields: dict[str, Any]) -> Draft:
    draft = make_draft(books)
    draft.vendor, draft.issue_date = books.vendor, date(2026, 5, 10)
    draft.fields |= fields
    draft.save()
    return draft


def posted(books: Books, days: int, iban: str = KNOWN_IBAN) -> None:
    due = date.fromordinal(date(2026, 4, 1).toordinal() + days)
    draft = held(books, due_date={"value": due.isoformat()}, supplier_iban={"value": iban})
    Draft.objects.filter(pk=draft.pk).update(
        state="posted", issue_date=date(2026, 4, 1), due_date=due, posted_at=timezone.now()
    )


def test_other_values_are_the_one_that_was_read_and_that_of_the_payment_condition(books: Books) -> None:
    PaymentCondition.objects.create(
        administration=books.administration, exact_id="pc", code="30", description="30 dagen", days=30
    )
    type(books.known_vendor()).objects.update(payment_condition="30")
    books.known_vendor().refresh_from_db()
    draft = held(books, due_date={"value": DUE, "read": READ})
    shown = [choice.shown for choice in beside_field(draft, "due_date").choices]
    assert shown == ["31-05-2026", "09-06-2026"]
    agreed = held(books, due_date={"value": "2026-06-09", "read": "2026-06-09"})
    assert beside_field(agreed, "due_date").choices == []


def test_an_account_is_never_offered(books: Books) -> None:
    draft = held(books, supplier_iban={"value": NEW_IBAN, "read": KNOWN_IBAN})
    assert beside_field(draft, "supplier_iban").choices == []


def test_the_last_three_of_the_vendor_newest_first(books: Books, django_assert_num_queries: Any) -> None:
    for days in (14, 30, 30, 21):
        posted(books, days)
    draft = held(books, due_date={"value": DUE})
    assert [told.split()[0] for told in beside_field(draft, "due_date").last] == ["21", "30", "30"]
    assert beside_field(draft, "supplier_iban").last == ["NL91 ABNA 0417 1643 00"] * 3
    book_history(books, [("2026-01-01", "a", "4100"), ("2026-03-01", "b", "4110"), ("2026-02-01", "c", "4100")])
    with django_assert_num_queries(1):
        assert beside_line(draft, "gl_account").last == ["4110", "4100", "4100"]


def test_the_part_is_asked_for_by_whoever_may_see_the_draft(books: Books, client: Client) -> None:
    draft = held(books, due_date={"value": DUE, "read": READ})
    client.force_login(books.people["viewer"])
    address = reverse("draft-beside", args=[draft.pk])
    assert 'data-take="31-05-2026"' in client.get(address, {"field": "due_date"}).content.decode()
    assert client.get(address, {"field": "pk; drop"}).content.decode().strip() == ""
