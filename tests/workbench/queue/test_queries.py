"""The list costs the same number of queries for 2 as for 200 drafts, and it is one of few."""

from __future__ import annotations

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
