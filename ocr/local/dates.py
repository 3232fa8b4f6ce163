"""Printed dates in four languages, and which of day and month comes first where digits leave it open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ocr.local.layout import Layout, Line, Token
from ocr.local.text import has_digit, plain

_MONTHS = {
    1: "januari january januar janvier jan janv jaenner jänner enero ene gennaio gen janeiro januar styczen stycznia",
    2: "februari february februar fevrier feb febr fev febrero febbraio fevereiro februar luty lutego",
    3: "maart march maerz marz mars mrt mar mär mrz marzo marco marts marzec marca",
    4: "april avril apr avr abril abr aprile kwiecien kwietnia",
    5: "mei may mai mayo maggio mag maio maj maja",
    6: "juni june juin jun junio giugno giu junho czerwiec czerwca",
    7: "juli july juillet jul juil julio luglio lug julho lipiec lipca",
    8: "augustus august aout aug aou agosto ago augusti sierpien sierpnia",
    9: "september septembre sep sept septiembre setiembre settembre setembro wrzesien wrzesnia",
    10: "oktober october octobre okt oct octubre ottobre ott outubro out pazdziernik pazdziernika",
    11: "november novembre nov noviembre novembro listopad listopada",
    12: "december dezember decembre dec dez diciembre dic dicembre dezembro grudzien grudnia",
}
MONTHS = {plain(name): number for number, names in _MONTHS.items() for name in names.split()}


def _one_of(words: Iterable[str]) -> str:
    """A pattern of any of the words that branches letter by letter, many times quicker than word after word."""
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[:1], set()).add(word[1:])
    ends = bool(tails.pop("", None))
    branches = [re.escape(first) + _one_of(tails[first]) for first in sorted(tails)]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if branches else ""


_NAME = _one_of(MONTHS)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d])(?!\2\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_NAME = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th|er|e)?[.]?[\s/-]{{0,3}}(?:de\s|of\s)?({_NAME})\b[.,]?[\s/-]{{0,3}}(?:de\s)?"
    r"(\d{4}|\d{2})(?!\d)"
)
_NAME_DAY = re.compile(rf"\b({_NAME})\b[.]?\s{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{0,2}}(\d{{4}})(?!\d)")


@dataclass(slots=True, eq=False)
class DateFound:
    """A date on the page. ``swapped`` is the other reading when day and month could change places."""

    value: date
    raw: str
    tokens: list[Token]
    swapped: date | None = None
    compact: bool = False

    @property
    def line(self) -> Line:
        line = self.tokens[0].line
        assert line is not None
        return line

    @property
    def page(self) -> int:
        return self.tokens[0].page

    @property
    def x0(self) -> float:
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        return self.tokens[-1].x1


def find_dates(layout: Layout, *, today: date | None = None) -> list[DateFound]:
    """Every date in reading order, read with the order the document itself shows."""
    raw: list[tuple[Line, int, int, tuple[int, int, int], bool, bool]] = []
    for line in layout.lines:
        raw.extend(_on_line(line))
    month_first = month_comes_first(layout, [item[3] for item in raw if item[4]])
    out = []
    for line, start, end, (first, second, year), open_order, compact in raw:
        day, month = (second, first) if open_order and month_first else (first, second)
        value = make_date(year, month, day)
        swapped = make_date(year, day, month) if open_order else None
        if value is None:
            value, swapped = swapped, None
        if value is None or (today and value.year > today.year + 6):
            continue
        tokens = line.span(start, end)
        out.append(DateFound(value, line.text[start:end], tokens, swapped if swapped != value else None, compact))
    out.sort(key=lambda found: (found.line.number, found.x0))
    return out


def _on_line(line: Line) -> list[tuple[Line, int, int, tuple[int, int, int], bool, bool]]:
    if not has_digit(line.text):
        return []
    text = plain(line.text, keep_length=True)
    found: list[tuple[Line, int, int, tuple[int, int, int], bool, bool]] = []
    taken: list[tuple[int, int]] = []

    def add(match: re.Match[str], parts: tuple[int, int, int], open_order: bool, compact: bool = False) -> None:
        if any(match.start() < end and match.end() > start for start, end in taken):
            return
        taken.append(match.span())
        found.append((line, match.start(), match.end(), parts, open_order, compact))

    for match in _ISO.finditer(text):
        add(match, (int(match[4]), int(match[3]), int(match[1])), False)
    for match in _DAY_NAME.finditer(text):
        add(match, (int(match[1]), MONTHS[match[2]], full_year(match[3])), False)
    for match in _NAME_DAY.finditer(text):
        add(match, (int(match[2]), MONTHS[match[1]], int(match[3])), False)
    for match in _NUMERIC.finditer(text):
        add(match, (int(match[1]), int(match[3]), full_year(match[4])), match[2] != ".")
    for match in _COMPACT.finditer(text):
        add(match, (int(match[3]), int(match[2]), int(match[1])), False, True)
    return found


def full_year(text: str) -> int:
    """1999 for "99", 2024 for "24": two digits above 79 belong to the last century."""
    if len(text) == 4:
        return int(text)
    year = int(text)
    return 1900 + year if year > 79 else 2000 + year


def make_date(year: int, month: int, day: int) -> date | None:
    """A date, or None when the parts make none or it lies outside 1970-2099."""
    if not 1970 <= year <= 2099:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_US_PLACE = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b")
# A town, its state and a ZIP code; without Delaware, for "Hamburg, DE 20095" is no such place.
US_TOWN = re.compile(
    r"\b[A-Z][A-Za-z.]+,?\s(?:A[KLRZ]|C[AOT]|DC|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY])[,.]?\s+\d{5}(?:-\d{4})?\b"
)


def month_comes_first(layout: Layout, parts: Sequence[tuple[int, int, int]]) -> bool:
    """True when the document writes month before day: some date allows nothing else, or it is American."""
    first_only = sum(1 for a, b, _ in parts if a <= 12 < b)
    second_only = sum(1 for a, b, _ in parts if b <= 12 < a)
    if first_only != second_only:
        return first_only > second_only
    text = layout.text()
    if "€" in text or "£" in text:
        return False
    return bool(US_TOWN.search(text)) or ("$" in text and bool(_US_PLACE.search(text)))
