"""The connection to an IMAP server: encrypted before anything is said, bounded in time and in what it may send."""

from __future__ import annotations

import imaplib
import socket
import ssl
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from imapclient import IMAPClient, SocketTimeout

from workbench.mailbox.reaching import addresses_of
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models.mailbox import Security

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0  # without a byte
# Bytes of one part of an answer. A mail has at most 50 MB; a server that announces more is not listened to.
MAX_LITERAL = 51 * 1024 * 1024


class _Wire(imaplib.IMAP4):
    """imaplib's connection to an address that was looked up and checked before; the certificate is the host's."""

    def __init__(self, address: str, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self._address, self._implicit = address, context
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = socket.create_connection((self._address, self.port), timeout=timeout)
        if self._implicit is None:
            return plain
        try:
            return self._implicit.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        """Bytes of a literal, unless the server announces too many. Raises imaplib's abort."""
        if size > MAX_LITERAL:
            raise self.abort(f"the server announced {size} bytes")
        return super().read(size)


class _Client(IMAPClient):
    """IMAPClient over our connection."""

    def __init__(self, address: str, host: str, port: int, security: str, context: ssl.SSLContext) -> None:
        self._address, self._context = address, context
        implicit = security == Security.TLS
        super().__init__(host, port=port, ssl=implicit, timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS))
        self._imap.debug = 0  # it would write down every line, the password's too

    def _create_IMAP4(self) -> _Wire:
        return _Wire(self._address, self.host, self.port, self._context if self.ssl else None)


@lru_cache(maxsize=4)
def tls_context(authorities: Path | None) -> ssl.SSLContext:
    """Certificates are checked against the system's authorities and those in the PEM file; TLS 1.2 and up.

    Kept, because reading the system's takes longer than the rest of a look that finds nothing.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authorities is not None:
        context.load_verify_locations(cafile=authorities)
    return context


def connect(host: str, port: int, security: str) -> IMAPClient:
    """An encrypted connection, not logged in yet. Raises MailboxTrouble with what is wrong."""
    context = tls_context(settings.INBOEK_MAILBOX_CA)
    trouble: MailboxTrouble | None = None
    for address in addresses_of(host, port):
        try:
            return _encrypted(_Client(address, host, port, security, context), security, context)
        except ssl.SSLCertVerificationError as error:
            raise MailboxTrouble("MAILBOX_CERTIFICATE", host=host, said=said(error.verify_message)) from error
        except ssl.SSLError as error:
            raise MailboxTrouble("MAILBOX_TLS", host=host, port=str(port), said=said(error.reason or error)) from error
        except (OSError, imaplib.IMAP4.error) as error:
            # The next address may answer.
            trouble = MailboxTrouble("MAILBOX_NO_ANSWER", host=host, port=str(port), said=said(error))
    raise trouble or MailboxTrouble("MAILBOX_HOST", host=host, said="")


def _encrypted(client: _Client, security: str, context: ssl.SSLContext) -> IMAPClient:
    if security == Security.TLS:
        return client
    try:
        if not client.has_capability("STARTTLS"):
            raise MailboxTrouble("MAILBOX_NO_STARTTLS", host=client.host)
        client.starttls(context)
    except BaseException:
        client.shutdown()
        raise
    return client
