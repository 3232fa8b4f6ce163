"""From treatment to the ledger's VAT code: proposed from the synced codes, confirmed once (vat-coding §11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding
from domain.vat import Treatment as T
from domain.vat import profile
from matching.vat.decision import reason
from matching.vat.findings import hold
from matching.vat.text import fold

VAT_CODE_UNMAPPED = "VAT_CODE_UNMAPPED"


@dataclass(frozen=True, slots=True)
class DatedPercentage:
    """A percentage (21, not 0.21) of a code and the days it holds; None is open."""

    percentage: Decimal
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the tax point lies in the span."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class LedgerVatCode:
    """A VAT code as synced. ``percentage`` in per cent; ``kind`` as in Exact (E exclusive, I inclusive, N none,
    B both); ``transaction_type`` B, P or S; ``charged``: VAT both due and claimed; ``eu_listing`` G goods,
    S services, "" or N none; ``partial_share`` deductible part 0–1 (None: whole)."""

    code: str
    description: str
    percentage: Decimal
    percentages: tuple[DatedPercentage, ...] = ()
    kind: str = "E"
    transaction_type: str = "B"
    charged: bool = False
    eu_listing: str = ""
    intrastat: bool = False
    margin: bool = False
    partial_share: Decimal | None = None
    blocked: bool = False

    def rate_on(self, day: date | None) -> Decimal | None:
        """The percentage on the tax point; None when the dated rows do not cover it."""
        if not self.percentages or day is None:
            return self.percentage
        return next((p.percentage for p in self.percentages if p.covers(day)), None)


@dataclass(frozen=True, slots=True)
class VatCodeMap:
    """One confirmed or proposed line of the table. ``kind`` goods, services, investment or "" for all;
    ``share`` the deductible part it is for."""

    treatment: T
    rate: Decimal
    code: str
    kind: str = ""
    share: Decimal = Decimal(1)
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class VatCodeProposal:
    """A proposal for the table: the best code, the runners-up, and why. ``sure`` false asks for more care."""

    treatment: T
    rate: Decimal
    kind: str
    code: str
    alternatives: tuple[str, ...]
    score: int
    sure: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class VatCodeChoice:
    """The code for one line, or "" with the hold that says why not."""

    code: str
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    split_nondeductible: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a treatment looks for. ``words`` raise the score; ``shun`` words exclude."""

    treatment: T
    rate: Decimal
    kind: str = ""
    words: tuple[str, ...] = ()
    shun: tuple[str, ...] = ()
    charged: bool = False
    needs_word: bool = False
    margin: bool = False
    partial: bool = False


_RC = ("verlegd", "verleg", "reverse", "medecontractant", "cocontractant", "autoliquidation")
_EU = ("eu", "icv", "ic", "icl", "intracom", "intracommunautair", "intracommunautaire", "binnen", "eg", "ue", "eec")
_OUT = (
    "buiten",
    "import",
    "invoer",
    "non",
    "outside",
    "wereld",
    "art 23",
    "importation",
    "hors",
    "et14000",
    "et 14000",
)
_SALES = ("verkoop", "verkopen", "sales", "export", "uitvoer", "vente", "ventes", "afdracht", "oss")
_GOODS = ("goederen", "goods", "icv", "verwerving", "biens", "levering", "marchandises")
_SERVICES = ("diensten", "services", "dienst", "prestaties", "service")
_ODD = ("prive", "marge", "margin", "privegebruik", "kor", "kleine onderneming", "niet aftrekbaar", "non deductible")


