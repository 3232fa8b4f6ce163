"""What a server may not do to whoever waits for it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import cast

import pytest
from imapclient import IMAPClient
from pytest_django import Settings

from benchmarks.mail_server import HOST
from workbench.drafts.changing import DraftRefused
from workbench.mailbox import services, wire
from workbench.mailbox.session import Session
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox


@contextmanager
def serving(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that says one thing for as long as it is heard."""
    over = threading.Event()
    with socket.create_server((HOST, 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                near, _address = listening.accept()
                with near:
                    near.sendall(b"* OK ")
                    while not over.wait(0.01):
                        speak(near)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        over.set()
        thread.join()


@pytest.mark.timeout(30)
def test_a_server_that_never_ends_its_line_is_cut(settings: Settings) -> None:
    settings.INBOEK_MAILBOX_HOSTS = frozenset({HOST})
    with serving(lambda near: near.sendall(b"x")) as port, pytest.raises(MailboxTrouble) as told:
        wire.connect(HOST, port, "starttls", seconds=0.3)
    assert told.value.code == "MAILBOX_NO_ANSWER"


@pytest.mark.timeout(30)
def test_a_server_that_says_more_than_anybody_asked_for_is_left(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INBOEK_MAILBOX_HOSTS = frozenset({HOST})
    monkeypatch.setattr(wire, "MAX_ANSWER", 50_000)
    much = b"* 1 EXISTS\r\n" * 100
    with serving(lambda near: near.sendall(much)) as port, pytest.raises(MailboxTrouble) as told:
        wire.connect(HOST, port, "starttls", seconds=60)
    assert "bytes" in told.value.params["said"]


@pytest.mark.parametrize(("folder", "done"), [("", "Inbox"), ("inbox", "INBOX"), ("Klaar", "Klaar")])
def test_taken_mails_are_never_moved_to_where_they_are_taken_from(folder: str, done: str) -> None:
    with pytest.raises(DraftRefused, match="MAILBOX_SAME_FOLDER"):
        services.wish_from({"host": "mail.een.example", "username": "a", "folder": folder, "done_folder": done})


@pytest.mark.parametrize(
    "made_up", [{b"UIDVALIDITY": 2**70}, {b"UIDVALIDITY": (1,)}, {b"UIDVALIDITY": 1, b"UIDNEXT": -3}]
)
def test_numbers_that_no_server_gives_out_are_told(made_up: dict[bytes, object]) -> None:
    client = SimpleNamespace(select_folder=lambda *_, **__: made_up)
    with pytest.raises(MailboxTrouble, match="MAILBOX_CUT"):
        Session(cast(IMAPClient, client), Mailbox(host=HOST)).open()
