"""Item tables: the row of column heads, and to which column a number or word belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.local.column_words import abbreviated, kinds_of, ordered
from ocr.local.labels import Label, labels_on
from ocr.local.layout import Cell, Layout, Line, Token
from ocr.local.numbers import Amount
from ocr.local.text import has_letter

_SPACE = 0.5  # line heights between two words of one head
NUMERIC = ("quantity", "price", "per", "discount", "vat_rate", "vat_amount", "amount", "gross_amount")


@dataclass(slots=True, eq=False)
class Column:
    """One column by its head; ``kinds`` best meaning first."""

    kinds: list[str]
    x0: float
    x1: float
    text: str
    runs: list[list[Token]] = field(default_factory=list)

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
    # What the columns are is settled before there is a head of them, and asked for on every line below it.
    _kinds: frozenset[str] = field(init=False)
    _first: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self._first = {column.kind: column for column in reversed(self.columns)}
        self._kinds = frozenset(self._first)

    def kinds(self) -> frozenset[str]:
        return self._kinds

    def column(self, kind: str) -> Column | None:
        """The first column of a kind from the left."""
        return self._first.get(kind)


@dataclass(slots=True, eq=False)
class _Hit:
    kinds: list[str]
    tokens: list[Token] = field(default_factory=list)
    qualifies: bool = False  # says only with or without VAT, like "net"


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
    letters = [t for t in line.tokens if has_letter(t.text)]
    if not letters or words < 0.45 * len(letters):
        return False
    if len(hits) >= 3 and len(core) >= 2 and values and kinds & {"description", "quantity", "code", "unit"}:
        return True
    if len(hits) != 2 or not kinds & {"amount", "gross_amount", "price"}:
        return False
    return ("description" in kinds and len(line.cells) >= 2) or _begins_unnamed(kinds, hits, line)


def _begins_unnamed(kinds: set[str], hits: Sequence[_Hit], line: Line) -> bool:
    """Words of the house ("Subscription", "Insurance") over the texts, then columns with known heads."""
    first = line.cells[0]
    own = [t for hit in hits for t in hit.tokens if t.cell is first]
    known = kinds & {"date", "quantity", "unit", "vat_rate", "vat_amount", "gross_amount", "price"}
    return len(line.cells) == 3 and not own and first.text[:1].isalpha() and bool(known) and len(kinds) == 2


def _hits(line: Line, layout: Layout) -> list[_Hit]:
    """Column words of a line: whole cells first, then phrases inside cells."""
    out: list[_Hit] = []
    labels: list[Label] | None = None
    for cell in line.cells:
        if layout.is_ocr and _several(cell):
            out.extend(_Hit(kinds_of(token.text, False), [token]) for token in cell.tokens)
            continue
        found = kinds_of(cell.text, layout.is_ocr)
        if found:
            out.append(_Hit(found, list(cell.tokens)))
            continue
        labels = labels_on(line, "columns", layout.is_ocr) if labels is None else labels
        inner = [(lb.tokens, ordered(lb.kinds), lb.phrase) for lb in labels if lb.tokens[0].cell is cell]
        known = {id(t) for tokens, _, _ in inner for t in tokens}
        inner += [([t], abbreviated(t.text), "") for t in cell.tokens if id(t) not in known and abbreviated(t.text)]
        inner.sort(key=lambda part: part[0][0].x0)
        covered = sum(len(tokens) for tokens, _, _ in inner)
        if inner and covered >= 0.5 * len([t for t in cell.tokens if has_letter(t.text)]):
            out.extend(_apart(inner, layout))
    return out


def _several(cell: Cell) -> bool:
    """Heads that recognition ran together ("Qty Description"): every word is one, and they mean different things."""
    kinds = [kinds_of(token.text, False)[:1] for token in cell.tokens]
    return (
        len(kinds) > 1
        and all(kinds)
        and len({kind[0] for kind in kinds}) == len(kinds)
        and not kinds_of(cell.text, False)
    )


_QUALIFIERS = frozenset({"netto", "net", "excl", "incl", "ht", "ttc", "exclbtw", "inclbtw"})


def _apart(parts: Sequence[tuple[list[Token], list[str], str]], layout: Layout) -> list[_Hit]:
    """Column words (with their meanings and phrase) of one cell: two an ordinary space apart that mean the same, or of
    which the second only says with or without VAT, are one head."""
    out: list[_Hit] = []
    for tokens, kinds, phrase in parts:
        last = out[-1] if out else None
        if (
            last is not None
            and tokens[0].x0 - last.tokens[-1].x1 < _SPACE * layout.em
            and (set(kinds[:1]) == set(last.kinds[:1]) or phrase in _QUALIFIERS or last.qualifies)
        ):
            if last.qualifies:
                last.kinds = []
                last.qualifies = False
            last.tokens.extend(tokens)
            last.kinds.extend(k for k in kinds if k not in last.kinds)
        else:
            out.append(_Hit(list(kinds), list(tokens), phrase in _QUALIFIERS))
    return out


def _build(layout: Layout, line: Line, hits: Sequence[_Hit], money_lines: set[int]) -> Head:
    """Columns of a head, with words printed just above or below joined to them."""
    columns = [Column(list(hit.kinds), hit.tokens[0].x0, hit.tokens[-1].x1, "", [hit.tokens]) for hit in hits]
    known = {id(t) for hit in hits for t in hit.tokens}
    for cell in line.cells:
        rest = [t for t in cell.tokens if id(t) not in known]
        if len(rest) == len(cell.tokens):
            columns.append(Column([], cell.x0, cell.x1, "", [rest]))
    columns.sort(key=lambda c: c.x0)
    lines = [line.number]
    for step in (-1, 1):
        previous = line
        for distance in (1, 2, 3):
            number = line.number + step * distance
            if not 0 <= number < len(layout.lines):
                break
            other = layout.lines[number]
            lacking = not any("description" in column.kinds for column in columns)
            if other.page != line.page or number in money_lines or not _near(other, previous, layout, lacking):
                break
            if not any(c.isalnum() for c in other.text):
                break  # a ruling typed as dashes
            if abs(other.y - previous.y) > 0.8 * layout.height and not _joins(other, columns, layout):
                break
            _join(other, columns, layout)
            lines.append(number)
            previous = other
    columns.sort(key=lambda c: c.x0)
    for column in columns:
        _name(column, layout)
    _settle(columns)
    return Head(columns, sorted(lines), line.page)


def _near(line: Line, head: Line, layout: Layout, lacking: bool) -> bool:
    """Whether a line stands so near to one of a head that it may belong to it; further off it has to consist of column
    words (marks of recognition are lower than letters with their room, so lines look further apart on scans).
    ``lacking``: the head has no column of texts yet."""
    apart = abs(line.y - head.y) / layout.height
    if apart <= 1.75:
        return True
    if lacking and len(line.cells) == 1 and apart <= (3.2 if layout.is_ocr else 2.2):
        return "description" in kinds_of(line.text, False)
    return apart <= 2.2 and len(line.cells) > 1 and all(kinds_of(cell.text, layout.is_ocr) for cell in line.cells)


def _joins(line: Line, columns: Sequence[Column], layout: Layout) -> bool:
    """A neighbouring line belongs to the head when its cells are column words or stand right over known heads."""
    good = sure = 0
    for cell in line.cells:
        if len(cell.tokens) > 6 or sum(any(c.isdigit() for c in t.text) for t in cell.tokens) * 2 > len(cell.tokens):
            return False
        over = [c for c in columns if cell.x0 < c.x1 and cell.x1 > c.x0]
        if kinds_of(cell.text, layout.is_ocr):
            good += 1
            sure += bool(over) or len(line.cells) > 1
        elif over and cell.x0 > over[0].x0 - 3 * layout.em and cell.x1 < over[-1].x1 + 3 * layout.em:
            good += 1
            texts = [" ".join(t.text for run in c.runs for t in run) for c in over]
            sure += any(
                kinds_of(f"{t} {cell.text}", False)
                or kinds_of(f"{cell.text} {t}", False)
                or kinds_of(f"{t.rstrip('-')}{cell.text}", False)
                for t in texts
            )
            sure += len(over) > 1
    return good >= max(1, 0.66 * len(line.cells)) and sure > 0


def _join(line: Line, columns: list[Column], layout: Layout) -> None:
    for cell in line.cells:
        over = [c for c in columns if cell.x0 < c.x1 and cell.x1 > c.x0]
        if not over:
            columns.append(Column([], cell.x0, cell.x1, "", [list(cell.tokens)]))
            continue
        if len(over) == 1:
            _add(over[0], list(cell.tokens))
            continue
        parts: dict[int, list[Token]] = {}
        for token in cell.tokens:
            at = max(range(len(over)), key=lambda n: min(token.x1, over[n].x1) - max(token.x0, over[n].x0))
            parts.setdefault(at, []).append(token)
        for at, tokens in parts.items():
            _add(over[at], tokens)


def _add(column: Column, tokens: list[Token]) -> None:
    column.runs.append(tokens)
    column.x0 = min(column.x0, tokens[0].x0)
    column.x1 = max(column.x1, tokens[-1].x1)


def _name(column: Column, layout: Layout) -> None:
    """Text and meanings of a column from its printed pieces, top to bottom: all together, then pairs, then pieces."""
    runs = sorted(column.runs, key=lambda run: run[0].y)
    pieces = [" ".join(t.text for t in run) for run in runs]
    text = pieces[0]
    for piece in pieces[1:]:
        text = text[:-1] + piece if text.endswith("-") and piece[:1].islower() else f"{text} {piece}"
    column.text = text
    found: list[str] = []
    for size in range(len(pieces), 0, -1):
        for at in range(len(pieces) - size + 1):
            part = pieces[at : at + size]
            for form in (" ".join(part), "".join(p.rstrip("-") for p in part)):
                found.extend(k for k in kinds_of(form, layout.is_ocr) if k not in found)
    found.extend(k for k in column.kinds if k not in found)
    if len(pieces) > 1 and "description" in found and found[0] in ("code", "pos", "ean"):
        found = ["description", *[k for k in found if k != "description"]]
    column.kinds = found


def _settle(columns: list[Column]) -> None:
    """One column per main meaning: the later "amount" is the line total, an earlier one a price, and so on."""
    if not any("description" in c.kinds for c in columns):
        unnamed = [c for c in columns[:-1] if not c.kinds and sum(ch.isalpha() for ch in c.text) > 3]
        if unnamed:
            max(unnamed, key=lambda c: c.x1 - c.x0).kinds = ["description"]
    text = next((c for c in columns if c.kind == "description"), None)
    amounts = [c for c in columns if c.kind == "amount"]
    if (
        text is not None
        and len(amounts) == 1
        and amounts[0].x1 < text.x0
        and not any(c.kind == "quantity" for c in columns)
    ):
        amounts[0].kinds = ["quantity"]  # "Amount | Product | Price | Total" with a lost or unknown last head
    for kind in ("amount", "price", "description", "quantity", "vat_rate"):
        same = [c for c in columns if c.kind == kind]
        if len(same) < 2:
            continue
        keep = _kept(kind, same)
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
    left, right = amount.x0, amount.x1
    for column in head.columns:
        overlap = min(right, column.x1) - max(left, column.x0)
        if overlap > 0:
            rank = 10 + overlap
        else:
            rank = -min(abs(right - column.x1), abs(left - column.x0), -overlap)
        if column.kind in ("description", "code", "ean", "date", "unit") and overlap <= 0:
            rank -= 2 * em
        if best is None or rank > best[0]:
            best = (rank, column)
    if best is None or best[0] < -9 * em:
        return None
    return best[1]


def _kept(kind: str, same: Sequence[Column]) -> Column:
    """Which of several columns of one meaning keeps it."""
    if kind == "amount":
        return same[-1]
    if kind == "description":
        return max(same, key=lambda c: c.x1 - c.x0)
    return _delivered(same) if kind == "quantity" else same[0]


def _delivered(columns: Sequence[Column]) -> Column:
    """Of ordered and delivered quantities the delivered one is what counts."""
    shape = re.compile(r"(?i)gelever|deliver|livr|gelief|shipped|invoiced|agreed|factur")
    return next((c for c in columns if shape.search(c.text)), columns[0])


_TEXT_KINDS = ("description", "code", "ean", "pos", "date", "unit")


def text_column(head: Head, x0: float, x1: float) -> Column | None:
    """The column of words a run of words stands in: most overlap, else the nearest on its left."""
    best: tuple[float, Column] | None = None
    for column in head.columns:
        if column.kind and column.kind not in _TEXT_KINDS:
            continue
        overlap = min(x1, column.x1) - max(x0, column.x0)
        rank = overlap + 1 if overlap > 0 else overlap
        if best is None or rank > best[0]:
            best = (rank, column)
    return best[1] if best else None
