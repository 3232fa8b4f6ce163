"""Django's SQLite backend with another way of waiting for the one place to write.

SQLite waits for a writer in sleeps that grow to 0.1 s: who waits longest asks least often, and a free moment of a
millisecond between two of the workers' transactions is rarely met. Beside a busy worker that kept a clerk's click, or
each file of an upload, waiting for tenths of a second. Here whoever waits asks again every millisecond.

It also waits with the connection's lock in hand. When another thread, with the place to write, frees what is left of a
statement of that connection (Python's collector of garbage does, wherever it runs), each waits for the other until the
time is up, and the whole process with them. Waiting in Python holds nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.backends.sqlite3 import base

STEP_SECONDS = 0.001

T = TypeVar("T")


class PatientCursor(base.SQLiteCursorWrapper):
    """A cursor that waits for the place to write in Python; inside a transaction there is nothing to wait for."""

    patience = 0.0

    def execute(self, query: str, params: Any = None) -> Any:
        """As Django's. Raises SQLite's own error, "database is locked", when ``patience`` seconds were not enough."""
        return self._patiently(lambda: super(PatientCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        """As Django's, but all or nothing: sent again after a part was kept, that part would be there twice."""
        if self.connection.in_transaction:
            return super().executemany(query, param_list)
        self.execute("BEGIN IMMEDIATE")
        with self.connection:  # commits, or takes it back
            return super().executemany(query, param_list)

    def _patiently(self, attempt: Callable[[], T]) -> T:
        until = None
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as error:
                code = getattr(error, "sqlite_errorcode", 0)  # an extended one: the last byte says what it is
                if code & 0xFF != sqlite3.SQLITE_BUSY or self.connection.in_transaction:
                    raise
                now = time.monotonic()
                until = now + self.patience if until is None else until
                if now >= until:
                    raise
            time.sleep(STEP_SECONDS)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that never waits inside SQLite; its transactions have the place to write from their beginning."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django's; SQLite's own waiting is only for its setting up."""
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout=0")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that waits as long as the connection's ``timeout`` says."""
        cursor = self.connection.cursor(factory=PatientCursor)
        cursor.patience = float(self.settings_dict["OPTIONS"]["timeout"])
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self.cursor().execute("BEGIN IMMEDIATE")
