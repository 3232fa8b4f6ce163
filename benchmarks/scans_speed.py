"""Scanned pages through the whole reading, against the bare recogniser on the same pictures."""

from __future__ import annotations

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

from PIL import Image

from benchmarks.paper import SCAN_DPI, scans
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios
from ocr import api
from ocr.image import tesseract
from ocr.image.tesseract import FIRST_LANGUAGES
from ocr.page_source import cores

CEILING = 1.25


def bare_recognition(pictures: list[Path], jobs: int, threads: int | None = 1) -> float:
    """Seconds the recogniser takes for these pictures, ``jobs`` at a time; ``threads`` None leaves its own default."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
    if threads is not None:
        environment["OMP_THREAD_LIMIT"] = str(threads)

    def one(picture: Path) -> None:
        subprocess.run(
            [
                *("nice", "-n", "5"),  # as modest as reading children are
                *("tesseract", str(picture), str(picture.with_suffix("")), "-l", FIRST_LANGUAGES),
                *("--psm", "3", "--oem", "1", "--dpi", str(SCAN_DPI), "tsv"),
            ],
            check=True,
            env=environment,
            stderr=subprocess.DEVNULL,
        )

    began = perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, pictures))
    return perf_counter() - began


def recognition_with_models(pictures: list[Image.Image], jobs: int) -> float:
    """The same with the models in memory before the first picture: what no program that is started can reach."""

    def one(picture: Image.Image) -> None:
        tesseract.recognise(picture, SCAN_DPI, FIRST_LANGUAGES)

    began = perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, pictures))
    return perf_counter() - began


def _written(pages: list[Image.Image], folder: Path, name: str) -> list[Path]:
    paths = []
    for number, page in enumerate(pages):
        path = folder / f"{name}-{number}.pgm"
        page.save(path, "PPM")
        paths.append(path)
    return paths


@benchmark("ocr")
def ocr() -> dict[str, Any]:
    """Scanned documents of one to four pages (60 pages) read whole, against the recogniser alone.

    ``ratio_models_in_memory`` is against a recogniser that, like ours, does not load its models for each picture."""
    pages = amount(60, 6, "OCR")
    jobs = cores()
    rounds, recognised, in_memory = [], 0, 0.0
    os.environ["OMP_THREAD_LIMIT"] = "1"
    loaded = tesseract.keep_models()
    api.warm_up(recognition=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, (name, data, pictures) in enumerate(scans(pages)):
            paths = _written(pictures, Path(folder), name)
            floor_first = number % 2 == 0
            bare = bare_recognition(paths, jobs) if floor_first else 0.0
            began = perf_counter()
            result = api.read_document(data, name=name, jobs=jobs)
            taken = perf_counter() - began
            bare = bare or bare_recognition(paths, jobs)
            rounds.append((taken, bare))
            in_memory += recognition_with_models(pictures, jobs) if loaded else bare
            recognised += sum(len(page.words) > 20 for page in result.pages)
    if recognised < 0.9 * pages:
        raise AssertionError(f"only {recognised} of {pages} pages were recognised")
    answer = ratios(
        "ocr",
        "scanned documents read whole",
        f"bare recogniser, {jobs} page(s) at a time, one thread each",
        rounds,
        CEILING,
        pages=pages,
        documents=len(rounds),
    )
    # One document weighs what it takes: the ratio is that of the whole pile, min and max are those of documents.
    whole = answer["quantity_s"] / answer["floor_s"]
    return answer | {
        "ratio": round(whole, 3),
        "ok": whole <= CEILING,
        "ratio_models_in_memory": round(answer["quantity_s"] / in_memory, 3),
        "s_per_page": round(answer["quantity_s"] / pages, 2),
    }


@benchmark("ocr-threads")
def ocr_threads() -> dict[str, Any]:
    """The recogniser with its own threads against one thread each, same pages at a time: why the limit is set."""
    pages = amount(12, 4, "OCR_THREADS")
    jobs = cores()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rounds = []
        for name, _, pictures in scans(pages):
            paths = _written(pictures, Path(folder), name)
            rounds.append((bare_recognition(paths, jobs, None), bare_recognition(paths, jobs, 1)))
    quantity, floor = "recogniser with its own threads", f"one thread each, {jobs} page(s) at a time"
    return ratios("ocr-threads", quantity, floor, rounds, None, pages=pages)
