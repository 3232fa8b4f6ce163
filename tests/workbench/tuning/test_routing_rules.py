"""Rules that say for which administration documents are: kept, refused when they say nothing, ended, on the screen."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from matching.models import RoutingRule
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent
from workbench.tuning import routing

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def admin(books: Administration) -> Person:
    return desk.person("ad", books, "admin")


def test_a_rule_is_kept_once_and_ended(books: Administration, admin: Person) -> None:
    typed = {"sender": " Energie.NL ", "buyer_name": "Eén"}
    row = routing.add_rule(books, typed, by=admin)
    assert routing.add_rule(books, typed, by=admin).pk == row.pk
    assert (row.sender, row.buyer_name, row.created_by) == ("energie.nl", "Eén", "ad")
    routing.end_rule(row, by=admin)
    assert routing.rules_of(books) == [] and RoutingRule.objects.count() == 1
    assert AuditEvent.objects.filter(action="policy.changed").count() == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "ROUTING_RULE_EMPTY"),
        ({"sender": "   "}, "ROUTING_RULE_EMPTY"),
        ({"sender": "gmail.com"}, "ROUTING_RULE_WIDE"),
        ({"sender": "@moneybird.com"}, "ROUTING_RULE_WIDE"),
        ({"sender": "energie.nl", "recipient": "nl"}, "ROUTING_RULE_WIDE"),
    ],
)
def test_what_would_fit_everybody_is_refused(
    books: Administration, admin: Person, typed: dict[str, str], code: str
) -> None:
    with pytest.raises(DraftRefused) as refused:
        routing.add_rule(books, typed, by=admin)
    assert refused.value.code == code
    assert not RoutingRule.objects.exists()


def test_an_address_at_a_free_mail_provider_is_one_sender(books: Administration, admin: Person) -> None:
    assert routing.add_rule(books, {"sender": "jan@gmail.com"}, by=admin).pk


def test_the_screen(books: Administration, admin: Person, client: Client) -> None:
    client.force_login(admin)
    add = reverse("routing-add", args=[books.pk])
    assert client.post(add, {"sender": "energie.nl"}).status_code == 302
    page = client.get(reverse("tuning", args=[books.pk])).content.decode()
    assert "energie.nl" in page and "<section" in page
    told = client.post(add, {}, follow=True).content.decode()
    assert "at least one" in told or "minstens" in told
    row = RoutingRule.objects.get()
    client.post(reverse("routing-end", args=[row.pk]))
    assert not RoutingRule.objects.filter(active=True).exists()
