"""The audit log as somebody looks through it: who, what, which document, when; as a page and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.workbench.support import desk
from workbench.audit import selectors, services
from workbench.audit.kinds import KINDS, kind_of
from workbench.audit.selectors import Wanted, wanted_of
from workbench.drafts.services import edit_field, put_on_hold
from workbench.messages.events import EVENTS
from workbench.models import AuditEvent, Draft, Role

pytestmark = pytest.mark.django_db

# Session and person, administrations, rail and state of Exact; then the log's own five.
MOST = 22


class Log:
    """Two documents of these books and one of others', with what people and the machine did to them."""

    def __init__(self) -> None:
        self.books, self.elsewhere = desk.books(), desk.books(900002, "twee", "Twee BV")
        self.clerk = desk.person("mk", self.books, Role.CLERK)
        self.auditor = desk.person("ac", self.books, Role.AUDITOR)
        # Long ago: the time is put back in the database, so this chain does not hold.
        old = services.record("vat_table.confirmed", by=self.auditor, administration=self.books, rows=3)
        AuditEvent.objects.filter(seq=old.seq).update(at=datetime(2026, 3, 10, 9, tzinfo=UTC))
        self.one, self.two = desk.made(self.books, "F-1001"), desk.made(self.books, "F-2002")
        desk.made(self.elsewhere, "GEHEIM-1")
        edit_field(self.one.pk, name="due_date", typed="20-12-2026", by=self.clerk)
        put_on_hold(self.two.pk, reason="bellen", by=self.clerk)
        services.record("document.read", actor="API: scanner", document=self.one.documents.get(), fields=1)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Log]:
    with override_settings(BLOB_ROOT=tmp_path_factory.mktemp("log")), django_db_blocker.unblock(), transaction.atomic():
        yield Log()
        transaction.set_rollback(True)


@pytest.fixture
def log(built: Log, db: None) -> Log:
    return built


@pytest.fixture
def page(log: Log, client: Client) -> Client:
    client.force_login(log.auditor)
    return client


def actions(client: Client, **asked: Any) -> list[str]:
    return [event.action for event in client.get("/audit/", asked).context["events"]]


def test_every_action_has_one_kind_and_every_kind_has_actions() -> None:
    assert [action for action in EVENTS if kind_of(action) not in KINDS] == []
    assert {kind_of(action) for action in EVENTS} == set(KINDS)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, Wanted()),
        ({"who": "machine", "kind": "hold"}, Wanted(who="machine", kind="hold")),
        ({"who": "12"}, Wanted(who="12")),
        ({"who": "1 OR 1", "kind": "nonsense", "from": "morgen", "to": "9999-12-31"}, Wanted()),
        ({"document": "  F-1 "}, Wanted(text="F-1")),
        ({"from": "2026-03-01"}, Wanted(since=datetime(2026, 3, 1).date())),
    ],
)
def test_what_an_address_asks_for(asked: dict[str, str], wanted: Wanted) -> None:
    assert wanted_of(asked) == wanted


def test_by_person_and_by_part_of_the_machine(log: Log, page: Client) -> None:
    assert set(actions(page, who=log.clerk.pk)) == {"field.changed", "hold.put"}
    machine = actions(page, who="machine")
    assert "draft.created" in machine and "field.changed" not in machine
    assert actions(page, who="program") == ["document.read"]


def test_by_kind_in_words(log: Log, page: Client) -> None:
    assert actions(page, kind="change") == ["field.changed"]
    assert actions(page, kind="rule") == ["vat_table.confirmed"]
    assert actions(page, kind="posting") == []


@pytest.mark.parametrize("text", ["F-1001", "f 1001", "1001"])
def test_by_the_number_of_a_document_its_files_too(log: Log, page: Client, text: str) -> None:
    rows = page.get("/audit/", {"document": text}).context["events"]
    assert {"field.changed", "document.read"} <= {row.action for row in rows}
    assert {row.draft_id for row in rows} <= {log.one.pk, None}


def test_by_the_vendor_of_a_document(log: Log, page: Client) -> None:
    found = page.get("/audit/", {"document": "moeren"}).context["events"]
    assert {row.draft_id for row in found} >= {log.one.pk, log.two.pk}
    assert actions(page, document="nobody of that name") == []


def test_by_period(page: Client) -> None:
    assert actions(page, **{"from": "2026-03-10", "to": "2026-03-10"}) == ["vat_table.confirmed"]
    assert actions(page, **{"from": "2026-03-11", "to": "2026-03-12"}) == []
    today = timezone.localdate()
    assert "vat_table.confirmed" not in actions(page, **{"from": str(today - timedelta(days=1))})
    assert actions(page, **{"from": str(today + timedelta(days=2))}) == []


