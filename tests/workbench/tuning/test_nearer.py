"""Tolerances nearer to the line, the order of vendor keys, and rows of the VAT table, set on the screen and felt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from domain.tolerances import Limit, Scope, Side, ToleranceKind
from domain.vat import Treatment
from exact.models import Item, PurchaseOrder, PurchaseOrderLine, VendorGroup
from matching.models import VatCodeMapping
from matching.vendors.keys import DEFAULT_ORDER, Key
from matching.vendors.learned import policy_of as keys_of
from tests.workbench.support.books import Books, make_books
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import AuditEvent, Policy, ToleranceException
from workbench.pipeline.derive.tolerances import tolerance_table
from workbench.tuning import keys, services, tolerances

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(settings: Any) -> Books:
    made = make_books()
    Item.objects.create(administration=made.administration, exact_id="item", code="M6", group="BOUT")
    order = PurchaseOrder.objects.create(
        administration=made.administration, exact_id="po", number="4500318", vendor=made.vendor
    )
    PurchaseOrderLine.objects.create(order=order, exact_id="pol", line_number=20, item_code="M6")
    for group, code, text in (("group", "GH", "Groothandel"), ("unused", "OA", "Onderaannemers")):
        VendorGroup.objects.create(
            administration=made.administration, exact_id=group, code=code, description=text, name="Soort"
        )
    made.vendor.classifications = {"2": "group"}
    made.vendor.save()
    return made


LINE = Scope(order_line="pol", vendor="vendor-een", vendor_group="group", item="M6", item_group="BOUT")
LEVELS: list[dict[str, str]] = [
    {"order_line": "4500318/20"},
    {"vendor": "100", "item": "M6"},
    {"item": "M6"},
    {"item_group": "bout"},
    {"vendor": "Jansen Bouw B.V."},
    {"vendor_group": "gh"},
]


def test_of_all_levels_the_nearest_counts_and_removing_it_lets_the_next_count(books: Books) -> None:
    admin, place = books.people["admin"], books.administration
    nine = {"PRICE_UNIT.upper": {"percent": "9", "set_by": "x"}}
    Policy.objects.create(administration=place, tolerances=nine, vendor_group_number=2)
    rows = [
        tolerances.set_exception(place, {"what": "PRICE_UNIT.upper", "percent": str(at), **scope}, by=admin)
        for at, scope in enumerate(LEVELS, start=1)
    ]
    for at, row in enumerate(rows, start=1):
        found = tolerance_table(place).resolve(ToleranceKind.PRICE_UNIT, Side.UPPER, LINE)
        assert (found.limit, found.set_by) == (Limit(Decimal(at)), admin.username)
        elsewhere = tolerance_table(place).resolve(ToleranceKind.PRICE_UNIT, Side.UPPER, Scope(vendor="other"))
        assert elsewhere.limit == Limit(Decimal(9)), "another vendor keeps the administration's"
        tolerances.remove_exception(row, by=admin)
    assert tolerance_table(place).resolve(ToleranceKind.PRICE_UNIT, Side.UPPER, LINE).limit == Limit(Decimal(9))
    assert AuditEvent.objects.filter(action="tolerance.set").count() == len(LEVELS)
    assert AuditEvent.objects.filter(action="tolerance.removed").count() == len(LEVELS)


def test_setting_the_same_again_replaces_it(books: Books) -> None:
    for percent in ("3", "4"):
        post = {"what": "PRICE_UNIT.upper", "vendor": "100", "percent": percent}
        tolerances.set_exception(books.administration, post, by=books.people["admin"])
    assert ToleranceException.objects.get().percent == 4


def test_stricter_only_is_kept_on_the_screen_and_holds(books: Books) -> None:
    place, admin = books.administration, books.people["admin"]
    tolerances.set_exception(place, {"what": "PRICE_UNIT.upper", "vendor": "100", "percent": "50"}, by=admin)
    sent = {"four_eyes_from": "2500", "cooling_off_days": "3", "tolerances_stricter_only": "1"}
    services.set_policy(place, services.policy_from(sent), by=admin)
    found = tolerance_table(place).resolve(ToleranceKind.PRICE_UNIT, Side.UPPER, LINE)
    assert found.limit.percent == 2, "the system's two per cent"


def test_which_classification_groups_the_vendors_is_chosen_on_the_screen(books: Books, client: Client) -> None:
    place, admin = books.administration, books.people["admin"]
    client.force_login(admin)
    sent = {"four_eyes_from": "2500", "cooling_off_days": "3"}
    page = reverse("tuning", args=[place.pk])
    assert client.post(page, sent | {"vendor_group_number": "9"}).status_code == 422
    assert client.post(page, sent | {"vendor_group_number": "2"}).status_code == 302
    tolerances.set_exception(place, {"what": "PRICE_UNIT.upper", "vendor_group": "GH", "percent": "7"}, by=admin)
    shown = client.get(page).content.decode()
    assert "GH Groothandel" in shown and "Soort" in shown and "Onderaannemers" not in shown
    services.set_policy(place, services.policy_from(sent), by=admin)
    assert Policy.objects.get().vendor_group_number == 2, "left alone when not sent"


def test_the_limit_for_one_person_is_kept_and_left_alone_when_not_sent(books: Books) -> None:
    place, admin = books.administration, books.people["admin"]
    sent = {"four_eyes_from": "2500", "cooling_off_days": "3"}
    services.set_policy(place, services.policy_from(sent | {"variance_alone_up_to": "75,50"}), by=admin)
    services.set_policy(place, services.policy_from(sent), by=admin)
    assert Policy.objects.get().variance_alone_up_to == Decimal("75.50")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, DraftRefused),
        ({"vendor": "nobody"}, DraftRefused),
        ({"item": "nothing"}, DraftRefused),
        ({"item_group": "nothing"}, DraftRefused),
        ({"order_line": "4500318/30"}, DraftRefused),
        ({"vendor": "100", "item_group": "BOUT"}, DraftRefused),
        ({"vendor_group": "GH"}, DraftRefused),  # of the second classification; here the first one counts
        ({"vendor_group": "OA"}, DraftRefused),
        ({"vendor": "100", "vendor_group": "GH"}, DraftRefused),
        ({"vendor": "100", "percent": ""}, FieldInvalid),
        ({"vendor": "100", "percent": "veel"}, FieldInvalid),
        ({"vendor": "100", "what": "TAX_OVER.upper"}, FieldInvalid),
        ({"vendor": "100", "what": "PRICE_UNIT.sideways"}, FieldInvalid),
    ],
)
def test_what_is_for_nothing_or_no_limit_is_refused(
    books: Books, typed: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        tolerances.set_exception(
            books.administration, {"what": "PRICE_UNIT.upper", "percent": "3"} | typed, by=books.people["admin"]
        )
    assert not ToleranceException.objects.exists()


def test_the_order_of_keys_is_kept_and_believed(books: Books) -> None:
    place, admin = books.administration, books.people["admin"]
    post = {f"place:{key.value}": str(9 - at) for at, key in enumerate(DEFAULT_ORDER)}
    post |= {f"on:{key.value}": "1" for key in DEFAULT_ORDER if key is not Key.DOMAIN}
    order, off = keys.order_from(post)
    assert order == list(reversed(DEFAULT_ORDER)) and off == {Key.DOMAIN}
    assert keys.set_key_order(place, order, off, by=admin)
    assert keys_of(place).deciding() == (Key.IBAN, Key.REGISTRATION, Key.VAT, Key.ADDRESS)
    assert not keys.set_key_order(place, order, off, by=admin), "nothing changed"
    assert [key for key, _place, _on in keys.keys_shown(place)] == order
    with pytest.raises(RightMissing):
        keys.set_key_order(place, order, off, by=books.people["clerk"])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"treatment": "REVIEW"}, DraftRefused),
        ({"treatment": "NONSENSE"}, DraftRefused),
        ({"nature": "magic"}, DraftRefused),
        ({"code": "99"}, DraftRefused),
        ({"rate": ""}, FieldInvalid),
        ({"rate": "101"}, FieldInvalid),
        ({"share": "0"}, FieldInvalid),
        ({"share": "101"}, FieldInvalid),
    ],
)
def test_a_row_of_the_vat_table_that_makes_no_sense_is_refused(
    books: Books, typed: dict[str, str], error: type[Exception]
) -> None:
    good = {"treatment": "NL_RC", "rate": "21", "nature": "services", "code": "2"}
    with pytest.raises(error):
        services.add_vat_code(books.administration, good | typed, by=books.people["admin"])
    assert not VatCodeMapping.objects.exists()


def test_a_row_of_the_vat_table_is_added_per_share_and_forgotten_alone(books: Books) -> None:
    place, admin = books.administration, books.people["admin"]
    post = {"treatment": "NL_STD21", "rate": "21", "nature": "", "code": "2"}
    services.add_vat_code(place, post, by=admin)
    half = services.add_vat_code(place, post | {"share": "50"}, by=admin)
    assert half.share == Decimal("0.5") and half.confirmed_at is not None
    services.forget_vat_code(half, by=admin)
    row = VatCodeMapping.objects.get()
    assert (row.treatment, row.share, row.code) == (Treatment.NL_STD21.value, Decimal(1), "2")


def test_the_screen_sets_all_of_it(books: Books, client: Client) -> None:
    client.force_login(books.people["admin"])
    place = books.administration
    page = reverse("tuning", args=[place.pk])
    for name, post, status in (
        ("tolerance-set", {"what": "PRICE_UNIT.upper", "vendor": "100", "percent": "3"}, 302),
        ("tolerance-set", {"what": "PRICE_UNIT.upper", "vendor": "zzz", "percent": "3"}, 422),
        ("vendor-keys", {"place:iban": "1", "on:iban": "1"}, 302),
        ("vat-code-add", {"treatment": "NL_RC", "rate": "21", "code": "2"}, 302),
        ("vat-code-add", {"treatment": "NL_RC", "rate": "x", "code": "2"}, 422),
    ):
        answer: Any = client.post(reverse(name, args=[place.pk]), post)
        assert answer.status_code == status, (name, post)
    assert client.get(page).status_code == 200
    row = ToleranceException.objects.get()
    assert client.post(reverse("tolerance-remove", args=[row.pk])).status_code == 302
    assert not ToleranceException.objects.exists() and keys_of(place).deciding() == (Key.IBAN,)
