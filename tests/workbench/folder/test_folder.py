"""Folders: what lies there is taken in once and put away, never deleted, and nothing outside is touched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from workbench.folder import pickup
from workbench.folder.shelf import DONE, REFUSED, Shelf, opened
from workbench.intake import blobs
from workbench.models import Document, IntakeEntry

LONG_AGO = time.time() - 3600


def lay(folder: Path, name: str, data: bytes = b"x", *, at: float = LONG_AGO) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def test_only_whole_files_at_rest_are_seen(tmp_path: Path) -> None:
    folder = tmp_path / "een"
    lay(folder, "b.pdf", at=LONG_AGO + 1)
    lay(folder, "a.pdf", at=LONG_AGO + 2)
    lay(folder, "onderweg.pdf", at=time.time())
    lay(folder, "straks.pdf.part")
    lay(folder, ".verborgen")
    (folder / "map").mkdir()
    lay(folder, "klok-loopt-voor.pdf", at=time.time() + 7200)
    with opened(tmp_path, "een") as shelf:
        assert [file.name for file in shelf.lying()] == ["b.pdf", "a.pdf", "klok-loopt-voor.pdf"]


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    (tmp_path / "een").symlink_to(tmp_path / "elders")
    with pytest.raises(OSError), opened(tmp_path, "een"):
        pass
    (tmp_path / "twee").mkdir()
    lay(tmp_path / "twee", "a.pdf")
    (tmp_path / "twee" / DONE).symlink_to(tmp_path / "elders")
    with opened(tmp_path, "twee") as shelf, pytest.raises(OSError):
        shelf.put_away("a.pdf", DONE)
    assert names(tmp_path / "elders") == []


@pytest.fixture
def books(db: None, tmp_path: Path, settings: Settings) -> Administration:
    settings.INBOEK_FOLDERS = tmp_path
    return desk.books()


def test_files_are_taken_in_and_put_away(books: Administration, tmp_path: Path) -> None:
    folder, secret = tmp_path / "een", tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    lay(folder, "f.xml", desk.ubl("1"))
    lay(folder, "kopie.xml", desk.ubl("1"))
    lay(folder, "leeg.pdf", b"")
    folder.joinpath("link.pdf").symlink_to(secret)
    os.utime(folder / "link.pdf", (LONG_AGO, LONG_AGO), follow_symlinks=False)
    lay(folder / DONE, "f.xml", b"van vorige week")
    assert pickup.look() == 4
    assert pickup.look() == 0
    assert names(folder) == [DONE, REFUSED]
    assert names(folder / DONE) == ["f (2).xml", "f.xml", "kopie.xml"]
    assert names(folder / REFUSED) == ["leeg.pdf", "leeg.pdf.txt", "link.pdf", "link.pdf.txt"]
    assert "leeg.pdf" in (folder / REFUSED / "leeg.pdf.txt").read_text()
    rows = IntakeEntry.objects.values_list("name", "outcome", "source")
    assert sorted(rows) == [
        ("f.xml", "document", "folder"),
        ("kopie.xml", "duplicate", "folder"),
        ("leeg.pdf", "refused", "folder"),
    ]
    assert Document.objects.get().administration == books
    assert secret.read_text() == "GEHEIM"


def test_a_file_that_could_not_be_put_away_is_not_taken_twice(
    books: Administration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "een"
    lay(folder, "f.xml", desk.ubl("1"))
    with monkeypatch.context() as broken:

        def died(self: Shelf, name: str, place: str) -> str:
            raise OSError("Read-only file system")

        broken.setattr(Shelf, "put_away", died)
        pickup.look()
        pickup.look()
    assert names(folder) == ["f.xml"]
    assert IntakeEntry.objects.count() == 1
    assert pickup.health_line() == "een: 1 files wait"
    pickup.look()
    assert names(folder / DONE) == ["f.xml"]
    lay(folder, "f.xml", desk.ubl("1"))  # laid there again by somebody: that is told
    pickup.look()
    assert sorted(IntakeEntry.objects.values_list("outcome", flat=True)) == ["document", "duplicate"]


def test_a_full_disk_leaves_the_file_where_it_is(
    books: Administration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "een"
    lay(folder, "f.xml", desk.ubl("1"))

    def full(data: bytes) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(blobs, "keep", full)
    pickup.look()
    assert names(folder) == ["f.xml"]
    assert not IntakeEntry.objects.exists()
