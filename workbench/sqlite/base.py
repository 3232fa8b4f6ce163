"""Django's SQLite backend with another way of waiting for the one place to write.

SQLite waits for a writer in sleeps that grow to 0.1 s: who waits longest asks least often, and a free moment of a
millisecond between two of the workers' transactions is rarely met. Beside a busy worker that kept a clerk's click, or
each file of an upload, waiting for tenths of a second. A transaction here asks again every millisecond.
"""

from __future__ import annotations

import sqlite3
import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

STEP_SECONDS = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin as soon as the last writer is done."""

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, waiting at most the connection's ``timeout``; then SQLite's own error, "database is locked"."""
        patience = float(self.settings_dict["OPTIONS"]["timeout"])
        until = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while not self._began(last=time.monotonic() >= until):
                time.sleep(STEP_SECONDS)
        finally:
            # What is written outside of a transaction still waits in SQLite's own way.
            self.connection.execute(f"PRAGMA busy_timeout={round(1000 * patience)}")

    def _began(self, *, last: bool) -> bool:
        """Try once; False when another connection writes, unless this was the ``last`` try: then OperationalError.

        After a try in vain Django asks at the end of a request whether the connection is usable: it is."""
        try:
            self.cursor().execute("BEGIN IMMEDIATE")
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlite_errorcode", 0)  # an extended one: the last byte says what it is
            if last or code & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True
