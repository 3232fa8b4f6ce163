"""Copying every row of one database into another with the same tables, and comparing them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

SOURCE, TARGET = "default", "target"
# PostgreSQL takes 65,535 values in one statement.
VALUES_AT_ONCE = 30_000
# What migrations themselves put into an empty database; the source has its own.
MADE_BY_MIGRATIONS = frozenset({"django_content_type", "auth_permission"})
# No rows of ours: what Django knows of its migrations, a cache, and stamps, which triggers make on either side.
LEFT_OUT = frozenset({"django_migrations", "django_cache", "matching_stamp"})


class MoveRefused(RuntimeError):
    """Nothing was changed; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table and how many rows it has on both sides."""

    table: str
    rows: int


Model = type[models.Model]


def tables() -> list[Model]:
    """All models whose rows are copied, in an order that does not matter: foreign keys are looked at last."""
    found = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed and not each._meta.proxy]
    return [each for each in found if each._meta.db_table not in LEFT_OUT]


def strangers() -> list[str]:
    """Tables of the source that no model knows and that would be left behind."""
    known = {each._meta.db_table for each in tables()} | LEFT_OUT
    names = connections[SOURCE].introspection.table_names()
    return sorted(name for name in names if name not in known and not name.startswith("sqlite_"))


def require_empty() -> None:
    """Raise MoveRefused unless the target has nothing but what migrations make."""
    connection = connections[TARGET]
    known = {each._meta.db_table for each in tables()}
    there = set(connection.introspection.table_names())
    if foreign := sorted(there - known - LEFT_OUT):
        raise MoveRefused(f"the target has tables of something else: {', '.join(foreign[:5])}. Take an empty database.")
    with connection.cursor() as cursor:
        for name in sorted(there & known - MADE_BY_MIGRATIONS):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608 - a table of ours
            if cursor.fetchone():
                raise MoveRefused(f"the target is not empty: {name} has rows. Take an empty database.")


def copy_all(say: Callable[[str], None]) -> list[Moved]:
    """Copy every row in one transaction on both sides: nobody writes to the source meanwhile, and the target has all
    or nothing. Each table is read back and compared, value by value. Raises MoveRefused when one differs."""
    with transaction.atomic(using=SOURCE), transaction.atomic(using=TARGET):
        _begin()
        for model in tables():
            if count := _copy(model):
                say(f"{model._meta.db_table}: {count}")
        _count_on()
        return [_compared(model) for model in tables()]


def _begin() -> None:
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        names = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in tables())
        cursor.execute(f"TRUNCATE {names}")


def _copy(model: Model) -> int:
    """Insert all rows with their keys and values as they are; how many. Says which row a database refuses."""
    fields = list(model._meta.concrete_fields)
    rows, count = iter(_rows(model, SOURCE)), 0
    while batch := list(islice(rows, max(1, VALUES_AT_ONCE // len(fields)))):
        try:
            # ``raw``: no field puts a moment or a key of its own.
            model._base_manager.using(TARGET)._insert(batch, fields=fields, using=TARGET, raw=True)  # type: ignore[attr-defined]
        except ValueError as error:
            raise MoveRefused(f"{model._meta.db_table}, rows from key {batch[0].pk} on: {error}") from error
        count += len(batch)
    return count


def _rows(model: Model, alias: str) -> Iterator[models.Model]:
    return model._base_manager.using(alias).order_by("pk").iterator(chunk_size=2_000)


def _count_on() -> None:
    """Keys that the database gives go on after the last one."""
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _compared(model: Model) -> Moved:
    """Its rows on both sides, each the same. Raises MoveRefused when one is not."""
    names, table, count = [field.attname for field in model._meta.concrete_fields], model._meta.db_table, 0
    ours = model._base_manager.using(SOURCE).order_by("pk").values_list("pk", *names).iterator(chunk_size=2_000)
    while batch := list(islice(ours, 2_000)):
        keys = [row[0] for row in batch]
        theirs = model._base_manager.using(TARGET).filter(pk__in=keys).values_list("pk", *names)
        there = {row[0]: row for row in theirs}
        for row in batch:
            if there.get(row[0]) != row:
                raise MoveRefused(f"{table}: a row differs on the other side, key {row[0]}")
        count += len(batch)
    if count != model._base_manager.using(TARGET).count():
        raise MoveRefused(f"{table}: the other side has more rows")
    return Moved(table, count)
