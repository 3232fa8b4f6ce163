"""Days that no label names, but whose place does: "Utrecht, 3 mei 2024", the only day of the paper, the day under its
number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.evidence import Box
from ocr.local.candidate import Candidate
from ocr.local.dates import DateFound
from ocr.local.labels import lookup, phrase_key
from ocr.local.layout import Cell, Layout, Token
from ocr.local.names import has_postcode
from ocr.local.text import has_digit, key, plain

_TOWN = re.compile(r"^([a-z][a-z .'()/-]{1,30}?)\s*,\s*(?:le|den|de|the|am|op)?\s*$")
_NAMED = 0.92  # as good as a label


def name_by_place(layout: Layout, days: Sequence[DateFound], free: Sequence[Candidate], silent: bool) -> None:
    """Raise the candidates of ``free`` (days without any meaning of their own) whose place says that they are the
    paper's day. ``days``: all days outside the lines; ``silent``: a label of the paper's day stands there without one.
    """
    first = layout.page_numbers[0]
    whole = not layout.is_ocr  # a scan may have lost the other days
    only = whole and len({d.value for d in days if not d.compact}) == 1 and not silent
    lone = (
        whole and not silent and len({c.value for c in free if c.tokens[0].page == first and c.tokens[0].y < 0.5}) == 1
    )
    for candidate in free:
        start = candidate.tokens[0]
        cell = start.cell
        if cell is None or start.page != first or start.y > 0.5 or candidate.score < 0.3:
            continue
        if _under_words(layout, cell):
            continue  # "Training in company" and the day of it
        if _follows_town(layout, cell, candidate.tokens):
            candidate.score, candidate.why = _NAMED, "label:town"
        elif lone and _announced(cell, candidate.tokens):
            candidate.score, candidate.why = _NAMED, "label:town"  # "Le 27/02/2023"
        elif only and len(cell.tokens) == len(candidate.tokens):
            candidate.score, candidate.why = _NAMED, "label:only"


def _under_words(layout: Layout, cell: Cell) -> bool:
    """Words that are no heading and no address stand straight above, flush with the day."""
    if not cell.line.number:
        return False
    line = layout.lines[cell.line.number - 1]
    if line.page != cell.line.page or cell.line.y - line.y > 2.2 * layout.height:
        return False
    over = next((c for c in line.cells if abs(c.x0 - cell.x0) < 0.5 * layout.em), None)
    return over is not None and not (has_digit(over.text) or lookup(phrase_key(over.text), "titles", False))


def _announced(cell: Cell, tokens: Sequence[Token]) -> bool:
    """One small word before the day, and nothing else in the cell."""
    return (
        cell.tokens[-1] is tokens[-1]
        and cell.tokens[1:2] == list(tokens[:1])
        and plain(cell.tokens[0].text) in ("le", "den")
    )


def _follows_town(layout: Layout, cell: Cell, tokens: Sequence[Token]) -> bool:
    """A town of one of the addresses, a comma and the day fill the cell, as over a letter."""
    before = [t for t in cell.tokens if t.index < tokens[0].index]
    if not before or cell.tokens[-1] is not tokens[-1]:
        return False
    match = _TOWN.match(plain(" ".join(t.text for t in before)))
    if match is None:
        return False
    town = key(match[1])
    return len(town) > 1 and any(
        town in key(other.text)
        for line in layout.lines
        for other in line.cells
        if other is not cell and has_postcode(other.text)
    )


_OF = frozenset({"du", "vom", "van", "dd", "d.d.", "dated", "of"})  # "Facture n°17" over "du 2 juillet 2025"


def under_number(layout: Layout, number: Box, candidate: Candidate) -> bool:
    """The day stands alone straight under the paper's number, flush with the cell that holds it."""
    start, end = candidate.tokens[0], candidate.tokens[-1]
    cell = start.cell
    if cell is None or start.page != number.page or candidate.tokens[-1] is not cell.tokens[-1]:
        return False
    led = cell.tokens[: len(cell.tokens) - len(candidate.tokens)]
    if len(led) > 1 or any(plain(t.text) not in _OF for t in led):
        return False
    for line in layout.lines[max(0, cell.line.number - 4) : cell.line.number]:
        if line.page != start.page or start.y - line.y > 2.2 * max(start.size, layout.height):
            continue
        for above in line.cells:
            if any(abs(t.x1 - number.x1) < 1e-6 and abs(t.bottom - number.y1) < 1e-6 for t in above.tokens):
                return abs(above.x0 - cell.x0) < 0.3 * layout.em or abs(above.x1 - end.x1) < 0.3 * layout.em
    return False
