"""Units of quantity as they are printed in four languages and as UN/ECE codes."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from functools import lru_cache

from ocr.local.text import plain

UNITS = frozenset(
    (
        "st stk stuk stuks stck stuck pc pcs pce pieces piece ea each unit units unite unites eenheid h "
        "hr hrs hour hours uur uren std stunde "
        "stunden heure heures d day days dag dagen tag tage jour jours maand maanden month months monat "
        "monate mois week weken weeks woche wochen "
        "semaine jaar year years jahr jahre kg g gr gram kilo ton t to l ltr liter liters litre litres "
        "ml m m1 m2 m3 m² m³ cm mm km meter metre lm "
        "kwh mwh pak pakken pack paket paquet doos dozen box boxes boite karton ktn fles flesje flasche "
        "bottle rol rollen roll rolle rouleau set sets "
        "pallet pal palette paar pair paire psch pauschal forfait ls lump h87 c62 hur kgm mtr ltr day "
        "mtk mtq kwh xpk pr np nar xpp ens blik bus zak "
        "sac sack tube vel blatt feuille liter(s) unit(s) hour(s) day(s) stk. stuk(s) fl ds rll personen "
        "persons pers nacht nachten night nights nuit "
        "nuits nachte min minuten minutes licentie license licence user users abo keer x mal fois"
    ).split()
)


@lru_cache(maxsize=20_000)
def is_unit(text: str) -> bool:
    """True for a word that is only a unit of quantity."""
    return plain(text).strip(".,:;/") in UNITS


_GLUED = re.compile(r"^(?P<count>\d{1,6}(?:[.,]\d{1,3})?)(?P<unit>(?:×|[^\W\d_]{1,6}[²³]?))\.?$")


@lru_cache(maxsize=20_000)
def glued_unit(text: str) -> tuple[str, str] | None:
    """The digits and the unit of a count printed as one word: "3x" -> ("3", ""), "2,5u" -> ("2,5", "u"); None for a
    word that is no count."""
    match = _GLUED.match(text)
    if match is None or not (is_unit(match["unit"]) or match["unit"] in ("u", "U", "x", "X", "×")):
        return None
    return match["count"], "" if match["unit"] in ("x", "X", "×") else match["unit"]
