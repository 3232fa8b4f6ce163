"""The lists a clerk works in, with few documents behind them and with many, through the real pages."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.history import fill
from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount

if TYPE_CHECKING:
    from django.test import Client

CEILING = 1.5
WAITING = 1_000  # documents that wait, at every size: what grows is what was done
ROUNDS = 25
EVERYTHING = "/queue/?view=search&q=F-4711"  # looks inside the texts of all that was ever done: shown, not judged
PAGES = {
    "start": "/",
    "open": "/queue/?view=open",
    "match": "/queue/?view=match",
    "posted": "/queue/?view=posted",
    "search": "/queue/?view=open&q=Vendor+17",
    "inbox": "/inbox/",
    "vendors": "/vendors/",
    "posting": "/post/",
}


def measure(posted: int, waiting: int) -> dict[str, Any]:
    """Child's side: milliseconds (p95) and statements of each page with so many documents."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    clerk = fill(posted, waiting)
    client = Client()
    client.force_login(clerk)
    return {name: _page(client, address) for name, address in (PAGES | {"everything": EVERYTHING}).items()}


def _page(client: Client, address: str) -> dict[str, Any]:
    from django.db import connection

    ask(client, address)
    asked: list[tuple[float, str]] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((perf_counter() - began, sql))

    with connection.execute_wrapper(noting):
        ask(client, address)
    times = [ask(client, address) for _ in range(ROUNDS)]
    return {
        "ms": round(1000 * statistics.quantiles(times, n=20)[-1], 2),
        "statements": len(asked),
        "slowest": [f"{1000 * took:.1f} ms {sql}" for took, sql in sorted(asked, reverse=True)[:3]],
    }


def ask(client: Client, address: str) -> float:
    """Seconds until the address has answered. Raises AssertionError when it answers anything but a page."""
    began = perf_counter()
    answer = client.get(address)
    taken = perf_counter() - began
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code}")
    return taken


@benchmark("queue-growth")
def queue_growth() -> dict[str, Any]:
    """The pages a clerk works in, with a million posted documents behind them, against the same with a thousand."""
    few, many = 1_000, amount(1_000_000, 20_000, "QUEUE")
    small = in_new_instance("benchmarks.lists:measure", posted=few, waiting=WAITING)
    large = in_new_instance("benchmarks.lists:measure", posted=many, waiting=WAITING)
    grown = {name: large[name]["ms"] / small[name]["ms"] for name in PAGES}
    worst = max(grown, key=lambda name: grown[name])
    statements = max(large[name]["statements"] for name in PAGES)
    return {
        "name": "queue-growth",
        "quantity": f"p95 of a page, {many} posted and {WAITING} waiting; the worst: {worst}",
        "floor": f"with {few} posted",
        "ratio": round(grown[worst], 2),
        "ceiling": CEILING,
        "ok": grown[worst] <= CEILING,
        "min": round(min(grown.values()), 2),
        "median": round(statistics.median(grown.values()), 2),
        "max": round(grown[worst], 2),
        "ms": {name: (small[name]["ms"], large[name]["ms"]) for name in small},
        "statements": statements,
        "seed": SEED,
    }
