"""Lists kept under a name, in an order and with the columns that a person chose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.workbench.support.desk import books, person
from workbench.models import Draft, Role
from workbench.queue.asked import Asked
from workbench.queue.own_views import MOST, screens_of

pytestmark = pytest.mark.django_db


def names(user: User) -> list[str]:
    return [view.name for view in screens_of(User.objects.get(pk=user.pk)).views]


def test_a_list_is_kept_renamed_moved_and_forgotten(client: Client) -> None:
    user = person("list", books(), Role.CLERK)
    client.force_login(user)
    kept = client.post("/queue/views/", {"do": "save", "name": " Late  bolts ", "view": "due", "q": "Bouten & co"})
    client.post("/queue/views/", {"do": "save", "name": "Large", "view": "open", "order": "amount"})
    (first, second) = screens_of(User.objects.get(pk=user.pk)).views
    assert (first.name, first.query) == ("Late bolts", "view=due&q=Bouten+%26+co")
    assert kept["Location"] == f"/queue/?{first.query}&own={first.key}"
    shown = client.get(kept["Location"])
    assert (shown.context["q"], shown.context["view"].name, shown.context["own"]) == ("Bouten & co", "due", first)
    assert f"?{second.query.replace('&', '&amp;')}&amp;own={second.key}" in shown.content.decode()
    # The same name again is the same view.
    client.post("/queue/views/", {"do": "save", "name": "Large", "view": "ready", "order": "due"})
    client.post("/queue/views/", {"do": "left", "own": second.key})
    client.post("/queue/views/", {"do": "rename", "own": first.key, "name": "Bolts"})
    assert names(user) == ["Large", "Bolts"]
    client.post("/queue/views/", {"do": "start", "own": second.key})
    assert client.get("/queue/")["Location"] == f"/queue/?view=ready&order=due&own={second.key}"
    client.post("/queue/views/", {"do": "remove", "own": second.key})
    assert names(user) == ["Bolts"] and client.get("/queue/").status_code == 200
    for number in range(MOST + 5):
        client.post("/queue/views/", {"do": "save", "name": f"N{number}"})
    assert len(names(user)) == MOST
    assert names(person("other", books(900002, "twee"), Role.CLERK)) == []


@pytest.mark.parametrize(
    ("order", "wanted"), [("due", "bca"), ("amount", "cab"), ("newest", "abc"), ("oldest", "cba"), ("nonsense", "bca")]
)
def test_an_order_is_that_of_the_rows_and_of_next_and_previous(client: Client, order: str, wanted: str) -> None:
    home = books()
    for number, days, gross in (("a", 30, "20"), ("b", 1, "10"), ("c", 9, "30")):
        Draft.objects.create(
            administration=home,
            invoice_number=number,
            due_date=date(2026, 12, 1) + timedelta(days=days),
            gross_total=Decimal(gross),
            received_at=timezone.now() - timedelta(days=ord(number)),
        )
    client.force_login(person("list", home, Role.CLERK))
    page = client.get(f"/queue/?order={order}").context
    rows = [row for group in page["groups"] for row in group.rows]
    assert "".join(row.invoice_number for row in rows) == wanted
    assert f'data-after="/drafts/{rows[1].pk}/"' in client.get(f"/drafts/{rows[0].pk}/").content.decode()


def test_columns_and_room_are_kept(client: Client) -> None:
    home = books()
    Draft.objects.create(administration=home, received_at=timezone.now())
    client.force_login(person("list", home, Role.CLERK))
    client.post("/queue/views/", {"do": "columns", "column": ["due", "who", "nonsense"]})
    client.post("/preferences/", {"density": "comfortable"})
    page = client.get("/queue/").content.decode()
    assert 'class="queue-form no-age no-date no-match no-src"' in page and 'data-density="comfortable"' in page
    client.post("/preferences/", {"density": "nonsense"})
    assert 'data-density="comfortable"' in client.get("/queue/").content.decode()


def test_what_is_no_such_order_or_view_is_left_out() -> None:
    assert Asked.of({"order": "pk; drop", "own": "../x"}) == Asked()
