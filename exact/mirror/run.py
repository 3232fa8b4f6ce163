"""Synchronise an administration: each resource in turn, with progress that can be watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from exact import clock, events
from exact.errors import BusinessRefusal, ExactError, Forbidden, NotFound
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.mirror import deletions
from exact.mirror.resources import Mode, Resource, Rows, due
from exact.models import Administration, SyncCursor

# Exact's Modified is its local time: an hour repeats in autumn, and rows may be committed out of order.
OVERLAP = timedelta(minutes=90)


class Progress:
    """Rows and state per resource, written to the administration after each page."""

    def __init__(self, administration: Administration, resources: list[Resource], which: str) -> None:
        self._pk = administration.pk
        self._seen = administration.synced_at is not None
        self.value: dict[str, Any] = {
            "state": "running",
            "which": which,
            "started": clock.now().isoformat(),
            "resources": {resource.name: {"rows": 0, "state": "waiting"} for resource in resources},
        }
        # Short deltas do not disturb what the first synchronisation shows.
        self._shown = which == "all" or not self._seen
        self.write()

    def write(self) -> None:
        """Save, and tell whoever watches."""
        if self._shown:
            Administration.objects.filter(pk=self._pk).update(sync_progress=self.value)
            events.notify("sync_progress", administration_id=self._pk)

    def at(self, name: str, state: str, rows: int = 0, error: str = "") -> None:
        """Add rows to a resource and set its state: running, done, skipped, failed."""
        entry = self.value["resources"].setdefault(name, {"rows": 0, "state": "waiting"})
        entry["rows"] += rows
        entry["state"] = state
        if error:
            entry["error"] = error
        self.write()

    def end(self, state: str) -> None:
        """The whole run is ``done`` or ``failed``."""
        self.value["state"] = state
        self.value["ended"] = clock.now().isoformat()
        self.write()


def synchronise(
    administration: Administration,
    which: str = "all",
    *,
    patience: float = 65,
    beat: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Bring the mirror of ``administration`` up to date; rows per resource.

    ``which`` is a rhythm, ``all`` or one resource's name. ``patience``: seconds one call may wait for its permit.
    ``beat`` is called after each page. A run that fails can be repeated: what was saved stays, cursors go on.
    Raises the gateway's errors; the administration then carries the error's code in ``sync_error``.
    """
    resources = due(which)
    gateway = ExactGateway(administration, Purpose.SYNC, patience=patience)
    progress = Progress(administration, resources, which)
    counts: dict[str, int] = {}
    current = ""
    try:
        if which == "daily":
            current = "division"
            _numbered_anew(administration, gateway)
        for resource in resources:
            current = resource.name
            if resource.wanted and (administration.synced_at is None or not resource.wanted(administration)):
                progress.at(current, "skipped")
                continue
            counts[resource.name] = _one(administration, gateway, resource, progress, beat)
        if which in ("all", "hourly", "daily"):
            current = "deleted"
            counts["deleted"] = deletions.apply(administration, gateway)
    except ExactError as error:
        progress.at(current, "failed", error=error.code)
        progress.end("failed")
        Administration.objects.filter(pk=administration.pk).update(
            sync_error=f"{error.code}: {current} {error.text}"[:500]
        )
        raise
    Administration.objects.filter(pk=administration.pk).update(sync_error="", synced_at=clock.now())
    progress.end("done")
    return counts


def _numbered_anew(administration: Administration, gateway: ExactGateway) -> None:
    """Where Exact moved the division to another server, or linked it otherwise, row versions begin anew: what is newer
    by the old count would never be asked for. Then everything is read again."""
    with suppress(Forbidden, NotFound, BusinessRefusal):  # a scope that is not ours to ask for is no failure
        rows = gateway.get("system/Divisions", filter=f"Code eq {gateway.division}", select=("Code", *_MOVES))
        moves = [row[name].isoformat() for row in rows for name in _MOVES if isinstance(row.get(name), datetime)]
        said = max(moves, default="never")
        cursor, _ = SyncCursor.objects.get_or_create(administration=administration, resource="division")
        with transaction.atomic():
            if cursor.modified not in ("", said):
                SyncCursor.objects.filter(administration=administration).update(timestamp=1, modified="")
            SyncCursor.objects.filter(pk=cursor.pk).update(modified=said, synced_at=clock.now())