def _wanted(country: str) -> tuple[_Wanted, ...]:
    d = Decimal
    common = (*_RC, *_EU, *_OUT, *_SALES, *_ODD)
    if country == "BE":
        return (
            _Wanted(T.BE_STD21, d(21), words=("21", "hoog", "normaal"), shun=common),
            _Wanted(T.BE_12, d(12), words=("12",), shun=common),
            _Wanted(T.BE_6, d(6), words=("6",), shun=common),
            _Wanted(T.BE_0, d(0), words=("0", "nul"), shun=common),
            _Wanted(T.BE_EXEMPT, d(0), words=("vrijgesteld", "exempt", "geen", "exonere", "44"), shun=common),
            _Wanted(T.BE_COCONTR, d(21), words=_RC, shun=(*_OUT, *_SALES), charged=True, needs_word=True),
            _Wanted(T.BE_COCONTR, d(6), words=_RC, shun=(*_OUT, *_SALES), charged=True, needs_word=True),
            _Wanted(T.BE_IC_GOODS, d(21), "goods", (*_EU, *_GOODS), (*_OUT, *_SALES, *_SERVICES), True, True),
            _Wanted(T.BE_IC_SERV, d(21), "services", (*_EU, *_SERVICES), (*_OUT, *_SALES, "goederen"), True, True),
            _Wanted(T.NONEU_SERV, d(21), "services", (*_OUT, *_SERVICES), (*_SALES, "goederen"), True, True),
            _Wanted(T.BE_IMPORT_ET14000, d(21), "goods", (*_OUT, *_GOODS), (*_SALES, *_SERVICES), True, True),
            _Wanted(T.BE_SMALL, d(0), words=("kleine onderneming", "franchise", "vrijgesteld", "geen"), shun=_SALES),
            _Wanted(T.BE_MARGIN, d(0), words=("marge", "margin"), shun=_SALES, margin=True),
            _Wanted(T.FOREIGN_VAT, d(0), words=("buitenland", "foreign", "geen", "no vat", "etrangere"), shun=_SALES),
            _Wanted(T.BE_NONDED, d(21), words=("niet aftrekbaar", "non deductible", "50", "35"), partial=True),
        )
    return (
        _Wanted(T.NL_STD21, d(21), words=("21", "hoog", "inkoop"), shun=common),
        _Wanted(T.NL_RED9, d(9), words=("9", "laag", "inkoop"), shun=common),
        _Wanted(T.NL_ZERO, d(0), words=("0", "nul"), shun=common),
        _Wanted(T.NL_EXEMPT, d(0), words=("vrijgesteld", "exempt", "geen", "no vat"), shun=common),
        _Wanted(T.NL_OUTSIDE, d(0), words=("geen", "buiten btw", "no vat", "onbelast"), shun=(*_RC, *_SALES, *_ODD)),
        _Wanted(T.NL_RC, d(21), words=_RC, shun=(*_EU, *_OUT, *_SALES), charged=True, needs_word=True),
        _Wanted(T.NL_RC, d(9), words=_RC, shun=(*_EU, *_OUT, *_SALES), charged=True, needs_word=True),
        _Wanted(T.EU_GOODS, d(21), "goods", (*_EU, *_GOODS), (*_OUT, *_SALES, "diensten"), True, True),
        _Wanted(T.EU_GOODS, d(9), "goods", (*_EU, *_GOODS), (*_OUT, *_SALES, "diensten"), True, True),
        _Wanted(T.EU_SERV, d(21), "services", (*_EU, *_SERVICES), (*_OUT, *_SALES, "goederen"), True, True),
        _Wanted(T.NONEU_SERV, d(21), "services", (*_OUT, *_SERVICES), (*_SALES, "goederen"), True, True),
        _Wanted(T.IMPORT_ART23, d(21), "goods", (*_OUT, *_GOODS), (*_SALES, "diensten"), True, True),
        _Wanted(T.IMPORT_CUSTOMS, d(100), words=("100", "alleen btw", "vat only", "invoer", "import"), shun=_SALES),
        _Wanted(T.NL_MARGIN, d(0), words=("marge", "margin"), shun=_SALES, margin=True),
        _Wanted(T.NL_KOR, d(0), words=("kor", "kleine onderneming", "vrijgesteld", "geen"), shun=_SALES),
        _Wanted(T.FOREIGN_VAT, d(0), words=("buitenland", "foreign", "geen", "no vat"), shun=_SALES),
        _Wanted(T.NL_NONDED, d(21), words=("niet aftrekbaar", "non deductible"), partial=True),
    )


def propose_vat_codes(
    codes: Sequence[LedgerVatCode], country: str, day: date | None = None
) -> tuple[VatCodeProposal, ...]:
    """A proposed table for the administration: for every treatment the codes that fit, best first.

    Blocked codes, sales codes and codes whose percentage does not cover ``day`` are never offered. Treatments
    without a fitting code are left out: they stay unmapped, and lines with them are held.
    """
    usable = [code for code in codes if not code.blocked and code.transaction_type in ("B", "P", "")]
    proposals = (_propose(wanted, usable, day) for wanted in _wanted(country))
    return tuple(proposal for proposal in proposals if proposal is not None)


def _propose(wanted: _Wanted, codes: Iterable[LedgerVatCode], day: date | None) -> VatCodeProposal | None:
    scored = [(score, code, why) for code in codes if (got := _score(wanted, code, day)) for score, why in [got]]
    if not scored:
        return None
    scored.sort(key=lambda item: (-item[0], item[1].code))
    score, best, why = scored[0]
    clear = len(scored) == 1 or scored[1][0] < score
    return VatCodeProposal(
        wanted.treatment,
        wanted.rate,
        wanted.kind,
        best.code,
        tuple(code.code for _, code, _ in scored[1:4]),
        score,
        clear and score >= 3,
        why,
    )


