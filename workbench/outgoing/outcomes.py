"""What became of a try to send, from what the connection said and how far it got. Pure.

SMTP has one moment of doubt: between the end of the mail's text and the server's answer to it (RFC 5321, 4.2.5 and
6.1). A connection that breaks there leaves a mail that may or may not have been taken.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import timedelta

from workbench.models.outgoing import MailState

MOST_ATTEMPTS = 14
LONGEST = timedelta(days=3)
FIRST_WAIT, LONGEST_WAIT = 60.0, 3 * 60 * 60.0
# Every wrong password counts at the server, which locks the account after some.
LOGIN_WAIT = 30 * 60.0
_SAID = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """``state`` is WAITING to try again, else the end. ``code`` is the message that says why."""

    state: MailState
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)


def outcome_of(error: BaseException, *, begun: bool, host: str) -> Tried:
    """What an exception means; ``begun``: the command that hands the text over was given."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
        return _answered(code, words, host, "MAIL_REFUSED_ADDRESS")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Tried(MailState.WAITING, "MAIL_LOGIN", {"host": host, "said": _said(error.smtp_error)})
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return _answered(error.smtp_code, error.smtp_error, host, "MAIL_REFUSED_TEXT")
    if begun:
        return Tried(MailState.UNKNOWN, "MAIL_UNKNOWN", {"host": host, "said": _said(error)})
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return Tried(MailState.WAITING, "MAIL_NOT_ENCRYPTED", {"host": host, "said": _said(error)})
    if isinstance(error, smtplib.SMTPResponseException):
        return Tried(MailState.WAITING, "MAIL_LATER", _words(error.smtp_code, error.smtp_error, host))
    if isinstance(error, OSError):  # smtplib's own exceptions among them
        return Tried(MailState.WAITING, "MAIL_NO_ANSWER", {"host": host, "said": _said(error)})
    return Tried(MailState.FAILED, "MAIL_BROKEN", {"said": type(error).__name__})


def _answered(code: int, words: bytes | str, host: str, refused: str) -> Tried:
    """A server's own no: for good from 500 on, for now below."""
    if 500 <= code < 600:
        return Tried(MailState.FAILED, refused, _words(code, words, host))
    return Tried(MailState.WAITING, "MAIL_LATER", _words(code, words, host))


def _words(code: int, words: bytes | str, host: str) -> dict[str, str]:
    return {"host": host, "said": f"{code} {_said(words)}"}


def _said(words: object) -> str:
    """A server's words as they may be shown: one line, not long."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:_SAID]


def may_try_again(attempts: int, age: timedelta) -> bool:
    """Whether one more try is worth it after so many, of a mail this old."""
    return attempts < MOST_ATTEMPTS and age < LONGEST
