"""From words to printed lines and cells: the geometry every later step reads.

A *line* is what the eye takes as one row across the page; a *cell* is a run of words on a line with ordinary
spaces between them. Word positions are straightened first (small skew of a scan), evidence keeps the original boxes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from domain.evidence import Box, Source
from ocr.page import Page, Word

# A gap wider than this many line heights separates two cells. Ordinary spaces are 0.25-0.4, justified text up to 0.8.
CELL_GAP = 0.95
# Single letters stacked above each other at the same place: text printed along the page's edge.
_STACK = 6


@dataclass(slots=True, eq=False)
class Token:
    """One word with its straightened place. ``y`` is the straightened centre; ``box`` the original rectangle."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    page: int
    confidence: float
    size: float
    bold: bool
    box: Box
    line: Line | None = None
    cell: Cell | None = None
    index: int = 0  # place within its line

    @property
    def y(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True, eq=False)
class Cell:
    """Words on one line without a wide gap between them."""

    tokens: list[Token]
    line: Line
    index: int = 0

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @property
    def x0(self) -> float:
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        return self.tokens[-1].x1

    @property
    def size(self) -> float:
        return max(token.size for token in self.tokens)


@dataclass(slots=True, eq=False)
class Line:
    """One row of words over the page's width, left to right. ``number`` counts through all pages."""

    tokens: list[Token]
    page: int
    number: int = 0
    cells: list[Cell] = field(default_factory=list)
    text: str = ""
    starts: list[int] = field(default_factory=list)  # offset of each token in text
    # Asked for again and again; tokens keep their places once they are on a line.
    y0: float = field(init=False)
    y1: float = field(init=False)
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.y0 = min(token.y0 for token in self.tokens)
        self.y1 = max(token.y1 for token in self.tokens)
        self.y = median(token.y for token in self.tokens)

    def span(self, start: int, end: int) -> list[Token]:
        """The tokens that characters start..end of ``text`` touch."""
        return [
            token
            for token, at in zip(self.tokens, self.starts, strict=True)
            if at < end and at + len(token.text) > start
        ]


@dataclass(slots=True, eq=False)
class Layout:
    """All lines of a document in page order. ``aspect`` is height over width, to compare the two directions."""

    lines: list[Line]
    source: Source
    aspect: float
    height: float  # usual height of a line, share of the page
    page_numbers: tuple[int, ...]
    qr: tuple[str, ...] = ()
    rulings: dict[int, tuple[tuple[float, float, float, float], ...]] = field(default_factory=dict)
    by_page: dict[int, list[Line]] = field(default_factory=dict)
    language: str | None = None  # as guessed, kept for whoever asks again

    @property
    def is_ocr(self) -> bool:
        return self.source is Source.OCR

    @property
    def em(self) -> float:
        """The usual line height expressed in shares of the page *width*."""
        return self.height * self.aspect

    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def box_of(tokens: Sequence[Token]) -> Box:
    """The rectangle around tokens of one page, in original coordinates."""
    box = tokens[0].box
    for token in tokens[1:]:
        if token.page == box.page:
            box = box.union(token.box)
    return box


def lay_out(pages: Sequence[Page]) -> Layout:
    """Straighten, order and cut the words of the pages of one document."""
    lines: list[Line] = []
    heights: list[float] = []
    by_page: dict[int, list[Line]] = {}
    for page in pages:
        tokens = _tokens(page)
        heights.extend(token.y1 - token.y0 for token in tokens)
        aspect = page.height_pt / page.width_pt if page.width_pt else 1.414
        page_lines = _lines(tokens, page.number, aspect)
        for line in page_lines:
            _cut(line, aspect)
        by_page[page.number] = page_lines
        lines.extend(page_lines)
    for number, line in enumerate(lines):
        line.number = number
    first = pages[0] if pages else Page(1, 595, 842)
    source = Source.OCR if any(page.source is Source.OCR for page in pages) else Source.TEXT
    return Layout(
        lines,
        source,
        first.height_pt / first.width_pt if first.width_pt else 1.414,
        median(heights) if heights else 0.012,
        tuple(page.number for page in pages),
        tuple(code for page in pages for code in page.qr),
        {page.number: page.rulings for page in pages},
        by_page,
    )


