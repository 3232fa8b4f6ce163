"""The embedded shape: a process that claims and runs the rows with a few threads; one of them does the housekeeping."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import structlog
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection

from jobs import nudge, registry, rows, runner
from jobs.sweeper import Sweeper

log = structlog.get_logger(__name__)

# Reading keeps a core busy, in Python and in its children, and Exact admits one call a second: one thread is enough.
THREADS: Mapping[str, int] = {"mail": 1, "read": 1, "match": 1, "exact": 1, "notify": 1}
POLL_SECONDS = 0.5
LOOK_SECONDS = 0.03  # how soon a job that another process queued is seen, where looking costs next to nothing
BEAT_SECONDS = 5.0
# How long a thread that computes keeps the others waiting for Python. Work is many short statements, after each of
# which its thread has to get Python back; with the usual 5 ms each time, two threads are slower than one.
SWITCH_SECONDS = 0.0005
DRAIN_SECONDS = 25.0


class WorkLoop:
    """Threads per queue, woken by one that looks for work; ``stop()`` lets the running jobs end."""

    def __init__(self, threads: Mapping[str, int] = THREADS, *, sweep: bool = True) -> None:
        self._threads = {queue: count for queue, count in threads.items() if count > 0}
        self._sweeper = Sweeper() if sweep else None
        self._stop = threading.Event()
        self._wake: dict[str, list[threading.Event]] = {
            queue: [threading.Event() for _ in range(count)] for queue, count in self._threads.items()
        }
        self._next_beat = 0.0
        self._version = 0

    def stop(self) -> None:
        """Claim nothing more."""
        self._stop.set()
        nudge.work_waits.set()

    def run(self) -> None:
        """Work until :meth:`stop`; returns when the running jobs ended or their time is up."""
        registry.warm(self._threads)
        workers = [
            threading.Thread(target=self._work, args=(queue, wake), name=f"{queue}-{number}", daemon=True)
            for queue, wakes in self._wake.items()
            for number, wake in enumerate(wakes)
        ]
        for worker in workers:
            worker.start()
        log.info("work_loop_started", queues=dict(self._threads), kinds=len(registry.HANDLERS))
        while not self._stop.is_set():
            self._turn()
            self._rest()
        end = time.monotonic() + DRAIN_SECONDS
        for queue in self._threads:
            self._wake_up(queue)
        for worker in workers:
            worker.join(max(0.0, end - time.monotonic()))
        left = [worker.name for worker in workers if worker.is_alive()]
        log.info("work_loop_stopped", unfinished=left)
        connection.close()

    def _turn(self) -> None:
        """Look once: sign of life, housekeeping, wake the queues that have work."""
        try:
            close_old_connections()
            now = time.monotonic()
            if now >= self._next_beat:
                self._next_beat = now + runner.scaled(BEAT_SECONDS)
                rows.beat("work", ",".join(self._threads))
            if self._sweeper is not None:
                self._sweeper.step()
            due = rows.due_kinds()
            for queue in {registry.HANDLERS[kind].queue for kind in due if kind in registry.HANDLERS}:
                if queue in self._wake:
                    self._wake_up(queue)
        except DatabaseTrouble as error:
            log.warning("work_loop_database", error=f"{type(error).__name__}: {error}")
            connection.close()
            self._stop.wait(1.0)

    def _rest(self) -> None:
        """Until there may be work: this process was told so, another one wrote, or it is time to look anyway."""
        until = time.monotonic() + runner.scaled(POLL_SECONDS)
        while not nudge.work_waits.wait(LOOK_SECONDS):
            if time.monotonic() >= until or self._others_wrote():
                return
        nudge.work_waits.clear()

    def _others_wrote(self) -> bool:
        """Whether another connection changed the database since the last look; only SQLite says so without a query."""
        if connection.vendor != "sqlite":
            return False
        try:
            with connection.cursor() as cursor:
                version = cursor.execute("PRAGMA data_version").fetchone()[0]
        except DatabaseTrouble:
            return True  # the next turn meets it and deals with it
        before, self._version = self._version, version
        return bool(version != before)

    def _wake_up(self, queue: str) -> None:
        for wake in self._wake[queue]:
            wake.set()

    def _work(self, queue: str, wake: threading.Event) -> None:
        """One thread: sleep until woken, then run jobs of ``queue`` until none is due."""
        kinds = registry.kinds_of((queue,))
        try:
            while not self._stop.is_set():
                wake.wait()
                wake.clear()
                try:
                    while not self._stop.is_set() and runner.run_next(kinds) is not None:
                        pass
                except DatabaseTrouble as error:
                    log.warning("worker_database", queue=queue, error=f"{type(error).__name__}: {error}")
                    connection.close()
                    self._stop.wait(1.0)
                except Exception:
                    # A thread that ended here would leave its queue to nobody, in a process that seems alive.
                    log.exception("worker_failed", queue=queue)
                    connection.close()
                    self._stop.wait(1.0)
        finally:
            connection.close()
