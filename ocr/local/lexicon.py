"""What things are called on business documents. Data only; the words stand in ``lexicons/``.

Phrases are compared by letters and digits alone (``text.key``), so "Rechnungs-Nr.:" and "rechnungsnr" are one.
Longer phrases win over the shorter ones inside them, which is why phrases that mean *something else* are listed too.
Dutch, English, German and French are looked for on every paper; the words of other languages ("LABELS south": Spanish,
Italian, Portuguese; "north": Danish, Swedish, Norwegian, Finnish, Polish; "east": Czech, Slovak, Slovene) only on
papers in one of them, because short words mean other things elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from ocr.local.lexicons import amounts, columns, dates, eastern, northern, parties, references, southern, titles
from ocr.local.lexicons.composed import COMPOSED
from ocr.local.lexicons.firms import BUSINESS_WORDS, COUNTRIES, LANGUAGE_WORDS, LEGAL_FORMS, NOT_NAMES


def _merged(*tables: Mapping[str, str]) -> dict[str, str]:
    """kind -> phrases of all tables, "|" between them."""
    out: dict[str, str] = {}
    for table in tables:
        for kind, words in table.items():
            out[kind] = f"{out[kind]}|{words}" if kind in out else words
    return out


LABELS = _merged(references.REFERENCES, dates.DATES, amounts.AMOUNTS, parties.PARTIES, COMPOSED)
COLUMNS = _merged(columns.COLUMNS, southern.COLUMNS, northern.COLUMNS, eastern.COLUMNS)
TITLES = dict(titles.TITLES)
# name of a phrase table -> its kinds and phrases; "labels south" is "labels" with the southern words besides
TABLES: dict[str, dict[str, str]] = {
    "labels": LABELS,
    "labels south": _merged(LABELS, southern.LABELS),
    "labels north": _merged(LABELS, northern.LABELS),
    "labels east": _merged(LABELS, eastern.LABELS),
    "columns": COLUMNS,
    "titles": TITLES,
    "titles south": _merged(TITLES, southern.TITLES),
    "titles north": _merged(TITLES, northern.TITLES),
    "titles east": _merged(TITLES, eastern.TITLES),
}
_GROUP = {
    "es": " south",
    "it": " south",
    "pt": " south",
    "da": " north",
    "sv": " north",
    "no": " north",
    "pl": " north",
    "fi": " north",
    "cs": " east",
    "sl": " east",
}


def table_for(which: str, language: str) -> str:
    """The phrase table of ``which`` ("labels" or "titles") for a paper in ``language``."""
    return which + _GROUP.get(language, "")


__all__ = [
    "BUSINESS_WORDS",
    "COLUMNS",
    "COUNTRIES",
    "LABELS",
    "LANGUAGE_WORDS",
    "LEGAL_FORMS",
    "NOT_NAMES",
    "TABLES",
    "TITLES",
    "table_for",
]
