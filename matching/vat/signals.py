"""What the texts of an invoice say about its VAT: known wordings found, weighed by where and how they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.vat.rates import RATES
from matching.vat.evidence import LegalText, Place
from matching.vat.signal_words import CLAUSE_STARTS, Signal
from matching.vat.text import contains, fold, skeleton
from matching.vat.wordings import Wording, known

_LAW = re.compile(
    r"\b(?:vat|btw|tva|mwst|iva|directive|richtlijn|richtlinie|directiva|2006|112|eg|eu|ce|exempt\w*|vrijgesteld|steuerfrei"
    r"|exoner\w*|\w*reverse\w*|verlegd|autoliquidation|supply|levering|lieferung|livraison|export\w*|zero|0|tax)\b"
)
_NEGATED_BEFORE = re.compile(
    r"(?:\bniet|\bgeen|\bno|\bnot|\bkeine?r?|\bnicht|\bpas d|\bpas|\bzonder|\bwithout|\bsans|\bohne|\bindien|\bif"
    r"|\bwanneer|\bsi|\bfalls)(?: (?:de|het|een|the|a|van|of|la|le|der|die|is|wordt|sprake|subject|to)){0,3} $"
)
_NEGATED_AFTER = re.compile(
    r"^ (?:is |wordt |does |est |ist |regeling |mechanism )?"
    r"(?:niet|not|nicht|nee|neen|nein|no$|n v t|nvt|ne s applique pas|non applicable)\b"
)
_NOTHING_BEHIND = re.compile(r"^(?: (?:eur|euro|bedrag|over|van))? 0 00\b")
_CONDITION_BEFORE = re.compile(
    r"\b(?:bij|in geval van|in case of|for|bei|en cas d(?:e|'))(?: \w+ (?:of|en|or|und|ou))? $"
)
_CLAUSE_COCONTR = ("periodieke aangiften", "declarations periodiques", "periodischer", "periodische mehrwertsteuer")
_CLAUSE_RENOVATION = ("woning", "btw tarief", "taux de tva", "habitation", "logement", "steuersatz", "wohnung")
# Reading more than this as one small print block makes a phrase weak evidence.
_WEAK_FROM = 800
_STATEMENT_UP_TO = 160
# How many letters around an article's number are looked at for a word of tax law.
_NEAR = 45
_RATES = {row.rate for row in RATES if row.rate}
_CLAUSE_NUMBER = re.compile(r"(?:art(?:ikel|icle|\.)?\s*)?\d+(?:\.\d+)*[.)]?\s+\D", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal that was read: ``phrase`` as known to us, ``strong`` false in terms and conditions,
    ``line`` the line it stands beside (None: whole document), ``rates`` the percentages named with it,
    ``aside`` it may be a heading ("btw verlegd 0,00") or a condition ("bij export"), and so contradicts nothing."""

    signal: Signal
    phrase: str
    strong: bool
    line: int | None = None
    rates: frozenset[Decimal] = frozenset()
    aside: bool = False
    text: LegalText | None = None

    @property
    def rate(self) -> Decimal | None:
        """The percentage named, when it is one."""
        return next(iter(self.rates)) if len(self.rates) == 1 else None


def find_signals(texts: tuple[LegalText, ...]) -> tuple[Hit, ...]:
    """Every signal in the texts, once per text and signal, in reading order."""
    return tuple(hit for text in texts for part in _paragraphs(text) for hit in _in_text(part))


def _paragraphs(text: LegalText) -> list[LegalText]:
    """A long block is read by paragraph: a short one may be a statement of its own, a numbered or long one is
    small print."""
    if len(text.text) <= _WEAK_FROM or text.place is Place.TERMS:
        return [text]
    parts = [part.strip() for part in re.split(r"\n+", text.text) if part.strip()]
    if len(parts) == 1:
        return [text]
    whole = [LegalText(text.text, Place.TERMS, text.line, text.boxes)]  # phrases broken over lines
    own = [p for p in parts if len(p) <= _STATEMENT_UP_TO and not _CLAUSE_NUMBER.match(p)]
    return [LegalText(part, text.place, text.line, text.boxes) for part in own] + whole


def _in_text(text: LegalText) -> list[Hit]:
    if not text.text.strip():
        return []
    strong = text.place is not Place.TERMS and (len(text.text) <= _WEAK_FROM or text.line is not None)
    clause, phrases = _named(text.text, text.place is Place.DESCRIPTION)
    found = [Hit(clause, "contestation clause", strong, text.line, text=text)] if clause else []
    for signal, phrase, aside in phrases:
        if clause and signal in (Signal.REVERSE_CHARGE, Signal.EXEMPT):
            continue  # the clause speaks of the same thing and decides itself
        found.append(Hit(signal, phrase, strong, text.line, _rates_near(text.text, signal), aside, text))
    return _without_shadows(found)


@lru_cache(maxsize=4096)
def _named(raw: str, own_words: bool) -> tuple[Signal | None, tuple[tuple[Signal, str, bool], ...]]:
    """The contestation clause, and each signal with its phrase and whether that stands aside. ``own_words``: of a line,
    where article numbers are no articles of law. Letterheads and footers come back with every invoice of a vendor."""
    said = _said(raw, own_words)
    clause = _clause(raw) if Signal.BE_CLAUSE_UNKNOWN in said.wordings else None
    phrases = [(signal, _phrase(signal, said)) for signal in said.signals()]
    return clause, tuple((signal, phrase, _aside(signal, phrase, said.folded)) for signal, phrase in phrases if phrase)