_MOVES = ("DivisionMoveDate", "DivisionHRLinkUnlinkDate")


def _one(
    administration: Administration,
    gateway: ExactGateway,
    resource: Resource,
    progress: Progress,
    beat: Callable[[], None],
) -> int:
    cursor, _ = SyncCursor.objects.get_or_create(administration=administration, resource=resource.name)
    progress.at(resource.name, "running")
    total, newest = 0, cursor.modified
    try:
        for rows in _pages(gateway, resource, cursor):
            with transaction.atomic():
                if resource.mode is Mode.WHOLE and resource.beside:
                    resource.save(administration, *rows)
                    size = len(rows[0])
                elif resource.mode is Mode.WHOLE:
                    resource.save(administration, rows)
                    size = len(rows)
                else:
                    resource.save(administration, rows)
                    size = len(rows)
                    newest = max(newest, *_moments(resource, rows), "")
                    if _advance(cursor, resource, rows) and resource.event:
                        # With its page: the next one may fail, and these rows are not new a second time.
                        events.notify(resource.event, administration_id=administration.pk)
            total += size
            progress.at(resource.name, "running", size)
            beat()
        # Pages go by key, not by moment: only when all are read, nothing older is left on one to come.
        SyncCursor.objects.filter(pk=cursor.pk, modified__lt=newest).update(modified=newest)
    except (Forbidden, NotFound):
        if not resource.optional:
            raise
        progress.at(resource.name, "skipped")
        return 0
    SyncCursor.objects.filter(pk=cursor.pk).update(rows=F("rows") + total, synced_at=clock.now())
    progress.at(resource.name, "done")
    return total


def _pages(gateway: ExactGateway, resource: Resource, cursor: SyncCursor) -> Iterator[Any]:
    if resource.mode is Mode.SYNC:
        yield from gateway.sync(resource.path, cursor.timestamp, resource.select)
    elif resource.mode is Mode.MODIFIED:
        condition = None
        if cursor.modified:
            since = datetime.fromisoformat(cursor.modified) - OVERLAP
            condition = f"Modified ge datetime'{since.isoformat(timespec='seconds')}'"
        elif resource.recent:
            column, days = resource.recent
            first = (clock.now() - timedelta(days=days)).date()
            condition = f"{column} ge datetime'{first.isoformat()}T00:00:00'"
        yield from gateway.pages(resource.path, filter=condition, select=resource.select)
    else:
        whole: Rows = list(gateway.get_all(resource.path, select=resource.select))
        if resource.beside:
            path, columns = resource.beside
            yield [whole, list(gateway.get_all(path, select=columns))]
        else:
            yield whole


def _moments(resource: Resource, rows: Rows) -> list[str]:
    """When these rows were changed, for a resource that is followed by that; as texts that sort by time."""
    if resource.mode is not Mode.MODIFIED:
        return []
    return [row["Modified"].isoformat() for row in rows if isinstance(row.get("Modified"), datetime)]


def _advance(cursor: SyncCursor, resource: Resource, rows: Rows) -> int:
    """How many of ``rows`` are new to us. A cursor of row versions moves past them, never back."""
    if resource.mode is Mode.SYNC:
        highest = max((int(row["Timestamp"]) for row in rows if row.get("Timestamp")), default=cursor.timestamp)
        SyncCursor.objects.filter(pk=cursor.pk, timestamp__lt=highest).update(timestamp=highest)
        return len(rows)
    return sum(1 for moment in _moments(resource, rows) if moment > cursor.modified)
