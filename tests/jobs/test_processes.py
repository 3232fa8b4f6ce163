"""Durable work done by real processes that get killed, frozen and cut off, on both databases."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.servers import prepared
from tests.servers.instance import Instance
from workbench.supervisor.servers import Postgres, Redis

pytestmark = pytest.mark.processes

# All waits of the machinery are five times shorter: leases of 10 s last 2 s, the sweeper comes every 6 s.
DIVISOR = "5"
PROCESS = ("-m", "tests.jobs.process")


def new_database(server: Postgres) -> str:
    name = f"test_{uuid.uuid4().hex[:12]}"
    server.create_database(name)
    return server.url.removesuffix("/inboek") + f"/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def instance(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    environment = {"INBOEK_JOBS_TIME_DIVISOR": DIVISOR}
    if request.param == "postgresql":
        environment["INBOEK_DATABASE"] = new_database(request.getfixturevalue("postgres_server"))
    made = Instance(tmp_path / "home", **environment)
    if request.param == "postgresql":
        made.manage("migrate", "jobs", "-v", "0", "--skip-checks")
    else:
        prepared.migrated(made.home)
    yield made
    made.close()


def states(instance: Instance) -> list[tuple[str, int]]:
    """(state, attempts) of every job of these tests; the product's own recurring work is left out.

    Looked up without a process of the product: asking again and again until something is so must not slow it down.
    """
    question = "SELECT state, attempts FROM jobs_job WHERE kind LIKE 'test.%' AND kind <> 'test.tick' ORDER BY id"
    if "INBOEK_DATABASE" in instance.environment:
        with psycopg.connect(instance.environment["INBOEK_DATABASE"]) as plain:
            return plain.execute(question).fetchall()
    with contextlib.closing(sqlite3.connect(instance.home / "inboek.sqlite3")) as plain:
        return plain.execute(question).fetchall()


def test_a_job_of_a_killed_worker_is_done_by_the_next_and_counted(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.slow", "1")
    victim = instance.start(*PROCESS, "work")
    instance.wait(lambda: instance.lines("slow"))
    os.killpg(victim.pid, signal.SIGKILL)
    instance.start(*PROCESS, "work")
    instance.wait(lambda: any(line.startswith("end") for line in instance.lines("slow")))
    assert [line.rsplit(" ", 1)[0] for line in instance.lines("slow")] == ["begin 1", "begin 2", "end 2"]
    instance.wait(lambda: states(instance) == [("done", 2)])


def freeze(group: int, instance: Instance) -> None:
    """Stop the processes where they are, but not in the middle of a write: that would hold up all others on SQLite."""
    path = instance.home / "inboek.sqlite3"
    while True:
        os.killpg(group, signal.SIGSTOP)
        if not path.exists():
            return
        # Who holds the write now is frozen and does not let go: asked once, or its work would end while we wait.
        with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as plain:
            with contextlib.suppress(sqlite3.OperationalError):
                plain.execute("BEGIN IMMEDIATE")
                plain.execute("ROLLBACK")
                return
        os.killpg(group, signal.SIGCONT)
        time.sleep(0.01)


def test_a_frozen_worker_cannot_write_after_it_lost_its_lease(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.slow", "1", '{"seconds": 1.5}')
    frozen = instance.start(*PROCESS, "work")
    instance.wait(lambda: instance.lines("slow"))
    freeze(frozen.pid, instance)
    instance.start(*PROCESS, "work")
    instance.wait(lambda: any(line.startswith("end 2") for line in instance.lines("slow")))
    os.killpg(frozen.pid, signal.SIGCONT)
    instance.wait(lambda: "job_lease_lost" in instance.output)
    assert [line.rsplit(" ", 1)[0] for line in instance.lines("slow")] == ["begin 1", "begin 2", "end 2"]
    assert states(instance) == [("done", 2)]


def test_a_slow_job_keeps_its_lease_while_it_makes_progress(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.slow", "1", '{"seconds": 5}')
    for _ in range(2):
        instance.start(*PROCESS, "work")
    instance.wait(lambda: any(line.startswith("end") for line in instance.lines("slow")))
    assert [line.rsplit(" ", 1)[0] for line in instance.lines("slow")] == ["begin 1", "end 1"]


def test_four_claimers_do_each_job_exactly_once(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.count", "200")
    racers = [instance.start(*PROCESS, "race", INBOEK_LOG_LEVEL="WARNING") for _ in range(4)]
    assert [racer.wait(90) for racer in racers] == [0, 0, 0, 0], instance.output[-3000:]
    done = Counter(line.split()[0] for line in instance.lines("count"))
    assert done == {str(index): 1 for index in range(200)}


def test_work_that_kills_its_process_ends_dead_and_not_in_a_loop(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.deadly", "1")
    for _ in range(2):
        assert instance.start(*PROCESS, "work").wait(120) == -signal.SIGKILL
    survivor = instance.start(*PROCESS, "work")
    instance.wait(lambda: states(instance) == [("dead", 2)])
    assert survivor.poll() is None
    assert instance.lines("deadly") == ["1", "2"]


def test_a_worker_that_is_asked_to_stop_ends_its_job_first(instance: Instance) -> None:
    instance.run(*PROCESS, "enqueue", "test.slow", "1", '{"seconds": 2}')
    worker = instance.start(*PROCESS, "work")
    instance.wait(lambda: instance.lines("slow"))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(120) == 0
    assert states(instance) == [("done", 1)]


@pytest.fixture
def scaled(postgres_server: Postgres, redis_server: Redis, tmp_path: Path) -> Iterator[Instance]:
    made = Instance(
        tmp_path / "home",
        INBOEK_JOBS_TIME_DIVISOR=DIVISOR,
        INBOEK_DATABASE=new_database(postgres_server),
        INBOEK_REDIS_URL=redis_server.url,
    )
    made.manage("migrate", "jobs", "-v", "0", "--skip-checks")
    yield made
    made.close()


def alive(instance: Instance, role: str) -> bool:
    """Has a process of this role given a sign of life? Importing Celery and Django takes long on a busy machine."""
    with psycopg.connect(instance.environment["INBOEK_DATABASE"]) as plain:
        return plain.execute("SELECT 1 FROM jobs_heartbeat WHERE role = %s", [role]).fetchone() is not None


def celery_worker(instance: Instance) -> None:
    """Start a worker and wait until it listens: what the tests time is the work, not the start."""
    options = ("--queues", "read,match", "--concurrency", "2", "--loglevel", "WARNING")
    instance.start(
        "-m", "celery", "-A", "tests.jobs.celery_app", "worker", *options, "--without-gossip", "--without-mingle"
    )
    instance.wait(lambda: alive(instance, "celery"), 120)


def test_celery_does_the_rows_its_messages_point_at(scaled: Instance) -> None:
    celery_worker(scaled)
    scaled.run(*PROCESS, "enqueue", "test.count", "20")
    scaled.wait(lambda: len(scaled.lines("count")) == 20)
    assert {line.split()[1] for line in scaled.lines("count")} == {"1"}


def test_nothing_is_lost_or_doubled_when_redis_is_flushed(scaled: Instance, redis_server: Redis) -> None:
    scaled.run(*PROCESS, "enqueue", "test.count", "30")
    broker = redis.Redis.from_url(redis_server.url)
    assert broker.llen("match") == 30
    broker.flushall()
    # The sweeper first: a worker that sees due work and hears no message for long takes itself for deaf and ends.
    scaled.start("-m", "tests.jobs.sweeping")
    scaled.wait(lambda: alive(scaled, "sweep"), 120)
    celery_worker(scaled)
    scaled.wait(lambda: len(scaled.lines("count")) >= 30)
    scaled.wait(lambda: {state for state, _attempts in states(scaled)} == {"done"})
    assert Counter(line.split()[0] for line in scaled.lines("count")) == {str(index): 1 for index in range(30)}


def test_enqueueing_does_not_wait_for_a_broker_that_is_away(scaled: Instance) -> None:
    scaled.environment["INBOEK_REDIS_URL"] = "redis://127.0.0.1:1/0"
    seconds = float(scaled.run(*PROCESS, "enqueue", "test.count", "20").splitlines()[-1])
    assert states(scaled) == [("ready", 0)] * 20
    assert seconds < 5


def test_every_durability_setting_reaches_postgresql(scaled: Instance) -> None:
    with psycopg.connect(scaled.environment["INBOEK_DATABASE"]) as plain:
        assert plain.execute("SHOW synchronous_commit").fetchone() == ("on",)
    code = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor();\n"
        "for n in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'):\n"
        "    k.execute('SHOW ' + n); print(k.fetchone()[0])\n"
        "from django.apps import apps; from django.db.models.signals import pre_migrate\n"
        "pre_migrate.send(apps.get_app_config('jobs'), using='default')\n"
        "k.execute('SHOW statement_timeout'); print(k.fetchone()[0])"
    )
    scaled.environment["DJANGO_SETTINGS_MODULE"] = "workbench.settings"
    assert scaled.run("-c", code).split() == ["5s", "30s", "1min", "0"], "a migration may take longer"
