"""``python -m benchmarks.accuracy.replay --corpus DIR``: what learning per layout adds, supplier by supplier.

Each document, in order, is read plainly, then as learned from the documents of its supplier before it (``--out``: from
all others), then its truth is confirmed and taught. ``--hard`` adds our own papers with words and places no list knows;
``--after 1`` tries lessons from the first document on (in use they count from the third). Prints, per field and for
lines, right, wrong, missing and invented values of both ways; among sure ones too, because a lesson that makes a wrong
value sure would be worse than none.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.documents import Labelled, load, scorer
from domain.reading import HEADER_FIELDS, Reading, ReadLine
from ocr.kinds import FileKind
from ocr.local.api import BACKED, LEARNED, Confirmed, LearntLayout, Lesson, best_match, learn, learnt, read_pages
from ocr.local.document import fill, gather
from ocr.local.layout import lay_out
from ocr.local.learning import layout as layouts_of_vendor
from ocr.local.learning.apply import apply
from ocr.page import ReadContext
from ocr.page_cache import PageCache
from ocr.page_source import open_pages
from samples.embed import image_pdf, pictures
from samples.hard_prints import papers

SURE = 0.9  # from this confidence the review screen does not lead a clerk to the field


@dataclass(slots=True)
class Memory:
    """What one supplier's documents taught so far, kept as the workbench keeps it."""

    layouts: list[list[Lesson]] = field(default_factory=list)

    def teach(self, lesson: Lesson) -> None:
        """Add a lesson to its layout, or begin a new one."""
        known = self.learnt()
        match, _ = best_match(lesson.marks, known)
        if match is None:
            self.layouts.append([lesson])
        else:
            self.layouts[int(match.key)].append(lesson)

    def learnt(self) -> list[LearntLayout]:
        """The layouts as the reader takes them."""
        return [learnt(lessons, str(n)) for n, lessons in enumerate(self.layouts)]


def confirmed(document: Labelled, reading: Reading, score: ModuleType) -> Confirmed:
    """The truth as a clerk confirms it: what was read right keeps its place on the page."""
    truth = document.truth
    fields = {n: truth["fields"][n] for n in HEADER_FIELDS if truth["status"].get(n) == "known"}
    right = {n for n in fields if n in reading.fields and score.field_ok(truth, n, reading.text(n))}
    lines = [_line(row) for row in truth["lines"]]
    whole = truth.get("lines_status") == "complete"
    wrong = [n for n, f in reading.fields.items() if {LEARNED, BACKED} & {*f.checks} and n not in right]
    boxes = {n: reading.fields[n].boxes for n in right}
    return Confirmed(fields, boxes, lines if whole else (), truth["document_type"], tuple(wrong), frozenset(fields))


def _line(row: dict[str, Any]) -> ReadLine:
    description, quantity, unit, price, net, rate = (
        row.get(cell) or "" for cell in ("description", "quantity", "unit", "unit_price", "net_amount", "vat_rate")
    )
    return ReadLine(description, quantity, unit, price, net_amount=net, vat_rate=rate)


class Tally:
    """Counts of one way of reading."""

    def __init__(self) -> None:
        self.fields: dict[str, Counter[str]] = defaultdict(Counter)
        self.lines: Counter[str] = Counter()
        self.auto = self.auto_wrong = self.documents = self.touched = 0

    def add(self, truth: dict[str, Any], reading: Reading, score: ModuleType) -> None:
        """Count one document."""
        answer = reading.to_json(truth["id"])
        record = score.score_doc(truth, answer, 0.8, [])
        for verdict in ("right", "wrong", "missing", "spurious"):
            for name in record[verdict]:
                self.fields[name][verdict] += 1
                known = reading.fields.get(name)
                if known is not None and (known.proven or known.confidence >= SURE):
                    self.fields[name][f"sure_{verdict}"] += 1
        if truth.get("lines_status") == "complete":
            agg: Counter[str] = Counter()
            score.score_lines(truth, answer, agg)
            self.lines.update(agg)
        self.documents += 1
        self.auto += reading.auto_ok
        self.auto_wrong += reading.auto_ok and bool(record["wrong"] or record["spurious"])

    def f1(self, names: Sequence[str] = HEADER_FIELDS) -> float:
        """Micro F1 of header fields."""
        sums: Counter[str] = Counter()
        for name in names:
            sums.update(self.fields[name])
        right = sums["right"]
        return 2 * right / max(1, 2 * right + 2 * sums["wrong"] + sums["missing"] + sums["spurious"])

    def to_do(self) -> int:
        """Values a clerk has to look at or type: those there that are not shown as sure, and those missing."""
        return sum(
            c["right"] + c["wrong"] + c["spurious"] + c["missing"]
            - c["sure_right"] - c["sure_wrong"] - c["sure_spurious"]
            for c in self.fields.values()
        )  # fmt: skip


