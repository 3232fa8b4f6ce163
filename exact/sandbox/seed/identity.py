"""Stable guids and invented identifiers that pass their check digits.

Every maker takes a ``random.Random`` so that the same seed gives the same number. Dutch accounts are built
so that they fail the national eleven test (RABO and ABNA never issue such numbers): valid as IBAN, owned by nobody.
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
import uuid
from collections.abc import Callable

from stdnum import ean, iban, luhn
from stdnum.be import vat as be_vat
from stdnum.de import vat as de_vat
from stdnum.gb import vat as gb_vat
from stdnum.ie import vat as ie_vat
from stdnum.iso7064 import mod_97_10
from stdnum.nl import btw

_NAMESPACE = uuid.UUID("6f3c5b0e-6a7e-5d39-9f0f-2b1f0c6f1a26").bytes


def guid(*parts: object) -> str:
    """A guid that depends on the parts alone, in Exact's lower case form.

    It is ``uuid5`` of the parts, written out: a world has 180,000 of them, and the class's checks take half the time.
    """
    found = hashlib.sha1(_NAMESPACE + "/".join(map(str, parts)).encode(), usedforsecurity=False).digest()[:16]
    # Version 5 and the variant of RFC 9562.
    number = int.from_bytes(found) & ~(0xF000 << 64 | 0xC000 << 48) | 5 << 76 | 1 << 63
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def dice(seed: int, *parts: object) -> random.Random:
    """A random source of its own for one topic, so that adding one topic leaves the others as they were."""
    return random.Random("/".join(map(str, (seed, *parts))))


def slug(name: str) -> str:
    """The name as a domain label: ASCII letters, digits and hyphens, without the legal form."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o")).encode("ascii", "ignore").decode()
    plain = re.sub(
        r"\b(B\.?V\.?|N\.?V\.?|GmbH|SARL|SA|SAS|SRL|Ltd|Limited|Inc\.?|AG|KG|V\.?O\.?F\.?|& Co)(?=\W|$)", " ", plain
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _digits(source: random.Random, count: int) -> str:
    return "".join(str(source.randrange(10)) for _ in range(count))


def _until(make: Callable[[], str], valid: Callable[[str], bool]) -> str:
    while True:
        number = make()
        if valid(number):
            return number


def kvk(source: random.Random) -> str:
    """A Dutch chamber of commerce number: eight digits, no check digit."""
    return str(source.randrange(90_000_000, 99_000_000))


def _nl(source: random.Random) -> tuple[str, str]:
    number = _until(lambda: f"NL{source.randrange(8, 9)}{_digits(source, 8)}B0{source.randrange(1, 3)}", btw.is_valid)
    return number, kvk(source)


def _be(source: random.Random) -> tuple[str, str]:
    body = f"{source.choice('01')}{source.randrange(2, 9)}{_digits(source, 6)}"
    number = f"{body}{97 - int(body) % 97:02d}"
    if not be_vat.is_valid(number):
        return _be(source)
    return f"BE{number}", f"{number[:4]}.{number[4:7]}.{number[7:]}"


def _de(source: random.Random) -> tuple[str, str]:
    number = _until(lambda: f"DE{source.randrange(1, 10)}{_digits(source, 8)}", de_vat.is_valid)
    return number, f"HRB {source.randrange(1000, 99999)}"


def _fr(source: random.Random) -> tuple[str, str]:
    body = f"{source.randrange(3, 9)}{_digits(source, 7)}"
    siren = body + luhn.calc_check_digit(body)
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}", siren


def _ie(source: random.Random) -> tuple[str, str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVW"
    number = _until(lambda: f"IE{_digits(source, 7)}{source.choice(letters)}", ie_vat.is_valid)
    return number, str(source.randrange(400_000, 800_000))


def _gb(source: random.Random) -> tuple[str, str]:
    number = _until(lambda: f"GB{source.randrange(1, 10)}{_digits(source, 8)}", gb_vat.is_valid)
    return number, f"{source.randrange(1_000_000, 14_000_000):08d}"


_COMPANY = {"NL": _nl, "BE": _be, "DE": _de, "FR": _fr, "IE": _ie, "GB": _gb}


def company(country: str, source: random.Random) -> tuple[str, str]:
    """VAT number and company registration of an invented company; both empty for the United States."""
    make = _COMPANY.get(country)
    return make(source) if make else ("", "")


def _fails_eleven(number: str) -> bool:
    return sum((10 - place) * int(digit) for place, digit in enumerate(number)) % 11 != 0


def account(country: str, source: random.Random) -> str:
    """An IBAN without spaces that passes all check digits of its country; empty for countries without IBAN (US)."""
    if country == "NL":
        bban = source.choice(["RABO", "ABNA"]) + _until(lambda: f"0{_digits(source, 9)}", _fails_eleven)
    elif country == "BE":
        body = source.choice(["068", "363", "733", "001"]) + _digits(source, 7)
        bban = f"{body}{int(body) % 97 or 97:02d}"
    elif country == "DE":
        bban = source.choice(["37040044", "50010517", "70020270"]) + _digits(source, 10)
    elif country == "FR":
        bban = "30004" + _digits(source, 5) + _digits(source, 11)
        key = int(bban[:5]) * 89 + int(bban[5:10]) * 15 + int(bban[10:]) * 3
        bban += f"{97 - key % 97:02d}"
    elif country == "IE":
        bban = "AIBK" + "93" + _digits(source, 12)
    elif country == "GB":
        bban = "NWBK" + "60" + _digits(source, 12)
    else:
        return ""
    number = country + iban.calc_check_digits(f"{country}00{bban}") + bban
    return iban.validate(number)


BIC = {
    "RABO": "RABONL2U",
    "ABNA": "ABNANL2A",
    "068": "GKCCBEBB",
    "363": "BBRUBEBB",
    "733": "KREDBEBB",
    "001": "GEBABEBB",
    "37040044": "COBADEFFXXX",
    "50010517": "INGDDEFFXXX",
    "70020270": "HYVEDEMMXXX",
    "30004": "BNPAFRPP",
    "AIBK": "AIBKIE2D",
    "NWBK": "NWBKGB2L",
}


def bic_of(number: str) -> str:
    """The BIC that belongs to an IBAN made by ``account``; empty when there is none."""
    return next((bic for bank, bic in BIC.items() if number[4:].startswith(bank)), "")


def barcode(source: random.Random) -> str:
    """A valid EAN-13 in the Dutch prefix range."""
    body = f"87{_digits(source, 10)}"
    return body + ean.calc_check_digit(body)


def structured_reference(number: int) -> str:
    """A Belgian structured payment reference +++ddd/dddd/ddddd+++ for a number of at most ten digits."""
    body = f"{number:010d}"
    digits = f"{body}{number % 97 or 97:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def creditor_reference(text: str) -> str:
    """An ISO 11649 reference (RF..) over letters and digits."""
    body = re.sub(r"[^A-Z0-9]", "", text.upper())
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"
