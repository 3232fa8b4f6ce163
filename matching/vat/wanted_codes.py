"""What a ledger VAT code must look like to serve a treatment (vat-coding §11). Data, and one way to compare words.

Words are whole words of the code's description, case and accents aside; a trailing "*" also takes longer words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.vat import Treatment as T
from matching.vat.text import fold


@dataclass(frozen=True, slots=True)
class WantedCode:
    """``words`` name it (one is needed when ``needs_word``), ``also`` speak for it, ``shun`` exclude it; ``charged``:
    VAT both due and claimed; ``listings``: EU sales listing letters that fit (Exact: L goods, S services)."""

    treatment: T
    rate: Decimal
    kind: str = ""
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    shun: tuple[str, ...] = ()
    charged: bool = False
    needs_word: bool = False
    margin: bool = False
    partial: bool = False
    listings: str = ""


_RC = ("verlegd", "verleg*", "reverse*", "medecontractant*", "cocontractant*", "autoliquidation")
_EU = ("eu", "icv", "ic", "icl", "icp", "intracom*", "intra", "eg", "ue", "eec")
_OUT = (
    "buiten",
    "import*",
    "invoer*",
    "outside",
    "wereld*",
    "art 23",
    "hors",
    "non eu",
    "niet eu",
    "et 14000",
    "et14000",
)
_SALES = ("verkoop*", "verkopen", "sales", "export*", "uitvoer*", "vente*", "afdracht", "oss", "levering*")
_GOODS = ("goederen", "goods", "verwerving*", "biens", "marchandises")
_SERVICES = ("diensten", "dienst", "services", "service", "prestaties")
_ODD = ("prive*", "marge*", "margin", "kor", "kleine onderneming*", "franchise")
_NONE = ("geen", "no vat", "onbelast", "zonder btw", "sans tva")
_EXEMPT = ("vrijgesteld*", "exempt", "exonere*", "art 44", "art 11")
_PLAIN = (*_RC, *_EU, *_OUT, *_SALES, *_ODD)


def has_word(description: str, words: Sequence[str]) -> bool:
    """Whether any of the words (or word groups) stands in the description."""
    padded = f" {fold(description)} "
    return any(f" {fold(w[:-1])}" in padded if w.endswith("*") else f" {fold(w)} " in padded for w in words)


def _domestic(treatment: T, rate: int, *words: str, also: tuple[str, ...] = ()) -> WantedCode:
    return WantedCode(treatment, Decimal(rate), words=words, also=also, shun=_PLAIN)


def _unclaimed(
    treatment: T, words: tuple[str, ...], also: tuple[str, ...] = (), shun: tuple[str, ...] = ()
) -> WantedCode:
    return WantedCode(treatment, Decimal(0), words=words, also=also, shun=(*_RC, *_SALES, *shun))


def _reverse(treatment: T, rate: int) -> WantedCode:
    return WantedCode(treatment, Decimal(rate), words=_RC, shun=(*_EU, *_OUT, *_SALES), charged=True, needs_word=True)


def _union(treatment: T, rate: int, kind: str) -> WantedCode:
    goods = kind == "goods"
    return WantedCode(
        treatment,
        Decimal(rate),
        kind,
        words=_EU,
        also=_GOODS if goods else _SERVICES,
        shun=(*_OUT, *_RC, *(_SERVICES if goods else _GOODS)),
        charged=True,
        needs_word=True,
        listings="LG" if goods else "S",
    )


def _outside(treatment: T, kind: str) -> WantedCode:
    goods = kind == "goods"
    return WantedCode(
        treatment,
        Decimal(21),
        kind,
        words=_OUT,
        also=_GOODS if goods else _SERVICES,
        shun=_SERVICES if goods else (*_GOODS, "art 23", "et 14000", "et14000"),
        charged=True,
        needs_word=True,
    )


_NL = (
    _domestic(T.NL_STD21, 21, "hoog", "21", "standaard", also=("inkoop*",)),
    _domestic(T.NL_RED9, 9, "laag", "9", "verlaagd", also=("inkoop*",)),
    WantedCode(T.NL_ZERO, Decimal(0), words=("nultarief", "0", "nul"), shun=(*_PLAIN, *_NONE, *_EXEMPT)),
    _unclaimed(T.NL_EXEMPT, _EXEMPT, _NONE, (*_ODD, *_EU, *_OUT)),
    _unclaimed(T.NL_OUTSIDE, _NONE, (), (*_ODD, *_EXEMPT, "nultarief")),
    _reverse(T.NL_RC, 21),
    _reverse(T.NL_RC, 9),
    _union(T.EU_GOODS, 21, "goods"),
    _union(T.EU_GOODS, 9, "goods"),
    _union(T.EU_SERV, 21, "services"),
    _outside(T.NONEU_SERV, "services"),
    _outside(T.IMPORT_ART23, "goods"),
    WantedCode(T.IMPORT_CUSTOMS, Decimal(100), words=("invoer*", "import*", "100", "alleen btw"), shun=_SALES),
    WantedCode(T.NL_MARGIN, Decimal(0), words=("marge*", "margin"), shun=_SALES, margin=True),
    _unclaimed(T.NL_KOR, ("kor", "kleine onderneming*"), (*_EXEMPT, *_NONE)),
    _unclaimed(T.FOREIGN_VAT, ("buitenland*", "foreign"), _NONE, (*_ODD, *_EXEMPT, "nultarief")),
    WantedCode(T.NL_NONDED, Decimal(21), words=("hoog", "21"), shun=(*_RC, *_EU, *_OUT), partial=True),
    WantedCode(T.NL_NONDED, Decimal(9), words=("laag", "9"), shun=(*_RC, *_EU, *_OUT), partial=True),
)
_BE = (
    _domestic(T.BE_STD21, 21, "21", "normaal"),
    _domestic(T.BE_12, 12, "12"),
    _domestic(T.BE_6, 6, "6"),
    WantedCode(T.BE_0, Decimal(0), words=("0", "nultarief"), shun=(*_PLAIN, *_NONE, *_EXEMPT)),
    _unclaimed(T.BE_EXEMPT, _EXEMPT, _NONE, (*_ODD, *_EU, *_OUT)),
    _reverse(T.BE_COCONTR, 21),
    _reverse(T.BE_COCONTR, 6),
    _union(T.BE_IC_GOODS, 21, "goods"),
    _union(T.BE_IC_GOODS, 6, "goods"),
    _union(T.BE_IC_SERV, 21, "services"),
    _outside(T.NONEU_SERV, "services"),
    _outside(T.BE_IMPORT_ET14000, "goods"),
    _unclaimed(T.BE_SMALL, ("kleine onderneming*", "franchise"), (*_EXEMPT, *_NONE)),
    WantedCode(T.BE_MARGIN, Decimal(0), words=("marge*", "margin"), shun=_SALES, margin=True),
    _unclaimed(T.FOREIGN_VAT, ("buitenland*", "foreign", "etrangere"), _NONE, (*_ODD, *_EXEMPT, "0")),
    WantedCode(T.BE_NONDED, Decimal(21), words=("21",), shun=(*_RC, *_EU, *_OUT), partial=True),
)


def wanted_codes(country: str) -> tuple[WantedCode, ...]:
    """What to look for in the books of a country (BE; every other gets the Dutch list)."""
    return _BE if country == "BE" else _NL
