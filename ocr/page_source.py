"""Bytes to pages: the text layer where it serves, recognition where it does not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from domain.evidence import Source
from domain.findings import Finding, Severity
from ocr import children
from ocr.page import IMAGE_KINDS, FileKind, Page, Pages
from ocr.page_cache import PageCache
from ocr.verdicts import finding_of

MAX_OCR_PAGES = 20
MAX_TEXT_PAGES = 200

Progress = Callable[[str, int, int], None]
_SILENT: Progress = lambda step, done, total: None  # noqa: E731


@dataclass(frozen=True, slots=True)
class Opened:
    """Pages of a file, the files found inside it (name, bytes), and a small JPEG of its first page (b"" for none)."""

    pages: Pages
    attachments: tuple[tuple[str, bytes], ...] = ()
    fingerprint: str = ""


def cores() -> int:
    """Processors this process may use: recognition runs one page on each."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_pages(
    data: bytes,
    kind: FileKind,
    *,
    password: str = "",
    cache: PageCache | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    max_ocr_pages: int = MAX_OCR_PAGES,
    fingerprint: bool = False,
) -> Opened:
    """Pages of a PDF or picture. ``progress`` hears ("text" | "ocr", pages done, pages in all). ``fingerprint``:
    whether that of a PDF's first page is wanted."""
    kept = cache or PageCache()
    reader = _Reader(data, kind, password, kept, progress or _SILENT, jobs or cores(), max_ocr_pages, fingerprint)
    if kind is FileKind.PDF:
        return reader.pdf()
    if kind in IMAGE_KINDS:
        return reader.picture()
    return Opened(Pages(file_kind=kind, findings=(Finding("UNSUPPORTED_KIND", Severity.HOLD, {"kind": kind.value}),)))


@dataclass(slots=True)
class _Reader:
    data: bytes
    kind: FileKind
    password: str
    cache: PageCache
    progress: Progress
    jobs: int
    max_ocr_pages: int
    fingerprint: bool = False

    def pdf(self) -> Opened:
        limits = children.PARSE.longer(min(60, len(self.data) / 500_000))
        request = {"password": self.password, "fingerprint": self.fingerprint}
        outcome = children.run("pdf.pages", request, self.data, limits)
        if self.fingerprint and outcome.failure:  # drawing the page must not cost its words
            outcome = children.run("pdf.pages", {**request, "fingerprint": False}, self.data, limits)
        if outcome.answer is None:
            return Opened(Pages(file_kind=self.kind, findings=(finding_of(outcome),)))
        try:
            read = [Page.from_json(page) for page in outcome.answer["pages"]]
            count = int(outcome.answer["page_count"])
            wanted = {int(index): str(reason) for index, reason in outcome.answer["recognise"].items()}
            names = [str(name) for name in outcome.answer["attachments"]]
            look = str(outcome.answer["fingerprint"])[:16]
            files = tuple(zip(names, outcome.blobs[: len(names)], strict=True))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as problem:
            return Opened(Pages(file_kind=self.kind, findings=(_bad_answer(problem),)))
        self.progress("text", len(read), count)
        findings = []
        if count > len(read):
            findings.append(_skipped("pages", len(read), count))
        chosen = sorted(wanted)[: self.max_ocr_pages]
        if len(wanted) > len(chosen):
            findings.append(_skipped("ocr", len(chosen), len(wanted)))
        for index, page in zip(chosen, self._recognise("pdf.ocr", [i + 1 for i in chosen]), strict=True):
            read[index] = _merged(read[index], page, wanted[index])
        pages = Pages(tuple(read), self.kind, count, tuple(findings))
        return Opened(pages, files, look)

    def picture(self) -> Opened:
        outcome = children.run("image.pages", {}, self.data, children.PARSE)
        if outcome.answer is None:
            return Opened(Pages(file_kind=self.kind, findings=(finding_of(outcome),)))
        count = int(outcome.answer.get("page_count", 1))
        chosen = list(range(1, min(count, self.max_ocr_pages) + 1))
        pages = tuple(self._recognise("image.ocr", chosen))
        findings = (_skipped("ocr", len(chosen), count),) if count > len(chosen) else ()
        return Opened(Pages(pages, self.kind, count, findings))

    def _recognise(self, task: str, numbers: list[int]) -> list[Page]:
        """Recognise pages, one child each, as many at a time as there are cores; order kept."""
        if not numbers:
            return []
        digest = hashlib.sha256(self.data).hexdigest() if self.cache.directory else ""
        done = 0
        pages = []
        with ThreadPoolExecutor(max_workers=max(1, min(self.jobs, len(numbers)))) as pool:
            for page in pool.map(lambda number: self._recognise_one(task, number, digest), numbers):
                done += 1
                self.progress("ocr", done, len(numbers))
                pages.append(page)
        return pages

    def _recognise_one(self, task: str, number: int, digest: str) -> Page:
        request: dict[str, Any] = {"page": number, "password": self.password}
        answer = self.cache.get(digest, task, request)
        if answer is None:
            outcome = children.run(task, request, self.data, children.OCR)
            if outcome.answer is None:
                told = finding_of(outcome)
                finding = Finding("PAGE_UNREADABLE", Severity.CHECK, {"page": str(number), **told.params})
                return Page(number, 1.0, 1.0, source=Source.OCR, findings=(finding,))
            answer = outcome.answer
            self.cache.put(digest, task, request, answer)
        try:
            return Page.from_json(answer["page"])
        except (KeyError, TypeError, ValueError) as problem:
            return Page(number, 1.0, 1.0, source=Source.OCR, findings=(_bad_answer(problem),))


def _merged(text: Page, recognised: Page, reason: str) -> Page:
    """The recognised page with the text pass's findings; the text pass's words when recognition found none."""
    if not recognised.words and text.words and reason != "garbage":
        return text
    return replace(recognised, findings=(*recognised.findings, *text.findings))


def _bad_answer(problem: Exception) -> Finding:
    return Finding("UNREADABLE", Severity.HOLD, {"reason": "answer", "detail": type(problem).__name__})


def _skipped(what: str, read: int, found: int) -> Finding:
    return Finding("PAGES_SKIPPED", Severity.CHECK, {"what": what, "read": str(read), "found": str(found)})
