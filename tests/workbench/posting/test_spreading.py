"""Cost of a service over several months: seen, and spread over them by one click or by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from exact.posting.payload import purchase_entry_payload
from matching.coding.types import UNKNOWN, LineCoding, Spread
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import approve_draft
from workbench.drafts import lines
from workbench.drafts.fields import FieldInvalid
from workbench.drafts.spreading import period_in, spread
from workbench.models import AuditEvent, Draft
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.splitting import settle
from workbench.posting.payload import entry_of
from workbench.review.booking import service_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("1-12-2026", "30-11-2027", (date(2026, 12, 1), date(2027, 11, 30))),
        ("2026-12-01", "2026-12-01", (date(2026, 12, 1), date(2026, 12, 1))),
        ("1 dec", "31 dec", (date(2026, 12, 1), date(2026, 12, 31))),
        ("", " ", None),
    ],
)
def test_a_period_as_people_type_it(first: str, last: str, period: tuple[date, date] | None) -> None:
    assert period_in(first, last, today=TODAY) == period


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1-12-2026", ""),
        ("", "1-12-2026"),
        ("2-12-2026", "1-12-2026"),
        ("1-1-2026", "1-1-2036"),
        ("morgen", "1-1-2027"),
    ],
    ids=["no end", "no beginning", "the wrong way round", "121 months", "no date"],
)
def test_what_is_no_period(first: str, last: str) -> None:
    with pytest.raises(FieldInvalid):
        period_in(first, last, today=TODAY)


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "clerk", "approver")


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-12-01", "2027-11-30", 12),
        ("2026-11-15", "2026-12-14", 2),
        ("2026-11-01", "2026-11-30", None),
        ("2026-12-01", "2026-11-30", None),
        ("2026-12-01", "", None),
        ("2026-01-01", "2036-12-31", None),
    ],
    ids=["a year", "two months touched", "one month", "backwards", "no end", "longer than Exact spreads"],
)
def test_when_spreading_is_offered(books: Administration, start: str, end: str, months: int | None) -> None:
    draft = desk.made(books, "S-1", service_start=start, service_end=end)
    found = service_of(draft)
    assert (found.months if found else None) == months


def test_one_click_spreads_all_lines_and_another_takes_it_back(
    books: Administration, sam: Person, client: Client
) -> None:
    draft = desk.made(books, "S-2", by=sam, service_start="2026-12-01", service_end="2027-11-30")
    approve_draft(draft.pk, by=sam)
    client.force_login(sam)
    act = reverse("draft-lines", args=[draft.pk])
    client.post(act, {"action": "spread", "spread_from": "2026-12-01", "spread_to": "2027-11-30"})
    draft = Draft.objects.get(pk=draft.pk)
    assert draft.state == "review", "the approval was for cost of one month"
    (line,) = purchase_entry_payload(entry_of(draft))["PurchaseEntryLines"]
    assert (line["From"], line["To"]) == (date(2026, 12, 1), date(2027, 11, 30))
    found = service_of(draft)
    assert found is not None and found.spread
    page = client.get(reverse("review", args=[draft.pk]) + "?tab=journal").content.decode()
    assert "01-12-2026 – 30-11-2027" in page
    client.post(act, {"action": "spread"})
    (line,) = purchase_entry_payload(entry_of(Draft.objects.get(pk=draft.pk)))["PurchaseEntryLines"]
    assert "From" not in line
    told = AuditEvent.objects.filter(draft_id=draft.pk, action__in=["lines.spread", "lines.unspread"])
    assert [event.data.get("start") for event in told.order_by("seq")] == ["2026-12-01", None]


def test_what_a_person_decided_goes_before_a_rule(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "S-3", by=sam)
    rule = LineCoding(0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, spread=Spread(months=3))
    facts = Facts(draft)
    (line,) = settle(facts, facts.lines[0], rule)
    assert (line.spread_from, line.spread_to) == (date(2026, 11, 1), date(2027, 1, 31))
    for first, last in (("1-12-2026", "31-12-2026"), ("", "")):
        spread(draft.pk, first=first, last=last, by=sam, line_id=draft.lines.get().pk)
        kept = draft.lines.values_list("spread_from", "spread_to").get()
        facts = Facts(Draft.objects.get(pk=draft.pk))
        (line,) = settle(facts, facts.lines[0], rule)
        assert (line.spread_from, line.spread_to) == kept


def test_lines_of_different_periods_are_not_taken_together(books: Administration, sam: Person) -> None:
    draft = desk.made(books, "S-4", by=sam)
    first = draft.lines.get()
    lines.add_line(draft.pk, by=sam, after=first.pk, copy=True)
    spread(draft.pk, first="1-12-2026", last="31-12-2027", by=sam, line_id=first.pk)
    lines.collapse(draft.pk, by=sam)
    assert draft.lines.count() == 2
