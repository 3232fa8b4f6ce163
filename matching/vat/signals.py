"""Phrases on an invoice that say how VAT works on it, in Dutch, English, German and French (vat-coding §5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from domain.vat.rates import RATES
from matching.vat.evidence import LegalText, Place
from matching.vat.text import blurred, contains, fold, skeleton, skeleton_words


class Signal(StrEnum):
    """What a phrase points to."""

    REVERSE_CHARGE = "reverse_charge"
    IC_SUPPLY = "ic_supply"
    TRIANGULATION = "triangulation"
    EXPORT = "export"
    MARGIN = "margin"
    TRAVEL = "travel"
    SMALL = "small"
    EXEMPT = "exempt"
    INSURANCE_TAX = "insurance_tax"
    SELF_BILLING = "self_billing"
    CASH_SYSTEM = "cash_system"
    G_ACCOUNT = "g_account"
    GUTSCHRIFT = "gutschrift"
    BE_CLAUSE_COCONTR = "be_clause_cocontractant"
    BE_CLAUSE_RENOVATION = "be_clause_renovation"
    BE_CLAUSE_UNKNOWN = "be_clause_unknown"
    OWN_COUNTRY_RC = "supply_here_reverse_charge"  # art. 12 lid 2/3 Wet OB: foreign vendor, supply in NL


_PHRASES: dict[Signal, tuple[str, ...]] = {
    Signal.REVERSE_CHARGE: (
        *("btw verlegd", "omzetbelasting verlegd", "verlegging van heffing", "verlegging van de heffing"),
        *("btw wordt verlegd", "verlegde btw", "verleggingsregeling", "heffing verlegd", "btw is verlegd"),
        *("btw naar u verlegd", "verlegd naar afnemer", "medecontractant", "verlegging btw", "btw verlegging"),
        *("reverse charge", "reverse charged", "vat reversed", "reverse-charge", "customer to account for vat"),
        *("recipient is liable for vat", "vat to be accounted for by the recipient"),
        *("steuerschuldnerschaft des leistungsempfangers", "verlagerung der steuerschuldnerschaft"),
        *("ubergang der steuerschuld", "umkehrung der steuerschuldnerschaft", "leistungsempfanger schuldet"),
        *("autoliquidation", "auto liquidation", "cocontractant", "due par le preneur", "due par le cocontractant"),
        "taxe a acquitter par le preneur",
    ),
    Signal.IC_SUPPLY: (
        *("intracommunautaire levering", "intracommunautaire leveringen", "ic levering", "icl levering"),
        *("intra community supply", "intra community delivery", "intracommunity supply", "zero rated dispatch"),
        *(
            "innergemeinschaftliche lieferung",
            "innergemeinschaftlichen lieferung",
            "innergemeinschaftliche lieferungen",
        ),
        *("livraison intracommunautaire", "livraison intra communautaire", "livraisons intracommunautaires"),
    ),
    Signal.TRIANGULATION: (
        *("abc levering", "vereenvoudigde abc", "driehoeksverkeer", "driehoeksregeling", "triangulation"),
        *("triangular transaction", "dreiecksgeschaft", "operation triangulaire"),
    ),
    Signal.EXPORT: (
        *("uitvoer buiten de eu", "export buiten de eu", "uitvoerlevering", "export supply", "export outside the eu"),
        *("export of goods", "goods exported", "ausfuhrlieferung", "vat free export", "exportation hors ue"),
        "exportation de biens",
    ),
    Signal.MARGIN: (
        *("margeregeling", "bijzondere regeling gebruikte goederen", "bijzondere regeling kunstvoorwerpen"),
        *("bijzondere regeling voorwerpen voor verzamelingen of antiquiteiten", "margin scheme second hand goods"),
        *("margin scheme works of art", "margin scheme collectors items and antiques", "vat margin scheme"),
        *("differenzbesteuerung", "gebrauchtgegenstande sonderregelung", "kunstgegenstande sonderregelung"),
        *("regime particulier biens d occasion", "regime particulier objets d art", "regime de la marge"),
        "regime particulier objets de collection",
    ),
    Signal.TRAVEL: (
        *("bijzondere regeling reisbureaus", "reisbureauregeling", "margin scheme travel agents"),
        *("sonderregelung fur reiseburos", "regime particulier agences de voyages"),
    ),
    Signal.SMALL: (
        *("kleineondernemersregeling", "kleine ondernemersregeling", "small enterprise exemption"),
        *("kleine onderneming vrijgesteld van btw", "kleinunternehmer", "kleinunternehmerregelung"),
        *("franchise en base", "tva non applicable art 293 b", "regime de franchise", "vrijstellingsregeling kleine"),
        *("regime de la franchise", "petite entreprise soumise au regime de la franchise", "kleinunternehmen"),
        *("bijzondere vrijstellingsregeling kleine ondernemingen", "small business vat exemption"),
        "steuerbefreiungsregelung fur kleinunternehmen",
    ),
    Signal.EXEMPT: (
        *("vrijgesteld van btw", "btw vrijgesteld", "vrijgesteld van omzetbelasting", "vrijgesteld van ob"),
        *("vrijgestelde prestatie", "vrij van btw", "vat exempt", "exempt from vat", "umsatzsteuerfrei"),
        *("von der umsatzsteuer befreit", "steuerfrei nach par 4", "exonere de tva", "exoneration de tva"),
        *("crkbo", "exempte de tva", "vrijgestelde dienst"),
    ),
    Signal.INSURANCE_TAX: (
        *("assurantiebelasting", "insurance premium tax", "verzekeringstaks", "taxe sur les assurances"),
        *("taxe sur les contrats d assurance", "versicherungsteuer", "versicherungssteuer", "premietaks"),
    ),
    Signal.SELF_BILLING: (
        *("factuur uitgereikt door afnemer", "factuur uitgereikt door de afnemer", "self billing", "self billed"),
        *("autofacturation", "uitgereikt door medecontractant"),
    ),
    Signal.CASH_SYSTEM: (
        *("kasstelsel", "cash accounting", "ist versteuerung", "versteuerung nach vereinnahmten entgelten"),
        "tva sur encaissements",
    ),
    Signal.G_ACCOUNT: ("g rekening", "loondeel", "ketenaansprakelijkheid", "blocked account"),
    Signal.GUTSCHRIFT: ("gutschrift",),
}

# Short or structured references need exact shapes, no fuzz. They run on folded text ("§" became "par").
_PATTERNS: dict[Signal, tuple[str, ...]] = {
    Signal.REVERSE_CHARGE: (
        # "omzetbelasting is verlegd", "btw 21 % naar u verlegd"; a whole cell that says "verlegd"
        r"\b(?:btw|b t w|omzetbelasting|heffing)(?: (?!niet\b|geen\b|nooit\b)\w+){0,4} verlegd\b",
        r"^(?:0 )?verlegd(?: \d+)?$",
        r"\bart(?:ikel|icle)? 12 lid 5\b",
        r"\bart(?:ikel|icle)? 20 (?:kb|ar|k b|a r) n[ro]?\b",
        r"\bart(?:ikel|icle)? 51 (?:par )?2\b.{0,12}\b(?:w ?btw|wbtw|btw wetboek|ctva|code)",
        r"\bart(?:ikel|icle|s)? 19[46]\b",
        r"\b13b (?:abs(?:atz)? \d+ )?(?:nr \d+ )?ustg\b",
        r"\bart(?:icle)? 283(?: \d+| i+)* (?:du )?cgi\b",
    ),
    Signal.OWN_COUNTRY_RC: (r"\bart(?:ikel|icle)? 12 lid [23]\b",),
    Signal.IC_SUPPLY: (
        r"\bart(?:ikel|icle)? 138\b",
        r"\bpar 4 (?:abs \d )?nr 1 ?b\b",
        r"\bpar 6 ?a ustg\b",
        r"\b262 ter\b",
        r"\bart(?:ikel|icle)? 39 ?bis\b",
        r"\btabel ii (?:post )?a ?6\b",
    ),
    Signal.TRIANGULATION: (r"\bpar 25 ?b ustg\b", r"\bart(?:ikel|icle)? 141\b"),
    Signal.EXPORT: (
        r"\bart(?:ikel|icle)? 146\b",
        r"\bart(?:ikel|icle)? 9 lid 2 (?:onder )?a\b",
        r"\b262 i\b(?! ter)",
        r"^(?:export|uitvoer|ausfuhr|exportation)$",
        r"\b(?:export|uitvoer) 0 (?:btw|vat)?",
    ),
    Signal.MARGIN: (
        r"\bbijzondere regeling (?:\w+ ){0,2}(?:gebruikte goederen|kunstvoorwerpen|antiquiteiten)\b",
        r"\bpar 25 ?a ustg\b",
        r"\bmargin scheme\b(?! travel)",
        r"\bmargegoed(?:eren)?\b",
    ),
    Signal.TRAVEL: (r"\bpar 25 ustg\b",),
    Signal.SMALL: (
        r"\bkor (?:regeling|van toepassing|vrijgesteld\w*|vrijstelling)\b",
        r"\b(?:onder|ivm|i v m|wegens|vanwege|o g v|grond van|volgens|door|deelname aan|deelnemer aan) (?:de )?kor\b",
        r"\bpar 19 (?:abs \d )?ustg\b",
        r"\b19 ustg\b",
        r"\b293 ?b\b",
        r"\bart(?:ikel)? 25\b(?: lid \d)?(?: wet)?(?: op de)?(?: ob| omzetbelasting)",
        r"\bvrijgesteld van (?:ob|btw|omzetbelasting) (?:op grond van )?art(?:ikel)? 25\b",
        r"\bart(?:ikel)? 56 ?bis\b",
        r"\bkleine onderneming(?:en)? (?:\w+ ){0,4}vrijgesteld\b",
        r"\bpetites? entreprises? (?:\w+ ){0,4}(?:franchise|exoner)",
        r"\b[a-z]{2}\w{6,12} ex\b",
    ),
    Signal.EXEMPT: (
        r"\bvrijgesteld (?:\w+ ){0,4}art(?:ikel)? (?:11|44)\b",
        r"\bart(?:ikel|icle)? 11 (?:lid 1 )?(?:\w+ ){0,3}(?:wet )?ob\b",
        r"\bart(?:ikel|icle)? 44 (?:par \d )?(?:du )?(?:w ?btw|wbtw|ctva|code|btw wetboek)",
        r"\bsteuerfrei (?:\w+ ){0,3}par 4\b(?! (?:abs \d )?nr 1)",
        r"\bpar 4 nr (?!1\b)\d+",
        r"\bexoner\w+ (?:\w+ ){0,3}art 44\b",
    ),
    Signal.G_ACCOUNT: (r"\bg rek(?:ening)?\b",),
}

# The scheme's abbreviation is a first name too ("Kor de Vries"): only capitals, and no name behind it.
_CASED: dict[Signal, str] = {Signal.SMALL: r"\bKOR\b(?!\s+(?:d[eu]\b|van\b|[A-Z][a-z]))"}

_NEGATED_BEFORE = re.compile(
    r"(?:\bniet|\bgeen|\bno|\bnot|\bkeine?r?|\bnicht|\bpas d|\bpas|\bzonder|\bwithout|\bsans|\bohne|\bindien|\bif"
    r"|\bwanneer|\bsi|\bfalls)(?: (?:de|het|een|the|a|van|of|la|le|der|die|is|wordt|sprake|subject|to)){0,3} $"
)
_NEGATED_AFTER = re.compile(
    r"^ (?:is |wordt |does |est |ist |regeling |mechanism )?"
    r"(?:niet|not|nicht|nee|neen|nein|n v t|nvt|ne s applique pas|non applicable)\b"
)
_CLAUSE_START = (
    "bij gebrek aan schriftelijke betwisting binnen een termijn van een maand",
    "sofern die rechnung nicht binnen einer frist von einem monat",
    "en l absence de contestation par ecrit dans un delai d un mois",
)
_CLAUSE_COCONTR = ("periodieke aangiften", "declarations periodiques", "periodischer", "periodische mehrwertsteuer")
_CLAUSE_RENOVATION = ("woning", "btw tarief", "taux de tva", "habitation", "logement", "steuersatz", "wohnung")
# Reading more than this as one small print block makes a phrase weak evidence.
_WEAK_FROM = 800
_STATEMENT_UP_TO = 160
# A forgiven slip must not be all of the word that matters: "vrijgesteld van ob" is not "vrijgesteld van verzendkosten".
_SHORT = 3
_RATES = {row.rate for row in RATES if row.rate}
_CLAUSE_NUMBER = re.compile(r"(?:art(?:ikel|icle|\.)?\s*)?\d+(?:\.\d+)*[.)]?\s+\D", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal that was read: ``phrase`` as known to us, ``strong`` false in terms and conditions,
    ``line`` the line it stands beside (None: whole document), ``rate`` a percentage named with it."""

    signal: Signal
    phrase: str
    strong: bool
    line: int | None = None
    rate: Decimal | None = None
    text: LegalText | None = None


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
    padded, hay = f" {fold(text.text)} ", skeleton(text.text)
    found = []
    clause = _clause(text.text)
    if clause:
        found.append(Hit(clause, "contestation clause", strong, text.line, None, text))
    for signal in Signal:
        phrase = _phrase(signal, text.text, padded, hay, patterns=text.place is not Place.DESCRIPTION)
        if phrase is None:
            continue
        if clause and signal in (Signal.REVERSE_CHARGE, Signal.EXEMPT):
            continue  # the clause speaks of the same thing and decides itself
        found.append(Hit(signal, phrase, strong, text.line, _rate_near(text.text, signal), text))
    return _without_shadows(found)


