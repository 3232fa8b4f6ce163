"""What a backup holds, what its check notices, and that it can be put back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_migrate
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from workbench.audit import services as audit
from workbench.backup import before_migrating
from workbench.backup.checking import newest, troubles_of
from workbench.backup.taking import take
from workbench.intake import blobs
from workbench.intake.services import Incoming, receive_files
from workbench.models import AuditEvent
from workbench.models.audit import AuditHead

# A copy is taken of what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(settings: Settings, tmp_path: Path) -> Administration:
    settings.INBOEK_HOME = tmp_path / "home"
    settings.BLOB_ROOT, settings.SECRETS_ROOT = tmp_path / "home" / "blobs", tmp_path / "home" / "secrets"
    settings.SECRETS_ROOT.mkdir(parents=True)
    (settings.SECRETS_ROOT / "token_keys").write_text("geheim")
    return desk.books()


def hand_in(books: Administration, data: bytes) -> str:
    (entry,) = receive_files([Incoming("a.pdf", b"%PDF-1.4 " + data)], administration=books, by=None)
    assert entry.blob_id
    return entry.blob_id


def troubles(folder: Path) -> list[str]:
    manifest = newest(folder)
    assert manifest is not None
    return troubles_of(folder, manifest)


def test_a_backup_holds_database_originals_and_keys_and_the_next_only_what_is_new(
    books: Administration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, first = tmp_path / "backup", hand_in(books, b"one")
    call_command("backup", str(folder))
    assert "1 originals, 1 of them new" in capsys.readouterr().out
    hand_in(books, b"two")
    assert (take(folder).copied, troubles(folder)) == (1, [])
    call_command("backup", str(folder), "--check")
    assert (folder / "blobs" / first[:2] / first).read_bytes() == b"%PDF-1.4 one"
    assert (folder / "secrets" / "token_keys").stat().st_mode & 0o777 == 0o600
    manifest = newest(folder)
    assert manifest is not None
    database = folder / json.loads(manifest.read_bytes())["database"]
    with closing(sqlite3.connect(database)) as copy:
        assert copy.execute("SELECT name FROM exact_administration").fetchall() == [(books.name,)]
        assert copy.execute("SELECT count(*) FROM workbench_document").fetchone() == (2,)
    take(folder, keys=False, kept=2)
    assert len(list(folder.glob("database-*"))) == len(list(folder.glob("backup-*.json"))) == 2


def test_the_check_notices_whatever_is_not_as_it_was(books: Administration, tmp_path: Path) -> None:
    folder, one, two = tmp_path / "backup", hand_in(books, b"one"), hand_in(books, b"two")
    taken = take(folder)
    (folder / "blobs" / one[:2] / one).unlink()
    (folder / "blobs" / two[:2] / two).write_bytes(b"%PDF-1.4 zwei")
    assert sorted(troubles(folder)) == sorted([f"missing: {one}", f"changed: {two}"])
    with pytest.raises(CommandError, match="2 things are wrong"):
        call_command("backup", str(folder), "--check")
    assert take(folder).copied == 2 and not troubles(folder), "the next one mends it"
    manifest = newest(folder)
    assert manifest is not None and manifest != taken.manifest
    database = folder / json.loads(manifest.read_bytes())["database"]
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    assert troubles(folder) == [f"the database was changed: {database.name}"]


def test_an_original_that_is_gone_is_told_and_stops_no_other(books: Administration, tmp_path: Path) -> None:
    folder, gone = tmp_path / "backup", hand_in(books, b"one")
    hand_in(books, b"two")
    blobs.path_of(gone).unlink()
    with pytest.raises(CommandError, match="1 originals could not be copied"):
        call_command("backup", str(folder))
    assert troubles(folder) == [f"missing: {gone}"]


def test_a_backup_lies_outside_of_what_it_protects(books: Administration, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="outside"):
        call_command("backup", str(tmp_path / "home" / "backup"))
    with pytest.raises(CommandError, match="no finished backup"):
        call_command("backup", str(tmp_path / "nothing"), "--check")


def test_before_the_tables_of_a_database_in_use_are_changed_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "inboek.sqlite3", tmp_path / "before-migration.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        tables: list[str] = []
        stand_in = SimpleNamespace(
            vendor="sqlite",
            settings_dict={"NAME": str(path)},
            connection=plain,
            ensure_connection=lambda: None,
            introspection=SimpleNamespace(table_names=lambda: tables),
        )
        monkeypatch.setattr(before_migrating, "connections", {"default": stand_in})
        plain.execute("CREATE TABLE workbench_document (name)")
        pre_migrate.send(apps.get_app_config("workbench"), using="default", plan=["one"])
        assert not copy.exists(), "nothing was in use yet"
        tables.append("workbench_document")
        plain.execute("INSERT INTO workbench_document VALUES ('before')")
        pre_migrate.send(apps.get_app_config("workbench"), using="default", plan=[])
        assert not copy.exists(), "nothing is about to change"
        pre_migrate.send(apps.get_app_config("workbench"), using="default", plan=["one"])
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM workbench_document").fetchall() == [("before",)]


def test_a_log_that_was_written_anew_with_all_its_hashes_is_not_the_one_that_backups_saw(
    books: Administration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(books, b"one")
    take(tmp_path / "backup")
    hand_in(books, b"two")
    call_command("audit_check", backups=tmp_path / "backup")
    assert "held against 1 backups" in capsys.readouterr().out
    first = AuditEvent.objects.order_by("seq").first()
    assert first is not None
    first.actor = "somebody else"
    previous = ""
    for event in [first, *AuditEvent.objects.order_by("seq")[1:]]:
        event.previous, event.hash = previous, ""
        event.hash = previous = audit.digest(event)
        AuditEvent.objects.filter(pk=event.pk).update(actor=event.actor, previous=event.previous, hash=event.hash)
    AuditHead.objects.update(hash=previous)
    assert not list(audit.broken_links()), "the chain itself holds"
    with pytest.raises(CommandError, match="do not fit"):
        call_command("audit_check", backups=tmp_path / "backup")
