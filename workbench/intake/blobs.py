"""Durable, content-addressed storage of received bytes.

Order of a store (nobody is told "received" before it is done): temporary file, fsync, rename to the
digest's name, fsync of the directory, then the row in the caller's transaction.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from workbench.models import Blob


class BlobMissing(LookupError):
    """No bytes under that digest: the store and the database disagree."""


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest stand (whether or not they exist)."""
    return Path(settings.BLOB_ROOT) / sha256[:2] / sha256


def put(data: bytes) -> Blob:
    """Make the bytes durable and return their row; bytes already there are not written again.

    Raises OSError when the disk is full or not writable: the caller must not acknowledge anything then.
    """
    return row_of(keep(data), len(data))


def keep(data: bytes) -> str:
    """Make the bytes durable; returns their digest. Best outside a transaction: others need not wait for this disk.

    Raises OSError when the disk is full or not writable.
    """
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    try:
        whole = target.stat().st_size == len(data)
    except FileNotFoundError:
        whole = False
    if not whole:  # also one that a broken disk cut off: here are its bytes again
        write_durably(target, data)
    return digest


def row_of(digest: str, size: int) -> Blob:
    """The row of kept bytes, made when it is not there yet; in the caller's transaction."""
    return row_and_whether_new(digest, size)[0]


def row_and_whether_new(digest: str, size: int) -> tuple[Blob, bool]:
    """The row of kept bytes, and whether it was made just now: then nothing that counts can point to it yet.

    Bytes that somebody removed and that came in again count again. Raises OSError when they are being removed at this
    very moment: nothing may be acknowledged then.
    """
    blob = Blob(sha256=digest, size=size, created_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [blob.sha256, blob.size, connection.ops.adapt_datetimefield_value(blob.created_at)])
        made = cursor.rowcount == 1
    if made and not path_of(digest).exists():
        raise FileNotFoundError(f"removed while it came in: {digest}")
    return blob, made


# Whoever removes bytes holds their row meanwhile; this waits for it.
_MAKE = """
    INSERT INTO workbench_blob (sha256, size, created_at) VALUES (%s, %s, %s)
        ON CONFLICT (sha256) DO UPDATE SET removed_at = NULL WHERE workbench_blob.removed_at IS NOT NULL"""


def get(sha256: str) -> bytes:
    """The bytes of a digest. Raises BlobMissing when they are gone."""
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise BlobMissing(sha256) from error


def opened(sha256: str) -> BinaryIO:
    """The bytes of a digest as a file to read from. Raises BlobMissing when they are gone."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise BlobMissing(sha256) from error


def write_durably(target: Path, data: bytes) -> None:
    """A file that is there whole, and stays there after a power cut, or is not there. Raises OSError."""
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(target.parent.parent)  # or the new folder could be gone after a power cut, with what is in it
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