def _tokens(page: Page) -> list[Token]:
    words = [word for word in page.words if word.text.strip() and word.y1 > word.y0]
    aspect = page.height_pt / page.width_pt if page.width_pt else 1.414
    words = [w for w in words if not _upright(w, aspect)]
    words = [piece for word in _without_stacks(words) for piece in _without_leaders(word)]
    if page.source is Source.OCR:
        words = [piece for word in words for piece in clean_word(word)]
    slope = _slope(words) if page.source is Source.OCR else 0.0
    out = []
    for word in words:
        shift = slope * ((word.x0 + word.x1) / 2 - 0.5)
        out.append(
            Token(
                unicodedata.normalize("NFC", word.text.strip()),
                word.x0,
                word.x1,
                word.y0 - shift,
                word.y1 - shift,
                page.number,
                word.confidence,
                word.font_size or (word.y1 - word.y0),
                word.bold,
                word.box(page.number),
            )
        )
    return out


_EDGE = '|_[]{}“”„"‘‚~°«»¦\\'
_RULED = re.compile(r"[|¦]+")


def clean_word(word: Word) -> list[Word]:
    """A recognised word without the traces of ruled lines: bars inside cut it, marks at its edges go, a word of
    nothing but such marks vanishes. Places of the pieces are shares of the word's width."""
    text = word.text.strip()
    pieces = [(m.start(), m.group()) for m in re.finditer(r"[^|¦]+", text)] if _RULED.search(text) else [(0, text)]
    out = []
    for start, piece in pieces:
        bare = piece.strip(_EDGE)
        if not bare or not any(c.isalnum() or c in "€$£%#-:/@+&." for c in bare):
            continue
        left = start + piece.index(bare)
        wide = (word.x1 - word.x0) / max(1, len(text))
        out.append(replace(word, text=bare, x0=word.x0 + left * wide, x1=word.x0 + (left + len(bare)) * wide))
    return out


_LEADERS = re.compile(r"[.·…_]{4,}")
_DOT = 0.5  # width of a leading dot, in letters


def _without_leaders(word: Word) -> list[Word]:
    """A word that dots lead on to an amount without a space ("Hosting......12,50"): its pieces, without the dots."""
    if not _LEADERS.search(word.text):
        return [word]
    places = [0.0]  # left edge of each letter, in letters
    dots = {at for m in _LEADERS.finditer(word.text) for at in range(m.start(), m.end())}
    for at in range(len(word.text)):
        places.append(places[-1] + (_DOT if at in dots else 1.0))
    wide = (word.x1 - word.x0) / places[-1]
    out, start = [], 0
    for end in [*sorted(m.start() for m in _LEADERS.finditer(word.text)), len(word.text)]:
        while start in dots:
            start += 1
        piece = word.text[start:end]
        if any(c.isalnum() for c in piece):
            x0, x1 = word.x0 + places[start] * wide, word.x0 + places[end] * wide
            out.append(replace(word, text=piece, x0=x0, x1=x1))
        start = end
    return out or [word]


def _upright(word: Word, aspect: float) -> bool:
    """A word of several letters that is taller than wide runs along the page's edge."""
    return len(word.text.strip()) >= 4 and (word.y1 - word.y0) * aspect > 1.5 * (word.x1 - word.x0)


def _without_stacks(words: list[Word]) -> list[Word]:
    """Drop text that runs along the edge: many single letters with the same left edge, one above the other."""
    stacks: dict[int, list[Word]] = {}
    for word in words:
        if len(word.text.strip()) <= 2:
            stacks.setdefault(round((word.x0 + word.x1) * 75), []).append(word)
    gone: set[int] = set()
    for stack in stacks.values():
        letters = [word for word in stack if any(c.isalpha() for c in word.text)]
        if len(letters) < _STACK:
            continue
        stack.sort(key=lambda word: word.y0)
        run: list[Word] = []
        for word in stack:
            if run and word.y0 - run[-1].y1 > 1.6 * (word.y1 - word.y0):
                _drop_run(run, gone)
                run = []
            run.append(word)
        _drop_run(run, gone)
    return [word for word in words if id(word) not in gone]


def _drop_run(run: list[Word], gone: set[int]) -> None:
    if len(run) >= _STACK and sum(any(c.isalpha() for c in word.text) for word in run) * 2 > len(run):
        gone.update(id(word) for word in run)


def _slope(words: list[Word]) -> float:
    """Vertical drift per page width, from neighbours the recogniser itself put on one line."""
    steps = []
    previous: Word | None = None
    for word in words:
        if previous and previous.line == word.line and word.x0 > previous.x1 - 0.005 and word.x0 - previous.x1 < 0.1:
            run = (word.x0 + word.x1 - previous.x0 - previous.x1) / 2
            tall, low = sorted((word.y1 - word.y0, previous.y1 - previous.y0), reverse=True)
            if run > 0.02 and low > 0.6 * tall:
                steps.append(((word.y1 - previous.y1) / run, run))
        previous = word
    if len(steps) < 12:
        return 0.0
    steps.sort()
    half = sum(weight for _, weight in steps) / 2
    for slope, weight in steps:
        half -= weight
        if half <= 0:
            return slope if abs(slope) < 0.12 else 0.0
    return 0.0


