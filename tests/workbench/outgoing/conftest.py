"""A mail server on loopback that takes what it is told to take, and books that send by it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from exact.models import Administration

SENDER = "Administratie Eén <boekhouding@een.example>"


class Server:
    """What came in, and what it answers: ``rcpt`` and ``data`` are replies, "cut" ends the connection unanswered."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.came: list[EmailMessage] = []
        self.envelopes: list[tuple[str | None, list[str]]] = []
        self.calm()
        started = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self.thread.start()
        started.wait(10)

    def calm(self) -> None:
        """Take everything, and forget what came."""
        self.rcpt = self.data = ""
        self.came.clear()
        self.envelopes.clear()

    def _run(self, started: threading.Event) -> None:
        async def open_it() -> None:
            self.server = await self.loop.create_server(lambda: SMTP(self, hostname="smtp.test"), "127.0.0.1", 0)
            self.port = self.server.sockets[0].getsockname()[1]
            started.set()

        self.loop.run_until_complete(open_it())
        self.loop.run_forever()

    def stop(self) -> None:
        """End it."""
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Take the address, or not."""
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the text, or not."""
        if self.data == "cut":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 OK"
        if self.data:
            return self.data
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        assert isinstance(envelope.original_content, bytes)
        found = message_from_bytes(envelope.original_content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.came.append(found)
        return "250 OK"


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Server]:
    """One for the test process."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def smtp(smtp_server: Server, settings: Settings) -> Server:
    """Mail is on, by this server, which has taken nothing yet."""
    smtp_server.calm()
    settings.INBOEK_SMTP_URL = f"smtp://127.0.0.1:{smtp_server.port}"
    settings.INBOEK_MAIL_FROM = SENDER
    settings.INBOEK_MAIL_DOMAIN = "mail.een.example"
    settings.INBOEK_MAIL_TRUSTED_RECEIVERS = frozenset({"mx.een.example"})
    settings.LANGUAGE_CODE = "en"
    return smtp_server


@pytest.fixture
def admin(books: Administration) -> Any:
    """Who sets these books up, with a mail address."""
    from tests.workbench.support import desk

    person = desk.person("beheer", books, "admin")
    person.email = "beheer@een.example"
    person.save(update_fields=["email"])
    return person
