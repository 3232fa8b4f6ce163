"""From words to printed lines and cells: the geometry every later step reads.

A *line* is what the eye takes as one row across the page; a *cell* is a run of words on a line with ordinary
spaces between them. Word positions are straightened first (small skew of a scan), evidence keeps the original boxes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.evidence import Box, Source
from ocr.local.text import has_digit, has_letter
from ocr.page import Page, Word

# A gap wider than this many line heights separates two cells. Ordinary spaces are 0.25-0.4, justified text up to 0.8.
CELL_GAP = 0.95
# Single letters stacked above each other at the same place: text printed along the page's edge.
_STACK = 6


@dataclass(slots=True, eq=False)
class Token:
    """One word with its straightened place: ``y0`` and ``y1``, with ``y`` the centre between them. ``top`` and
    ``bottom`` are the edges as printed, before straightening."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    page: int
    confidence: float
    size: float
    bold: bool
    top: float
    bottom: float
    line: Line | None = None
    cell: Cell | None = None
    index: int = 0  # place within its line
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.y = (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        """The rectangle as printed."""
        return Box(self.page, self.x0, self.top, self.x1, self.bottom)


@dataclass(slots=True, eq=False)
class Cell:
    """Words on one line without a wide gap between them; they are all there when it is made."""

    tokens: list[Token]
    line: Line
    index: int = 0
    # Asked for again and again by every step of reading.
    text: str = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join([token.text for token in self.tokens])
        self.x0 = self.tokens[0].x0
        self.x1 = self.tokens[-1].x1
        self.size = max([token.size for token in self.tokens])


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
        self.y0 = min([token.y0 for token in self.tokens])
        self.y1 = max([token.y1 for token in self.tokens])
        self.y = _middle([token.y for token in self.tokens])

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
    page = tokens[0].page
    here = [token for token in tokens if token.page == page]
    return Box(
        page,
        min([token.x0 for token in here]),
        min([token.top for token in here]),
        max([token.x1 for token in here]),
        max([token.bottom for token in here]),
    )


def lay_out(pages: Sequence[Page]) -> Layout:
    """Straighten, order and cut the words of the pages of one document."""
    lines: list[Line] = []
    heights: list[float] = []
    by_page: dict[int, list[Line]] = {}
    for page in pages:
        tokens = _tokens(page)
        heights += [token.y1 - token.y0 for token in tokens]
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
        _middle(heights) if heights else 0.012,
        tuple(page.number for page in pages),
        tuple(code for page in pages for code in page.qr),
        {page.number: page.rulings for page in pages},
        by_page,
    )


def _tokens(page: Page) -> list[Token]:
    aspect = page.height_pt / page.width_pt if page.width_pt else 1.414
    words = _without_stacks([word for word in page.words if _runs_across(word, aspect)])
    words = [piece for word in words for piece in _without_leaders(word)]
    if page.source is Source.OCR:
        words = [piece for word in words for piece in clean_word(word)]
    slope = _slope(words) if page.source is Source.OCR else 0.0
    return [_token(word, page.number, slope) for word in words]


def _token(word: Word, page: int, slope: float) -> Token:
    text, x0, y0, x1, y1 = word.text.strip(), word.x0, word.y0, word.x1, word.y1
    shift = slope * ((x0 + x1) / 2 - 0.5)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    size = word.font_size or (y1 - y0)
    return Token(text, x0, x1, y0 - shift, y1 - shift, page, word.confidence, size, word.bold, y0, y1)


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


def _runs_across(word: Word, aspect: float) -> bool:
    """A word to be read: not of spaces alone, and no word of several letters taller than wide, as runs along the page's
    edge."""
    tall, letters = word.y1 - word.y0, len(word.text.strip())
    return letters > 0 and tall > 0 and not (letters >= 4 and tall * aspect > 1.5 * (word.x1 - word.x0))


def _without_stacks(words: list[Word]) -> list[Word]:
    """Drop text that runs along the edge: many single letters with the same left edge, one above the other."""
    stacks: dict[int, list[Word]] = {}
    for word in words:
        if len(word.text.strip()) <= 2:
            stacks.setdefault(round((word.x0 + word.x1) * 75), []).append(word)
    gone: set[int] = set()
    for stack in stacks.values():
        letters = [word for word in stack if has_letter(word.text)]
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
    if len(run) >= _STACK and sum(has_letter(word.text) for word in run) * 2 > len(run):
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
    level = tall = 0.0  # of the last one
    for own, group in sorted([(_level(group), group) for group in groups], key=lambda placed: placed[0]):
        high = _middle([token.y1 - token.y0 for token in group])
        if out and abs(level - own) < 0.3 * min(tall, high) and not _above_each_other(out[-1], group):
            out[-1] += group
            level, tall = _level(out[-1]), _middle([token.y1 - token.y0 for token in out[-1]])
        else:
            out.append(group)
            level, tall = own, high
    return out


def _level(group: list[Token]) -> float:
    return _middle([token.y for token in group])


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
            last.top, last.bottom = min(last.top, token.top), max(last.bottom, token.bottom)
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
    tokens = line.tokens
    limit = _cell_gap(tokens, aspect)
    runs: list[list[Token]] = []
    at = 0
    previous: Token | None = None
    for index, token in enumerate(tokens):
        token.line = line
        token.index = index
        line.starts.append(at)
        at += len(token.text) + 1
        if previous is None or token.x0 - previous.x1 > limit:
            runs.append([])
        runs[-1].append(token)
        previous = token
    line.cells = [Cell(run, line, index) for index, run in enumerate(runs)]
    for cell in line.cells:
        for token in cell.tokens:
            token.cell = cell
    line.text = " ".join([cell.text for cell in line.cells])


def _cell_gap(tokens: list[Token], aspect: float) -> float:
    """The widest gap between two words of one cell."""
    heights = sorted([token.y1 - token.y0 for token in tokens])
    em = heights[len(heights) // 2] * aspect
    gaps = sorted([b.x0 - a.x1 for a, b in pairwise(tokens)])
    if len(gaps) >= 2 and gaps[-1] < 1.7 * gaps[0] and gaps[-1] < 1.7 * em:
        if sum([has_digit(token.text) for token in tokens]) * 3 < len(tokens):
            return max(CELL_GAP * em, gaps[-1])  # typewriter spacing: gaps that are all alike separate words
    return CELL_GAP * em


def _middle(values: list[float]) -> float:
    """The median; the standard library's is several times slower for the few values of a line."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
