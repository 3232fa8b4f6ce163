"""Signals in the product: the same invoice in other books, under a second record, and an account abroad."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exact.models import Administration, BookedEntry, Vendor
from tests.workbench.support import desk
from workbench.models import Draft
from workbench.pipeline.drafting import number_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


def booked(vendor: Vendor, number: str, amount: str = "121.00", day: str = "2026-11-02") -> BookedEntry:
    return BookedEntry.objects.create(
        administration=vendor.administration,
        vendor=vendor,
        exact_id=desk.guid(vendor.pk, number),
        entry_number="26600077",
        your_ref=number,
        number_key=number_key(number),
        date=day,
        amount=Decimal(amount),
    )


def suspected(draft: Draft) -> Any:
    hold = draft.holds.filter(code="DUPLICATE_SUSPECT").first()
    return hold.params["number"] if hold else None


@pytest.mark.parametrize("number", ["77", "2026-00077"])
def test_an_invoice_of_another_administration_is_found_by_the_vendors_vat_number(
    books: Administration, number: str
) -> None:
    other = desk.books(900002, "twee", "Twee BV")
    desk.made(other, number)
    assert suspected(desk.made(books, number)) == number


@pytest.mark.parametrize("where", ["second record", "other administration"])
def test_an_entry_in_exact_under_another_record_of_the_vendor_is_found(books: Administration, where: str) -> None:
    vendor = books.vendors.get()
    if where == "second record":
        vendor.pk, vendor.exact_id, vendor.code = None, desk.guid(1, "second"), "2"
        vendor.save(force_insert=True)
        vendor.blocked = True
        vendor.save()
    else:
        vendor = desk.books(900002, "twee", "Twee BV").vendors.get()
    booked(vendor, "2026/77")
    draft = desk.made(books, "2026-77")
    assert draft.vendor is not None and "26600077" in str(suspected(draft))
    assert suspected(desk.made(books, "2026-99", "999.00")) is None


def test_an_account_in_a_country_that_is_not_the_vendors_is_told(books: Administration) -> None:
    abroad = desk.made(books, "BUITENLAND-1", supplier_iban="LT121000011101001000")
    at_home = desk.made(books, "THUIS-1", "200.00", supplier_iban="NL20INGB0001234567")
    found = [set(draft.holds.values_list("code", flat=True)) for draft in (abroad, at_home)]
    assert "IBAN_COUNTRY" in found[0] and "IBAN_CHANGED" in found[0]
    assert "IBAN_COUNTRY" not in found[1] and "IBAN_CHANGED" in found[1]
