"""What a reading child does with a ZIP."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from ocr.children.refusal import Refusal

MAX_ENTRIES = 200
MAX_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
_FREE_BYTES = 1024 * 1024  # a ratio says nothing about the first megabyte


def unpack(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """All files of an archive, directories and links left out; inner archives stay packed.

    Raises Refusal ZIP_REFUSED (entries, bytes, ratio, overlap, damaged) or LOCKED."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise Refusal("ZIP_REFUSED", reason="damaged") from problem
    entries = archive.infolist()
    _check(entries, len(data))
    names, blobs, total = [], [], 0
    for entry in entries:
        if entry.is_dir() or (entry.external_attr >> 16) & 0o170000 == 0o120000:
            continue
        content = _content(archive, entry, MAX_BYTES - total)
        total += len(content)
        names.append(entry.filename)
        blobs.append(content)
    return {"names": names}, blobs


def _check(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse by what the directory says, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES:
        raise Refusal("ZIP_REFUSED", reason="entries", found=len(entries), limit=MAX_ENTRIES)
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise Refusal("ZIP_REFUSED", reason="bytes", limit=MAX_BYTES)
    if sum(entry.compress_size for entry in entries) > packed:
        raise Refusal("ZIP_REFUSED", reason="overlap")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal("LOCKED", reason="password")
    for entry in entries:
        if entry.file_size > _FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refusal("ZIP_REFUSED", reason="ratio", limit=MAX_RATIO)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """One entry's bytes, never more than ``room``: directories lie."""
    try:
        with archive.open(entry) as packed:
            content = packed.read(room + 1)
    except Refusal:
        raise
    except Exception as problem:
        raise Refusal("ZIP_REFUSED", reason="damaged") from problem
    if len(content) > room:
        raise Refusal("ZIP_REFUSED", reason="bytes", limit=MAX_BYTES)
    return content
