"""Prices taken over: which order lines they correct, when, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.orders import GoodsReceiptLine, InvoiceForMatch, InvoiceLine, OrderStatus, PurchaseOrderLine
from matching.three_way.agreed import AgreedPrice, with_agreed_prices
from matching.three_way.api import MatchResult, MatchState, match
from matching.three_way.nearby import why_alone

D = Decimal
ORDER = PurchaseOrderLine("PO/1", "PO", "1", "V", ordered=D(10), unit_price=D("5.00"), item="BOUT", unit="st")
PRICE = AgreedPrice("V", "BOUT", D("6.00"), D("5.00"), "EUR", date(2026, 3, 1), date(2026, 3, 31), unit="st")
DAY = date(2026, 3, 15)


def price_of(order: PurchaseOrderLine, *prices: AgreedPrice, day: date | None = DAY) -> Decimal | None:
    (corrected,), _counted = with_agreed_prices([order], prices, day)
    return corrected.net_unit_price


@pytest.mark.parametrize(
    ("_case", "order", "price"),
    [
        ("the item of the vendor at that price", ORDER, "6.00"),
        ("the code in other case", replace(ORDER, item="bout "), "6.00"),
        ("the unit under another name", replace(ORDER, unit="stuks"), "6.00"),
        ("the price after discount", replace(ORDER, unit_price=D("10"), discount_percent=D(50)), "6.00"),
        ("the price per hundred", replace(ORDER, unit_price=D("500"), price_per=D(100)), "6.00"),
        ("another price was agreed on the order itself", replace(ORDER, unit_price=D("5.50")), "5.50"),
        ("another item", replace(ORDER, item="MOER"), "5.00"),
        ("another vendor", replace(ORDER, vendor="W"), "5.00"),
        ("another unit", replace(ORDER, unit="doos"), "5.00"),
        ("another currency", replace(ORDER, currency="USD"), "5.00"),
        ("no item at all", replace(ORDER, item=""), "5.00"),
    ],
)
def test_an_agreed_price_corrects_only_the_price_it_was_made_for(
    _case: str, order: PurchaseOrderLine, price: str
) -> None:
    assert price_of(order, PRICE) == D(price)


@pytest.mark.parametrize(
    ("day", "price"),
    [
        (date(2026, 2, 28), "5.00"),
        (date(2026, 3, 1), "6.00"),
        (date(2026, 3, 31), "6.00"),
        (date(2026, 4, 1), "5.00"),
        (None, "5.00"),
    ],
)
def test_it_counts_from_its_first_to_its_last_day(day: date | None, price: str) -> None:
    assert price_of(ORDER, PRICE, day=day) == D(price)


def test_agreements_follow_on_each_other_and_the_later_counts() -> None:
    later = replace(PRICE, price=D("7.00"), instead_of=D("6.00"), valid_from=date(2026, 3, 10))
    assert price_of(ORDER, PRICE, later) == price_of(ORDER, later, PRICE) == D("7.00")
    assert price_of(ORDER, PRICE, later, day=date(2026, 3, 5)) == D("6.00")
    other = replace(PRICE, price=D("6.50"), valid_from=date(2026, 3, 10))
    assert price_of(ORDER, PRICE, other) == D("6.50")
    circle = replace(PRICE, price=D("5.00"), instead_of=D("6.00"))
    assert price_of(ORDER, PRICE, circle) == D("5.00"), "it ends, whatever was agreed"


def test_an_agreed_price_is_what_the_bill_is_held_against() -> None:
    line = InvoiceLine("1", "Bout", D(10), "st", D("6.00"))
    invoice = InvoiceForMatch("INV", "V", invoice_date=DAY, order_references=("PO",), lines=(line,))
    receipts = [GoodsReceiptLine("GR", "PO/1", D(10))]
    assert [hold.code for hold in match(invoice, [ORDER], receipts).holds] == ["PRICE_HIGH"]
    orders, counted = with_agreed_prices([ORDER], [PRICE], DAY)
    assert match(invoice, orders, receipts).holds == () and counted == {"PO/1": PRICE}


def test_why_alone_tells_both_sides_and_the_next_action() -> None:
    two = replace(ORDER, key="PO/2", line="2", item="MOER", description="Moer", unit_price=D("9.00"))
    orders = [replace(ORDER, description="Bout"), two]
    line = InvoiceLine("1", "Bout", D(10), "st", D("5.00"), item="BOUT")
    invoice = InvoiceForMatch("INV", "V", order_references=("PO",), lines=(line,))
    result = match(invoice, orders, [GoodsReceiptLine("GR", "PO/1", D(10))])
    near, waiting = why_alone(invoice, result, orders)
    assert near == () and [(row.line, row.order_line) for row in waiting] == [("1", "PO/2")]
    assert waiting[0].action.code == "next.check_item"


@pytest.mark.parametrize(
    ("_case", "order", "line", "action"),
    [
        ("another unit", {"unit": "doos"}, {}, "next.confirm_unit"),
        ("closed", {"status": OrderStatus.CLOSED}, {}, "next.reopen_order"),
        ("dollars", {"currency": "USD"}, {}, "next.check_currency"),
        ("used up", {"invoiced": D(10)}, {}, "next.raise_order_or_credit"),
        ("another item code", {}, {"item": "MOER"}, "next.check_item"),
        ("a price beyond the tolerance", {}, {"unit_price": D("9.00")}, "next.take_and_answer"),
        ("nothing against it", {}, {}, "next.take"),
    ],
)
def test_the_hardest_gate_says_what_to_do(_case: str, order: dict[str, Any], line: dict[str, Any], action: str) -> None:
    theirs = replace(InvoiceLine("1", "Bout", D(10), "st", D("5.00"), item="BOUT"), **line)
    invoice = InvoiceForMatch("INV", "V", lines=(theirs,))
    orders = [replace(ORDER, description="Bout", **order)]
    # As if nobody had matched it: the explanation looks at the pair itself.
    (row,), _waiting = why_alone(invoice, MatchResult("INV", MatchState.NO_PO), orders)
    assert row.action.code == action
