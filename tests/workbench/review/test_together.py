"""Two people with one document: they see each other, and of a value both changed, both values."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.services import edit_field
from workbench.models import Draft, Presence
from workbench.review.presence import here

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Draft:
    return desk.made(desk.books(), "P-1")


def clerk(draft: Draft, name: str) -> Person:
    assert draft.administration is not None
    return desk.person(name, draft.administration, "clerk")


def test_each_sees_the_other_until_they_are_silent(draft: Draft) -> None:
    mk, hanna = clerk(draft, "mk"), clerk(draft, "hanna")
    assert here(draft, mk) == []
    assert (here(draft, hanna), here(draft, mk)) == ([mk], [hanna])
    Presence.objects.filter(person=hanna).update(at=timezone.now() - timedelta(seconds=21))
    assert here(draft, mk) == [] and Presence.objects.count() == 2


def test_asking_again_at_once_writes_nothing(draft: Draft) -> None:
    mk = clerk(draft, "mk")
    here(draft, mk)
    at = Presence.objects.get().at
    here(draft, mk)
    assert Presence.objects.get().at == at


def test_both_values_of_a_field_are_shown_and_the_choice_is_mine(draft: Draft, client: Client) -> None:
    mk, hanna = clerk(draft, "mk"), clerk(draft, "hanna")
    edit_field(draft.pk, name="order_reference", typed="4500-1", by=hanna)
    client.force_login(mk)
    address, sent = f"/drafts/{draft.pk}/fields/order_reference/", {"value": "4500-2", "version": "1"}
    answer = client.post(address, sent, HTTP_HX_REQUEST="true")
    conflict = answer.context["conflict"]
    assert (answer.status_code, conflict.theirs, conflict.mine) == (409, "4500-1", "4500-2")
    assert conflict.input_id == "field-order_reference" and 'data-keep="mine"' in answer.content.decode()
    newer = client.post(f"/drafts/{draft.pk}/here/", {"version": "1"})
    assert newer.context["newer"] is True
    client.post(address, sent | {"version": "2"}, HTTP_HX_REQUEST="true")
    draft.refresh_from_db()
    assert draft.fields["order_reference"]["value"] == "4500-2"
