"""System checks of the product (ids ``inboek.E…`` and ``inboek.W…``): what must be right where money is at stake."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

LANGUAGES = ("nld", "eng", "deu", "fra")
Apps = Sequence[AppConfig] | None


@register(Tags.database)
def sqlite_is_durable(app_configs: Apps, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """E001: SQLite writes ahead, syncs every commit and locks at the beginning."""
    if connection.vendor != "sqlite" or "default" not in (databases or []):
        return []
    wrong = []
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if options.get("transaction_mode") != "IMMEDIATE":
        wrong.append("transaction_mode is not IMMEDIATE")
    in_memory = "memory" in str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            value = cursor.fetchone()[0]
            if value != wanted and not (in_memory and pragma == "journal_mode"):
                wrong.append(f"{pragma} is {value}, not {wanted}")
    hint = "Keep OPTIONS of workbench.database, and the file on a local disk: WAL does not work over a network."
    return [
        Error(f"SQLite would not keep acknowledged work: {reason}", hint=hint, id="inboek.E001") for reason in wrong
    ]


@register(Tags.security)
def keys_are_sound(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E002–E004: keys exist, differ, are readable by us alone."""
    from cryptography.fernet import Fernet

    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40:
        found.append(Error("The secret key is shorter than 40 characters.", id="inboek.E002"))
    for key in settings.TOKEN_ENCRYPTION_KEYS or [""]:
        try:
            Fernet(key)
        except ValueError:
            found.append(Error("A token key is not a Fernet key.", hint="32 bytes, URL-safe base64", id="inboek.E003"))
    if settings.SECRET_KEY in settings.TOKEN_ENCRYPTION_KEYS:
        found.append(Error("The secret key and a token key are the same.", id="inboek.E003"))
    for path in settings.SECRETS_ROOT.glob("*"):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            found.append(Error(f"{path.name} can be read by others.", hint="chmod 600", id="inboek.E004"))
    return found


@register(Tags.security)
def live_books_are_not_debugged(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E005–E006: no DEBUG and no plain HTTP where real books are written."""
    if settings.EXACT_USES_SANDBOX:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on while a live Exact app is configured.", id="inboek.E005"))
    local = settings.EXACT_BASE_URL.startswith(("http://127.0.0.1", "http://localhost"))
    if not settings.EXACT_BASE_URL.startswith("https://") and not local:
        found.append(Error("EXACT_BASE_URL is not https.", id="inboek.E006"))
    return found


@register(Tags.security)
def nobody_is_killed_on_purpose(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E011: the places where a test may kill a process are not armed where real books are written."""
    if settings.EXACT_USES_SANDBOX or not os.environ.get("INBOEK_FAULTPOINTS"):
        return []
    return [Error("INBOEK_FAULTPOINTS is set while a live Exact app is configured.", id="inboek.E011")]


@register(Tags.security)
def notices_come_over_tls(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E010: Exact calls HTTPS addresses only; plain HTTP is for the sandbox on this machine."""
    address = urlsplit(settings.EXACT_WEBHOOK_URL)
    local = settings.EXACT_USES_SANDBOX and address.hostname in ("127.0.0.1", "localhost")
    if not settings.EXACT_WEBHOOK_URL or (address.scheme == "https" and address.hostname) or local:
        return []
    return [Error("INBOEK_WEBHOOK_URL is not https.", hint="https://inboek.example.nl", id="inboek.E010")]


@register()
def mail_can_go_out(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E013: the settings of outgoing mail can be used, when there are any."""
    from workbench.outgoing.server import wrong_with_settings

    wrong = wrong_with_settings()
    hint = "smtp+starttls://user:password@mail.example.nl:587 and an address in INBOEK_MAIL_FROM"
    return [Error(f"{wrong}.", hint=hint, id="inboek.E013")] if wrong else []


@register()
def tesseract_is_there(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """W001–W003: scans can be read, in the languages we promise, with one thread a page."""
    if shutil.which("tesseract") is None:
        return [Warning("tesseract is not installed: scans cannot be read.", hint="script/setup", id="inboek.W001")]
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20
        ).stdout.split()
    except (OSError, subprocess.SubprocessError) as error:
        return [Warning(f"tesseract does not run: {error}", id="inboek.W001")]
    missing = [language for language in LANGUAGES if language not in listed]
    found: list[CheckMessage] = []
    if missing:
        found.append(Warning(f"tesseract lacks {', '.join(missing)}.", hint="script/setup", id="inboek.W002"))
    return found


@register(deploy=True)
def one_thread_a_page(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """W003: tesseract's own threads cost more than they bring (measured: 4.7–9.1 s instead of 2.2–3.3 s a page)."""
    if os.environ.get("OMP_THREAD_LIMIT") == "1":
        return []
    return [Warning("OMP_THREAD_LIMIT is not 1 in this process.", id="inboek.W003")]


@register()
def messages_are_json(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E007: a pickle from Redis would be code."""
    if settings.CELERY_TASK_SERIALIZER == "json" and settings.CELERY_ACCEPT_CONTENT == ["json"]:
        return []
    return [Error("Celery must speak JSON only.", id="inboek.E007")]


@register(Tags.security)
def second_factor_is_asked_of_roles(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E012: a role that does not exist would be asked of nobody."""
    from workbench.models import Role

    unknown = sorted(settings.INBOEK_SECOND_FACTOR_FOR - set(Role.values))
    if not unknown:
        return []
    hint = f"Of: {', '.join(Role.values)}; with commas."
    return [Error(f"INBOEK_SECOND_FACTOR_FOR names no role: {', '.join(unknown)}.", hint=hint, id="inboek.E012")]


@register(Tags.files)
def originals_can_be_kept(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """E008–E009: the blob folder is writable, and nothing private lies under a served path."""
    found: list[CheckMessage] = []
    if not os.access(settings.BLOB_ROOT, os.W_OK | os.X_OK):
        found.append(Error(f"{settings.BLOB_ROOT} cannot be written.", id="inboek.E008"))
    served = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    for private in (settings.BLOB_ROOT, settings.SECRETS_ROOT, settings.LOG_ROOT):
        if any(private.is_relative_to(place) for place in served):
            found.append(Error(f"{private} lies under a served path.", id="inboek.E009"))
    return found
