"""Telling identifiers apart where an e-invoice leaves room."""

from __future__ import annotations

import base64
import binascii
import re

_IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$")
_DIRECT_DEBIT = {"49", "59"}  # UNTDID 4461: the account given is the payer's
MAX_ATTACHMENT = 20 * 1024 * 1024
MAX_ATTACHMENTS = 20


def iban(written: str) -> str:
    """``written`` when it has the form of an IBAN (the check digits are another question), without spaces; else ""."""
    compact = re.sub(r"[\s.-]", "", written).upper()
    return compact if _IBAN.match(compact) else ""


def is_direct_debit(means: str) -> bool:
    """Whether a payment means code (UNTDID 4461) says that the money is fetched from the payer's account."""
    return means.strip() in _DIRECT_DEBIT


def is_vat_scheme(scheme: str) -> bool:
    """Whether a tax scheme is value added tax; "FC" (national tax number) and others are not."""
    return scheme.strip().upper() in {"VAT", "VA", "BTW", "TVA", "MWST", "UST", "IVA", "MOMS", "", "GST"}


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
