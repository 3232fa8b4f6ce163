"""``manage.py sweep``: the small scheduler of the scaled shape."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from jobs import rows
from jobs.loop import BEAT_SECONDS
from jobs.runner import scaled
from jobs.sweeper import Sweeper

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Expired leases, recurring tasks and nudges; any number of them may run."""

    help = "Return expired leases, make recurring jobs and send nudges until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sweeper = Sweeper()
        next_beat = 0.0
        while not stop.wait(scaled(1.0)):
            try:
                close_old_connections()
                sweeper.step()
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + scaled(BEAT_SECONDS)
                    rows.beat("sweep", "")
            except Error as error:
                log.warning("sweep_database", error=f"{type(error).__name__}: {error}")
                connection.close()
