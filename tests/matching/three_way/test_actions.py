"""What a person may do with a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.holds import HOLDS, Event, OwnerRole, released_by
from domain.orders import GoodsReceiptLine, InvoiceForMatch, InvoiceLine, LearnedItems, OrderStatus, PurchaseOrderLine
from matching.receipts import link_afterwards
from matching.three_way.actions import (
    ReleaseError,
    accept_variance,
    audit_sample,
    learn_pair,
    price_options,
    refuse_pair,
    short_pay,
)
from matching.three_way.api import Known, MatchResult, MatchState, match
from matching.three_way.case import CaseError, run_case
from matching.three_way.explain import why_not_matched
from matching.three_way.recurring import RecurringTemplate, match_recurring
from matching.three_way.units import propose_factor

D = Decimal
ORDER = PurchaseOrderLine("PO/1", "PO", "1", "V", ordered=D(10), unit_price=D("5.00"), item="BOUT", description="Bout")
RECEIPT = GoodsReceiptLine("GR", "PO/1", D(6))
INVOICE = InvoiceForMatch(
    "INV", "V", order_references=("PO",), lines=(InvoiceLine("1", "Bout", D(10), unit_price=D("6.00")),)
)


def held() -> MatchResult:
    result = match(INVOICE, [ORDER], [RECEIPT])
    assert {hold.code for hold in result.holds} == {"PRICE_HIGH", "AWAIT_RECEIPT"}
    return result


def test_accepting_a_price_releases_only_the_price() -> None:
    result = accept_variance(held(), "PRICE_HIGH", "PO/1", by="bram", reason="agreed by phone")
    assert [hold.code for hold in result.holds] == ["AWAIT_RECEIPT"]
    assert [(r.code, r.by, r.reason) for r in result.released] == [("PRICE_HIGH", "bram", "agreed by phone")]
    assert not result.bulk_postable
    both = accept_variance(result, "AWAIT_RECEIPT", "PO/1", by="bram", reason="seen the goods")
    assert (both.state, both.bulk_postable) == (MatchState.WITHIN_TOLERANCE, True)


@pytest.mark.parametrize(
    ("code", "reason", "second", "above", "refusal"),
    [
        ("PRICE_HIGH", " ", "", None, "reason"),
        ("PRICE_LOW", "x", "", None, "no_hold"),
        ("PRICE_HIGH", "x", "", D(5), "second"),
        ("PRICE_HIGH", "x", "bram", D(5), "second"),
    ],
)
def test_an_override_needs_reason_and_second_person(
    code: str, reason: str, second: str, above: Decimal | None, refusal: str
) -> None:
    with pytest.raises(ReleaseError) as error:
        accept_variance(held(), code, "PO/1", by="bram", reason=reason, second=second, second_above=above)
    assert error.value.code == refusal


def test_a_second_person_may_agree_above_the_limit() -> None:
    result = accept_variance(held(), "PRICE_HIGH", "PO/1", by="bram", reason="x", second="carla", second_above=D(5))
    assert result.released[0].second == "carla"


def test_short_pay_books_received_goods_at_the_orders_price() -> None:
    proposal = short_pay(held(), {"PO/1": ORDER})
    assert (proposal.book, proposal.dispute) == (D("30.00"), D("30.00"))
    assert (proposal.lines[0].book_quantity, proposal.lines[0].dispute_quantity) == (6, 4)


def test_price_options_carry_their_figures() -> None:
    options = {option.answer.value: option.figure for option in price_options(held().line("1"))}
    assert options == {"accept": D("10.00"), "ask_credit": D("10.00"), "update_order": D("6.00"), "ask_buyer": None}


def test_a_confirmed_code_is_learned_and_a_refused_pair_stays_away() -> None:
    line = InvoiceLine("1", "Schroef", D(10), unit_price=D("5.00"), supplier_item="77-X")
    learned = learn_pair(LearnedItems(), line, ORDER)
    assert learned.items == {("V", "77-x"): "BOUT"}
    other = replace(ORDER, key="PO/2", line="2", item="MOER", description="Moer")
    invoice = replace(INVOICE, lines=(line,))
    found = match(invoice, [ORDER, other], known=Known(learned=learned)).line("1")
    assert [part.order_line for part in found.allocations] == ["PO/1"]
    refused = refuse_pair(learned, line, ORDER)
    again = match(invoice, [ORDER], known=Known(learned=refused)).line("1")
    assert not again.allocations


def test_a_person_chooses_and_none_of_these_is_a_choice() -> None:
    two = [replace(ORDER, item="A"), replace(ORDER, key="PO/2", line="2", item="B")]
    assert match(INVOICE, two).state is MatchState.AMBIGUOUS
    chosen = match(INVOICE, two, known=Known(chosen={"1": ("PO/2",)})).line("1")
    assert [part.order_line for part in chosen.allocations] == ["PO/2"]
    none = match(INVOICE, two, known=Known(chosen={"1": ()})).line("1")
    assert (none.state, none.allocations) == (MatchState.NO_PO, ())
    foreign = replace(ORDER, key="X/1", order="X", vendor="OTHER")
    linked = match(INVOICE, [*two, foreign], known=Known(chosen={"1": ("X/1",)}))
    assert [hold.code for hold in linked.holds] == ["VENDOR_MISMATCH"]


@pytest.mark.parametrize(
    ("_case", "order", "code"),
    [
        ("another vendor", replace(ORDER, vendor="OTHER"), "why.other_vendor"),
        ("closed", replace(ORDER, status=OrderStatus.CLOSED), "why.order_state"),
        ("dollars", replace(ORDER, currency="USD"), "why.currency"),
        ("boxes", replace(ORDER, unit="BOX"), "why.unit"),
        ("all billed, so it is too much, but it is this line", replace(ORDER, invoiced=D(10)), "why.matched"),
        ("another order named", replace(ORDER, order="Q"), "why.po_not_found"),
    ],
)
def test_why_not_matched_names_the_gate(_case: str, order: PurchaseOrderLine, code: str) -> None:
    invoice = replace(INVOICE, lines=(replace(INVOICE.lines[0], unit="PCS"),), invoice_date=date(2026, 5, 1))
    reasons = why_not_matched(invoice, "1", order.key, [order, replace(ORDER, key="Z/1", order="Z", vendor="W")])
    assert code in {reason.code for reason in reasons}


def test_receipts_are_linked_to_bills_that_were_booked_before_them() -> None:
    result = match(INVOICE, [ORDER], [])
    rows = link_afterwards(result.billed, [RECEIPT], result.consumption)
    assert [(row.document, row.receipt_line, row.quantity) for row in rows] == [("INV", "GR", D(6))]
    assert link_afterwards(result.billed, [RECEIPT], rows) == ()


def test_the_implied_factor_is_proposed_never_used() -> None:
    order = replace(ORDER, unit="BOX", unit_price=D("24.00"))
    line = InvoiceLine("1", "Bout", D(120), unit="PCS", unit_price=D("2.00"))
    assert match(replace(INVOICE, lines=(line,)), [order]).holds[0].params["implied_factor"] == "12"
    factor = propose_factor(line, order)
    assert factor is not None
    assert (
        match(
            replace(INVOICE, lines=(line,)), [order], [replace(RECEIPT, quantity=D(10))], known=Known(factors=(factor,))
        ).state
        is MatchState.MATCHED
    )


def test_recurring_bills_follow_their_template() -> None:
    template = RecurringTemplate("rent", "V", D(1000), D(2), ends=date(2026, 12, 31), last_billed=date(2026, 4, 1))
    fits = match_recurring("V", D(1020), date(2026, 5, 1), [template])
    assert fits is not None and fits.fits
    for net, day, code in [
        (D(1021), date(2026, 5, 1), "recurring.amount"),
        (D(1000), date(2026, 4, 20), "recurring.too_soon"),
        (D(1000), date(2027, 1, 1), "recurring.after_end"),
    ]:
        wrong = match_recurring("V", net, day, [template])
        assert wrong is not None and [reason.code for reason in wrong.reasons] == [code]
    assert match_recurring("W", D(1), date(2026, 5, 1), [template]) is None


def test_every_hold_has_an_owner_and_its_way_out() -> None:
    assert all(kind.code == code and kind.owner in OwnerRole for code, kind in HOLDS.items())
    assert released_by("AWAIT_RECEIPT", Event.RECEIPT)
    assert released_by("QTY_ORDERED", Event.ORDER_CHANGED)
    assert not HOLDS["MANUAL"].releases_itself
    assert HOLDS["IBAN_CHANGED"].severity == "security"


def test_the_audit_sample_is_steady_and_near_its_share() -> None:
    picked = [audit_sample(replace(INVOICE, key=str(at)), 50, "2026") for at in range(4000)]
    assert picked == [audit_sample(replace(INVOICE, key=str(at)), 50, "2026") for at in range(4000)]
    assert 140 <= sum(picked) <= 260


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ({"orders": [{"quantitty": 1}], "invoice": {}}, "orders[1]"),
        ({"orders": [{"quantity": "ten"}], "invoice": {}}, "orders[1].quantity"),
        ({"invoice": {"date": "1-2-2026"}}, "invoice.date"),
        ({"tolerances": [{"kind": "PRICE"}], "invoice": {}}, "tolerances[1]"),
        ({"orders": []}, "invoice"),
        ({"orders": [{"line": 1}, {"line": 2}], "receipts": [{"quantity": 1}], "invoice": {}}, "receipts[1]"),
    ],
)
def test_a_case_that_cannot_be_understood_says_where(case: dict[str, object], place: str) -> None:
    with pytest.raises(CaseError, match=place.replace("[", r"\[").replace("]", r"\]")):
        run_case(case)
