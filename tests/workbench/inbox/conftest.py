"""A mail receiver in a process of its own, with its own home."""

from __future__ import annotations

import contextlib
import json
import smtplib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.fixtures import free_port
from tests.servers.instance import Instance
from tests.servers.prepared import migrated

PREPARE = """
import django, json
django.setup()
from exact.models import Administration, Connection
from workbench.inbox.addresses import address_of
connection = Connection.objects.create(base_url="http://127.0.0.1:1", client_id="x")
made = [Administration.objects.create(connection=connection, division=n, code=code, name=code)
        for n, code in ((1, "korenwolf"), (2, "tafelrond"))]
print(json.dumps([address_of(a) for a in made]))
"""
STORED = """
import django, json
django.setup()
from pathlib import Path
from django.conf import settings
from jobs.models import Job
from workbench.intake import blobs
from workbench.models import Message
print(json.dumps([
    {"administration": m.administration.code, "recipient": m.recipient, "sha256": m.raw_id, "whole":
     blobs.hashlib.sha256(blobs.get(m.raw_id)).hexdigest() == m.raw_id, "again": m.same_as_id is not None,
     "job": Job.objects.filter(subject=f"message:{m.pk}").exists()}
    for m in Message.objects.order_by("received_at")]))
"""


class Receiver:
    """The receiver's process and what it stored."""

    def __init__(self, instance: Instance, addresses: list[str]) -> None:
        self.instance, self.addresses = instance, addresses
        (instance.home / "output.log").touch()
        self.port = free_port()
        self.begin()

    def empty(self) -> None:
        """Forget the messages of earlier tests; runs again what one of them ended."""
        with contextlib.closing(sqlite3.connect(self.instance.home / "inboek.sqlite3", timeout=20)) as plain, plain:
            plain.execute("DELETE FROM workbench_message")
        if self.process.poll() is not None:
            self.begin()

    def begin(self) -> None:
        """Start it and wait until it listens."""
        seen = self.instance.output.count("ready:")
        self.process = self.instance.start("manage.py", "receive_mail", "--port", str(self.port))
        self.instance.wait(lambda: self.instance.output.count("ready:") > seen)

    def client(self) -> smtplib.SMTP:
        """A fresh connection."""
        return smtplib.SMTP("127.0.0.1", self.port, timeout=20)

    def stored(self) -> list[dict]:
        """The messages in the database, oldest first."""
        return json.loads(self.instance.run("-c", STORED))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Instance, list[str]]]:
    """A migrated home with two administrations."""
    instance = Instance(tmp_path_factory.mktemp("mail"), DJANGO_SETTINGS_MODULE="workbench.settings")
    migrated(instance.home)
    addresses = json.loads(instance.run("-c", PREPARE))
    yield instance, addresses
    instance.close()


@pytest.fixture(scope="module")
def running(prepared: tuple[Instance, list[str]]) -> Iterator[Receiver]:
    """One receiver for the tests of a file."""
    made = Receiver(*prepared)
    yield made
    made.process.terminate()
    assert made.process.wait(60) == 0


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    """A running receiver; the messages of earlier tests are gone."""
    running.empty()
    return running


def write_mail(
    number: int = 1, *, body: str = "Bijgaand onze factuur.", to: str = "facturen@inboek.localhost"
) -> bytes:
    """A small mail, lines ended as on the wire."""
    head = f"From: Leverancier <f@leverancier.example>\nTo: facturen@inboek.localhost\nSubject: Factuur {number}"
    text = f"{head}\n\n{body}\n"
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def blob_folder(prepared: tuple[Instance, list[str]]) -> Path:
    """Where the instance keeps its bytes."""
    return prepared[0].home / "blobs"
