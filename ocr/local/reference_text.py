"""What the number of a paper looks like in print: words that are one, and words that stand beside it."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ocr.local.layout import Token
from ocr.local.relations import Reach
from ocr.local.text import has_digit, plain

DATEISH = re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^(?:19|20)\d\d-\d\d-\d\d$")
MONEY = re.compile(r"^[€$£]|[€$£]$|^\d+[.,]?\d*%$|^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$|^\d{4,},\d{2}$")
_GLUED_NUMBER_WORD = re.compile(r"(?i)^(?:(?:nr|no|n°)[.:]+|n[°º]:?)(?=[a-z0-9])")
_GROUPED = re.compile(r"\d{2,5}")  # "63 123 45 678 90": one number in groups
STOP = frozenset(
    "vom von van du de dated issued dd d.d. from op am le date datum per ltd page"
    " bis tot until by avant auf innerhalb binnen within".split()
)
_SKIP = frozenset(
    "nr no n° nº # number nummer numero num no. nr. id is : . - – no.: nr.: (380) (381) (389) "
    "invoice rechnung factuur facture ref".split()
)


def clean(text: str) -> str:
    """A reference without the marks around it."""
    text = text.strip(" :;,.#*=|\"'“”„")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text.lstrip("(").rstrip(")") if text.count("(") != text.count(")") else text


def reference_in(
    reach: Reach, em: float, *, words: bool = False, strict: bool = False
) -> tuple[str, list[Token]] | None:
    """The first thing in reach that looks like a number; with ``words`` letters alone count as well."""
    tokens = reach.tokens
    for at in range(min(6, len(tokens))):
        bare = _bare(tokens, at)
        if not bare:
            continue
        if DATEISH.match(bare) or plain(bare) in STOP:
            return None
        if has_digit(bare):
            return None if MONEY.search(bare) else _with_groups(tokens, at, bare, em)
        number = _number_behind(tokens, at, bare, em)
        if number is not None:
            return number
        if words:
            run = _rest_of_cell(tokens, at)
            return " ".join(t.text for t in run).strip(" :"), run
        if at >= (0 if strict else 2):
            return None
    return None


def _bare(tokens: Sequence[Token], at: int) -> str:
    """A word without what is glued before its number; empty for one that only leads to the number."""
    text = tokens[at].text
    if at == 0 and ":" in text[:-1] and text.count(":") == 1 and not text[0].isdigit():
        text = text.partition(":")[2]
    if re.fullmatch(r"\(\d{1,4}\)", text):
        return ""  # a code in brackets behind the heading
    bare = _GLUED_NUMBER_WORD.sub("", clean(text))
    if plain(bare).strip(".:") in _SKIP:
        return ""
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    if len(bare) == 1 and tokens[at].confidence < 1.0 and follow is not None and re.search(r"\d{3}", follow.text):
        return ""  # a misread colon
    return bare


def _rest_of_cell(tokens: list[Token], at: int) -> list[Token]:
    """A word and those that follow it in its cell, five at most."""
    most = min(at + 5, len(tokens))
    end = next((n for n in range(at, most) if tokens[n].cell is not tokens[at].cell), most)
    return tokens[at:end]


def _with_groups(tokens: Sequence[Token], at: int, first: str, em: float) -> tuple[str, list[Token]]:
    """A number with the groups set apart from it by a space: "2024 - 001", "F 2024 17"."""
    used = [tokens[at]]
    joined = first
    whole = _whole_cell(tokens, at, em)
    if len(whole) > 1:
        return "".join(clean(t.text) for t in whole), whole
    for follow in tokens[at + 1 :]:
        part = clean(follow.text)
        last = used[-1].text.rstrip(".,;")
        counted = len(used) > 1 and bool(_GROUPED.fullmatch(last) and _GROUPED.fullmatch(part))
        if follow.x0 - used[-1].x1 > 0.55 * em or len(used) > (8 if counted else 3):
            break
        if DATEISH.match(part):
            break  # "90012 / 3-2-2026": the number and its day
        glue = follow.text in "-/" or joined[-1] in "-/"
        if not (glue or counted or _continues(joined, part)):
            break
        joined += follow.text if follow.text in "-/" else part
        used.append(follow)
    return joined.rstrip("-/"), used


def _whole_cell(tokens: Sequence[Token], at: int, em: float) -> list[Token]:
    """Every word from the number on to the end of its cell, when all are parts of one number: codes with digits, set an
    ordinary space apart, no day, year or amount among them, and the first with letters ("24-1180A 44712")."""
    run = _rest_of_cell(list(tokens), at)
    parts = [clean(t.text) for t in run]
    if not 2 <= len(run) <= 4 or run[-1] is not (run[-1].cell.tokens[-1] if run[-1].cell else None):
        return []
    apart = any(b.x0 - a.x1 > 0.55 * em for a, b in itertools.pairwise(run))
    if apart or not all(re.fullmatch(r"[A-Z0-9-]*\d[A-Z0-9-]*", p) for p in parts) or len(parts[0]) < 4:
        return []
    if any(DATEISH.match(p) or re.fullmatch(r"(?:19|20)\d\d", p) or MONEY.search(p) for p in parts):
        return []
    return run if all(re.fullmatch(r"\d{3,}", p) for p in parts[1:]) and not parts[0].isdigit() else []


# Letters among digits, as in "05C060T853 26G1- 1G08".
_MIXED = re.compile(r"\d{1,3}[A-Z]\d{1,4}(?:[A-Z]?\d+)*-?(?:\d{1,3}[A-Z]\d{1,4}(?:[A-Z]?\d+)*-?)*")


def _continues(number: str, part: str) -> bool:
    """Digits, but no year, behind a short beginning: "F" "17", "2024" "001"."""
    if _MIXED.fullmatch(number) and _MIXED.fullmatch(part):
        return True
    short = re.fullmatch(r"[A-Z]{0,3}\d{0,4}", number)
    return bool(short and re.fullmatch(r"\d{2,}", part) and not re.fullmatch(r"(?:19|20)\d\d", part))


# Portugal's kinds of papers open their numbers, then the series: "FT A/1187" (SAF-T (PT), InvoiceNo).
_SAFT = frozenset({"FT", "FS", "FR", "NC", "ND", "VD"})
_SERIES = re.compile(r"[A-Z0-9]{1,10}/\d{1,8}")


def _number_behind(tokens: Sequence[Token], at: int, letters: str, em: float) -> tuple[str, list[Token]] | None:
    """Capitals and the digits close behind them: "RE 2024-17", "INV- 17"."""
    if at + 1 == len(tokens) or not re.fullmatch(r"[A-Z]{1,5}-?", letters):
        return None
    token, after = tokens[at], tokens[at + 1]
    if letters in _SAFT and _SERIES.fullmatch(clean(after.text)) and after.x0 - token.x1 < 0.6 * em:
        return f"{letters} {clean(after.text)}", [token, after]
    digits = clean(after.text)
    if not re.match(r"^[-/]?\d", digits) or after.x0 - token.x1 >= 0.6 * em or DATEISH.match(digits):
        return None
    run = [token, after]
    for follow in tokens[at + 2 : at + 4]:  # "KF 24-1180 44712": groups to the end of the cell
        if follow.cell is not after.cell or not re.fullmatch(r"\d{3,}", follow.text) or "-" not in digits:
            break
        run.append(follow)
    if len(run) > 2 and after.cell is not None and run[-1] is after.cell.tokens[-1]:
        digits += "".join(t.text for t in run[2:])
    else:
        run = [token, after]
    return letters + ("" if letters.endswith("-") else " ") + digits, run
