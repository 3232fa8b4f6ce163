"""A duplicate that stands in Exact: the document beside the entry, and what is decided about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration, BookedEntry, BookedLine
from tests.workbench.support import desk
from workbench.models import Draft


def booked(books: Administration, number: str) -> BookedEntry:
    entry = BookedEntry.objects.create(
        administration=books,
        exact_id=f"guid-{number}",
        vendor=books.vendors.get(),
        entry_number="26601",
        your_ref=number,
        number_key=number,
        date=date(2026, 11, 3),
        amount=Decimal("121.00"),
    )
    BookedLine.objects.create(
        administration=books,
        exact_id=f"line-{number}",
        entry_exact_id=entry.exact_id,
        description="Eerder geboekt",
        gl_account_code="4000",
        amount=Decimal("100.00"),
    )
    return entry


@pytest.fixture
def draft(books: Administration) -> Draft:
    booked(books, "Z1")
    return desk.made(books, "Z1", by=desk.person("kim", books, "clerk"))


@pytest.fixture
def page(draft: Draft, client: Client) -> str:
    """The comparison, reached by the button beside the hold."""
    assert desk.holds_of(draft) == ["DUPLICATE_SUSPECT"]
    client.force_login(desk.person("kim", draft.administration))
    url = reverse("compare-booked", args=[draft.pk, BookedEntry.objects.get().pk])
    assert url in client.get(reverse("review", args=[draft.pk])).content.decode()
    return client.get(url).content.decode()


def test_header_lines_and_link_stand_beside_each_other(page: str) -> None:
    assert "26601" in page and "Eerder geboekt" in page and "4000" in page and "EntryID=guid-Z1" in page


def test_both_are_right_with_a_reason(draft: Draft, page: str, client: Client) -> None:
    hold = draft.holds.get(released_at=None)
    assert reverse("draft-release", args=[draft.pk, hold.pk]) in page
    client.post(reverse("draft-release", args=[draft.pk, hold.pk]), {"reason": "andere levering"})
    assert not desk.holds_of(draft)


def test_kept_as_the_paper_of_the_entry(draft: Draft, page: str, client: Client) -> None:
    assert reverse("draft-file", args=[draft.pk]) in page and reverse("draft-reject", args=[draft.pk]) in page
    client.post(reverse("draft-file", args=[draft.pk]), {"reason": "Hoort bij boeking 26601 in Exact"})
    draft.refresh_from_db()
    assert (draft.state, draft.rejected_reason) == ("filed", "Hoort bij boeking 26601 in Exact")


def test_an_entry_of_books_one_may_not_see_is_not_offered(draft: Draft, client: Client) -> None:
    two = desk.books(900002, "twee", "Twee BV")
    BookedEntry.objects.update(administration=two)
    entry = BookedEntry.objects.get()
    client.force_login(desk.person("kim", draft.administration))
    url = reverse("compare-booked", args=[draft.pk, entry.pk])
    assert client.get(url).status_code == 404
    assert url not in client.get(reverse("review", args=[draft.pk])).content.decode()
