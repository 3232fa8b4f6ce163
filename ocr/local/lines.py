"""The billed items (filled in by the table reader)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.reading import ReadLine
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours


@dataclass(slots=True)
class Items:
    lines: list[ReadLine] = field(default_factory=list)
    head_lines: set[int] = field(default_factory=set)
    used_lines: set[int] = field(default_factory=set)

    def total(self) -> Decimal | None:
        return None


def read_items(
    layout: Layout, amounts: Sequence[Amount], labels: Sequence[Label], near: Neighbours, mark: str
) -> Items:
    return Items()
