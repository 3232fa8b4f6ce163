"""What one marked row tells about its table: where the columns stand and what each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from domain.evidence import Box
from ocr.example import MarkedRow
from ocr.local.column_roles import row_fits
from ocr.local.layout import Layout, Line, Token
from ocr.local.marks import RATES
from ocr.local.numbers import Amount
from ocr.local.row import Row
from ocr.local.tables import NUMERIC, Column, Head, place, text_column
from ocr.local.units import is_unit

# The names of a line's cells (domain.reading.ReadLine) and what the table readers call their columns.
NUMBERS_BY_ROLE = {
    "quantity": "quantity",
    "unit_price": "price",
    "discount": "discount",
    "vat_rate": "vat_rate",
    "net_amount": "amount",
}
TEXTS_BY_ROLE = {"description": "description", "item_code": "code", "unit": "unit"}
# A row may lack these and still be one like the marked row.
OPTIONAL = frozenset({"discount", "vat_rate", "vat_amount", "per", "pos", "code", "ean", "date"})


@dataclass(slots=True, eq=False)
class Spot:
    """Where the numbers of one column stand. ``step`` counts printed lines from the row's own line, down positive."""

    kind: str
    x0: float
    x1: float
    step: int = 0

    def distance(self, amount: Amount) -> float:
        """How far a number is out of line with the column, in shares of the page's width; 0 when edges agree."""
        shared = min(self.x1, amount.x1) - max(self.x0, amount.x0)
        middle = abs(self.x0 + self.x1 - amount.x0 - amount.x1) / 2
        apart = min(abs(self.x1 - amount.x1), abs(self.x0 - amount.x0), middle)
        return apart if shared > 0 else max(apart, -shared)


@dataclass(slots=True, eq=False)
class Pattern:
    """What a row of the table looks like. ``told``: a person said which numbers are which."""

    line: Line
    spots: list[Spot]
    columns: list[Column]
    told: bool
    over: Head | None = None  # the column heads printed above it
    above: int = 0  # printed lines of the item above the one with its numbers
    learnt: set[str] = field(default_factory=set)  # columns that only other rows fill

    @property
    def head(self) -> Head:
        """The columns in the form the table readers take: the printed heads where they agree with the row."""
        if self.over is not None:
            named = {s.kind for s in self.spots} & {"quantity", "price", "amount"}
            if self.over.column("description") is not None and named <= self.over.kinds():
                return self.over
        numbers = [Column([s.kind], s.x0, s.x1, "") for s in self.spots if not s.step]
        return Head(sorted([*self.columns, *numbers], key=lambda c: c.x0), [], self.line.page)

    @property
    def needed(self) -> frozenset[str]:
        """Columns that a full row has."""
        return frozenset(
            s.kind for s in self.spots if s.kind not in OPTIONAL | self.learnt and s.kind.replace("_", "").isalpha()
        )

    @property
    def text_left(self) -> float | None:
        """Where the describing words begin."""
        return next((c.x0 for c in self.columns if c.kind == "description"), None)

    @property
    def last(self) -> Spot:
        """The column that every row has: the amount, else the rightmost number."""
        amounts = [s for s in self.spots if s.kind in ("amount", "gross_amount")]
        return amounts[-1] if amounts else max(self.spots, key=lambda s: s.x1)


def pattern_of(
    layout: Layout, marked: MarkedRow, by_line: Mapping[int, Sequence[Amount]], heads: Sequence[Head]
) -> Pattern | None:
    """The pattern of the marked row; None when there is no number in it."""
    box = marked.box
    tokens = tokens_in(layout, box)
    line = _own_line(tokens, by_line)
    if line is None:
        return None
    if not marked.cells and len({id(t.cell) for t in tokens if t.line is line}) < 2:
        tokens = [*tokens, *(t for t in line.tokens if t not in tokens)]  # a mark on one word means its whole row
    chosen = {id(t) for t in tokens}
    amounts = [a for a in by_line.get(line.number, ()) if any(id(t) in chosen for t in a.tokens)]
    told = _told(layout, marked)
    head = _head_above(heads, line)
    spots = _spots(amounts, told, head, layout)
    taken = {id(t) for a in amounts if any(_same(s, a) for s in spots) for t in a.tokens}
    columns = _texts(line, chosen, taken, told, head)
    if not spots:
        return None
    spots += _stacked(tokens, line, by_line, spots, told)
    above = _words_elsewhere(tokens, line, columns)
    sure = bool({"quantity", "price", "amount"} & set(told.values()))
    return Pattern(line, spots, columns, sure, head, above)


