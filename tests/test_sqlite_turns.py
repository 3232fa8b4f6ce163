"""Writers to SQLite take turns: one waits for the other, and not for ever."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoDbBlocker

from workbench import database
from workbench.sqlite.base import DatabaseWrapper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "turns.sqlite3"
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("CREATE TABLE kept (name TEXT)")
    plain.close()
    return path


@pytest.fixture
def ours(file: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    """A connection of the product to the file, as its settings make it, with little patience."""
    settings = {**connection.settings_dict, **database.sqlite(file)}
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": 0.2}
    wrapper = DatabaseWrapper(settings, "turns")
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


@pytest.fixture
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """Another connection, in the middle of a transaction."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO kept VALUES ('first')")
    yield other
    other.close()


def write(ours: DatabaseWrapper) -> list[tuple[str]]:
    """Everything kept, as a transaction sees it that then adds to it."""
    ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with ours.cursor() as cursor:
        seen: list[tuple[str]] = cursor.execute("SELECT name FROM kept").fetchall()
        cursor.execute("INSERT INTO kept VALUES ('second')")
    ours.commit()
    ours.set_autocommit(True)
    return seen


def test_a_transaction_begins_when_the_other_has_ended(ours: DatabaseWrapper, writing: sqlite3.Connection) -> None:
    ours.settings_dict["OPTIONS"]["timeout"] = 30
    ours.ensure_connection()
    ending = threading.Timer(0.05, lambda: writing.execute("COMMIT"))
    ending.start()
    assert write(ours) == [("first",)]
    ending.join()


def test_who_waits_too_long_is_told_by_sqlites_own_error(ours: DatabaseWrapper, writing: sqlite3.Connection) -> None:
    with pytest.raises(OperationalError, match="database is locked"):
        write(ours)


@pytest.mark.parametrize("many", [False, True])
def test_a_statement_outside_of_a_transaction_waits_too(
    ours: DatabaseWrapper, writing: sqlite3.Connection, many: bool
) -> None:
    ours.settings_dict["OPTIONS"]["timeout"] = 30
    ending = threading.Timer(0.05, lambda: writing.execute("COMMIT"))
    ending.start()
    with ours.cursor() as cursor:
        if many:
            cursor.executemany("INSERT INTO kept VALUES (%s)", [("second",), ("third",)])
        else:
            cursor.execute("INSERT INTO kept VALUES (%s)", ["second"])
        assert cursor.execute("SELECT name FROM kept").fetchall()[:2] == [("first",), ("second",)]
    ending.join()


def test_it_never_waits_inside_sqlite(ours: DatabaseWrapper) -> None:
    """There it would hold the connection's lock, which the collector of garbage may want in another thread."""
    with ours.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (0,)
