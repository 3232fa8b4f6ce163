"""Vendor resolution at 100,000 vendors: p95 of one noisy name against one full scan with rapidfuzz.ratio.

Floor and quantity are measured interleaved in the same run, so a busy machine slows both.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.registry import benchmark
from benchmarks.synthetic_vendors import make_mentions, make_vendors
from domain.parties import normalise_name
from matching.vendors.api import VendorDirectory, resolve_vendor

BAR = 3.0


@benchmark("vendor")
def run(vendors: int = 100_000, mentions: int = 1_000, rounds: int = 5, seed: int = 7) -> dict[str, Any]:
    """Measure; returns name, ratio, ceiling, ok and the figures behind them (milliseconds)."""
    records = make_vendors(vendors)
    started = time.perf_counter()
    directory = VendorDirectory(records)
    build = time.perf_counter() - started
    names = [normalise_name(record.name) for record in records]
    asked = [m for m in make_mentions(records, mentions, seed) if m.kind == "fuzzy"]
    ratios, floors, p95s, hits = [], [], [], 0
    step = max(1, len(asked) // rounds)
    for part in range(rounds):
        chunk = asked[part * step : (part + 1) * step]
        floors.append(_floor(names, [normalise_name(m.clues.name) for m in chunk[:10]]))
        times = []
        for mention in chunk:
            begin = time.perf_counter()
            answer = resolve_vendor(mention.clues, directory)
            times.append(time.perf_counter() - begin)
            hits += mention.vendor_id in [c.vendor_id for c in answer.candidates]
        p95s.append(statistics.quantiles(times, n=20)[-1])
        ratios.append(p95s[-1] / floors[-1])
    ratio = statistics.median(ratios)
    return {
        "name": "vendor",
        "quantity": "p95 of one noisy name resolved",
        "floor": "one full scan of all names with rapidfuzz.ratio",
        "ratio": round(ratio, 3),
        "ceiling": BAR,
        "ok": ratio <= BAR,
        "min": round(min(ratios), 3),
        "median": round(ratio, 3),
        "max": round(max(ratios), 3),
        "p95_ms": round(statistics.median(p95s) * 1000, 2),
        "floor_ms": round(statistics.median(floors) * 1000, 2),
        "build_s": round(build, 2),
        "recall_at_3": round(hits / (step * rounds), 4),
        "vendors": vendors,
        "seed": seed,
    }


def _floor(names: list[str], wanted: list[str]) -> float:
    times = []
    for name in wanted:
        begin = time.perf_counter()
        process.extractOne(name, names, scorer=fuzz.ratio)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