def _phrase(signal: Signal, raw: str, padded: str, hay: str, patterns: bool) -> str | None:
    """The first known wording of the signal that is not negated; None when there is none. ``padded``: the folded text
    between spaces; ``hay``: its skeleton. Both are the same for every signal and phrase, of which there are many."""
    folded = padded[1:-1]
    for pattern in _PATTERNS.get(signal, ()) if patterns else ():
        match = re.search(pattern, folded)
        if match and not _negated(folded[: match.start()], folded[match.end() :]):
            return match.group(0)
    cased = re.search(_CASED[signal], raw) if signal in _CASED else None
    if cased and not _negated(fold(raw[: cased.start()]) + " ", " " + fold(raw[cased.end() :])):
        return cased.group(0)
    for phrase, known, needle, keyed in _wordings(signal):
        if f" {known} " in padded:
            spots = re.finditer(rf"\b{re.escape(known)}\b", folded)
            if any(not _negated(folded[: spot.start()], folded[spot.end() :]) for spot in spots):
                return phrase
        elif (
            skeleton_words(phrase) in skeleton_words(folded) if keyed else blurred(needle, hay)
        ) and not _negated_blur(folded):
            return phrase
    return None


@cache
def _wordings(signal: Signal) -> tuple[tuple[str, str, str, bool], ...]:
    """(phrase, folded, skeleton, whether its meaning hangs on a short last word) of each known wording."""
    phrases = _PHRASES.get(signal, ())
    return tuple((phrase, fold(phrase), skeleton(phrase), len(phrase.split()[-1]) <= _SHORT) for phrase in phrases)


