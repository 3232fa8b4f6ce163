"""Labelled documents with their recognised pages, and what counts as equal (the set's own scorer decides)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from ocr.kinds import detect_kind
from ocr.page import Page
from ocr.page_cache import PageCache
from ocr.page_source import open_pages

PAGED = ("digital_pdf", "scanned_pdf", "image")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document: its truth (the corpus schema) and its pages."""

    truth: dict[str, Any]
    pages: tuple[Page, ...]

    @property
    def id(self) -> str:
        return str(self.truth["id"])

    @property
    def group(self) -> str:
        return str(self.truth.get("cv_group") or self.truth.get("family") or self.id)

    @property
    def scanned(self) -> bool:
        return self.truth["kind"] in ("scanned_pdf", "image")


def load(folders: Sequence[Path], cache: Path | None, kinds: Sequence[str] = PAGED) -> Iterator[Labelled]:
    """Every labelled document below the folders; pages come from ``cache`` when they were read before."""
    kept = PageCache(cache)
    for folder in folders:
        for path in sorted(folder.rglob("*.truth.json")):
            truth = json.loads(path.read_text("utf-8"))
            if truth["kind"] not in kinds:
                continue
            file = folder / truth["file"]
            data = file.read_bytes()
            opened = open_pages(data, detect_kind(data, file.name), cache=kept)
            yield Labelled(truth, opened.pages.pages)


def scorer(corpus: Path) -> ModuleType:
    """The scorer that comes with the corpus (``score.py`` beside its documents)."""
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(corpus / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
