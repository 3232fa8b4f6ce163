"""The queue against the least a program would do to show it, and its filters with years of work behind them."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.history import fill
from benchmarks.instance import in_new_instance
from benchmarks.lists import ask
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount, ratios

if TYPE_CHECKING:
    from django.test import Client

FLOOR_CEILING = 3.0
FILTERS_CEILING = 3.0
ROUNDS, REPEATED = 5, 8
ASKED = 15
ROWS = 50
WAITING = 1_000
FEW = 10_000
FILTERS = {
    "mine": "view=mine",
    "ready": "view=ready",
    "due this week": "view=due",
    "match": "view=match",
    "new vendors": "view=new-vendors",
    "IBAN changed": "view=iban",
    "credit notes": "view=credits",
    "on their way": "view=to-post",
    "posted, newest first": "view=posted",
    "posted today": "view=posted-today",
    "open, with a text": "view=open&q=Vendor+17",
    "posted, of one administration": "view=posted&administration=1",
}
LARGE = ("workbench_draft", "workbench_document", "workbench_intakeentry", "workbench_hold")


def _clerk_of(posted: int) -> Client:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(fill(posted, WAITING))
    return client


def measure_floor(posted: int) -> dict[str, Any]:
    """Child's side of ``queue-floor``: per round seconds of the view, and of its statements and its template alone."""
    from django.db import connection
    from django.shortcuts import render

    from workbench.queue import views

    client = _clerk_of(posted)
    address = f"/queue/?view=open&limit={ROWS}"
    statements: list[tuple[str, Any]] = []
    pages: list[tuple[Any, ...]] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not pages:  # those of the template itself are asked for by it
            statements.append((sql, params))
        return execute(sql, params, many, context)

    def kept(*page: Any) -> Any:
        pages.append(page)
        return render(*page)

    ask(client, address)
    with patch.object(views, "render", kept), connection.execute_wrapper(noting):
        ask(client, address)
    reading = [(sql, params) for sql, params in statements if sql.startswith("SELECT")]
    rounds = []
    for _ in range(ROUNDS):
        taken, bare = [], []
        for _ in range(REPEATED):
            taken.append(ask(client, address))
            began = perf_counter()
            with connection.cursor() as cursor:
                for sql, params in reading:
                    cursor.execute(sql, params)
                    cursor.fetchall()
            render(*pages[0])
            bare.append(perf_counter() - began)
        rounds.append((statistics.median(taken), statistics.median(bare)))
    return {"rounds": rounds, "statements": len(statements)}


@benchmark("queue-floor")
def queue_floor() -> dict[str, Any]:
    """The queue with 50 rows as a clerk asks for it, against its statements on a bare cursor and its template."""
    posted = amount(300_000, 5_000, "QUEUE_FLOOR")
    found = in_new_instance("benchmarks.queue_pages:measure_floor", posted=posted)
    answer = ratios(
        "queue-floor",
        f"the queue's page with {ROWS} of {WAITING} rows, {posted} posted behind them",
        "its statements on a bare cursor, and its template with rows at hand",
        found["rounds"],
        FLOOR_CEILING,
        statements=found["statements"],
    )
    return answer | {"ms": round(1000 * answer["quantity_s"] / ROUNDS, 1)}


def measure_filters(posted: int) -> dict[str, Any]:
    """Child's side of ``filters``: p95 milliseconds and the tables read from end to end of each filter."""
    from django.db import connection

    client = _clerk_of(posted)
    found: dict[str, Any] = {}
    for name, query in FILTERS.items():
        address = f"/queue/?{query}&limit={ROWS}"
        statements: list[tuple[str, Any]] = []

        def noting(execute: Any, sql: str, params: Any, many: bool, context: Any, told: list[Any] = statements) -> Any:
            told.append((sql, params))
            return execute(sql, params, many, context)

        ask(client, address)
        with connection.execute_wrapper(noting):
            ask(client, address)
        times = [ask(client, address) for _ in range(ASKED)]
        found[name] = {
            "ms": round(1000 * statistics.quantiles(times, n=20)[-1], 2),
            "median_ms": round(1000 * statistics.median(times), 2),
            "statements": len(statements),
            "read_whole": sorted({table for sql, params in statements for table in _read_whole(sql, params)}),
        }
    return found


def _read_whole(sql: str, params: Any) -> list[str]:
    """Large tables that SQLite reads from end to end for a statement."""
    from django.db import connection

    if not sql.startswith("SELECT") or connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [str(row[3]) for row in cursor.fetchall()]
    whole = [step.split()[1] for step in steps if step.startswith("SCAN ") and " USING " not in step]
    return [table for table in whole if table in LARGE]


@benchmark("filters")
def filters() -> dict[str, Any]:
    """The queue's filters with a million posted documents behind them, against ten thousand."""
    many = amount(1_000_000, 50_000, "FILTERS")
    small = in_new_instance("benchmarks.queue_pages:measure_filters", posted=FEW)
    large = in_new_instance("benchmarks.queue_pages:measure_filters", posted=many)
    grown = {name: large[name]["ms"] / small[name]["ms"] for name in FILTERS}
    worst = max(grown, key=lambda name: grown[name])
    whole = {name: found["read_whole"] for name, found in large.items() if found["read_whole"]}
    return {
        "name": "filters",
        "quantity": f"p95 of a filter with {many} posted; the worst: {worst}",
        "floor": f"with {FEW} posted",
        "ratio": round(grown[worst], 2),
        "ceiling": FILTERS_CEILING,
        "ok": grown[worst] <= FILTERS_CEILING and not whole,
        "min": round(min(grown.values()), 2),
        "median": round(statistics.median(grown.values()), 2),
        "max": round(grown[worst], 2),
        "ms": {name: (small[name]["ms"], large[name]["ms"]) for name in FILTERS},
        "medians_ms": {name: (small[name]["median_ms"], large[name]["median_ms"]) for name in FILTERS},
        "slowest_ms": max(found["ms"] for found in large.values()),
        "statements": max(found["statements"] for found in large.values()),
        "read_whole": whole or "none",
        "seed": SEED,
    }
