"""Printed numbers: 1.234,56 · 1,234.56 · 1 234,56 · 1'234.56 · (12.00) · 12,00- · 21 %.

Which mark is the decimal one is decided for the whole document first, then each number is read with it.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ocr.local.layout import Layout, Line, Token

SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "US$": "USD",
    "¥": "JPY",
    "EURO": "EUR",
    "EUROS": "EUR",
    "A$": "AUD",
    "C$": "CAD",
    "S$": "SGD",
    "RM": "MYR",
}
CODES = frozenset(
    "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN JPY AUD CAD NZD CNY HKD SGD TRY ZAR INR MYR AED "
    "ILS ISK MXN BRL".split()
)
_MINUS = "-−–—‐‑"
_CURRENCY = (
    r"(?:€|£|US\$|A\$|C\$|S\$|\$|¥|RM|(?:" + "|".join(sorted(CODES)) + r")(?![A-Za-z])|(?:Euro|EURO)(?![A-Za-z]))"
)
_CORE = r"\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,5})?|\d+(?:[.,]\d{1,5})?|[.,]\d{2}"
_NUMBER = re.compile(
    rf"^(?P<open>\()?(?P<sign>[{_MINUS}+]?)\s*(?P<cur>{_CURRENCY})?\s*(?P<sign2>[{_MINUS}+]?)(?P<core>{_CORE})"
    rf"(?P<dash>,[{_MINUS}]{{1,2}}|\.[{_MINUS}]{{1,2}})?(?P<sign4>[{_MINUS}]?)\s*(?P<cur2>{_CURRENCY})?(?P<pct>%)?(?P<sign3>[{_MINUS}]?)(?P<close>\))?[.;,]?$",
    re.I,
)


@dataclass(slots=True, eq=False)
class Amount:
    """A number on the page. ``value`` carries the printed sign; ``decimals`` are the printed places (0 for none);
    ``currency`` is a code when a sign or code stood with it."""

    value: Decimal
    decimals: int
    currency: str
    percent: bool
    tokens: list[Token]
    raw: str
    confidence: float = 1.0
    # Asked for again and again while columns and totals are tried.
    x0: float = field(init=False)
    x1: float = field(init=False)
    is_money: bool = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = self.tokens[0].x0
        self.x1 = self.tokens[-1].x1
        self.is_money = not self.percent and (self.decimals == 2 or bool(self.currency))

    @property
    def line(self) -> Line:
        line = self.tokens[0].line
        assert line is not None
        return line

    @property
    def page(self) -> int:
        return self.tokens[0].page


_DIGITS_AND_MARKS = re.compile(r"(?<![\d.,])\d[\d.,'’]*\d(?![\d.,])")


def decimal_mark(texts: Iterable[str]) -> str:
    """The document's decimal mark, "," or ".", by counting the numbers that leave no doubt; "," when there are none."""
    votes = {",": 0, ".": 0}
    for text in texts:
        if "," not in text and "." not in text:
            continue
        for core in _DIGITS_AND_MARKS.findall(text):
            marks = [c for c in core if c in ".,"]
            if not marks:
                continue
            last = max(core.rfind("."), core.rfind(","))
            tail = len(core) - last - 1
            if len(set(marks)) == 2:
                votes[core[last]] += 3
            elif len(marks) == 1 and tail in (1, 2, 4):
                votes[core[last]] += 1 if tail == 2 else 0
            elif len(marks) > 1 and tail == 3 and re.fullmatch(r"\d{1,3}([.,]\d{3})+", core):
                votes["," if core[last] == "." else "."] += 1
    return "." if votes["."] > votes[","] else ","


def parse_core(core: str, mark: str) -> tuple[Decimal, int] | None:
    """Value and printed decimals of digits with marks: ("1.234,5", ",") -> (1234.5, 1); None for no number."""
    core = core.replace("'", "").replace("’", "").replace(" ", "")
    dots, commas = core.count("."), core.count(",")
    if dots and commas:
        last = "." if core.rfind(".") > core.rfind(",") else ","
        other = "," if last == "." else "."
        whole, _, tail = core.rpartition(last)
        if last in whole or not re.fullmatch(rf"\d{{1,3}}(\{other}\d{{3}})*", whole):
            return None
        return Decimal(whole.replace(other, "") + "." + tail), len(tail)
    only = "." if dots else "," if commas else ""
    if not only:
        return Decimal(core), 0
    whole, _, tail = core.rpartition(only)
    if core.count(only) > 1:
        if re.fullmatch(rf"\d{{1,3}}(\{only}\d{{3}})+", core):
            return Decimal(core.replace(only, "")), 0
        return None
    if len(tail) == 3 and only != mark and 1 <= len(whole) <= 3 and whole != "0":
        return Decimal(whole + tail), 0
    return Decimal((whole or "0") + "." + tail), len(tail)


