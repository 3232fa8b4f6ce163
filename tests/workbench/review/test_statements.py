"""What the review screen asks of the database does not grow with what the draft has."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workbench.support.books import Books, make_books, make_draft
from workbench.models import Draft, DraftLine, Hold

# Reads only, with room for what a history of the vendor adds.
MOST_OF_A_CHANGE = 50


def _statements(client: Client, draft: Draft, text: str) -> int:
    path = f"/drafts/{draft.pk}/fields/description/"
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(path, {"value": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and text in answer.content.decode()
    return sum(each["sql"].startswith("SELECT") for each in asked)


def test_a_change_asks_the_same_for_many_lines_and_holds(db: None, client: Client) -> None:
    books: Books = make_books()
    client.force_login(books.people["clerk"])
    draft = make_draft(books)
    _statements(client, draft, "Warm")
    few = _statements(client, draft, "Een regel")
    last = draft.lines.count()
    DraftLine.objects.bulk_create(
        DraftLine(draft=draft, position=last + place, description=f"Regel {place}") for place in range(1, 9)
    )
    for place in range(3):
        Hold.objects.create(draft=draft, code="MANUAL", key=f"MANUAL|{place}", severity="hold", params={"reason": "x"})
    _statements(client, draft, "Warm")
    many = _statements(client, draft, "Negen regels")
    assert few <= MOST_OF_A_CHANGE
    assert many <= few
