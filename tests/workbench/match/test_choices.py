"""What a person says about a line is remembered: pairs, refusals, units; expected credits; why lines stayed alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import LearnedPair, LearnedUnit
from tests.workbench.match.conftest import Purchasing, open_codes
from tests.workbench.support import desk
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.match import answers, choices, expected, selectors
from workbench.match.why import why_of
from workbench.models import MatchAnswer


def test_an_unknown_unit_is_asked_proposed_and_remembered(purchasing: Purchasing) -> None:
    purchasing.order(unit="doos", price="24.00", received="10")
    draft = purchasing.bill("F-1", "120", "2.00")
    row = draft.match_result["lines"][0]["unit_factor"]
    assert open_codes(draft) == ["UOM_UNKNOWN"] and row["implied"] == "12"
    choices.confirm_unit(draft.pk, line_id=draft.lines.get().pk, typed="12", by=purchasing.ann)
    draft.refresh_from_db()
    assert open_codes(draft) == [] and draft.match_state == "matched"
    purchasing.order("20260002", unit="doos", price="24.00", received="10")
    assert open_codes(purchasing.bill("F-2", "108", "2.00", order="20260002")) == []
    assert LearnedUnit.objects.get().confirmed_by == "ann"


def test_converted_quantities_count_as_such_against_the_order(purchasing: Purchasing) -> None:
    purchasing.order(unit="doos", quantity="20", price="24.00", received="20")
    draft = purchasing.bill("F-1", "120", "2.00")
    choices.confirm_unit(draft.pk, line_id=draft.lines.get().pk, typed="12", by=purchasing.ann)
    following = purchasing.bill("F-2", "108", "2.00")
    assert open_codes(following) == [], "120 pieces are 10 of the 20 boxes, not 120"
    assert "QTY_ORDERED" in open_codes(purchasing.bill("F-3", "36", "2.00"))


@pytest.mark.parametrize("typed", ["0", "-12", "12000000", "veel", ""])
def test_a_factor_is_a_positive_number(purchasing: Purchasing, typed: str) -> None:
    purchasing.order(unit="doos", price="24.00", received="10")
    draft = purchasing.bill("F-1", "120", "2.00")
    with pytest.raises(FieldInvalid):
        choices.confirm_unit(draft.pk, line_id=draft.lines.get().pk, typed=typed, by=purchasing.ann)


def test_a_unit_nobody_asked_for_is_not_learned(purchasing: Purchasing) -> None:
    purchasing.order(received="10")
    draft = purchasing.bill("F-1")
    with pytest.raises(DraftRefused, match="UNIT_NOT_ASKED"):
        choices.confirm_unit(draft.pk, line_id=draft.lines.get().pk, typed="12", by=purchasing.ann)


def test_a_pair_that_was_chosen_finds_the_next_line_by_its_code(purchasing: Purchasing) -> None:
    meant = purchasing.order(received="10", text="Zeskantbout verzinkt M6 x 40", item="ZB640")
    purchasing.order(line=2, received="10", text="Zeskantbout verzinkt M6 x 50", item="ZB650")
    draft = purchasing.bill("F-1", "5", text="Bout 6x40", code="HB-40")
    assert draft.match_state == "ambiguous" or open_codes(draft)
    choices.choose_order_line_for(draft, draft.lines.get().pk, meant.exact_id, purchasing.ann)
    assert [(row.theirs, row.ours, row.refused) for row in LearnedPair.objects.all()] == [("hb-40", "ZB640", False)]
    following = purchasing.bill("F-2", "4", text="Bout 6x40", code="HB-40")
    line = following.lines.get()
    assert line.order_line == meant and open_codes(following) == []


def test_none_of_these_is_remembered_and_taken_back_by_choosing(purchasing: Purchasing, client: Client) -> None:
    wrong = purchasing.order(received="10", text="Moeren M6", item="MOER")
    purchasing.order(line=2, received="10", text="Moeren M8", item="MOER8")
    draft = purchasing.bill("F-1", "5", "9.00", text="Moer", code="")
    line = draft.lines.get()
    proposed = {candidate["order_line"] for candidate in draft.match_result["lines"][0]["candidates"]}
    assert wrong.exact_id in proposed
    client.force_login(purchasing.ann)
    shown = client.get(reverse("review", args=[draft.pk]), {"tab": "match"}).content.decode()
    assert [f'data-candidate="{key}"' in shown for key in (0, 1, len(proposed))] == [True, True, True]
    choices.choose_order_line_for(draft, line.pk, "", purchasing.ann)
    assert {(row.theirs, row.refused) for row in LearnedPair.objects.filter(ended_at=None)} == {("moer", True)}
    choices.choose_order_line_for(draft, line.pk, wrong.exact_id, purchasing.ann)
    line.refresh_from_db()
    assert line.order_line == wrong


def test_an_expected_credit_is_settled_by_one_credit_note(purchasing: Purchasing) -> None:
    purchasing.order(received="10")
    draft = purchasing.bill("F-1", price="11.00")
    hold = draft.holds.get(code="PRICE_HIGH")
    given = answers.answer(draft.pk, hold_id=hold.pk, kind="short_pay", reason="te duur", by=purchasing.ann)
    assert list(expected.open_credits()) == [given]
    credit = purchasing.bill("C-1", "1", "10.00", kind="credit_note")
    assert expected.expected_on(credit) == [given]
    expected.settle(given.pk, credit, by=purchasing.bob)
    assert not expected.open_credits().exists()
    with pytest.raises(DraftRefused):
        expected.settle(given.pk, purchasing.bill("C-2", "1", "10.00", kind="credit_note"), by=purchasing.bob)
    expected.settle(given.pk, credit, by=purchasing.bob, settled=False)
    assert MatchAnswer.objects.get().settled_by is None and expected.open_credits().exists()


def test_why_says_for_each_lonely_line_what_stands_in_the_way_and_what_to_do(purchasing: Purchasing) -> None:
    purchasing.order(text="Inbouwdoos 50 mm", item="INB", price="41.25", quantity="6")
    draft = purchasing.bill("F-1", "8", "55.00", text="Schakelaar dubbel", code="S-1")
    (beside,) = why_of(draft).lines
    told = {reason["code"]: reason["params"] for reason in beside.reasons}
    assert set(told) == {"why.text", "why.no_common_code", "why.quantity", "why.price"}
    assert told["why.price"] == {"theirs": "55.00", "agreed": "41.25", "percent": "33.33", "difference": "103.40"}
    assert beside.action["code"] == "next.check_item"


def test_why_without_a_vendor_or_an_order_says_so(purchasing: Purchasing) -> None:
    draft = purchasing.bill("F-1", order="")
    assert why_of(draft).nothing == "no_orders"
    draft.vendor = None
    assert why_of(draft).nothing == "no_vendor"


def test_another_order_is_found_by_number_item_text_and_amount(purchasing: Purchasing, client: Client) -> None:
    purchasing.order("20260077", item="INB", text="Inbouwdoos", quantity="6", price="41.25")
    draft = purchasing.bill("F-1", order="")
    for text in ("260077", "inb", "bouwdoos", "247,50"):
        assert [order.number for order in selectors.find_orders(draft, text)] == ["20260077"], text
    assert selectors.find_orders(draft, "x") == [] == selectors.find_orders(draft, "onvindbaar")
    client.force_login(purchasing.ann)
    for name, query in (("draft-find-orders", {"q": "inb"}), ("draft-why", {})):
        for headers in ({}, {"HX-Request": "true"}):
            answer: Any = client.get(reverse(name, args=[draft.pk]), query, headers=headers)
            assert answer.status_code == 200
    answer = client.post(reverse("draft-link-order", args=[draft.pk]), {"order": "20260077"}, HTTP_HX_REQUEST="true")
    draft.refresh_from_db()
    assert answer.status_code == 200 and draft.order_reference == "20260077"


def test_a_credit_note_that_came_before_its_invoice_finds_its_order_by_it(purchasing: Purchasing) -> None:
    for number in ("20260001", "20260002"):
        purchasing.order(number, received="10")
    credit = purchasing.bill("C-1", "2", order="", kind="credit_note", original="f-1 ")
    assert open_codes(credit) == ["CREDIT_WITHOUT_ORIGINAL"]
    purchasing.bill("F-1", order="20260002")
    desk.work()
    credit.refresh_from_db()
    assert (open_codes(credit), credit.match_result["orders"]) == ([], ["20260002"])
