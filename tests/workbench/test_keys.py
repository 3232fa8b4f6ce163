"""Changing the key that seals secrets: nothing is lost, nothing is forgotten, and old keys go only when unused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import TextField

from exact import sealing
from exact.models import Administration
from jobs.models import Heartbeat
from tests.workbench.support import desk
from workbench.keys import rotating
from workbench.keys.sealed import PLACES, all_sealed, only_first, unreadable
from workbench.models import AuditEvent, SenderPassword

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def key_file(tmp_path: Path, settings: Any) -> Path:
    """The instance's keys where it keeps them itself."""
    settings.SECRETS_ROOT = tmp_path
    path: Path = tmp_path / "token_keys"
    path.write_text("\n".join(settings.TOKEN_ENCRYPTION_KEYS) + "\n")
    path.chmod(0o600)
    return path


def kept(books: Administration, secret: str = "open sesam") -> SenderPassword:
    row = SenderPassword.objects.create(administration=books, sender=f"{secret[:4]}@x.nl")
    row.secret = sealing.seal("x", secret)
    row.save()
    return row


def run(**options: Any) -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_every_column_that_is_sealed_is_known() -> None:
    """By what the models say of themselves, or by their name: a new sealed column has to be named in both."""
    said = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, TextField) and (field.help_text == "Encrypted." or field.name == "secret")
    }
    assert said == {(model, column) for model, columns in PLACES for column in columns}


def test_a_new_key_seals_everything_and_the_old_one_goes_at_the_end(books: Administration, key_file: Path) -> None:
    row = kept(books)
    assert unreadable(only_first()) == []
    assert "1 secrets sealed with the newest key" in run(new=True)
    row.refresh_from_db()
    assert sealing.unseal("x", row.secret) == "open sesam"
    assert len(key_file.read_text().split()) == 2 and key_file.stat().st_mode & 0o077 == 0
    assert unreadable(only_first()) == []
    assert run(drop=True).startswith("1 old keys dropped")
    assert len(key_file.read_text().split()) == 1 and sealing.unseal("x", row.secret) == "open sesam"
    actions = AuditEvent.objects.filter(action__startswith="keys.").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["keys.resealed", "keys.dropped"]


def test_old_keys_stay_while_something_needs_them(books: Administration, key_file: Path) -> None:
    row = kept(books)
    rotating.add_key()
    with pytest.raises(CommandError, match="not sealed with the newest key"):
        run(drop=True)
    run()
    run(drop=True)
    row.refresh_from_db()
    assert sealing.unseal("x", row.secret) == "open sesam"


@pytest.mark.usefixtures("key_file")
def test_what_no_key_opens_is_told_and_left_alone(books: Administration) -> None:
    good, lost = kept(books), kept(books, "weg")
    SenderPassword.objects.filter(pk=lost.pk).update(secret="gAAAA")
    with pytest.raises(CommandError, match="connect again"):
        run()
    assert SenderPassword.objects.get(pk=lost.pk).secret == "gAAAA"
    assert len(list(all_sealed())) == 2 and unreadable()[0].pk == lost.pk
    good.refresh_from_db()
    assert sealing.unseal("x", good.secret) == "open sesam"


def test_a_running_instance_gets_no_new_key(books: Administration, key_file: Path) -> None:
    from django.utils import timezone

    Heartbeat.objects.create(role="work", queues="read", at=timezone.now())
    before = key_file.read_text()
    with pytest.raises(CommandError, match="Stop it first"):
        run(new=True)
    assert key_file.read_text() == before


def test_keys_of_the_environment_are_not_written(tmp_path: Path, settings: Any) -> None:
    settings.SECRETS_ROOT = tmp_path
    with pytest.raises(CommandError, match="INBOEK_TOKEN_KEYS"):
        run(new=True)
    assert list(tmp_path.iterdir()) == []
