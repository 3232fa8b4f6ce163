"""One click and a reason for every price difference; a second person above the limit; undone until posted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exact.models import ExchangeRate, PurchaseOrder, VendorGroup
from matching.models import AgreedPrice
from tests.workbench.match.conftest import Purchasing, open_codes
from workbench.drafts.changing import DraftRefused
from workbench.drafts.services import release_hold
from workbench.drafts.states import DraftState
from workbench.match import answers
from workbench.models import AuditEvent, Comment, Draft, Hold, MatchAnswer, Policy, ToleranceException


def price_hold(draft: Draft) -> Hold:
    return draft.holds.get(code__in=["PRICE_HIGH", "PRICE_LOW"], released_at=None)


def give(draft: Draft, kind: str, by: object, reason: str = "gebeld", **more: object) -> MatchAnswer:
    return answers.answer(draft.pk, hold_id=price_hold(draft).pk, kind=kind, reason=reason, by=by, **more)  # type: ignore[arg-type]


@pytest.fixture
def dear(purchasing: Purchasing) -> Draft:
    """Ten ordered at 10.00 and received, billed at 11.00."""
    purchasing.order(received="10")
    draft = purchasing.bill("F-1", price="11.00")
    assert open_codes(draft) == ["PRICE_HIGH"]
    return draft


@pytest.mark.parametrize("kind", ["accept", "short_pay"])
def test_within_ones_own_limit_one_click_lets_it_go(purchasing: Purchasing, dear: Draft, kind: str) -> None:
    given = give(dear, kind, purchasing.ann)
    dear.refresh_from_db()
    assert (given.amount, given.waits, open_codes(dear)) == (Decimal("10.00"), False, [])
    assert AuditEvent.objects.filter(draft_id=dear.pk, action="variance.answered", user_id=purchasing.ann.pk).exists()
    purchasing.again(dear)
    assert open_codes(dear) == [], "judging again keeps the answer"


@pytest.mark.parametrize("kind", ["accept", "short_pay", "new_price"])
def test_above_the_limit_a_second_person_agrees(purchasing: Purchasing, dear: Draft, kind: str) -> None:
    Policy.objects.create(administration=purchasing.books, variance_alone_up_to="9.99")
    given = give(dear, kind, purchasing.ann)
    assert given.waits and open_codes(dear) == ["PRICE_HIGH"]
    with pytest.raises(DraftRefused, match="SECOND_IS_FIRST"):
        answers.agree(given.pk, by=purchasing.ann)
    assert open_codes(purchasing.again(dear)) == ["PRICE_HIGH"]
    answers.agree(given.pk, by=purchasing.bob)
    dear.refresh_from_db()
    assert open_codes(dear) == []
    with pytest.raises(DraftRefused, match="ANSWER_NOT_OFFERED"):
        answers.agree(given.pk, by=purchasing.pia)


def test_the_limit_itself_needs_no_second_person(purchasing: Purchasing, dear: Draft) -> None:
    Policy.objects.create(administration=purchasing.books, variance_alone_up_to="10.00")
    assert not give(dear, "accept", purchasing.ann).waits


def test_the_limit_cannot_be_passed_by_overriding_the_hold(purchasing: Purchasing, dear: Draft) -> None:
    Policy.objects.create(administration=purchasing.books, variance_alone_up_to="9.99")
    with pytest.raises(DraftRefused, match="SECOND_NEEDED"):
        release_hold(dear.pk, hold_id=price_hold(dear).pk, reason="zo is het", by=purchasing.ann)


def test_another_currency_than_the_books_always_needs_a_second_person(purchasing: Purchasing, dear: Draft) -> None:
    Draft.objects.filter(pk=dear.pk).update(currency="USD")
    dear.refresh_from_db()
    assert answers.second_needed(dear, price_hold(dear))


@pytest.mark.parametrize("kind", ["accept", "new_price", "short_pay"])
def test_a_reason_is_needed(purchasing: Purchasing, dear: Draft, kind: str) -> None:
    with pytest.raises(DraftRefused, match="REASON_NEEDED"):
        give(dear, kind, purchasing.ann, reason="  ")
    assert not MatchAnswer.objects.exists() and not AgreedPrice.objects.exists()


def test_asking_purchasing_waits_and_is_heard_in_the_talk(purchasing: Purchasing, dear: Draft) -> None:
    give(dear, "ask_buyer", purchasing.ann, reason="klopt 11,00?")
    dear.refresh_from_db()
    assert open_codes(dear) == ["PRICE_HIGH"]
    said = Comment.objects.get(draft=dear).text
    assert said.endswith(": klopt 11,00?") and "PRICE_HIGH" not in said


@pytest.mark.parametrize("kind", ["accept", "short_pay", "ask_buyer", "new_price"])
def test_every_answer_is_taken_back_until_posted(purchasing: Purchasing, dear: Draft, kind: str) -> None:
    given = give(dear, kind, purchasing.ann)
    answers.take_back(given.pk, by=purchasing.bob)
    dear.refresh_from_db()
    assert open_codes(dear) == ["PRICE_HIGH"]
    assert not AgreedPrice.objects.filter(ended_at=None).exists()
    with pytest.raises(DraftRefused, match="ANSWER_NOT_OFFERED"):
        answers.take_back(given.pk, by=purchasing.bob)


def test_nothing_is_taken_back_once_it_is_posted(purchasing: Purchasing, dear: Draft) -> None:
    given = give(dear, "accept", purchasing.ann)
    purchasing.decided(dear)
    with pytest.raises(DraftRefused, match="DRAFT_POSTED"):
        answers.take_back(given.pk, by=purchasing.ann)


def test_taking_back_after_approval_sends_it_back_to_review(purchasing: Purchasing, dear: Draft) -> None:
    given = give(dear, "accept", purchasing.ann)
    purchasing.decided(dear, DraftState.APPROVED)
    answers.take_back(given.pk, by=purchasing.ann)
    dear.refresh_from_db()
    assert dear.state == "review" and open_codes(dear) == ["PRICE_HIGH"]


# -- the price taken over ----------------------------------------------------------------------------------------------


def test_a_price_taken_over_is_remembered_for_the_vendors_item(purchasing: Purchasing, dear: Draft) -> None:
    give(dear, "new_price", purchasing.ann)
    dear.refresh_from_db()
    row = AgreedPrice.objects.get()
    assert (row.item, row.price, row.instead_of, row.unit) == ("M6", Decimal("11"), Decimal("10"), "st")
    assert (row.valid_from, row.agreed_by, row.source) == (date(2026, 11, 3), "ann", "F-1")
    assert open_codes(dear) == []
    purchasing.order("20260002", received="10")
    following = purchasing.bill("F-2", price="11.00", order="20260002", day="2026-11-20")
    assert open_codes(following) == []
    assert following.match_result["lines"][0]["agreed"]["instead_of"] == "10"
    assert (
        open_codes(purchasing.bill("F-3", price="12.00", order="20260002", day="2026-11-21")).count("PRICE_HIGH") == 1
    )


def test_before_its_first_and_after_its_last_day_the_orders_price_counts(purchasing: Purchasing, dear: Draft) -> None:
    give(dear, "new_price", purchasing.ann, valid_until=date(2026, 11, 30))
    for place, (day, held) in enumerate(
        (("2026-11-02", True), ("2026-11-03", False), ("2026-11-30", False), ("2026-12-01", True))
    ):
        number = f"2026100{place}"
        purchasing.order(number, received="10")
        draft = purchasing.bill(f"G-{place}", price="11.00", order=number, day=day)
        assert ("PRICE_HIGH" in open_codes(draft)) is held, day


def test_a_price_cannot_end_before_it_begins(purchasing: Purchasing, dear: Draft) -> None:
    with pytest.raises(DraftRefused, match="PRICE_DATES"):
        give(dear, "new_price", purchasing.ann, valid_until=date(2026, 11, 2))
    assert not MatchAnswer.objects.exists()


def test_an_order_line_without_an_item_has_no_price_to_remember(purchasing: Purchasing) -> None:
    purchasing.order(received="10", item="")
    draft = purchasing.bill("F-1", price="11.00")
    with pytest.raises(DraftRefused, match="PRICE_NOT_KNOWN"):
        give(draft, "new_price", purchasing.ann)


def test_a_price_below_the_order_is_not_paid_short(purchasing: Purchasing) -> None:
    purchasing.order(received="10", price="20.00")
    draft = purchasing.bill("F-1", price="11.00")
    assert answers.offered(price_hold(draft)) == ("accept", "ask_buyer", "new_price")
    with pytest.raises(DraftRefused, match="ANSWER_NOT_OFFERED"):
        give(draft, "short_pay", purchasing.ann)


def test_the_tolerance_of_the_vendors_group_counts_in_its_match(purchasing: Purchasing, dear: Draft) -> None:
    group = VendorGroup.objects.create(administration=purchasing.books, exact_id="group", code="GH")
    purchasing.books.vendors.update(classifications={"1": "other", "4": "group"})
    ToleranceException.objects.create(
        administration=purchasing.books, kind="PRICE_UNIT", side="upper", vendor_group=group, percent=10, set_by="x"
    )
    assert open_codes(purchasing.again(dear)) == ["PRICE_HIGH"], "the first classification says another group"
    Policy.objects.create(administration=purchasing.books, vendor_group_number=4)
    assert open_codes(purchasing.again(dear)) == []
    found = dear.match_result["lines"][0]["tolerances"][0]
    assert (found["level"], found["limit_percent"], found["set_by"]) == ("vendor_group", "10", "x")


@pytest.mark.parametrize(("rate", "codes"), [("0.5", []), ("0.51", ["PRICE_HIGH"]), (None, ["PRICE_HIGH"])])
def test_an_amount_allowed_is_in_the_currency_of_the_books(
    purchasing: Purchasing, rate: str | None, codes: list[str]
) -> None:
    """Ten dollars of difference are five euro at 0.50; with no rate known they count as they stand."""
    Policy.objects.create(administration=purchasing.books, tolerances={"PRICE_UNIT.upper": {"amount": "5"}})
    purchasing.order(received="10")
    PurchaseOrder.objects.update(currency="USD")
    if rate:
        ExchangeRate.objects.create(
            administration=purchasing.books, exact_id="r", source="USD", target="EUR", rate=rate, start="2026-11-01"
        )
    draft = purchasing.bill("F-9", price="11.00", currency="USD")
    assert draft.match_result["lines"][0]["tolerances"][0]["limit_amount"] == "5"
    assert [code for code in open_codes(draft) if code.startswith("PRICE")] == codes
