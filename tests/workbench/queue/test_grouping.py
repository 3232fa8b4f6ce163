"""A list under headings: vendor or first point, with full counts, in the order that next and previous go by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exact.models import Administration, Vendor
from tests.workbench.support.desk import books, person
from workbench.models import Draft, Role
from workbench.queue.asked import Asked, drafts_asked
from workbench.queue.grouping import grouped_by

pytestmark = pytest.mark.django_db


def made(administration: Administration, name: str, code: str, gross: str, vendor: Vendor | None = None) -> Draft:
    return Draft.objects.create(
        administration=administration,
        vendor=vendor,
        supplier_name=name,
        gross_total=Decimal(gross),
        first_blocker={"code": code, "params": {}, "severity": "hard"} if code else {},
        blockers=int(bool(code)),
        turn="you" if code else "ready",
        turn_rank=int(not code),
        received_at=timezone.now(),
    )


@pytest.fixture
def here() -> Administration:
    found = books()
    bolts = Vendor.objects.get(administration=found)
    made(found, "as printed", "GL_UNKNOWN", "10", bolts)
    made(found, "otherwise printed", "", "20", bolts)
    made(found, "Aarts", "GL_UNKNOWN", "30")
    made(found, "aarts ", "VENDOR_UNKNOWN", "40")
    return found


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("vendor", [("Aarts", 2, "70"), ("Bouten & Moeren BV", 2, "30")]),
        ("point", [("GL_UNKNOWN", 2, "40"), ("VENDOR_UNKNOWN", 1, "40"), ("", 1, "20")]),
    ],
)
def test_headings_count_all_and_rows_come_in_their_order(
    here: Administration, way: str, told: list[tuple[str, int, str]]
) -> None:
    user = person("list", here, Role.CLERK)
    asked = Asked(group=way)
    groups = grouped_by(drafts_asked(user, asked, here), way)
    heads = [(g.key if way == "point" else g.title, g.count, str(int(g.totals[0][1]))) for g in groups]
    assert heads == told
    assert [row.pk for g in groups for row in g.rows] == [d.pk for d in drafts_asked(user, asked, here)]
    few = grouped_by(drafts_asked(user, asked, here), way, limit=1)
    assert len(few[0].rows) == 1 and [g.count for g in few] == [count for _key, count, _sum in told]


def test_the_page_selects_by_heading_keeps_the_grouping_and_costs_the_same_for_more_rows(
    here: Administration, client: Client
) -> None:
    user = person("list", here, Role.CLERK)
    client.force_login(user)
    page = client.get("/queue/?group=point").content.decode()
    assert 'data-select-group="GL_UNKNOWN" data-by="point"' in page and page.count('data-point="GL_UNKNOWN"') == 2
    kept = client.post("/queue/views/", {"do": "save", "name": "By vendor", "group": "vendor"})
    assert "group=vendor" in kept["Location"]
    client.get("/queue/?group=vendor")  # the session remembers the list
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/queue/?group=vendor")
        counted.append(len(captured))
        for number in range(30):
            made(here, f"Firm {number}", "GL_UNKNOWN", "5")
    assert counted[0] == counted[1]
    assert Asked.of({"group": "pk; drop"}) == Asked()
