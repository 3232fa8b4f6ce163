"""The currency of the totals: a labelled code, the sign beside the totals, a sign anywhere, then the country."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ocr.local.candidate import Candidate
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.lexicon import COUNTRIES
from ocr.local.numbers import CODES, SYMBOLS, Amount
from ocr.local.relations import Neighbours
from ocr.local.text import key, plain

_US = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[,.]?\s+\d{5}(?:-\d{4})?\b"
)
_PLACES = (
    (re.compile(r"\b(?:NSW|VIC|QLD|TAS)\s+\d{4}\b"), "AUD"),
    (re.compile(r"\b(?:ON|QC|BC|AB|MB|SK|NS)\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"), "CAD"),
)
_IN_BRACKETS = re.compile(r"\((USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|MYR|SGD|RM)\)")
_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "usdollar": "USD",
    "pond": "GBP",
    "pfund": "GBP",
    "ringgit": "MYR",
    "kc": "CZK",
    "zl": "PLN",
}
# Signs of one country that no other writes so.
_SIGNS = {"Kč": "CZK", "KČ": "CZK", "zł": "PLN", "ZŁ": "PLN"}
EURO_COUNTRIES = frozenset("NL BE DE FR LU AT IE ES IT PT FI GR EL EE LV LT SK SI MT CY HR".split())


def currency_candidates(
    layout: Layout,
    labels: Sequence[Label],
    near: Neighbours,
    amounts: Sequence[Amount],
    total_tokens: set[int],
    country: str,
) -> list[Candidate]:
    """Candidates for the ISO 4217 code of the totals."""
    text = layout.text()
    out = [
        *_named(labels, near),
        *_of_amounts(amounts, total_tokens, text),
        *_codes(layout, amounts, total_tokens),
    ]
    if not out and country in EURO_COUNTRIES:
        out.append(Candidate("EUR", 0.3, [], "", "country"))
    elif not out and _US.search(text):
        out.append(Candidate("USD", 0.2, [], "", "country"))
    return out


def _named(labels: Sequence[Label], near: Neighbours) -> Iterator[Candidate]:
    """What stands behind a label that asks for the currency."""
    for label in labels:
        reach = near.right(label) if "currency" in label.kinds else None
        for token in reach.tokens[:2] if reach is not None else ():
            code = re.sub(r"[^A-Za-z€£$]", "", token.text).upper()
            if code in CODES:
                yield Candidate(code, 1.3, [token], token.text, "label")
                break
            if key(token.text) in _WORDS:
                yield Candidate(_WORDS[key(token.text)], 1.2, [token], token.text, "label")
                break


def _of_amounts(amounts: Sequence[Amount], total_tokens: set[int], text: str) -> Iterator[Candidate]:
    """The signs printed with amounts: the more often the better, best with a total."""
    counts: Counter[str] = Counter()
    where: dict[str, Amount] = {}
    at_total: set[str] = set()
    money = any(amount.currency and amount.decimals == 2 for amount in amounts)
    for amount in amounts:
        if amount.currency and (amount.decimals == 2 or not money):  # "RM 69" in the foot is a register, no ringgit
            counts[amount.currency] += 1
            where.setdefault(amount.currency, amount)
            if any(id(t) in total_tokens for t in amount.tokens):
                at_total.add(amount.currency)
                where[amount.currency] = amount
    for sign, count in counts.items():
        score = 0.75 + 0.05 * min(count, 4) + (0.3 if sign in at_total else 0.0)
        code = sign
        if sign == "USD" and "USD" not in text and "US$" not in text:
            code, score = _dollar(text, score)
        shown = where.get(code, where[next(iter(where))])
        yield Candidate(code, score, shown.tokens, "", "total" if code in at_total else "sign")


def _codes(layout: Layout, amounts: Sequence[Amount], total_tokens: set[int]) -> Iterator[Candidate]:
    """Codes and signs that stand by themselves; on the line of a total they mean the total."""
    total_lines = {id(t.line): t for a in amounts for t in a.tokens if id(t) in total_tokens}
    signs: dict[int, str] = {id(a.line): a.currency for a in amounts if a.currency and a.decimals == 2}
    for line in layout.lines:
        for token in line.tokens:
            bare = token.text.strip("().,:;/[]")
            on_total = id(line) in total_lines and token.x0 <= total_lines[id(line)].x1
            if on_total and (bare in CODES or bare in ("€", "EURO", "Euro")):
                yield Candidate(bare if bare in CODES else "EUR", 1.15, [token], token.text, "total")
            elif bare in CODES and signs.get(id(line), bare) != bare:
                continue  # "CAD drawing   120.00 €": a word of the item
            elif bare in CODES or bare in ("€", "EURO", "Euro", "EUROS"):
                yield Candidate("EUR" if bare not in CODES else bare, 0.62, [token], token.text, "code")
            elif bare in _SIGNS:
                yield Candidate(_SIGNS[bare], 1.15 if on_total else 0.62, [token], token.text, "code")
            elif on_total and bare == "£":
                yield Candidate("GBP", 1.15, [token], token.text, "total")
            elif "(EUR)" in token.text or "€" in token.text:
                yield Candidate("EUR", 0.7, [token], token.text, "code")
            elif inside := _IN_BRACKETS.search(token.text):
                yield Candidate(SYMBOLS.get(inside[1], inside[1]), 0.75, [token], token.text, "code")


_CONVERTED = re.compile(
    r"\b1 ?(?:[A-Z]{3}|[€$£]) ?= ?|(?i:exchange rate|conversion rate|wisselkoers"
    r"|wechselkurs|umrechnungskurs|taux de change)"
)


def only_converted(code: str, layout: Layout, amounts: Sequence[Amount]) -> bool:
    """A currency that stands only where a rate of exchange is told, or in brackets under an amount of the other:
    "(€8.11)", "VAT in EUR 28.61 (1 USD = 0.92 EUR)"."""
    lines = {id(a.line): a.line for a in amounts if a.currency == code}
    for line in layout.lines:
        if any(t.text.strip("().,:;/") == code for t in line.tokens):
            lines[id(line)] = line
    bare = [line.text.strip() for line in lines.values() if not _CONVERTED.search(line.text)]
    return len(bare) < len(lines) and all(text.startswith("(") and text.endswith(")") for text in bare)


def _dollar(text: str, score: float) -> tuple[str, float]:
    """Which dollar: the address tells."""
    if _US.search(text):
        return "USD", score
    for shape, code in _PLACES:
        if shape.search(text):
            return code, score - 0.1
    folded = f" {plain(text)} "
    if any(f" {name} " in folded for name in COUNTRIES["US"].split("|")):
        return "USD", score
    return "USD", score - 0.3
