"""The ledger: every row of every administration in one SQLite file with full durability.

Rows are JSON objects in canonical form (see :mod:`exact.sandbox.values`) with a few extracted columns that make the
usual questions quick: key, header row, account, reference, modification time and row version.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exact.sandbox import catalogue
from exact.sandbox.catalogue import NO_DIVISION, PARENTS, Entity
from exact.sandbox.values import key_text

SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    division INTEGER NOT NULL, resource TEXT NOT NULL, key TEXT NOT NULL,
    parent TEXT, account TEXT, reference TEXT, modified TEXT,
    version INTEGER NOT NULL, born REAL NOT NULL, data TEXT NOT NULL,
    UNIQUE (division, resource, key));
CREATE INDEX IF NOT EXISTS entity_version ON entity (division, resource, version);
CREATE INDEX IF NOT EXISTS entity_parent ON entity (division, resource, parent);
CREATE INDEX IF NOT EXISTS entity_account ON entity (division, resource, account);
CREATE INDEX IF NOT EXISTS entity_reference ON entity (division, resource, reference);
CREATE INDEX IF NOT EXISTS entity_modified ON entity (division, resource, modified);
CREATE INDEX IF NOT EXISTS entity_number ON entity (division, resource, json_extract(data, '$.EntryNumber'));
CREATE TABLE IF NOT EXISTS deleted (
    version INTEGER PRIMARY KEY, division INTEGER NOT NULL, entity_type INTEGER NOT NULL, entity_key TEXT NOT NULL,
    id TEXT NOT NULL, deleted_at TEXT NOT NULL, deleted_by TEXT);
CREATE TABLE IF NOT EXISTS content (
    id TEXT PRIMARY KEY, division INTEGER NOT NULL, stamp TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL,
    due REAL NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS oauth (token TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, user TEXT NOT NULL,
    client TEXT NOT NULL, issued REAL NOT NULL, grant_id TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS oauth_user ON oauth (client, user, kind, state);
CREATE TABLE IF NOT EXISTS token_call (
    client TEXT NOT NULL, user TEXT NOT NULL, day INTEGER NOT NULL, calls INTEGER NOT NULL,
    PRIMARY KEY (client, user, day));
"""

UPSERT = (
    "INSERT INTO entity VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (division, resource, key) DO UPDATE SET"
    " parent=excluded.parent, account=excluded.account, reference=excluded.reference,"
    " modified=excluded.modified, version=excluded.version, data=excluded.data"
)

NARROW = ("parent =", "account =", "reference =")
"""Conditions that leave few rows, whatever the order asked for."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """A row with its version (SQL row version: a number that only rises over the whole ledger) and its key text."""

    row: Row
    version: int
    key: str


def account_property(entity: Entity) -> str | None:
    """Property indexed as the row's account."""
    return next((n for n in ("Supplier", "Account", "OrderedBy") if n in entity.properties), None)


def reference_property(entity: Entity) -> str | None:
    """Property indexed as the row's reference: supplier's number, code or subject."""
    return next((n for n in ("YourRef", "Code", "Subject", "BankAccount") if n in entity.properties), None)


