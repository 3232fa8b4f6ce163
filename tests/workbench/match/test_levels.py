"""With what an order line is compared: set for the administration, or nearer to the line (matching rule R7)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Item
from tests.workbench.match.conftest import Purchasing, open_codes
from workbench.match import receipts
from workbench.models import Draft, DraftLine, MatchLevelException, Policy, ReceiptConsumption

SERVICE = "Onderhoud lift"


@pytest.fixture
def service(purchasing: Purchasing) -> Draft:
    """A service, ordered and billed, of which nobody books a receipt."""
    ordered = purchasing.order(item="LIFT", text=SERVICE, quantity="1", price="900.00")
    ordered.item = Item.objects.create(
        administration=purchasing.books, exact_id="lift", code="LIFT", group="DIENST", gl_account_code="4000"
    )
    ordered.save()
    return purchasing.bill("F-1", "1", "900.00", text=SERVICE, code="LIFT")


def two_way_for_services(purchasing: Purchasing, level: str = "two_way") -> None:
    MatchLevelException.objects.create(
        administration=purchasing.books, item_group="DIENST", level=level, set_by="jan-beheer"
    )


def line_of(draft: Draft) -> DraftLine:
    return draft.lines.get()


def test_a_service_waits_for_a_receipt_until_its_group_is_compared_with_the_order_only(
    purchasing: Purchasing, service: Draft
) -> None:
    assert open_codes(service) == ["AWAIT_RECEIPT"]
    two_way_for_services(purchasing)
    purchasing.again(service)
    assert (open_codes(service), line_of(service).match_state) == ([], "matched")
    (row,) = service.match_result["lines"]
    assert row["compared"] == {"with": "two_way", "level": "item_group", "set_by": "jan-beheer"}
    assert row["received"] is None, "blank is: not compared"


def test_goods_beside_it_still_wait(purchasing: Purchasing, service: Draft) -> None:
    two_way_for_services(purchasing)
    purchasing.order(line=2)
    goods = purchasing.bill("F-2")
    assert open_codes(goods) == ["AWAIT_RECEIPT"]
    assert goods.match_result["lines"][0]["compared"] == {"with": "three_way"}


def test_price_and_ordered_quantity_are_compared_all_the_same(purchasing: Purchasing, service: Draft) -> None:
    two_way_for_services(purchasing)
    assert open_codes(purchasing.bill("F-2", "2", "950.00", text=SERVICE, code="LIFT")) != []


@pytest.mark.parametrize(
    ("own", "stricter_only", "nearer", "held"),
    [
        ("three_way", False, None, True),
        ("three_way", False, "two_way", False),
        ("three_way", True, "two_way", True),  # what is set nearer may only compare more
        ("two_way", False, None, False),
        ("two_way", False, "three_way", True),
        ("two_way", True, "three_way", True),
        ("two_way", True, "none", False),
        ("four_way", False, None, True),
        ("none", False, None, False),
        ("none", True, "three_way", True),
    ],
)
def test_the_level_of_the_administration_and_the_one_nearer_to_the_line(
    purchasing: Purchasing, service: Draft, own: str, stricter_only: bool, nearer: str | None, held: bool
) -> None:
    Policy.objects.create(administration=purchasing.books, match_level=own, match_level_stricter_only=stricter_only)
    if nearer:
        two_way_for_services(purchasing, nearer)
    purchasing.again(service)
    assert open_codes(service) == (["AWAIT_RECEIPT"] if held else [])


def test_a_line_that_is_compared_with_nothing_is_still_booked_by_its_order_line(
    purchasing: Purchasing, service: Draft
) -> None:
    two_way_for_services(purchasing, "none")
    purchasing.again(service)
    line = line_of(service)
    assert (line.match_state, line.gl_account) == ("not_checked", "4000")
    assert line.order_line is not None
    second = purchasing.bill("F-2", "5", "999.00", text=SERVICE, code="LIFT")
    assert open_codes(second) == [], "neither price nor quantity is asked about"


def test_the_tab_says_what_was_compared_and_nobody_waits_for_its_receipt_afterwards(
    purchasing: Purchasing, service: Draft, client: Client
) -> None:
    two_way_for_services(purchasing)
    purchasing.again(service)
    client.force_login(purchasing.ann)
    page = client.get(reverse("review", args=[service.pk])).content.decode()
    assert "jan-beheer" in page, "who set it"
    purchasing.decided(service)
    assert receipts.coverage(service) == []
    ordered = line_of(service).order_line
    assert ordered is not None
    purchasing.receive(ordered, "1")
    (row,) = receipts.coverage(service)
    assert [late.free for late in row.late] == [Decimal(1)], "booked in after all: it may be linked"
    assert not ReceiptConsumption.objects.exists()
