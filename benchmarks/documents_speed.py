"""Digital PDFs and e-invoices through the product, against the least any program would do with them."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

import pypdfium2
from lxml import etree

from benchmarks.books import make_books
from benchmarks.instance import in_new_instance
from benchmarks.paper import copies, digital_of_all_lengths, einvoice_samples
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios

if TYPE_CHECKING:
    from exact.models import Administration

ROUNDS = 5
WARMING = 10
COMMITS = 12  # what a document may cost from intake to draft: received, claimed, read, finished, derived and the like
DIGITAL_CEILING, EINVOICE_CEILING = 3.0, 4.0

Files = list[tuple[str, bytes]]


class BareStore:
    """A durable file and bare durable commits, as the product's database is set: WAL, synchronous FULL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE kept (name TEXT, step INTEGER)")

    def keep(self, name: str, data: bytes) -> None:
        """One file made durable and the commits of one document."""
        with (self.folder / name).open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        for step in range(COMMITS):
            self.database.execute("BEGIN IMMEDIATE")
            self.database.execute("INSERT INTO kept VALUES (?, ?)", (name, step))
            self.database.execute("COMMIT")


def bare_text(data: bytes) -> int:
    """The text of all pages by the text engine alone; how many characters."""
    document = pypdfium2.PdfDocument(data)
    total = 0
    for page in document:
        text = page.get_textpage()
        total += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return total


def bare_xml(data: bytes) -> int:
    """Parse one e-invoice; of a PDF only the XML inside, found by the PDF engine."""
    if not data.startswith(b"%PDF"):
        return len(etree.fromstring(data))
    document = pypdfium2.PdfDocument(data)
    inside = bytes(document.get_attachment(0).get_data())
    document.close()
    return len(etree.fromstring(inside))


