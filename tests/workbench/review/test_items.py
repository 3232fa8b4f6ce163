"""The item of an order's line: searched, chosen, and remembered for who calls it so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from domain.reading import ReadLine
from exact.models import Administration, Customer, Item, Vendor
from matching.models import CustomerItem, LearnedPair
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts import lines
from workbench.drafts.items import search
from workbench.drafts.services import move_administration
from workbench.models import Draft
from workbench.posting.payload import order_of


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    made = desk.books()
    vendor = Vendor.objects.get()
    for code, text, ean, theirs in (
        ("B-6", "Bouten M6 verzinkt", "8711111111111", ""),
        ("B 6 RVS", "Bouten M6 roestvast", "", "RVS-6"),
        ("M-8", "Moeren M8", "", ""),
    ):
        Item.objects.create(
            administration=made,
            exact_id=desk.guid(1, code),
            code=code,
            description=text,
            ean=ean,
            supplier_codes={vendor.exact_id: theirs} if theirs else {},
        )
    return made


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk")


def order(books: Administration, number: str, theirs: str = "X-77", kind: str = "order_confirmation") -> Draft:
    read = desk.reading(number, type=kind)
    line = ReadLine("Bouten zeskant M6", item_code=theirs, quantity="10", unit="C62", net_amount="100.00")
    return desk.made(books, number, reading=replace(read, lines=(line,)))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("b-6", ["B-6"]),
        ("bouten m6", ["B 6 RVS", "B-6"]),
        ("87111", ["B-6"]),
        ("rvs-6", ["B 6 RVS"]),
        ("bouten m8", []),
        ("", ["B 6 RVS", "B-6"]),  # like the line
    ],
)
def test_items_are_found_by_code_name_ean_and_the_vendors_code(
    books: Administration, text: str, codes: list[str]
) -> None:
    draft = order(books, "O-1")
    assert [row.code for row in search(draft, text, draft.lines.get())] == codes


def test_a_choice_solves_the_hold_and_the_next_order_knows_it(
    books: Administration, kim: Person, client: Client
) -> None:
    first = order(books, "O-1")
    assert "ITEM_UNKNOWN" in desk.holds_of(first)
    client.force_login(kim)
    page = client.get(reverse("review", args=[first.pk])).content.decode()
    assert 'data-column="item_code"' in page and 'data-column="gl_account"' not in page and "data-focus-line" in page
    options = client.get(reverse("draft-items", args=[first.pk]), {"q": "roestvast"}).content.decode()
    assert 'value="B 6 RVS Bouten M6 roestvast"' in options
    line = first.lines.get()
    url = reverse("draft-line", args=[first.pk, line.pk, "item_code"])
    client.post(url, {"value": "B 6 RVS Bouten M6 roestvast"}, HTTP_HX_REQUEST="true")
    assert first.lines.get().item_code == "B 6 RVS" and "ITEM_UNKNOWN" not in desk.holds_of(first)
    assert order_of(Draft.objects.get(pk=first.pk)).lines[0].item == desk.guid(1, "B 6 RVS")
    assert str(LearnedPair.objects.get()) == "x-77 = B 6 RVS"
    assert order(books, "O-2").lines.get().item_code == "B 6 RVS"
    # A step back takes along what the choice taught, or the choice would come back by itself.
    client.post(reverse("draft-lines", args=[first.pk]), {"action": "step-back"}, HTTP_HX_REQUEST="true")
    assert "ITEM_UNKNOWN" in desk.holds_of(first) and "ITEM_UNKNOWN" in desk.holds_of(order(books, "O-9"))
    client.post(url, {"value": "B 6 RVS"}, HTTP_HX_REQUEST="true")
    # Said anew, it means the other one from now on.
    lines.edit_line(first.pk, line_id=line.pk, column="item_code", typed="8711111111111", by=kim)
    assert order(books, "O-3").lines.get().item_code == "B-6"


def test_what_a_customer_calls_it_is_kept_for_that_customer(books: Administration, kim: Person, client: Client) -> None:
    customer = Customer.objects.create(administration=books, exact_id=desk.guid(1, "c"), code="9", name="Klant BV")
    draft = order(books, "S-1", kind="purchase_order")
    Draft.objects.filter(pk=draft.pk).update(customer=customer, kind="sales_order", kind_by_person=True)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="item_code", typed="M-8 Moeren M8", by=kim)
    kept = CustomerItem.objects.get()
    assert (kept.theirs, kept.ours, kept.customer) == ("x-77", "M-8", customer)
    client.force_login(kim)
    assert "Klant BV" in client.get(reverse("taught")).content.decode()
    client.post(reverse("taught-forget", args=["item", kept.pk]))
    kept.refresh_from_db()
    assert kept.ended_by == "kim"


def test_moving_keeps_what_a_person_typed_of_the_paper(books: Administration, kim: Person) -> None:
    two = desk.books(900002, "twee", "Twee BV")
    kim.memberships.create(administration=two, role="clerk")
    draft = desk.made(books, "M-1", by=kim)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="description", typed="Zo staat het er", by=kim)
    move_administration(draft.pk, to=two, by=kim)
    line = draft.lines.get()
    assert (line.by_person, line.gl_account) == (["description"], "")
    # Read again, it stays.
    document = draft.documents.get()
    from workbench.pipeline.drafting import draft_from_reading

    draft_from_reading(document, desk.reading("M-1"))
    assert draft.lines.get().description == "Zo staat het er"