class Ledger:
    """Access to the ledger file. One connection, one lock; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        with self.lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nested use joins the outer transaction."""
        with self.lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def counter(self, name: str) -> int:
        """Current value of a counter, 0 when it was never used."""
        found = self.execute("SELECT value FROM counter WHERE name = ?", (name,))
        return found[0][0] if found else 0

    def set_counter(self, name: str, value: int) -> None:
        """Set a counter (used when the seed brings numbers of its own)."""
        self.execute(
            "INSERT INTO counter VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def next(self, name: str, start: int = 1) -> int:
        """Next value of a counter; the first is ``start``."""
        with self.transaction():
            value = max(self.counter(name) + 1, start)
            self.set_counter(name, value)
        return value

    def put(self, division: int, entity: Entity, row: Row, born: float) -> int:
        """Insert or replace a row; returns its new row version. ``born`` is kept from the first insertion."""
        return self.put_many(division, entity, [row], born)

    def put_many(self, division: int, entity: Entity, rows: Iterable[Row], born: float) -> int:
        """Insert or replace rows in one transaction; returns the last row version given out."""
        parent, account, reference = PARENTS.get(entity.name), account_property(entity), reference_property(entity)
        with self.transaction():
            version = max(self.counter("rowversion"), 1000)
            values = []
            for row in rows:
                version += 1
                values.append(
                    (
                        division if entity.has_division else NO_DIVISION,
                        entity.name,
                        row_key(entity, row),
                        row.get(parent) if parent else None,
                        row.get(account) if account else None,
                        _stripped(row.get(reference)) if reference else None,
                        row.get("Modified"),
                        version,
                        born,
                        json.dumps({k: v for k, v in row.items() if v is not None}, separators=(",", ":")),
                    )
                )
            self._db.executemany(UPSERT, values)
            self.set_counter("rowversion", version)
        return version

    def remove(self, division: int, entity: Entity, key: str, deletion: tuple[str, str, str] | None) -> None:
        """Delete a row. ``deletion`` = (id, local time, user) leaves a ``sync/Deleted`` mark if the entity has one."""
        with self.transaction():
            self._db.execute(
                "DELETE FROM entity WHERE division=? AND resource=? AND key=?", (division, entity.name, key)
            )
            kind = catalogue.DELETED_TYPES.get(entity.name)
            if kind is not None and deletion is not None:
                version = self.next("rowversion", 1000)
                self._db.execute(
                    "INSERT INTO deleted VALUES (?,?,?,?,?,?,?)", (version, division, kind, key, *deletion)
                )

    def get(self, division: int, resource: str, key: str) -> Row | None:
        """One row by key text, or None."""
        found = self.execute(
            "SELECT data FROM entity WHERE division=? AND resource=? AND key=?", (division, resource, key)
        )
        return json.loads(found[0][0]) if found else None

    def rows(
        self,
        division: int,
        resource: str,
        where: list[tuple[str, Any]] | None = None,
        order: str = "key",
        limit: int | None = None,
    ) -> list[Stored]:
        """Rows that satisfy all ``where`` conditions ("column op ?", value), ordered by a column."""
        sql = "SELECT data, version, key FROM entity WHERE division=? AND resource=?"
        values: list[Any] = [division, resource]
        for condition, value in where or ():
            sql += " AND " + condition
            values.append(value)
        # The plus keeps SQLite from walking the key index when an equality on another column finds few rows at once.
        narrow = any(condition.startswith(NARROW) for condition, _ in where or ())
        sql += f" ORDER BY {'+' if narrow else ''}{order}"
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        return [Stored(json.loads(data), version, key) for data, version, key in self.execute(sql, tuple(values))]

    def count(self, division: int, resource: str, where: list[tuple[str, Any]] | None = None) -> int:
        """Number of rows that satisfy all conditions."""
        sql = "SELECT count(*) FROM entity WHERE division=? AND resource=?"
        for condition, _ in where or ():
            sql += " AND " + condition
        return self.execute(sql, (division, resource, *[value for _, value in where or ()]))[0][0]

    def children(self, division: int, resource: str, parent: str) -> list[Row]:
        """Rows of a header, in line order."""
        found = [stored.row for stored in self.rows(division, resource, [("parent = ?", parent)])]
        return sorted(found, key=lambda row: (row.get("LineNumber") or 0, row.get("ID") or ""))

    def by_reference(self, division: int, resource: str, reference: str) -> Row | None:
        """First row whose reference column (code, mostly) equals ``reference``."""
        found = self.rows(division, resource, [("reference = ?", reference)], limit=1)
        return found[0].row if found else None


def _stripped(reference: Any) -> Any:
    # Comparison ignores trailing blanks, so the index leaves them out.
    return reference.rstrip(" ") if isinstance(reference, str) else reference


def row_key(entity: Entity, row: Row) -> str:
    """Key text of a row; the parts of a composite key are joined by ``|``."""
    return "|".join(key_text(entity.properties[name].edm, row[name]) for name in entity.key)
