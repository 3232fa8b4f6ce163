"""What a head of a column says: known phrases, phrases cut short, and phrases that also say whether VAT is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ocr.local.labels import labels_on, lookup, phrase_key, phrases
from ocr.local.layout import Token
from ocr.local.text import plain

_MONEY_WORDS = re.compile(r"(?i)\(?\b(?:in\s+)?(?:eur|euro|usd|gbp|chf|sek|nok|dkk)\b\)?|[€$£]|\(\s*\)|\[.*?\]")
_PREFERENCE = (
    "description",
    "quantity",
    "price",
    "amount",
    "gross_amount",
    "discount",
    "vat_rate",
    "vat_amount",
    "per",
    "unit",
    "code",
    "ean",
    "pos",
    "date",
)
_TAX = r"(?:btw|b\.t\.w|vat|tva|t\.v\.a|tax(?:es)?|mwst|ust|gst|iva)\b\.?"
_WITHOUT = re.compile(
    rf"\b(?:(?:excl|exclusief|excluding|exclusive of|ex|exc|exkl|zonder|without|hors|ohne|before)\b\.?\s*{_TAX}"
    rf"|(?:excl|exclusief|ex|exc|exkl)\b\.?|h\.?t\.?v?a?\b\.?|netto|net)(?!\w)"
)
_WITH = re.compile(
    rf"\b(?:(?:incl|inclusief|including|inclusive of|inc|inkl|mit|with)\b\.?\s*{_TAX}"
    rf"|(?:incl|inclusief|inc|inkl)\b\.?|t\.?t\.?c\b\.?|t\.?v\.?a\.?c\b\.?|brutto|gross)(?!\w)"
)


def ordered(kinds: frozenset[str]) -> list[str]:
    """Meanings of a phrase, the likeliest first."""
    return sorted(kinds, key=_PREFERENCE.index)


def kinds_of(text: str, fuzzy: bool) -> list[str]:
    """Meanings of a head, the likeliest first; empty when it is none that is known. ``fuzzy``: forgive slips of
    recognition."""
    return list(_kinds_of(text, fuzzy))


@lru_cache(maxsize=20_000)
def _kinds_of(text: str, fuzzy: bool) -> list[str]:
    bare = _MONEY_WORDS.sub(" ", text)
    for form in (text, bare, re.sub(r"[(\[].*?[)\]]", " ", bare), bare.replace("%", " "), bare.partition("/")[0]):
        found = lookup(phrase_key(form), "columns", fuzzy)
        if found:
            return ordered(phrases("columns")[found])
    return abbreviated(text) or _about_vat(plain(bare), fuzzy)


def _about_vat(text: str, fuzzy: bool) -> list[str]:
    """Meanings of a head that also says whether VAT is in it: "Totaal excl. btw", "Prix net", "Excl. BTW"."""
    for shape, alone in ((_WITHOUT, "amount"), (_WITH, "gross_amount")):
        if not shape.search(text):
            continue
        rest = phrase_key(shape.sub(" ", text))
        if not rest:
            return [alone]
        found = lookup(rest, "columns", fuzzy)
        kinds = ordered(phrases("columns")[found]) if found else []
        if kinds and kinds[0] in ("amount", "price", "gross_amount"):
            return ["gross_amount" if kinds[0] == "amount" and shape is _WITH else kinds[0]]
    return []


@lru_cache(maxsize=2000)
def abbreviated(text: str) -> list[str]:
    """Meanings of a head cut short with a full stop ("Hoeveelh.", "Descr."), when all that begin so mean the same."""
    match = re.fullmatch(r"\W*([^\W\d_]{4,})\.\W*", text)
    if match is None:
        return []
    start = phrase_key(match[1])
    found = {kinds for phrase, kinds in phrases("columns").items() if phrase.startswith(start)}
    leading = {ordered(kinds)[0] for kinds in found}
    return [leading.pop()] if len(leading) == 1 else []


def names_columns(words: Sequence[Token], fuzzy: bool, least: int = 0) -> bool:
    """Whether words of one line, but for numbers among them, are names of columns ("Count: 2  Price: 4.00", "Art. no
    4711"): they say nothing about the item, which stands above them. Without words: yes. ``least``: how many names
    there have to be."""
    if not words:
        return True
    line = words[0].line
    own = {id(t) for t in words}
    labels = labels_on(line, "columns", fuzzy) if line is not None else []
    labels = [label for label in labels if any(id(t) in own for t in label.tokens)]
    named = {id(t) for label in labels for t in label.tokens}
    if len(labels) + sum(bool(abbreviated(t.text)) and id(t) not in named for t in words) < least:
        return False
    lettered = [t for t in words if sum(c.isalpha() for c in t.text) > 1 and not any(c.isdigit() for c in t.text)]
    return all(id(t) in named or abbreviated(t.text) for t in lettered)
