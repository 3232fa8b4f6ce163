"""Who sent it and for whom, in the product: forged mails, forwarded mails, shared numbers, rules that route."""

from __future__ import annotations

from typing import Any

import pytest

from domain.reading import DocumentType
from exact.models import Administration, Vendor
from matching.models import RoutingRule, VendorMapping
from tests.workbench.support import desk
from workbench.models import Blob, Document, Draft, Hold, Message
from workbench.pipeline.derive import derive_by_id
from workbench.vendors import services

pytestmark = pytest.mark.django_db
NAMELESS: dict[str, Any] = {"supplier_vat": "", "supplier_registration": "", "supplier_iban": ""}
STRANGER = NAMELESS | {"supplier_name": "Kwekerij Zonnebloem"}


@pytest.fixture
def books() -> Administration:
    made = desk.books()
    made.vat_number = "NL004495445B01"
    made.save()
    made.vendors.update(domain="bouten.nl")
    return made


def mailed(draft: Draft, sender: str, **about: Any) -> Draft:
    """The draft as if its document had come by mail."""
    blob = Blob.objects.create(sha256=desk.guid(draft.pk.int % 10**6, sender).replace("-", "") * 2, size=1)
    message = Message.objects.create(
        administration=draft.administration, raw=blob, sender_address=sender, source="smtp", **about
    )
    Document.objects.filter(draft=draft).update(message=message)
    return derive_by_id(draft.pk)


def codes(draft: Draft) -> set[str]:
    return set(draft.holds.filter(released_at=None).values_list("code", flat=True))


@pytest.mark.parametrize(("passed", "found"), [(True, True), (None, True), (False, False)])
def test_a_mail_whose_checks_failed_names_no_vendor(books: Administration, passed: bool | None, found: bool) -> None:
    draft = desk.made(books, "M-1", **NAMELESS)
    draft = mailed(draft, "x@bouten.nl", authentication={"passed": passed})
    assert (draft.vendor is not None) is found


def test_what_a_colleague_forwards_says_nothing_of_the_vendor(books: Administration) -> None:
    ann = desk.person("ann", books, "clerk")
    ann.email = "ann@eenbv.nl"
    ann.save()
    books.vendors.update(domain="eenbv.nl")
    draft = mailed(desk.made(books, "M-2", **STRANGER), "ann@eenbv.nl")
    assert draft.vendor is None
    services.choose_vendor(draft.pk, vendor=books.vendors.get(), by=ann)
    assert not VendorMapping.objects.filter(key="domain").exists()
    assert VendorMapping.objects.filter(key="name").exists()


def test_a_look_alike_domain_is_not_remembered_until_somebody_let_it_pass(books: Administration) -> None:
    ann = desk.person("ann", books, "clerk")
    draft = mailed(desk.made(books, "M-3", **STRANGER), "x@b0uten.nl")
    assert "LOOKALIKE_SENDER" in codes(draft)
    services.choose_vendor(draft.pk, vendor=books.vendors.get(), by=ann)
    assert not VendorMapping.objects.filter(key="domain").exists()
    Hold.objects.filter(code="LOOKALIKE_SENDER").update(released_at=draft.received_at, released_by=ann)
    later = mailed(desk.made(books, "M-4", "50.00", **STRANGER), "x@b0uten.nl")
    assert "LOOKALIKE_SENDER" not in codes(later)


def test_an_account_of_another_vendor_stops_a_persons_choice(books: Administration) -> None:
    ann = desk.person("ann", books, "clerk")
    other = Vendor.objects.create(administration=books, exact_id=desk.guid(1, "other"), code="2", name="Andere BV")
    draft = desk.made(books, "M-5", supplier_vat="", supplier_registration="", supplier_name="Andere BV")
    services.choose_vendor(draft.pk, vendor=other, by=ann)
    assert "IBAN_SHARED" in codes(derive_by_id(draft.pk))


def test_companies_of_one_fiscal_unity_share_a_number(books: Administration) -> None:
    sister = desk.books(900002, "twee", "Twee BV")
    sister.vat_number = books.vat_number
    sister.save()
    for each in (books, sister):
        assert "WRONG_ADMINISTRATION" not in codes(desk.made(each, f"F-{each.code}", buyer_vat=books.vat_number))


@pytest.mark.parametrize(
    ("buyer", "said"),
    [
        ({"buyer_registration": "24999999"}, "Twee BV"),
        ({"buyer_name": "Twee B.V."}, "Twee BV"),
        ({"buyer_vat": "NL004495445B01", "buyer_registration": "24999999"}, "signals_disagree"),
    ],
)
def test_a_document_for_a_sister_company_is_held(books: Administration, buyer: dict[str, str], said: str) -> None:
    sister = desk.books(900002, "twee", "Twee BV")
    sister.registration = "24999999"
    sister.save()
    hold = desk.made(books, "R-1", **buyer).holds.get(code="WRONG_ADMINISTRATION")
    assert said in (hold.params.get("buyer"), hold.params.get("why"))


def test_an_order_of_a_sister_company_is_for_its_seller(books: Administration) -> None:
    sister = desk.books(900002, "twee", "Twee BV")
    sister.vat_number = "NL123456782B01"
    sister.save()
    draft = desk.made(
        books,
        "SO-2",
        type=DocumentType.PURCHASE_ORDER,
        buyer_name="Twee BV",
        buyer_vat=sister.vat_number,
        supplier_vat="",
    )
    assert draft.kind == "sales_order"
    assert not {"WRONG_ADMINISTRATION", "BUYER_NAME_DIFFERS"} & codes(draft)


def test_a_rule_sends_a_senders_mail_elsewhere(books: Administration) -> None:
    sister = desk.books(900002, "twee", "Twee BV")
    RoutingRule.objects.create(administration=sister, sender="energie.nl")
    assert "WRONG_ADMINISTRATION" in codes(mailed(desk.made(books, "R-2"), "nota@mail.energie.nl"))
    assert "WRONG_ADMINISTRATION" not in codes(mailed(desk.made(books, "R-3", "70.00"), "nota@nietenergie.nl"))


@pytest.mark.parametrize(
    ("buyer", "found"),
    [
        ({"buyer_name": "Afnemer BV"}, True),
        ({"buyer_name": "Afnemer BV", "buyer_vat": "0428.759.497"}, True),
        ({"buyer_name": "Afnemer BV", "buyer_vat": "NL123456782B01"}, False),
        ({"buyer_name": "Iemand anders"}, False),
    ],
)
def test_a_customer_with_another_vat_number_is_another(
    books: Administration, buyer: dict[str, str], found: bool
) -> None:
    books.customers.create(exact_id=desk.guid(7, "c"), name="Afnemer BV", vat_number="BE0428759497")
    draft = desk.made(books, "SO-1", type=DocumentType.PURCHASE_ORDER, **buyer)
    assert draft.kind == "sales_order"
    assert (draft.customer is not None) is found and ("CUSTOMER_UNKNOWN" in codes(draft)) is not found
