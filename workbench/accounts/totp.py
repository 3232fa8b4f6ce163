"""Codes that change every half minute (TOTP, RFC 6238 over HOTP, RFC 4226), as authenticator apps make them. Pure.

SHA-1, six digits and thirty seconds, because that is what every app understands; the secret is of 160 random bits,
which RFC 4226 (section 4, R6) recommends.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

DIGITS = 6
PERIOD_SECONDS = 30
# How many steps a telephone's clock may be off, before and behind (RFC 6238, section 5.2).
SLACK_STEPS = 1


def new_secret() -> str:
    """160 random bits, as base32 without padding."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226, section 5.3). Raises ValueError for a secret that is not base32."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: float) -> int:
    """The step of a moment, in seconds since 1970."""
    return int(moment // PERIOD_SECONDS)


def step_taken(secret: str, typed: str, moment: float, *, after: int) -> int | None:
    """The step whose code was typed, None when it is of none of those that count now.

    ``after`` is the step of the last code that was taken: it and those before it count no more, so that each code
    opens once.
    """
    now, found = step_of(moment), None
    for step in range(now - SLACK_STEPS, now + SLACK_STEPS + 1):
        # All are compared, whichever fits: the time taken tells nothing.
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()) and step > after:
            found = step
    return found


def address_of(secret: str, *, issuer: str, account: str) -> str:
    """What a QR code says to an app: the ``otpauth://`` address with all that differs from nothing."""
    told = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": PERIOD_SECONDS}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(told, quote_via=quote)}"
