"""Remembering, changing and forgetting who is who."""

from __future__ import annotations

import pytest

from exact.models import Administration, Connection, Vendor
from matching.models import VendorMapping
from matching.vendors.api import VendorClues, VendorDirectory, VendorRecord, resolve_vendor
from matching.vendors.keys import Key
from matching.vendors.learned import MappingRefused, check, forget, mappings_for, remember, reset, used
from matching.vendors.types import OwnIdentifiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    connection = Connection.objects.create()
    return Administration.objects.create(connection=connection, division=1, code="een", name="Een")


@pytest.fixture
def vendors(books: Administration) -> tuple[Vendor, Vendor]:
    one = Vendor.objects.create(administration=books, exact_id="a", name="Jansen Bouw")
    two = Vendor.objects.create(administration=books, exact_id="b", name="Peeters Transport")
    return one, two


def test_remembered_once_and_used_from_then_on(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    one, _ = vendors
    first = remember(administration=books, kind="domain", value="Facturen@Mail.Jansen.nl", vendor=one, by="an")
    again = remember(administration=books, kind="domain", value="jansen.nl", vendor=one, by="bo")
    assert first == again and first is not None and first.confirmed_by == "an"
    directory = VendorDirectory([VendorRecord("a", "Jansen Bouw"), VendorRecord("b", "Peeters Transport")])
    answer = resolve_vendor(VendorClues(from_domain="jansen.nl"), directory, mappings=mappings_for(books))
    assert (answer.vendor_id, answer.learned) == ("a", True)


def test_another_vendor_replaces_and_is_kept_as_history(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    one, two = vendors
    remember(administration=books, kind="kvk", value="12345678", vendor=one, by="an")
    remember(administration=books, kind="kvk", value="KvK 12345678", vendor=two, by="bo")
    rows = list(
        VendorMapping.objects.order_by("id").values_list("vendor__exact_id", "active", "corrections", "ended_by")
    )
    assert rows == [("a", False, 1, "bo"), ("b", True, 0, "")]


def test_forget_and_reset(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    one, _ = vendors
    row = remember(administration=books, kind="name", value="Jansen Bouwbedrijf BV", vendor=one, by="an")
    remember(administration=books, kind="vat", value="NL004495445B01", vendor=one, by="an")
    assert row is not None
    forget(row, by="bo")
    assert [m.key for m in mappings_for(books)] == [Key.VAT]
    assert reset(books, one, by="bo") == 1
    assert mappings_for(books) == []


def test_use_is_counted(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    remember(administration=books, kind="domain", value="jansen.nl", vendor=vendors[0], by="an")
    used(books, Key.DOMAIN, "factuur@jansen.nl")
    row = VendorMapping.objects.get()
    assert row.hits == 1 and row.last_used is not None


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        (Key.DOMAIN, "jan@gmail.com", "free_mail"),
        (Key.DOMAIN, "noreply@exactonline.nl", "platform"),
        (Key.ADDRESS, "noreply@exactonline.nl", "platform"),
        (Key.DOMAIN, "wij.nl", "own"),
        (Key.VAT, "NL004495445B01", "own"),
        (Key.NAME, "  ", "empty"),
        (Key.REGISTRATION, "", "empty"),
    ],
)
def test_what_must_not_stand_for_a_vendor(key: Key, value: str, why: str) -> None:
    own = OwnIdentifiers.of(vat_ids=("NL004495445B01",), domains=("wij.nl",))
    with pytest.raises(MappingRefused) as refused:
        check(key, value, own)
    assert refused.value.why == why


def test_refused_value_is_not_kept(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    assert remember(administration=books, kind="domain", value="gmail.com", vendor=vendors[0], by="an") is None
    assert not VendorMapping.objects.exists()


def test_vendor_of_other_books_is_refused(books: Administration, vendors: tuple[Vendor, Vendor]) -> None:
    other = Administration.objects.create(connection=books.connection, division=2, code="twee", name="Twee")
    with pytest.raises(ValueError, match="another administration"):
        remember(administration=other, kind="vat", value="NL004495445B01", vendor=vendors[0], by="an")
