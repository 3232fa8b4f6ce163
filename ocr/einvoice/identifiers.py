"""Telling identifiers apart where an e-invoice leaves room."""

from __future__ import annotations

import base64
import binascii
import re

from lxml import etree

from ocr.einvoice.tree import own, text

_IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$")
_PARTICIPANT = re.compile(r"^(\d{4}):(\S.*)$")
_DIRECT_DEBIT = {"49", "59"}  # UNTDID 4461: the account given is the payer's
# ISO 6523 codes of company registers (SIREN, SIRET, DUNS is none), and their names in older Peppol and national lists.
_REGISTERS = {
    *("0002", "0007", "0009", "0037", "0106", "0151", "0183", "0184", "0190", "0191", "0192", "0195", "0196", "0200"),
    *("0208", "0212", "0218"),
    *("9902", "9908", "9956"),  # CVR, Enhetsregisteret and KBO before they had codes of ISO 6523
}
_REGISTER_NAMES = {
    "KVK",
    "NL:KVK",
    "KBO",
    "BCE",
    "BE:CBE",
    "SIREN",
    "SIRET",
    "FR:SIRET",
    "FR:SIRENE",
    "DK:CVR",
    "FI:ORGNR",
    "NO:ORGNR",
    "SE:ORGNR",
    "KAMER VAN KOOPHANDEL",
    "HANDELSREGISTER",
}
_VAT_NUMBER = re.compile(r"^[A-Z]{2}[0-9A-Z.]{7,14}$")
_VAT_WORDS = {"VAT", "VA", "BTW", "TVA", "MWST", "UST", "IVA", "MOMS", "MVA", "KDV", "GST"}
_DANISH_VAT = "63"  # the tax scheme "Moms" of OIOUBL
# Schemes of VAT numbers: Peppol's codes (EAS 9906 … 9957, also the Italian tax code 9907), and names; not among them
# the registers, offices and accounts that EAS numbers in between.
_VAT_SCHEME = re.compile(r"^(?:99\d\d|[A-Z]{2}:VAT|VAT)$", re.IGNORECASE)
_NO_VAT_SCHEMES = {
    *("9901", "9902", "9904", "9905", "9908", "9913", "9915", "9916", "9917", "9918", "9919", "9921"),
    *("9954", "9956", "9958", "9959"),
}
# What senders write where an element is required and they have nothing to say, letters only.
_NOTHING = {"", "NA", "NVT", "NONE", "GEEN", "KEINE", "KEIN", "AUCUN", "AUCUNE", "NOTAPPLICABLE", "NIETVANTOEPASSING"}
MAX_ATTACHMENT = 20 * 1024 * 1024
MAX_ATTACHMENTS = 20


def given(number: str) -> str:
    """A number, or "" where the sender writes that there is none because the field is required."""
    return "" if "".join(letter for letter in number.upper() if letter.isalnum()) in _NOTHING else number


def iban(written: str) -> str:
    """``written`` when it has the form of an IBAN (the check digits are another question), without spaces; else ""."""
    compact = re.sub(r"[\s.-]", "", written).upper()
    compact = compact[4:] if _IBAN.match(compact[4:]) and compact.startswith("IBAN") else compact
    return compact if _IBAN.match(compact) else ""


def is_direct_debit(means: str) -> bool:
    """Whether a payment means code (UNTDID 4461) says that the money is fetched from the payer's account."""
    return means.strip() in _DIRECT_DEBIT


def scheme_and_number(identifier: etree._Element) -> tuple[str, str]:
    """An identifier's scheme and number; a participant of the network ("0208:0123456749") has both in one."""
    participant = _PARTICIPANT.match(own(identifier))
    return (participant[1], participant[2]) if participant else (identifier.get("schemeID", ""), own(identifier))


def is_company_register(scheme: str, agency: str) -> bool:
    """Whether an identifier's scheme or agency is a company register."""
    return scheme.strip() in _REGISTERS or {scheme.strip().upper(), agency.strip().upper()} & _REGISTER_NAMES != set()


def is_vat_number(written: str, scheme: str, agency: str) -> bool:
    """Whether an identifier is named as a VAT number ("BTW", "NL:VAT") and has the form of one."""
    named = agency.strip().upper() in {"BTW", "VAT", "TVA", "BELASTINGDIENST"} or scheme.strip().upper().endswith(
        ":VAT"
    )
    return named and bool(_VAT_NUMBER.match(written.replace(" ", "").upper()))


def is_company_id(scheme: str) -> bool:
    """Whether the number of a legal entity (BT-30) is its registration: whatever its scheme, but no VAT number."""
    return scheme.strip() in _NO_VAT_SCHEMES or not _VAT_SCHEME.match(scheme.strip())


def names_vat(scheme: etree._Element | None) -> bool | None:
    """Whether a UBL TaxScheme is value added tax, by its id, else its name or type code; None when it says nothing.

    "FC" is a national tax number, "TAX" another register: whatever they are called, they are not."""
    code = text(scheme, "ID").upper()
    if code == _DANISH_VAT or _VAT_WORDS & set(code.split()):
        return True
    if code in {"FC", "TAX"}:
        return False
    named = (text(scheme, "Name") + " " + text(scheme, "TaxTypeCode")).upper().split()
    if _VAT_WORDS & set(named):
        return True
    return False if named or any(letter.isalpha() for letter in code) else None


def ean(code: str, scheme: str) -> str:
    """A GTIN (scheme 0160, GTIN, EAN …, or 8/12/13/14 digits by themselves); else ""."""
    digits = code.strip()
    known = scheme.upper() in {"0160", "GTIN", "EAN", "EAN13", "0088"}
    return digits if digits.isdigit() and len(digits) in (8, 12, 13, 14) and (known or not scheme) else ""


def decoded(written: str) -> bytes:
    """Base64 content, b"" when it is none or too large."""
    if len(written) > MAX_ATTACHMENT * 4 // 3 + 1000:
        return b""
    try:
        return base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
