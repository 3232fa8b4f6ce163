"""Is a backup whole? Everything is read again, from the copies alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from workbench.backup.taking import digest_of


def newest(folder: Path) -> Path | None:
    """The manifest of the last finished backup in a folder."""
    return max(folder.glob("backup-*.json"), default=None)


def heads_told(folder: Path) -> Iterator[tuple[str, int, str]]:
    """What every backup in a folder says of the audit log: its own name, an event's number and that event's hash.

    Who rewrites the whole log with all its hashes cannot rewrite what lies elsewhere.
    """
    for manifest in sorted(folder.glob("backup-*.json")):
        told: dict[str, Any] = json.loads(manifest.read_bytes())
        if told.get("events"):
            yield manifest.name, int(told["events"]), str(told.get("head", ""))


def troubles_of(folder: Path, manifest: Path) -> list[str]:
    """What keeps this backup from being put back as it is; empty when it is whole."""
    told: dict[str, Any] = json.loads(manifest.read_bytes())
    database = folder / Path(str(told["database"])).name
    if not database.exists():
        return [f"the database is missing: {database.name}"]
    if digest_of(database) != told["sha256"]:
        return [f"the database was changed: {database.name}"]
    found = list(_of_originals(folder / "blobs"))
    if database.suffix == ".sqlite3":
        return found + list(_of_sqlite(database, folder / "blobs", told))
    listed = subprocess.run(["pg_restore", "--list", str(database)], capture_output=True, text=True)
    if listed.returncode:
        found.append(f"the database cannot be read: {listed.stderr.strip()[-300:]}")
    there = sum(1 for _path in (folder / "blobs").glob("??/[0-9a-f]*"))
    if there < told["originals"]:
        found.append(f"of {told['originals']} originals {there} are there")
    return found


def _of_originals(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("??/[0-9a-f]*")):
        if digest_of(path) != path.name:
            yield f"changed: {path.name}"


# By whether the version it was taken of knew originals that a person removed after their term.
_ORIGINALS = {
    False: "SELECT sha256 FROM workbench_blob ORDER BY sha256",
    True: "SELECT sha256 FROM workbench_blob WHERE removed_at IS NULL ORDER BY sha256",
}


def _knows_removal(copy: sqlite3.Connection) -> bool:
    return any(row[1] == "removed_at" for row in copy.execute("PRAGMA table_info(workbench_blob)"))


def _of_sqlite(database: Path, originals: Path, told: dict[str, Any]) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            (said,) = copy.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                yield f"the database is damaged: {said}"
            for (digest,) in copy.execute(_ORIGINALS[_knows_removal(copy)]):
                if not (originals / digest[:2] / digest).exists():
                    yield f"missing: {digest}"
            row = copy.execute("SELECT seq FROM workbench_audithead WHERE id = 1").fetchone()
        except sqlite3.Error as error:
            yield f"the database cannot be read: {error}"
            return
    if (row[0] if row else 0) < told["events"]:
        yield f"the log ends before event {told['events']}"
