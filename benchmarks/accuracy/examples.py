"""From labelled documents to training examples: the features of each chosen field, and whether it was right."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import ModuleType

from benchmarks.accuracy.documents import Labelled
from ocr.local.document import fill, gather
from ocr.local.layout import lay_out
from ocr.local.work import Work
from ocr.page import Page, ReadContext


@dataclass(frozen=True, slots=True)
class Example:
    """One field of one document."""

    document: str
    group: str
    scanned: bool
    field: str
    features: dict[str, float]
    right: int
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A document with everything the reader knows of it."""

    labelled: Labelled
    work: Work
    examples: tuple[Example, ...]


def work_through(documents: Iterable[Labelled], score: ModuleType) -> list[Worked]:
    """Read each document and mark each of its fields; fields whose truth is open are left out."""
    out = []
    for document in documents:
        layout = lay_out(document.pages)
        if not layout.lines:
            continue
        work = gather(layout, ReadContext())
        fill(work)
        out.append(Worked(document, work, tuple(_examples(document, work, score))))
    return out


def stress(documents: Iterable[Labelled], score: ModuleType, variants: int = 3) -> list[Example]:
    """Examples from the same documents with words and lines lost at random (fixed seeds): what the reader does when
    labels, names or totals are missing is where confidence must learn to be low."""
    out: list[Example] = []
    for document in documents:
        for variant in range(variants):
            dice = random.Random(f"{document.id}:{variant}")
            pages = tuple(_torn(page, dice, 0.04 + 0.04 * variant) for page in document.pages)
            layout = lay_out(pages)
            if not layout.lines:
                continue
            work = gather(layout, ReadContext())
            fill(work)
            out.extend(replace(e, stressed=True) for e in _examples(document, work, score))
    return out


def invented(score: ModuleType, count: int = 120, first: int = 5000) -> list[Example]:
    """Examples from invented papers, whole and damaged (``benchmarks.accuracy.stress``); other seeds than those that
    are measured."""
    from benchmarks.accuracy.stress.__main__ import papers

    out: list[Example] = []
    for chosen in papers(first, count).values():
        for truth, page in chosen:
            work = gather(lay_out([page]), ReadContext())
            fill(work)
            document = Labelled(truth, (page,))
            out.extend(replace(e, stressed=True) for e in _examples(document, work, score))
    return out


def _torn(page: Page, dice: random.Random, share: float) -> Page:
    gone = {w.line for w in page.words if dice.random() < share / 4}
    words = tuple(w for w in page.words if w.line not in gone and dice.random() > share)
    return replace(page, words=words)


def _examples(document: Labelled, work: Work, score: ModuleType) -> Iterable[Example]:
    truth = document.truth
    for name, features in work.features.items():
        status = truth["status"].get(name)
        if status == "known":
            right = bool(score.field_ok(truth, name, work.fields[name].value, work.kind.best.value))
        elif status == "absent":
            right = False
        else:
            continue
        yield Example(document.id, document.group, document.scanned, name, features, int(right))
