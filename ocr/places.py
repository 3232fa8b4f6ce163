"""Where on the pages a value stands that another source gave: an e-invoice or a model. Pure.

A model's value without a place is an invention, whatever its own certainty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from domain.evidence import Box
from domain.money import decimal_or_none
from domain.reading import AMOUNT_FIELDS, DATE_FIELDS, FieldValue
from ocr.page import Page, Word

_WINDOW = 4  # words of one row that may form one value
_SYMBOLS = {"EUR": ("€", "EUR", "EURO"), "USD": ("$", "USD", "US$"), "GBP": ("£", "GBP"), "CHF": ("CHF", "FR.")}
# First letters of month names in nl, en, de, fr, without accents.
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "fev": 2,
    "fvr": 2,
    "mrt": 3,
    "maa": 3,
    "mar": 3,
    "mrz": 3,
    "apr": 4,
    "avr": 4,
    "mei": 5,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "juin": 6,
    "jul": 7,
    "juil": 7,
    "aug": 8,
    "aou": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
    "dez": 12,
}
_INJECTION = re.compile(
    r"ignor\w* (?:all|any|the|previous|alle|vorige|eerdere|die|alle vorherigen|les)\b.{0,40}"
    r"(?:instruction|instructie|opdracht|anweisung|prompt|regel)|you are now|system prompt|as an ai\b|jij bent nu|"
    r"</?(?:system|assistant|document)>",
    re.IGNORECASE | re.DOTALL,
)


def plain(text: str) -> str:
    """Letters and digits only, upper case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed.upper() if c.isalnum())


def same(name: str, one: str, other: str) -> bool:
    """Whether two values of a field say the same."""
    if name in AMOUNT_FIELDS:
        left, right = decimal_or_none(one), decimal_or_none(other)
        return left is not None and right is not None and abs(left) == abs(right)
    left_text, right_text = plain(one), plain(other)
    if name.endswith("_name"):
        return bool(left_text and right_text) and (left_text in right_text or right_text in left_text)
    return left_text == right_text


def locate(name: str, value: str, pages: Sequence[Page]) -> tuple[Box, ...] | None:
    """The boxes of the words that show ``value``, None when no page does."""
    for page in pages:
        if name in AMOUNT_FIELDS:
            found = _amount(value, page)
        elif name in DATE_FIELDS:
            found = _date(value, page)
        elif name == "currency":
            found = _currency(value, page)
        else:
            found = _text(value, page)
        if found:
            return tuple(word.box(page.number) for word in found)
    return None


def placed(name: str, found: FieldValue, pages: Sequence[Page]) -> FieldValue:
    """An e-invoice's value with the place where the page shows it."""
    boxes = locate(name, found.value, pages)
    return replace(found, boxes=boxes) if boxes else found


def instructions_in(pages: Sequence[Page]) -> str:
    """A passage that addresses a machine instead of a reader, "" when there is none."""
    for page in pages:
        found = _INJECTION.search(" ".join(word.text for word in page.words))
        if found:
            return found.group(0)[:120]
    return ""


def _windows(page: Page) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in page.words:
        if rows and rows[-1][-1].line == word.line:
            rows[-1].append(word)
        else:
            rows.append([word])
    sizes = range(1, _WINDOW + 1)  # the shortest run that shows a value is its place
    return [row[at : at + size] for size in sizes for row in rows for at in range(len(row) - size + 1)]


def _amount(value: str, page: Page) -> list[Word] | None:
    wanted = decimal_or_none(value)
    if wanted is None:
        return None
    for words in _windows(page):
        joined = "".join(word.text for word in words)
        if _cents(joined) == abs(wanted).quantize(Decimal("0.01")):
            return words
    return None


def _cents(written: str) -> Decimal | None:
    """The amount of a printed number by its own marks; None when it is none."""
    core = re.sub(r"[^\d.,]", "", written)
    if not re.fullmatch(r"[\d.,]*\d[\d.,]*", core):
        return None
    match = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?[.,]?", core)
    if match is None:
        return None
    whole = re.sub(r"\D", "", match.group(1)) or "0"
    return Decimal(f"{whole}.{(match.group(2) or '0'):0<2}") if len(whole) <= 15 else None


def _date(value: str, page: Page) -> list[Word] | None:
    try:
        year, month, day = (int(part) for part in value.split("-"))
    except ValueError:
        return None
    for words in _windows(page):
        text = " ".join(word.text for word in words)
        numbers = [int(found) for found in re.findall(r"\d+", text)[:4]]
        if year not in numbers and year % 100 not in numbers:
            continue
        named = [
            _MONTHS[key]
            for word in re.findall(r"[^\W\d_]+", text)
            for key in (_stem(word)[:4], _stem(word)[:3])
            if key in _MONTHS
        ]
        if named and month in named and day in numbers:
            return words
        if len(numbers) == 3 and sorted(numbers) in (sorted([year, month, day]), sorted([year % 100, month, day])):
            return words
    return None


def _stem(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isalpha() and c.isascii())


def _currency(value: str, page: Page) -> list[Word] | None:
    marks = _SYMBOLS.get(value.upper(), (value.upper(),))
    return next(([word] for word in page.words if any(mark in word.text.upper() for mark in marks)), None)


def _text(value: str, page: Page) -> list[Word] | None:
    """The run of words whose letters and digits contain the value's."""
    wanted = plain(value)
    if len(wanted) < 2:
        return None
    starts, letters = [0], []
    for word in page.words:
        letters.append(plain(word.text))
        starts.append(starts[-1] + len(letters[-1]))
    at = "".join(letters).find(wanted)
    if at < 0:
        return None
    end = at + len(wanted)
    spans = pairwise(starts)
    return [word for word, (begin, stop) in zip(page.words, spans, strict=True) if begin < end and stop > at]
