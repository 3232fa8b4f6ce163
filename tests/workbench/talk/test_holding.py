"""A hold has an age and an owner; one's own is simply taken off, and it may end on its day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.changing import DraftRefused
from workbench.drafts.holding import end_due
from workbench.drafts.services import put_on_hold, release_hold
from workbench.models import AuditEvent, Draft, Hold, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Person:
    return desk.person("mk", desk.books(), "clerk")


@pytest.fixture
def draft(clerk: Person) -> Draft:
    return desk.made(clerk.memberships.get().administration, "H-1", by=clerk)


def hold_of(draft: Draft) -> Hold:
    return draft.holds.get(code="MANUAL")


def actions(draft: Draft) -> set[str]:
    found = AuditEvent.objects.filter(draft_id=draft.pk, action__startswith="hold.").exclude(actor="pipeline")
    return set(found.values_list("action", flat=True))


def test_ones_own_is_taken_off_without_a_reason_a_colleagues_with_one_and_they_hear_of_it(
    draft: Draft, clerk: Person
) -> None:
    colleague = desk.person("hanna", clerk.memberships.get().administration, "clerk")
    put_on_hold(draft.pk, reason="eerst bellen", by=clerk)
    release_hold(draft.pk, hold_id=hold_of(draft).pk, reason="", by=clerk)
    assert actions(draft) == {"hold.put", "hold.taken_off"} and not Notice.objects.exists()
    draft.holds.all().delete()
    put_on_hold(draft.pk, reason="eerst bellen", by=clerk)
    with pytest.raises(DraftRefused, match="REASON_NEEDED"):
        release_hold(draft.pk, hold_id=hold_of(draft).pk, reason=" ", by=colleague)
    release_hold(draft.pk, hold_id=hold_of(draft).pk, reason="gebeld", by=colleague)
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [(clerk, "hold_released")]


def test_until_its_day_it_is_nobodys_turn_and_then_it_comes_back_by_itself(draft: Draft, clerk: Person) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    put_on_hold(draft.pk, reason="wacht op creditnota", by=clerk, until=tomorrow)
    draft.refresh_from_db()
    assert draft.turn == "others" and end_due() == 0
    Hold.objects.update(until=timezone.localdate())
    assert (end_due(), end_due()) == (1, 0)
    draft.refresh_from_db()
    assert draft.turn == "ready" and "MANUAL" not in desk.holds_of(draft)
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [(clerk, "hold_ended")]
    assert AuditEvent.objects.filter(action="hold.ended", draft_id=draft.pk).exists()


def test_a_day_that_is_not_to_come_is_refused(draft: Draft, clerk: Person) -> None:
    with pytest.raises(DraftRefused, match="DAY_PAST"):
        put_on_hold(draft.pk, reason="x", by=clerk, until=timezone.localdate())


def test_the_screen_says_whose_it_is_and_since_when(draft: Draft, clerk: Person, client: Client) -> None:
    put_on_hold(draft.pk, reason="eerst bellen", by=clerk)
    Hold.objects.update(created_at=timezone.now() - timedelta(days=3))
    client.force_login(clerk)
    page = client.get(f"/drafts/{draft.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "mk · 3 d" in page and f'action="/drafts/{draft.pk}/holds/{hold_of(draft).pk}/release/"' in page
