"""Routes on the screens: the list, the pre-check and a run, the rules with their trial, days away, the bell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.workbench.approval.conftest import House
from workbench.approval.reminding import look
from workbench.approval.rules import MOST
from workbench.approval.services import approve_draft
from workbench.approval.stored import rules_in
from workbench.approval.trial import trial_of
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.messages.notices import notice_text
from workbench.models import Absence, ApprovalAsked, ApprovalRule, AuditEvent, Draft, Notice, Policy
from workbench.models.batch import BatchItem
from workbench.posting.services import precheck, start_batch
from workbench.queue.export import drafts_table
from workbench.queue.selectors import BY_NAME, counts, drafts_for, in_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Any:
    """What somebody sees of an address, as text; with ``data`` sent there."""

    def get(person: Any, name: str, *args: object, data: dict[str, Any] | None = None, **query: str) -> str:
        client.force_login(person)
        address = reverse(name, args=args)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        answer = client.get(address, query) if data is None else client.post(address, data, follow=True)
        return answer.content.decode()

    return get


def to_approve(person: Any) -> list[str]:
    rows = in_view(drafts_for(person, None), BY_NAME["to-approve"], person)
    return sorted(rows.values_list("invoice_number", flat=True))


def told(person: Any) -> list[str]:
    rows = Notice.objects.filter(person=person, read_at=None).order_by("pk")
    with translation.override("en"):
        return [notice_text(row.kind, row.params, "") for row in rows]


def stand_in(house: House, person: str, deputy: str, starts: int = 0, ends: int = 0) -> Absence:
    today = timezone.localdate()
    return Absence.objects.create(
        person=house.people[person],
        deputy=house.people[deputy],
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
    )


def test_the_list_shows_what_waits_for_whom(house: House, page: Any) -> None:
    house.rule("anna ben", "cas", amount_from="200")
    house.draft("R-1", "300.00")
    house.draft("R-2", "100.00")
    assert [to_approve(person) for person in (house.anna, house.cas, house.dirk)] == [["R-1"], [], []]
    assert counts(drafts_for(house.anna, None), ["to-approve"], house.anna) == {"to-approve": 1}
    assert "anna, ben" in page(house.clerk, "queue", view="ready")
    stand_in(house, "anna", "dirk")
    assert to_approve(house.dirk) == ["R-1"]
    assert "dirk for anna, ben" in page(house.clerk, "queue", view="ready")
    approve_draft(Draft.objects.get(invoice_number="R-1").pk, by=house.dirk)
    assert "approved by dirk for anna" in page(house.clerk, "queue", view="ready")
    draft = Draft.objects.get(invoice_number="R-1")
    assert "approved by dirk for anna, waits for cas" in page(house.clerk, "review", draft.pk)
    assert [row[12] for row in drafts_table(Draft.objects.all())[1]].count("cas") == 1


def test_the_list_asks_as_much_for_two_as_for_twenty(house: House, client: Client) -> None:
    house.rule("anna")
    client.force_login(house.anna)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/queue/?view=to-approve").status_code == 200
        return len(captured)

    def fill(start: int, end: int) -> None:
        route = {"step": 1, "of": 1, "waits": [[house.anna.pk, "anna"]], "given": []}
        made = Draft.objects.bulk_create(
            Draft(administration=house.books, received_at=timezone.now(), turn="ready", turn_rank=1, route=route)
            for _number in range(start, end)
        )
        ApprovalAsked.objects.bulk_create(
            ApprovalAsked(draft=draft, person=house.anna, since=timezone.now()) for draft in made
        )

    fill(0, 2)
    statements()
    few = statements()
    fill(2, 20)
    assert statements() == few


def test_many_at_once_honour_routes_and_say_by_group_who_is_waited_for(house: House, page: Any) -> None:
    house.rule("anna", "cas", amount_from="1000")
    house.rule("ben", amount_from="500")
    two, other, free = house.draft("R-1", "1000.00"), house.draft("R-2", "500.00"), house.draft("R-3", "50.00")
    going, staying = precheck([two, other, free], house.anna)
    assert [(item.draft.invoice_number, item.code) for item in going] == [("R-1", "ROUTE_STEP"), ("R-3", "")]
    assert [(item.code, item.params) for item in staying] == [("ROUTE_WAITS", {"names": "ben"})]
    shown = page(house.anna, "precheck", data={"draft": [str(d.pk) for d in (two, other, free)]})
    assert "Approved by you, then waits for cas" in shown and "Waits for ben" in shown
    batch = start_batch([two.pk, other.pk, free.pk], token="t", by=house.anna)
    rows = BatchItem.objects.filter(batch=batch).values_list("state", "code")
    assert list(rows) == [("left_out", "ROUTE_STEP"), ("left_out", "ROUTE_WAITS"), ("posting", "")]
    again = start_batch([two.pk], token="t2", by=house.cas)
    assert again.items.get().state == "posting"


def test_rules_are_tried_kept_moved_and_removed_on_the_screen(house: House, page: Any) -> None:
    house.draft("R-1", "300.00")
    address = house.books.pk
    typed = {
        "amount_from": "250",
        "first": [house.anna.pk],
        "second": [house.cas.pk],
        "gl_from": "4000",
        "gl_to": "4999",
    }
    shown = page(house.admin, "approval-rules", address, data={**typed, "do": "try"})
    assert "anna then cas" in shown and "any approver</b>" not in shown and not ApprovalRule.objects.exists()
    # What the rule that is tried does not fit stays with no rule.
    shown = page(house.admin, "approval-rules", address, data={**typed, "amount_from": "900", "do": "try"})
    assert "any approver</b>" in shown
    page(house.admin, "approval-rules", address, data=typed)
    page(house.admin, "approval-rules", address, data=typed)  # sent twice
    assert ApprovalRule.objects.count() == 1
    page(house.admin, "approval-rules", address, data={"first": [house.dirk.pk]})
    first, second = ApprovalRule.objects.all()
    page(house.admin, "approval-rule", second.pk, data={"do": "up"})
    assert list(ApprovalRule.objects.values_list("pk", "position")) == [(second.pk, 1), (first.pk, 2)]
    page(house.admin, "approval-rules", address, data={**typed, "rule": first.pk, "amount_from": "9000"})
    page(house.admin, "approval-rule", second.pk, data={"do": "remove"})
    kept = ApprovalRule.objects.get()
    assert (kept.pk, kept.position, str(kept.amount_from)) == (first.pk, 1, "9000.00")
    events = AuditEvent.objects.filter(action="approval_rule.changed").order_by("seq")
    assert [bool(event.data["old"]) for event in events] == [False, False, True, True, True]
    assert events[0].data["new"] == "≥ 250.00 + 4000–4999: anna → cas"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "Who approves?"),
        ({"first": ["clerk"]}, "Who approves?"),  # may not approve here
        ({"first": ["anna"], "second": ["anna"]}, "Somebody stands in both steps"),
        ({"first": ["anna"], "vendor": "niemand"}, "niemand is not known here"),
        ({"first": ["anna"], "cost_centre": "NIKS"}, "NIKS is not known here"),
        ({"first": ["anna"], "gl_from": "5000", "gl_to": "4000"}, "The accounts are the wrong way round"),
        ({"first": ["anna"], "amount_from": "veel"}, "veel"),
    ],
)
def test_what_is_no_rule_is_told_and_not_kept(house: House, page: Any, typed: dict[str, Any], code: str) -> None:
    sent = {
        name: [house.people[each].pk for each in value] if name in ("first", "second") else value
        for name, value in typed.items()
    }
    assert code in page(house.admin, "approval-rules", house.books.pk, data=sent)
    assert not ApprovalRule.objects.exists() and MOST > 1


def test_the_trial_asks_as_much_for_two_as_for_more(house: House) -> None:
    house.rule("anna", amount_from="150")
    rules = rules_in(house.books.pk)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            trial_of(house.books, rules)
        return len(captured)

    for number, net in enumerate(("100.00", "200.00")):
        house.draft(f"R-{number}", net)
    few = statements()
    for number, net in enumerate(("110.00", "240.00", "350.00"), start=2):
        house.draft(f"R-{number}", net)
    assert statements() == few
    ways = trial_of(house.books, rules).ways
    assert [(way.place, way.steps, len(way.drafts)) for way in ways] == [(1, ["anna"], 3), (0, [], 2)]


def test_the_bell_counts_what_waits_and_reminds_of_it(house: House) -> None:
    house.rule("anna")
    first = house.draft("R-1", "100.00")
    house.draft("R-2", "200.00")
    assert told(house.anna) == ["2 documents wait for your approval"]
    approve_draft(first.pk, by=house.anna)
    assert told(house.anna) == ["A document waits for your approval"]
    stand_in(house, "anna", "ben")
    look()
    look()
    assert told(house.ben) == ["You stand in for anna: documents to approve: 1"]
    ApprovalAsked.objects.update(since=timezone.now() - timedelta(days=3, hours=1))
    look()
    look()  # once per so many days
    assert told(house.anna)[1:] == ["A document still waits for your approval"]
    assert told(house.ben)[1:] == ["You stand in for anna: still to approve: 1"]
    Notice.objects.all().delete()
    Policy.objects.update(approval_reminder_days=0)
    ApprovalAsked.objects.update(reminded_at=timezone.now() - timedelta(days=90))
    look()
    assert told(house.anna) == []
    house.draft("R-3", "300.00")
    approve_draft(Draft.objects.get(invoice_number="R-2").pk, by=house.ben)
    approve_draft(Draft.objects.get(invoice_number="R-3").pk, by=house.anna)
    assert told(house.anna) == told(house.ben) == []


def test_the_log_is_held_before_notices_are_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever edits records first and tells then; the other way round two people would wait for each other."""
    house.rule("anna", "cas")
    draft = house.draft("R-1")
    order: list[str] = []
    monkeypatch.setattr(audit, "hold", lambda: order.append("hold"))

    def seen(write: Callable[..., Any]) -> Callable[..., Any]:
        def writes(*told: Any, **more: Any) -> Any:
            order.append("notice")
            return write(*told, **more)

        return writes

    monkeypatch.setattr(bell, "tell", seen(bell.tell))
    monkeypatch.setattr(bell, "revise", seen(bell.revise))

    def written() -> list[str]:
        found = order[:]
        order.clear()
        return found

    approve_draft(draft.pk, by=house.anna)
    assert written() == ["hold", "notice", "notice"]
    ApprovalAsked.objects.update(since=timezone.now() - timedelta(days=9))
    look()
    assert written() == ["hold", "notice"]
    approve_draft(draft.pk, by=house.cas)
    assert written() == ["hold", "notice"]


