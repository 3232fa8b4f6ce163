"""Rows written by ready-made statements are the rows that Django itself would have written."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from domain.findings import Severity
from workbench.models import AuditEvent, Document, DocumentPage, Draft, DraftLine, Hold, writing
from workbench.models.blob import Blob

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FULL = {
    "net_total": Decimal("1234.5"),
    "issue_date": date(2026, 3, 1),
    "fields": {"a": {"value": "é", "boxes": [[1.5]]}},
}


def draft() -> Draft:
    return Draft.objects.create(received_at=NOW)


def document() -> Document:
    return Document.objects.create(blob=Blob.objects.get_or_create(sha256="a" * 64, size=1)[0], name="x", kind="pdf")


# What two rows cannot share, or the moment gives.
OWN = {"id", "draft_id", "document_id", "seq", "created_at"}


def stored(row: models.Model) -> dict[str, Any]:
    found = type(row)._default_manager.get(pk=row.pk) if row.pk else type(row)._default_manager.order_by("-pk")[0]
    return {f.attname: getattr(found, f.attname) for f in row._meta.concrete_fields if f.attname not in OWN}


ROWS: dict[str, Callable[[], models.Model]] = {
    "draft": lambda: Draft(received_at=NOW, **FULL),
    "line": lambda: DraftLine(draft=draft(), position=1, quantity=Decimal("2.5"), vat_rate=21, choices={"x": [None]}),
    "hold": lambda: Hold(draft=draft(), code="X", key="x", severity=Severity.HOLD, params={"a": "'%s"}),
    "page": lambda: DocumentPage(document=document(), number=1, skew=0.25, words=[["a", 0.1]], hidden=True),
    "event": lambda: AuditEvent(seq=9, at=NOW, actor="x", action="y", draft_id=uuid.uuid4(), data={"n": 1}, hash="h"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_new_row(name: str) -> None:
    ours, theirs = ROWS[name](), ROWS[name]()
    writing.insert([ours])
    written = stored(ours)
    if isinstance(theirs, AuditEvent):
        theirs.seq = 10
    theirs.save()
    assert written == stored(theirs)
    assert not ours._state.adding


@pytest.mark.parametrize(
    ("columns", "changed"),
    [(None, {"net_total", "issue_date", "fields", "auto_ok"}), (["net_total", "fields"], {"net_total", "fields"})],
)
def test_an_existing_row(columns: list[str] | None, changed: set[str]) -> None:
    row, other = draft(), draft()
    before, beside = stored(row), stored(other)
    for name, value in {**FULL, "auto_ok": True}.items():
        setattr(row, name, value)
    writing.update([row], columns)
    after = stored(row)
    assert {name for name in after if after[name] != before[name]} == changed
    assert after["net_total"] == FULL["net_total"]
    assert after["fields"] == FULL["fields"]
    assert stored(other) == beside


def test_nothing_is_nothing(django_assert_num_queries: Any) -> None:
    row = draft()
    with django_assert_num_queries(0):
        writing.insert([])
        writing.update([])
        writing.update([row], [])


AMOUNTS = ("0", "1", "2.5", "-0.01", "1234.56", "99999999999999.99", "12345678901234.5")


def test_rows_with_their_keys_are_as_they_come_back() -> None:
    of = draft()
    rows = [
        DraftLine(
            draft=of,
            position=place,
            net_amount=Decimal(amount),
            quantity=Decimal(amount[:11]),
            vat_rate=Decimal("21"),
            read={"a": [1, "é"]},
        )
        for place, amount in enumerate(AMOUNTS)
    ]
    writing.insert([DraftLine(draft=of, position=99)])  # keys do not begin with one
    writing.insert_known(rows)
    for row in rows:
        loaded = DraftLine.objects.get(pk=row.pk)
        for field in DraftLine._meta.concrete_fields:
            ours, theirs = getattr(row, field.attname), getattr(loaded, field.attname)
            assert (ours, str(ours), type(ours)) == (theirs, str(theirs), type(theirs)), field.attname
