"""What tests of the figures' pages share: data made once for a file, and its tables as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from insights.table import Table

Made = TypeVar("Made")


@contextmanager
def made_once(make: Callable[[], Made], blocker: DjangoDbBlocker, folders: pytest.TempPathFactory) -> Iterator[Made]:
    """What ``make`` puts into the database, for all tests of a file; taken back at its end."""
    with override_settings(BLOB_ROOT=folders.mktemp("originals")), blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


def tables_at(client: Client, address: str, **asked: str) -> dict[str, Table]:
    """The tables of a page by name, in English."""
    answer = client.get(address, asked, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return {table.name: table for table in answer.context["tables"]}


def figures(table: Table) -> list[list[Any]]:
    """The values of a table's cells, row by row."""
    return [[cell.value for cell in row] for row in table.rows]
