"""Each system check is quiet on a sound instance and speaks on its fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks

from workbench import checks


def ids(found: list[Any]) -> set[str]:
    return {message.id for message in found}


@pytest.mark.django_db
def test_a_fresh_instance_has_nothing_to_complain_about() -> None:
    assert [message for message in run_checks(databases=["default"]) if str(message.id).startswith("inboek")] == []


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.django_db
def test_a_database_that_forgets_is_named(settings: Any) -> None:
    settings.DATABASES = {"default": {**settings.DATABASES["default"], "OPTIONS": {}}}
    assert ids(checks.sqlite_is_durable(None, databases=["default"])) == {"inboek.E001"}


@pytest.mark.parametrize(
    ("secret", "tokens", "expected"),
    [
        ("short", [Fernet.generate_key().decode()], {"inboek.E002"}),
        ("x" * 50, ["not a key"], {"inboek.E003"}),
        ("x" * 50, [], {"inboek.E003"}),
        ("k" * 43 + "=", ["k" * 43 + "="], {"inboek.E003"}),
    ],
)
def test_weak_or_shared_keys_are_named(settings: Any, secret: str, tokens: list[str], expected: set[str]) -> None:
    settings.SECRET_KEY, settings.TOKEN_ENCRYPTION_KEYS = secret, tokens
    assert ids(checks.keys_are_sound(None)) == expected


def test_secrets_that_others_can_read_are_named(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "token_keys").write_text("k")
    (tmp_path / "token_keys").chmod(0o644)
    settings.SECRETS_ROOT = tmp_path
    assert ids(checks.keys_are_sound(None)) == {"inboek.E004"}


@pytest.mark.parametrize(
    ("debug", "address", "expected"),
    [
        (False, "https://start.exactonline.nl", set()),
        (True, "https://start.exactonline.nl", {"inboek.E005"}),
        (False, "http://start.exactonline.nl", {"inboek.E006"}),
        (False, "http://127.0.0.1:9", set()),
    ],
)
def test_live_books_want_tls_and_no_debug(settings: Any, debug: bool, address: str, expected: set[str]) -> None:
    settings.EXACT_USES_SANDBOX, settings.DEBUG, settings.EXACT_BASE_URL = False, debug, address
    assert ids(checks.live_books_are_not_debugged(None)) == expected


@pytest.mark.parametrize(("sandbox", "expected"), [(True, set()), (False, {"inboek.E011"})])
def test_armed_fault_points_are_for_the_sandbox(
    settings: Any, monkeypatch: pytest.MonkeyPatch, sandbox: bool, expected: set[str]
) -> None:
    settings.EXACT_USES_SANDBOX = sandbox
    monkeypatch.setenv("INBOEK_FAULTPOINTS", "P5")
    assert ids(checks.nobody_is_killed_on_purpose(None)) == expected


def test_missing_languages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LANGUAGES", ("nld", "tlh"))
    assert ids(checks.tesseract_is_there(None)) == {"inboek.W002"}


def test_missing_tesseract_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert ids(checks.tesseract_is_there(None)) == {"inboek.W001"}


def test_pickles_are_refused(settings: Any) -> None:
    settings.CELERY_ACCEPT_CONTENT = ["json", "pickle"]
    assert ids(checks.messages_are_json(None)) == {"inboek.E007"}


def test_private_folders_are_not_served(settings: Any) -> None:
    settings.STATIC_ROOT = settings.INBOEK_HOME
    assert "inboek.E009" in ids(checks.originals_can_be_kept(None))
