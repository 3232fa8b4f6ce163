"""Taking a backup: the database first, then originals (written once, never changed), then keys; the manifest last.

A folder holds many backups: each has its database and its manifest, all share the originals. Without its manifest a
backup was not finished and counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from workbench.intake import blobs
from workbench.models import Blob
from workbench.models.audit import AuditHead

AT_ONCE = 500
STAMP = "%Y%m%dT%H%M%S%fZ"


class BackupFailed(Exception):
    """The database could not be copied; the text says why. Nothing counts as a backup then."""


@dataclass(slots=True)
class Taken:
    """A finished backup: its manifest, and originals that could not be copied because they are missing or changed."""

    manifest: Path
    originals: int = 0
    copied: int = 0
    troubles: list[str] = field(default_factory=list)


def take(folder: Path, *, keys: bool = True, kept: int = 14) -> Taken:
    """Back the instance up into ``folder``; the oldest of more than ``kept`` databases go, originals stay.

    Raises BackupFailed, and OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = timezone.now().strftime(STAMP)
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    database = _sqlite(folder, stamp) if connection.vendor == "sqlite" else _postgresql(folder, stamp)
    taken = Taken(folder / f"backup-{stamp}.json")
    _originals(folder / "blobs", taken)
    if keys:
        _keys(folder / "secrets")
    manifest: dict[str, Any] = {
        "taken": timezone.now().isoformat(),
        "database": database.name,
        "sha256": digest_of(database),
        "originals": taken.originals,
        # What the log had reached at least.
        "events": head.seq,
        "head": head.hash,
        "keys": keys,
    }
    blobs.write_durably(taken.manifest, json.dumps(manifest, indent=1).encode())
    _drop_old(folder, kept)
    _drop_removed(folder)
    return taken


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sqlite(folder: Path, stamp: str) -> Path:
    whole = folder / f"database-{stamp}.sqlite3"
    copy_sqlite(connection, whole)
    return whole


def copy_sqlite(source: Any, whole: Path) -> None:
    """One consistent state of a SQLite database, of what is committed, while others go on writing. Raises BackupFailed;
    then nothing has changed at ``whole``."""
    part = whole.with_name(f".part-{whole.name}")
    source.ensure_connection()
    try:
        target = sqlite3.connect(part)
        try:
            source.connection.backup(target)
        finally:
            target.close()
        _finish(part, whole)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise BackupFailed(str(error)) from error


def _postgresql(folder: Path, stamp: str) -> Path:
    known = connection.settings_dict
    part, whole = folder / f".part-{stamp}", folder / f"database-{stamp}.dump"
    command = ["pg_dump", "--format=custom", "--no-password", f"--file={part}", f"--dbname={known['NAME']}"]
    command += [f"--{name}={known[key]}" for name, key in _WHERE if known.get(key)]
    try:
        done = subprocess.run(
            command, env=os.environ | {"PGPASSWORD": known.get("PASSWORD") or ""}, capture_output=True, text=True
        )
    except OSError as error:
        raise BackupFailed(f"pg_dump: {error.strerror}") from error
    if done.returncode:
        part.unlink(missing_ok=True)
        raise BackupFailed(done.stderr.strip()[-500:])
    _finish(part, whole)
    return whole


_WHERE = (("host", "HOST"), ("port", "PORT"), ("username", "USER"))


def _finish(part: Path, whole: Path) -> None:
    part.chmod(0o600)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(whole)


def _originals(folder: Path, taken: Taken) -> None:
    """What the folder does not have yet. Rows are asked for after the database was copied: it names no others."""
    for blob in Blob.objects.filter(removed_at=None).order_by("sha256").iterator(chunk_size=AT_ONCE):
        taken.originals += 1
        target = folder / blob.sha256[:2] / blob.sha256
        if target.exists() and target.stat().st_size == blob.size:
            continue
        try:
            data = blobs.get(blob.sha256)
        except blobs.BlobMissing:
            taken.troubles.append(f"missing: {blob.sha256}")
            continue
        if hashlib.sha256(data).hexdigest() != blob.sha256:
            taken.troubles.append(f"changed: {blob.sha256}")
            continue
        blobs.write_durably(target, data)
        taken.copied += 1


def _keys(folder: Path) -> None:
    folder.mkdir(exist_ok=True, mode=0o700)
    for path in settings.SECRETS_ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, folder / path.name)
            (folder / path.name).chmod(0o600)


def _drop_old(folder: Path, kept: int) -> None:
    for manifest in sorted(folder.glob("backup-*.json"))[: -max(1, kept)]:
        database = str(json.loads(manifest.read_bytes())["database"])
        manifest.unlink()
        (folder / Path(database).name).unlink(missing_ok=True)


def _begun(manifest: Path) -> datetime:
    """When a backup was begun, before its database was copied: its name tells."""
    return datetime.strptime(manifest.stem.removeprefix("backup-"), STAMP).replace(tzinfo=UTC)


def _drop_removed(folder: Path) -> None:
    """Originals that were removed after their term go here too, once no database that is kept names them."""
    # By when the oldest was begun: what went while it was copied may still be named in it.
    oldest = min(_begun(manifest) for manifest in folder.glob("backup-*.json"))
    for digest in Blob.objects.filter(removed_at__lt=oldest).values_list("sha256", flat=True):
        (folder / "blobs" / digest[:2] / digest).unlink(missing_ok=True)
