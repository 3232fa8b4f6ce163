"""Receiving mail over SMTP: a mail is acknowledged only when it is stored durably, and nothing is passed on.

The protocol runs in one asyncio loop; everything that touches the database runs in worker threads.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection, transaction

from exact.models import Administration
from workbench.inbox import addresses
from workbench.intake.outcomes import MAX_MAIL
from workbench.intake.services import receive_message

log = structlog.get_logger(__name__)

# RFC 5321 4.5.3.1.6 says 1,000 octets, but longer lines of HTML are common and refusing them would lose invoices.
MAX_LINE = 1024 * 1024
MAX_RECIPIENTS = 50
MAX_SESSIONS = 40
IDLE_SECONDS = 120.0
WRITERS = 4

UNKNOWN = (
    "550 5.1.1 <{address}> is not an address of this mail receiver. "
    "Copy the address of your administration from the page Inbox in Inboek and send the mail again."
)
NOT_OURS = (
    "550 5.7.1 <{address}>: this receiver takes mail for {domain} only and passes nothing on. "
    "Send the mail through your own mail server."
)
LATER = "451 4.3.0 The mail could not be stored just now. Nothing was accepted; please try again later."
TOO_MANY = "452 4.5.3 Too many recipients. Send the mail to fewer addresses at a time."
BARE_LINE_FEED = (
    "550 5.6.0 The mail has lines that end without a carriage return, which this receiver does not take "
    "(RFC 5321, 2.3.8). Let your mail program send it again, or upload it in Inboek."
)
BUSY = b"421 4.3.2 Too many connections at the moment; please try again later.\r\n"

_BARE = re.compile(rb"(?<!\r)\n")

T = TypeVar("T")


class Receiver:
    """Answers to the steps of an SMTP session. ``close`` waits for the mails that are being stored."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="mail")
        self.sessions: set[MailSession] = set()

    def close(self) -> None:
        """Let running stores end; take no more."""
        self._threads.shutdown(wait=True)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_connection, work, *arguments)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the addresses of active administrations, refuse all others with the next action."""
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return TOO_MANY
        try:
            known = await self._in_thread(_is_ours, address)
        except (DatabaseTrouble, OSError) as error:
            log.error("mail_recipient_not_looked_up", error=f"{type(error).__name__}: {error}")
            return LATER
        if not known:
            domain = addresses.mail_domain()
            ours = address.rpartition("@")[2].lower() == domain.lower()
            log.info("mail_recipient_refused", recipient=address[:254], peer=str(session.peer))
            return (UNKNOWN if ours else NOT_OURS).format(address=_shown(address), domain=domain)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Store the mail for every administration it is addressed to; only then 250."""
        raw = envelope.original_content or b""
        if _BARE.search(raw):
            # With long lines allowed, what another server takes for the end of a mail could be inside one (smuggling).
            return BARE_LINE_FEED
        try:
            stored = await self._in_thread(store, raw, tuple(envelope.rcpt_tos), envelope.mail_from or "")
        except (DatabaseTrouble, OSError) as error:
            log.error("mail_not_stored", error=f"{type(error).__name__}: {error}", size=len(raw))
            return LATER
        if not stored:
            return LATER  # the administration was closed between RCPT and DATA; the next try is told so
        log.info("mail_stored", messages=stored, size=len(raw), peer=str(session.peer))
        return f"250 2.0.0 OK {hashlib.sha256(raw).hexdigest()[:16]}"

    async def handle_exception(self, error: Exception) -> str:
        """Anything unforeseen is a reason to try again, never an acknowledgement."""
        log.error("mail_session_failed", exc_info=error)
        return LATER


class MailSession(SMTP):
    """One SMTP session with our limits: long lines are read, commands and data in size and time bounded."""

    line_length_limit = MAX_LINE

    def __init__(self, receiver: Receiver, tls: ssl.SSLContext | None = None, *, require_tls: bool = False) -> None:
        super().__init__(
            receiver,
            tls_context=tls,
            require_starttls=require_tls,
            data_size_limit=MAX_MAIL,
            enable_SMTPUTF8=True,
            hostname=addresses.mail_domain(),
            ident="Inboek",
            timeout=IDLE_SECONDS,
        )
        self._receiver = receiver

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, unless too many are connected: each may hold a whole mail in memory."""
        self._receiver.sessions.add(self)
        super().connection_made(transport)
        if len(self._receiver.sessions) > MAX_SESSIONS and isinstance(transport, asyncio.WriteTransport):
            transport.write(BUSY)
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next one."""
        self._receiver.sessions.discard(self)
        super().connection_lost(error)


def store(raw: bytes, recipients: tuple[str, ...], sender: str = "") -> list[str]:
    """Store one mail for each administration among its recipients, all of them or none; the messages' ids.

    ``sender`` is the envelope's: where a bounce would go, and what SPF is about.
    Raises OSError or a database error when that is not possible: the sender must try again then.
    """
    chosen: dict[int, tuple[Administration, str]] = {}
    with transaction.atomic():
        for address in recipients:
            administration = addresses.administration_for(address)
            if administration is not None:
                chosen.setdefault(administration.pk, (administration, address))
        return [
            str(
                receive_message(
                    raw, administration=administration, recipient=address, source="smtp", envelope_sender=sender
                ).pk
            )
            for administration, address in chosen.values()
        ]


def _is_ours(address: str) -> bool:
    return addresses.administration_for(address) is not None


def _shown(address: str) -> str:
    """An address as it may stand in an answer: one line of printable ASCII, not too long."""
    return re.sub(r"[^\x21-\x7e]", "?", address)[:120]


def _with_connection(work: Callable[..., T], *arguments: Any) -> T:
    """Run ``work`` with a database connection that is fresh and given back, as a request would."""
    close_old_connections()
    try:
        return work(*arguments)
    finally:
        connection.close()


def tls_from(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """The certificate for STARTTLS; None without one. Raises OSError (also ssl.SSLError) when it cannot be used."""
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


async def serve(
    host: str,
    port: int,
    *,
    ready: Callable[[int], None],
    stop: asyncio.Event,
    tls: ssl.SSLContext | None = None,
    require_tls: bool = False,
) -> None:
    """Receive mail until ``stop`` is set; ``ready`` is told the port once it is open (0 chooses one).

    With ``tls`` STARTTLS is offered; with ``require_tls`` no mail is taken without it.
    """
    loop = asyncio.get_running_loop()
    receiver = Receiver()
    server = await loop.create_server(lambda: MailSession(receiver, tls, require_tls=require_tls), host, port)
    try:
        ready(int(server.sockets[0].getsockname()[1]))
        await stop.wait()
    finally:
        server.close()
        # What is being stored ends and is answered; a session that only talks is cut and its mail comes again.
        await loop.run_in_executor(None, receiver.close)
        await asyncio.sleep(0.1)
        for session in list(receiver.sessions):
            if session.transport is not None:
                session.transport.close()
        await asyncio.sleep(0)
