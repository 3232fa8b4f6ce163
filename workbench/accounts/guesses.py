"""How often somebody may guess: per account and address, and per account from anywhere."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from workbench.accounts.address import address_of

ATTEMPTS = 8
# Guesses at one account from all addresses together; many addresses must not mean many times eight.
ACCOUNT_ATTEMPTS = 30
# Whoever guesses at codes knows the password already, and three of a million open at any moment.
ACCOUNT_CODES = 12
WINDOW_SECONDS = 15 * 60
KNOWN_SECONDS = 90 * 24 * 3600
PASSWORD = ""
CODE = "-code"


def _key(what: str, *parts: str) -> str:
    return f"login{what}:" + hashlib.sha256("|".join(parts).encode()).hexdigest()


def _counters(request: HttpRequest, name: str, what: str) -> tuple[str, str]:
    """One counter per account and address, of which neither can lock the other out alone; and one per account."""
    return _key(what, name.lower(), address_of(request)), _key(f"{what}-account", name.lower())


def _known(request: HttpRequest, name: str) -> str:
    """Marks an address from which this account has logged in: guesses elsewhere do not lock its owner out there."""
    return _key("-known", name.lower(), address_of(request))


def too_many(request: HttpRequest, name: str, what: str = PASSWORD) -> bool:
    """Whether further guesses at an account's password or code are not even looked at now."""
    own, account = _counters(request, name, what)
    if cache.get(own, 0) >= ATTEMPTS:
        return True
    most = ACCOUNT_CODES if what == CODE else ACCOUNT_ATTEMPTS
    return cache.get(account, 0) >= most and not cache.get(_known(request, name))


def count(request: HttpRequest, name: str, what: str = PASSWORD) -> None:
    """One wrong guess more."""
    for key in _counters(request, name, what):
        cache.set(key, cache.get(key, 0) + 1, WINDOW_SECONDS)


def remember(request: HttpRequest, name: str) -> None:
    """The account's owner logged in from this address."""
    cache.set(_known(request, name), 1, KNOWN_SECONDS)
