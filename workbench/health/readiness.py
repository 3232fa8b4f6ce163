"""What must work before this instance takes requests."""

from __future__ import annotations

import os
import shutil
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jobs.clock import database_now
from jobs.models import Heartbeat
from jobs.registry import QUEUES
from workbench.folder.pickup import health_line as folders_line
from workbench.mailbox.selectors import health_line

STALE_SECONDS = 30
LEAST_FREE = 0.05


@dataclass(frozen=True)
class Result:
    """One look: ``detail`` says what is wrong, empty when ``ok``."""

    name: str
    ok: bool
    detail: str = ""


_migrated = False


def database() -> str:
    """The database answers and every migration is applied. Empty when fine."""
    global _migrated
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing"
        _migrated = True  # they are not taken back under a running process
    return ""


def blobs() -> str:
    """Originals can be stored durably, and the disk has room."""
    probe = settings.BLOB_ROOT / f".probe-{uuid.uuid4().hex}"
    try:
        with probe.open("wb") as file:
            file.write(b"probe")
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)
    usage = shutil.disk_usage(settings.BLOB_ROOT)
    return "" if usage.free / usage.total >= LEAST_FREE else "less than 5 % of the disk is free"


def _listens(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return ""


def sandbox() -> str:
    """The sandbox Exact accepts connections, when it is the one in use."""
    return _listens(settings.INBOEK_SANDBOX_PORT) if settings.EXACT_USES_SANDBOX else ""


def mail() -> str:
    """The mail receiver accepts connections."""
    return _listens(settings.INBOEK_SMTP_PORT)


def work() -> str:
    """A worker of every queue gave a sign of life lately."""
    since = database_now() - timedelta(seconds=STALE_SECONDS)
    alive = Heartbeat.objects.filter(at__gte=since, role__in=["work", "celery"])
    served = {queue for queues in alive.values_list("queues", flat=True) for queue in queues.split(",")}
    missing = [queue for queue in QUEUES if queue not in served]
    return f"no worker gave a sign of life for {STALE_SECONDS} s: {', '.join(missing)}" if missing else ""


def looks() -> list[tuple[str, Callable[[], str]]]:
    """The looks that apply to this instance. A server whose command does not exist is not waited for."""
    known = get_commands()
    parts: list[tuple[str, Callable[[], str]]] = [("database", database), ("blobs", blobs), ("work", work)]
    if "exact_sandbox" in known:
        parts.append(("exact", sandbox))
    if "receive_mail" in known:
        parts.append(("mail", mail))
    return parts


def look() -> list[Result]:
    """Take every look; an exception is an answer, too."""
    results = []
    for name, part in looks():
        try:
            detail = part()
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
        results.append(Result(name, not detail, detail))
    if all(result.ok for result in results) and (line := health_line()):
        # Mail servers of others: told, but this instance works without them.
        results.append(Result("mailboxes", True, line))
    if settings.INBOEK_FOLDERS and all(result.ok for result in results) and (line := folders_line()):
        results.append(Result("folders", True, line))
    return results