def replay(families: dict[str, list[Labelled]], score: ModuleType, leave_out: bool) -> tuple[Tally, Tally, list[float]]:
    """Both ways over all families, and the seconds the second look took per document that had lessons."""
    plain, taught, seconds = Tally(), Tally(), []
    for documents in families.values():
        memory = Memory()
        for document in documents:
            before = read_pages(document.pages, context=ReadContext())
            layouts = _others(documents, document, score) if leave_out else memory.learnt()
            context = ReadContext(lessons=partial(_given, layouts))
            reading = read_pages(document.pages, context=context)
            if any(layout.active for layout in layouts):
                seconds.append(_second_look(document, context))
            plain.add(document.truth, before, score)
            taught.add(document.truth, reading, score)
            taught.touched += any(f.code == "READ_AS_LEARNED" for f in reading.findings)
            memory.teach(learn(document.pages, confirmed(document, reading, score)))
    return plain, taught, seconds


def _given(layouts: Sequence[LearntLayout], _fields: Mapping[str, str]) -> Sequence[LearntLayout]:
    return layouts


def _second_look(document: Labelled, context: ReadContext) -> float:
    """Seconds that the second look takes on a document that was read."""
    work = gather(lay_out(document.pages), context)
    fill(work)
    started = time.perf_counter()
    apply(work)
    return time.perf_counter() - started


def _others(documents: list[Labelled], one: Labelled, score: ModuleType) -> list[LearntLayout]:
    memory = Memory()
    for other in documents:
        if other is not one:
            memory.teach(learn(other.pages, confirmed(other, read_pages(other.pages, context=ReadContext()), score)))
    return memory.learnt()


def show(title: str, plain: Tally, taught: Tally, seconds: list[float]) -> None:
    """Print one table."""
    print(f"\n## {title}: {plain.documents} documents, {taught.touched} read as learned\n")
    print("| figure | without lessons | with lessons |\n|---|---|---|")
    print(f"| header fields F1 | {plain.f1():.3f} | {taught.f1():.3f} |")
    print(f"| line items F1 | {_lines(plain):.3f} | {_lines(taught):.3f} |")
    print(f"| values to look at or type, per document | {plain.to_do() / plain.documents:.2f} | ", end="")
    print(f"{taught.to_do() / taught.documents:.2f} |")
    wrong = [sum(c["sure_wrong"] + c["sure_spurious"] for c in t.fields.values()) for t in (plain, taught)]
    print(f"| wrong values shown as sure | {wrong[0]} | {wrong[1]} |")
    print(f"| `auto_ok` documents (with an error) | {plain.auto} ({plain.auto_wrong}) | ", end="")
    print(f"{taught.auto} ({taught.auto_wrong}) |")
    print("\n| field | right | wrong | missing | invented | sure | → right | wrong | missing | invented | sure |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in HEADER_FIELDS:
        cells = []
        for tally in (plain, taught):
            counts = tally.fields[name]
            cells += [str(counts[v]) for v in ("right", "wrong", "missing", "spurious")]
            cells.append(str(counts["sure_right"]))
        if cells[:5] != cells[5:]:
            print(f"| {name} | {' | '.join(cells)} |")
    if seconds:
        seconds.sort()
        print(f"\nsecond look: median {1000 * seconds[len(seconds) // 2]:.1f} ms, p90 ", end="")
        print(f"{1000 * seconds[int(len(seconds) * 0.9)]:.1f} ms")


def _lines(tally: Tally) -> float:
    counts = tally.lines
    right = counts["line_right"]
    return 2 * right / max(1, counts["line_truth"] + counts["line_pred"])


def hard(cache: Path | None, scanned: bool) -> dict[str, list[Labelled]]:
    """Our own hard papers by supplier; ``scanned``: printed and scanned, a little skewed and worn."""
    kept = PageCache(cache)
    out: dict[str, list[Labelled]] = {}
    for place, paper in enumerate(papers()):
        data = paper.data
        if scanned:
            skew = (place % 5 - 2) * 0.4
            data = image_pdf(pictures(data, str(paper.truth["id"]), skew=skew))
        pages = open_pages(data, FileKind.PDF, cache=kept).pages.pages
        kind = "scanned_pdf" if scanned else "digital_pdf"
        out.setdefault(paper.truth["family"], []).append(Labelled({**paper.truth, "kind": kind}, pages))
    return out


def main() -> None:
    """Print a table per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--hard", action="store_true", help="also our own hard papers")
    parser.add_argument("--out", action="store_true", help="teach from all other documents, not only earlier ones")
    parser.add_argument("--after", type=int, default=layouts_of_vendor.ENOUGH, help="documents that make a layout")
    options = parser.parse_args()
    layouts_of_vendor.ENOUGH = options.after
    score = scorer(options.corpus[0])
    families: dict[str, list[Labelled]] = {}
    for document in load(options.corpus, options.cache):
        families.setdefault(f"{document.truth['family']}{' (scan)' if document.scanned else ''}", []).append(document)
    chosen = {
        name: sorted(documents, key=lambda d: (d.truth["fields"].get("issue_date") or "", d.id))
        for name, documents in sorted(families.items())
        if len(documents) >= 2
    }
    show("labelled documents", *replay(chosen, score, options.out))
    if options.hard:
        for title, scanned in (("hard prints", False), ("hard prints, scanned", True)):
            show(title, *replay(hard(options.cache, scanned), score, options.out))


if __name__ == "__main__":
    main()
