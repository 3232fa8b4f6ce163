"""The connection to an IMAP server: encrypted before anything is said, bounded in time and in what it may send."""

from __future__ import annotations

import imaplib
import socket
import ssl
import sys
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from imapclient import IMAPClient, SocketTimeout

from workbench.mailbox.reaching import addresses_of
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models.mailbox import Security

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0  # without a byte
MOST_ADDRESSES = 4  # of one server that are tried; each may take as long as a whole connection
# Bytes of the answer to one command. A mail has at most 50 MB; a server that sends more is not listened to.
MAX_ANSWER = 60 * 1024 * 1024


class Watch:
    """Cuts a connection that lasts too long, whatever its other holders are doing with it: one who waits for a byte
    has the stream locked, and each byte begins the wait anew."""

    def __init__(self, connected: socket.socket, seconds: float) -> None:
        self._same = connected.dup()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        with suppress(OSError):
            self._same.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let go of the connection."""
        self._timer.cancel()
        self._same.close()


class _Wire(imaplib.IMAP4):
    """imaplib's connection to an address that was looked up and checked before; the certificate is the host's."""

    def __init__(self, address: str, host: str, port: int, context: ssl.SSLContext | None, seconds: float) -> None:
        self._address, self._implicit, self._seconds = address, context, seconds
        self._heard = 0
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = socket.create_connection((self._address, self.port), timeout=timeout)
        self._watch = Watch(plain, self._seconds)
        if self._implicit is None:
            return plain
        try:
            return self._implicit.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            self._watch.end()
            plain.close()
            raise

    def shutdown(self) -> None:
        """Close the connection."""
        self._watch.end()
        super().shutdown()

    def _new_tag(self) -> bytes:
        self._heard = 0  # another command
        return super()._new_tag()  # type: ignore[misc]

    def read(self, size: int) -> bytes:
        """Bytes of a literal, unless the server sends too many. Raises imaplib's abort."""
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        """A line, unless the server sends too many. Raises imaplib's abort."""
        line = super().readline()
        self._count(sys.getsizeof(line))
        return line

    def _count(self, size: int) -> None:
        self._heard += size
        if self._heard > MAX_ANSWER:
            raise self.abort(f"the server sends {self._heard} bytes")


class _Client(IMAPClient):
    """IMAPClient over our connection."""

    def __init__(
        self, address: str, host: str, port: int, security: str, context: ssl.SSLContext, seconds: float
    ) -> None:
        self._address, self._context, self._seconds = address, context, seconds
        implicit = security == Security.TLS
        super().__init__(host, port=port, ssl=implicit, timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS))
        self._imap.debug = 0  # it would write down every line, the password's too

    def _create_IMAP4(self) -> _Wire:
        return _Wire(self._address, self.host, self.port, self._context if self.ssl else None, self._seconds)


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


def connect(host: str, port: int, security: str, *, seconds: float) -> IMAPClient:
    """An encrypted connection, not logged in yet, that is cut after ``seconds``. Raises MailboxTrouble with what is
    wrong."""
    context = tls_context(settings.INBOEK_MAILBOX_CA)
    trouble: MailboxTrouble | None = None
    for address in addresses_of(host, port)[:MOST_ADDRESSES]:
        try:
            return _encrypted(_Client(address, host, port, security, context, seconds), security, context)
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
