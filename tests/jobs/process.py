"""The processes of the job tests: ``python -m tests.jobs.process work|race|enqueue``."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
django.setup()

from jobs import api, loop, runner  # noqa: E402
from tests.jobs import kinds  # noqa: E402, F401


def work() -> None:
    """The embedded loop, as ``manage.py work`` runs it."""
    running = loop.WorkLoop({"read": 1, "match": 2})
    signal.signal(signal.SIGTERM, lambda *_: running.stop())
    running.run()


def race() -> None:
    """Take and run jobs as fast as possible until none is left."""
    while runner.run_next(("test.count",)) is not None:
        pass


def enqueue(kind: str, number: str, payload: str = "{}") -> None:
    """Make jobs with the subjects 0, 1, 2 … and print how many seconds that took."""
    begun = time.monotonic()
    for index in range(int(number)):
        api.enqueue(kind, subject=str(index), dedupe_key=str(index), payload=json.loads(payload))
    print(time.monotonic() - begun)


if __name__ == "__main__":
    {"work": work, "race": race, "enqueue": enqueue}[sys.argv[1]](*sys.argv[2:])
