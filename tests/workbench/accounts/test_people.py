"""People and roles: who may give what to whom, one-time passwords, and that nobody shuts everybody out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts import services
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.accounts.services import Wish
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, Membership, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def ada(books: Administration) -> Person:
    return desk.person("ada", books, "admin")


def wish(books: Administration, *roles: str, limit: Decimal | None = None) -> dict[int, Wish]:
    return {books.pk: Wish(frozenset(roles), limit)}


def roles(person: User) -> set[str]:
    return set(person.memberships.values_list("role", flat=True))


def test_somebody_new_logs_in_once_with_a_password_of_the_admin_and_then_with_an_own_one(
    books: Administration, ada: Person, client: Client
) -> None:
    client.force_login(ada)
    form = {
        "username": "noor",
        "name": "Noor de Wit",
        f"role:{books.pk}": ["clerk", "approver"],
        f"limit:{books.pk}": "2.500",
    }
    shown = client.post(reverse("person-new"), form)
    password = shown.context["password"]
    assert password in shown.content.decode() and len(password) >= 16
    noor = User.objects.get(username="noor")
    assert roles(noor) == {"clerk", "approver"}
    assert Membership.objects.get(user=noor, role="approver").approval_limit == Decimal(2500)
    again = client.get(reverse("person", args=[noor.pk])).content.decode()
    assert password not in again, "shown once"
    assert password not in str(list(AuditEvent.objects.values_list("data", flat=True)))

    fresh = Client()
    assert fresh.post(reverse("login"), {"username": "noor", "password": password}).status_code == 302
    assert fresh.get(reverse("queue"))["Location"] == reverse("password"), "first of all a password of one's own"
    own = {"old_password": password, "new_password1": "drie-fietsen-9", "new_password2": "drie-fietsen-9"}
    assert fresh.post(reverse("password"), own).status_code == 302
    assert fresh.get(reverse("queue")).status_code == 200
    actions = AuditEvent.objects.filter(action__startswith="user.").values_list("action", flat=True)
    assert list(actions) == ["user.created", "user.role_given", "user.role_given", "user.password_changed"]


def test_what_was_typed_for_somebody_new_stands_there_when_it_is_refused(
    books: Administration, ada: Person, client: Client
) -> None:
    client.force_login(ada)
    form = {"username": "noor", f"role:{books.pk}": ["clerk"], f"limit:{books.pk}": "a lot"}
    refused = client.post(reverse("person-new"), form)
    page = refused.content.decode()
    assert refused.status_code == 422 and not User.objects.filter(username="noor").exists()
    assert 'value="noor"' in page and 'value="a lot"' in page and page.count(" checked") == 1


def test_a_one_time_password_that_nobody_used_in_time_opens_nothing(
    books: Administration, ada: Person, client: Client
) -> None:
    noor, password = services.create_person(username="noor", name="", email="", wishes=wish(books, "clerk"), by=ada)
    Preference.objects.filter(user=noor).update(one_time_until=timezone.now() - timedelta(minutes=1))
    assert client.post(reverse("login"), {"username": "noor", "password": password}).status_code == 401


def test_a_reset_and_switching_off_end_every_session(books: Administration, ada: Person, client: Client) -> None:
    noor = desk.person("noor", books, "clerk")
    client.force_login(noor)
    password = services.reset_password(noor, by=ada)
    assert client.get(reverse("queue")).status_code == 302
    noor.refresh_from_db()
    assert noor.check_password(password)
    client.force_login(noor)
    services.switch(noor, active=False, by=ada)
    assert "login" in client.get(reverse("queue"))["Location"]
    services.switch(noor, active=True, by=ada)
    assert User.objects.get(pk=noor.pk).is_active


def test_no_administration_loses_its_last_admin(books: Administration, ada: Person) -> None:
    with pytest.raises(DraftRefused, match="LAST_ADMIN"):
        services.set_roles(ada, wish(books), by=ada)
    eve = desk.person("eve", books, "admin")
    User.objects.filter(pk=eve.pk).update(is_active=False)
    with pytest.raises(DraftRefused, match="LAST_ADMIN"):
        services.set_roles(ada, wish(books), by=ada)
    User.objects.filter(pk=eve.pk).update(is_active=True)
    assert services.set_roles(ada, wish(books), by=ada) == 1 and roles(ada) == set()
    with pytest.raises(RightMissing):
        services.set_roles(eve, wish(books), by=ada)


def test_nobody_gives_himself_roles_or_reaches_into_other_administrations(books: Administration, ada: Person) -> None:
    with pytest.raises(DraftRefused, match="USER_SELF"):
        services.set_roles(ada, wish(books, "admin", "approver"), by=ada)
    with pytest.raises(DraftRefused, match="USER_SELF"):
        services.switch(ada, active=False, by=ada)
    other = desk.books(900002, "twee", "Twee BV")
    both = desk.person("both", books, "clerk")
    desk.person("both", other, "admin")
    foreign = desk.person("foreign", other, "clerk")
    for act in (
        lambda: services.reset_password(both, by=ada),
        lambda: services.switch(both, active=False, by=ada),
        lambda: services.set_roles(foreign, wish(books, "clerk"), by=ada),
    ):
        with pytest.raises(DraftRefused, match="USER_ELSEWHERE"):
            act()
    services.set_roles(both, {**wish(books), **wish(other, "auditor")}, by=ada)
    assert roles(both) == {"admin"}, "taken away here, left alone there"


def test_limits_change_with_a_trace_and_a_wrong_one_is_told(books: Administration, ada: Person, client: Client) -> None:
    noor = desk.person("noor", books, "approver", limit=Decimal(100))
    client.force_login(ada)
    address = reverse("person", args=[noor.pk])
    sent = {"action": "roles", f"role:{books.pk}": ["approver"]}
    assert client.post(address, {**sent, f"limit:{books.pk}": "veel"}).status_code == 409
    client.post(address, {**sent, f"limit:{books.pk}": "5.000,00"})
    client.post(address, {**sent, f"limit:{books.pk}": ""})
    changes = AuditEvent.objects.filter(action="user.limit_changed").order_by("seq").values_list("data", flat=True)
    assert [(row["old"], row["new"]) for row in changes] == [("100.00", "5000.00"), ("5000.00", "–")]
    assert Membership.objects.get(user=noor).approval_limit is None


@pytest.mark.parametrize("name", ["", "ADA", "a b", "x" * 61, "<b>"])
def test_a_name_that_cannot_be_used_makes_nobody(books: Administration, ada: Person, name: str) -> None:
    with pytest.raises(DraftRefused, match="USER_NAME"):
        services.create_person(username=name, name="", email="", wishes=wish(books, "clerk"), by=ada)
    with pytest.raises(DraftRefused, match="USER_NO_ROLE"):
        services.create_person(username="leeg", name="", email="", wishes=wish(books), by=ada)
    assert User.objects.count() == 1
