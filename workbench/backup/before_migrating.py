"""The way back from an upgrade: a copy of the database as it was before its tables were changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog
from django.db import connections

from workbench.backup.taking import BackupFailed, copy_sqlite

log = structlog.get_logger(__name__)

NAME = "before-migration.sqlite3"


def keep_a_copy(sender: object, using: str, plan: Sequence[object] = (), **_more: object) -> None:
    """Receiver of ``pre_migrate``: copies a SQLite database that is in use, beside it, in place of the copy before.

    Where there is no room for it the migration goes on, for it is taken back as a whole when it fails.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file() or "workbench_document" not in connection.introspection.table_names():
        return
    try:
        copy_sqlite(connection, path.with_name(NAME))
    except BackupFailed as failed:
        log.warning("no_copy_before_migration", error=str(failed))
