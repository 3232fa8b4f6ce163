"""The chain of events as a specification: what breaks a link, and what does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from tests.workbench.support import tampering
from workbench.audit import services as audit
from workbench.audit import stored
from workbench.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _chain() -> None:
    tampering.chain()


@pytest.mark.parametrize("what", list(tampering.TAMPERINGS))
def test_what_breaks_a_link(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "BATCH", 3)  # inside a batch and from one to the next
    statements, broken = tampering.TAMPERINGS[what]
    assert tampering.broken_after(statements) == broken
    assert list(audit.broken_links()) == []


def test_an_event_changed_with_its_hash_breaks_the_next_link() -> None:
    event = AuditEvent.objects.get(seq=3)
    event.actor = "somebody else"
    AuditEvent.objects.filter(seq=3).update(actor=event.actor, hash=audit.digest(event))
    assert list(audit.broken_links()) == [4]


def test_an_event_put_in_between() -> None:
    for seq in range(8, 3, -1):
        AuditEvent.objects.filter(seq=seq).update(seq=seq + 1)
    before = AuditEvent.objects.get(seq=3).hash
    forged = AuditEvent(seq=4, at=datetime(2026, 1, 1, tzinfo=UTC), actor="kim", action="step.done", previous=before)
    forged.hash = audit.digest(forged)
    forged.save()
    assert list(audit.broken_links()) == [5, 6, 7, 8, 9, 9]


@pytest.mark.parametrize(
    "column",
    ["draft_id = 'no key'", "at = 'never'", "data = 'no JSON'", "data = '{'", "user_id = 'x'", "previous = 'é'"],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite takes such values")
def test_what_cannot_be_an_event_is_told_and_not_tripped_over(column: str) -> None:
    broken = tampering.broken_after([f"UPDATE workbench_auditevent SET {column} WHERE seq = 3"])
    assert broken == [3]


@pytest.mark.parametrize(
    "neighbour",
    [
        """data = data || ',"document":""', document_id = NULL""",
        """data = substr(data, 1, length(data) - 1) || ',"document":"}'""",
        """actor = 'kim","administration":5,"at":"2026-01-01T00:00:03.000003+00:00","data":{"n":1}'""",
        """at = at || '+00:00","data":{"n":1'""",
        """user_id = '7}'""",
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite takes such values")
def test_what_stands_in_a_column_never_passes_for_part_of_its_neighbour(neighbour: str) -> None:
    assert tampering.broken_after([f"UPDATE workbench_auditevent SET {neighbour} WHERE seq = 3"]) == [3]


@pytest.mark.parametrize("form", [{}, {"ensure_ascii": False}, {"indent": 1}])
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a form of its own")
def test_data_in_another_form_is_the_same_data(form: dict[str, Any]) -> None:
    data = dict(reversed(AuditEvent.objects.get(seq=3).data.items()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workbench_auditevent SET data = %s WHERE seq = 3", [json.dumps(data, **form)])
    assert list(audit.broken_links()) == []


@pytest.mark.parametrize("actor", ["José", 'a "quoted" \\ name', "line\nend", "🖋", ""])
def test_any_name_and_any_moment(actor: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)  # to the second: stored without its fraction
    audit.append([AuditEvent(at=at, actor=actor, action="step.done", data={actor: [actor, 1.5, None, True]})])
    assert list(audit.broken_links()) == []


def test_a_whole_chain_is_read_in_batches_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(stored, "BATCH", 3)
    assert [len(rows) for rows in stored.batches(tampering.EVENTS)] == [3, 3, 2]
    with django_assert_num_queries(6):  # head, three batches and the end of them, what stands behind
        assert list(audit.broken_links()) == []


def test_what_is_stored_is_what_is_hashed() -> None:
    (rows,) = stored.batches(tampering.EVENTS)
    if connection.vendor == "sqlite":
        assert rows[2][7] == '{"amount":"121.00","n":3,"who":"Ren\\u00e9"}'
    assert all(stored.fits(row) for row in rows)
