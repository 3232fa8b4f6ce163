"""Signals in the product: the same invoice in other books, under a second record, and an account abroad."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.reading import DocumentType
from exact.models import Administration, BookedEntry, Vendor
from matching.mirror import kept
from tests.workbench.support import desk
from workbench.models import Document, Draft
from workbench.pipeline import any_of
from workbench.pipeline.derive import duplicates
from workbench.pipeline.derive.facts import Facts
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


def test_a_number_with_words_around_it_and_a_credit_are_found_in_the_ledger(books: Administration) -> None:
    vendor = books.vendors.get()
    booked(vendor, "2026/78", day="2026-03-02")
    assert suspected(desk.made(books, "Factuurnr. 2026-78 (kopie)", "345.00")) is not None
    booked(vendor, "C 881", "-121.00")
    credit = desk.made(books, "C-88l", type=DocumentType.CREDIT_NOTE)
    assert credit.kind == "credit_note" and suspected(credit) is not None


def test_other_vendors_with_that_number_do_not_hide_the_vendors_own(
    books: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(any_of, "MOST", 2)
    others = desk.books(900002, "twee", "Twee BV")
    for place in range(4):
        vendor = Vendor.objects.create(
            administration=others, exact_id=desk.guid(place, "v"), code=f"9{place}", name=f"Firma {place}"
        )
        draft = desk.made(others, "2026-0001", f"{300 + place}.00")
        Draft.objects.filter(pk=draft.pk).update(vendor=vendor)
    desk.made(books, "2026-0001", "77.00")
    assert suspected(desk.made(books, "2026-0001", "78.00")) == "2026-0001"


def test_every_way_to_a_duplicate_goes_over_an_index(books: Administration, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = desk.made(books, "IDX-1")
    monkeypatch.setattr(kept, "_values", {})  # nothing from memory
    Document.objects.filter(draft=draft).update(picture_hash="00000000000000ff")
    facts = Facts(Draft.objects.get(pk=draft.pk))
    with CaptureQueriesContext(connection) as asked:
        duplicates.step(facts)
    statements = [query["sql"] for query in asked if "UNION" in query["sql"]]
    assert len(statements) == 3
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert not [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN")], sql


def test_an_account_in_a_country_that_is_not_the_vendors_is_told(books: Administration) -> None:
    abroad = desk.made(books, "BUITENLAND-1", supplier_iban="LT121000011101001000")
    at_home = desk.made(books, "THUIS-1", "200.00", supplier_iban="NL20INGB0001234567")
    found = [set(draft.holds.values_list("code", flat=True)) for draft in (abroad, at_home)]
    assert "IBAN_COUNTRY" in found[0] and "IBAN_CHANGED" in found[0]
    assert "IBAN_COUNTRY" not in found[1] and "IBAN_CHANGED" in found[1]


def test_a_first_account_at_a_payment_service_is_told_once(books: Administration) -> None:
    vendor, new = books.vendors.get(), "NL66REVO3601430436"
    moved = desk.made(books, "OVER-1", supplier_iban=new)
    assert "IBAN_PAYMENT_SERVICE" in set(moved.holds.values_list("code", flat=True))
    vendor.bank_accounts.create(administration=books, exact_id=desk.guid(5, "new"), iban=new)
    after = desk.made(books, "OVER-2", "200.00", supplier_iban="BE89967030382685")
    assert "IBAN_PAYMENT_SERVICE" not in set(after.holds.values_list("code", flat=True))
