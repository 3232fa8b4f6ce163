"""Things that are bought to be used for years: known by their names, so that somebody asks whether they are an asset.

What makes something an asset is a judgement (life, use, policy of the books); a name and an amount only raise the
question. Rent, repair, insurance, accessories and the like of the same things are cost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_KINDS: Mapping[str, str] = {
    "computers": (
        r"laptops?|notebooks?|macbooks?|imacs?|computers?|desktop[ -]?pcs?|pcs?|workstations?|servers?"
        r"|monitor(?:en|e|s)?|beeldscherm\w*|bildschirm\w*|ecrans?|printers?|drucker|imprimantes?|scanners?|copiers?|kopieer\w*|kopierer"
        r"|tablets?|ipads?|smartphones?|iphones?|beamers?|projectors?|nas|switch|firewalls?|ordinateurs?|rechner"
    ),
    "vehicles": (
        r"bestel(?:auto|bus|wagen)s?|bedrijfs(?:auto|bus|wagen)s?|personenauto'?s?|vrachtwagens?|aanhangwagens?"
        r"|aanhangers?|oplegger|heftrucks?|vorkheftrucks?|elektrische fiets|e-?bikes?|lieferwagen|firmenwagen|anhanger"
        r"|gabelstapler|forklifts?|company cars?|delivery vans?|trailers?|camionnettes?|vehicules?"
    ),
    "machines": (
        r"\w*machines?|\w*maschinen?|compressor(?:en|s)?|kompressor\w*|generator(?:en|s)?|aggrega(?:at|ten)|draaibank"
        r"|freesbank|zaagtafel|hogedrukreiniger|lasapparaat|lasapparatuur|hoogwerker|stapelaar|robot(?:s|arm)?|cnc"
        r"|zonnepanelen|warmtepomp|laadpaal|laadstations?|ladestation|wallbox"
    ),
    "furniture": (
        r"bureau(?:s|stoel(?:en)?|tafels?)?|kantoorstoel(?:en)?|vergadertafels?|kantoorkast(?:en)?|archiefkast(?:en)?"
        r"|stellingkast(?:en)?|palletstelling(?:en)?|magazijnstelling(?:en)?|kantoormeubel\w*|meubilair|inventaris"
        r"|schreibtische?|burostuhl\w*|mobel|desks?|office chairs?|furniture|mobilier|armoires?"
    ),
}
_OF = {kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for kind, words in _KINDS.items()}
# The same words in what is no purchase of the thing itself.
_COST = (
    r"huur\w*|verhuur|lease\w*|leasing|rent|rental|hire|miete|mietgerat|location|reparatie\w*|repair\w*|reparatur\w*"
    r"|reparation|onderhoud\w*|maintenance|wartung|entretien|service\w*|servic\w*|verzekering\w*|insurance|versicherung"
    r"|abonnement\w*|subscription|licen[cst]\w*|hosting|support|installatie\w*|keuring|inspectie|transport|vervoer"
    r"|schoonma\w*|reiniging|cleaning|uren|uur|hours|stunden|training|tas|hoes|kabel|cable|adapter|oplader|toner|inkt"
    r"|cartridge\w*|papier|onderde(?:el|len)|parts?|ersatzteil\w*|accessoire\w*|accessor\w*|garantie\w*|warranty|staffing"
    r"|\w*software|(?:for|voor|fur|pour|zu) (?:de |het |een |the |your |uw |die |das |la |le )?\w+"
    r"|monteur\w*|operator|bediener|per maand|per month|pro monat|par mois"
)
_COST_WORDS = re.compile(rf"(?<!\w)(?:{_COST})(?!\w)")
# What the asset accounts of a chart are called.
_ACCOUNTS: Mapping[str, str] = {
    "computers": r"computer|hardware|automatisering|ict|edv|informati|it-",
    "vehicles": r"vervoer|auto|vehic|fahrzeug|fuhrpark|transportmid|vehicul",
    "machines": r"machin|maschin|installatie|technische anlagen|equipment",
    "furniture": r"inventaris|meubel|furniture|mobel|mobilier|inrichting|kantoorinv",
}
# Found among those when no account bears the kind's own name: charts often have one for all of them.
_FOR_ALL = re.compile(r"inventaris|fixtures|andere (?:vaste )?bedrijfsmiddelen|geschaftsausstattung")


def asset_kind(text: str) -> str:
    """The kind of asset that a line's text names: computers, vehicles, machines, furniture; "" for anything else."""
    low = _plain(text)
    if _COST_WORDS.search(low):
        return ""
    return next((kind for kind, words in _OF.items() if words.search(low)), "")


def asset_account(kind: str, accounts: Iterable[tuple[str, str]]) -> str:
    """The code of the one asset account (code, description) for this kind; "" where none or several fit.

    The caller passes accounts of fixed assets only. Accounts of depreciation are left out.
    """
    told = [(code, _plain(name)) for code, name in accounts]
    rows = [(code, name) for code, name in told if not re.search(r"afschr|deprec|abschreib|amort", name)]
    named = [code for code, name in rows if re.search(_ACCOUNTS[kind], name)]
    fitting = named or [code for code, name in rows if _FOR_ALL.search(name)] or [code for code, _name in rows]
    return fitting[0] if len(fitting) == 1 else ""


def _plain(text: str) -> str:
    """Lower case without accents."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in split if not unicodedata.combining(sign))
