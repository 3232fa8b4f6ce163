"""Who goes back to the list finds the same list, at the same document."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.workbench.support.desk import books, person
from workbench.models import Draft, Role
from workbench.queue.asked import Asked


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({}, "view=open"),
        ({"view": "ready", "q": "Bouten & co", "administration": "7"}, "view=ready&q=Bouten+%26+co&administration=7"),
        ({"limit": "2000"}, "view=open&limit=2000"),
        ({"view": "nothing-of-ours", "administration": "x", "limit": "99999999"}, "view=open"),
        ({"limit": "999999"}, "view=open&limit=2000"),
        ({"administration": None, "q": None, "view": None}, "view=open"),
    ],
)
def test_a_list_is_what_its_address_says(given: dict[str, Any], query: str) -> None:
    assert Asked.of(given).query() == query


@pytest.mark.django_db
def test_the_way_back_keeps_view_search_books_and_row(client: Client) -> None:
    administration = books()
    client.force_login(person("back", administration, Role.CLERK))
    one, two = (
        Draft.objects.create(
            administration=administration, received_at=timezone.now(), invoice_number=f"B-{n}", turn="ready"
        )
        for n in (1, 2)
    )
    here = f"/queue/?view=ready&q=B-&administration={administration.pk}"
    shown = [row.pk for row in client.get(here).context["groups"][0].rows]
    assert set(shown) == {one.pk, two.pk}
    page = client.get(f"/drafts/{shown[0]}/").content.decode()
    back = here.replace("&", "&amp;")
    assert f'data-back="{back}#draft-{shown[0]}"' in page and f'href="{back}#draft-{shown[0]}"' in page
    assert f'data-after="/drafts/{shown[1]}/"' in page
    # After the last of the list comes the list, in its place.
    answer = client.post(f"/drafts/{shown[1]}/file/", {"following": ""})
    assert answer["Location"] == f"{here}#draft-{shown[1]}"
