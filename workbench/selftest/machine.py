"""Looks at the machine and this instance: disk, database, keys, clock, folders, recogniser, fonts, limits."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection

from jobs.clock import database_now
from ocr.children import client
from ocr.children.limits import MEGABYTE, Limits
from workbench.checks import LANGUAGES
from workbench.health import readiness
from workbench.keys.sealed import all_sealed, unreadable
from workbench.selftest.look import Look, Unfit

CLOCK_SECONDS = 2.0
# Metric twins of the fonts that papers name without bringing them along.
FONTS = ("Liberation Sans", "Liberation Serif", "Liberation Mono")


def system_checks() -> str:
    """Everything ``manage.py check`` asks, warnings included."""
    found = [each for each in checks.run_checks(databases=["default"]) if each.level >= checks.WARNING]
    if found:
        raise Unfit("; ".join(f"{each.id} {each.msg}" for each in found))
    return "nothing to say"


def disk() -> str:
    """Originals can be written durably, and there is room."""
    if wrong := readiness.blobs():
        raise Unfit(wrong)
    usage = shutil.disk_usage(settings.INBOEK_HOME)
    return f"written and synced; {usage.free / 2**30:.1f} GiB free, {usage.free * 100 // usage.total} %"


def database() -> str:
    """It answers with all migrations, and a commit that was acknowledged survives a power cut."""
    if wrong := readiness.database():
        raise Unfit(f"{wrong}: script/manage migrate")
    asked = (
        {"journal_mode": ("wal", "memory"), "synchronous": ("2",)}
        if connection.vendor == "sqlite"
        else {
            "fsync": ("on",),
            "synchronous_commit": ("on", "remote_apply", "remote_write"),
            "full_page_writes": ("on",),
        }
    )
    wrongs = []
    with connection.cursor() as cursor:
        for name, good in asked.items():
            cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
            value = str(cursor.fetchone()[0])
            if value not in good:
                wrongs.append(f"{name} is {value}, not {good[0]}")
    if wrongs:
        raise Unfit(f"{connection.vendor}: {', '.join(wrongs)}")
    return f"{connection.vendor}, migrated, commits are synced"


def clock() -> str:
    """The machine's and the database's clocks agree."""
    from django.utils import timezone

    off = abs((database_now() - timezone.now()).total_seconds())
    if off > CLOCK_SECONDS:
        raise Unfit(f"the database's clock is {off:.0f} s off: set both by the network")
    return "machine and database agree"


def keys() -> str:
    """Every stored secret opens with the instance's keys."""
    lost = unreadable()
    if lost:
        raise Unfit(f"{len(lost)} stored secrets do not open, such as {lost[0]}: put the keys of this database back")
    return f"{sum(1 for _each in all_sealed())} stored secrets open with {len(settings.TOKEN_ENCRYPTION_KEYS)} keys"


def folders() -> str:
    """What the instance writes it may write, and nobody else reads its secrets."""
    wrong = []
    places = [settings.INBOEK_HOME, settings.BLOB_ROOT, settings.SECRETS_ROOT, settings.LOG_ROOT]
    for place in [*places, Path(settings.FILE_UPLOAD_TEMP_DIR)]:
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            wrong.append(f"{place} cannot be written")
    for path in [settings.SECRETS_ROOT, *settings.SECRETS_ROOT.glob("*")]:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            wrong.append(f"{path} can be read by others: chmod go= it")
    if settings.INBOEK_FOLDERS and not os.access(settings.INBOEK_FOLDERS, os.R_OK | os.W_OK | os.X_OK):
        wrong.append(f"{settings.INBOEK_FOLDERS} cannot be written")
    if wrong:
        raise Unfit("; ".join(wrong))
    return f"{settings.INBOEK_HOME} and what is in it"


def languages() -> str:
    """The recogniser is there with the languages we promise."""
    if shutil.which("tesseract") is None:
        raise Unfit("tesseract is not installed: script/setup")
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20).stdout.split()
    missing = [each for each in LANGUAGES if each not in said]
    if missing:
        raise Unfit(f"tesseract lacks {', '.join(missing)}: script/setup")
    return ", ".join(LANGUAGES)


def fonts() -> str:
    """Papers that bring no fonts along are drawn with those they were made for."""
    if shutil.which("fc-list") is None:
        raise Unfit("fc-list is not installed: script/setup")
    said = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, timeout=20).stdout
    missing = [each for each in FONTS if each not in said]
    if missing:
        raise Unfit(f"missing: {', '.join(missing)} (fonts-liberation)")
    return ", ".join(FONTS)


def child_limits() -> str:
    """A reading child that asks for more than it may have is ended, and the next one works."""
    paper = (settings.BASE_DIR / "samples" / "documents" / "nl-ketelaar-clean.pdf").read_bytes()
    large = {"page": 1, "width": 4000, "rotation": 0, "skew": 0.0, "format": "png", "password": ""}
    small = client.run("pdf.render", large, paper, Limits(memory=8 * MEGABYTE))
    if small.ok:
        raise Unfit("a child took more memory than it was given: this system does not hold RLIMIT_AS")
    again = client.run("pdf.attachments", {}, paper, Limits())
    if not again.ok:
        raise Unfit(f"a reading child does not work: {again.failure} {again.detail}")
    return f"ended as told ({small.failure or small.refused}); the next one worked"


LOOKS: tuple[tuple[str, Look], ...] = (
    ("system checks", system_checks),
    ("disk", disk),
    ("database", database),
    ("clock", clock),
    ("keys", keys),
    ("folders", folders),
    ("recognition languages", languages),
    ("fonts", fonts),
    ("limits of reading", child_limits),
)
