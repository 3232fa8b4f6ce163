"""Why a mailbox could not be picked up, in a code that the screens have words for."""

from __future__ import annotations

from workbench.inbox.sanitise import safe_text

# What a server says is foreign text.
SAID_LENGTH = 160


class MailboxTrouble(Exception):
    """``code`` names the message; ``params`` are its words. Never holds a password."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def said(words: object) -> str:
    """A server's or library's own words, short and fit to be shown."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(safe_text(text).split())[:SAID_LENGTH]
