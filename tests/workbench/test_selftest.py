"""The self-test: every look says what it saw, and a wrong instance is told. Its processes are tried by the command."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.workbench.support import desk
from workbench.management.commands import selftest
from workbench.models import SenderPassword
from workbench.selftest import machine, reading
from workbench.selftest.look import Unfit, take


def fails() -> str:
    raise Unfit("a wire is loose")


def breaks() -> str:
    raise ZeroDivisionError("by nothing")


def test_an_exception_is_an_answer_and_the_next_look_is_taken() -> None:
    told = list(take([("one", fails), ("two", breaks), ("three", lambda: "fine")]))
    assert [(each.ok, each.line) for each in told] == [
        (False, "a wire is loose"),
        (False, "ZeroDivisionError: by nothing"),
        (True, "fine"),
    ]


@pytest.mark.parametrize(("broken", "says"), [(False, "all 1 well"), (True, "1 of 1 looks")])
def test_the_command_ends_by_what_it_saw(monkeypatch: pytest.MonkeyPatch, broken: bool, says: str) -> None:
    monkeypatch.setattr(machine, "LOOKS", (("wire", fails if broken else lambda: "tight"),))
    out = StringIO()
    if broken:
        with pytest.raises(CommandError, match=says):
            call_command(selftest.Command(), quick=True, stdout=out)
        assert "FAIL  wire" in out.getvalue()
    else:
        call_command(selftest.Command(), quick=True, stdout=out)
        assert says in out.getvalue()


@pytest.mark.django_db
def test_this_instance_is_fit() -> None:
    assert "synced" in machine.database() and "free" in machine.disk() and machine.clock() and machine.folders()


@pytest.mark.django_db
def test_a_secret_that_no_key_opens_is_told() -> None:
    assert machine.keys().startswith("0 stored secrets")
    SenderPassword.objects.create(administration=desk.books(), sender="a@b.nl", secret="gAAAA-of-other-keys")
    with pytest.raises(Unfit, match="1 stored secrets do not open, such as sender password"):
        machine.keys()


def test_secrets_that_others_read_are_told(tmp_path: Path, settings: Any) -> None:
    settings.SECRETS_ROOT = tmp_path
    (tmp_path / "token_keys").write_text("x")
    (tmp_path / "token_keys").chmod(0o644)
    with pytest.raises(Unfit, match="token_keys can be read by others"):
        machine.folders()


def test_a_sample_read_otherwise_than_printed_is_told(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "samples" / "truth").mkdir(parents=True)
    truth = '{"file": "a.txt", "fields": {"gross_total": "1.00"}}'
    (tmp_path / "samples" / "truth" / "a.truth.json").write_text(truth)
    (tmp_path / "samples" / "a.txt").write_text("nothing")
    settings.BASE_DIR = tmp_path
    with pytest.raises(Unfit, match=r"gross_total read as None, printed is 1\.00"):
        reading.sample("a", "gross_total")
