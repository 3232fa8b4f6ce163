"""Folders that are looked into: what lies there is taken in as an upload is, once, and then put away, never deleted."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation

from exact.models import Administration
from workbench.audit import services as audit
from workbench.folder.shelf import DONE, REFUSED, Lying, Moving, NotAFile, Shelf, opened
from workbench.intake.outcomes import MAX_BYTES
from workbench.intake.services import Incoming, receive_files
from workbench.messages import describe
from workbench.models import IntakeEntry
from workbench.models.intake import Outcome

log = structlog.get_logger(__name__)

SOURCE = "folder"
# A run of this job; what is left is taken by the next.
AT_MOST_SECONDS = 20.0
LATE_SECONDS = 300.0


def root() -> Path | None:
    """The folder with one folder per administration; None when none is set."""
    return Path(settings.INBOEK_FOLDERS) if settings.INBOEK_FOLDERS else None


def folders() -> list[tuple[Administration, Path]]:
    """The folder of every active administration: its code below the root."""
    above = root()
    if above is None:
        return []
    return [(each, above / each.code) for each in Administration.objects.filter(active=True).order_by("code")]


def look() -> int:
    """Take in what lies at rest in all folders; how many files were put away."""
    until, count = time.monotonic() + AT_MOST_SECONDS, 0
    for administration, path in folders():
        try:
            with opened(path.parent, path.name) as shelf:
                for file in shelf.lying():
                    if time.monotonic() > until:
                        return count
                    count += _take(shelf, file, administration)
        except OSError as error:  # told by ``trouble`` for as long as it lasts; the other folders go on
            log.error("folder_not_read", administration=administration.code, error=f"{type(error).__name__}: {error}")
    return count


def _take(shelf: Shelf, file: Lying, administration: Administration) -> bool:
    """One file into the ledger and out of the way. Raises OSError when it can be neither stored nor moved."""
    try:
        data = shelf.read(file, MAX_BYTES + 1)
    except (Moving, FileNotFoundError):
        return False
    except NotAFile:
        _turn_away(shelf, file.name, "FOLDER_NO_FILE")
        audit.record("folder.refused", actor=SOURCE, administration=administration, name=file.name[:200])
        return True
    entry = _once(file, data, administration)
    if entry.outcome == Outcome.REFUSED:
        _turn_away(shelf, file.name, entry.reason)
    else:
        shelf.put_away(file.name, DONE)
    return True


def _once(file: Lying, data: bytes, administration: Administration) -> IntakeEntry:
    """The file's row in the ledger. One that was taken in before, but not put away because its process died or the
    folder could not be written, is known by its stamp."""
    batch = uuid.uuid5(uuid.NAMESPACE_URL, f"folder:{administration.pk}:{file.name}:{file.stamp}")
    with transaction.atomic():
        known = IntakeEntry.objects.filter(batch=batch, parent=None).first()
        if known is not None:
            return known
        (entry,) = receive_files(
            [Incoming(file.name, data)],
            administration=administration,
            by=None,
            actor=SOURCE,
            source=SOURCE,
            batch=batch,
        )
    return entry


def _turn_away(shelf: Shelf, name: str, code: str) -> None:
    there = shelf.put_away(name, REFUSED)
    with translation.override(settings.LANGUAGE_CODE):
        told = describe(code)
        shelf.explain(there, f"{name}\n\n{told.title}\n{told.cause}\n{told.next_step}\n")


@dataclass(frozen=True, slots=True)
class State:
    """How a folder does: how many files wait in it, since when, and what is wrong with it ("" nothing)."""

    administration: Administration
    path: Path
    waiting: int = 0
    late: bool = False
    trouble: str = field(default="")


def states(only: set[int] | None = None) -> list[State]:
    """Every folder as it is now (``only``: of these administrations). Looks, and changes nothing but makes folders."""
    found = []
    for administration, path in folders():
        if only is not None and administration.pk not in only:
            continue
        try:
            with opened(path.parent, path.name) as shelf:
                rows = shelf.lying()
            late = bool(rows) and time.time() - rows[0].since > LATE_SECONDS
            found.append(State(administration, path, len(rows), late))
        except OSError as error:
            found.append(State(administration, path, trouble=error.strerror or type(error).__name__))
    return found


def health_line() -> str:
    """For the page of readiness: which folders cannot be read, or hold files for minutes. Empty when all is well."""
    told = [f"{state.path.name}: {state.trouble}" for state in states() if state.trouble]
    told += [f"{state.path.name}: {state.waiting} files wait" for state in states() if state.late]
    return "; ".join(told)
