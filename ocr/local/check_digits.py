"""Numbers that can be checked: VAT ids, IBANs, structured references.

Shapes and checks: EU VAT ids (EC VIES), IBAN registry (ISO 13616), RF references (ISO 11649), Belgian +++ references.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from functools import lru_cache

from stdnum import iban as std_iban
from stdnum import iso11649
from stdnum.ch import uid as ch_uid
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat
from stdnum.nl import btw as nl_btw

EU = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
IBAN_LENGTH = {
    "AT": 20,
    "BE": 16,
    "BG": 22,
    "CH": 21,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "EE": 20,
    "ES": 24,
    "FI": 18,
    "FR": 27,
    "GB": 22,
    "GR": 27,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IS": 26,
    "IT": 27,
    "LI": 21,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "MC": 27,
    "MT": 31,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "RO": 24,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "SM": 27,
    "TR": 26,
    "AE": 23,
    "IL": 23,
}
VAT_SHAPES = {
    "NL": r"\d{9}B\d{2}",
    "EU": r"\d{9}",  # of sellers outside the Union who declare VAT in one member state for all
    "BE": r"[01]?\d{9}",
    "DE": r"\d{9}",
    "FR": r"[0-9A-Z]{2}\d{9}",
    "LU": r"\d{8}",
    "AT": r"U\d{8}",
    "GB": r"\d{9}(?:\d{3})?",
    "IT": r"\d{11}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "IE": r"\d[0-9A-Z+*]\d{5}[A-Z]{1,2}",
    "DK": r"\d{8}",
    "SE": r"\d{12}",
    "FI": r"\d{8}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "CZ": r"\d{8,10}",
    "HU": r"\d{8}",
    "RO": r"\d{2,10}",
    "SK": r"\d{10}",
    "SI": r"\d{8}",
    "HR": r"\d{11}",
    "EL": r"\d{9}",
    "BG": r"\d{9,10}",
    "LT": r"\d{9}(?:\d{3})?",
    "LV": r"\d{11}",
    "EE": r"\d{9}",
    "CY": r"\d{8}[A-Z]",
    "MT": r"\d{8}",
    "XI": r"\d{9}",
    "CH": r"E?\d{9}",
    "NO": r"\d{9}",
}


@lru_cache(maxsize=4096)
def valid_vat(value: str) -> bool:
    """True when country prefix and check digit agree (British numbers too; sole traders' mod 97 in NL)."""
    text = compact(value)
    if text.startswith("NL"):
        return bool(nl_btw.is_valid(text))
    if text.startswith(("GB", "XI")):
        return bool(gb_vat.is_valid(text[2:]))
    if text.startswith("CHE"):
        return bool(ch_uid.is_valid(text))
    if text.startswith("GR"):
        text = "EL" + text[2:]
    return text[:2] in EU and bool(eu_vat.is_valid(text))


def fits_country(value: str) -> bool:
    """True when a VAT id with its country code has the number of signs that country gives out."""
    text = compact(value)
    return re.fullmatch(VAT_SHAPES.get(text[:2], r"[0-9A-Z]{7,13}"), text[2:]) is not None


@lru_cache(maxsize=4096)
def valid_iban(value: str) -> bool:
    """True when length and mod 97 (ISO 13616) hold."""
    text = compact(value)
    return IBAN_LENGTH.get(text[:2], len(text)) == len(text) and bool(std_iban.is_valid(text, check_country=False))


def valid_rf(value: str) -> bool:
    """True for an ISO 11649 creditor reference with a right check."""
    return bool(iso11649.is_valid(compact(value)))


def valid_be_reference(value: str) -> bool:
    """True for twelve digits whose last two are the first ten modulo 97 (0 counts as 97)."""
    digits = re.sub(r"\D", "", value)
    return len(digits) == 12 and (int(digits[:10]) % 97 or 97) == int(digits[10:])


def compact(value: str) -> str:
    """Upper case without spaces, dots, dashes and slashes."""
    return re.sub(r"[\s.\-/,:·]", "", value).upper()
