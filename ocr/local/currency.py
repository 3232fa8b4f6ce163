"""The currency of the totals: a labelled code, the sign beside the totals, a sign anywhere, then the country."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ocr.local.candidate import Candidate
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.lexicon import COUNTRIES
from ocr.local.numbers import CODES, Amount
from ocr.local.relations import Neighbours
from ocr.local.text import key, plain

_US = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[,.]?\s+\d{5}(?:-\d{4})?\b"
)
_PLACES = (
    (re.compile(r"\b(?:NSW|VIC|QLD|TAS)\s+\d{4}\b"), "AUD"),
    (re.compile(r"\b(?:ON|QC|BC|AB|MB|SK|NS)\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"), "CAD"),
)
_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "usdollar": "USD",
    "pond": "GBP",
    "pfund": "GBP",
    "ringgit": "MYR",
}
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
    out: list[Candidate] = []
    text = layout.text()
    for label in labels:
        if "currency" not in label.kinds:
            continue
        reach = near.right(label)
        if reach is None:
            continue
        for token in reach.tokens[:2]:
            code = re.sub(r"[^A-Za-z€£$]", "", token.text).upper()
            if code in CODES:
                out.append(Candidate(code, 1.3, [token], token.text, "label"))
                break
            if key(token.text) in _WORDS:
                out.append(Candidate(_WORDS[key(token.text)], 1.2, [token], token.text, "label"))
                break
    counts: Counter[str] = Counter()
    where: dict[str, Amount] = {}
    at_total: Counter[str] = Counter()
    money = any(amount.currency and amount.decimals == 2 for amount in amounts)
    for amount in amounts:
        if amount.currency and (amount.decimals == 2 or not money):  # "RM 69" in the foot is a register, no ringgit
            counts[amount.currency] += 1
            where.setdefault(amount.currency, amount)
            if any(id(t) in total_tokens for t in amount.tokens):
                at_total[amount.currency] += 1
                where[amount.currency] = amount
    for code, count in counts.items():
        score = 0.75 + 0.05 * min(count, 4) + (0.3 if at_total[code] else 0.0)
        if code == "USD" and "USD" not in text and "US$" not in text:
            code, score = _dollar(text, score)
        out.append(
            Candidate(
                code,
                score,
                where[next(iter(where))].tokens if code not in where else where[code].tokens,
                "",
                "total" if at_total.get(code) else "sign",
            )
        )
    total_lines = {id(t.line): t for a in amounts for t in a.tokens if id(t) in total_tokens}
    for line in layout.lines:
        for token in line.tokens:
            bare = token.text.strip("().,:;/[]")
            on_total = id(line) in total_lines and token.x0 <= total_lines[id(line)].x1
            if on_total and (bare in CODES or bare in ("€", "EURO", "Euro")):
                out.append(Candidate(bare if bare in CODES else "EUR", 1.15, [token], token.text, "total"))
            elif bare in CODES or bare in ("€", "EURO", "Euro", "EUROS"):
                out.append(Candidate("EUR" if bare not in CODES else bare, 0.62, [token], token.text, "code"))
            elif "(EUR)" in token.text or "€" in token.text:
                out.append(Candidate("EUR", 0.7, [token], token.text, "code"))
            else:
                inside = re.search(r"\((USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK)\)", token.text)
                if inside:
                    out.append(Candidate(inside[1], 0.75, [token], token.text, "code"))
    if not out and country in EURO_COUNTRIES:
        out.append(Candidate("EUR", 0.3, [], "", "country"))
    elif not out and _US.search(text):
        out.append(Candidate("USD", 0.2, [], "", "country"))
    return out


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
