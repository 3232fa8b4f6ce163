"""The page of figures: every figure leads to exactly the documents it counts, and to nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from exact.models import Administration
from insights import rows
from insights.period import Period
from insights.table import Table
from tests.insights.support import figures, made_once, tables_at
from tests.workbench.support import desk
from workbench.audit import services as audit
from workbench.drafts.services import confirm_field, edit_field
from workbench.models import Approval, AuditEvent, Draft, Hold, Role

pytestmark = pytest.mark.django_db

# Session and person, administrations, rail and state of Exact; then the figures' own ten.
MOST = 24


class Work:
    """Six approved documents of one vendor, five of them posted: one changed, one filled in, one only confirmed."""

    def __init__(self) -> None:
        self.books, self.elsewhere = desk.books(), desk.books(900002, "twee", "Twee BV")
        self.clerk = desk.person("mk", self.books, Role.CLERK)
        self.auditor = desk.person("ac", self.books, Role.AUDITOR)
        self.other = desk.person("el", self.elsewhere, *Role.values)
        drafts = [desk.made(self.books, f"F-{number}") for number in range(6)]
        edit_field(drafts[0].pk, name="invoice_number", typed="F-0-X", by=self.clerk)
        edit_field(drafts[1].pk, name="due_date", typed="20-12-2026", by=self.clerk)
        confirm_field(drafts[2].pk, name="net_total", by=self.clerk)
        for place, draft in enumerate(drafts):
            approve(draft, self.clerk, posted=place != 5)
        self.waiting = desk.made(self.books, "F-9")
        Draft.objects.filter(pk=self.waiting.pk).update(due_date=timezone.localdate() - timedelta(days=3))
        approve(desk.made(self.elsewhere, "GEHEIM-1"), self.other, posted=True)


def approve(draft: Draft, by: Any, *, posted: bool) -> None:
    """As approved and posted, without the machinery of either."""
    Approval.objects.create(draft=draft, version=1, payload_sha256="x", by=by)
    posted_at = timezone.now() if posted else None
    Draft.objects.filter(pk=draft.pk).update(state="posted" if posted else "approved", posted_at=posted_at)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Work]:
    with made_once(Work, django_db_blocker, tmp_path_factory) as made:
        yield made


@pytest.fixture
def work(built: Work, db: None) -> Work:
    return built


@pytest.fixture
def page(work: Work, client: Client) -> Client:
    client.force_login(work.auditor)
    return client


def tables(client: Client, **asked: str) -> dict[str, Table]:
    return tables_at(client, "/insight/", **asked)


def test_what_went_straight_through(page: Client) -> None:
    found = figures(tables(page)["straight"])
    assert [row[1:4] for row in found] == [[3, 5, 0.6], [4, 6, 4 / 6], [3, 6, 0.5]]


def test_what_was_read_right(page: Client) -> None:
    found = {row[0]: row[1:6] for row in figures(tables(page)["fields"])}
    assert found["Invoice number"] == [5, 0, 1, 0, 0]
    assert found["Due date"] == [0, 0, 0, 1, 0]
    assert found["Net"] == [5, 1, 0, 0, 0]
    ((_vendor, documents, wrong, worst, share, change),) = figures(tables(page)["vendors"])
    assert (documents, wrong, share, change) == (6, 2, pytest.approx(4 / 6), None)
    assert worst in ("Invoice number", "Due date")


def test_what_is_late_and_what_stops(page: Client) -> None:
    found = tables(page)
    assert [row[2:] for row in figures(found["late"])] == [[1, "EUR", 121]]
    assert all(row[2] or row[3] for row in figures(found["exceptions"]))
    assert [row[1] for row in figures(found["times"])] == [6, 6, 5]
    assert figures(found["people"]) == [["mk", 6, 2, 1, 2]]


def test_every_figure_leads_to_exactly_the_documents_it_counts(page: Client) -> None:
    looked = 0
    for table in tables(page).values():
        for row in table.cells():
            for column, cell in row:
                if not cell.about:
                    continue
                looked += 1
                answer = page.get("/insight/documents/", {"about": cell.about})
                assert answer.status_code == 200
                if column.kind == "count":
                    assert len(answer.context["drafts"]) == cell.value, cell.about
                else:
                    assert answer.context["drafts"], cell.about
    assert looked > 12


@pytest.mark.parametrize(
    "about", ["", "x", "field", "field:x:read", "vendor:x", "late", "week:x", "hold:", "person:9" * 40]
)
def test_what_names_no_figure_lists_nothing(page: Client, about: str) -> None:
    assert page.get("/insight/documents/", {"about": about}).context["drafts"] == []


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ([("hold.raised", {}), ("hold.raised", {})], (1, 0)),
        ([("hold.raised", {}), ("hold.put", {}), ("hold.released", {})], (1, 1)),
        ([("variance.answered", {"answer": "accept", "second": False}), ("hold.released", {})], (0, 1)),
        ([("variance.answered", {"answer": "short_pay", "second": True})], None),
        ([("variance.answered", {"answer": "short_pay", "second": True}),
          ("variance.seconded", {"answer": "short_pay"})], (0, 1)),
        ([("variance.answered", {"answer": "ask_buyer", "second": False})], None),
        ([("variance.answered", {"answer": "new_price", "second": False})], None),
    ],
    ids=["again and again", "put and overridden", "a difference accepted", "half", "by two", "asked", "priced anew"],
)  # fmt: skip
def test_a_document_counts_once_for_a_cause_and_answers_that_let_it_through_count(
    work: Work, told: list[tuple[str, dict[str, Any]]], counted: tuple[int, int] | None
) -> None:
    for action, data in told:
        audit.record(action, by=work.clerk, draft=work.waiting, code="PRICE_HIGH", **data)
    today = timezone.localdate()
    found = rows.exceptions(rows.Scope((work.books.pk,), Period("own", today, today)))
    assert [(each.raised, each.overridden) for each in found if each.code == "PRICE_HIGH"] == (
        [counted] if counted else []
    )


def test_an_answer_that_ends_the_last_hold_makes_a_document_ready(work: Work, page: Client) -> None:
    come, answered = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    Draft.objects.filter(administration=work.books).update(received_at=come, created_at=come)
    AuditEvent.objects.filter(action__startswith="hold.").update(at=come)
    for row in Approval.objects.filter(draft__administration=work.books):
        audit.record("variance.answered", by=work.clerk, draft=row.draft, code="PRICE_HIGH", answer="accept")
    AuditEvent.objects.filter(action="variance.answered").update(at=answered)
    (_words, _count, median, *_more) = figures(tables(page)["times"])[0]
    assert median == answered - come


def test_what_is_only_told_stops_nothing_and_is_not_listed_as_if(work: Work, page: Client) -> None:
    told = Hold.objects.create(draft=work.waiting, code="ONLY_TOLD", key="told", severity="info")
    assert page.get("/insight/documents/", {"about": f"hold:{told.code}"}).context["drafts"] == []
    Hold.objects.filter(pk=told.pk).update(severity="doubt")
    assert page.get("/insight/documents/", {"about": f"hold:{told.code}"}).context["drafts"] == [work.waiting]


def test_other_books_are_not_counted_and_not_listed(work: Work, client: Client) -> None:
    client.force_login(work.other)
    assert figures(tables(client)["straight"])[1][1:3] == [1, 1]
    asked = {"administration": work.books.pk}
    assert figures(tables(client, **asked)["straight"])[1][1:3] == [1, 1]  # type: ignore[arg-type]
    for about in ("unchanged", "late:1:0:EUR", "hold:GL_UNKNOWN", f"vendor:{work.books.vendors.get().pk}"):
        answer = client.get("/insight/documents/", {"about": about, **asked})
        assert "F-9" not in answer.content.decode() and "F-0-X" not in answer.content.decode()


def test_a_clerk_is_told_that_the_right_is_missing(work: Work, client: Client) -> None:
    client.force_login(work.clerk)
    for address in ("/insight/", "/insight/documents/", "/insight/fields.csv", "/audit/", "/audit/file/"):
        assert client.get(address).status_code == 403


def test_outside_the_period_nothing_counts(page: Client) -> None:
    found = tables(page, period="own", **{"from": "2020-01-01", "to": "2020-02-01"})
    assert figures(found["weeks"]) == figures(found["fields"]) == figures(found["people"]) == []
    assert figures(found["late"])  # as of now, whatever the period


def test_every_table_as_a_file(page: Client) -> None:
    for name, table in tables(page).items():
        answer = page.get(f"/insight/{name}.csv", HTTP_ACCEPT_LANGUAGE="nl")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == len(table.rows) + 1 and ";" in lines[0]
    shares = page.get("/insight/straight.csv", HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert ";60,0;" in shares
    assert page.get("/insight/nothing.csv").status_code == 404
    listed = page.get("/insight/documents/", {"about": "untouched", "as": "csv"}).content.decode()
    assert len(listed.splitlines()) == 4


def test_of_many_documents_some_are_looked_at_and_all_are_counted(
    work: Work, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = page.get("/insight/").context["looked"]
    assert not everything.sampled
    monkeypatch.setattr(rows, "SAMPLE", 3)
    looked = page.get("/insight/").context["looked"]
    cut = 2**128 * 3 // 6
    assert looked.total == 6
    assert {row.draft for row in looked.now} == {row.draft for row in everything.now if row.draft.int < cut}


def test_as_many_statements_for_many_documents_as_for_few(work: Work, page: Client) -> None:
    page.get("/insight/")
    with CaptureQueriesContext(connection) as few:
        page.get("/insight/")
    for draft in Draft.objects.bulk_create(_copies(work.books, 60)):
        approve(draft, work.clerk, posted=True)
    with CaptureQueriesContext(connection) as many:
        assert page.get("/insight/").context["looked"].total == 66
    assert len(many) == len(few) <= MOST
    with CaptureQueriesContext(connection) as listed:
        page.get("/insight/documents/?" + urlencode({"about": "unchanged"}))
    assert len(listed) <= MOST - 4


def _copies(books: Administration, count: int) -> list[Draft]:
    pattern = Draft.objects.filter(administration=books).values("vendor_id", "fields", "kind").first()
    return [Draft(administration=books, received_at=timezone.now(), **(pattern or {})) for _ in range(count)]


def test_an_empty_instance_says_what_will_stand_here(client: Client, db: None) -> None:
    client.force_login(desk.person("leeg", desk.books(900003, "drie", "Drie BV"), Role.AUDITOR))
    text = client.get("/insight/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "No document approved" in text and "Figures appear here with the first document" in text
