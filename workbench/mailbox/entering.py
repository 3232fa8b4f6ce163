"""Getting into a mailbox: by its password, or with a token of the app that was given access to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from exact import sealing
from workbench.mailbox import sasl, wire
from workbench.mailbox.oauth import tokens
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models import Mailbox

# What a connection that was cut, by the server, on the way or by our own watch, ends in.
BROKEN = (IMAPClientError, OSError, ValueError)
# A log-in that is refused for now only: response codes of RFC 5530, Microsoft's and Google's own.
_FOR_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|THROTTLED|OVERQUOTA)\b|too many simultaneous connections", re.I)


@contextmanager
def told(host: str) -> Iterator[None]:
    """Talking inside ends in a MailboxTrouble when the connection breaks or the server says something unheard-of."""
    try:
        yield
    except BROKEN as error:
        raise MailboxTrouble("MAILBOX_CUT", host=host, said=said(error)) from error


def enter(mailbox: Mailbox, *, seconds: float) -> IMAPClient:
    """A connection to the mailbox's server, logged in; cut after ``seconds``. Raises MailboxTrouble with the cause.

    A token that the server refuses before its end is renewed and tried once more: it may have been withdrawn.
    """
    if mailbox.sign_in == "password":
        return _entered(mailbox, _password(mailbox), seconds)
    token = tokens.access_token(mailbox.pk)
    try:
        return _entered(mailbox, token, seconds)
    except MailboxTrouble as trouble:
        if trouble.code != "MAILBOX_TOKEN_REFUSED" or not tokens.expire(mailbox.pk, token):
            raise
    return _entered(mailbox, tokens.access_token(mailbox.pk), seconds)


def _entered(mailbox: Mailbox, secret: str, seconds: float) -> IMAPClient:
    client = wire.connect(mailbox.host, mailbox.port, mailbox.security, seconds=seconds)
    try:
        with told(mailbox.host):
            (_with_password if mailbox.sign_in == "password" else _with_token)(client, mailbox, secret)
    except BaseException:
        close(client)
        raise
    return client


def close(client: IMAPClient) -> None:
    """Let go of a connection."""
    with suppress(*BROKEN):
        client.shutdown()


def _password(mailbox: Mailbox) -> str:
    try:
        return sealing.unseal(f"mailbox:{mailbox.pk}", mailbox.secret)
    except sealing.Unreadable as error:
        raise MailboxTrouble("MAILBOX_KEY") from error


def _with_password(client: IMAPClient, mailbox: Mailbox, password: str) -> None:
    try:
        if client.has_capability("AUTH=PLAIN"):
            # Any sign may stand in a password here; LOGIN takes ASCII only.
            answer = f"\0{mailbox.username}\0{password}".encode()
            client.sasl_login("PLAIN", lambda _challenge: answer)
        else:
            client.login(mailbox.username, password)
    except IMAPClientAbortError:
        raise
    except (LoginError, UnicodeEncodeError) as error:
        raise _refused("MAILBOX_PASSWORD", mailbox, _without(password, error)) from None


def _with_token(client: IMAPClient, mailbox: Mailbox, token: str) -> None:
    mechanism = sasl.choose(client.has_capability)
    if not mechanism:
        raise MailboxTrouble("MAILBOX_NO_OAUTH", host=mailbox.host)
    words = sasl.first_words(mechanism, mailbox.username, token, mailbox.host, mailbox.port)
    exchange = sasl.Exchange(mechanism, words)
    try:
        client.sasl_login(mechanism, exchange)
    except IMAPClientAbortError:
        raise
    except LoginError as error:
        why = _without(token, error)
        raise _refused(
            "MAILBOX_TOKEN_REFUSED", mailbox, f"{why} ({exchange.reason})" if exchange.reason else why
        ) from None


def _without(secret: str, error: Exception) -> str:
    """The server's words, not the secret, which it may repeat."""
    return said(error).replace(secret, "…") if secret else said(error)


def _refused(code: str, mailbox: Mailbox, why: str) -> MailboxTrouble:
    if _FOR_NOW.search(why):
        return MailboxTrouble("MAILBOX_BUSY", host=mailbox.host, said=why)
    return MailboxTrouble(code, user=mailbox.username, host=mailbox.host, said=why)
