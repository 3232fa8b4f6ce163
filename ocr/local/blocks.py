"""Address blocks: left-aligned lines below each other that hold a postcode."""

from __future__ import annotations

import re

from ocr.local.layout import Cell, Layout
from ocr.local.names import CONTACT, has_postcode, is_street


def address_blocks(layout: Layout, fields: set[int]) -> list[list[Cell]]:
    """Runs of left-aligned cells below each other that hold a postcode line. ``fields``: cells that are labels."""
    out: list[list[Cell]] = []
    used: set[int] = set()
    em = layout.em
    for line in layout.lines:
        for cell in line.cells:
            placed = has_postcode(cell.text) or town_before_postcode(layout, cell)
            if id(cell) in used or not placed or len(cell.tokens) > 9:
                continue
            block = [cell]
            _extend(layout, cell, block, -1, em, 5, fields)
            _extend(layout, cell, block, 1, em, 3, fields)
            block.sort(key=lambda c: c.line.number)
            used.update(id(c) for c in block)
            if len(block) >= 2:
                out.append(block)
    return out


def heads_of_boxes(blocks: list[list[Cell]]) -> set[int]:
    """Single words over addresses side by side, with a name right below one of them: the headings of two boxes."""
    tops: dict[int, list[list[Cell]]] = {}
    for block in blocks:
        tops.setdefault(block[0].line.number, []).append(block)
    out: set[int] = set()
    for beside in tops.values():
        words = [block[0] for block in beside if len(block[0].tokens) == 1 and len(block) > 2]
        named = any(not is_street(b[1].text) and not has_postcode(b[1].text) for b in beside if len(b) > 2)
        if len(words) == len(beside) > 1 and named:
            out.update(id(cell) for cell in words)
    return out


_TOWN_FIRST = re.compile(r"^[^\W\d_][^\d:#]{2,}\s\d{4,5}$")


def town_before_postcode(layout: Layout, cell: Cell) -> bool:
    """ "Rennes 92792" under a street: some programs print the town first."""
    if not _TOWN_FIRST.match(cell.text) or not cell.line.number:
        return False
    above = layout.lines[cell.line.number - 1]
    return any(_aligned(c, cell, layout.em) and is_street(c.text) for c in above.cells)


def _aligned(cell: Cell, other: Cell, em: float) -> bool:
    """Flush left below each other, or flush right."""
    return abs(cell.x0 - other.x0) < 0.9 * em or (cell.x0 > 0.5 and abs(cell.x1 - other.x1) < 0.3 * em)


def _extend(layout: Layout, start: Cell, block: list[Cell], step: int, em: float, limit: int, fields: set[int]) -> None:
    """Add aligned cells above or below while the spacing stays even; a label ends the block."""
    current = start
    number = start.line.number
    added = 0
    usual = 0.0
    while added < limit:
        number += step
        if not 0 <= number < len(layout.lines):
            return
        line = layout.lines[number]
        gap = abs(line.y - current.line.y)
        if (
            line.page != start.line.page
            or gap > 3.7 * layout.height
            or (usual and gap > max(2.1 * usual, 2.6 * layout.height))
        ):
            return
        follow = next((c for c in line.cells if _aligned(c, start, em)), None)
        if follow is None:
            if any(c.x0 < start.x1 and c.x1 > start.x0 for c in line.cells) and step < 0:
                return
            continue
        if id(follow) in fields or (step < 0 and CONTACT.search(follow.text)) or has_postcode(follow.text):
            return
        if step > 0 and usual and gap > max(1.5 * usual, 1.6 * layout.height):
            return
        usual = min(usual, gap) if usual else gap
        block.append(follow)
        current = follow
        added += 1
