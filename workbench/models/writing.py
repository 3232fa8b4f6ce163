"""Rows written by statements that are put together once per model, not anew for each row.

Composing an INSERT or UPDATE of fifty columns costs Django more than the database needs to carry it out. Values go
through the fields as always; no signals are sent, and keys that the database gives are not brought back.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from typing import Any

from django.db import connection, connections, models


@functools.cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """All columns but the key, by the names a row has them under."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


def insert(rows: Sequence[models.Model]) -> None:
    """New rows of one model. A row whose key the database gives does not know it afterwards: do not save it again,
    which would make a second one."""
    if not rows:
        return
    statement, columns = _insert(type(rows[0]), connection.vendor)
    with connection.cursor() as cursor:
        database = connections[connection.alias]
        cursor.executemany(statement, [_values(row, columns, database, new=True) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_known(rows: Sequence[models.Model]) -> None:
    """New rows of one model whose keys the database counts up, each with its key and with its values as they come
    back when they are loaded. For SQLite, within a transaction: nobody else writes meanwhile, so that the keys of
    rows written together follow each other."""
    insert(rows)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_insert_rowid()")
        first = cursor.fetchone()[0] - len(rows) + 1
    for key, row in enumerate(rows, start=first):
        row.pk = key
        for name, field in _decimals(type(row)):
            value = getattr(row, name)
            if value is not None:
                setattr(row, name, _come_back(value, field))


@functools.cache
def _decimals(model: type[models.Model]) -> tuple[tuple[str, models.DecimalField[Any, Any]], ...]:
    return tuple((each.attname, each) for each in model._meta.concrete_fields if isinstance(each, models.DecimalField))


# SQLite keeps a decimal as a binary number, of which Django takes 15 digits back: the same way there and back, so that
# a value is the same whether it is handed on or loaded. Nothing is computed with that number.
_DIGITS = Context(prec=15)


def _come_back(value: Decimal, field: models.DecimalField[Any, Any]) -> Decimal:
    stored = float(field.get_db_prep_save(value, connections[connection.alias]))
    return _DIGITS.create_decimal_from_float(stored).quantize(_unit(field.decimal_places), context=field.context)


@functools.cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def update(rows: Iterable[models.Model], columns: Sequence[str] | None = None) -> None:
    """Write these columns (by attribute; all when not said) of rows of one model that stand in the database."""
    rows = list(rows)
    if not rows or columns == []:
        return
    model = type(rows[0])
    statement, wanted = _update(model, tuple(columns_of(model) if columns is None else columns), connection.vendor)
    with connection.cursor() as cursor:
        database = connections[connection.alias]
        cursor.executemany(statement, [_values(row, wanted, database, new=False) for row in rows])


# Attribute, field, sets itself when saved, takes plain values as they are, is JSON.
Column = tuple[str, Any, bool, bool, bool]


@functools.cache
def _insert(model: type[models.Model], _vendor: str) -> tuple[str, tuple[Column, ...]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})"
    return statement, tuple(_column(field) for field in fields)


@functools.cache
def _update(model: type[models.Model], columns: tuple[str, ...], _vendor: str) -> tuple[str, tuple[Column, ...]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    key = model._meta.pk
    assert key is not None
    settings = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {_quoted(model._meta.db_table)} SET {settings} WHERE {_quoted(key.column)} = %s"
    return statement, tuple(_column(field) for field in [*fields, key])


def _quoted(name: str | None) -> str:
    assert name is not None
    return connection.ops.quote_name(name)


_SIMPLE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
_PLAIN = frozenset({str, int, bool, type(None)})


def _column(field: Any) -> Column:
    kind = field.target_field if field.is_relation else field
    moment = bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))
    return field.attname, field, moment, isinstance(kind, _SIMPLE), isinstance(kind, models.JSONField)


def _values(row: models.Model, columns: Sequence[Column], database: Any, *, new: bool) -> list[Any]:
    found = []
    for name, field, moment, simple, is_json in columns:
        value = field.pre_save(row, new) if moment else getattr(row, name)
        kind = type(value)
        if is_json and (kind is dict or kind is list):
            value = database.ops.adapt_json_value(value, field.encoder)
        elif value is not None and not (simple and kind in _PLAIN):
            value = field.get_db_prep_save(value, database)
        found.append(value)
    return found
