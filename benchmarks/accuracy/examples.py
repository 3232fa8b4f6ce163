"""From labelled documents to training examples: the features of each chosen field, and whether it was right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from benchmarks.accuracy.documents import Labelled
from ocr.local.document import fill, gather
from ocr.local.layout import lay_out
from ocr.local.work import Work
from ocr.page import ReadContext


@dataclass(frozen=True, slots=True)
class Example:
    """One field of one document."""

    document: str
    group: str
    scanned: bool
    field: str
    features: dict[str, float]
    right: int


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