@dataclass(frozen=True, slots=True)
class _Said:
    """A text made ready to be compared (``letters``: its skeleton), and what of all that is known it may hold."""

    raw: str
    folded: str
    letters: str
    wordings: Mapping[Signal, Sequence[Wording]]
    shapes: Mapping[Signal, Sequence[re.Pattern[str]]]
    articles: Mapping[Signal, Sequence[re.Pattern[str]]]
    cased: Mapping[Signal, Sequence[re.Pattern[str]]]

    def signals(self) -> list[Signal]:
        """The signals worth a closer look, in their order."""
        hinted = {*self.wordings, *self.shapes, *self.articles, *self.cased} - {Signal.BE_CLAUSE_UNKNOWN}
        return [signal for signal in Signal if signal in hinted] if hinted else []


def _said(raw: str, own_words: bool) -> _Said:
    folded, letters = fold(raw), skeleton(raw)
    wordings, shapes, articles, cased = known()
    padded = f" {folded} "
    return _Said(
        raw,
        folded,
        letters,
        wordings.possible(folded, letters),
        {} if own_words else shapes.possible(padded),
        {} if own_words else articles.possible(padded),
        cased.possible(raw),
    )


def _phrase(signal: Signal, said: _Said) -> str | None:
    """The first known wording of the signal that is not negated; None when there is none."""
    folded = said.folded
    for pattern in said.shapes.get(signal, ()):
        match = pattern.search(folded)
        if match and not _negated(folded[: match.start()], folded[match.end() :]):
            return match.group(0)
    for article in said.articles.get(signal, ()):
        match = article.search(folded)
        if match and _is_of_law(match, folded):
            return match.group(0)
    for capitals in said.cased.get(signal, ()):
        match = capitals.search(said.raw)
        if match and not _negated(fold(said.raw[: match.start()]) + " ", " " + fold(said.raw[match.end() :])):
            return match.group(0)
    return next((wording.phrase for wording in said.wordings.get(signal, ()) if _worded(wording, said)), None)


def _worded(wording: Wording, said: _Said) -> bool:
    """Whether the wording stands in the text, and is not negated."""
    folded = said.folded
    if f" {wording.words} " in f" {folded} ":
        spots = re.finditer(rf"\b{re.escape(wording.words)}\b", folded)
        return any(not _negated(folded[: spot.start()], folded[spot.end() :]) for spot in spots)
    return wording.blurred_in(folded, said.letters) and not _negated_blur(folded)


def _is_of_law(article: re.Match[str], folded: str) -> bool:
    """Whether a word of tax law stands near the article, or the article is all there is."""
    near = folded[max(0, article.start() - _NEAR) : article.start()] + folded[article.end() : article.end() + _NEAR]
    return article.group(0) == folded or bool(_LAW.search(near))


def _negated(before: str, after: str) -> bool:
    return bool(_NEGATED_BEFORE.search(before) or _NEGATED_AFTER.search(after))


def _negated_blur(folded: str) -> bool:
    """A blurred match has no exact place; any denial in the same short text then counts against it."""
    return bool(re.search(r"\b(?:niet|geen|not|no|nicht|kein\w*|indien)\b", folded))


def _aside(signal: Signal, phrase: str, folded: str) -> bool:
    """Whether the words need not be about this invoice: a heading with nothing behind it, a condition before it, or a
    registration that says nothing about this supply."""
    if phrase == "crkbo" or signal is Signal.OUTSIDE:
        return True
    at = folded.find(fold(phrase))
    if at < 0:
        return False
    before, after = folded[:at], folded[at + len(fold(phrase)) :]
    return bool(_NOTHING_BEHIND.match(after) or _CONDITION_BEFORE.search(before))


def _clause(raw: str) -> Signal | None:
    if not any(contains(raw, start) for start in CLAUSE_STARTS):
        return None
    folded = fold(raw)
    if any(contains(raw, part) for part in _CLAUSE_COCONTR):
        return Signal.BE_CLAUSE_COCONTR
    if any(part in folded or skeleton(part) in skeleton(raw) for part in _CLAUSE_RENOVATION):
        return Signal.BE_CLAUSE_RENOVATION
    return Signal.BE_CLAUSE_UNKNOWN


def _rates_near(raw: str, signal: Signal) -> frozenset[Decimal]:
    """Percentages in a short text beside a reverse charge wording ("btw verlegd 9%")."""
    if signal is not Signal.REVERSE_CHARGE or len(raw) > 200:
        return frozenset()
    named = {
        Decimal(r.replace(",", ".")) for r in re.findall(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:%|procent|percent)", raw)
    }
    return frozenset(named & _RATES)  # not the share of a blocked account or a discount


def _without_shadows(found: list[Hit]) -> list[Hit]:
    """Drop general signals that a more specific one in the same text explains."""
    kinds = {hit.signal for hit in found}
    drop: set[Signal] = set()
    if kinds & {Signal.SMALL, Signal.TRAVEL, Signal.MARGIN, Signal.IC_SUPPLY, Signal.EXPORT}:
        drop |= {Signal.EXEMPT, Signal.OUTSIDE}
    if Signal.TRAVEL in kinds:
        drop.add(Signal.MARGIN)
    if Signal.TRIANGULATION in kinds:
        drop |= {Signal.IC_SUPPLY}
    if Signal.SELF_BILLING in kinds:
        drop |= {Signal.GUTSCHRIFT}
    return [hit for hit in found if hit.signal not in drop]
