"""Events that are told together: one after the other in the chain, in their order, or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from domain.findings import Severity
from workbench.audit import services as audit
from workbench.models import AuditEvent

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))


def test_in_their_order_and_whole() -> None:
    audit.record("before")
    with transaction.atomic(), audit.together():
        audit.record("first", number=1)
        audit.append([audit.prepare("second"), audit.prepare("third")])
        assert actions() == ["before"]
    audit.record("after")
    assert actions() == ["before", "first", "second", "third", "after"]
    assert list(audit.broken_links()) == []


def test_what_failed_tells_nothing_and_keeps_nothing_for_the_next() -> None:
    with suppress(InterruptedError), transaction.atomic(), audit.together():
        audit.record("lost")
        raise InterruptedError
    audit.record("next")
    assert actions() == ["next"]
    assert list(audit.broken_links()) == []


def test_as_many_statements_as_for_one(django_assert_num_queries: Any) -> None:
    audit.record("the head is there")
    with CaptureQueriesContext(connection) as one:
        audit.record("one")
    with django_assert_num_queries(len(one)), audit.together():
        for number in range(5):
            audit.record("many", number=number)


@pytest.mark.parametrize(
    "value",
    [
        {"a": "x", "n": 1, "no": None, "yes": True},
        {"list": [1, ("a", Decimal("1.10"))], "day": date(2026, 3, 1)},
        {"word": Severity.HOLD, 7: "key"},
        {"share": 0.25, "inside": {"deep": [{"x": []}]}},
    ],
)
def test_data_is_kept_as_it_comes_back(value: dict[Any, Any]) -> None:
    event = audit.record("data", value=value)
    assert AuditEvent.objects.get(seq=event.seq).data == event.data
    assert list(audit.broken_links()) == []
