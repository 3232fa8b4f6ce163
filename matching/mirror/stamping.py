"""The triggers that give a table's rows a new stamp when they change: in the change's own transaction, whoever writes.

A token is random and never comes back: after a rollback the earlier one counts again, and what was built from the rows
that were taken back is never asked for. The epoch stands while the triggers stand that this program would make; without
it nothing is kept.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

TABLE = "matching_stamp"
PREFIX = "stamping_"


@dataclass(frozen=True, slots=True)
class Watch:
    """How a table is watched. ``ignoring``: columns whose change says nothing. ``everywhere``: a change also counts
    for whoever looks at all administrations."""

    ignoring: frozenset[str] = frozenset()
    everywhere: bool = False


WATCHED: dict[type[models.Model], Watch] = {}


def watch(model: type[models.Model], *, ignoring: tuple[str, ...] = (), everywhere: bool = False) -> None:
    """Have a model's table watched from the next migration on; call when apps are loaded. Rows of a model without an
    administration belong to them all."""
    WATCHED[model] = Watch(frozenset(ignoring), everywhere)
    epoch_of.cache_clear()


def owner_of(model: type[models.Model]) -> str:
    """The column that says whose a row is; empty when it is everybody's."""
    names = {field.name: field.column for field in model._meta.concrete_fields}
    return names.get("administration") or ""


def keys_of(model: type[models.Model], administration_id: int) -> list[str]:
    """The stamps that change with the rows a book's owner sees (``administration_id`` 0: with any row)."""
    whose = administration_id if owner_of(model) else 0
    return [f"{model._meta.db_table}:{whose}"]


@functools.cache
def epoch_of(vendor: str) -> str:
    """The key under which a database of this vendor says that all our triggers stand, as this program knows them."""
    parts = [*_FUNCTIONS, *(statement for _name, _table, statement in sorted(_triggers(vendor)))]
    return "epoch:" + hashlib.sha256("".join(parts).encode()).hexdigest()[:32]


def before_migration(*, using: str, **_more: object) -> None:
    """Receiver of ``pre_migrate``."""
    remove(using)


def after_migration(*, using: str, **_more: object) -> None:
    """Receiver of ``post_migrate``."""
    install(using)


def install(using: str) -> None:
    """Make the triggers that are missing, then a new epoch. Without the stamps' table nothing is done."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if TABLE not in tables:
        return
    standing = _standing(connection)
    missing = [each for each in _triggers(connection.vendor) if each[1] in tables and each[0] not in standing]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for function in _FUNCTIONS:
                cursor.execute(function)
        for _name, _table, statement in missing:
            cursor.execute(statement)
        _forget_epochs(cursor)
        if all(model._meta.db_table in tables for model in WATCHED):
            token = "gen_random_uuid()::text" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
            cursor.execute(
                f"INSERT INTO {TABLE} (key, administration, token) VALUES (%s, 0, {token})",
                [epoch_of(connection.vendor)],
            )


def _forget_epochs(cursor: CursorWrapper) -> None:
    cursor.execute(f"DELETE FROM {TABLE} WHERE key LIKE %s", ["epoch:%"])


def remove(using: str) -> None:
    """Take the epoch and the triggers away: a migration may make tables anew and would lose them unnoticed."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _forget_epochs(cursor)
        for name, table in _standing(connection).items():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def _standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers by name, each with its table."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE pg_table_is_visible(c.oid)"
        )
    else:
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Name, table and statement of every trigger."""
    make = _of_postgresql if vendor == "postgresql" else _of_sqlite
    for model, how in WATCHED.items():
        for event in ("insert", "update", "delete"):
            name = f"{PREFIX}{model._meta.db_table}_{event}"
            yield name, model._meta.db_table, make(name, model, how, event)


def _of_sqlite(name: str, model: type[models.Model], how: Watch, event: str) -> str:
    """Row by row. Removed and put in again rather than updated: a conflict clause of the statement that fires a
    trigger would go before the trigger's own."""
    table, owner = model._meta.db_table, owner_of(model)
    whose = {"0"} if not owner else {f'{side}."{owner}"' for side in _SIDES[event]}
    whose |= {"0"} if how.everywhere else set()
    body = "".join(
        f"DELETE FROM {TABLE} WHERE key = '{table}:' || {each}; "
        f"INSERT INTO {TABLE} (key, administration, token) "
        f"VALUES ('{table}:' || {each}, {each}, lower(hex(randomblob(16)))); "
        for each in sorted(whose)
    )
    columns = [field.column for field in model._meta.concrete_fields if field.column not in how.ignoring]
    old, new = (", ".join(f'{side}."{column}"' for column in columns) for side in ("OLD", "NEW"))
    changed = f"WHEN ({old}) IS NOT ({new}) " if event == "update" else ""
    return f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" {changed}BEGIN {body}END'


_SIDES = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def _of_postgresql(name: str, model: type[models.Model], how: Watch, event: str) -> str:
    """Once per statement: thousands of updates of one row in one transaction are slow there."""
    before, after = "OLD TABLE AS gone", "NEW TABLE AS come"
    tables = {"insert": after, "update": f"{before} {after}", "delete": before}[event]
    ignoring = "{" + ",".join(sorted(how.ignoring)) + "}"
    return (
        f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{model._meta.db_table}" REFERENCING {tables} '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{event}"
        f"('{owner_of(model)}', '{ignoring}', '{'yes' if how.everywhere else ''}')"
    )


def _function(event: str, rows: str) -> str:
    """A trigger's function; TG_ARGV is what ``_of_postgresql`` gives it: the owner's column, the columns whose change
    says nothing, and "yes" where a change counts everywhere. In order, so that two writers of several administrations
    wait for each other instead of crosswise."""
    return f"""
        CREATE OR REPLACE FUNCTION {PREFIX}{event}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {TABLE} (key, administration, token)
            SELECT TG_TABLE_NAME || ':' || whose, whose, gen_random_uuid()::text
              FROM (SELECT DISTINCT COALESCE((body ->> TG_ARGV[0])::bigint, 0) AS whose FROM ({rows}) AS told
                     UNION SELECT 0 WHERE TG_ARGV[2] = 'yes' AND EXISTS ({rows})) AS owners
             ORDER BY whose
                ON CONFLICT (key) DO UPDATE SET token = excluded.token;
            RETURN NULL;
        END $$"""


_COME = "SELECT to_jsonb(come) - TG_ARGV[1]::text[] AS body FROM come"
_GONE = "SELECT to_jsonb(gone) - TG_ARGV[1]::text[] AS body FROM gone"
_FUNCTIONS = (
    _function("insert", _COME),
    _function("update", f"({_COME} EXCEPT {_GONE}) UNION ALL ({_GONE} EXCEPT {_COME})"),
    _function("delete", _GONE),
)
