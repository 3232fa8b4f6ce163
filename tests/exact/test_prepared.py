"""A prepared question is answered as the queryset it was made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from exact.models import Administration, BookedEntry, Connection
from exact.prepared import Prepared

pytestmark = pytest.mark.django_db

ROWS = [("a", "10.00", 1), ("b", "10.00", 2), ("c", "-10.00", 3), ("d", "7.5", 40)]


@pytest.fixture
def books() -> Administration:
    own = Administration.objects.create(connection=Connection.objects.create(), division=1, code="1", name="Een")
    for key, amount, day in ROWS:
        when = date(2026, 1, 1 + day % 28)
        BookedEntry.objects.create(
            administration=own, exact_id=key, number_key=key.upper(), amount=Decimal(amount), date=when
        )
    return own


def between(own: Any, since: Any, until: Any) -> QuerySet[Any, Any]:
    return BookedEntry.objects.filter(administration=own, date__range=(since, until)).order_by("exact_id")


def either(own: Any, keys: Any, amount: Any, shape: tuple[bool, bool]) -> QuerySet[Any, Any]:
    way = Q(number_key__in=keys) if shape[0] else Q()
    way |= Q(amount=amount) if shape[1] else Q()
    return BookedEntry.objects.filter(way, administration=own).order_by("exact_id").values_list("exact_id", "amount")


OF = (BookedEntry, "administration")
DAY = (BookedEntry, "date")


def test_rows_of_a_model(books: Administration) -> None:
    asked = Prepared(between, OF, DAY, DAY)
    for days in ((date(2026, 1, 1), date(2026, 1, 3)), (date(2026, 1, 3), date(2026, 2, 1))):
        expected = list(between(books, *days))
        got = asked.ask(books.pk, *days)
        assert got == expected
        assert [vars(row) | {"_state": 0} for row in got] == [vars(row) | {"_state": 0} for row in expected]


@pytest.mark.parametrize(
    ("keys", "amount"),
    [
        (["A"], None),
        (["A", "C"], None),
        ([], Decimal("10")),
        (["D"], Decimal("-10")),
        (["X", "Y", "Z"], Decimal("7.50")),
    ],
)
def test_tuples_of_a_shape(books: Administration, keys: list[str], amount: Decimal | None) -> None:
    asked = Prepared(either, OF, [(BookedEntry, "number_key")], (BookedEntry, "amount"))
    shape = (bool(keys), amount is not None)
    assert asked.ask(books.pk, keys, amount, shape=shape) == list(either(books, keys, amount, shape))


def test_it_is_composed_once(books: Administration) -> None:
    made = []

    def build(own: Any) -> QuerySet[Any, Any]:
        made.append(own)
        return BookedEntry.objects.filter(administration=own)

    asked = Prepared(build, OF)
    with CaptureQueriesContext(connection) as statements:
        assert [len(asked.ask(key)) for key in (books.pk, 0, books.pk)] == [4, 0, 4]
    assert (len(made), len(statements)) == (1, 3)


def test_what_is_related_is_refused(books: Administration) -> None:
    with pytest.raises(TypeError):
        Prepared(lambda own: BookedEntry.objects.filter(administration=own).select_related("vendor"), OF).ask(books.pk)
