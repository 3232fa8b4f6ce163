"""A Celery worker's sign of life, and its way out when it has gone deaf."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

import structlog
from celery.signals import celeryd_after_setup, setup_logging, worker_ready, worker_shutting_down
from django.db import Error, close_old_connections, connection

from jobs import registry, rows
from jobs.loop import BEAT_SECONDS
from jobs.models import Job
from jobs.runner import scaled

log = structlog.get_logger(__name__)

# A worker that is up while due work of its queues waits this long no longer hears the broker; a fresh one does.
DEAF_SECONDS = 120.0

_stop = threading.Event()
_queues: set[str] = set()


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Having a receiver keeps Celery from replacing Django's logging."""


@celeryd_after_setup.connect
def _note_queues(instance: Any, **_: Any) -> None:
    _queues.update(instance.app.amqp.queues.consume_from)
    registry.warm(_queues)


@worker_ready.connect
def _begin(**_: Any) -> None:
    threading.Thread(target=_watch, name="celery-watch", daemon=True).start()


@worker_shutting_down.connect
def _end(**_: Any) -> None:
    _stop.set()


def is_deaf(queues: tuple[str, ...], since_start: float) -> bool:
    """True when due work of ``queues`` has waited too long while none of it is being done by anybody."""
    kinds = registry.kinds_of(queues)
    limit = scaled(DEAF_SECONDS)
    waiting = [seconds for kind, seconds in rows.oldest_ready_seconds().items() if kind in kinds]
    if since_start < limit or not waiting or max(waiting) < limit:
        return False
    return not Job.objects.filter(kind__in=kinds, state="leased").exists()


def _watch() -> None:
    started = time.monotonic()
    while not _stop.is_set():
        try:
            close_old_connections()
            rows.beat("celery", ",".join(sorted(_queues)))
            if is_deaf(tuple(_queues), time.monotonic() - started):
                log.error("celery_worker_deaf", queues=sorted(_queues))
                os.kill(os.getpid(), signal.SIGTERM)
                return
        except Error as error:
            log.warning("celery_watch_database", error=f"{type(error).__name__}: {error}")
            connection.close()
        _stop.wait(scaled(BEAT_SECONDS))
    connection.close()