def through_product(samples: Files, count: int, floor: Callable[[bytes], int]) -> dict[str, Any]:
    """``count`` files received, read and judged in this instance, in rounds with the floor between.

    Half of each round goes one file after the other in this process, half as the running product does it: all
    received, then worked off by its workers. Every time the samples come round again they go to books of their own,
    and earlier rounds are put aside: an invoice that came often before is another story. Seconds per round: received,
    worked (read and judged), flow, and the floor as bare (the engine's part, without disk) and kept (the disk's)."""
    from ocr import api

    api.warm_up()
    files = copies(samples, count + WARMING)
    books = [make_books(number) for number in range(2 * -(-len(files) // len(samples)))]
    homes = {name: books[2 * (number // len(samples)) + ("-cii." in name)] for number, (name, _) in enumerate(files)}
    parts = [files[start:count:ROUNDS] for start in range(ROUNDS)]
    with tempfile.TemporaryDirectory(dir=os.environ["INBOEK_HOME"]) as folder:
        store = BareStore(Path(folder))
        rounds = []
        for part in parts:
            rounds.append(_one_by_one(part[::2], homes, store, floor))
            put_aside()
        with _workers():
            _in_flow(files[count:], homes)  # a worker's first documents pay for its imports
            for taken, part in zip(rounds, parts, strict=True):
                taken["flow"] = _in_flow(part[1::2], homes)
                taken["flow_floor"] = sum(sum(_floor(store, floor, name, data)) for name, data in part[1::2])
                put_aside()
    return {"rounds": rounds, **_outcome()}


def _one_by_one(
    files: Files, homes: dict[str, Administration], store: BareStore, floor: Callable[[bytes], int]
) -> dict[str, float]:
    """Seconds of one round, the floor after each file."""
    from jobs import runner
    from workbench.intake.services import Incoming, receive_files

    taken = dict.fromkeys(("received", "worked", "bare", "kept"), 0.0)
    for name, data in files:
        began = perf_counter()
        receive_files([Incoming(name, data)], administration=homes[name], by=None, source="bench")
        taken["received"] += perf_counter() - began
        began = perf_counter()
        runner.drain(("read", "derive"))
        taken["worked"] += perf_counter() - began
        bare, kept = _floor(store, floor, name, data)
        taken["bare"] += bare
        taken["kept"] += kept
    return taken


def put_aside() -> None:
    """What was judged so far is no open work any more, and nothing to compare with."""
    from workbench.drafts.states import DraftState
    from workbench.models import Draft

    Draft.objects.update(state=DraftState.FILED)


def _floor(store: BareStore, floor: Callable[[bytes], int], name: str, data: bytes) -> tuple[float, float]:
    began = perf_counter()
    floor(data)
    bare = perf_counter() - began
    began = perf_counter()
    store.keep(name, data)
    return bare, perf_counter() - began


@contextmanager
def _workers() -> Iterator[None]:
    """The embedded workers of the running product, as its supervisor starts them: those for documents."""
    from jobs.models import Heartbeat
    from workbench.supervisor.plan import workers
    from workbench.supervisor.process import start, stop

    running = [start(program, subprocess.DEVNULL) for program in workers({})]
    try:
        while Heartbeat.objects.filter(role="work").count() < len(running):
            sleep(0.05)
        yield
    finally:
        for process in running:
            stop(process)


def _in_flow(files: Files, homes: dict[str, Administration]) -> float:
    """Seconds until the workers have judged files that all came in at once."""
    from jobs.models import Job, JobState
    from workbench.intake.services import Incoming, receive_files

    began = perf_counter()
    for name, data in files:
        receive_files([Incoming(name, data)], administration=homes[name], by=None, source="bench")
    while Job.objects.filter(kind__in=("read", "derive"), state__in=(JobState.READY, JobState.LEASED)).exists():
        sleep(0.02)  # looking costs processor time too
    return perf_counter() - began


def _outcome() -> dict[str, int]:
    from workbench.models import AuditEvent, Document, Draft

    return {
        "read": Document.objects.filter(state="read").count(),
        "drafts": Draft.objects.count(),
        "with_vendor": Draft.objects.exclude(vendor=None).count(),
        "events": AuditEvent.objects.count(),
    }


def measure_digital(count: int) -> dict[str, Any]:
    """Child's side of ``digital``."""
    return through_product(digital_of_all_lengths(), count, bare_text)


def measure_einvoice(count: int) -> dict[str, Any]:
    """Child's side of ``einvoice``."""
    return through_product(einvoice_samples(), count, bare_xml)


def _run(name: str, count: int, floor: str, ceiling: float) -> dict[str, Any]:
    found = in_new_instance(f"benchmarks.documents_speed:measure_{name}", count=count)
    if found["read"] < 0.9 * count:
        raise AssertionError(f"only {found['read']} of {count} documents were read")
    rounds = found["rounds"]
    alone = sum(len(range(start, count, ROUNDS)[::2]) for start in range(ROUNDS))

    def ms_each(*parts: str) -> float:
        return round(1000 * sum(r[part] for r in rounds for part in parts) / alone, 1)

    one_by_one = statistics.median((r["received"] + r["worked"]) / (r["bare"] + r["kept"]) for r in rounds)

    return ratios(
        name,
        "handed in together and worked off by the workers: received, read, drafted, judged",
        floor,
        [(r["flow"], r["flow_floor"]) for r in rounds],
        ceiling,
        ratio_one_by_one=round(one_by_one, 2),
        documents=count,
        documents_per_s=round((count - alone) / sum(r["flow"] for r in rounds), 1),
        documents_per_s_one_by_one=round(1000 / ms_each("received", "worked"), 1),
        ms_one_by_one=ms_each("received", "worked"),
        ms_receiving=ms_each("received"),
        ms_engine=ms_each("bare"),
        ms_store=ms_each("kept"),
        read=found["read"],
        with_vendor=found["with_vendor"],
    )


@benchmark("digital")
def digital() -> dict[str, Any]:
    """Digital PDFs (500) from the upload to the judged draft, against text and durable store."""
    count = amount(500, 50, "DIGITAL")
    return _run("digital", count, f"PDF engine's text + durable file + {COMMITS} commits each", DIGITAL_CEILING)


@benchmark("einvoice")
def einvoice() -> dict[str, Any]:
    """UBL, CII and Factur-X (1,000) from the upload to the judged draft, against parsing and commits."""
    count = amount(1_000, 60, "EINVOICE")
    return _run("einvoice", count, f"XML parse + durable file + {COMMITS} commits each", EINVOICE_CEILING)
