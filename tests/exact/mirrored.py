"""The small world's mirror: read over HTTP by the first test of a process that needs it, laid ready for the others.

What synchronising itself does is other tests' business; the rows here are those that it made.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection as database

from exact.mirror.run import synchronise
from exact.models import Administration

# The connection and what was counted on it belong to each test's own consent.
_OTHERS = {"exact_administration", "exact_connection", "exact_ratewindow"}
_OWN_FIELDS = {"id", "connection_id", "division", "code", "name"}


class Mirror:
    """What one synchronisation brought: rows by table, and what it noted with the administration."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        self._noted: dict[str, Any] = {}

    def fill(self, administration: Administration) -> None:
        """Fill the empty mirror of the only administration there is."""
        if not self._rows:
            synchronise(administration)
            self._remember(administration)
        else:
            self._lay(administration)
        administration.refresh_from_db()

    def _remember(self, administration: Administration) -> None:
        tables = {model._meta.db_table for model in apps.get_app_config("exact").get_models()} - _OTHERS
        with database.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f"SELECT * FROM {table}")
                if rows := cursor.fetchall():
                    self._rows[table] = [column[0] for column in cursor.description], rows
        row = Administration.objects.values().get(pk=administration.pk)
        self._noted = {name: value for name, value in row.items() if name not in _OWN_FIELDS}

    def _lay(self, administration: Administration) -> None:
        with database.cursor() as cursor:
            for table, (columns, rows) in self._rows.items():
                own = [
                    [
                        administration.pk if name == "administration_id" else value
                        for name, value in zip(columns, row, strict=True)
                    ]
                    for row in rows
                ]
                cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(columns))})", own)
        Administration.objects.filter(pk=administration.pk).update(**self._noted)
