"""One question to a token service: encrypted, to an address that was looked up and checked before, bounded."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from workbench.mailbox.reaching import addresses_of
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.mailbox.wire import CONNECT_SECONDS, MOST_ADDRESSES, Watch, tls_context

BEGIN_SECONDS = 20.0  # to look the name up and try its addresses: later than that nothing is sent
CALL_SECONDS = 20.0  # from connecting to the last byte
MAX_ANSWER = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``retry_after`` as the header says it."""

    status: int
    body: bytes = field(repr=False)
    retry_after: str = ""


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was looked up and checked before; the certificate is the host's."""

    def __init__(self, address: str, host: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=context)
        self._address, self._tls = address, context
        self._watch: Watch | None = None

    def connect(self) -> None:
        """Connect, encrypted."""
        plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        self._watch = Watch(plain, CALL_SECONDS)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        super().close()
        if self._watch is not None:
            self._watch.end()


def ask(url: str, form: Mapping[str, str]) -> Answer:
    """Post a form and read the whole answer, whatever its status; a redirection is not followed.

    What is sent is answered or given up within ``BEGIN_SECONDS`` and ``CALL_SECONDS`` from here. Raises
    MailboxTrouble: MAILBOX_HOST, MAILBOX_INSIDE, MAILBOX_CERTIFICATE, or MAILBOX_TOKEN_LATER when no answer came whole.
    """
    latest = time.monotonic() + BEGIN_SECONDS
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    context = tls_context(settings.INBOEK_MAILBOX_CA)
    trouble: MailboxTrouble | None = None
    for address in addresses_of(host, port)[:MOST_ADDRESSES]:
        if trouble and time.monotonic() > latest:
            break
        connection = _Pinned(address, host, port, context)
        try:
            connection.connect()
            if time.monotonic() > latest:
                raise TimeoutError("timed out")
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise MailboxTrouble("MAILBOX_CERTIFICATE", host=host, said=said(error.verify_message)) from error
        except OSError as error:  # the next address may answer; nothing was sent
            connection.close()
            trouble = MailboxTrouble("MAILBOX_TOKEN_LATER", host=host, said=said(error))
            continue
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        try:
            return _exchange(connection, path, form)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise MailboxTrouble("MAILBOX_TOKEN_LATER", host=host, said=said(type(error).__name__)) from error
        finally:
            with suppress(OSError):
                connection.close()
    raise trouble or MailboxTrouble("MAILBOX_HOST", host=host, said="")


def _exchange(connection: _Pinned, path: str, form: Mapping[str, str]) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    connection.request("POST", path, body=urlencode(form).encode(), headers=headers)
    response = connection.getresponse()
    body = response.read(MAX_ANSWER + 1)
    if len(body) > MAX_ANSWER:
        raise ValueError("the answer is too long")
    return Answer(response.status, body, (response.headers.get("Retry-After") or "").strip())
