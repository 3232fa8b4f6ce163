"""What choosing a vendor or changing what was learned does to the documents that wait, said before and done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from exact.models import Administration, Vendor
from matching.models import VendorMapping
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, Draft
from workbench.vendors import impact, services

UNKNOWN: dict[str, Any] = {
    "supplier_vat": "",
    "supplier_registration": "",
    "supplier_iban": "",
    "supplier_name": "Onbekend Handel",
}


@pytest.fixture
def books(db: None, tmp_path: Path) -> Iterator[Administration]:
    with override_settings(BLOB_ROOT=tmp_path / "blobs", INBOEK_HOME=tmp_path):
        yield desk.books()


@pytest.fixture
def ann(books: Administration) -> Person:
    return desk.person("ann", books, "clerk")


def other_vendor(books: Administration) -> Vendor:
    return Vendor.objects.create(administration=books, exact_id=desk.guid(1, "other"), code="2", name="Andere BV")


def unknown(books: Administration, number: str, net: str, **changes: Any) -> Draft:
    draft = desk.made(books, number, net, **UNKNOWN | changes)
    assert draft.vendor is None
    return draft


def told(found: impact.Impact) -> tuple[list[str], list[str], list[str]]:
    """Numbers of the documents assigned, ready, and without their vendor."""
    assigned, ready, lost = (
        sorted(draft.invoice_number for draft in rows) for rows in (found.assigned, found.ready, found.lost)
    )
    return assigned, ready, lost


def test_the_preview_says_what_choosing_does_and_changes_nothing(books: Administration, ann: Person) -> None:
    first, vendor = unknown(books, "A-1", "10.00"), books.vendors.get()
    for number, net in (("A-2", "20.00"), ("A-3", "30.00")):
        unknown(books, number, net)
    unknown(books, "B-1", "40.00", supplier_name="Heel Iemand Anders")
    before = list(Draft.objects.order_by("pk").values())
    said = told(services.preview_choice(first.pk, vendor=vendor, by=ann))
    assert list(Draft.objects.order_by("pk").values()) == before
    assert not VendorMapping.objects.exists() and not AuditEvent.objects.filter(action="vendor.mapped").exists()
    assert said[0] == ["A-2", "A-3"]
    assert told(services.choose_vendor(first.pk, vendor=vendor, by=ann)) == said
    assert Draft.objects.get(invoice_number="A-2").vendor == vendor
    assert Draft.objects.get(invoice_number="B-1").vendor is None


def test_an_assigned_document_with_everything_else_done_becomes_ready(books: Administration, ann: Person) -> None:
    first, vendor = unknown(books, "A-1", "10.00"), books.vendors.get()
    done = desk.coded(unknown(books, "A-2", "20.00"), ann)
    for hold in done.holds.filter(released_at=None).exclude(code__startswith="VENDOR"):
        hold.delete()
    said = services.preview_choice(first.pk, vendor=vendor, by=ann)
    did = services.choose_vendor(first.pk, vendor=vendor, by=ann)
    assert told(said) == told(did)
    done.refresh_from_db()
    assert (done.turn == "ready") is (done.invoice_number in told(did)[1])


def test_documents_are_grouped_by_what_mapping_them_rests_on(books: Administration) -> None:
    one = unknown(books, "A-1", "10.00", supplier_iban="NL20INGB0001234567")
    two = unknown(books, "A-2", "20.00", supplier_name="Onbekend H.", supplier_iban="NL20INGB0001234567")
    three = unknown(books, "A-3", "30.00", supplier_name="Onbekend H.")
    alone = unknown(books, "B-1", "40.00", supplier_name="Ander")
    groups = impact.groups([one, three, alone, two])
    assert [{draft.invoice_number for draft in group} for group in groups] == [{"A-1", "A-2", "A-3"}, {"B-1"}]


def test_our_own_name_is_not_learned_as_a_vendors(books: Administration, ann: Person) -> None:
    draft = unknown(books, "A-1", "10.00", supplier_name=books.name)
    services.choose_vendor(draft.pk, vendor=books.vendors.get(), by=ann)
    assert not VendorMapping.objects.filter(key="name").exists()


@pytest.fixture
def mapped(books: Administration, ann: Person) -> VendorMapping:
    """Two documents by a remembered name: one chosen by a person, one assigned by it."""
    first = unknown(books, "A-1", "10.00")
    unknown(books, "A-2", "20.00")
    services.choose_vendor(first.pk, vendor=books.vendors.get(), by=ann)
    return VendorMapping.objects.get(key="name")


def test_forgetting_is_previewed_and_takes_the_vendor_from_what_it_decided(mapped: VendorMapping, ann: Person) -> None:
    said = services.preview_mapping(mapped, vendor=None, by=ann)
    mapped.refresh_from_db()
    assert mapped.active and told(said) == ([], [], ["A-2"])
    assert told(services.change_mapping(mapped, vendor=None, by=ann)) == told(said)
    assert Draft.objects.get(invoice_number="A-2").vendor is None
    assert Draft.objects.get(invoice_number="A-1").vendor is not None, "what a person chose stays"
    with pytest.raises(DraftRefused, match="MAPPING_ENDED"):
        services.change_mapping(mapped, vendor=None, by=ann)


def test_reassigning_is_previewed_audited_and_counts_as_a_correction(
    books: Administration, mapped: VendorMapping, ann: Person
) -> None:
    other = other_vendor(books)
    said = services.preview_mapping(mapped, vendor=other, by=ann)
    assert told(said) == (["A-2"], [], ["A-2"])
    assert told(services.change_mapping(mapped, vendor=other, by=ann)) == told(said)
    mapped.refresh_from_db()
    assert not mapped.active and mapped.corrections == 1
    assert Draft.objects.get(invoice_number="A-2").vendor == other
    assert AuditEvent.objects.filter(action="mapping.reassigned").exists()


def test_a_vendor_of_other_books_is_refused(mapped: VendorMapping, ann: Person) -> None:
    elsewhere = desk.books(900002, "twee", "Twee BV").vendors.get()
    with pytest.raises(DraftRefused, match="VENDOR_ELSEWHERE"):
        services.preview_mapping(mapped, vendor=elsewhere, by=ann)
    mapped.refresh_from_db()
    assert mapped.active


def test_the_screens(books: Administration, mapped: VendorMapping, ann: Person, client: Client) -> None:
    client.force_login(ann)  # type: ignore[arg-type]
    other = other_vendor(books)
    draft = Draft.objects.get(invoice_number="A-1")
    for address, query in (
        (reverse("vendors"), {}),
        (reverse("mapping", args=[mapped.pk]), {}),
        (reverse("mapping", args=[mapped.pk]), {"vendor": "2 Andere BV"}),
        (reverse("mapping", args=[mapped.pk]), {"vendor": "bestaat niet"}),
        (reverse("vendor-preview", args=[draft.pk]), {"vendor": other.exact_id}),
        (reverse("taught"), {}),
    ):
        assert client.get(address, query).status_code == 200, address
    answer: Any = client.get(reverse("vendor-options", args=[books.pk]), {"vendor_add": "ander"})
    assert b"2 Andere BV" in answer.content
    client.post(reverse("mapping-reassign", args=[mapped.pk]), {"vendor": other.exact_id})
    assert VendorMapping.objects.get(active=True, key="name").vendor == other


@pytest.mark.parametrize(("role", "may"), [("clerk", True), ("viewer", False)])
def test_who_may_not_map_sees_who_it_may_be_and_nothing_to_press(
    books: Administration, client: Client, role: str, may: bool
) -> None:
    draft = unknown(books, "A-1", "10.00", supplier_name=f"{books.vendors.get().name} Handel")
    assert draft.vendor_result["candidates"]
    client.force_login(desk.person("eve", books, role))  # type: ignore[arg-type]
    choose, name = f'action="{reverse("vendor-choose", args=[draft.pk])}"', books.vendors.get().name
    for address in (
        reverse("vendors"),
        reverse("review", args=[draft.pk]),
        reverse("vendor-search", args=[draft.pk], query={"q": name}),
    ):
        shown = unescape(client.get(address).content.decode())
        assert (name in shown, choose in shown) == (True, may), address


def test_what_waits_is_told_by_currency_with_credit_notes_taken_off() -> None:
    def draft(gross: str | None, currency: str = "EUR", kind: str = "purchase_invoice") -> Draft:
        return Draft(gross_total=Decimal(gross) if gross else None, currency=currency, kind=kind)

    rows = [draft("100.00"), draft("30.00", kind="credit_note"), draft(None), draft("7.00", "USD")]
    assert impact.amounts(rows) == {"EUR": Decimal("70.00"), "USD": Decimal("7.00")}