def tokens_in(layout: Layout, box: Box) -> list[Token]:
    """Words that a rectangle covers for the greater part; a rectangle flatter than a word strikes it through."""
    out = []
    high, wide = box.y1 - box.y0, box.x1 - box.x0
    for line in layout.by_page.get(box.page, ()):
        for token in line.tokens:
            own = token.box
            down = min(own.y1, box.y1) - max(own.y0, box.y0)
            across = min(own.x1, box.x1) - max(own.x0, box.x0)
            if down >= 0.4 * min(own.y1 - own.y0, high) and across >= 0.4 * min(own.x1 - own.x0, wide):
                out.append(token)
    return out


def _own_line(tokens: Sequence[Token], by_line: Mapping[int, Sequence[Amount]]) -> Line | None:
    """Of the marked lines the one with the most numbers, money before others; the first of several."""
    lines = {t.line.number: t.line for t in tokens if t.line is not None}
    chosen = {id(t) for t in tokens}

    def numbers(at: int) -> tuple[int, int]:
        own = [a for a in by_line.get(at, ()) if any(id(t) in chosen for t in a.tokens) and not textual(a)]
        return len(own) + sum(a.is_money for a in own), len(by_line.get(at, ()))

    best = max(sorted(lines), key=numbers, default=None)
    return lines[best] if best is not None and any(numbers(best)) else None


def _told(layout: Layout, marked: MarkedRow) -> dict[int, str]:
    """The column of each word in a cell whose meaning a person told, by the word's identity."""
    kinds = TEXTS_BY_ROLE | NUMBERS_BY_ROLE  # a number inside the rectangle around the description stays a number
    return {
        id(t): kind
        for role, kind in kinds.items()
        if role in marked.cells
        for t in tokens_in(layout, marked.cells[role])
    }


def _head_above(heads: Sequence[Head], line: Line) -> Head | None:
    """The row of column heads the line stands under; that of an earlier page where its own has none."""
    above = [head for head in heads if max(head.lines) < line.number]
    return above[-1] if above else None


def _spots(amounts: Sequence[Amount], told: Mapping[int, str], head: Head | None, layout: Layout) -> list[Spot]:
    triple = _multiplied(amounts)
    out: list[Spot] = []
    for amount in amounts:
        named = next((told[id(t)] for t in amount.tokens if id(t) in told), "")
        if named in TEXTS_BY_ROLE.values():
            continue
        if not named and amount not in triple and textual(amount):
            continue
        kind = named or kind_by_head(amount, head, layout.em, sure=amount in triple)
        out.append(Spot("" if not named and kind in told.values() else kind, amount.x0, amount.x1))
    _one_of_each(out)
    _guess(out, [a for a in amounts if any(_same(s, a) for s in out)], triple)
    for at, spot in enumerate(out):
        spot.kind = spot.kind or f"x{at}"
    return out


def _same(spot: Spot, amount: Amount) -> bool:
    return not spot.step and spot.x0 == amount.x0 and spot.x1 == amount.x1


def textual(amount: Amount) -> bool:
    """A number among words ("paper 500 sheets") is text; one beside a unit or another number, or money at the end of
    its words, is not."""
    cell = amount.tokens[0].cell
    if cell is None:
        return False
    before = _neighbour(reversed(cell.tokens[: cell.tokens.index(amount.tokens[0])]))
    last = amount.tokens[-1]
    after = _neighbour(cell.tokens[cell.tokens.index(last) + 1 :]) if last in cell.tokens else False
    if amount.percent:
        return before and after
    return (before or after) and not (amount.is_money and amount.decimals == 2 and not after)


