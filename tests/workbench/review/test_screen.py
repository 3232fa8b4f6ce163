"""What the review screen offers, by right."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.workbench.support.desk import books, person
from workbench.drafts.states import DraftKind
from workbench.models import Draft, Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "changes"), [(Role.CLERK, True), (Role.VIEWER, False)])
def test_who_may_only_look_is_offered_nothing_that_refuses(client: Client, role: Role, changes: bool) -> None:
    administration = books()
    draft = Draft.objects.create(administration=administration, received_at=timezone.now())
    client.force_login(person("looks", administration, role))
    page = client.get(f"/drafts/{draft.pk}/").content.decode()
    for offered in ('id="reject-dialog"', 'data-open-dialog="reject-dialog"', 'data-open-dialog="move-dialog"'):
        assert (offered in page) is changes, offered


def test_every_kind_can_be_chosen(client: Client) -> None:
    administration = books()
    draft = Draft.objects.create(administration=administration, received_at=timezone.now())
    client.force_login(person("chooses", administration, Role.CLERK))
    page = client.get(f"/drafts/{draft.pk}/").content.decode()
    assert all(f'name="kind" value="{kind}"' in page for kind in DraftKind)


def test_the_inbox_stays_in_the_books_one_looks_at(client: Client) -> None:
    administration = books()
    client.force_login(person("looks", administration, Role.CLERK))
    page = client.get("/inbox/", {"administration": administration.pk, "view": "mine"}).content.decode()
    views = page.partition('<nav class="views"')[2].partition("</nav>")[0]
    assert views.count(f"administration={administration.pk}") == views.count("<a ") == 4


@pytest.mark.parametrize(
    ("role", "rules", "insight"),
    [(Role.VIEWER, False, False), (Role.CLERK, True, False), (Role.AUDITOR, True, True), (Role.ADMIN, True, True)],
)
def test_the_rail_leads_to_what_a_role_may_use(client: Client, role: Role, rules: bool, insight: bool) -> None:
    client.force_login(person("looks", books(), role))
    rail = client.get("/").content.decode().partition('<nav class="rail"')[2].partition("</nav>")[0]
    assert ('href="/rules/"' in rail, 'href="/insight/"' in rail) == (rules, insight)


def test_the_rail_says_where_one_is(client: Client) -> None:
    administration = books()
    draft = Draft.objects.create(administration=administration, received_at=timezone.now())
    client.force_login(person("looks", administration, Role.CLERK))
    for path, leads in (
        (f"/drafts/{draft.pk}/", "/queue/"),
        ("/vendors/", "/vendors/"),
        ("/bank/", "/vendors/"),
        ("/exact/", "/exact/"),
    ):
        rail = client.get(path).content.decode().partition('<nav class="rail"')[2].partition("</nav>")[0]
        current = [link for link in rail.split("<a ") if 'aria-current="page"' in link]
        assert [link.startswith(f'href="{leads}"') for link in current] == [True], path
