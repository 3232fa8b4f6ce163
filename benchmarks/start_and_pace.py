"""How soon a process is ready, how soon work begins, and whether a long queue slows it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount, ratios

COLD_CEILING = 8.0
NUDGE_CEILING = 1.2  # seconds; the embedded loop looks twice a second by itself
DRAIN_FLOOR = 0.9
_ROOT = Path(__file__).resolve().parents[1]
_READY = (
    "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
    "from django.db import connection; connection.ensure_connection(); import workbench.wsgi"
)
_PAGES = "; import workbench.web"


def measure_cold(rounds: int) -> dict[str, Any]:
    """Child's side of ``cold``: per round seconds until the web process is ready, and until Django is imported."""

    def seconds(code: str) -> float:
        began = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=_ROOT)
        return perf_counter() - began

    seconds(_READY)
    found = [(seconds(_READY), seconds("import django"), seconds(_READY + _PAGES)) for _ in range(rounds)]
    return {"rounds": [each[:2] for each in found], "pages": statistics.median(each[2] for each in found)}


@benchmark("cold")
def cold() -> dict[str, Any]:
    """From the start of a process to where it can answer: application, addresses and database at hand."""
    found = in_new_instance("benchmarks.start_and_pace:measure_cold", rounds=amount(10, 5, "COLD"))
    row = ratios("cold", "process ready to answer", 'python -c "import django"', found["rounds"], COLD_CEILING)
    return row | {"with_every_page_s": round(found["pages"], 3)}


def measure_nudge(count: int) -> dict[str, Any]:
    """Child's side of ``nudge``: seconds from the commit of a job to the start of its work, in an idle work loop."""
    from jobs import api
    from jobs.loop import WorkLoop

    started = threading.Event()

    @api.handler("bench_nudge", queue="notify")
    def begin(lease: api.Lease) -> None:
        started.set()

    loop = WorkLoop({"notify": 1}, sweep=False)
    worker = threading.Thread(target=loop.run)
    worker.start()
    taken = []
    for number in range(count):
        sleep(0.05 + number % 7 / 10)  # anywhere between two looks of the loop
        started.clear()
        began = perf_counter()
        api.enqueue("bench_nudge", subject=str(number), dedupe_key=str(number))
        if not started.wait(30):
            raise AssertionError("the job was not begun")
        taken.append(perf_counter() - began)
    loop.stop()
    worker.join()
    return {"seconds": taken}


@benchmark("nudge")
def nudge() -> dict[str, Any]:
    """How soon the idle embedded loop begins a job of its own process."""
    taken = in_new_instance("benchmarks.start_and_pace:measure_nudge", count=amount(100, 20, "NUDGE"))["seconds"]
    p95 = statistics.quantiles(taken, n=20)[-1]
    return {
        "name": "nudge",
        "quantity": "p95 seconds from commit to begin, embedded",
        "floor": "1 s",
        "ratio": round(p95, 3),
        "ceiling": NUDGE_CEILING,
        "ok": p95 <= NUDGE_CEILING,
        "min": round(min(taken), 4),
        "median": round(statistics.median(taken), 4),
        "max": round(max(taken), 4),
        "jobs": len(taken),
        "seed": SEED,
    }


def measure_drain(count: int) -> dict[str, Any]:
    """Child's side of ``drain``: per tenth of a backlog of jobs without work the seconds of each job, and of one bare
    commit after it."""
    from django.db import connection, transaction

    from jobs import api, runner

    @api.handler("bench_drain", queue="notify")
    def nothing(lease: api.Lease) -> None:
        pass

    with transaction.atomic():
        for number in range(count):
            api.enqueue("bench_drain", subject=str(number), dedupe_key=str(number))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, n INTEGER)")
        cursor.execute("INSERT INTO bare VALUES (1, 0)")
    tenths = []
    for _ in range(10):
        jobs, commits = [], []
        for _ in range(count // 10):
            began = perf_counter()
            if runner.run_next(("bench_drain",)) != "done":
                raise AssertionError("a job was not done")
            jobs.append(perf_counter() - began)
            began = perf_counter()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE bare SET n = n + 1 WHERE id = 1")
            commits.append(perf_counter() - began)
        tenths.append((sum(jobs), statistics.median(jobs), statistics.median(commits)))
    return {"tenths": tenths}


@benchmark("drain")
def drain() -> dict[str, Any]:
    """Whether the end of a backlog of 10,000 jobs goes as quickly as its beginning.

    What is compared is the usual job of a tenth in bare commits of the same moments: a machine that is busier for half
    a minute is busier for both."""
    count = amount(10_000, 1_000, "DRAIN")
    tenths = in_new_instance("benchmarks.start_and_pace:measure_drain", count=count)["tenths"]
    each = [job / commit for _, job, commit in tenths]
    rate = each[0] / each[-1]
    return {
        "name": "drain",
        "quantity": "a job of the first tenth of the backlog, in bare commits",
        "floor": "one of the last",
        "ratio": round(rate, 3),
        "ceiling": f"at least {DRAIN_FLOOR}",
        "ok": rate >= DRAIN_FLOOR,
        "jobs": count,
        "jobs_per_s": round(count / sum(taken for taken, _, _ in tenths), 1),
        "tenths_in_commits": " ".join(f"{ratio:.2f}" for ratio in each),
        "tenths_ms_a_job": " ".join(f"{1000 * job:.2f}" for _, job, _ in tenths),
        "seed": SEED,
    }
