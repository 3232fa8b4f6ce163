"""What became of originals on disk is found, told and, when the bytes come in again, put right."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from workbench.intake import blobs
from workbench.intake.checking import look_through
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.INBOEK_HOME = tmp_path
    return desk.books()


def original(books: Administration, data: bytes) -> Document:
    (entry,) = receive_files([Incoming("a.pdf", data)], administration=books, by=None)
    assert entry.document is not None
    return entry.document


def test_every_way_in_which_disk_and_database_can_differ(
    books: Administration, capsys: pytest.CaptureFixture[str]
) -> None:
    good, gone, bent, short = (original(books, b"%PDF-1.4 " + word) for word in (b"good", b"gone", b"bent", b"short"))
    assert look_through().whole
    call_command("originals_check")
    assert "4 originals, every one as it came in" in capsys.readouterr().out
    blobs.path_of(gone.blob_id).unlink()
    blobs.path_of(bent.blob_id).write_bytes(b"%PDF-1.4 bend")
    blobs.path_of(short.blob_id).write_bytes(b"%PDF")
    stranger, half = blobs.keep(b"of a row that a restored database no longer has"), "half"
    left = blobs.path_of(good.blob_id).parent / f".part-{half}"
    left.write_bytes(b"")
    assert not look_through().strangers, "what is young may be coming in just now"
    old = time.time() - 7200
    os.utime(blobs.path_of(stranger), (old, old))
    os.utime(left, (old, old))
    found = look_through()
    assert (found.count, found.missing) == (4, [gone.blob_id])
    assert set(found.changed) == {bent.blob_id, short.blob_id}
    assert (found.strangers, found.unfinished) == ([stranger], [str(left)])
    assert look_through(contents=False).changed == [short.blob_id]
    with pytest.raises(CommandError, match="1 are missing and 2 changed"):
        call_command("originals_check")
    blobs.keep(b"%PDF-1.4 short")
    blobs.keep(b"%PDF-1.4 gone")
    assert look_through().changed == [bent.blob_id] and not look_through().missing


def test_an_original_that_is_gone_is_not_found_instead_of_failing(books: Administration, client: Client) -> None:
    client.force_login(desk.person("kim", books, "viewer"))
    document = original(books, b"%PDF-1.4 gone")
    message = receive_message(b"Subject: x\n\n.", administration=books, recipient="x", source="smtp")
    ways = (("document-original", document.pk), ("message-raw", message.pk))
    for name, key in ways:
        answer = client.get(reverse(name, args=[key]))
        assert answer.status_code == 200
        answer.close()
    blobs.path_of(document.blob_id).unlink()
    blobs.path_of(message.raw_id).unlink()
    assert [client.get(reverse(name, args=[key])).status_code for name, key in ways] == [404, 404]
