"""What reading keeps and takes of memory: the parent after many documents, and one child on a long scan."""

from __future__ import annotations

import gc
import os
import statistics
from pathlib import Path
from typing import Any

from benchmarks.books import make_books
from benchmarks.instance import in_new_instance
from benchmarks.paper import copies_in_turn, digital_samples, einvoice_samples, scans
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount

SOAK_CEILING = 1.10
CHILD_CEILING_MB = 600
_MEGABYTE = 1024 * 1024
_CUSTOMERS = 3


def resident() -> int:
    """Bytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_files() -> int:
    """How many descriptors this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))


def soak(count: int) -> dict[str, Any]:
    """Child's side of ``soak-rss``: ``count`` documents received, read and judged in this process, as its one worker;
    memory and open files at a tenth and at the end. Three customers' books in turn, what was judged put aside."""
    from benchmarks.documents_speed import put_aside
    from jobs import runner
    from workbench.intake.services import Incoming, receive_files

    samples = digital_samples() + einvoice_samples()
    books = [make_books(number) for number in range(2 * _CUSTOMERS)]
    marks: dict[int, tuple[int, int]] = {}
    tenth = max(count // 10, len(samples))  # every sample once: all that is loaded on demand is loaded
    last = max(count, 2 * tenth)
    for number, (name, data) in enumerate(copies_in_turn(samples, last), start=1):
        turn = number // len(samples) % _CUSTOMERS
        home = books[2 * turn + ("-cii." in name)]  # the same invoice as a PDF and as XML: not in the same books
        receive_files([Incoming(name, data)], administration=home, by=None, source="bench")
        runner.drain(("read", "derive"))
        if number % len(samples) == 0:
            put_aside()
        if number in (tenth, last):
            gc.collect()
            marks[number] = resident(), open_files()
    (first, early), (last, late) = sorted(marks.items())
    return {"first": first, "last": last, "rss": [early[0], late[0]], "files": [early[1], late[1]]}


@benchmark("soak-rss")
def soak_rss() -> dict[str, Any]:
    """Memory of a worker that received, read and judged 5,000 documents against the same after a tenth of them."""
    found = in_new_instance("benchmarks.memory:soak", count=amount(5_000, 200, "SOAK"))
    early, late = found["rss"]
    ratio = late / early
    return {
        "name": "soak-rss",
        "quantity": f"memory after {found['last']} documents",
        "floor": f"memory after {found['first']}",
        "ratio": round(ratio, 3),
        "ceiling": SOAK_CEILING,
        "ok": ratio <= SOAK_CEILING and found["files"][0] == found["files"][1],
        "mb": [round(value / _MEGABYTE, 1) for value in (early, late)],
        "open_files": " → ".join(str(value) for value in found["files"]),
        "seed": SEED,
    }


@benchmark("child-memory")
def child_memory() -> dict[str, Any]:
    """The largest process among children and recognisers while a scan of 20 pages was read, in megabytes."""
    from ocr import api, children
    from ocr.children import client

    peaks: list[int] = []
    original = client._run_once

    def noting(*arguments: Any) -> children.Outcome:
        outcome = original(*arguments)
        peaks.append(outcome.peak_memory)
        return outcome

    pages = amount(20, 4, "CHILD_PAGES")
    data = long_scan(pages)
    client._run_once = noting
    try:
        result = api.read_document(data, name="scan.pdf")
    finally:
        client._run_once = original
    peak = max(peaks) / _MEGABYTE
    return {
        "name": "child-memory",
        "quantity": "largest process of a reading child, MB",
        "floor": "1 MB",
        "ratio": round(peak, 1),
        "ceiling": CHILD_CEILING_MB,
        "ok": peak <= CHILD_CEILING_MB and len(result.pages) == pages,
        "min": round(min(peaks) / _MEGABYTE, 1),
        "median": round(statistics.median(peaks) / _MEGABYTE, 1),
        "max": round(peak, 1),
        "pages": len(result.pages),
        "children": len(peaks),
    }


def long_scan(pages: int) -> bytes:
    """One PDF of ``pages`` scanned pages."""
    from samples.embed import image_pdf

    return image_pdf([picture for _, _, made in scans(pages) for picture in made][:pages], dpi=200, quality=60)
