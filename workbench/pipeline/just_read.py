"""What the transaction of a reading just wrote, so that judging in the same one need not load it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.models import Document, DocumentPage, DraftLine


@dataclass(slots=True)
class JustRead:
    """A document that got its first draft: nobody has touched either, and there are no holds, no annexes and no
    other documents yet. Rows are as the database would give them back."""

    document: Document
    pages: Sequence[DocumentPage] = ()
    lines: list[DraftLine] = field(default_factory=list)
    new: bool = False  # False: the draft was there before, and what it is must be loaded

    def words(self) -> list[tuple[int, list[list[Any]]]]:
        """Numbers and words of the pages, in order."""
        return sorted(((page.number, page.words) for page in self.pages), key=lambda each: each[0])
