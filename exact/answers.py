"""From an HTTP answer to a value or a typed error. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from exact import wire
from exact.errors import (
    AlreadyExists,
    BusinessRefusal,
    ExactError,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unauthorised,
)

# Exact's sentence for anything it did not foresee: not a verdict on our data.
_GENERIC = re.compile(r"a problem has occurred|er is een (probleem|fout) opgetreden|will be investigated", re.I)
# Refusals seen in the wild, English and Dutch (screen labels follow the colon).
_BUSINESS = re.compile(
    r"^(mandatory|invalid reference|invalid|not allowed|unknown|in use|period is closed|"
    r"verplicht|ongeldige referentie|ongeldig|niet toegestaan|onbekend|in gebruik|periode is afgesloten)\b",
    re.I,
)
_EXISTS = re.compile(
    r"already exists|bestaat (reeds|al)|duplicate|dubbel|in use: .*(entry|your ref)|in gebruik: (boekstuk|uw ref)", re.I
)


def message(body: bytes) -> str:
    """Exact's error sentence(s), empty when the body is not its error shape."""
    try:
        parsed = wire.loads(body)
    except ValueError:
        return ""
    error = parsed.get("error") if isinstance(parsed, dict) else None
    inner = error.get("message") if isinstance(error, dict) else None
    if isinstance(inner, dict):
        return str(inner.get("value") or "")
    return str(inner or "")


def epoch_ms(headers: Mapping[str, str], name: str) -> datetime | None:
    """A moment given as milliseconds since 1970, None when absent or unreadable."""
    try:
        return datetime.fromtimestamp(int(headers[name]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def limit_reset(headers: Mapping[str, str]) -> datetime | None:
    """When a refused caller may come back: the minute's reset if that was hit, else the day's."""
    return epoch_ms(headers, "X-RateLimit-Minutely-Reset") or epoch_ms(headers, "X-RateLimit-Reset")


def error_for(status: int, headers: Mapping[str, str], body: bytes) -> ExactError:
    """The typed error of an answer that is not a success.

    A 500 with a sentence of its own is how Exact refuses data; the generic sentence, HTML, an empty body and every
    other 5xx leave the outcome open. A redirect is not followed and leaves it open as well.
    """
    said = message(body)
    reason = str(headers.get("Reason", ""))[:200]
    common: dict[str, Any] = {"status": status, "reason": reason}
    if status == 429:
        return RateLimited(said, retry_at=limit_reset(headers), **common)
    if status == 401:
        return Unauthorised(said or reason, **common)
    if status == 403:
        return Forbidden(said or reason, **common)
    if status == 404:
        return NotFound(said or reason, **common)
    if said and _EXISTS.search(said) and status in (400, 409, 500):
        return AlreadyExists(said, **common)
    if 400 <= status < 500 and status != 408:
        return BusinessRefusal(said or reason or f"status {status}", **common)
    if status == 500 and said and not _GENERIC.search(said) and any(_BUSINESS.search(x) for x in said.splitlines()):
        return BusinessRefusal(said, **common)
    return OutcomeUnknown(said or f"status {status}", **common)


def counted(status: int) -> bool:
    """True for the statuses Exact counts towards its error limit."""
    return status in (400, 401, 403, 404)