def _neighbour(tokens: Iterable[Token]) -> bool:
    """Whether the nearest word that is no unit is a word rather than a number."""
    for token in tokens:
        if any(c.isdigit() for c in token.text):
            return False
        if _worded(token) and not is_unit(token.text):
            return True
    return False


def _worded(token: Token) -> bool:
    return sum(c.isalpha() for c in token.text) > 1


def kind_by_head(amount: Amount, head: Head | None, em: float, *, sure: bool = False) -> str:
    """The meaning of a number's column by the head over it, "" where none tells. ``sure``: a head that merely stands
    nearest does not tell, because the number's meaning can be worked out."""
    column = place(head, amount, em) if head is not None else None
    if sure and column is not None and min(column.x1, amount.x1) < max(column.x0, amount.x0):
        column = None
    kind = column.kind if column is not None else ""
    if amount.percent and kind not in ("vat_rate", "discount"):
        return "discount" if head is not None and head.column("discount") else "vat_rate"
    return kind if kind in (*NUMERIC, "pos", "code", "ean", "date") else ""


def _one_of_each(spots: list[Spot]) -> None:
    """Two numbers under one head: the right one is meant where it is an amount, else the left one."""
    for kind in {s.kind for s in spots if s.kind}:
        same = [s for s in spots if s.kind == kind]
        keep = same[-1] if kind in ("amount", "gross_amount") else same[0]
        for spot in same:
            if spot is not keep:
                spot.kind = ""


