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
    # Full-width letters and digits are the same ones to the eye.
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", text).upper())


# What is printed before a number: "BTW-nr.", "USt-IdNr.", "TVA intracommunautaire", "P. IVA".
_VAT_LABEL = re.compile(
    r"^(?:UMSATZSTEUER|UST|BTW|N?TVA|VAT|MWST|PARTITAIVA|P?IVA|[NC]IF|NR|NUMMER|ID)"
    r"(?:INTRACOM(?:MUNAUTAIRE)?|INTRA|IDENTIFICATIENUMMER|IDENTIFICATIE|ID|REG|NUMMER|NUMBER|NUMERO|NR|NO)*"
    rf"(?=(?:{'|'.join(sorted(EU_COUNTRIES))}|EL|XI|GB|CHE|NO)[0-9A-Z]|[0-9])"
)
# What Belgian and Swiss papers print behind the number.
_VAT_TAIL = re.compile(r"(?<=[0-9])(?:RPR|RPM|MWST|TVA|IVA)[A-Z]*$")
_DUTCH_VAT = re.compile(r"(?:NL)?([0-9OQIL]{9})B([0-9OQIL]{2})")
_AS_DIGITS = str.maketrans("OQIL", "0011")


@lru_cache(maxsize=20_000)
def normalise_vat(text: str, country: str = "") -> str:
    """Canonical VAT number with country prefix ("NL004495445B01"); "" when it cannot be one.

    ``country`` (ISO) completes a number printed without prefix; a Dutch one is known by its shape and a Belgian one
    by its check digits. A Belgian nine digit number gets its leading zero; Greece becomes EL. Letters where only
    digits can stand are read as the digits they look like. Zeros only are nobody's number.
    """
    number = _VAT_TAIL.sub("", _VAT_LABEL.sub("", _squeeze(text)))
    dutch = _DUTCH_VAT.fullmatch(number)
    if dutch:
        number = f"NL{dutch[1].translate(_AS_DIGITS)}B{dutch[2].translate(_AS_DIGITS)}"
    elif not re.match(r"[A-Z]{2}", number) or (country and number[:2].isdigit()):
        if not country and len(number) == 10 and valid_kbo(number):
            country = "BE"
        if not number or not country:
            return ""
        number = ("EL" if country.upper() == "GR" else country.upper()) + number
    if number.startswith("GR"):
        number = "EL" + number[2:]
    if re.fullmatch(r"BE[0-9O]{9,10}", number):
        number = "BE" + number[2:].translate(_AS_DIGITS).zfill(10)
    fits = re.fullmatch(r"[A-Z]{2,3}[0-9A-Z]{2,13}", number)
    return number if fits and re.search(r"[1-9]", number) else ""


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
    others upper case without punctuation. A Belgian VAT number gives its enterprise number, a KvK number with its
    branch behind it (all of which begin with four zeros) the KvK number. "" for what fills a column without being a
    number: "n.v.t.", all nines, all zeros."""
    squeezed = _squeeze(text)
    for label in ("HANDELSREGISTER", "KVKNUMMER", "KVKNR", "KVK", "COC", "KBO", "BCE", "ONDERNEMINGSNUMMER", "NR"):
        squeezed = squeezed.removeprefix(label)
    digits = _DIGITS.sub("", squeezed)
    if len(digits) < 3 or len(set(digits)) == 1:
        return ""
    if re.fullmatch(r"(?!0000)\d{8}0000(?:\d{8})?", squeezed):
        squeezed = squeezed[:8]
    if re.fullmatch(r"BE[01]?\d{9}", squeezed):
        return normalise_kbo(squeezed)
    if squeezed.isdigit() and len(squeezed) in (9, 10):
        return normalise_kbo(squeezed) or squeezed
    return squeezed


# National account numbers without letters: length by country (ISO 13616 registry).
_DIGITS_FROM = re.compile(r"(NL[0-9]{2}[A-Z]{4}(?=.{10}$)|BE(?=.{14}$)|DE(?=.{20}$))([0-9OQIL]+)")


def normalise_iban(text: str) -> str:
    """IBAN without spaces in capitals, or "" when the shape is wrong (check digits not looked at). Where Dutch, Belgian
    and German accounts have digits only, an O is a nought and an I a one."""
    squeezed = _squeeze(text).removeprefix("IBAN")
    digits_only = _DIGITS_FROM.fullmatch(squeezed)
    if digits_only:
        squeezed = digits_only[1] + digits_only[2].translate(_AS_DIGITS)
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
    plain = text.lower().translate(_SPECIAL)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


def name_words(text: str) -> str:
    """All words of a company name, folded, with dotted abbreviations joined: "Jansen Holding B.V." -> "jansen holding
    bv"."""
    return fold(re.sub(r"(?<=\b[A-Za-z])\.\s?(?=[A-Za-z]\b)", "", text))


@lru_cache(maxsize=300_000)
def normalise_name(text: str) -> str:
    """A company name for comparing: folded, dotted abbreviations joined ("B.V." -> "bv"), legal forms and
    filler words dropped unless nothing else is left."""
    words = name_words(text).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def normalise_domain(text: str) -> str:
    """Domain of a mail or web address in lower case without "www.": "Jan <jan@Firma.nl>" -> "firma.nl"."""
    value = text.strip().lower().strip("<>\"' ")
    if "<" in value:
        value = value.rsplit("<", 1)[1].rstrip(">")
    value = re.sub(r"^[a-z]+://", "", value).rsplit("@", 1)[-1]
    value = re.split(r"[/:?#\s>]", value, maxsplit=1)[0].strip(".").removeprefix("www.")
    if not value.isascii():
        # As it travels: only then is an address the same as the web site's, and a forged letter another name.
        try:
            value = value.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return value if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", value) else ""


def normalise_phone(text: str) -> str:
    """Last nine digits of a telephone number (country code and trunk zero dropped), or ""."""
    digits = _DIGITS.sub("", text)
    return digits[-9:] if len(digits) >= 9 else ""


def normalise_postcode(text: str) -> str:
    """Post code without spaces in capitals: "1234 ab" -> "1234AB"."""
    return _squeeze(text)