def _lines(tokens: list[Token], page: int, aspect: float) -> list[Line]:
    """Group tokens whose centres lie within each other's height."""
    groups: list[list[Token]] = []
    floors: list[float] = []  # lower edge of each group: what begins below it is not of its row
    tokens = sorted(tokens, key=lambda token: (token.y, token.x0))
    for token in tokens:
        best = None
        for place in range(len(groups) - 1, max(-1, len(groups) - 9), -1):
            if token.y0 >= floors[place]:
                continue
            group = groups[place]
            near = _nearest(group, token)
            overlap = min(near.y1, token.y1) - max(near.y0, token.y0)
            low = min(near.y1 - near.y0, token.y1 - token.y0)
            if overlap > 0.5 * low and abs(near.y - token.y) < 0.55 * max(low, 0.5 * (near.y1 - near.y0)):
                best = place
                break
        if best is None:
            groups.append([token])
            floors.append(token.y1)
        else:
            groups[best].append(token)
            floors[best] = max(floors[best], token.y1)
    lines = []
    for group in _rejoined(groups):
        group.sort(key=lambda token: token.x0)
        lines.append(Line(_whole(group, aspect), page))
    lines.sort(key=lambda line: line.y)
    return lines


_CROWD = 40_000  # pairs of words on two lines from which nobody looks whether they stand above each other


def _rejoined(groups: list[list[Token]]) -> list[list[Token]]:
    """Put together the parts of a line that a mark between them tore apart: at one height, nowhere above each other."""
    out: list[list[Token]] = []
    for group in sorted(groups, key=lambda group: median(token.y for token in group)):
        last = out[-1] if out else None
        if last is not None and _same_height(last, group) and not _above_each_other(last, group):
            last.extend(group)
        else:
            out.append(group)
    return out


def _same_height(a: list[Token], b: list[Token]) -> bool:
    tall = min(median(t.y1 - t.y0 for t in a), median(t.y1 - t.y0 for t in b))
    return abs(median(t.y for t in a) - median(t.y for t in b)) < 0.3 * tall


def _above_each_other(a: list[Token], b: list[Token]) -> bool:
    if len(a) * len(b) > _CROWD:
        return True
    return any(s.x0 < t.x1 and t.x0 < s.x1 for s in a for t in b)


def _whole(group: list[Token], aspect: float) -> list[Token]:
    """Put together words that kerning tore apart: a gap far below any space, letters on both sides."""
    out: list[Token] = []
    for token in group:
        last = out[-1] if out else None
        if (
            last is not None
            and token.confidence == 1.0
            and -0.05 < (token.x0 - last.x1) / max((token.y1 - token.y0) * aspect, 1e-6) < 0.135
            and last.text[-1].isalpha()
            and token.text[0].islower()
        ):
            last.text += token.text
            last.x1 = token.x1
            last.box = last.box.union(token.box)
        else:
            out.append(token)
    return out


def _nearest(group: list[Token], token: Token) -> Token:
    """The first of those with the smallest gap to ``token``. Written out: the most frequent question of all."""
    x0, x1 = token.x0, token.x1
    best, least = group[0], float("inf")
    for other in group:
        gap = other.x0 - x1
        if gap <= 0.0:
            gap = x0 - other.x1
            if gap <= 0.0:
                return other
        if gap < least:
            best, least = other, gap
    return best


def _cut(line: Line, aspect: float) -> None:
    """Give the line its text and cells."""
    at = 0
    cell: Cell | None = None
    heights = sorted(token.y1 - token.y0 for token in line.tokens)
    em = heights[len(heights) // 2] * aspect
    limit = CELL_GAP * em
    gaps = sorted(b.x0 - a.x1 for a, b in zip(line.tokens, line.tokens[1:], strict=False))
    wordy = sum(any(c.isdigit() for c in token.text) for token in line.tokens) * 3 < len(line.tokens)
    if len(gaps) >= 2 and wordy and gaps[-1] < 1.7 * gaps[0] and gaps[-1] < 1.7 * em:
        limit = max(limit, gaps[-1])  # typewriter spacing: gaps that are all alike separate words, not cells
    for index, token in enumerate(line.tokens):
        token.line = line
        token.index = index
        line.starts.append(at)
        at += len(token.text) + 1
        previous = line.tokens[index - 1] if index else None
        if cell is None or previous is None or token.x0 - previous.x1 > limit:
            cell = Cell([], line, len(line.cells))
            line.cells.append(cell)
        cell.tokens.append(token)
        token.cell = cell
    line.text = " ".join(token.text for token in line.tokens)