def _multiplied(amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """(quantity, price, amount) among the numbers of a row that multiply out, the rightmost amount first; or ()."""
    numbers = [a for a in amounts if not a.percent]
    percent = next((a for a in amounts if a.percent), None)
    for amount in reversed(numbers):
        if amount.decimals != 2:
            continue
        for quantity, price in permutations([a for a in numbers if a is not amount], 2):
            if quantity.value in (0, 1) or (price.decimals < 2 and not price.currency):
                continue
            cells = {"quantity": quantity, "price": price, "amount": amount}
            for extra in ({}, {"discount": percent} if percent else {}):
                if row_fits(Row(amount.line, cells | extra), "quantity", "price", "amount"):
                    return quantity, price, amount
    return ()


def _guess(spots: list[Spot], amounts: Sequence[Amount], triple: Sequence[Amount]) -> None:
    """Meanings without a head: what multiplies out, else the last money is the amount, a per cent figure a rate."""
    free = {"quantity", "price", "amount"} - {s.kind for s in spots}
    for kind, found in zip(("quantity", "price", "amount"), triple, strict=False):
        spot = next((s for s in spots if _same(s, found)), None)  # None: a person says it is text
        if spot is not None and not spot.kind and kind in free:
            spot.kind = kind
            free.discard(kind)
    unnamed = [(s, a) for a in amounts for s in spots if _same(s, a) and not s.kind]
    for spot, amount in unnamed:
        if amount.percent:
            spot.kind = "vat_rate" if abs(amount.value) in RATES else "discount"
    values = {s.kind: a.value for a in amounts for s in spots if _same(s, a) and s.kind}
    if "quantity" in free and {"price", "amount"} <= values.keys():
        fitting = [s for s, a in unnamed if not s.kind and a.value * values["price"] == values["amount"]]
        for spot in fitting[:1]:
            spot.kind = "quantity"
            free.discard("quantity")
    money = [(s, a) for s, a in unnamed if a.is_money and not s.kind]
    if money and "amount" in free and not any(s.kind == "gross_amount" for s in spots):
        money[-1][0].kind = "amount"
        if len(money) > 1 and "price" in free:
            money[-2][0].kind = "price"
    first = min(spots, key=lambda s: s.x0, default=None)
    for spot, amount in unnamed:
        if spot.kind or amount.decimals or amount.is_money:
            continue
        if spot is first and spot.x0 < 0.25 and (amount.value >= 10_000 or "quantity" not in free):
            spot.kind = "code" if amount.value >= 1000 else "pos"
        elif "quantity" in free:
            spot.kind = "quantity"
            free.discard("quantity")


def _texts(line: Line, chosen: set[int], taken: set[int], told: Mapping[int, str], head: Head | None) -> list[Column]:
    """Columns of words: by what was told, by the head above, else the longest run of words describes."""
    runs = [[t for t in cell.tokens if id(t) in chosen and id(t) not in taken] for cell in line.cells]
    runs = [run for run in runs if run and any(c.isalnum() for t in run for c in t.text)]
    out = []
    for run in runs:
        named = next((told[id(t)] for t in run if told.get(id(t)) in TEXTS_BY_ROLE.values()), "")
        column = text_column(head, run[0].x0, run[-1].x1) if head is not None else None
        kind = named or (column.kind if column is not None and column.kind else _kind_of_words(run))
        out.append(Column([kind], run[0].x0, run[-1].x1, ""))
    if out and not any(c.kind == "description" for c in out):
        worded = [c for c in out if c.kind not in ("unit", "code", "pos")] or out
        max(worded, key=lambda c: c.x1 - c.x0).kinds = ["description"]
    return out


def _kind_of_words(run: Sequence[Token]) -> str:
    if all(is_unit(t.text) for t in run):
        return "unit"
    if len(run) == 1 and any(c.isdigit() for c in run[0].text):
        return "code"
    return "text"


def _words_elsewhere(tokens: Sequence[Token], line: Line, columns: list[Column]) -> int:
    """How many marked lines with words stand above the item's own line. Words on other lines describe the item when
    its own line has no more than a unit or a code; ``columns`` is put right then."""
    others = [t for t in tokens if t.line is not None and t.line is not line and _worded(t)]
    if not others:
        return 0
    own = [t for c in columns for t in line.tokens if c.kind == "description" and c.x0 <= t.x0 < c.x1]
    if not own or (len(own) == 1 and len(own[0].text) <= 4):
        for column in columns:
            if column.kind == "description":
                column.kinds = ["unit"]
        columns.append(Column(["description"], min(t.x0 for t in others), max(t.x1 for t in others), ""))
    return max(0, line.number - min(t.line.number for t in others if t.line is not None))


def _stacked(
    tokens: Sequence[Token],
    line: Line,
    by_line: Mapping[int, Sequence[Amount]],
    spots: Sequence[Spot],
    told: Mapping[int, str],
) -> list[Spot]:
    """Numbers of the row that are printed on its other lines ("2 x 4,50" under the article)."""
    chosen = {id(t) for t in tokens}
    have = {s.kind for s in spots}
    right = max(s.x1 for s in spots)
    out: list[Spot] = []
    lines = {t.line.number for t in tokens if t.line is not None and t.line is not line}
    for number in sorted(lines, reverse=True):  # from below: there stands the amount
        for amount in by_line.get(number, ()):
            kind = next((told[id(t)] for t in amount.tokens if id(t) in told), "")
            if not any(id(t) in chosen for t in amount.tokens) or (not kind and textual(amount)):
                continue
            if not kind and amount.is_money and number > line.number and not have & {"amount", "gross_amount"}:
                kind = "amount"
            if not kind and {"quantity", "price"} <= have:
                continue
            if not kind and amount.is_money and amount.x1 > right and number > line.number and "price" not in have:
                for spot in spots:  # what was taken for the amount is the price
                    spot.kind = "price" if spot.kind == "amount" else spot.kind
                have = {s.kind for s in spots}
                kind = "amount"
            if not kind and amount.value >= 0:
                kind = "price" if amount.is_money and "price" not in have else "quantity"
            if kind not in have and kind in NUMERIC:
                out.append(Spot(kind, amount.x0, amount.x1, number - line.number))
                have.add(kind)
    return out