def parse_amount(text: str, mark: str = ",") -> tuple[Decimal, int, str, bool] | None:
    """(value, printed decimals, currency or "", is a percentage) of a text that is one number; None otherwise."""
    match = _NUMBER.match(text.strip())
    if not match:
        return None
    core = match["core"]
    if core[0] in ".,":
        core = "0" + core
    parsed = parse_core(core, mark)
    if parsed is None:
        return None
    value, decimals = parsed
    if match["dash"]:
        decimals = 2
    signs = "".join(match[name] or "" for name in ("sign", "sign2", "sign3", "sign4"))
    if (signs and any(c in _MINUS for c in signs)) or (match["open"] and match["close"]):
        value = -value
    currency = (match["cur"] or match["cur2"] or "").upper()
    return value, decimals, SYMBOLS.get(currency, currency), bool(match["pct"])


_DIGITS = re.compile(r"\d")
_SIGN = re.compile(rf"^(?:[{_MINUS}+]|{_CURRENCY}|[{_MINUS}]\s*{_CURRENCY})$", re.I)


@lru_cache(maxsize=20_000)
def _is_sign(text: str) -> bool:
    """A minus, a plus or a currency by itself."""
    return _SIGN.match(text) is not None


_GROUP_HEAD = re.compile(rf"^[{_MINUS}+(]?(?:€|\$|£)?\d{{1,3}}$")
_GROUP_TAIL = re.compile(rf"^\d{{3}}(?:[.,]\d{{1,4}})?(?:€|%|[{_MINUS}])?$")
_THIN = 0.62  # line heights between groups of thousands; the digit one leaves white of its own before it
# A recogniser's space inside a number: "28. 30", "9, 50€", "6.485, 45", "6 .485,45".
_CUT_HEAD = re.compile(r"^[€$£]?(?:\d{1,6}|\d{1,3}(?:[.,]\d{3})+)[.,]$")
_CUT_TAIL = re.compile(r"^\d{2}[€$£]?[A-Z]?$")
_BARE_HEAD = re.compile(r"^[€$£]?\d{1,3}(?:[.,]\d{3})*$")
_MARKED_TAIL = re.compile(r"^(?:[.,]\d{3})*[.,]\d{2}[€$£]?$")
_LEADERS = re.compile(r"^[.·…_]{3,}(?=\S)")  # dots that lead the eye to an amount, printed without a space before it
_GLUED = re.compile(rf"^(?P<word>[A-Za-z]{{2,}}[:.]?|@|:)(?P<number>[{_MINUS}]?(?:€|\$|£)?\d[\d.,']*[.,]\d{{2}})$")


def find_amounts(layout: Layout, mark: str) -> list[Amount]:
    """Every number of the document in reading order; groups of thousands, signs and currency are put together."""
    out: list[Amount] = []
    for line in layout.lines:
        out.extend(_on_line(line, mark, layout.aspect))
    return out


@dataclass(slots=True)
class _Run:
    """Words that are put together to one number, and what they say."""

    tokens: list[Token]
    text: str

    def append(self, token: Token, text: str) -> None:
        self.tokens.append(token)
        self.text += text


def _on_line(line: Line, mark: str, aspect: float) -> list[Amount]:
    out: list[Amount] = []
    tokens = line.tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _DIGITS.search(token.text):
            run = _Run([token], _bare(tokens, at))
            _add_groups(run, line, mark, aspect)
            _add_sign_before(run, tokens, out, aspect)
            _add_sign_after(run, tokens, aspect)
            at = run.tokens[-1].index
            parsed = parse_amount(_as_number(run.text) if token.confidence < 1.0 else run.text, mark)
            if parsed and not _is_cited(parsed, line, run.tokens[0].index):
                raw = " ".join([t.text for t in run.tokens])
                out.append(Amount(*parsed, run.tokens, raw, min([t.confidence for t in run.tokens])))
        at += 1
    return out


_CITES = frozenset({"article", "articles", "§", "§§", "art", "art.", "artikel", "section"})
_OF_LAW = re.compile(r"(?i)\b(?:cgi|ustg|wet|wetboek|code|act|directive|richtlijn|richtlinie|gesetz|imp[oô]ts|loi)\b")


def _is_cited(parsed: tuple[Decimal, int, str, bool], line: Line, at: int) -> bool:
    """A paragraph of a law, no amount: "TVA non applicable, article 293 B du CGI"."""
    if not at or parsed[1] or parsed[2] or parsed[3]:
        return False
    return (
        line.tokens[at - 1].text.lower().rpartition("'")[2].strip("(,") in _CITES
        and _OF_LAW.search(line.text) is not None
    )


def _bare(tokens: list[Token], at: int) -> str:
    """A word without the dots that lead to its number and without a word glued before it."""
    text = _LEADERS.sub("", tokens[at].text)
    if at and tokens[at - 1].text.strip(".·…_") == "":
        text = text.lstrip(".·…_")
    glued = _GLUED.match(text)
    return glued["number"] if glued else text


