"""Item tables: the row of column heads, and to which column a number or word belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.local.labels import labels_on, lookup, phrase_key, phrases
from ocr.local.layout import Layout, Line, Token
from ocr.local.numbers import Amount

NUMERIC = ("quantity", "price", "per", "discount", "vat_rate", "vat_amount", "amount", "gross_amount")
_MONEY_WORDS = re.compile(r"(?i)\(?\b(?:in\s+)?(?:eur|euro|usd|gbp|chf|sek|nok|dkk)\b\)?|[€$£]|\(\s*\)|\[.*?\]")


@dataclass(slots=True, eq=False)
class Column:
    """One column by its head; ``kinds`` best meaning first."""

    kinds: list[str]
    x0: float
    x1: float
    text: str

    @property
    def kind(self) -> str:
        return self.kinds[0] if self.kinds else ""


@dataclass(slots=True, eq=False)
class Head:
    """A row of column heads; ``lines`` are the numbers of the printed lines it takes."""

    columns: list[Column]
    lines: list[int]
    page: int
    score: float = 0.0

    def kinds(self) -> frozenset[str]:
        return frozenset(c.kind for c in self.columns)

    def column(self, kind: str) -> Column | None:
        return next((c for c in self.columns if c.kind == kind), None)


@dataclass(slots=True, eq=False)
class _Hit:
    kinds: list[str]
    tokens: list[Token] = field(default_factory=list)


def find_heads(layout: Layout, money_lines: set[int]) -> list[Head]:
    """All rows of column heads, in page order. ``money_lines``: numbers of lines with amounts on them (never heads)."""
    out: list[Head] = []
    taken: set[int] = set()
    for line in layout.lines:
        if line.number in money_lines or line.number in taken:
            continue
        hits = _hits(line, layout)
        kinds = {k for hit in hits for k in hit.kinds[:1]}
        if not _is_head(kinds, hits, line):
            continue
        head = _build(layout, line, hits, money_lines)
        taken.update(head.lines)
        head.score = len(head.kinds() & {"description", "quantity", "price", "amount"}) + 0.3 * len(head.columns)
        out.append(head)
    return out


def _is_head(kinds: set[str], hits: Sequence[_Hit], line: Line) -> bool:
    core = kinds & {"description", "quantity", "price", "amount", "gross_amount", "unit", "code"}
    values = kinds & {"price", "amount", "gross_amount", "quantity"}
    words = sum(len(hit.tokens) for hit in hits)
    letters = [t for t in line.tokens if any(c.isalpha() for c in t.text)]
    if not letters or words < 0.45 * len(letters):
        return False
    if len(hits) >= 3 and len(core) >= 2 and values:
        return True
    return (
        len(hits) == 2
        and "description" in kinds
        and bool(kinds & {"amount", "gross_amount", "price"})
        and len(line.cells) >= 2
    )


_PREFERENCE = (
    "description",
    "quantity",
    "price",
    "amount",
    "gross_amount",
    "discount",
    "vat_rate",
    "vat_amount",
    "unit",
    "per",
    "code",
    "ean",
    "pos",
    "date",
)


def _ordered(kinds: frozenset[str]) -> list[str]:
    return sorted(kinds, key=_PREFERENCE.index)


def _hits(line: Line, layout: Layout) -> list[_Hit]:
    """Column words of a line: whole cells first, then phrases inside cells."""
    out: list[_Hit] = []
    for cell in line.cells:
        found = _cell_kinds(cell.text, layout.is_ocr)
        if found:
            out.append(_Hit(found, list(cell.tokens)))
            continue
        inner = [lb for lb in labels_on(line, "columns", layout.is_ocr) if lb.tokens[0].cell is cell]
        covered = sum(len(lb.tokens) for lb in inner)
        if inner and covered >= 0.5 * len([t for t in cell.tokens if any(c.isalpha() for c in t.text)]):
            out.extend(_Hit(_ordered(lb.kinds), list(lb.tokens)) for lb in inner)
    return out


def _cell_kinds(text: str, fuzzy: bool) -> list[str]:
    bare = _MONEY_WORDS.sub(" ", text)
    for form in (text, bare, re.sub(r"[(\[].*?[)\]]", " ", bare)):
        found = lookup(phrase_key(form), "columns", fuzzy)
        if found:
            return _ordered(phrases("columns")[found])
    return []


def _build(layout: Layout, line: Line, hits: Sequence[_Hit], money_lines: set[int]) -> Head:
    """Columns of a head, with words printed just above or below joined to them."""
    columns = [
        Column(list(hit.kinds), hit.tokens[0].x0, hit.tokens[-1].x1, " ".join(t.text for t in hit.tokens))
        for hit in hits
    ]
    known = {id(t) for hit in hits for t in hit.tokens}
    for cell in line.cells:
        if not any(id(t) in known for t in cell.tokens):
            columns.append(Column([], cell.x0, cell.x1, cell.text))
    lines = [line.number]
    for step in (1, -1):
        previous = line
        for distance in (1, 2, 3):
            number = line.number + step * distance
            if not 0 <= number < len(layout.lines):
                break
            other = layout.lines[number]
            if other.page != line.page or number in money_lines or abs(other.y - previous.y) > 1.75 * layout.height:
                break
            if not _joins(other, columns, layout):
                break
            _join(other, columns, layout, above=step < 0)
            lines.append(number)
            previous = other
    columns.sort(key=lambda c: c.x0)
    _settle(columns)
    return Head(columns, sorted(lines), line.page)


def _joins(line: Line, columns: Sequence[Column], layout: Layout) -> bool:
    """A neighbouring line belongs to the head when its cells are column words or sit exactly over known heads."""
    good = 0
    for cell in line.cells:
        if _cell_kinds(cell.text, layout.is_ocr):
            good += 1
            continue
        over = next((c for c in columns if c.x0 - layout.em < cell.x0 and cell.x1 < c.x1 + layout.em), None)
        joined = (
            _cell_kinds(f"{over.text} {cell.text}", False)
            or _cell_kinds(f"{over.text.rstrip('-')}{cell.text}", False)
            or _cell_kinds(f"{cell.text} {over.text}", False)
            if over
            else []
        )
        if joined:
            good += 1
    if any(any(c.isdigit() for c in t.text) for t in line.tokens):
        return False
    return good >= max(1, 0.6 * len(line.cells))


def _join(line: Line, columns: list[Column], layout: Layout, *, above: bool) -> None:
    for cell in line.cells:
        over = next((c for c in columns if cell.x0 < c.x1 and cell.x1 > c.x0), None)
        kinds = _cell_kinds(cell.text, layout.is_ocr)
        if over is None:
            columns.append(Column(kinds, cell.x0, cell.x1, cell.text))
            continue
        text = f"{cell.text} {over.text}" if above else f"{over.text} {cell.text}"
        together = _cell_kinds(text, False) or _cell_kinds(text.replace("- ", ""), False)
        if together:
            over.kinds = together + [k for k in over.kinds if k not in together]
        else:
            over.kinds = over.kinds + [k for k in kinds if k not in over.kinds]
            if "description" in kinds and over.kind in ("code", "pos", "ean"):
                over.kinds = ["description", *[k for k in over.kinds if k != "description"]]
        over.text = text
        over.x0, over.x1 = min(over.x0, cell.x0), max(over.x1, cell.x1)


def _settle(columns: list[Column]) -> None:
    """One column per main meaning: the later "amount" is the line total, an earlier one a price, and so on."""
    for kind in ("amount", "price", "description", "quantity", "vat_rate"):
        same = [c for c in columns if c.kind == kind]
        if len(same) < 2:
            continue
        keep = (
            same[-1] if kind == "amount" else max(same, key=lambda c: c.x1 - c.x0) if kind == "description" else same[0]
        )
        for column in same:
            if column is keep:
                continue
            rest = [k for k in column.kinds if k != kind]
            if kind == "amount" and not any(c.kind == "price" for c in columns) and column.x0 < keep.x0:
                rest = ["price", *rest]
            column.kinds = rest or [f"{kind}_2"]


def place(head: Head, amount: Amount, em: float) -> Column | None:
    """The column a number stands in: most overlap with its head, else the nearest head within reach."""
    best: tuple[float, Column] | None = None
    for column in head.columns:
        overlap = min(amount.x1, column.x1) - max(amount.x0, column.x0)
        if overlap > 0:
            rank = 10 + overlap
        else:
            rank = -min(abs(amount.x1 - column.x1), abs(amount.x0 - column.x0), -overlap)
        if column.kind in ("description", "code", "ean", "date", "unit") and overlap <= 0:
            rank -= 2 * em
        if best is None or rank > best[0]:
            best = (rank, column)
    if best is None or best[0] < -9 * em:
        return None
    return best[1]
