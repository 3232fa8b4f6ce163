"""A real IMAP server for the session, and a mailbox on it per test."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from benchmarks.mail_server import HOST, PASSWORD, MailServer, running
from jobs import api as jobs
from jobs import runner
from tests.servers.fixtures import free_port
from tests.workbench.mailbox.provider import APP, SECRET, Provider, Running
from tests.workbench.support import desk
from workbench.mailbox import access, services
from workbench.mailbox.oauth import consent
from workbench.mailbox.services import Wish
from workbench.models import Mailbox, Message


@pytest.fixture(scope="session")
def token_service() -> Iterator[Running]:
    """One provider of tokens for the session."""
    running_service = Running()
    yield running_service
    running_service.close()


@pytest.fixture(scope="session")
def mail_server(token_service: Running) -> Iterator[MailServer]:
    """One Dovecot for the session; every user name is a mailbox of its own."""
    home = Path(tempfile.mkdtemp(prefix="inboek-dovecot-"))
    home.chmod(0o755)
    tls = free_port()
    with running(home, tls, tls + 1, f"http://{HOST}:{token_service.provider.plain}/introspect") as server:
        token_service.encrypt(home)
        yield server
    shutil.rmtree(home, ignore_errors=True)


class Box:
    """A mailbox with a name of its own, an administration it is picked up for, and its admin."""

    def __init__(self, server: MailServer, user: str) -> None:
        self.server, self.user = server, user
        self.books = desk.books()
        self.admin = desk.person("admin", self.books, "admin")

    def wish(self, **changes: object) -> Wish:
        """What an admin types: the right things, unless ``changes`` say otherwise."""
        typed = {
            "host": HOST,
            "port": str(self.server.tls),
            "security": "tls",
            "username": self.user,
            "password": PASSWORD,
            "existing": "1",
        }
        return services.wish_from(typed | {name: str(value) for name, value in changes.items()})

    def add(self, **changes: object) -> Mailbox:
        """Have it picked up."""
        return services.add(self.books, self.wish(**changes), by=self.admin)

    def token_wish(self, provider: Provider, **changes: object) -> Wish:
        """What an admin types for an app at a provider of tokens."""
        typed = {
            "sign_in": "other", "client_id": APP, "client_secret": SECRET, "scope": "imap", "password": "",
            "authorise_url": provider.url("authorise"), "token_url": provider.url("token"),
        }  # fmt: skip
        return self.wish(**(typed | changes))

    def connected(self, provider: Provider, **changes: object) -> Mailbox:
        """A mailbox that its own user allowed to be opened."""
        mailbox = services.add(self.books, self.token_wish(provider, **changes), by=self.admin)
        session: dict[str, Any] = {}
        back = provider.consent(access.begin_consent(mailbox, session, by=self.admin), self.user)
        begun = consent.returned(session, "other", back["state"])
        assert begun is not None
        access.finish_consent(mailbox, back["code"], begun[1], by=self.admin)
        return mailbox

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails arrive."""
        self.server.deliver(self.user, mails, folder)

    def flags_in(self, folder: str = "INBOX") -> list[str]:
        """The flags of each mail in a folder, in its order."""
        with self.server.client(self.user) as client:
            client.select(folder, readonly=True)
            _answer, rows = client.uid("FETCH", "1:*", "(FLAGS)")
        found = (row.decode().partition("FLAGS (")[2].partition(")")[0] for row in rows if row)
        return [flags.replace("\\Recent", "").strip() for flags in found]

    @staticmethod
    def fetch() -> None:
        """The minute's turn: every mailbox that is due is looked into."""
        jobs.enqueue("mailbox_tick", subject="recurring", dedupe_key="recurring")
        runner.drain(("mailbox_tick", "mailbox_fetch"))

    @staticmethod
    def settle() -> None:
        """What was taken is marked or moved."""
        runner.drain(("mailbox_done",))

    @staticmethod
    def subjects() -> list[str]:
        """The subjects of all messages, opened, oldest first; one that came in before has an equals sign."""
        runner.drain(("unpack",))
        rows = Message.objects.order_by("received_at")
        return [f"{'=' if row.same_as_id else ''}{row.subject}" for row in rows]


@pytest.fixture
def box(db: None, mail_server: MailServer, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Box:
    """A mailbox nobody else uses."""
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.INBOEK_HOME = tmp_path
    settings.INBOEK_MAILBOX_HOSTS = frozenset({HOST})
    settings.INBOEK_MAILBOX_CA = mail_server.authority
    return Box(mail_server, f"{abs(hash(request.node.nodeid))}@een.example")


@pytest.fixture
def provider(token_service: Running) -> Provider:
    """The provider of tokens, as it was at the beginning."""
    return token_service.provider.reset()


def mail(subject: str, *, body: bytes = b"Bijgaand.", trace: str = "", attached: bytes = b"") -> bytes:
    """A mail with a Message-ID of its own for each subject; ``attached`` is an e-invoice."""
    head = f"{trace}From: Bouten <f@bouten.example>\r\nSubject: {subject}\r\nMessage-ID: <{subject}@bouten.example>\r\n"
    head += "MIME-Version: 1.0\r\n"
    if not attached:
        return head.encode() + b"\r\n" + body + b"\r\n"
    parts = (
        b"--x\r\nContent-Type: text/plain\r\n\r\n" + body + b"\r\n"
        b"--x\r\nContent-Type: application/xml\r\nContent-Disposition: attachment; filename=f.xml\r\n\r\n"
        + attached.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        + b"\r\n--x--\r\n"
    )
    return head.encode() + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + parts


class CutWire:
    """A way to the server that breaks off after so many bytes of its answers; None: never."""

    def __init__(self, target: int) -> None:
        self.left: int | None = None
        self._target = target
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection((HOST, self._target))
            for source, sink, counted in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pass_on, args=(source, sink, counted), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(16_384):
                if counted and self.left is not None:
                    self.left -= len(data)
                    if self.left <= 0:
                        break
                sink.sendall(data)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        source.close()


@pytest.fixture
def cut_wire(mail_server: MailServer) -> Iterator[CutWire]:
    """A breakable way to the server."""
    wire = CutWire(mail_server.tls)
    yield wire
    wire.close()