def _add_groups(run: _Run, line: Line, mark: str, aspect: float) -> None:
    """Thousands set apart by a space, or cents a recogniser set apart."""
    first, tokens = run.tokens[0], line.tokens
    while _GROUP_HEAD.match(first.text.lstrip("€$£-(")) and "," not in run.text and "." not in run.text:
        at = run.tokens[-1].index + 1
        if at == len(tokens) or not _GROUP_TAIL.match(tokens[at].text):
            break
        thin = (_THIN if first.confidence == 1.0 else 0.8) * (first.y1 - first.y0) * aspect
        if tokens[at].x0 - tokens[at - 1].x1 >= max(thin, _typewriter_space(line, tokens[at])):
            break
        if (mark != "," and len(tokens[at].text) <= 3) or _more_plain(tokens, at, aspect):
            break
        run.append(tokens[at], tokens[at].text)
    follow = tokens[first.index + 1] if len(run.tokens) == 1 and first.index + 1 < len(tokens) else None
    if follow is None or first.confidence == 1.0:
        return
    cents = _CUT_HEAD.match(run.text) and _CUT_TAIL.match(follow.text) and _close(first, follow, aspect, 1.1)
    if cents or (_BARE_HEAD.match(run.text) and _MARKED_TAIL.match(follow.text) and _close(first, follow, aspect, 0.8)):
        run.append(follow, follow.text)


def _add_sign_before(run: _Run, tokens: list[Token], earlier: list[Amount], aspect: float) -> None:
    """A currency or a minus right before the number, unless it belongs to the number before."""
    first = run.tokens[0]
    before = tokens[first.index - 1] if first.index else None
    if before is None or not _is_sign(before.text) or _separates(before, aspect):
        return
    if not _close(before, first, aspect, 2.5 if before.text not in _MINUS else 1.3):
        return
    signs = [before]
    prior = tokens[before.index - 1] if before.index else None
    if prior is not None and prior.text in _MINUS and _close(prior, before, aspect, 1.0):
        signs.insert(0, prior)
    if earlier and earlier[-1].tokens[-1] in signs:
        signs = [t for t in signs if t not in earlier[-1].tokens]
    run.tokens[:0] = signs
    run.text = "".join(t.text for t in signs) + run.text


def _add_sign_after(run: _Run, tokens: list[Token], aspect: float) -> None:
    """A per cent sign or a currency right after the number, unless it belongs to the number behind."""
    at = run.tokens[-1].index + 1
    if at == len(tokens) or not _close(run.tokens[-1], tokens[at], aspect, 2.2):
        return
    tail = tokens[at].text.rstrip(".,;:)")
    if tail == "%" or (_is_sign(tail) and tail not in _MINUS and not _belongs_right(tokens, at, aspect)):
        run.append(tokens[at], tail)


def _separates(dash: Token, aspect: float) -> bool:
    """A long dash with a word close before it sets the word apart from the number: it is no minus."""
    if dash.text not in "–—" or not dash.index or dash.line is None:
        return False
    word = dash.line.tokens[dash.index - 1]
    return any(c.isalpha() for c in word.text) and _close(word, dash, aspect, 0.6)


def _typewriter_space(line: Line, token: Token) -> float:
    """The room an ordinary space may take on a line whose characters are all equally wide; zero on other lines."""
    wide = [(t.x1 - t.x0) / len(t.text) for t in line.tokens if len(t.text) > 2]
    if len(wide) < 2 or max(wide) > 1.12 * min(wide):
        return 0.0
    return 1.4 * (token.x1 - token.x0) / len(token.text)


def _as_number(text: str) -> str:
    """Slips of recognition in a number: a paragraph sign for a dollar, a colon for the decimal mark."""
    text = text.replace("§", "$").strip("„“”\"'‘’«»*°{}[]|_")
    match = re.fullmatch(r"([(-]?[€$£]?\d{1,6}):(\d{2}[€$£)]*)", text)
    if match and ("€" in text or "$" in text or "£" in text):
        text = f"{match[1]}.{match[2]}"
    return text


def _more_plain(tokens: list[Token], at: int, aspect: float) -> bool:
    """True when a longer run of digit groups follows (an account or card number, not an amount)."""
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        follow is not None
        and re.fullmatch(r"\d{2,4}", tokens[at].text) is not None
        and re.fullmatch(r"\d{2}|\d{4}", follow.text) is not None
        and _close(tokens[at], follow, aspect, 0.6)
    )


def _close(left: Token, right: Token, aspect: float, factor: float) -> bool:
    return right.x0 - left.x1 < factor * (right.y1 - right.y0) * aspect


def _belongs_right(tokens: list[Token], at: int, aspect: float) -> bool:
    """A currency sign between two numbers belongs to the nearer one."""
    if at + 1 >= len(tokens) or not _DIGITS.search(tokens[at + 1].text):
        return False
    return tokens[at + 1].x0 - tokens[at].x1 < tokens[at].x0 - tokens[at - 1].x1 - 0.001