def _score(wanted: _Wanted, code: LedgerVatCode, day: date | None) -> tuple[int, tuple[Reason, ...]] | None:
    """How well a code fits, with reasons; None when it cannot be it."""
    rate = code.rate_on(day)
    if rate is None or rate != wanted.rate or code.margin != wanted.margin or code.charged != wanted.charged:
        return None
    if (code.partial_share is not None) != wanted.partial:
        if not (wanted.partial and _has(code.description, ("niet aftrekbaar", "non deductible"))):
            return None
    if wanted.charged and _listing_excludes(wanted, code):
        return None
    if _has(code.description, wanted.shun):
        return None
    hits = [word for word in wanted.words if _has(code.description, (word,))]
    listed = wanted.treatment in (T.EU_GOODS, T.EU_SERV, T.BE_IC_GOODS, T.BE_IC_SERV) and bool(
        code.eu_listing.strip("N ")
    )
    if wanted.needs_word and not hits and not listed:
        return None
    reasons = [reason("vatcode.percentage", percentage=rate)]
    score = 1 + 2 * min(len(hits), 3)
    if wanted.charged:
        reasons.append(reason("vatcode.both_accounts"))
        score += 1
    if hits:
        reasons.append(reason("vatcode.name", words=", ".join(hits)))
    if listed:
        score += 1
        reasons.append(reason("vatcode.eu_listing", listing=code.eu_listing))
    if code.intrastat and wanted.kind == "goods":
        score += 1
        reasons.append(reason("vatcode.intrastat"))
    if code.transaction_type == "P":
        score += 2
        reasons.append(reason("vatcode.purchase"))
    if code.kind == "I":
        score -= 2  # inclusive codes exist beside the exclusive ones; amounts are sent without VAT
    return score, tuple(reasons)


def _listing_excludes(wanted: _Wanted, code: LedgerVatCode) -> bool:
    listing = code.eu_listing.strip("N ")
    return wanted.treatment in (T.NL_RC, T.BE_COCONTR, T.NONEU_SERV, T.IMPORT_ART23) and bool(listing)


def _has(description: str, words: Sequence[str]) -> bool:
    padded = f" {fold(description)} "
    return any(f" {fold(word)} " in padded or (len(word) > 5 and fold(word) in padded) for word in words)


def vat_code_for(
    treatment: T,
    rate: Decimal,
    kind: str,
    mapping: Sequence[VatCodeMap],
    codes: Sequence[LedgerVatCode],
    tax_point: date | None,
    share: Decimal = Decimal(1),
    country: str = "NL",
) -> VatCodeChoice:
    """The ledger code for one line, only from confirmed rows of the table.

    The code must exist, not be blocked, be for purchases and have the line's percentage on the tax point; else
    the answer is empty with a VAT_CODE_UNMAPPED hold. A partly deductible line without its own code is split:
    the ordinary code of its rate for the deductible part, the rest of the VAT to cost.
    """
    if profile(treatment).uncertain:
        return _unmapped(treatment, rate, "treatment_uncertain")
    rows = [m for m in mapping if m.confirmed and m.treatment is treatment and m.kind in ("", kind)]
    rows = [m for m in rows if _rate_matters(treatment) is False or m.rate == rate]
    rows = [m for m in rows if m.share == share] or [m for m in rows if treatment not in (T.NL_NONDED, T.BE_NONDED)]
    by_code = {code.code: code for code in codes}
    trouble = "no_mapping"
    for row in sorted(rows, key=lambda m: m.kind == ""):
        problem = _problem(by_code.get(row.code), treatment, rate, tax_point)
        if not problem:
            return VatCodeChoice(row.code, (reason("vatcode.mapped", treatment=treatment.value, rate=rate),))
        trouble = problem
    if treatment in (T.NL_NONDED, T.BE_NONDED):
        return _split(treatment, rate, kind, mapping, codes, tax_point, country)
    return _unmapped(treatment, rate, trouble)


def _split(
    treatment: T,
    rate: Decimal,
    kind: str,
    mapping: Sequence[VatCodeMap],
    codes: Sequence[LedgerVatCode],
    tax_point: date | None,
    country: str,
) -> VatCodeChoice:
    plain = (
        {Decimal(21): T.BE_STD21, Decimal(12): T.BE_12, Decimal(6): T.BE_6}
        if treatment is T.BE_NONDED
        else {Decimal(21): T.NL_STD21, Decimal(19): T.NL_STD21, Decimal(9): T.NL_RED9, Decimal(6): T.NL_RED9}
    ).get(rate)
    if plain is None:
        return _unmapped(treatment, rate, "no_mapping")
    choice = vat_code_for(plain, rate, kind, mapping, codes, tax_point, country=country)
    if not choice.code:
        return _unmapped(treatment, rate, "no_mapping")
    return VatCodeChoice(choice.code, (*choice.reasons, reason("vatcode.split_nondeductible")), (), True)


def _rate_matters(treatment: T) -> bool:
    return profile(treatment).self_assessed or treatment in (
        *(T.NL_STD21, T.NL_RED9, T.NL_NONDED),
        *(T.BE_STD21, T.BE_12, T.BE_6, T.BE_NONDED),
    )


def _problem(code: LedgerVatCode | None, treatment: T, rate: Decimal, tax_point: date | None) -> str:
    if code is None:
        return "code_gone"
    if code.blocked:
        return "code_blocked"
    if code.transaction_type == "S":
        return "code_for_sales"
    on_day = code.rate_on(tax_point)
    if on_day is None:
        return "percentage_not_on_date"
    if _rate_matters(treatment) and on_day != rate:
        return "percentage_differs"
    return ""


def _unmapped(treatment: T, rate: Decimal, why: str) -> VatCodeChoice:
    finding = hold(VAT_CODE_UNMAPPED, "vat_code", treatment=treatment.value, rate=rate, why=why)
    return VatCodeChoice("", (reason(f"vatcode.{why}"),), (finding,))
