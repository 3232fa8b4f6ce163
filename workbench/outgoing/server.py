"""The mail server that ours go out by, from one address such as ``smtp+starttls://user:password@mail.example.nl:587``.

The library speaks SMTP; here stands only what an operator may ask for. Pure, but for :func:`configured`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# RFC 8314 for submission, RFC 5321 for a relay in one's own network.
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOCAL = ("127.0.0.1", "::1", "localhost")


class ServerInvalid(ValueError):
    """An address of a mail server that cannot be used; says what is wrong, never the password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """``scheme`` is a key of PORTS; ``sender`` is what stands in From, ``address`` the address in it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str
    address: str

    @property
    def domain(self) -> str:
        """The domain that our mails come from."""
        return self.address.rpartition("@")[2].lower()


def parse(url: str, sender: str) -> MailServer:
    """The server of the two settings. Raises ServerInvalid.

    A password goes over an encrypted connection only, or to a server on this machine.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ServerInvalid(f"INBOEK_SMTP_URL begins with none of {', '.join(f'{name}://' for name in PORTS)}")
    try:
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise ServerInvalid("INBOEK_SMTP_URL has no usable port") from error
    if not host:
        raise ServerInvalid("INBOEK_SMTP_URL names no server")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ServerInvalid("INBOEK_SMTP_URL goes on after the port; / ? # in a password are %2F %3F %23")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and parts.scheme == "smtp" and host not in _LOCAL:
        raise ServerInvalid("INBOEK_SMTP_URL would send a password in the clear; use smtp+starttls:// or smtps://")
    if bool(user) != bool(password):
        raise ServerInvalid("INBOEK_SMTP_URL has a user or a password, not both")
    return MailServer(parts.scheme, host, port, user, password, sender.strip(), _address_in(sender))


def _address_in(sender: str) -> str:
    if not sender.strip():
        raise ServerInvalid("INBOEK_MAIL_FROM is not set: the address that mails come from")
    address = parseaddr(sender)[1]
    try:
        if any(ord(sign) < 32 for sign in sender):
            raise ValidationError("control characters")
        validate_email(address)
    except ValidationError as error:
        raise ServerInvalid("INBOEK_MAIL_FROM is no mail address") from error
    return address


def configured() -> MailServer | None:
    """The instance's mail server; None without one, and when its settings cannot be used (a check names that)."""
    try:
        return _parsed(settings.INBOEK_SMTP_URL, settings.INBOEK_MAIL_FROM) if settings.INBOEK_SMTP_URL else None
    except ServerInvalid:
        return None


def wrong_with_settings() -> str:
    """What is wrong with the settings; "" when nothing is, or mail is off."""
    try:
        if settings.INBOEK_SMTP_URL:
            parse(settings.INBOEK_SMTP_URL, settings.INBOEK_MAIL_FROM)
    except ServerInvalid as error:
        return str(error)
    return ""


def mail_is_on() -> bool:
    """Whether this instance sends mail."""
    return configured() is not None


_parsed = lru_cache(maxsize=4)(parse)
