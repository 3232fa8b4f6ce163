"""Identifiers of parties: what a VAT, KvK, enterprise or bank number looks like when it is written properly.

``normalise_*`` never raises: it gives the canonical spelling or an empty string when the text cannot be
that identifier. ``valid_*`` proves it by its check digits (python-stdnum knows the national algorithms).
Shapes and checks: vat-coding §6.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stdnum import get_cc_module
from stdnum import iban as stdnum_iban
from stdnum.eu import vat as stdnum_vat

EU_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
_NOT_ALNUM = re.compile(r"[^0-9A-Z]")
_DIGITS = re.compile(r"\D")
# Prefixes on VAT numbers that differ from the ISO country.
_VAT_COUNTRY = {"EL": "GR", "XI": "XI"}


def _squeeze(text: str) -> str:
    return _NOT_ALNUM.sub("", text.upper())


def normalise_vat(text: str, country: str = "") -> str:
    """Canonical VAT number with country prefix ("NL004495445B01"); "" when it cannot be one.

    ``country`` (ISO) completes a number printed without prefix. A Belgian nine digit number gets its
    leading zero; Greece becomes EL.
    """
    number = _squeeze(text)
    for label in ("BTWNR", "BTW", "TVA", "USTIDNR", "VATNO", "VAT"):
        number = number.removeprefix(label)
    if not number:
        return ""
    if not re.match(r"[A-Z]{2}", number) or (country and number[:2].isdigit()):
        if not country:
            return ""
        number = ("EL" if country.upper() == "GR" else country.upper()) + number
    if number.startswith("GR"):
        number = "EL" + number[2:]
    if re.fullmatch(r"BE\d{9}", number):
        number = "BE0" + number[2:]
    return number if re.fullmatch(r"[A-Z]{2,3}[0-9A-Z]{2,13}", number) and any(c.isdigit() for c in number) else ""


def vat_country(number: str) -> str:
    """ISO country of a canonical VAT number; "XI" for Northern Ireland goods; "" for none."""
    prefix = normalise_vat(number)[:2]
    return _VAT_COUNTRY.get(prefix, prefix)


@lru_cache(maxsize=20_000)
def valid_vat(text: str) -> bool:
    """Whether the number's check digits hold (Dutch: modulus 11 or modulus 97, either is enough).

    Countries python-stdnum does not know give False: not proven, which is not the same as wrong.
    """
    number = normalise_vat(text)
    if not number:
        return False
    if number[:2] in {"GB", "CH", "NO"}:
        module = get_cc_module(number[:2].lower(), "vat")
        return bool(module and module.is_valid(number))
    if number[:2] == "XI":
        module = get_cc_module("gb", "vat")
        return bool(module and module.is_valid(number[2:]))
    return bool(stdnum_vat.is_valid(number))


def normalise_kvk(text: str) -> str:
    """Dutch trade register number: 8 digits, or "" (a 12 digit branch number is no KvK number)."""
    digits = _DIGITS.sub("", text)
    return digits if len(digits) == 8 else ""


def valid_kvk(text: str) -> bool:
    """Shape only: a KvK number has no check digit."""
    return bool(normalise_kvk(text))


def normalise_kbo(text: str) -> str:
    """Belgian enterprise number, ten digits starting with 0 or 1, or ""."""
    digits = _DIGITS.sub("", text)
    if len(digits) == 9:
        digits = "0" + digits
    return digits if len(digits) == 10 and digits[0] in "01" else ""


def valid_kbo(text: str) -> bool:
    """Last two digits are 97 minus the first eight modulo 97."""
    digits = normalise_kbo(text)
    return bool(digits) and 97 - int(digits[:8]) % 97 == int(digits[8:])


def normalise_registration(text: str) -> str:
    """A company register number as its significant characters: KBO with ten digits, KvK with eight,
    others upper case without punctuation. A Belgian VAT number gives its enterprise number."""
    squeezed = _squeeze(text)
    for label in ("HANDELSREGISTER", "KVKNUMMER", "KVKNR", "KVK", "COC", "KBO", "BCE", "ONDERNEMINGSNUMMER", "NR"):
        squeezed = squeezed.removeprefix(label)
    if re.fullmatch(r"BE[01]?\d{9}", squeezed):
        return normalise_kbo(squeezed)
    if squeezed.isdigit() and len(squeezed) in (9, 10):
        return normalise_kbo(squeezed) or squeezed
    return squeezed


def normalise_iban(text: str) -> str:
    """IBAN without spaces in capitals, or "" when the shape is wrong (check digits not looked at)."""
    squeezed = _squeeze(text).removeprefix("IBAN")
    return squeezed if re.fullmatch(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", squeezed) else ""


@lru_cache(maxsize=20_000)
def valid_iban(text: str) -> bool:
    """Length of the country and modulus 97 hold."""
    number = normalise_iban(text)
    return bool(number) and bool(stdnum_iban.is_valid(number, check_country=False))


_LEGAL_FORMS = frozenset(
    [
        *[
            "bv",
            "nv",
            "vof",
            "cv",
            "eenmanszaak",
            "bvba",
            "sprl",
            "srl",
            "sa",
            "cvba",
            "scrl",
            "gmbh",
            "ag",
            "kg",
            "ug",
        ],
        *["ohg", "eg", "ltd", "limited", "llc", "inc", "plc", "sarl", "sas", "stichting", "vzw", "asbl", "holding"],
        *["group", "groep", "gmbhcokg", "corp", "corporation", "company", "co", "cooperatie", "ua", "ba"],
        *["the", "de", "het", "en", "and", "und", "et", "nederland", "netherlands", "belgium", "belgie", "comm"],
    ]
)
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "&": " en "})


def fold(text: str) -> str:
    """Lower case without accents; everything that is no letter or digit becomes one space."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


@lru_cache(maxsize=300_000)
def normalise_name(text: str) -> str:
    """A company name for comparing: folded, dotted abbreviations joined ("B.V." -> "bv"), legal forms and
    filler words dropped unless nothing else is left."""
    joined = re.sub(r"(?<=\b[A-Za-z])\.\s?(?=[A-Za-z]\b)", "", text)
    words = fold(joined).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def normalise_domain(text: str) -> str:
    """Domain of a mail or web address in lower case without "www.": "Jan <jan@Firma.nl>" -> "firma.nl"."""
    value = text.strip().lower().strip("<>\"' ")
    if "<" in value:
        value = value.rsplit("<", 1)[1].rstrip(">")
    value = re.sub(r"^[a-z]+://", "", value).rsplit("@", 1)[-1]
    value = re.split(r"[/:?#\s>]", value, maxsplit=1)[0].strip(".").removeprefix("www.")
    return value if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", value) else ""


def normalise_phone(text: str) -> str:
    """Last nine digits of a telephone number (country code and trunk zero dropped), or ""."""
    digits = _DIGITS.sub("", text)
    return digits[-9:] if len(digits) >= 9 else ""


def normalise_postcode(text: str) -> str:
    """Post code without spaces in capitals: "1234 ab" -> "1234AB"."""
    return _squeeze(text)