def test_days_away_are_set_by_oneself_or_an_admin_but_never_for_the_own_benefit(house: House, page: Any) -> None:
    today = timezone.localdate()
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=4)).isoformat()}
    assert "This person cannot stand in" in page(house.anna, "absence", data={**days, "deputy": house.clerk.pk})
    page(house.anna, "absence", data={**days, "deputy": house.ben.pk})
    page(house.anna, "absence", data={**days, "deputy": house.ben.pk})  # sent twice
    absence = Absence.objects.get()
    assert "Away on these days already" in page(house.anna, "absence", data={**days, "deputy": house.cas.pk})
    for first, last in (("2026-01-05", "2026-01-01"), ("", ""), ("9999-12-30", "9999-12-31"), ("31-12-9999", "")):
        wrong = {"starts_on": first, "ends_on": last, "deputy": house.ben.pk}
        shown = page(house.cas, "absence", data=wrong)
        assert "These days cannot be" in shown or "Not a date" in shown, (first, last)
    page(house.admin, "absence-end", absence.pk, data={})
    absence.refresh_from_db()
    assert absence.ended_at is not None
    page(house.admin, "person-absence", house.anna.pk, data={**days, "deputy": house.cas.pk})
    assert Absence.objects.get(ended_at=None).deputy == house.cas
    # An admin who may approve as well gives himself nobody's name.
    house.admin.memberships.create(administration=house.books, role="approver")
    assert "Not yourself" in page(house.admin, "person-absence", house.dirk.pk, data={**days, "deputy": house.admin.pk})
    events = AuditEvent.objects.filter(action__startswith="absence.").order_by("seq")
    assert [(e.action, e.data["name"], e.data["deputy"]) for e in events] == [
        ("absence.set", "anna", "ben"),
        ("absence.ended", "anna", "ben"),
        ("absence.set", "anna", "cas"),
    ]


def test_the_policy_is_set_with_the_others(house: House, page: Any) -> None:
    sent = {
        "four_eyes_from": "2500",
        "cooling_off_days": "3",
        "matched_alone_up_to": "750",
        "approval_reminder_days": "0",
    }
    page(house.admin, "tuning", house.books.pk, data=sent)
    policy = Policy.objects.get()
    assert (policy.matched_alone_up_to, policy.approval_reminder_days) == (Decimal(750), 0)
    assert AuditEvent.objects.filter(action="policy.changed", data__name="matched_alone_up_to").count() == 1