def _negated(before: str, after: str) -> bool:
    return bool(_NEGATED_BEFORE.search(before) or _NEGATED_AFTER.search(after))


def _negated_blur(folded: str) -> bool:
    """A blurred match has no exact place; any denial in the same short text then counts against it."""
    return bool(re.search(r"\b(?:niet|geen|not|no|nicht|kein\w*|indien)\b", folded))


def _clause(raw: str) -> Signal | None:
    if not any(contains(raw, start) for start in _CLAUSE_START):
        return None
    folded = fold(raw)
    if any(contains(raw, part) for part in _CLAUSE_COCONTR):
        return Signal.BE_CLAUSE_COCONTR
    if any(part in folded or skeleton(part) in skeleton(raw) for part in _CLAUSE_RENOVATION):
        return Signal.BE_CLAUSE_RENOVATION
    return Signal.BE_CLAUSE_UNKNOWN


def _rate_near(raw: str, signal: Signal) -> Decimal | None:
    """A single percentage in a short text beside a reverse charge wording ("btw verlegd 9%")."""
    if signal is not Signal.REVERSE_CHARGE or len(raw) > 200:
        return None
    named = {
        Decimal(r.replace(",", ".")) for r in re.findall(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:%|procent|percent)", raw)
    }
    rates = named & _RATES  # not the share of a blocked account or a discount
    return rates.pop() if len(rates) == 1 else None


def _without_shadows(found: list[Hit]) -> list[Hit]:
    """Drop general signals that a more specific one in the same text explains."""
    kinds = {hit.signal for hit in found}
    drop: set[Signal] = set()
    if kinds & {Signal.SMALL, Signal.TRAVEL, Signal.MARGIN, Signal.IC_SUPPLY, Signal.EXPORT}:
        drop.add(Signal.EXEMPT)
    if Signal.TRAVEL in kinds:
        drop.add(Signal.MARGIN)
    if Signal.TRIANGULATION in kinds:
        drop |= {Signal.IC_SUPPLY}
    if Signal.SELF_BILLING in kinds:
        drop |= {Signal.GUTSCHRIFT}
    return [hit for hit in found if hit.signal not in drop]
