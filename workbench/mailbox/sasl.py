"""Logging in with a token: XOAUTH2 (Google's and Microsoft's) and OAUTHBEARER (RFC 7628): pure."""

from __future__ import annotations

import json
from collections.abc import Callable

# What to answer to a challenge that says why it was refused; only then does the server end the exchange with its NO.
_ENDS = {"XOAUTH2": b"", "OAUTHBEARER": b"\1"}
MECHANISMS = tuple(_ENDS)  # as they are preferred: the first is the one that Microsoft speaks


def first_words(mechanism: str, user: str, token: str, host: str, port: int) -> bytes:
    """The client's first answer, before base64. ``user`` is the mailbox, not always who consented."""
    if mechanism == "XOAUTH2":
        return f"user={user}\1auth=Bearer {token}\1\1".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801, 4
    return f"n,a={name},\1host={host}\1port={port}\1auth=Bearer {token}\1\1".encode()


class Exchange:
    """Answers a server's challenges in turn: the token first, then to its refusal, whose reason is kept."""

    def __init__(self, mechanism: str, words: bytes) -> None:
        self._answers = iter((words, _ENDS[mechanism]))
        self._asked = False
        self.reason = ""

    def __call__(self, challenge: bytes) -> bytes:
        """The answer to a challenge (without base64). One challenge too many is answered with nothing."""
        if self._asked:
            self.reason = reason_in(challenge)
        self._asked = True
        return next(self._answers, b"")


def reason_in(challenge: bytes) -> str:
    """The status in a refusing challenge, a JSON object; "" when it says none."""
    try:
        told = json.loads(challenge)
    except (ValueError, RecursionError):
        return ""
    status = told.get("status") if isinstance(told, dict) else None
    return str(status)[:60] if isinstance(status, str | int) else ""


def choose(offered: Callable[[str], bool]) -> str:
    """The mechanism to use of those a server offers by name; "" when it offers none of ours."""
    return next((name for name in MECHANISMS if offered(f"AUTH={name}")), "")
