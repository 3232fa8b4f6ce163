"""The case token: what stands behind the ``+`` of an address for answers, and tells whose answer comes back. Pure.

It cannot be guessed, but is no proof of who writes: whoever sees the letter sees it.
"""

from __future__ import annotations

import re
import secrets

# Letters and digits that survive capitals and being read out; sixty bits of chance.
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH = 12
_TOKEN = re.compile(rf"\+r([{_SIGNS}]{{{_LENGTH}}})@", re.IGNORECASE)


def new_token() -> str:
    """A fresh one."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def with_token(address: str, token: str) -> str:
    """The address for answers: ``een-abcdef@…`` → ``een-abcdef+r<token>@…``."""
    local, _at, domain = address.rpartition("@")
    return f"{local}+r{token}@{domain}"


def token_in(address: str) -> str:
    """The token of an address; "" when it has none."""
    found = _TOKEN.search(address)
    return found[1].lower() if found else ""
