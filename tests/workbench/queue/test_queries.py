"""The list costs the same number of queries for 2 as for 200 drafts, and it is one of few."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exact.models import Administration, Vendor
from tests.workbench.support.desk import books, person
from workbench.models import Draft, Role

pytestmark = pytest.mark.django_db

LARGE = {"draft", "document", "intakeentry", "message", "hold"}
# Session and person, administrations, rail, state of Exact and the list itself.
MOST = 22
LIST_PART = 10


def fill(administration: Administration, count: int) -> None:
    vendor = Vendor.objects.get(administration=administration)
    turns = ["you", "ready", "others"]
    Draft.objects.bulk_create(
        Draft(
            administration=administration,
            vendor=vendor,
            invoice_number=str(number),
            gross_total=Decimal(number),
            turn=turns[number % 3],
            turn_rank=number % 3,
            received_at=timezone.now() - timedelta(days=number % 9),
        )
        for number in range(count)
    )


def queries(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_the_rows(client: Client) -> None:
    administration = books()
    client.force_login(person("list", administration, Role.CLERK))
    fill(administration, 2)
    client.get("/queue/")  # the session is made
    few = queries(client, "/queue/")
    fill(administration, 200)
    many = queries(client, "/queue/")
    assert many == few <= MOST
    assert queries(client, "/queue/?part=list", **{"HX-Request": "true"}) <= LIST_PART


def test_the_start_page_costs_the_same_for_many_administrations(client: Client) -> None:
    one = books()
    clerk = person("start", one, Role.CLERK)
    client.force_login(clerk)
    client.get("/")
    few = queries(client, "/")
    for number in range(2, 6):
        person("start", books(900000 + number, f"b{number}", f"Boek {number}"), Role.CLERK)
    assert queries(client, "/") == few


def test_a_link_of_the_matrix_filters(client: Client) -> None:
    one, two = books(), books(900002, "twee", "Twee BV")
    clerk = person("filter", one, Role.CLERK)
    person("filter", two, Role.CLERK)
    fill(one, 3)
    fill(two, 6)
    client.force_login(clerk)
    assert client.get("/queue/").context["total"] == 9
    assert client.get(f"/queue/?administration={two.pk}").context["total"] == 6
    # An administration that is not one's own is no filter at all, and shows nothing of it.
    stranger = books(900003, "drie", "Drie BV")
    fill(stranger, 4)
    assert client.get(f"/queue/?administration={stranger.pk}").context["total"] == 9


def read_whole(client: Client, page: str) -> set[str]:
    """The large tables of which a page reads all rows, or all of an administration, by SQLite's plans."""
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    steps = set()
    with connection.cursor() as cursor:
        for each in captured.captured_queries:
            if each["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN QUERY PLAN " + each["sql"].replace("%", "%%"), [])
                steps |= {step[3] for step in cursor.fetchall()}
    # The newest of an administration are taken from its entries in their order; drafts and documents have none such.
    whole = re.compile(r"SCAN workbench_(\w+)|SEARCH workbench_(draft|document) .*\(administration_id=\?\)$")
    return {found[1] or found[2] for step in steps if (found := whole.match(step))} & LARGE


PAGES = (
    "/",
    "/queue/",
    "/queue/?view=match",
    "/queue/?order=due",
    "/queue/?order=amount",
    "/queue/?order=oldest",
    "/queue/?view=posted",
    "/queue/?view=filed",
    "/inbox/",
    "/vendors/",
    "/post/",
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_no_page_reads_all_that_was_ever_done(client: Client) -> None:
    """Years of posted invoices lie behind the few that wait: whoever reads a table from end to end gets slower by the
    day. Only the search over everything may: it looks inside texts."""
    administration = books()
    person("plan", books(900002, "twee", "Twee BV"), Role.CLERK)
    client.force_login(person("plan", administration, Role.CLERK))
    fill(administration, 3)
    assert {page: found for page in PAGES if (found := read_whole(client, page))} == {}
    assert read_whole(client, "/queue/?view=search&q=abc") == {"draft"}
