"""Our settings, read at the moment of use. Every period is in seconds and may be shortened together by one factor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

# Seconds. Sources: Exact's published limits, and the posting protocol's windows.
_PERIODS: dict[str, float] = {
    "CONNECT_TIMEOUT": 5,
    "READ_TIMEOUT": 60,
    "ANSWER_DEADLINE": 120,
    "TOKEN_TIMEOUT": 30,
    "TOKEN_WAIT": 20,
    "SETTLE": 300,
    "LOOK_SECOND": 60,
    "LOOK_VALID": 600,
    "DEADLINE_MARGIN": 10,
    "LIMIT_PAUSE": 60,
    "BREAKER_WINDOW": 3600,
    "BREAKER_TRANSPORT_PAUSE": 60,
    "BACKOFF_CAP": 900,
    "BACKOFF_BASE": 2,
    "TAKEOVER_WAIT": 90,
}


def get(name: str, default: Any) -> Any:
    """The setting ``EXACT_<name>``, or ``default`` when it is not set."""
    return getattr(settings, f"EXACT_{name}", default)


def period(name: str) -> float:
    """One of the named periods in seconds, time-outs of one request as they are, waits times :func:`scale`."""
    if name in {"CONNECT_TIMEOUT", "READ_TIMEOUT", "ANSWER_DEADLINE", "TOKEN_TIMEOUT", "TOKEN_WAIT"}:
        return float(get(name, _PERIODS[name]))
    return float(get(name, _PERIODS[name])) * scale()


def scale() -> float:
    """Factor on every waiting period: ``EXACT_PERIOD_SCALE``, else that of durable work; 1 in production."""
    return float(get("PERIOD_SCALE", 1.0 / float(getattr(settings, "JOBS_TIME_DIVISOR", 1.0))))


def token_keys() -> list[str]:
    """Fernet keys, newest first; the first one encrypts. Raises RuntimeError when none is configured."""
    keys = getattr(settings, "TOKEN_ENCRYPTION_KEYS", None) or []
    if not keys:
        raise RuntimeError("no key to encrypt the tokens of Exact with")
    return list(keys)


def token_journal_dir() -> Path:
    """Where raw token answers are kept, encrypted, between receipt and commit."""
    configured = get("TOKEN_JOURNAL_DIR", None)
    if configured:
        return Path(configured)
    return Path(settings.INBOEK_HOME) / "exact-tokens"
