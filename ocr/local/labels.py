"""Find the labels on a page: the longest known phrase at each place, with tolerance for OCR slips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr.local.language import guess_language
from ocr.local.layout import Layout, Line, Token
from ocr.local.lexicon import TABLES, table_for
from ocr.local.text import has_digit, key, plain

_MAX_WORDS = 6
_FUZZY_MIN = 6  # shorter phrases must match to the letter


@dataclass(slots=True, eq=False)
class Label:
    """A known phrase on a line. ``kinds`` are the meanings it can have; ``tokens`` the words it covers."""

    kinds: frozenset[str]
    tokens: list[Token]
    phrase: str

    @property
    def line(self) -> Line:
        line = self.tokens[0].line
        assert line is not None
        return line

    @property
    def x0(self) -> float:
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        return self.tokens[-1].x1

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds


@lru_cache(maxsize=40000)
def phrase_key(text: str) -> str:
    """The form labels are compared in: number words become "nr", "#" too, everything else letters and digits."""
    text = text.replace("#", " nr ").replace("№", " nr ").replace("%", " pct ")
    text = re.sub(r"(?i)\bn\s?[°º]\.?", " nr ", text)
    text = re.sub(r"(?i)(?<![a-z])no[.:]", " nr ", text)
    return key(text)


def _variants(phrase: str) -> set[str]:
    base = phrase_key(phrase)
    out = {base}
    if base.endswith("no") and len(base) > 5 and re.search(r"\bno\.?$", phrase):
        out.add(base[:-2] + "nr")
    if re.search(r"\bno\b", phrase):
        out.add(phrase_key(re.sub(r"\bno\b", "nr", phrase)))
    return {v for v in out if v}


@cache
def phrases(which: str) -> dict[str, frozenset[str]]:
    """phrase key -> kinds, for a table of the lexicon ("labels", "columns", "titles", "labels south", …)."""
    out: dict[str, set[str]] = {}
    for kind, words in TABLES[which].items():
        for phrase in words.split("|"):
            for variant in _variants(phrase):
                out.setdefault(variant, set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in out.items()}


@cache
def _single_words(which: str) -> frozenset[str]:
    """Phrases that are one short word in every spelling: words side by side never make them ("Cust Omer")."""
    source = TABLES[which]
    several = {
        v for words in source.values() for p in words.split("|") if re.search(r"[ .#°/-]", p) for v in _variants(p)
    }
    single = {
        v for words in source.values() for p in words.split("|") if not re.search(r"[ .#°/-]", p) for v in _variants(p)
    }
    return frozenset(v for v in single - several if len(v) <= 12)


def _spaced(run: list[Token]) -> bool:
    """Letters set apart: "T O T A L"."""
    return all(len(t.text) <= 2 for t in run)


@cache
def _by_length(which: str) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for phrase in phrases(which):
        if len(phrase) >= _FUZZY_MIN:
            out.setdefault(len(phrase), []).append(phrase)
    return out


# "Stromrechnung", "Huurfactuur": no list holds them all.
_A_BILL = re.compile(r"^(?!pro|concept|entwurf|muster|vor|gut|mahn|credit)[a-z]{3,16}(?:(?<!ab|be)rechnung|factuur)$")


@lru_cache(maxsize=30_000)
def _names_a_bill(text: str, which: str) -> bool:
    """A compound with the word for a bill at its end, read as the heading of a paper."""
    return which.startswith("titles") and _A_BILL.match(text) is not None


@lru_cache(maxsize=30000)
def lookup(text: str, which: str, fuzzy: bool) -> str | None:
    """The known phrase that ``text`` (a phrase key) is, or None."""
    known = phrases(which)
    if text in known:
        return text
    if _names_a_bill(text, which):
        return "rechnung" if text.endswith("rechnung") else "factuur"
    if not fuzzy:
        return None
    letters = text.replace("0", "o").replace("1", "i")
    if letters != text and letters in known and not text.isdigit():
        return letters
    if len(text) in (4, 5) and text.isalpha():  # a lost or changed last letter: "Tota", "Totai"
        near = [p for p in ("total", "totaal", "summe", "netto") if p in known and p.startswith(text[:4])]
        if near:
            return near[0]
    if len(text) < _FUZZY_MIN or sum(c.isdigit() for c in text) > 1:
        return None
    slips = 1 if len(text) < 9 else 2
    choices = [p for n in range(len(text) - slips, len(text) + slips + 1) for p in _by_length(which).get(n, ())]
    choices = [p for p in choices if len(p) < len(text) + 2 or not p.endswith(text)]  # a word is missing: "uw"
    best = process.extractOne(text, choices, scorer=Levenshtein.distance, score_cutoff=slips)
    return best[0] if best else None


# "Next billing date", "vorige factuurnummer": of another paper than this one.
_OF_THIS = frozenset({"date", "due", "number"})
_ANOTHERS = frozenset(
    {"next", "previous", "prior", "volgende", "vorige", "nachste", "nachster", "vorherige", "prochain", "prochaine"}
)

# Currencies that stand inside a label without changing it.
_BETWEEN = frozenset({"EUR", "USD", "GBP", "CHF", "EURO", "Euro"})

_OPEN = re.compile(r"[(\[]")


def find_labels(layout: Layout) -> list[Label]:
    """All labels in reading order; on overlapping phrases the longest wins."""
    which = table_for("labels", guess_language(layout))
    out: list[Label] = []
    for line in layout.lines:
        out.extend(labels_on(line, which, layout.is_ocr))
    return out


def labels_on(line: Line, which: str, fuzzy: bool) -> list[Label]:
    """Labels of one line. A phrase never spans a wide gap, unless letters are spaced out."""
    found = line.labels.get((which, fuzzy))
    if found is None:
        found = line.labels[which, fuzzy] = _search(line, which, fuzzy)
    return found


def _search(line: Line, which: str, fuzzy: bool) -> list[Label]:
    out: list[Label] = []
    known = phrases(which)
    for tokens in _runs(line, which):
        at = 0
        while at < len(tokens):
            pair = _paired(tokens[at], which) if "/" in tokens[at].text else None
            if pair is not None:
                out.append(pair)
                at += 1
                continue
            if not fuzzy and not _may_begin(tokens[at].text, which):
                at += 1  # nearly all words of a text layer
                continue
            hit = None
            for size, text in _candidates(tokens, at, which, fuzzy):
                run = tokens[at : at + size]
                if size > 1 and not any(c.isalnum() or c == "#" for c in run[-1].text):
                    continue
                found = lookup(text, which, fuzzy)
                if found is not None and size > 1 and found in _single_words(which) and not _spaced(run):
                    found = None
                if found is None and size == 1:
                    found = _inside(run[0].text, which)
                elif found is None and ":" in run[-1].text:
                    found = _glued(run, which)
                if found is not None:
                    hit = Label(known[found], run, found)
                    break
            if hit is not None:
                if not (at and hit.kinds & _OF_THIS and plain(tokens[at - 1].text) in _ANOTHERS):
                    out.append(hit)
                at += len(hit.tokens)
            else:
                at += 1
    return out


def _candidates(tokens: list[Token], at: int, which: str, fuzzy: bool) -> list[tuple[int, str]]:
    """(number of words, phrase key) of the runs from ``at`` that may be a phrase, longest first.

    Nearly all words begin no phrase. Read to the letter, a longer run's key begins with that of a shorter one, so
    the search ends with the first key that no phrase begins with; slips of recognition leave no such way out."""
    starts = None if fuzzy else _beginnings(which)
    out: list[tuple[int, str]] = []
    words = ""
    for size in range(1, min(_MAX_WORDS, len(tokens) - at) + 1):
        word = tokens[at + size - 1].text
        if size > 1 and word in _BETWEEN:
            continue  # "Total EUR incl. VAT"
        words = f"{words} {word}" if words else word
        text = phrase_key(words)
        known = starts is None or text in starts or (size == 1 and _names_a_bill(text, which))
        # A word that begins nothing may still hold a label and its value.
        if text and len(text) <= 48 and (known or (":" in word[1:-1] and word[0].isalpha())):
            out.append((size, text))
        if not known:
            break
    out.reverse()
    return out


@lru_cache(maxsize=30_000)
def _may_begin(word: str, which: str) -> bool:
    """Whether a label, read to the letter, may begin with the word or stand in it."""
    text = phrase_key(word)
    return ":" in word or text in _beginnings(which) or _names_a_bill(text, which)


@lru_cache(maxsize=16)
def _beginnings(which: str) -> frozenset[str]:
    """Every beginning of every phrase, the empty one too."""
    return frozenset(phrase[:length] for phrase in phrases(which) for length in range(len(phrase) + 1))


def _runs(line: Line, which: str) -> list[list[Token]]:
    """Where phrases are looked for: inside cells; for field labels also over one moderate gap ("DUE   DATE")."""
    cells = [cell.tokens for cell in line.cells]
    if not which.startswith("labels"):
        return cells
    out: list[list[Token]] = []
    for tokens in cells:
        last = out[-1][-1] if out else None
        wide = (last.y1 - last.y0) * 1.414 * 1.7 if last is not None else 0.0
        if (
            last is not None
            and tokens[0].x0 - last.x1 < wide
            and not last.text.endswith(":")
            and not has_digit(last.text)
        ):
            out[-1] = [*out[-1], *tokens]
        else:
            out.append(list(tokens))
    return out


_DAYS = frozenset({"date", "order_date", "delivery_date", "other_date"})


def _paired(token: Token, which: str) -> Label | None:
    """Two labels in one word, with both values behind: "Nummer/Datum   90012 / 3-2-2026"."""
    first, mark, second = token.text.strip(":").partition("/")
    known = phrases(which)
    one, two = phrase_key(first), phrase_key(second)
    if not mark or one not in known or "date" not in known.get(two, ()):
        return None
    named = known[one] - _DAYS
    if named & {"number", "weak_number"}:
        return Label(frozenset({"number", "date"}), [token], one + two)
    return Label(named | {"other_date"}, [token], one + two)


def _inside(text: str, which: str) -> str | None:
    """A label glued to its value: "Factuurnummer:2024-001", "IBAN:NL02..."."""
    head, mark, tail = text.partition(":")
    if mark and tail and len(head) > 2:
        found = phrase_key(head)
        if found in phrases(which):
            return found
    return None


def _glued(run: list[Token], which: str) -> str | None:
    """A label of several words, the last one glued to the value: "Invoice Date:01 May 2024"."""
    head, _, tail = run[-1].text.partition(":")
    if not head or not tail or not (tail[0].isalnum() or tail[0] in "€$£"):
        return None
    found = phrase_key(" ".join([*(t.text for t in run[:-1]), head]))
    return found if found in phrases(which) else None
