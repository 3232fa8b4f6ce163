"""What the paper claims about each line's VAT: charged, or not charged and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from matching.vat.amounts import Priced
from matching.vat.signals import Hit, Signal


class Regime(StrEnum):
    """Why a line carries VAT or not."""

    CHARGED = "charged"
    REVERSE = "reverse"
    IC = "ic"
    EXPORT = "export"
    TRIANGULATION = "triangulation"
    MARGIN = "margin"
    TRAVEL = "travel"
    SMALL = "small"
    EXEMPT = "exempt"
    OUTSIDE = "outside"
    ZERO = "zero"
    INSURANCE_TAX = "insurance_tax"
    OTHER = "other"  # a category we do not book (Canary Islands, split payment)
    NONE = "none"


_BY_SIGNAL = {
    Signal.REVERSE_CHARGE: Regime.REVERSE,
    Signal.OWN_COUNTRY_RC: Regime.REVERSE,
    Signal.BE_CLAUSE_COCONTR: Regime.REVERSE,
    Signal.IC_SUPPLY: Regime.IC,
    Signal.TRIANGULATION: Regime.TRIANGULATION,
    Signal.EXPORT: Regime.EXPORT,
    Signal.MARGIN: Regime.MARGIN,
    Signal.TRAVEL: Regime.TRAVEL,
    Signal.SMALL: Regime.SMALL,
    Signal.EXEMPT: Regime.EXEMPT,
    Signal.OUTSIDE: Regime.OUTSIDE,
    Signal.INSURANCE_TAX: Regime.INSURANCE_TAX,
}
_BY_CATEGORY = {
    "S": Regime.CHARGED,
    "AE": Regime.REVERSE,
    "K": Regime.IC,
    "G": Regime.EXPORT,
    "O": Regime.OUTSIDE,
    "E": Regime.EXEMPT,
    "Z": Regime.ZERO,
    "L": Regime.OTHER,
    "M": Regime.OTHER,
    "B": Regime.OTHER,
}
CATEGORY_CODES = frozenset(_BY_CATEGORY)
_BY_VATEX = (
    ("VATEX-EU-AE", Regime.REVERSE),
    ("VATEX-EU-IC", Regime.IC),
    ("VATEX-EU-G", Regime.EXPORT),
    ("VATEX-EU-O", Regime.OUTSIDE),
    ("VATEX-EU-D", Regime.TRAVEL),
    ("VATEX-EU-309", Regime.TRAVEL),
    ("VATEX-EU-F", Regime.MARGIN),
    ("VATEX-EU-I", Regime.MARGIN),
    ("VATEX-EU-J", Regime.MARGIN),
    ("VATEX-FR-FRANCHISE", Regime.SMALL),
    ("VATEX-FR-AE", Regime.REVERSE),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The paper's claim for one line.

    ``regime`` what it amounts to; ``structured`` it comes from a category code; ``strong`` a text or code
    outside small print says so; ``rivals`` other strong claims on the same line that exclude it;
    ``rate`` a percentage named with a reverse charge.
    """

    regime: Regime
    strong: bool
    structured: bool = False
    source: str = ""
    rivals: tuple[Regime, ...] = ()
    rate: Decimal | None = None
    hits: tuple[Hit, ...] = ()


def claim_of(priced: Priced, hits: tuple[Hit, ...], other_uncharged: bool) -> Claim:
    """What is claimed for this line.

    ``other_uncharged``: some other line carries no VAT, so a text about the whole document may be about that
    line and does not contradict VAT charged here.
    """
    code = _coded(priced)
    own = tuple(h for h in hits if h.line == priced.index and h.signal in _BY_SIGNAL)
    general = tuple(h for h in hits if h.line is None and h.signal in _BY_SIGNAL)
    if priced.says_charged:
        texts = own if other_uncharged else own + general
        rivals = {_BY_SIGNAL[h.signal] for h in texts if h.strong and not h.aside}
        if code is not None and code is not Regime.CHARGED:
            rivals.add(code)
        # A renovation clause or insurance tax beside VAT is handled by the rules, not a contradiction.
        return Claim(
            Regime.CHARGED, True, code is Regime.CHARGED, "stated", tuple(sorted(rivals)), priced.rate, own + general
        )
    return _uncharged(priced, code, own, general)