def test_other_books_are_not_told_by_any_question(log: Log, page: Client) -> None:
    for asked in ({}, {"document": "GEHEIM-1"}, {"administration": log.elsewhere.pk}, {"who": "machine"}):
        answer = page.get("/audit/", asked)
        assert {event.administration_id for event in answer.context["events"]} <= {log.books.pk}
        assert not any("GEHEIM" in named for _draft, named in answer.context["documents"].values())
        assert b"GEHEIM" not in page.get("/audit/file/", asked).content


def test_a_document_that_was_moved_to_other_books_is_named_there_only(log: Log, page: Client) -> None:
    Draft.objects.filter(pk=log.one.pk).update(administration=log.elsewhere, invoice_number="GEHEIM-2")
    answer = page.get("/audit/", {"kind": "change"})
    (event,) = answer.context["events"]
    assert (event.draft_id, answer.context["documents"]) == (log.one.pk, {})
    assert b"GEHEIM" not in answer.content + page.get("/audit/file/", {"kind": "change"}).content


def test_older_keeps_what_is_looked_for(log: Log, page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 1)
    first = page.get("/audit/", {"who": log.clerk.pk, "kind": ""})
    last = first.context["last"]
    assert f"before={last}" in first.content.decode() and f"who={log.clerk.pk}" in first.content.decode()
    assert actions(page, who=log.clerk.pk, before=last) == ["field.changed"]


def test_as_a_file_with_all_that_the_hash_is_made_of(log: Log, page: Client) -> None:
    told = json.loads(page.get("/audit/file/", {"as": "json", "kind": "change"}).content)["events"]
    (event,) = told
    kept = AuditEvent.objects.get(seq=event["seq"])
    assert (event["hash"], event["previous"], event["data"]) == (kept.hash, kept.previous, kept.data)
    assert services.digest(kept) == event["hash"]
    lines = page.get("/audit/file/", {"who": log.clerk.pk}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "F-2002" in lines[1] and kept.hash in lines[2]


def test_as_many_statements_whatever_there_is(log: Log, page: Client) -> None:
    page.get("/audit/")
    asked = {"who": "machine", "document": "F-1001", "from": "2026-01-01", "to": "2027-01-01"}
    with CaptureQueriesContext(connection) as few:
        page.get("/audit/", asked)
    services.append([services.prepare("document.read", actor="reader", draft=log.one) for _ in range(90)])
    with CaptureQueriesContext(connection) as many:
        assert len(page.get("/audit/", asked).context["events"]) >= 90
    assert len(many) == len(few) <= MOST


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan")
@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(who="machine"), Wanted(since=datetime(2026, 3, 1).date()), Wanted(kind="approval")],
)
def test_the_newest_events_are_found_without_reading_those_of_all_years(log: Log, wanted: Wanted) -> None:
    plan = selectors.events([log.books.pk], wanted)[:100].explain()
    assert "administration_id" not in plan and "user_id" not in plan, plan
    if wanted.kind:  # an index of its own
        assert "(action=? AND" in plan or "(action=?)" in plan, plan
    else:  # in the order of the log, so that reading stops with the page
        assert "TEMP B-TREE" not in plan, plan


def test_a_check_of_the_chain_is_kept_and_shown(log: Log, page: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert "audit_check" in page.get("/audit/").content.decode()
    with pytest.raises(CommandError):  # one event was put back in time
        call_command("audit_check")
    assert "t-hold" in page.get("/audit/").content.decode()
    for event in AuditEvent.objects.filter(action="vat_table.confirmed"):
        AuditEvent.objects.filter(pk=event.pk).update(hash=services.digest(event))
    AuditEvent.objects.filter(seq__gt=event.seq).delete()
    last = AuditEvent.objects.order_by("-seq")[0]
    connection.cursor().execute("UPDATE workbench_audithead SET seq = %s, hash = %s", [last.seq, last.hash])
    call_command("audit_check")
    assert f"{last.seq} events" in capsys.readouterr().out
    checked = selectors.last_check()
    assert checked is not None and checked.data["events"] == last.seq and not checked.data["broken"]


def test_an_event_behind_the_end_of_the_chain_is_told(log: Log) -> None:
    first = next(iter(services.broken_links()))  # the one that was put back in time
    last = AuditEvent.objects.order_by("-seq")[0]
    AuditEvent.objects.create(seq=last.seq + 1, at=timezone.now(), actor="x", action="y", previous=last.hash, hash="z")
    assert list(services.broken_links()) == [first, last.seq + 1]
