"""Do the store of originals and the database agree? Nothing is changed by looking."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from workbench.intake.blobs import path_of
from workbench.models import Blob

AT_ONCE = 500
# A file without a row that is younger may be one that is coming in just now.
GRACE_SECONDS = 3600.0


@dataclass(slots=True)
class Found:
    """What a look brought, by digest: ``missing`` and ``changed`` originals, and ``strangers``, files that no row
    names (``unfinished`` ones, cut off while they were written, apart)."""

    count: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every original that a row names is there as it came in."""
        return not (self.missing or self.changed)


def look_through(*, contents: bool = True) -> Found:
    """Compare every row with its file, and every file with the rows. Without ``contents`` only sizes are compared, not
    digests: quick, and blind to a bit that fell over."""
    found = Found()
    for blob in Blob.objects.filter(removed_at=None).order_by("sha256").iterator(chunk_size=AT_ONCE):
        found.count += 1
        try:
            same = _same(blob, contents)
        except FileNotFoundError:
            found.missing.append(blob.sha256)
        else:
            if not same:
                found.changed.append(blob.sha256)
    old = time.time() - GRACE_SECONDS
    for folder in sorted(Path(settings.BLOB_ROOT).glob("[0-9a-f][0-9a-f]")):
        files = [path for path in folder.iterdir() if path.stat().st_mtime < old]
        found.unfinished += [str(path) for path in files if path.name.startswith(".part-")]
        found.strangers += _unnamed([path.name for path in files if not path.name.startswith(".")])
    return found


def _same(blob: Blob, contents: bool) -> bool:
    path = path_of(blob.sha256)
    if path.stat().st_size != blob.size:
        return False
    if not contents:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == blob.sha256


def _unnamed(names: list[str]) -> Iterator[str]:
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        known = set(Blob.objects.filter(sha256__in=some).values_list("sha256", flat=True))
        yield from sorted(set(some) - known)