def _uncharged(priced: Priced, code: Regime | None, own: tuple[Hit, ...], general: tuple[Hit, ...]) -> Claim:
    texts = tuple(h for h in own if h.strong) or tuple(h for h in general if h.strong)
    said = {_BY_SIGNAL[h.signal] for h in texts}
    rate = next((h.rate for h in texts if h.rate is not None), priced.rate or None)
    if code is Regime.CHARGED:
        # "Standard rate" without an amount cannot be: the rules hold it.
        return Claim(Regime.CHARGED, True, True, "category", (Regime.ZERO, *sorted(said)), priced.rate, own + general)
    if code is not None:
        refined = _refine(code, said)
        by_category = _BY_CATEGORY.get(priced.line.category.strip().upper(), code)
        others = (said | {by_category}) - {refined}
        rivals = tuple(sorted(r for r in others if not _agree(refined, r)))
        return Claim(refined, True, True, "category", rivals, rate, own + general)
    if Regime.TRIANGULATION in said:
        said -= {Regime.REVERSE, Regime.IC}
        said.add(Regime.TRIANGULATION)
    if said >= {Regime.IC, Regime.REVERSE}:
        said.discard(Regime.REVERSE)  # acquisitions of goods are often worded with both
    if said:
        first = next(_BY_SIGNAL[h.signal] for h in texts if _BY_SIGNAL[h.signal] in said or len(said) == 1)
        first = first if first in said else sorted(said)[0]
        rivals = tuple(sorted(r for r in said - {first} if not _agree(first, r)))
        return Claim(first, True, False, "text", rivals, rate, own + general)
    weak = [h for h in (*own, *general) if not h.strong]
    if weak:
        return Claim(_BY_SIGNAL[weak[0].signal], False, False, "small_print", (), weak[0].rate, own + general)
    return Claim(Regime.NONE, False, False, "", (), priced.rate, own + general)


def _coded(priced: Priced) -> Regime | None:
    code = priced.line.exemption.strip().upper()
    for start, regime in _BY_VATEX:
        if code == start or code.startswith(start + "-"):
            return regime
    if code.startswith(("VATEX-EU-132", "VATEX-EU-135", "VATEX-EU-143", "VATEX-EU-148", "VATEX-EU-151")):
        return Regime.EXEMPT
    return _BY_CATEGORY.get(priced.line.category.strip().upper())


def _refine(code: Regime, said: set[Regime]) -> Regime:
    """Category E or O is general; a text says which exemption it is."""
    special = {Regime.SMALL, Regime.MARGIN, Regime.TRAVEL, Regime.INSURANCE_TAX}
    if code in (Regime.EXEMPT, Regime.OUTSIDE, Regime.ZERO):
        wanted = special | ({Regime.IC, Regime.EXPORT} if code is not Regime.OUTSIDE else set())
        wanted |= {Regime.REVERSE} if code is Regime.ZERO else set()
        return next((regime for regime in sorted(said & wanted)), code)
    return Regime.TRIANGULATION if code in (Regime.IC, Regime.REVERSE) and Regime.TRIANGULATION in said else code


def _agree(one: Regime, other: Regime) -> bool:
    """Whether two wordings can stand on one invoice without contradiction."""
    pair = {one, other}
    return (
        pair <= {Regime.EXEMPT, Regime.SMALL, Regime.ZERO, Regime.OUTSIDE, Regime.INSURANCE_TAX}
        or pair <= {Regime.IC, Regime.TRIANGULATION, Regime.REVERSE}
        or pair <= {Regime.IC, Regime.EXEMPT, Regime.ZERO}
        or pair <= {Regime.REVERSE, Regime.ZERO}
        or pair <= {Regime.EXPORT, Regime.EXEMPT, Regime.ZERO}
        or pair <= {Regime.MARGIN, Regime.TRAVEL, Regime.EXEMPT}
    )
