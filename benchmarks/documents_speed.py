"""Digital PDFs and e-invoices through the product, against the least any program would do with them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pypdfium2
from lxml import etree

from benchmarks.instance import in_new_instance
from benchmarks.paper import copies, digital_samples, einvoice_samples
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios

ROUNDS = 5
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


def through_product(files: Files, floor: Callable[[bytes], int]) -> dict[str, Any]:
    """Files received, read and judged one after the other in this instance, in rounds with the floor between.

    Seconds per round: product (received to judged draft), reading (received to draft), floor, bare (the engine's part
    of the floor, without disk)."""
    from jobs import runner
    from ocr import api
    from workbench.intake.services import Incoming, receive_files

    api.warm_up()
    rounds = []
    with tempfile.TemporaryDirectory(dir=os.environ["INBOEK_HOME"]) as folder:
        store = BareStore(Path(folder))
        for start in range(ROUNDS):
            part = files[start::ROUNDS]
            reading = judged = bare = kept = 0.0
            for name, data in part:
                began = perf_counter()
                receive_files([Incoming(name, data)], administration=None, by=None, source="bench")
                runner.drain(("read",))
                reading += perf_counter() - began
                began = perf_counter()
                runner.drain(("derive",))
                judged += perf_counter() - began
                began = perf_counter()
                floor(data)
                bare += perf_counter() - began
                began = perf_counter()
                store.keep(name, data)
                kept += perf_counter() - began
            rounds.append({"reading": reading, "judged": judged, "bare": bare, "kept": kept})
    return {"rounds": rounds, **_outcome()}


def _outcome() -> dict[str, int]:
    from workbench.models import Document, Draft

    return {"read": Document.objects.filter(state="read").count(), "drafts": Draft.objects.count()}


def measure_digital(count: int) -> dict[str, Any]:
    """Child's side of ``digital``."""
    return through_product(copies(digital_samples(), count), bare_text)


def measure_einvoice(count: int) -> dict[str, Any]:
    """Child's side of ``einvoice``."""
    return through_product(copies(einvoice_samples(), count), bare_xml)


def _run(name: str, count: int, floor: str, ceiling: float) -> dict[str, Any]:
    found = in_new_instance(f"benchmarks.documents_speed:measure_{name}", count=count)
    rounds = found["rounds"]
    product = [(r["reading"] + r["judged"], r["bare"] + r["kept"]) for r in rounds]
    seconds = sum(taken for taken, _ in product)
    if found["read"] < 0.9 * count:
        raise AssertionError(f"only {found['read']} of {count} documents were read")
    return ratios(
        name,
        "received, read, drafted and judged",
        floor,
        product,
        ceiling,
        ratio_to_draft=round(sum(r["reading"] for r in rounds) / sum(bare for _, bare in product), 2),
        documents=count,
        documents_per_s=round(count / seconds, 1),
        ms_each=round(1000 * seconds / count, 1),
        ms_reading=round(1000 * sum(r["reading"] for r in rounds) / count, 1),
        ms_judging=round(1000 * sum(r["judged"] for r in rounds) / count, 1),
        ms_engine=round(1000 * sum(r["bare"] for r in rounds) / count, 2),
        ms_store=round(1000 * sum(r["kept"] for r in rounds) / count, 1),
        read=found["read"],
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
