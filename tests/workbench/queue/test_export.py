"""Any list as a file for a spreadsheet: the same rows in the same order, nothing that runs as a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exact.models import Administration
from tests.workbench.support.desk import books, person
from workbench.models import Batch, BatchItem, Draft, Preference, Role

pytestmark = pytest.mark.django_db


def made(home: Administration, number: str, **more: object) -> Draft:
    given = {"received_at": timezone.now(), "gross_total": Decimal("1234.50"), "due_date": date(2026, 12, 1), **more}
    return Draft.objects.create(administration=home, invoice_number=number, **given)


def file_of(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/csv") and ".csv" in answer["Content-Disposition"]
    body = b"".join(answer) if answer.streaming else answer.content
    assert body.startswith(b"\xef\xbb\xbf")
    return [line.split(";") for line in body.decode("utf-8-sig").splitlines()]


def test_a_view_with_its_filters_is_the_file(client: Client) -> None:
    home, strange = books(), books(900002, "twee", "Twee BV")
    user = person("list", home, Role.CLERK)
    Preference.objects.update_or_create(user=user, defaults={"language": "nl"})
    made(home, "A-1", supplier_name="=HYPERLINK(1)", turn="ready")
    made(home, "A-2", supplier_name="Acme", turn="ready", kind="credit_note")
    made(home, "B-3", turn="ready"), made(home, "A-4", turn="you"), made(strange, "A-5", turn="ready")
    client.force_login(user)
    head, *rows = file_of(client, "/queue/?view=ready&q=A-&as=csv")
    assert [row[2] for row in rows] == [
        row.invoice_number for row in client.get("/queue/?view=ready&q=A-").context["groups"][0].rows
    ]
    found = {row[2]: row for row in rows}
    assert found["A-1"][1] == "'=HYPERLINK(1)" and len(head) == len(rows[0])
    assert (found["A-1"][9], found["A-2"][9]) == ("1234,50", "-1234,50")
    Preference.objects.update(language="en")
    assert file_of(client, "/queue/?view=ready&q=A-1&as=csv")[1][9] == "1234.50"
    assert len(file_of(client, "/vendors/?as=csv")) == 5


def test_a_long_list_costs_as_many_statements_as_a_short_one(client: Client) -> None:
    home = books()
    client.force_login(person("list", home, Role.CLERK))
    counted = []
    for count in (2, 40):
        for number in range(count):
            made(home, f"L-{count}-{number}")
        client.get("/queue/")
        with CaptureQueriesContext(connection) as captured:
            file_of(client, "/queue/?as=csv")
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 8


def test_the_result_of_a_run_says_why(client: Client) -> None:
    home = books()
    user = person("list", home, Role.CLERK)
    batch = Batch.objects.create(token="t", by=user)
    BatchItem.objects.create(batch=batch, draft=made(home, "R-1"), position=1, state="left_out", code="PERIOD_CLOSED")
    client.force_login(user)
    rows = file_of(client, f"/post/runs/{batch.pk}/?as=csv")
    assert rows[1][2] == "R-1" and rows[1][7]
