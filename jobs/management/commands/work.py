"""``manage.py work``: claim and run durable jobs in this process."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobs.loop import SWITCH_SECONDS, THREADS, WorkLoop
from jobs.registry import QUEUES


class Command(BaseCommand):
    """The embedded worker."""

    help = "Claim and run durable jobs until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which queues and how many threads."""
        parser.add_argument("--queues", default=",".join(QUEUES), help="Comma-separated; default: all.")
        parser.add_argument("--threads", type=int, default=0, help="Threads per queue; default: what suits each queue.")
        parser.add_argument("--no-sweep", action="store_true", help="Leave the housekeeping to another process.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        queues = [name for name in options["queues"].split(",") if name]
        unknown = set(queues) - set(QUEUES)
        if unknown:
            raise CommandError(f"unknown queues: {', '.join(sorted(unknown))}")
        loop = WorkLoop({name: options["threads"] or THREADS[name] for name in queues}, sweep=not options["no_sweep"])
        for number in (signal.SIGTERM, signal.SIGINT):
            # Not in this thread: it may hold the very lock of the event that stopping sets.
            signal.signal(number, lambda *_: threading.Thread(target=loop.stop).start())
        sys.setswitchinterval(SWITCH_SECONDS)
        loop.run()
