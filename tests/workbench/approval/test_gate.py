"""Approving by routes: who may, in which order, what voids it, and that nothing goes to Exact before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from tests.workbench.approval.conftest import House
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.approval import rules
from workbench.approval.absences import end_absence, set_absence
from workbench.approval.reminding import look
from workbench.approval.services import approve_draft, refusal_of, withdraw_approval
from workbench.drafts.changing import DraftRefused
from workbench.drafts.services import edit_field, reject
from workbench.messages.events import describe_event
from workbench.models import Approval, ApprovalRule, AuditEvent, Draft, Membership, Policy
from workbench.posting.services import post_draft

pytestmark = pytest.mark.django_db


def why(draft: Draft, by: Person) -> str:
    """The code of why somebody may not approve; "" when they may."""
    refusal = refusal_of(Draft.objects.get(pk=draft.pk), by)
    return refusal.code if isinstance(refusal, DraftRefused) else "RIGHT" if refusal else ""


def waits(draft: Draft) -> list[str]:
    draft.refresh_from_db()
    return [name for _key, name in (draft.route or {}).get("waits", [])]


def away(house: House, person: str, deputy: str, *, days: int = 3) -> None:
    today = timezone.localdate()
    set_absence(
        house.people[person],
        deputy=house.people[deputy].pk,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        by=house.people[person],
    )


def test_without_rules_all_is_as_it_was(house: House) -> None:
    draft = house.draft("R-1")
    assert waits(draft) == [] and draft.route is None
    assert [why(draft, person) for person in (house.anna, house.dirk)] == ["", ""]
    assert approve_draft(draft.pk, by=house.anna).state == "approved"


def test_two_steps_in_their_order_by_two_people(house: House) -> None:
    house.rule("anna ben", "cas", amount_from="100")
    draft = house.draft("R-1")
    assert waits(draft) == ["anna", "ben"]
    assert [why(draft, who) for who in (house.anna, house.ben, house.cas, house.dirk)] == [
        *("", ""),
        *("ROUTE_WAITS", "ROUTE_WAITS"),
    ]
    assert approve_draft(draft.pk, by=house.anna).state == "review"
    assert waits(draft) == ["cas"]
    with pytest.raises(DraftRefused, match="ROUTE_GIVEN"):
        approve_draft(draft.pk, by=house.anna)  # a double click
    with pytest.raises(DraftRefused, match="ROUTE_WAITS"):
        approve_draft(draft.pk, by=house.ben)  # a colleague at the same moment
    with pytest.raises(DraftRefused, match="DRAFT_REVIEW"):
        post_draft(draft.pk, by=house.anna)
    assert approve_draft(draft.pk, by=house.cas).state == "approved"
    assert waits(draft) == [] and not draft.asked.exists()
    assert list(Approval.objects.values_list("by__username", "final")) == [("anna", False), ("cas", True)]
    assert post_draft(draft.pk, by=house.anna).amount == Decimal("121.00")


def test_a_change_voids_every_step(house: House) -> None:
    house.rule("anna", "cas")
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.anna)
    edit_field(draft.pk, name="description", typed="Anders", by=house.clerk)
    assert waits(draft) == ["anna"] and not Approval.objects.filter(voided_at=None).exists()
    assert why(draft, house.cas) == "ROUTE_WAITS"
    assert AuditEvent.objects.filter(draft_id=draft.pk, action="approval.voided").count() == 1


def test_what_changes_without_a_person_voids_it_too(house: House) -> None:
    """Bound to the hash: the same version that would be booked otherwise is not what was approved."""
    house.rule("anna", "cas")
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.anna)
    draft.lines.update(description="Iets anders")
    assert why(draft, house.cas) == "ROUTE_WAITS"
    assert why(draft, house.anna) == ""


def test_limits_and_the_second_pair_of_eyes_stay(house: House) -> None:
    house.rule("anna clerk", "cas")
    Membership.objects.create(user=house.clerk, administration=house.books, role="approver")
    house.rule("anna clerk")
    Membership.objects.filter(user=house.anna).update(approval_limit=Decimal(1000))
    draft = house.draft("R-1", "3000.00")
    assert why(draft, house.anna) == "OVER_LIMIT"
    assert why(draft, house.admin) == "RIGHT"
    ApprovalRule.objects.all().delete()
    house.rule("clerk")
    assert why(draft, house.clerk) == "FOUR_EYES"


def test_who_lost_the_role_holds_nothing_up_unsaid(house: House) -> None:
    house.rule("anna")
    draft = house.draft("R-1")
    Membership.objects.filter(user=house.anna).delete()
    assert why(draft, house.anna) == "RIGHT"
    assert why(draft, house.ben) == "ROUTE_NOBODY"
    look()
    assert waits(draft) == [] and not draft.asked.exists()
    Membership.objects.create(user=house.anna, administration=house.books, role="approver")
    look()
    assert waits(draft) == ["anna"]


def test_a_deputy_approves_in_the_name_of_who_is_away(house: House) -> None:
    house.rule("anna", "cas")
    away(house, "anna", "ben")
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.ben)
    given = Approval.objects.get()
    assert (given.by, given.on_behalf_of, given.final) == (house.ben, house.anna, False)
    assert draft.route is not None and waits(draft) == ["cas"]
    event = AuditEvent.objects.get(action="approval.step")
    assert event.user == house.ben
    with translation.override("en"):
        assert describe_event(event.action, event.data) == "Approved as first for anna, waits for cas"
    # Neither the hands nor the name count twice.
    away(house, "cas", "ben")
    assert why(draft, house.ben) == "ROUTE_GIVEN"
    assert why(draft, house.anna) == "ROUTE_WAITS"


def test_no_chain_and_no_day_more(house: House) -> None:
    house.rule("anna")
    draft = house.draft("R-1")
    away(house, "anna", "ben")
    away(house, "ben", "cas")
    assert [why(draft, who) for who in (house.anna, house.ben, house.cas)] == ["", "", "ROUTE_WAITS"]
    absence = house.anna.absences.get()
    end_absence(absence, by=house.anna)
    assert why(draft, house.ben) == "ROUTE_WAITS"
    today = timezone.localdate()
    later = today + timedelta(days=1)
    set_absence(house.anna, deputy=house.ben.pk, starts_on=later, ends_on=later, by=house.anna)
    assert why(draft, house.ben) == "ROUTE_WAITS"


@pytest.mark.parametrize("lost", ["switched off", "no role"])
def test_nobody_stands_in_for_who_may_not_approve_any_more(house: House, lost: str) -> None:
    house.rule("anna", "cas")
    draft = house.draft("R-1")
    away(house, "anna", "ben")
    assert why(draft, house.ben) == ""
    if lost == "switched off":
        User.objects.filter(pk=house.anna.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=house.anna).delete()
    assert why(draft, house.ben) == "ROUTE_NOBODY"


def test_a_deputy_stays_within_both_limits_and_approves_nothing_of_his_own(house: House) -> None:
    house.rule("anna")
    away(house, "anna", "ben")
    small = house.draft("R-1")
    edit_field(small.pk, name="description", typed="Van Ben", by=house.ben)
    assert why(small, house.ben) == "DEPUTY_CHANGED"
    other = house.draft("R-2", "3000.00")
    Membership.objects.filter(user=house.anna).update(approval_limit=Decimal(500))
    assert why(other, house.ben) == "DEPUTY_OVER_LIMIT"
    Membership.objects.filter(user=house.anna).update(approval_limit=None)
    edit_field(other.pk, name="description", typed="Van Anna", by=house.anna)
    assert why(other, house.ben) == "DEPUTY_FOUR_EYES"


def test_taking_back_one_step_leaves_the_one_before(house: House) -> None:
    house.rule("anna", "cas")
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.anna)
    with pytest.raises(DraftRefused, match="APPROVAL_NOT_YOURS"):
        withdraw_approval(draft.pk, by=house.dirk)
    approve_draft(draft.pk, by=house.cas)
    assert withdraw_approval(draft.pk, by=house.cas).state == "review"
    assert waits(draft) == ["cas"]
    withdraw_approval(draft.pk, by=house.anna)
    assert waits(draft) == ["anna"]
    approve_draft(draft.pk, by=house.anna)
    approve_draft(draft.pk, by=house.cas)
    withdraw_approval(draft.pk, by=house.dirk)  # somebody else means the whole
    assert waits(draft) == ["anna"]


def test_rules_that_ask_for_more_reach_what_was_approved(house: House) -> None:
    draft, sent = house.draft("R-1"), house.draft("R-2", "250.00")
    for each in (draft, sent):
        approve_draft(each.pk, by=house.anna)
    post_draft(sent.pk, by=house.anna)
    house.rule("anna", "cas")
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (draft.state, sent.state) == ("review", "posting")  # what is on its way stays so
    assert waits(draft) == ["cas"]  # the approval that stands counts
    assert approve_draft(draft.pk, by=house.cas).state == "approved"


def test_rules_that_ask_for_less_approve_nothing_by_themselves(house: House) -> None:
    row = house.rule("anna", "cas")
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.anna)
    rules.remove_rule(row, by=house.admin)
    desk.work()
    draft.refresh_from_db()
    assert draft.state == "review" and waits(draft) == []
    assert approve_draft(draft.pk, by=house.dirk).state == "approved"
    assert Approval.objects.filter(voided_at=None, final=True).count() == 1


def test_a_rule_changed_between_approving_and_posting_is_met_at_the_gate(house: House) -> None:
    draft = house.draft("R-1")
    approve_draft(draft.pk, by=house.anna)
    # Behind the screen's back, as in another transaction that commits meanwhile.
    ApprovalRule.objects.create(administration=house.books, position=1, first=[house.cas.pk])
    with pytest.raises(DraftRefused, match="ROUTE_CHANGED"):
        post_draft(draft.pk, by=house.anna)


def test_a_document_that_is_turned_down_waits_for_nobody(house: House) -> None:
    house.rule("anna")
    draft = house.draft("R-1")
    assert draft.asked.count() == 1
    reject(draft.pk, reason="dubbel", by=house.clerk)
    draft.refresh_from_db()
    assert draft.route is None and not draft.asked.exists()


def test_what_is_matched_and_proven_goes_alone_where_the_policy_says_so(house: House) -> None:
    house.rule("anna")
    draft = house.draft("R-1")
    spotless = {"auto_ok": True, "edited_by": None, "match_state": "matched"}
    Draft.objects.filter(pk=draft.pk).update(**spotless, match_summary={"matched": 1, "lines": 1})
    draft.holds.all().delete()
    assert why(draft, house.dirk) == "ROUTE_WAITS"  # off by default
    Policy.objects.update(matched_alone_up_to=Decimal("121.00"))
    assert why(draft, house.dirk) == ""
    Policy.objects.update(matched_alone_up_to=Decimal("120.99"))
    assert why(draft, house.dirk) == "ROUTE_WAITS"
    Policy.objects.update(matched_alone_up_to=Decimal("500"))
    spots: list[dict[str, object]] = [
        {"auto_ok": False},
        {"edited_by": house.clerk},
        {"match_state": "within_tolerance"},
        {"match_summary": {"matched": 1, "lines": 2}},
        {"match_summary": {}},
    ]
    for spot in spots:
        Draft.objects.filter(pk=draft.pk).update(**{**spotless, "match_summary": {"matched": 1, "lines": 1}, **spot})
        assert why(draft, house.dirk) == "ROUTE_WAITS", spot
    Draft.objects.filter(pk=draft.pk).update(**spotless, match_summary={"matched": 1, "lines": 1})
    draft.holds.create(code="PRICE_LOW", key="x", severity="info")
    assert why(draft, house.dirk) == "ROUTE_WAITS"


def test_rules_are_for_who_sets_up(house: House) -> None:
    row = house.rule("anna")
    for change in (
        lambda: rules.keep_rule(house.books, rules.Wanted((1,)), by=house.anna),
        lambda: rules.remove_rule(row, by=house.clerk),
        lambda: rules.shift_rule(row, 1, by=house.dirk),
    ):
        with pytest.raises(RightMissing):
            change()
